"""Certificates of the invented authority: every leader and every agency with a seal signs with its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.signatures.contracts import CertificateState, HolderKind
from lienthong.kernel.signatures.testing import Holder, put_on_record

from .catalogue import PROGRAM
from .officers import Staff
from .organisation import Land

LEADERS = frozenset({"leader", "province-leader", "division-head"})
_YEARS, _SOON = timedelta(days=5 * 365), timedelta(days=20)


def give_certificates(*, land: Land, staff: Staff, begin: datetime, now: datetime) -> None:
    """Put certificates on record as of the beginning, and some that ended, are asked for or end soon."""
    put_on_record(_of_leaders(staff), actor=PROGRAM, now=begin)
    put_on_record(_of_agencies(land), actor=PROGRAM, now=begin)
    put_on_record(_others(land, staff, now), actor=PROGRAM, now=now)


def _of_leaders(staff: Staff) -> Iterator[Holder]:
    for user_id, actor in sorted(staff.by_user.items()):
        if actor.roles & LEADERS and actor.agency_id is not None:
            yield Holder(HolderKind.PERSON, actor.name, actor.agency_id, f"canbo-{user_id}", user_id)


def _of_agencies(land: Land) -> Iterator[Holder]:
    for agency in (land.province, land.centre, *land.departments.values(), *(seat.agency for seat in land.seats)):
        yield Holder(HolderKind.AGENCY, agency.name, agency.id, f"condau-{agency.code}")


def _others(land: Land, staff: Staff, now: datetime) -> Iterator[Holder]:
    """Yield certificates in the other states of their life, with which nobody signs."""
    province = land.province
    yield _device(province, "Cổng kết nối trục liên thông", (now - _YEARS + _SOON, now + _SOON))
    yield _device(
        province, "Máy chủ ký lô Trung tâm tỉnh", (now - _YEARS, now + _YEARS), CertificateState.SUSPENDED,
        "Đang kiểm tra thiết bị",
    )  # fmt: skip
    yield _device(province, "Cổng dịch vụ công cũ", (now - 2 * _YEARS, now - _SOON), CertificateState.EXPIRED)
    for order, state in enumerate((CertificateState.REQUESTED, CertificateState.ISSUED, CertificateState.REVOKED)):
        clerks = staff.holders(land.seats[order].agency.id, "clerk") or staff.holders(province.id, "procedure-control")
        if clerks:
            clerk = clerks[0]
            reason = "Người giữ chuyển công tác" if state is CertificateState.REVOKED else ""
            yield Holder(
                HolderKind.PERSON, clerk.name, clerk.agency_id or province.id, f"canbo-{clerk.user_id}-{order}",
                clerk.user_id, state, reason, (now - _SOON, now + _YEARS),
            )  # fmt: skip


def _device(
    agency: AgencyInfo,
    name: str,
    period: tuple[datetime, datetime],
    state: CertificateState = CertificateState.IN_USE,
    reason: str = "",
) -> Holder:
    return Holder(HolderKind.DEVICE, name, agency.id, f"thietbi-{len(name)}", None, state, reason, period)
