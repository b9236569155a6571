"""What an officer may do with a dossier now, as buttons of its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop.queries import DossierDetail

from .act_kinds import (
    AGREE_BACK,
    ASK_BACK,
    BY_OUTCOME,
    CANCEL,
    DECLINE_BACK,
    DIGITISE,
    EXTEND,
    KINDS,
    OPINION,
    PASS_ON,
    REPLACE,
    RETURN,
    REVOKE,
    SUPPLEMENT,
    WITHDRAW,
    undigitised,
)

DIRECT = frozenset({"xong", "ky", "dong-dau", "nhan", "nha"})


@dataclass(frozen=True)
class ActButton:
    """One thing the officer may do now; a direct one is done by pressing it, others open their panel."""

    slug: str
    label: str
    tone: str = ""
    key: str = ""
    outcome: str = ""
    step: int | None = None
    is_direct: bool = False

    @property
    def panel_url(self) -> str:
        """Return the address of this page with the act's panel open."""
        query = {"viec": self.slug} | ({"kq": self.outcome} if self.outcome else {})
        return f"?{urlencode(query)}#viec"


def act_buttons(dossier: DossierDetail, mine: Sequence[WorkItemInfo]) -> list[ActButton]:
    """Return the acts open to the viewer: the first is the primary one, those of tone "menu" stand in the menu."""
    said = {offer.name: offer.label for offer in dossier.acts}
    item = mine[0] if mine else None
    step = item.id if item else None
    found: list[ActButton] = _outcome_buttons(dossier, item) if item else []
    plain = [(slug, KINDS[slug]) for slug in ("nhan-bo-sung", "trao", "thu-phi")]
    found += [ActButton(slug, said[kind.name]) for slug, kind in plain if kind.name in said and _due(dossier, slug)]
    if item and item.paused_at is None and item.assignee_id is None:
        found.append(ActButton("nhan", said.get(KINDS["nhan"].name, ""), step=step, is_direct=True))
    answers = ((AGREE_BACK, "dong-y-rut"), (DECLINE_BACK, "khong-cho-rut"))
    found += [ActButton(slug, said[name]) for name, slug in answers if name in said]
    found += _supplement_buttons(dossier, said, item)
    if OPINION in said:
        found.append(ActButton("y-kien", said[OPINION], key="C"))
    found += _menu_buttons(dossier, said, item)
    return _with_primary([button for button in found if button.label])


def _menu_buttons(dossier: DossierDetail, said: Mapping[str, str], item: WorkItemInfo | None) -> Iterator[ActButton]:
    if item and item.paused_at is None:
        if item.assignee_id is not None and KINDS["nha"].name in said:
            yield ActButton("nha", said[KINDS["nha"].name], "menu", step=item.id, is_direct=True)
        if RETURN in said:
            yield ActButton("tra-buoc", said[RETURN], "menu", step=item.id)
    if EXTEND in said and dossier.extension is None:
        yield ActButton("gia-han", said[EXTEND], "menu")
    if CANCEL in said:
        yield ActButton("huy-tiep-nhan", said[CANCEL], "menu")
    if DIGITISE in said and undigitised(dossier):
        yield ActButton("so-hoa", said[DIGITISE], "menu")
    rest = (
        ("onestop.dossier.attach", "giay-to"),
        (ASK_BACK, "xin-rut"),
        (REPLACE, "thay-ket-qua"),
        (REVOKE, "thu-hoi"),
    )
    for name, slug in rest:
        if name in said:
            yield ActButton(slug, said[name], "menu")


def _supplement_buttons(
    dossier: DossierDetail, said: Mapping[str, str], item: WorkItemInfo | None
) -> Iterator[ActButton]:
    if PASS_ON in said and dossier.proposal is not None:
        yield ActButton("chuyen-bo-sung", said[PASS_ON], is_direct=True)
    if SUPPLEMENT in said and dossier.proposal is None and item and item.paused_at is None:
        yield ActButton("bo-sung", said[SUPPLEMENT], key="B")
    if WITHDRAW in said and _asked_for(dossier):
        yield ActButton("rut-bo-sung", said[WITHDRAW], "menu")


def _asked_for(dossier: DossierDetail) -> bool:
    """Tell whether something is asked for that may still be withdrawn."""
    return dossier.proposal is not None or any(
        each.answered_at is None and each.sent_at is None for each in dossier.supplements
    )


def _due(dossier: DossierDetail, slug: str) -> bool:
    """Tell whether an act that is always allowed has anything to do."""
    if slug == "thu-phi":
        return dossier.payment == "demanded"
    return not (slug == "trao" and dossier.payment == "demanded")


def _outcome_buttons(dossier: DossierDetail, item: WorkItemInfo) -> list[ActButton]:
    if item.paused_at is not None:
        return []
    buttons = []
    for outcome in item.outcomes:
        slug = BY_OUTCOME.get(outcome.code, "xong")
        if dossier.offers(KINDS[slug].name):
            tone = "x" if KINDS[slug].danger else ""
            direct = slug in DIRECT
            buttons.append(ActButton(slug, outcome.label, tone, outcome=outcome.code, step=item.id, is_direct=direct))
    return buttons


def _with_primary(buttons: list[ActButton]) -> list[ActButton]:
    """Make the first button that leads on the primary one of the page."""
    leading = {"xong", "ky", "dong-dau", "nhan-bo-sung", "chuyen-bo-sung", "trao", "thu-phi"}
    if buttons and buttons[0].slug in leading:
        first = buttons[0]
        buttons[0] = ActButton(first.slug, first.label, "p", "E", first.outcome, first.step, first.is_direct)
    return buttons
