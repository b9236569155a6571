"""The examples of the developer guide run as they stand there."""

import json
import re
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.notifications.channels import all_providers, setup

from .conftest import NOW

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "notifications.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.django_db
def test_the_examples_run() -> None:
    found = blocks("python")
    assert len(found) == 3
    names: dict[str, object] = {"now": NOW}
    for block in found:
        exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours


def test_the_settings_of_the_guide_are_taken(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = blocks("json")
    for name in re.findall(r"\$\{(\w+)\}", example):
        monkeypatch.setenv(name, "secret")
    settings.NOTIFICATIONS_PROVIDERS = json.dumps(json.loads(example))
    providers = all_providers()
    assert [each.name for each in providers] == ["zalo-oa", "smsc", "gateway"]
    for each in providers:
        each.close()
    setup._made.cache_clear()
