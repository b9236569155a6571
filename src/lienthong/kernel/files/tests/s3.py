"""A real server that speaks S3 over HTTP, as a process, and a bucket in it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from tests.support.waiting import wait_for

from lienthong.kernel.files.blobs.s3 import S3Store

BUCKET = "giay-to"


class S3Server:
    """The server of moto on a port of this machine; it forgets everything when it ends."""

    def __init__(self) -> None:
        """Choose a port; nothing runs yet."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """The address to give as FILES_S3_ENDPOINT."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and make the bucket, when it answers."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": "ignore"}, **quiet)
        client = self.store(Path("/nowhere"))._client
        wait_for(lambda: _made(client), alive=self.process)

    def stop(self) -> None:
        """End it at once, as a power failure does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def settings(self, *, prefix: str = "") -> dict[str, str]:
        """Return the settings that lead to it."""
        return {
            "FILES_S3_BUCKET": BUCKET,
            "FILES_S3_ENDPOINT": self.endpoint,
            "FILES_S3_ACCESS_KEY": "test",
            "FILES_S3_SECRET_KEY": "test",
            "FILES_S3_PREFIX": prefix,
        }

    def store(self, cache: Path, *, prefix: str = "") -> S3Store:
        """Return a store in it."""
        return S3Store(
            bucket=BUCKET,
            endpoint=self.endpoint,
            region="us-east-1",
            access_key="test",
            secret_key="test",
            prefix=prefix,
            cache=cache,
        )


def _made(client: Any) -> bool:
    try:
        client.create_bucket(Bucket=BUCKET)
    except (BotoCoreError, ClientError):
        return False
    return True
