"""What the national database says of a procedure, as packages carry it."""

from datetime import date

from lienthong.systems.onestop.contracts import LegalText
from lienthong.systems.procedures import queries as catalogue
from lienthong.systems.procedures.contracts import ProcedureInfo, ProcedureNotFound

# The catalogue's channels by ours.
_CHANNELS = {"in_person": "counter", "online": "online", "post": "post"}


def legal_text(*, code: str, day: date) -> LegalText | None:
    """Return the legal parts of a procedure as the catalogue has them on a day, None where it does not know it."""
    try:
        info = catalogue.get_public_procedure(code=code, day=day)
    except ProcedureNotFound:
        return None
    return _as_text(info)


def _as_text(info: ProcedureInfo) -> LegalText:
    return LegalText(
        name=info.name,
        field=info.field,
        levels=tuple(info.levels),
        decision=info.decision_number,
        issuer=info.promulgator,
        agency=info.competent_agency,
        applicants=tuple(info.subjects),
        steps=tuple(info.steps),
        limits={_CHANNELS[channel]: limits for channel, limits in info.limits.items()},
        fees=_fees(info),
        papers=tuple(dict.fromkeys(paper.name for case in info.cases for paper in case.papers)),
        results=tuple(info.results),
        bases=tuple(f"{basis.code} {basis.name}".strip() for basis in info.legal_bases),
        conditions=info.conditions,
        source=info.source_url,
    )


def _fees(info: ProcedureInfo) -> tuple[str, ...]:
    """Return each fee in words: amount, what for, remark."""
    found = []
    for method in info.methods:
        for fee in method.fees:
            amount = f"{fee.amount:,} {fee.currency}".replace(",", ".") if fee.amount is not None else ""
            found.append(" ".join(each for each in (amount, fee.label, fee.note) if each))
    return tuple(dict.fromkeys(found))
