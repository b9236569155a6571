"""Office files as text and tables: Word by mammoth, Excel by calamine, made harmless by nh3.

As a script (run by `document_html`, never by hand): `documents.py KIND FILE`; it prints HTML without any active part.
"""

import html
import sys
from pathlib import Path

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_LETTERS = 200, 30, 20, 300
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "em", "u", "s", "sup", "sub", "ul", "ol", "li", "hr"),
    *("table", "thead", "tbody", "tr", "td", "th", "img", "blockquote", "pre", "a", "section", "div", "span"),
}
ATTRIBUTES = {"img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}


def _word(path: str) -> str:
    import mammoth

    with Path(path).open("rb") as file:
        return str(mammoth.convert_to_html(file, external_file_access=False).value)


def _excel(path: str) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return "".join(_sheet(book, name) for name in book.sheet_names[:MOST_SHEETS])


def _sheet(book: object, name: str) -> str:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)  # type: ignore[attr-defined]  # calamine's
    lines = "".join(
        f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row[:MOST_COLUMNS])}</tr>" for row in rows[:MOST_ROWS]
    )
    wide = max((len(row) for row in rows), default=0)
    more = len(rows) > MOST_ROWS or wide > MOST_COLUMNS
    left = f"<p>… {len(rows)} × {wide}</p>" if more else ""
    return f"<section><h2>{html.escape(name)}</h2><table><tbody>{lines}</tbody></table>{left}</section>"


def _shown(cell: object) -> str:
    from datetime import date, datetime

    if isinstance(cell, date | datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = "" if cell is None else str(cell)
    return html.escape(text[:MOST_LETTERS] + ("…" if len(text) > MOST_LETTERS else ""))


def _main(kind: str, path: str) -> None:
    import nh3

    made = {"docx": _word, "xlsx": _excel}[kind](path)
    # Links lead nowhere from here: a paper is read, not followed. Pictures are those that lie in the file.
    clean = nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"data"}, link_rel=None, strip_comments=True)
    sys.stdout.buffer.write(clean.encode())


def document_html(*, kind: str, path: Path) -> str:
    """Return a Word or Excel file as harmless HTML; long tables are cut and say so.

    :param kind: `docx` or `xlsx`
    :raises ProgramFailed: it cannot be read within the limits
    """
    from .bounded import run_script

    return run_script(Path(__file__), kind, path, seconds=15, limit=40 * 1024 * 1024).decode()


if __name__ == "__main__":
    _main(*sys.argv[1:])
