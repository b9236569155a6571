"""What tests of the reception desk do at it: sign in, fill the form, bring a dossier to a state."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts.testing import User
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.testing import ANSWERS, SmallProvince, accept, draft_of
from lienthong.systems.onestop.views.desk_state import party_token

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROGRAM = b"MZ" + b"\0" * 600
MOST_STATEMENTS = 15


def signed_in(username: str, **options: Any) -> Client:
    """Return a browser in which an officer of the small province is signed in."""
    client = Client(**options)
    client.force_login(User.objects.get(username=username))
    return client


def address(province: SmallProvince, code: str = "1.004088", case: str = "dang-kiem", **more: str) -> str:
    """Return the address of the desk with a person, a procedure and a case chosen."""
    state = {"nguoi": party_token(province.party.id), "thutuc": code, "truonghop": case} | more
    return f"/quay/?{urlencode(state)}"


def filled(
    page: str, changed: Mapping[str, Any] | None = None, *, papers: tuple[str, ...] = ("GT-01", "GT-04", "GT-05")
) -> dict[str, Any]:
    """Return a complete form for registering a vessel, with the key of the page and some answers changed."""
    (key,) = re.findall(r'name="khoa" value="([^"]+)"', page)
    data: dict[str, Any] = {"khoa": key, "delivery": "counter"}
    data |= {f"khai-{name}": value for name, value in ANSWERS["1.004088"].items()}
    data |= {f"paper-{code}": "on" for code in papers}
    return data | dict(changed or {})


def text_of(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def pdf(name: str = "hop-dong.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a small file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def finished(province: SmallProvince, *, paid: bool = True) -> str:
    """Bring a dossier to the point where its result waits at the counter; return its number."""
    draft = draft_of("2.000635", province.party)
    now = timezone.now()
    actor = province.at("commune.reception")
    draft = replace(draft, fee_paid=paid)
    number = services.accept_dossier(draft=draft, actor=actor, now=now).number
    steps: tuple[tuple[Any, str, dict[str, Any]], ...] = (
        (services.complete_step, "commune.civil-status", {"outcome": "propose"}),
        (services.sign_result, "commune.leader", {}),
        (services.issue_result, "commune.clerk", {}),
    )
    for act, officer, inputs in steps:
        (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
        act(number=number, work_item_id=item.id, actor=province.at(officer), now=now, **inputs)
    return number


def waiting_for_supplement(province: SmallProvince) -> str:
    """Bring a dossier to the point where two things are asked for; return its number."""
    number = accept(province, "1.004088", now=timezone.now() - timedelta(hours=1)).number
    services.request_supplement(
        number=number,
        reason="Bản kê khai chưa ghi số máy",
        items=(SupplementItem(paper="GT-02", content="Bản kê khai ghi rõ số máy"), SupplementItem("", "Biên lai")),
        actor=province.at("commune.reception"),
        now=timezone.now(),
    )
    return number
