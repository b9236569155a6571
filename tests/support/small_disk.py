"""A disk that becomes full in the middle of a start: real, and without harm to the machine."""

import os
import subprocess
from pathlib import Path

# The shell keeps a mount for itself and what it starts; it is gone when the last of them has ended.
MOUNT = 'mount -t tmpfs -o mode=0777,size=1g,nr_inodes={files} none "$0" || exit 97; '
LIFT = 'mount -o remount,nr_inodes=100000 none "$0"; '
FILE_BYTES = 1_000_000


def fill_then_lift(*, place: Path, files: int, first: str, then: str) -> list[str]:
    """Return a command that does `first` while `place` has room for so many files, and `then` when it has more.

    Where the machine does not let us mount a disk, even in a namespace of our own, `first` may instead write no file
    larger than 1 MB, as with a quota. Both are lines for a shell.
    """
    is_root = os.geteuid() == 0
    space = ["unshare", "--mount"] if is_root else ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*space, "sh", "-c", MOUNT.format(files=9), place], check=False, capture_output=True).returncode:
        return ["sh", "-c", f"(ulimit -f {FILE_BYTES // 512}; {first}); {then}", str(place)]
    again = "" if is_root else f"unshare --user --map-user={os.getuid()} --map-group={os.getgid()} "
    return [*space, "sh", "-c", f"{MOUNT.format(files=files)}{again}{first}; {LIFT}{again}{then}", str(place)]
