"""Peers that speak ClamAV's INSTREAM: a small server of ours, and the real daemon with one signature of its own."""

import socket
import socketserver
import struct
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from tests.support.waiting import wait_for

VIRUS, NAME = b"LIENTHONG-INVENTED-VIRUS-0001", "Lienthong.Invented.Virus"


class _Talk(socketserver.BaseRequestHandler):
    server: "Peer"

    def handle(self) -> None:
        line = self.request.makefile("rwb")
        if line.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack(">I", line.read(4))[0]:
            content += line.read(size)
            if len(content) > self.server.most:
                line.write(b"INSTREAM size limit exceeded. ERROR\0")
                line.flush()
                return
        self.server.seen.append(len(content))
        line.write(f"stream: {NAME} FOUND\0".encode() if VIRUS in content else b"stream: OK\0")
        line.flush()


class Peer(socketserver.ThreadingTCPServer):
    """A server on a port of this machine; `seen` are the sizes of what it looked at."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, port: int = 0, most: int = 25 * 1024 * 1024) -> None:
        """Listen, but do not answer yet."""
        super().__init__(("127.0.0.1", port), _Talk)
        self.seen: list[int] = []
        self.most = most

    @property
    def address(self) -> str:
        """What FILES_CLAMAV is set to."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "Peer":
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.shutdown()
        self.server_close()


class Daemon:
    """The real clamd on a socket in a folder, with a signature base of one invented virus."""

    def __init__(self, folder: Path) -> None:
        """Write its settings and signature."""
        base = folder / "base"
        base.mkdir()
        (base / "test.ndb").write_text(f"{NAME}:0:*:{VIRUS.hex()}\n")
        self.socket = folder / "clamd.ctl"
        self.settings = folder / "clamd.conf"
        self.settings.write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {base}\nForeground yes\nStreamMaxLength 60M\nUser root\n"
            f"LogFile {folder / 'clamd.log'}\nTemporaryDirectory {folder}\nMaxThreads 2\nSelfCheck 0\n"
        )
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What FILES_CLAMAV is set to."""
        return f"unix://{self.socket}"

    def start(self, program: str) -> None:
        """Start it and wait until it answers."""
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([program, "--config-file", str(self.settings)], **quiet)
        wait_for(self._answers, alive=self.process)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.socket))
            line.sendall(b"zPING\0")
            return line.recv(5) == b"PONG\0"
        return False
