"""Templates as those see them who look after them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import list_acts
from lienthong.kernel.files import queries as files
from lienthong.kernel.ui.contracts import fold

from .. import rules, rules_check
from ..contracts import DiffLine, Need, TemplateInfo, TemplateKind, VersionInfo
from ..extensions import PaperTemplate, find_template
from ..extensions import list_templates as list_brought
from ..models import Paper, TemplateDesign, TemplateVersion
from ..policy import DESIGNS

_MOST_VERSIONS = 200


def list_templates(*, viewer: Actor, now: datetime, text: str = "", changed: bool = False) -> tuple[TemplateInfo, ...]:
    """Return the templates in sight by title: those that systems bring, and those of agencies. Two statements.

    :param changed: only those with changes that are not published
    """
    designs = {row.slug: row for row in _in_sight(viewer)}
    versions = _versions_of(list(designs.values()))
    found = [_info(row, versions.get(row.pk, ()), now) for row in designs.values()]
    if viewer.may(DESIGNS.see):
        found += [_untouched(each) for each in list_brought() if each.key not in designs]
    wanted = fold(text.replace("\0", "").strip()[:100])
    kept = [one for one in found if wanted in fold(f"{one.title} {one.key} {one.agency_name}")]
    return tuple(
        sorted((one for one in kept if one.changed or not changed), key=lambda one: (fold(one.title), one.slug))
    )


def get_template(*, slug: str, viewer: Actor, now: datetime) -> TemplateInfo:
    """Return one template, edited or not, with the acts open to the viewer.

    :raises NotFound: there is none in sight
    """
    row = _find(slug, viewer)
    if row is None:
        key, kind, agency_code = rules.parts_of(slug)
        if kind is TemplateKind.TYPST and not agency_code and viewer.may(DESIGNS.see):
            return _untouched(_brought(key))
        raise _missing()
    may = frozenset(each.name for each in list_acts(TemplateDesign) if each.is_open_to(row, viewer))
    return _info(row, _versions_of([row]).get(row.pk, ()), now, may)


def list_versions(*, slug: str, viewer: Actor) -> tuple[VersionInfo, ...]:
    """Return the published versions, the newest first, with how many papers follow each. Three statements.

    :raises NotFound: there is no such template in sight
    """
    row = _find(slug, viewer)
    if row is None:
        return ()
    rows = list(row.versions.order_by("-number")[:_MOST_VERSIONS])
    digests = Paper.objects.filter(template=row.key, template_version__in=[each.digest for each in rows])
    papers = dict(digests.order_by().values_list("template_version").annotate(Count("pk")))
    return tuple(
        VersionInfo(
            number=each.number,
            digest=each.digest,
            reason=each.reason,
            valid_from=each.valid_from,
            published_at=each.published_at,
            published_by=each.published_by_name,
            papers=papers.get(each.digest, 0),
        )
        for each in rows
    )


def draft_of(*, slug: str, viewer: Actor) -> PaperTemplate:
    """Return a template as it is being edited, to look at and try out; unedited, as its system brings it.

    :raises NotFound: there is no such template in sight
    """
    row = _find(slug, viewer)
    key, kind, agency_code = rules.parts_of(slug)
    if row is None and (kind is not TemplateKind.TYPST or agency_code or not viewer.may(DESIGNS.see)):
        raise _missing()
    return with_text(_brought(key), row.source if row is not None and kind is TemplateKind.TYPST else "")


def with_text(template: PaperTemplate, text: str) -> PaperTemplate:
    """Return a template with another text, which is then typeset within bounds."""
    return PaperTemplate(
        template.key, template.path, template.title, template.schema, template.samples, text or template.source
    )


def source_of(*, slug: str, number: int, viewer: Actor) -> str:
    """Return the text of a version; 0 is the one the system brings.

    :raises NotFound: there is no such version in sight, or it is a Word file
    """
    row = _find(slug, viewer)
    if number == 0:
        return draft_of(slug=slug, viewer=viewer).path.read_text(encoding="utf-8")
    found = row.versions.filter(number=number).first() if row is not None else None
    if found is None or found.file_id is not None:
        raise _missing()
    return found.source


def compare_versions(*, slug: str, older: int, newer: int | None, viewer: Actor) -> tuple[DiffLine, ...]:
    """Return what differs between two versions, or between one and the draft.

    :param newer: None for the draft
    :raises NotFound: there is no such version in sight
    """
    old = source_of(slug=slug, number=older, viewer=viewer)
    new = draft_of(slug=slug, viewer=viewer).source if newer is None else None
    return rules.compare(old, source_of(slug=slug, number=newer or 0, viewer=viewer) if new is None else new)


def word_draft_of(*, slug: str, viewer: Actor) -> bytes:
    """Return the Word file of a template as it is being edited.

    :raises NotFound: there is no such Word template in sight
    """
    row = _find(slug, viewer)
    if row is None or row.file_id is None:
        raise _missing()
    with files.open_file(file_id=row.file_id) as file:
        return file.read()


def unknown_values(*, key: str, values: Iterable[str]) -> tuple[str, ...]:
    """Return those paths that the data of a paper, as declared, never hold; none where it declares nothing."""
    known = {need.path for need in needs_of(key=key)}
    return tuple(path for path in values if path not in known | {"paper_title", "qr_text"}) if known else ()


def needs_of(*, key: str) -> tuple[Need, ...]:
    """Return what the data of a paper hold, as declared; empty where nothing is.

    :raises UnknownTemplate: no system brings it
    """
    schema = find_template(key).schema
    return rules_check.list_needs(schema) if schema is not None else ()


def _brought(key: str) -> PaperTemplate:
    found = {each.key: each for each in list_brought()}
    if key not in found:
        raise _missing()
    return found[key]


def _in_sight(viewer: Actor) -> QuerySet[TemplateDesign]:
    return DESIGNS.visible(TemplateDesign.objects.select_related("agency"), viewer)


def _find(slug: str, viewer: Actor) -> TemplateDesign | None:
    return None if "\0" in slug else _in_sight(viewer).filter(slug=slug).first()


def _versions_of(rows: list[TemplateDesign]) -> dict[int, list[TemplateVersion]]:
    found: dict[int, list[TemplateVersion]] = {}
    for version in TemplateVersion.objects.filter(design__in=rows).defer("source").order_by("valid_from", "number"):
        found.setdefault(version.design_id, []).append(version)
    return found


def _info(
    row: TemplateDesign, versions: list[TemplateVersion] | tuple[()], now: datetime, may: frozenset[str] = frozenset()
) -> TemplateInfo:
    today = timezone.localdate(now)
    counting = [each for each in versions if each.valid_from <= today]
    coming = [each.valid_from for each in versions if each.valid_from > today]
    return TemplateInfo(
        slug=row.slug,
        key=row.key,
        kind=TemplateKind(row.kind),
        title=row.title,
        agency_code=row.agency.code if row.agency else "",
        agency_name=row.agency.name if row.agency else "",
        number=counting[-1].number if counting else 0,
        since=counting[-1].valid_from if counting else None,
        coming=min(coming, default=None),
        changed=row.changed,
        updated_at=row.updated_at,
        updated_by=row.updated_by_name,
        samples=_samples(row.key),
        may=may,
        version=row.version,
        published=row.published,
        values=tuple(row.values),
    )


def _untouched(template: PaperTemplate) -> TemplateInfo:
    return TemplateInfo(
        slug=template.key,
        key=template.key,
        kind=TemplateKind.TYPST,
        title=template.title,
        agency_code="",
        agency_name="",
        number=0,
        since=None,
        coming=None,
        changed=False,
        updated_at=None,
        updated_by="",
        samples=tuple(template.samples),
    )


def _samples(key: str) -> tuple[str, ...]:
    return tuple(next((each.samples for each in list_brought() if each.key == key), {}))


def _missing() -> NotFound:
    return NotFound(_("There is no such template."))
