"""Every door is tried by everybody: nothing breaks, and nobody sees a dossier out of their reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts.models import User
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.events.models import OutboxEvent
from lienthong.kernel.files import services as files
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.models import WorkItem
from lienthong.systems.onestop import services
from lienthong.systems.onestop.models import Dossier, DossierPaper, Result
from lienthong.systems.onestop.testing import SmallProvince, draft_of, small_province
from tests.support.routes import list_routes

OWNER, NUMBER = "Hoàng Thị Bí Mật", "056088000777"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
STRANGERS = ("", "other.reception", "other.leader", "department.specialist", "department.leader", "department.clerk")
WITHIN = ("commune.reception", "commune.civil-status", "commune.leader", "commune.clerk", "province.leader")
QUERIES = ("", f"?q={OWNER}", f"?q={NUMBER}", "?q=hoang thi", "?xem=tat-ca", "?xem=cho-nhan")
# What one who knows a code or a paper may ask without a sign-in shows no person, and the rest opens no object.
NOT_VISITED = ("/static/", "/admin/")


@dataclass(frozen=True)
class Secret:
    """A dossier of one commune with all that hangs on it."""

    number: str
    values: dict[str, str]


@pytest.fixture
def province(db: None) -> SmallProvince:
    """Return a small province with its three procedures."""
    return small_province(now=timezone.now())


@pytest.fixture
def secret(province: SmallProvince) -> Secret:
    """Return a dossier of the commune, signed and issued, of somebody whom nobody else may learn of."""
    now = timezone.now()
    draft = PartyDraft(kind=PartyKind.CITIZEN, name=OWNER, number=NUMBER, phone="0988777666")
    party: PartyInfo = organizations.register_party(draft=draft, now=now)
    desk = province.at("commune.reception")
    number = services.accept_dossier(draft=draft_of("2.000635", party), actor=desk, now=now).number
    stored = files.store(stream=BytesIO(PDF), name="to-khai.pdf", actor=desk, now=now)
    services.attach_paper(number=number, name="Tờ khai", file_id=stored.id, actor=desk, now=now)
    for role, act in (
        ("civil-status", lambda **call: services.complete_step(**call, outcome="propose")),
        ("leader", services.sign_result),
        ("clerk", services.issue_result),
    ):
        (step,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
        act(number=number, work_item_id=step.id, actor=province.at(f"commune.{role}"), now=now)
    open_one = services.accept_dossier(draft=draft_of("2.000635", party), actor=desk, now=now).number
    return Secret(number=number, values=parameters(number) | {"open": open_one})


def parameters(number: str) -> dict[str, str]:
    """Return what the parameters of addresses stand for, by name."""
    dossier = Dossier.objects.get(number=number)
    paper = DossierPaper.objects.filter(dossier=dossier, file__isnull=False).latest("id")
    result = Result.objects.select_related("paper").get(dossier=dossier)
    state = processes.get_state(subject_type="onestop.dossier", subject_key=number)
    return {
        "number": number,
        "no": "1",
        "act": "y-kien",
        "code": result.paper.code if result.paper else "",
        "name": "onestop.dossier.opinion",
        "file": str(paper.file.uuid) if paper.file else "",
        "result": str(result.paper.file.uuid) if result.paper else "",
        "process": str(state.instance_uuid),
    }


def signed_in(username: str) -> Client:
    """Return a client in which an officer is signed in, or a stranger."""
    client = Client(raise_request_exception=False)
    if username:
        client.force_login(User.objects.get(username=username))
    return client


def addresses(secret: Secret) -> Iterator[str]:
    """Yield every address of the program, its parameters filled with what belongs to the secret dossier."""
    for route in list_routes():
        if route.path.startswith(NOT_VISITED) or "(" in route.path:
            continue
        for number in (secret.number, secret.values["open"]):
            for uuid in (secret.values[name] for name in ("file", "result", "process")):
                values = {**secret.values, "number": number, "uuid": uuid}
                yield PARAMETER.sub(lambda found, values=values: values.get(found[1], "1"), route.path)
        if not route.has_parameters:
            yield from (f"{route.path}{query}" for query in QUERIES)


def body_of(answer: object) -> str:
    """Return what an answer says, a stream too."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]  # an answer of the test client
    return content.decode("utf-8", "replace")


def leaks(address: str, status: int, content: str, secret: Secret) -> bool:
    """Tell whether an answer says more than its asker knew: a code or a name that its address did not hold.

    A counter looks people up in the register of the whole province, numbers masked; that tells of no dossier.
    """
    numbers = (secret.number, secret.values["open"])
    asked = [number for number in numbers if number in address]
    if status == 200 and (address.startswith("/tep/") or (asked and not address.startswith("/tra-cuu/"))):
        return True
    if NUMBER in content and NUMBER not in address:
        return True
    if any(number in content for number in numbers if number not in asked):
        return True
    return OWNER in content and OWNER not in address and not address.startswith("/quay/")


@pytest.mark.parametrize("username", STRANGERS)
def test_nobody_out_of_reach_learns_of_a_dossier(secret: Secret, username: str) -> None:
    client = signed_in(username)
    found = []
    for address in dict.fromkeys(addresses(secret)):
        answer = client.get(address)
        assert answer.status_code < 500, f"{username} at {address}: {answer.status_code}"
        if leaks(address, answer.status_code, body_of(answer), secret):
            found.append(address)
    assert found == []


def standing(secret: Secret) -> list[Any]:
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


def hostile_form(secret: Secret, number: str) -> dict[str, str]:
    """Return a form that names the secret dossier and its open step in every field that a door might read."""
    step = WorkItem.objects.filter(subject_key=number).latest("pk").pk
    words = dict.fromkeys(("text", "reason", "receiver", "items", "name"), "Tôi ở ngoài")
    return {
        **words, "number": number, "ma": number, "step": str(step), "work_item": str(step), "item": str(step),
        "nhan": f"{number}:{step}", "chon": f"{number}:{step}", "outcome": "propose", "viec": "thu", "muc-1": "on",
    }  # fmt: skip


@pytest.mark.parametrize("username", ["", "other.reception", "department.leader"])
def test_nobody_out_of_reach_changes_a_dossier(secret: Secret, username: str) -> None:
    client, before = signed_in(username), standing(secret)
    acts = ("nhan", "tra", "xong", "tra-buoc", "bo-sung", "y-kien", "ky", "dong-dau", "tu-choi", "giao")
    for address in dict.fromkeys(each for each in addresses(secret) if "?" not in each):
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
def test_every_door_answers_those_within_reach(secret: Secret, username: str) -> None:
    client = signed_in(username)
    for address in dict.fromkeys(addresses(secret)):
        answer = client.get(address)
        assert answer.status_code < 500, f"{username} at {address}: {answer.status_code}"
        body_of(answer)
    assert client.get(f"/ho-so/{secret.number}/").status_code == 200


def test_the_public_pages_name_nobody(secret: Secret) -> None:
    dossier = Dossier.objects.get(number=secret.number)
    client = signed_in("")
    for address in (f"/tra-cuu/?ma={dossier.number}&khoa={dossier.secret}", f"/giay-to/{secret.values['code']}/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = body_of(answer)
        assert OWNER not in content
        assert NUMBER not in content


def test_the_search_of_the_counter_shows_people_but_masks_their_numbers(secret: Secret) -> None:
    content = body_of(signed_in("other.reception").get(f"/quay/tim/?q={OWNER}"))
    assert NUMBER not in content
