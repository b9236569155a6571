"""A first start without network: one sentence, and the next start begins where this one could not go on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.config.launch.environment import UV_VERSION
from lienthong.config.launch.program import PROJECT
from tests.support.clean_machine import copy_repository, strangers_environment
from tests.support.program import free_port
from tests.support.starts import WITHOUT_NETWORK, EndedStart, start

INSTALL_BROWSER_PACKAGES = """
import sys
from pathlib import Path
from lienthong.config.launch import assets, refusals
try:
    assets.install_browser_packages(project=Path(sys.argv[1]), log_dir=Path(sys.argv[1]) / "log")
except refusals.CannotStart as refusal:
    sys.exit(str(refusal))
"""


@pytest.fixture
def stranger(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a stranger whose network is down; nothing is kept from earlier downloads."""
    return strangers_environment(home=tmp_path / "home", port=free_port()) | WITHOUT_NETWORK


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a fresh copy of the repository."""
    folder = tmp_path / "lienthong"
    copy_repository(target=folder)
    return folder


def begin(repository: Path, stranger: dict[str, str]) -> EndedStart:
    return start({"LIENTHONG_VAR": str(repository / "var")}, folder=repository, only=stranger)


def test_nothing_at_all_is_installed(repository: Path, stranger: dict[str, str]) -> None:
    for _ in range(2):
        assert "cannot be fetched; connect to the network" in begin(repository, stranger).refusal()
        assert not (repository / ".venv" / "uv-version").exists()


def test_only_the_installer_is_there(repository: Path, stranger: dict[str, str]) -> None:
    environment = repository / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (place,) = environment.glob("lib/python*/site-packages")
    (installed,) = (PROJECT / ".venv").glob("lib/python*/site-packages/uv")
    shutil.copytree(installed, place / "uv")
    (environment / "bin" / "uv").symlink_to(PROJECT / ".venv" / "bin" / "uv")
    (environment / "uv-version").write_text(UV_VERSION)
    assert "missing (python packages) and cannot be fetched" in begin(repository, stranger).refusal()
    assert not (environment / "lock-installed").exists()


def test_browser_packages_are_missing(tmp_path: Path, stranger: dict[str, str]) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PROJECT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", INSTALL_BROWSER_PACKAGES, tmp_path],
        env={**stranger, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "missing (browser packages) and cannot be fetched" in done.stderr
    assert not (tmp_path / "node_modules" / ".lock-installed").exists()
