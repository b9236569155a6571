"""Word files for tests, made by python-docx and changed as somebody with ill intent would."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document


def word_file(*paragraphs: str, rows: tuple[str, ...] = (), footer: str = "") -> bytes:
    """Return a Word file with these paragraphs, a table of one column, and a footer."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=1)
        for text in rows:
            table.add_row().cells[0].text = text
    document.sections[0].footer.paragraphs[0].text = footer
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_parts(
    data: bytes, parts: Mapping[str, bytes], *, replace: Mapping[str, tuple[bytes, bytes]] | None = None
) -> bytes:
    """Return a Word file with parts added, and bytes replaced in others."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if replace and entry.filename in replace:
                content = content.replace(*replace[entry.filename])
            new.writestr(entry.filename, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return kept.getvalue()


def texts_of(data: bytes) -> str:
    """Return all text of a Word file, tables and footers included."""
    document = Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    lines += [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join(lines)
