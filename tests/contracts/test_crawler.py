"""Every door is tried by everybody: nothing breaks, and nobody meets what is not for them.

Tried are the four kinds of stranger: of the same agency, of a sister unit, of another agency, another citizen. Of
officers one holds all roles that reach no farther than an agency, for who holds more meets no less; each role that
reaches the province in something is tried by itself, for it opens other doors.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import PUBLIC, access
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.events.models import OutboxEvent
from lienthong.kernel.processes.models import WorkItem
from lienthong.systems.onestop.models import Dossier, DossierPaper, Result
from tests.support.routes import list_routes

from .planted import ADDRESS, NUMBER, OWNER, PHONE, Planted, addresses, plant
from .visitors import narrow_roles, officer_of, signed_in, wide_roles

SEE = "onestop.dossier.see"
CITIZEN = "other.citizen"
# Whom to try, and where they sit; a wide role sits in another agency.
NARROW = ("", CITIZEN, "own", "sister", "other", "department")
WITHIN = ("commune.reception", "commune.civil-status", "commune.leader", "commune.clerk", "province.leader")
# What lists are asked: the marks of what is planted, and the views that show more.
LISTS = (
    *("/viec/", "/ho-so/", "/tim/", "/quay/", "/quay/tim/", "/quay/phieu/", "/quay/tra-ket-qua/", "/quay/bo-sung/"),
    *("/giao-nhan/", "/quay/truc-tuyen/"),
)
QUERIES = (f"?q={OWNER}", f"?q={NUMBER}", "?q=hoang thi", "?q=kin", "?xem=tat-ca", "?xem=cho-nhan", "?xem=nhat-ky")


@pytest.fixture
def secret(db: None) -> Planted:
    """Return a province with a person, their dossiers and one thing of each app, planted in one commune."""
    return plant(now=timezone.now())


def stranger(secret: Planted, who: str) -> Actor:
    """Open the account of somebody who is to meet none of it, and return them as they act; "" has not signed in."""
    if who in {"", CITIZEN}:
        if who:
            User.objects.create_user(username=who, password=None, name="Người dân khác")
        return Actor.anonymous()
    places = {"other": secret.province.other_commune.id, "department": secret.province.department.id}
    roles = narrow_roles() if who in NARROW else (who,)
    agency = places.get(who, secret.province.commune.id if who in NARROW else places["other"])
    return officer_of(who, agency=agency, roles=roles, unit="Phòng bên" if who == "sister" else "")


def asked(secret: Planted) -> Iterator[str]:
    """Yield every address, each list with questions that name what is planted."""
    yield from dict.fromkeys(address for _pattern, address in addresses(secret))
    fixed = [route.path for route in list_routes() if not route.has_parameters]
    assert set(LISTS) <= set(fixed)
    yield from (f"{address}{query}" for address in LISTS for query in QUERIES)


def body_of(answer: object) -> str:
    """Return what an answer says, a stream too."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]  # an answer of the test client
    return content.decode("utf-8", "replace")


def marks_not_for(secret: Planted, actor: Actor) -> list[str]:
    """Return the marks that an actor may not meet."""
    return [each.mark for each in secret.hidden if not (each.permission and actor.may(each.permission))]


def leaks(address: str, status: int, content: str, secret: Planted, *, marks: list[str], sees: bool) -> bool:
    """Tell whether an answer says more than its asker knew: a mark, a code or a name that its address did not hold.

    A counter looks people up in the register of the whole province, numbers masked; that tells of no dossier.

    :param sees: the asker may see the dossiers, so only the marks of the other things count
    """
    if any(mark in content for mark in marks):
        return True
    if sees:
        return False
    numbers = (secret.number, secret.values["open"], secret.values["waiting"])
    known = [number for number in numbers if number in address]
    if status == 200 and (address.startswith("/tep/") or (known and not address.startswith("/tra-cuu/"))):
        return True
    if any(number in content for number in numbers if number not in known):
        return True
    if address.startswith("/quay/"):
        return NUMBER in content and NUMBER not in address
    return any(mark in content and mark not in address for mark in (NUMBER, OWNER, PHONE, ADDRESS))


@pytest.mark.parametrize("who", [*NARROW, *wide_roles()])
def test_nobody_out_of_reach_learns_of_what_is_not_theirs(secret: Planted, who: str) -> None:
    actor = stranger(secret, who)
    assert leaking_addresses(secret, who, actor) == []


def leaking_addresses(secret: Planted, who: str, actor: Actor) -> list[str]:
    """Return the addresses at which somebody learns of what is planted."""
    client = signed_in(who)
    marks = marks_not_for(secret, actor)
    # Who sits in the commune sees its dossiers; from elsewhere only a role that sees the whole province does.
    sees = who == "own" or (who not in NARROW and actor.may(SEE))
    found = []
    for address in asked(secret):
        answer = client.get(address)
        assert answer.status_code < 500, f"{who} at {address}: {answer.status_code}"
        # Who steers the runs of others reads which subjects are in them.
        steers = address.startswith("/hang-loat/") and actor.may("acts.bulk.manage")
        if leaks(address, answer.status_code, body_of(answer), secret, marks=marks, sees=sees or steers):
            found.append(address)
    return found


def test_every_mark_is_met_by_who_may_meet_it(secret: Planted) -> None:
    everything = officer_of("everything", agency=secret.province.commune.id, roles=wide_roles())
    missing = dict.fromkeys(each.mark for each in secret.hidden if each.permission and everything.may(each.permission))
    for owner in ("everything", "commune.reception", "commune.leader"):
        client = signed_in(owner)
        for _pattern, address in addresses(secret):
            content = body_of(client.get(address)) if missing else ""
            missing = {mark: None for mark in missing if mark not in content}
    assert list(missing) == [], "these are planted where nobody meets them, so their leaking would not be seen"


@pytest.mark.parametrize("who", ["", CITIZEN])
def test_a_door_that_leaks_is_found(secret: Planted, who: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    @access(PUBLIC)
    def leak(_request: HttpRequest, **_names: str) -> HttpResponse:
        return HttpResponse(f"{OWNER} {NUMBER} {secret.number}")

    @access(PUBLIC)
    def other_leak(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("KÍN câu trả lời")

    actor = stranger(secret, who)
    doors = ModuleType("doors")
    views = {"lo/": leak, "ho-so/<str:number>/lo/": leak, "khac/": other_leak}
    vars(doors)["urlpatterns"] = [path(address, view) for address, view in views.items()]
    settings.ROOT_URLCONF = doors
    monkeypatch.setattr("tests.contracts.test_crawler.LISTS", ())
    assert leaking_addresses(secret, who, actor) == [
        "/lo/",
        f"/ho-so/{secret.number}/lo/",
        f"/ho-so/{secret.values['open']}/lo/",
        "/khac/",
    ]


def standing(secret: Planted) -> list[Any]:
    """Return all that an act could change of the secret dossiers: the rows, their work, their history, their events."""
    numbers = [secret.number, secret.values["open"]]
    return [
        list(Dossier.objects.filter(number__in=numbers).order_by("pk").values()),
        list(Result.objects.filter(dossier__number__in=numbers).order_by("pk").values()),
        list(DossierPaper.objects.filter(dossier__number__in=numbers).order_by("pk").values()),
        list(WorkItem.objects.filter(subject_key__in=numbers).order_by("pk").values()),
        HistoryEntry.objects.filter(subject_key__in=numbers).count(),
        OutboxEvent.objects.filter(subject__in=numbers).count(),
    ]


def hostile_form(secret: Planted, number: str) -> dict[str, str]:
    """Return a form that names the secret dossier and its open step in every field that a door might read."""
    step = WorkItem.objects.filter(subject_key=number).latest("pk").pk
    words = dict.fromkeys(("text", "reason", "receiver", "items", "name"), "Tôi ở ngoài")
    return {
        **words, "number": number, "ma": number, "step": str(step), "work_item": str(step), "item": str(step),
        "nhan": f"{number}:{step}", "chon": f"{number}:{step}", "outcome": "propose", "viec": "thu", "muc-1": "on",
    }  # fmt: skip


@pytest.mark.parametrize("username", ["", "other", "department"])
def test_nobody_out_of_reach_changes_a_dossier(secret: Planted, username: str) -> None:
    stranger(secret, username)
    client, before = signed_in(username), standing(secret)
    acts = ("nhan", "tra", "xong", "tra-buoc", "bo-sung", "y-kien", "ky", "dong-dau", "tu-choi", "giao")
    for _pattern, address in addresses(secret):
        number = secret.values["open"] if secret.values["open"] in address else secret.number
        form = hostile_form(secret, number)
        for act in acts if "/y-kien/" in address else ("",):
            place = address.replace("/y-kien/", f"/{act}/") if act else address
            if place.startswith("/api/"):
                answer = client.post(place, {**form, "version": 1}, content_type="application/json")
            else:
                answer = client.post(place, form)
            assert answer.status_code < 500, f"{username} at {place}: {answer.status_code}"
    assert standing(secret) == before


@pytest.mark.parametrize("username", WITHIN)
def test_every_door_answers_those_within_reach(secret: Planted, username: str) -> None:
    client = signed_in(username)
    for address in asked(secret):
        answer = client.get(address)
        assert answer.status_code < 500, f"{username} at {address}: {answer.status_code}"
        body_of(answer)
    assert client.get(f"/ho-so/{secret.number}/").status_code == 200


def test_the_public_pages_name_nobody(secret: Planted) -> None:
    dossier = Dossier.objects.get(number=secret.number)
    client = signed_in("")
    for address in (f"/tra-cuu/?ma={dossier.number}&khoa={dossier.secret}", f"/giay-to/{secret.values['paper']}/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = body_of(answer)
        assert OWNER not in content
        assert NUMBER not in content


def test_the_search_of_the_counter_shows_people_but_masks_their_numbers(secret: Planted) -> None:
    content = body_of(signed_in("other.reception").get(f"/quay/tim/?q={OWNER}"))
    assert NUMBER not in content
