"""Receives uploads so that no sender can fill memory or disk.

A request declared larger than `UPLOAD_REQUEST_MAX_BYTES` (by default twice `UPLOAD_MAX_BYTES`) is refused before its
body is read. Within a request, a file that passes `UPLOAD_MAX_BYTES` is thrown away as it comes, the other answers
are kept, and the form that meets it refuses it with the same words as `store`.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .rules import harmless_name
from .services.refusals import too_large


class RefusedUpload(UploadedFile):  # type: ignore[type-arg]  # Django's class takes no parameter at run time
    """Stands in `request.FILES` for a file that was too large; reading it refuses it."""

    def read(self, *_args: Any) -> bytes:
        """Refuse with the limit in words.

        :raises FileTooLarge: always
        """
        raise too_large(name=harmless_name(self.name or ""), limit=settings.UPLOAD_MAX_BYTES)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Spools each file to the disk up to the limit of one file."""

    file: TemporaryUploadedFile

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  the name is Django's
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a body that is declared too large.

        :raises RequestDataTooBig: Django answers it without reading the body
        """
        limit = int(getattr(settings, "UPLOAD_REQUEST_MAX_BYTES", 0)) or 2 * settings.UPLOAD_MAX_BYTES
        if content_length > limit:
            raise RequestDataTooBig(f"a request of {content_length} bytes passes the limit of {limit}")
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.refused = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part, unless the file has passed the limit."""
        if not self.refused and start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self.refused = True
            self.file.close()
        if not self.refused:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Hand over the file, or what stands for a refused one."""
        if self.refused:
            return RefusedUpload(name=self.file_name, content_type=self.content_type, size=file_size)
        return super().file_complete(file_size)
