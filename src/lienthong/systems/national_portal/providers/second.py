"""The second generation: a token, files by their contents, then dossier, progress and state (onestop domain, 17.3)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.contracts import DossierPicture, PicturedFile

from ..contracts import Acknowledged, Generation, Line, PortalRefused, RouteInfo
from ..extensions import Files, Port
from . import wire
from .second_fields import dossier_fields, line_fields, state_fields

Asked = Callable[[Mapping[str, str]], tuple[int, dict[str, Any]]]


class SecondGeneration(Port):
    """Speaks to the gateway of 2025; a token that ended is asked for again once for each call."""

    generation = Generation.SECOND
    label = _("Second generation (gateway)")

    def __init__(self) -> None:
        """Begin without a token."""
        self._token = ""

    @property
    def is_ready(self) -> bool:
        """Tell whether it has an address."""
        return bool(settings.NATIONAL_PORTAL_2_URL)

    def put(self, *, picture: DossierPicture, route: RouteInfo, files: Files) -> Acknowledged:
        """Upload what is new, connect the dossier, then tell its state; the gateway itself knows whether it is new."""

        def sent(file: PicturedFile) -> tuple[str, str]:
            return files.once(file, lambda content: self._upload(file, content))

        payload = dossier_fields(picture, route, sent)
        connected = self._call("connect", payload)
        portal_id = str(connected.get("IdHoSo") or "")
        if not portal_id:
            raise PortalRefused("IdHoSo", "the gateway gave the dossier no id")
        state = state_fields(picture, portal_id, sent)
        return Acknowledged(portal_id, {**payload, "TrangThaiHoSo": state}, {**connected, **self._call("state", state)})

    def tell(self, *, line: Line, portal_id: str) -> None:
        """Send one line of progress."""
        self._call("progress", line_fields(line, portal_id))

    def received(self, *, day: date) -> tuple[tuple[str, str], ...]:
        """Ask for the dossiers of a day at the address that the settings name."""
        listed = self._call("list", {"NgayTiepNhan": f"{day:%Y-%m-%d}"}).get("DanhSach")
        if not isinstance(listed, list):
            raise PortalRefused("DanhSach", "the answer holds no list")
        return tuple((str(row.get("MaTTHC", "")), str(row.get("MaHoSo", ""))) for row in listed if row.get("MaHoSo"))

    def _upload(self, file: PicturedFile, content: BinaryIO) -> tuple[str, str]:
        def ask(headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
            content.seek(0)
            return wire.send_file(
                _address("upload"), name=file.name, content=content, media_type=file.media_type, headers=headers
            )

        answer = self._known(ask)
        return str(answer.get("IdTepTin", "")), str(answer.get("HashTepTin", ""))

    def _call(self, what: str, said: Mapping[str, Any]) -> dict[str, Any]:
        return self._known(lambda headers: wire.call(_address(what), said=said, headers=headers))

    def _known(self, ask: Asked) -> dict[str, Any]:
        if not self._token:
            self._renew()
        status, answer = ask(self._headers())
        if status == 401:
            # Once, and never in a circle: whoever is still not known then is refused.
            self._renew()
            status, answer = ask(self._headers())
        return wire.taken(status, answer)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def _renew(self) -> None:
        self._token = ""
        asked = {
            "grant_type": "client_credentials",
            "client_id": settings.NATIONAL_PORTAL_2_CLIENT,
            "client_secret": settings.NATIONAL_PORTAL_2_SECRET,
        }
        answer = wire.taken(*wire.call(_address("token"), said=asked))
        self._token = str(answer.get("access_token", ""))


def _address(what: str) -> str:
    return f"{settings.NATIONAL_PORTAL_2_URL}/{settings.NATIONAL_PORTAL_2_PATHS[what]}"
