"""The first generation: log in, then every call carries the session (onestop domain, 17.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.contracts import DossierPicture

from ..contracts import Acknowledged, Generation, Line, PortalRefused, RouteInfo
from ..extensions import Files, Port
from . import wire
from .first_fields import dossier_fields, line_fields

LOOK_UP, PUT, TELL = "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"


class FirstGeneration(Port):
    """Speaks to the adapter of 2019; a session that ended is opened again once for each call."""

    generation = Generation.FIRST
    label = _("First generation (session)")

    def __init__(self) -> None:
        """Begin without a session."""
        self._session = ""

    @property
    def is_ready(self) -> bool:
        """Tell whether it has an address."""
        return bool(settings.NATIONAL_PORTAL_1_URL)

    def put(self, *, picture: DossierPicture, route: RouteInfo, files: Files) -> Acknowledged:
        """Look the dossier up, then send it as new or changed by that answer (R-67)."""
        is_there = bool(self._call(LOOK_UP, mahoso=picture.number).get("result"))
        payload = dossier_fields(picture, route, files)
        answer = self._call(PUT, isUpdating=str(is_there), data=[payload])
        return Acknowledged("", {"isUpdating": str(is_there), **payload}, answer)

    def tell(self, *, line: Line, portal_id: str) -> None:  # noqa: ARG002  dossiers are known by their code
        """Send one line of progress."""
        self._call(TELL, data=[line_fields(line)])

    def received(self, *, day: date) -> tuple[tuple[str, str], ...]:
        """Ask for the dossiers of a day by the service that the settings name."""
        listed = self._call(settings.NATIONAL_PORTAL_1_LIST, ngay=f"{day:%Y%m%d}").get("result")
        if not isinstance(listed, list):
            raise PortalRefused("result", "the answer holds no list")
        return tuple((str(row.get("MaTTHC", "")), str(row.get("MaHoSo", ""))) for row in listed if row.get("MaHoSo"))

    def _call(self, service: str, **said: Any) -> dict[str, Any]:
        if not self._session:
            self._log_in()
        answer = self._ask(service, said)
        if str(answer.get("error_code")) in settings.NATIONAL_PORTAL_1_EXPIRED:
            # Once, and never in a circle: whoever is still not known then is refused.
            self._log_in()
            answer = self._ask(service, said)
        return _good(answer)

    def _ask(self, service: str, said: Mapping[str, Any]) -> dict[str, Any]:
        body = {"session": self._session, "madonvi": settings.NATIONAL_PORTAL_1_UNIT, "service": service, **said}
        status, answer = self._post("", body)
        # A session that ended may be told by the status alone.
        return {"error_code": "401"} if status == 401 else wire.taken(status, answer)

    def _log_in(self) -> None:
        self._session = ""
        asked = {"username": settings.NATIONAL_PORTAL_1_USER, "password": settings.NATIONAL_PORTAL_1_PASSWORD}
        answer = _good(wire.taken(*self._post("/login", asked)))
        self._session = str(answer.get("session", ""))

    def _post(self, path: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"dstcode": settings.NATIONAL_PORTAL_1_DSTCODE}
        return wire.call(f"{settings.NATIONAL_PORTAL_1_URL}{path}", said=body, headers=headers)


def _good(answer: Mapping[str, Any]) -> dict[str, Any]:
    code = str(answer.get("error_code", ""))
    if code != "0":
        raise PortalRefused(code or "error_code", str(answer.get("message") or "")[:500])
    return dict(answer)
