"""Makes the Python environment from the lock file, with nothing but the standard library."""

import hashlib
import http.client
import importlib.util
import json
import os
import shutil
import sys
import urllib.request
from pathlib import Path

from .commands import run_quietly
from .refusals import no_network, python_too_old

UV_VERSION = "0.13.9"
# Debian ships Python without ensurepip; this wheel then installs the installer.
PIP_WHEEL = "pip-25.3-py3-none-any.whl"
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
INDEX = "https://pypi.org/simple/pip/"


def check_python(*, version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Make sure that the interpreter is new enough.

    :raises CannotStart: it is older than Python 3.11
    """
    if version < (3, 11):
        raise python_too_old(version=".".join(map(str, version)))


def python_of(*, project: Path) -> Path:
    """Return the interpreter of the project's environment."""
    return project / ".venv" / "bin" / "python"


def digest_of(*paths: Path) -> str:
    """Return one digest of the contents of these files; an absent file counts as empty."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    return digest.hexdigest()


def make_environment(*, project: Path, log_dir: Path) -> None:
    """Create `.venv` with uv in it, unless it is there.

    :raises CannotStart: uv is missing and cannot be fetched
    """
    python = python_of(project=project)
    if not python.exists():
        has_pip = importlib.util.find_spec("ensurepip") is not None
        options = [] if has_pip else ["--without-pip"]
        command = [sys.executable, "-m", "venv", *options, str(project / ".venv")]
        try:
            run_quietly(command, what="python environment", cwd=project, log_dir=log_dir)
        except BaseException:
            # half an environment would look like a whole one at the next start
            shutil.rmtree(project / ".venv", ignore_errors=True)
            raise
    stamp = project / ".venv" / "uv-version"
    # Somebody who runs "uv sync" by hand takes uv itself away, for it is no dependency of the program.
    is_there = any((project / ".venv").glob("lib/python*/site-packages/uv"))
    if is_there and stamp.exists() and stamp.read_text() == UV_VERSION:
        return
    installer = ["-m", "pip"]
    if not list((project / ".venv").glob("lib/python*/site-packages/pip")):
        installer = [str(fetch_pip(folder=log_dir) / "pip")]
    command = [str(python), *installer, "install", "--disable-pip-version-check", f"uv=={UV_VERSION}"]
    run_quietly(command, what="uv", cwd=project, log_dir=log_dir)
    stamp.write_text(UV_VERSION)


def fetch_pip(*, folder: Path) -> Path:
    """Fetch the pinned pip wheel, which runs without being installed, and check its digest.

    :raises CannotStart: the package index cannot be reached, or gave something else
    """
    target = folder / PIP_WHEEL
    try:
        listing = urllib.request.Request(INDEX, headers={"Accept": "application/vnd.pypi.simple.v1+json"})
        with urllib.request.urlopen(listing, timeout=30) as answer:  # noqa: S310  a fixed https address
            files = json.load(answer)["files"]
        address = next(file["url"] for file in files if file["filename"] == PIP_WHEEL)
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  named by the index, checked below
            content = answer.read()
    except (OSError, http.client.HTTPException, ValueError, KeyError, StopIteration) as error:
        raise no_network(what="pip") from error
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise no_network(what="pip")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def install_packages(*, project: Path, log_dir: Path) -> None:
    """Install what `uv.lock` names, unless that was done for this very lock file.

    :raises CannotStart: a package is missing and cannot be fetched
    """
    stamp = project / ".venv" / "lock-installed"
    wanted = digest_of(project / "uv.lock", project / "pyproject.toml")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    # --inexact keeps uv itself, which is no dependency of the program
    command = [str(python_of(project=project)), "-m", "uv", "sync", "--frozen", "--inexact", "--no-progress"]
    settings = {"UV_PROJECT_ENVIRONMENT": str(project / ".venv"), "VIRTUAL_ENV": str(project / ".venv")}
    run_quietly(command, what="python packages", cwd=project, log_dir=log_dir, environment=settings)
    stamp.write_text(wanted)


def enter(*, project: Path, arguments: list[str]) -> None:
    """Continue in the project's interpreter; never returns."""
    python = str(python_of(project=project))
    os.execv(python, [python, "-m", "lienthong.config.launch", *arguments])  # noqa: S606  no shell is wanted
