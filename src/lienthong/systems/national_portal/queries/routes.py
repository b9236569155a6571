"""How procedures are connected."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.systems.national_portal.contracts import CONNECT, Generation, RouteInfo
from lienthong.systems.national_portal.models import Route


def has_routes() -> bool:
    """Tell whether anything is connected at all. One statement."""
    return Route.objects.filter(is_on=True).exists()


def route_of(*, procedure: str) -> RouteInfo | None:
    """Return how a procedure is connected: by its own route, else by the common one, else not. One statement."""
    rows = {row.procedure: row for row in Route.objects.filter(procedure__in=(procedure, ""))}
    row = rows.get(procedure) or rows.get("")
    return _info(row) if row is not None else None


def generations_in_use() -> tuple[Generation, ...]:
    """Return the generations by which something is told. One statement."""
    found = Route.objects.filter(is_on=True).values_list("generation", flat=True).distinct().order_by("generation")
    return tuple(map(Generation, found))


def list_routes(*, viewer: Actor) -> tuple[RouteInfo, ...]:
    """Return all routes, the common one first. One statement.

    :raises NotPermitted: the viewer does not look after the connection
    """
    _require(viewer)
    return tuple(_info(row) for row in Route.objects.order_by("procedure"))


def get_route(*, procedure: str, viewer: Actor) -> RouteInfo:
    """Return the route of a procedure itself. One statement.

    :raises NotPermitted: the viewer does not look after the connection
    :raises NotFound: it has none of its own
    """
    _require(viewer)
    row = Route.objects.filter(procedure=procedure.replace("\0", "")).first()
    if row is None:
        raise NotFound(_("This procedure has no connection of its own."))
    return _info(row)


def _require(viewer: Actor) -> None:
    if not viewer.may(CONNECT):
        raise NotPermitted(_("You may not change the connection to the National Portal."))


def _info(row: Route) -> RouteInfo:
    return RouteInfo(
        procedure=row.procedure,
        generation=Generation(row.generation),
        field_code=row.field_code,
        service_code=row.service_code,
        names=row.names,
        is_on=row.is_on,
        changed_at=row.changed_at,
        changed_by=row.changed_by_name,
        version=row.version,
    )
