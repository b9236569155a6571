"""Results of dossiers, for the acts that put them right and for the systems that keep or find them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Conflict
from lienthong.systems.onestop.models import Dossier, DossierPaper, Result

from .packages import package_of
from .rows import IssuedResult, KeptPaper


def result_in_force(dossier: Dossier) -> Result:
    """Return the result of a dossier that counts, signed or issued. One statement.

    :raises Conflict: there is none
    """
    found = Result.objects.filter(dossier=dossier, ended_at__isnull=True).first()
    if found is None:
        raise Conflict(_("This dossier has no result that counts."))
    return found


def last_result(dossier: Dossier) -> Result:
    """Return the newest result of a dossier, whether it counts or not. One statement.

    :raises Conflict: there is none
    """
    found = Result.objects.filter(dossier=dossier).order_by("-no").first()
    if found is None:
        raise Conflict(_("This dossier has no result that counts."))
    return found


def issued_results(*, number: str) -> tuple[IssuedResult, ...]:
    """Return all results that a dossier was given, the first one first.

    The caller minds who may know. One statement.
    """
    rows = Result.objects.filter(dossier__number=number, issued_at__isnull=False)
    return tuple(_issued(row) for row in rows.select_related("dossier", "file", "issuer").order_by("no"))


def kept_papers(*, number: str) -> Iterator[KeptPaper]:
    """Yield the papers of a dossier that its procedure keeps for the owner (R-57); what was reused is kept already.

    The caller minds who may know. Two statements.
    """
    dossier = Dossier.objects.select_related("reception").get(number=number)
    wanted = {each.code: each for each in package_of(dossier).spec.case(dossier.case_code).papers if each.keep}
    rows = DossierPaper.objects.filter(dossier=dossier, code__in=wanted, present=True).select_related("file")
    for row in rows.order_by("id"):
        yield KeptPaper(
            key=str(row.pk),
            dossier=number,
            owner_id=dossier.owner_id,
            type_code=wanted[row.code].type_code,
            title=row.name,
            keeper_id=dossier.reception_id,
            taken_at=row.added_at,
            file_id=row.file_id,
            sha256=row.file.sha256 if row.file else "",
        )


def _issued(row: Result) -> IssuedResult:
    return IssuedResult(
        code=row.code,
        no=row.no,
        dossier=row.dossier.number,
        owner_id=row.dossier.owner_id,
        type_code=row.type_code,
        title=row.title,
        number=row.number,
        issued_at=row.issued_at or row.signed_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        issuer_id=row.issuer_id,
        issuer_name=row.issuer.name,
        file_id=row.file_id or 0,
        sha256=row.file.sha256 if row.file else "",
        end=row.end,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )
