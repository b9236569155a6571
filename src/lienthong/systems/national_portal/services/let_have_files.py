"""How the Portal is let have the files of a dossier (R-68); used by the sending."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as file_services
from lienthong.systems.national_portal.contracts import READER, Generation
from lienthong.systems.national_portal.models import Uploaded
from lienthong.systems.onestop.contracts import PicturedFile


class DossierFiles:
    """The files of one dossier for one sending: links that run out, or contents that are uploaded once."""

    def __init__(self, *, number: str, people: Collection[int], generation: Generation, now: datetime) -> None:
        """Say for which dossier, whose data its files hold, and when."""
        self._number, self._people, self._generation, self._now = number, people, generation, now

    def link(self, file: PicturedFile) -> str:
        """Return an address that opens the file for a short time; who fetches it is written down."""
        return file_services.sign_link(
            file_id=file.file_id,
            receiver=READER,
            record=self._number,
            people=self._people,
            seconds=settings.NATIONAL_PORTAL_LINK_SECONDS,
            now=self._now,
        )

    def once(self, file: PicturedFile, upload: Callable[[BinaryIO], tuple[str, str]]) -> tuple[str, str]:
        """Return what the Portal calls a content; one that it has is not uploaded again."""
        rows = Uploaded.objects.filter(generation=self._generation, sha256=file.sha256)
        found = rows.values_list("portal_id", "portal_hash").first()
        if found is not None:
            return found
        with files.open_file(file_id=file.file_id) as content:
            portal_id, portal_hash = upload(content)
        Uploaded.objects.get_or_create(
            generation=self._generation,
            sha256=file.sha256,
            defaults={"portal_id": portal_id, "portal_hash": portal_hash, "at": self._now},
        )
        return portal_id, portal_hash
