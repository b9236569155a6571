"""Levels by kind of paper, the life of a certificate, and who may sign after whom: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .contracts import CertificateState, Level, SignerRole

# Days before the end at which the holder is warned; the first is when a renewal is asked for.
WARNING_DAYS = (30, 7, 1)
_DAY = timedelta(days=1)

_NEXT: dict[CertificateState, frozenset[CertificateState]] = {
    CertificateState.REQUESTED: frozenset({CertificateState.ISSUED, CertificateState.REVOKED}),
    CertificateState.ISSUED: frozenset(
        {CertificateState.IN_USE, CertificateState.REVOKED, CertificateState.EXPIRED},
    ),
    CertificateState.IN_USE: frozenset(
        {CertificateState.SUSPENDED, CertificateState.REVOKED, CertificateState.EXPIRED}
    ),
    CertificateState.SUSPENDED: frozenset(
        {CertificateState.IN_USE, CertificateState.REVOKED, CertificateState.EXPIRED}
    ),
    CertificateState.REVOKED: frozenset(),
    CertificateState.EXPIRED: frozenset(),
}


def may_become(state: CertificateState, wanted: CertificateState) -> bool:
    """Tell whether a certificate may go from one state to another; revoked and expired ones stay so."""
    return wanted in _NEXT[state]


def states_before(wanted: CertificateState) -> frozenset[str]:
    """Return the states from which a certificate may go to another."""
    return frozenset(state.value for state, following in _NEXT.items() if wanted in following)


@dataclass(frozen=True)
class Standing:
    """What decides whether a certificate of somebody signs; both moments are None before it is issued."""

    state: CertificateState
    key: str
    holder: str
    fingerprint: str
    valid_from: datetime | None
    valid_to: datetime | None

    def counts(self, now: datetime) -> bool:
        """Tell whether now lies in its period."""
        return self.valid_from is not None and self.valid_to is not None and self.valid_from <= now < self.valid_to


# Which state is told to somebody who cannot sign: the one from which the way to a certificate in use is shortest.
_NEAREST = (
    CertificateState.IN_USE,
    CertificateState.SUSPENDED,
    CertificateState.ISSUED,
    CertificateState.EXPIRED,
    CertificateState.REVOKED,
    CertificateState.REQUESTED,
)


def newest_usable(held: Sequence[Standing], *, now: datetime) -> Standing | None:
    """Return the certificate with which its holder signs now, the one that counts longest; None if there is none."""
    usable = [one for one in held if one.state is CertificateState.IN_USE and one.key and one.counts(now)]
    return max(usable, key=lambda one: one.valid_to or now, default=None)


def nearest_to_use(held: Sequence[Standing], *, now: datetime) -> CertificateState | None:
    """Return what to say of certificates none of which signs; in use but past its end is expired."""
    states = {
        CertificateState.EXPIRED if one.state is CertificateState.IN_USE and not one.counts(now) else one.state
        for one in held
    }
    return next((state for state in _NEAREST if state in states), None)


def level_of(kind: str, levels: str) -> Level:
    """Return the level to which a kind of paper is signed.

    :param levels: such as "B-T; extract=B-LTA": one level for all, and others for kinds that are named
    :raises ValueError: the text names something that is no level
    """
    chosen = Level.B_B
    for part in filter(None, (each.strip() for each in levels.split(";"))):
        name, given, level = part.rpartition("=")
        if not given:
            chosen = Level(level.strip())
        elif name.strip() == kind:
            return Level(level.strip())
    return chosen


def warning_due(*, valid_to: datetime, warned: int | None, now: datetime) -> int | None:
    """Return the warning that is due, as days before the end, or None.

    Each is given once; where several were missed only the nearest is given.

    :param warned: the last warning given
    """
    left = valid_to - now
    if left <= timedelta(0):
        return None
    reached = [days for days in WARNING_DAYS if left <= days * _DAY]
    if not reached or (warned is not None and min(reached) >= warned):
        return None
    return min(reached)


def days_left(*, valid_to: datetime, now: datetime) -> int:
    """Return the whole days until the end, negative when it is past."""
    return (valid_to - now) // _DAY


def missing_before(
    *, role: SignerRole, after: Sequence[str], signed: Sequence[tuple[str, SignerRole]]
) -> str | SignerRole | None:
    """Return who must sign before: a name, PERSON for anybody, AGENCY when the seal is on it already; None if nobody.

    An agency seals only what the competent person has signed, and after the seal no person signs any more
    (Nghị định 30/2020/NĐ-CP, section 1 of chapter II).

    :param after: names of those who sign before, in their order
    :param signed: who has signed, in order
    """
    persons = [name for name, each in signed if each is SignerRole.PERSON]
    if role is SignerRole.AGENCY and not persons:
        return SignerRole.PERSON
    if role is SignerRole.PERSON and any(each is SignerRole.AGENCY for _name, each in signed):
        return SignerRole.AGENCY
    remaining = iter(persons)
    return next((name for name in after if name not in remaining), None)


# The round seal of an agency is 36 mm wide (Thông tư 21/2012/TT-BCA); the margin is that of the decree.
_SEAL_POINTS, _MARGIN_WIDTH, _MARGIN_HEIGHT, _FROM_EDGE = 102, 190, 40, 28
Box = tuple[int, int, int, int]


def seal_box(person: Box) -> Box:
    """Return where the seal goes beside a person's signature: over a third of it, on its left, at its middle height.

    :param person: left, bottom, right, top of the person's signature, in points
    """
    left, bottom, right, top = person
    seal_right = left + round((right - left) / 3)
    low = (bottom + top) // 2 - _SEAL_POINTS // 2
    return (
        max(0, seal_right - _SEAL_POINTS),
        max(0, low),
        max(0, seal_right - _SEAL_POINTS) + _SEAL_POINTS,
        max(0, low) + _SEAL_POINTS,
    )


def margin_box(*, width: float, height: float) -> Box:
    """Return the place at the top right of a page, in points."""
    right, top = round(width) - _FROM_EDGE, round(height) - _FROM_EDGE // 2
    return (right - _MARGIN_WIDTH, top - _MARGIN_HEIGHT, right, top)
