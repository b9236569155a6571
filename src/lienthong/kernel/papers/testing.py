"""A template and data for tests of papers."""

from pathlib import Path

from . import extensions

_SOURCE = """#import "@lienthong/papers:1.0.0": *
#show: paper.with(format: "a5")
#heading-of-state(small: true)
#title-of-paper([Giấy thử])
#par[Họ và tên: #data.name]
#rows((1fr,), ([Dòng],), maybe("rows", default: ()).map(row => ([#row],)))
#signer([Người ký], maybe("name"), place: true)
"""
CONTEXT = {"agency": {"name": "UBND phường Đông Hải"}, "number": "1/GT", "name": "Nguyễn Thị Hường"}


def register_test_template(folder: Path, key: str = "test-paper") -> str:
    """Write a small template into a folder and register it; return its key."""
    path = folder / f"{key}.typ"
    path.write_text(_SOURCE, encoding="utf-8")
    extensions.paper_template(key, path, "Giấy thử")
    return key
