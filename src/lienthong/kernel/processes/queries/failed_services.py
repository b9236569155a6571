"""Services that did not end their step, for who looks after processes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from lienthong.kernel.acts.contracts import Actor

from ..contracts import FailedService, InstanceStatus, ServiceFailure
from ..models import Wait
from ..models.wait import PENDING
from ..policy import SERVICES
from .past import PAGE_SIZE

FAILED = PENDING & Q(kind="service") & ~Q(failure="")
NAMED = ("subject_key", "system", "url", "uuid", "version", "status")


def _rows(viewer: Actor, text: str, failure: str) -> QuerySet[Wait]:
    """Return the failed services in sight of the viewer, oldest first."""
    if not viewer.may(SERVICES):
        return Wait.objects.none()
    running = [InstanceStatus.RUNNING.value, InstanceStatus.PAUSED.value]
    rows = Wait.objects.filter(FAILED, instance__status__in=running).select_related("instance__definition")
    if failure:
        rows = rows.filter(failure=failure)
    if text:
        rows = rows.filter(
            Q(instance__subject_key__icontains=text)
            | Q(instance__definition__key__icontains=text)
            | Q(instance__definition__title__icontains=text)
            | Q(title__icontains=text)
            | Q(name__icontains=text)
        )
    kept = [f"instance__{name}" for name in NAMED]
    own = ("uuid", "element", "title", "name", "skip", "failure", "last_error", "attempts", "opened_at", "failed_at")
    about = ("instance__definition__key", "instance__definition__version", "instance__definition__title")
    return rows.only(*own, *kept, *about).order_by("failed_at", "pk")


def _describe(wait: Wait) -> FailedService:
    case = wait.instance
    return FailedService(
        uuid=wait.uuid,
        case_uuid=case.uuid,
        case_version=case.version,
        system=case.system,
        subject_key=case.subject_key,
        url=case.url,
        process=case.definition.key,
        process_title=case.definition.title,
        process_version=case.definition.version,
        element=wait.element,
        step=wait.title or wait.element,
        service=wait.name,
        failure=ServiceFailure(wait.failure),
        error=wait.last_error,
        attempts=wait.attempts,
        opened_at=wait.opened_at,
        failed_at=wait.failed_at or wait.opened_at,
        skip=wait.skip,
        is_paused=case.status == InstanceStatus.PAUSED,
    )


def list_failed_services(
    *, viewer: Actor, text: str = "", failure: str = "", page: int = 1
) -> tuple[tuple[FailedService, ...], bool]:
    """Return one page of failed services, those that wait longest first, and whether more follow. One statement.

    No names of persons: the code of the subject leads to it for who may see it. Others see nothing here.
    """
    start = (max(page, 1) - 1) * PAGE_SIZE
    found = list(_rows(viewer, text, failure)[start : start + PAGE_SIZE + 1])
    return tuple(map(_describe, found[:PAGE_SIZE])), len(found) > PAGE_SIZE


def all_failed_services(*, viewer: Actor, text: str = "", failure: str = "") -> Iterator[FailedService]:
    """Yield every failed service under the same filter, for a file. One statement."""
    return map(_describe, _rows(viewer, text, failure).iterator(chunk_size=PAGE_SIZE))


def count_failed_services(*, viewer: Actor) -> int:
    """Return how many services need somebody to look at them: those that are not tried again by themselves."""
    return _rows(viewer, "", "").exclude(failure=ServiceFailure.TRYING).count()
