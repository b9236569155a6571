"""The examples of the developer guide run as they stand there."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.files import extensions, testing

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "files.md"


@pytest.mark.django_db
def test_the_examples_run(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 5
    officer = Actor(kind=ActorKind.OFFICER, name="Lê Thị Cán Bộ", user_id=8)
    names: dict[str, object] = {"pdf": testing.PDF, "now": datetime.now(UTC), "officer": officer}
    with extensions.only_owner(lambda _file_id, _actor: None):
        for block in blocks:
            exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
