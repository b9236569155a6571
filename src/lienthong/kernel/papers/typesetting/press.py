"""The typst engine without anything around it: one template with data becomes a PDF and the place to sign.

This file knows neither Django nor the rest of the program, for it is also the program of the bounded process
(`bounded.py`). As a script it reads jobs from its standard input and answers each on its standard output.
"""

import json
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any

import typst

MARK = "<signature-place>"
HEAD = struct.Struct(">II")
# Points an inch in pictures of pages: A4 becomes 827 pixels wide.
_DOTS = 100


class Press:
    """Compilers with their fonts and their library; not to be used by two threads at once."""

    def __init__(self, *, fonts: typst.Fonts, library: Path) -> None:
        """Hold fonts and the folder of packages."""
        self._with: dict[str, Any] = {"font_paths": fonts, "package_path": library, "package_cache_path": library}
        self._compiler = typst.Compiler(**self._with)

    def print(self, *, source: Path | bytes, root: Path, data: str, standards: list[Any], timestamp: int) -> bytes:
        """Return the PDF of a template.

        :param source: its file, or its text
        :param root: the one folder it may read
        :param data: JSON, which the template finds as `sys.inputs.data`
        :param timestamp: moment of creation in the PDF, in seconds since 1970
        :raises typst.TypstError: the template is wrong, or lacks data
        """
        return self._compile(source, root, data, format="pdf", pdf_standards=standards, timestamp=timestamp)[0]

    def draw(self, *, source: Path | bytes, root: Path, data: str, most: int) -> list[bytes]:
        """Return pictures of the first pages of a template (PNG)."""
        return self._compile(source, root, data, format="png", ppi=_DOTS)[:most]

    def find_places(self, *, source: Path | bytes, root: Path, data: str) -> list[dict[str, float]]:
        """Return what a template says of its places to sign: page, its height, x, y, width, height, in points."""
        text = source if isinstance(source, bytes) else str(source)
        asked = typst.Compiler(input=text, root=str(root), sys_inputs={"data": data}, **self._with)
        return [mark["value"] for mark in json.loads(asked.query(MARK))]

    def find_last_places(self) -> list[dict[str, float]]:
        """Return the places of the template that was printed last from a file."""
        return [mark["value"] for mark in json.loads(self._compiler.query(MARK))]

    def _compile(self, source: Path | bytes, root: Path, data: str, **options: Any) -> list[bytes]:
        made = self._compiler.compile(
            input=source if isinstance(source, bytes) else str(source),
            root=str(root),
            sys_inputs={"data": data},
            **options,
        )
        return made if isinstance(made, list) else [made or b""]


def read_fonts(folder: Path) -> typst.Fonts:
    """Return the fonts of a folder, and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message: two lengths, a JSON object, bytes."""
    text = json.dumps(head).encode()
    pipe.write(HEAD.pack(len(text), len(body)) + text + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message, None at the end."""
    lengths = pipe.read(HEAD.size)
    if len(lengths) < HEAD.size:
        return None
    head, body = HEAD.unpack(lengths)
    return json.loads(pipe.read(head)), pipe.read(body)


def _serve(fonts: str, library: str, seconds: int, memory: int) -> None:
    """Answer jobs until the input ends; a job that takes too long ends the process, whoever waits for it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    press = Press(fonts=read_fonts(Path(fonts)), library=Path(library))
    while (job := receive(sys.stdin.buffer)) is not None:
        head, source = job
        asked = {"source": source, "root": Path(library), "data": head["data"]}
        signal.alarm(seconds)
        try:
            answer, body = _do(press, head, asked)
        except typst.TypstError as error:
            answer, body = {"message": error.message, "diagnostic": error.diagnostic, "hints": error.hints}, b""
        send(sys.stdout.buffer, answer, body)
        signal.alarm(0)


def _do(press: Press, head: dict[str, Any], asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if head["wish"] == "places":
        return {"places": press.find_places(**asked)}, b""
    pdf = press.print(standards=head["standards"], timestamp=head["timestamp"], **asked)
    pictures = press.draw(most=head["pictures"], **asked) if head["pictures"] else []
    return {"sizes": [len(picture) for picture in pictures]}, pdf + b"".join(pictures)


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
