"""Events of a life, each a search of the catalogue for what goes with it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class LifeEvent:
    """One knot on the thread of the home page."""

    icon: str
    title: str | Promise
    text: str | Promise
    query: str


LIFE_EVENTS = (
    LifeEvent("baby-carriage", _("Having a child"), _("Birth registration, residence, health insurance"), "khai sinh"),
    LifeEvent("school", _("Going to school"), _("Moving school, support with fees"), "học sinh"),
    LifeEvent("briefcase", _("Working"), _("Finding work, criminal record, unemployment benefit"), "việc làm"),
    LifeEvent("steering-wheel", _("Getting around"), _("Driving licence, vehicles, passport"), "giấy phép lái xe"),
    LifeEvent("heart", _("Getting married"), _("Marital status, marriage registration"), "kết hôn"),
    LifeEvent("home", _("House and land"), _("Land certificate, splitting a plot, building permit"), "đất"),
    LifeEvent("building-store", _("Running a business"), _("Household business, changes, closing"), "hộ kinh doanh"),
    LifeEvent("stethoscope", _("Being ill"), _("Health insurance card, examination"), "bảo hiểm y tế"),
    LifeEvent("armchair", _("Old age"), _("Social pension from the age of 75"), "hưu trí"),
    LifeEvent("flower", _("A death in the family"), _("Death registration, copies of the record"), "khai tử"),
)
TRIES = ("đăng ký thường trú", "xác nhận độc thân", "sổ đỏ")
