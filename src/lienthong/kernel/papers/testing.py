"""A template and data for tests of papers, and officers who look after templates."""

from pathlib import Path

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope

from . import extensions
from .contracts import EDIT_TEMPLATES, PUBLISH_TEMPLATES, REVOKE, SEE, SEE_TEMPLATES

RIGHTS = (SEE, REVOKE, SEE_TEMPLATES, EDIT_TEMPLATES, PUBLISH_TEMPLATES)

_SOURCE = """#import "@lienthong/papers:1.0.0": *
#show: paper.with(format: "a5")
#heading-of-state(small: true)
#title-of-paper([Giấy thử])
#par[Họ và tên: #data.name]
#rows((1fr,), ([Dòng],), maybe("rows", default: ()).map(row => ([#row],)))
#signer([Người ký], maybe("name"), place: true)
"""
CONTEXT = {"agency": {"name": "UBND phường Đông Hải"}, "number": "1/GT", "name": "Nguyễn Thị Hường"}


SCHEMA = {
    "type": "object",
    "required": ["agency", "name"],
    "properties": {
        "agency": {
            "type": "object",
            "title": "Cơ quan",
            "required": ["name"],
            "properties": {"name": {"type": "string", "title": "Tên cơ quan", "minLength": 1}},
        },
        "name": {"type": "string", "title": "Họ và tên", "minLength": 1},
        "rows": {"type": "array", "title": "Dòng", "items": {"type": "string"}},
    },
}


def register_test_template(folder: Path, key: str = "test-paper") -> str:
    """Write a small template into a folder and register it with what it needs and samples; return its key."""
    path = folder / f"{key}.typ"
    path.write_text(_SOURCE, encoding="utf-8")
    samples = {"Đủ thông tin": CONTEXT, "Nhiều dòng": {**CONTEXT, "rows": [f"dòng {n}" for n in range(60)]}}
    extensions.paper_template(key, path, "Giấy thử", schema=SCHEMA, samples=samples)
    return key


def officer_with(
    *rights: str, scope: Scope = Scope.PROVINCE, agency_id: int = 0, agency_path: str = "", name: str = "Quản trị"
) -> Actor:
    """Return an officer who holds these rights with this reach, all of papers unless some are named."""
    grants = tuple(Grant(right, scope, "test", agency_id, agency_path) for right in rights or RIGHTS)
    return Actor(kind=ActorKind.OFFICER, name=name, agency_id=agency_id or None, agency_path=agency_path, grants=grants)
