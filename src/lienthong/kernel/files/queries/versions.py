"""Reads of the versions of a document."""

from uuid import UUID

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor

from ..contracts import FileVersionInfo, StoredFileInfo
from ..models import Content, FileVersion, StoredFile
from .files import get_visible_file
from .pages import list_pages


def list_versions(*, uuid: UUID, viewer: Actor) -> tuple[FileVersionInfo, ...]:
    """Return the versions of the document a file belongs to, the newest first; a file alone is version 1 of itself.

    :raises NotFound: no record shows it to the viewer
    """
    info = get_visible_file(uuid=uuid, viewer=viewer)
    later = list(
        FileVersion.objects.filter(Q(root_id=info.id) | Q(root__later_versions__file_id=info.id))
        .select_related("file", "root")
        .order_by("number")
        .distinct()
    )
    root = later[0].root if later else StoredFile.objects.get(pk=info.id)
    rows = [(1, root, ""), *((each.number, each.file, each.reason) for each in later)]
    pages = _pages({row.sha256: row.as_info() for _number, row, _reason in rows})
    made: list[FileVersionInfo] = []
    for number, row, reason in rows:
        before = made[-1].file if made else None
        made.append(
            FileVersionInfo(
                number=number,
                file=row.as_info(),
                reason=reason,
                by=row.uploaded_by_name,
                at=row.created_at,
                pages=pages.get(row.sha256),
                grown=row.size - before.size if before else None,
                same_content=bool(before and before.sha256 == row.sha256),
            )
        )
    return tuple(reversed(made))


def _pages(files: dict[str, StoredFileInfo]) -> dict[str, int | None]:
    """Return how many pages contents have; each is counted once and remembered."""
    known = dict(Content.objects.filter(sha256__in=files, pages__isnull=False).values_list("sha256", "pages"))
    for sha256 in files.keys() - known.keys():
        counted = len(list_pages(file=files[sha256]))
        known[sha256] = counted
        if not Content.objects.filter(sha256=sha256).update(pages=counted):
            Content.objects.bulk_create([Content(sha256=sha256, pages=counted)], ignore_conflicts=True)
    return {sha256: count or None for sha256, count in known.items()}
