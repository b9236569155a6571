"""The examples of the developer guide run as they stand there."""

import re
from pathlib import Path

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.testing import small_tree
from lienthong.kernel.signatures.contracts import HolderKind
from lienthong.kernel.signatures.testing import Holder, put_on_record

from .conftest import NOW

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "signatures.md"


@pytest.mark.django_db
def test_the_examples_run(unsigned: bytes) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 5
    tree = small_tree()
    held = Holder(HolderKind.PERSON, "Trần Cán Bộ", tree.commune.id, "can-bo", tree.officer_id)
    put_on_record([held], actor=Actor.system("test"), now=NOW)
    names: dict[str, object] = {"pdf": unsigned, "now": NOW, "officer_id": tree.officer_id}
    for block in blocks:
        exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
