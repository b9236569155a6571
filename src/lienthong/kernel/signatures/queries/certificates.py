"""Certificates: lists, one of them, and which key signs for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared, list_acts

from .. import rules
from ..contracts import CertificateInfo, CertificateState, HolderKind
from ..models import Certificate
from ..policy import CERTIFICATES

PAGE = 50
_LONGEST_TEXT = 100


@dataclass(frozen=True)
class CertificateFilter:
    """Which certificates a list shows. `ending`: those in use that end within so many days."""

    text: str = ""
    state: CertificateState | None = None
    kind: HolderKind | None = None
    ending: int | None = None


def list_certificates(
    *, viewer: Actor, wanted: CertificateFilter, now: datetime, page: int = 1
) -> tuple[tuple[CertificateInfo, ...], bool]:
    """Return a page of the certificates in sight, those that end first at the top, and whether more follow."""
    found = list(_filtered(viewer, wanted, now)[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(info(row, now) for row in found[:PAGE]), len(found) > PAGE


def stream_certificates(*, viewer: Actor, wanted: CertificateFilter, now: datetime) -> Iterator[CertificateInfo]:
    """Yield all certificates of the list, for a file."""
    for row in _filtered(viewer, wanted, now).iterator(chunk_size=500):
        yield info(row, now)


def count_ending(*, viewer: Actor, now: datetime, days: int = 30) -> int:
    """Return how many certificates in sight end within so many days. One statement."""
    return _filtered(viewer, CertificateFilter(ending=days), now).order_by().count()


def list_own_certificates(*, viewer: Actor, now: datetime) -> tuple[CertificateInfo, ...]:
    """Return the certificates that name the viewer, the newest first."""
    if viewer.user_id is None:
        return ()
    rows = Certificate.objects.select_related("agency").filter(user_id=viewer.user_id)
    return tuple(info(row, now) for row in rows.order_by("-requested_at", "-pk")[:PAGE])


def get_certificate(*, uuid: UUID, viewer: Actor, now: datetime) -> CertificateInfo:
    """Return one certificate: one's own, or one in sight.

    :raises NotFound: no such certificate in sight
    """
    row = Certificate.objects.select_related("agency").filter(uuid=uuid).first()
    own = row is not None and viewer.user_id is not None and row.user_id == viewer.user_id
    if row is None or not (own or CERTIFICATES.allows(viewer, CERTIFICATES.see, row)):
        raise NotFound(_("There is no such certificate."))
    may = frozenset(each.name for each in list_acts(Certificate) if each.is_open_to(row, viewer))
    return replace(info(row, now), may=may)


_STATE = Prepared(lambda fingerprint: Certificate.objects.filter(fingerprint=fingerprint).values_list("state"))


def certificate_state(*, fingerprint: str) -> CertificateState | None:
    """Return how a certificate stands on our records, None when it is not on them. One statement.

    :param fingerprint: its SHA-256, in hexadecimal digits
    """
    found = _STATE.tuples(fingerprint=fingerprint)
    return CertificateState(found[0][0]) if found else None


def info(row: Certificate, now: datetime) -> CertificateInfo:
    """Return what pages show of a certificate; its agency has been read with it."""
    return CertificateInfo(
        uuid=row.uuid,
        kind=HolderKind(row.kind),
        holder_name=row.holder_name,
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        state=CertificateState(row.state),
        state_at=row.state_at,
        reason=row.reason,
        key=row.key,
        serial=row.serial,
        subject=row.subject,
        issuer=row.issuer,
        fingerprint=row.fingerprint,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        days_left=rules.days_left(valid_to=row.valid_to, now=now) if row.valid_to else None,
        version=row.version,
    )


def _filtered(viewer: Actor, wanted: CertificateFilter, now: datetime) -> QuerySet[Certificate]:
    rows = CERTIFICATES.visible(Certificate.objects.select_related("agency"), viewer)
    if text := wanted.text.replace("\0", "").strip()[:_LONGEST_TEXT]:
        by_serial = Q(serial=text.lower().replace(":", "").lstrip("0")) if text.isascii() else Q(pk__in=())
        rows = rows.filter(Q(holder_name__icontains=text) | Q(agency__name__icontains=text) | by_serial)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    if wanted.ending is not None:
        running = (CertificateState.ISSUED, CertificateState.IN_USE, CertificateState.SUSPENDED)
        rows = rows.filter(state__in=running, valid_to__lte=now + timedelta(days=wanted.ending))
    return rows.order_by("valid_to", "pk")
