"""The sentences with which the program declines to start, in Vietnamese and in English."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

NEEDED_BYTES = 500 * 1024 * 1024

NETWORK_SIGNS = (
    "failed to fetch",
    "dns error",
    "error sending request",
    "tcp connect error",
    "temporary failure in name resolution",
    "name or service not known",
    "newconnectionerror",
    "network is unreachable",
    "no route to host",
    "connection refused",
    "connection timed out",
    "network connectivity is disabled",
    "could not find a version that satisfies",
    "no solution found when resolving",
    "enotfound",
    "eai_again",
    "econnrefused",
    "econnreset",
    "etimedout",
    "enotcached",
    "only-if-cached",
)
DISK_SIGNS = (
    "no space left on device",
    "enospc",
    "disk quota exceeded",
    "could not extend file",
    "file too large",
    "file size limit exceeded",
)
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class CannotStart(Exception):
    """The program cannot start; `vietnamese` and `english` each say why and what to do, in one sentence."""

    def __init__(self, *, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english

    def __str__(self) -> str:
        return f"Không chạy được: {self.vietnamese}\nCannot start: {self.english}"


def port_taken(*, port: int) -> CannotStart:
    """Return the refusal for a port on which another program listens."""
    return CannotStart(
        vietnamese=f"cổng {port} đang được chương trình khác dùng; hãy dừng chương trình đó hoặc chạy với "
        f"PORT={port + 1} make run.",
        english=f"port {port} is used by another program; stop that program or start with PORT={port + 1} make run.",
    )


def port_invalid(*, text: str) -> CannotStart:
    """Return the refusal for a PORT that is no port."""
    return CannotStart(
        vietnamese=f"PORT={text} không phải là cổng; hãy dùng một số từ 1 đến 65535.",
        english=f"PORT={text} is no port; use a number from 1 to 65535.",
    )


def address_unusable(*, host: str, port: int, reason: str) -> CannotStart:
    """Return the refusal for an address at which the system does not let us listen; `reason` is its word for it."""
    return CannotStart(
        vietnamese=f"máy không cho dùng {host} cổng {port} ({reason}); hãy chọn HOST hoặc PORT khác, từ 1024 trở lên.",
        english=f"the system does not give {host} port {port} ({reason}); use another HOST, or a PORT from 1024 up.",
    )


def disk_full(*, place: Path) -> CannotStart:
    """Return the refusal for a disk, or a share of it, without room at `place`."""
    needed = NEEDED_BYTES // (1024 * 1024)
    return CannotStart(
        vietnamese=f"đĩa chứa {place} hết chỗ hoặc hết hạn mức; hãy dọn để còn trống ít nhất {needed} MB.",
        english=f"the disk that holds {place} is full or your share of it is used up; free at least {needed} MB.",
    )


def no_network(*, what: str) -> CannotStart:
    """Return the refusal for packages that are neither installed nor reachable."""
    return CannotStart(
        vietnamese=f"chưa có đủ gói cần thiết ({what}) và không tải được từ mạng; hãy nối mạng rồi chạy lại.",
        english=f"packages are missing ({what}) and cannot be fetched; connect to the network and start again.",
    )


def database_newer(*, names: list[str]) -> CannotStart:
    """Return the refusal for a database that a newer version of the program has changed."""
    shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
    return CannotStart(
        vietnamese=f"cơ sở dữ liệu thuộc phiên bản mới hơn ({shown}); hãy cập nhật chương trình.",
        english=f"the database belongs to a newer version ({shown}); update the program.",
    )


def database_unreachable(*, reason: str) -> CannotStart:
    """Return the refusal for a DATABASE_URL that leads to no working server."""
    return CannotStart(
        vietnamese=f"không kết nối được PostgreSQL ở DATABASE_URL ({reason}); hãy kiểm tra địa chỉ và máy chủ.",
        english=f"PostgreSQL at DATABASE_URL cannot be reached ({reason}); check the address and the server.",
    )


def database_closed() -> CannotStart:
    """Return the refusal for a DATABASE_URL whose account may not make tables."""
    return CannotStart(
        vietnamese="tài khoản trong DATABASE_URL không được tạo bảng; hãy cho tài khoản đó làm chủ cơ sở dữ liệu.",
        english="the account of DATABASE_URL may not make tables; make it the owner of the database.",
    )


def database_too_old(*, version: int) -> CannotStart:
    """Return the refusal for a PostgreSQL below 15; `version` is its major version."""
    return CannotStart(
        vietnamese=f"PostgreSQL ở DATABASE_URL là bản {version}; cần bản 15 trở lên.",
        english=f"PostgreSQL at DATABASE_URL is version {version}; version 15 or later is needed.",
    )


def already_running(*, place: Path) -> CannotStart:
    """Return the refusal for a second program over the same embedded database, which stands at `place`."""
    return CannotStart(
        vietnamese=f"chương trình khác đang dùng {place}; hãy dừng bằng make stop, hoặc đặt LIENTHONG_VAR khác.",
        english=f"another program uses {place}; end it with make stop, or set another LIENTHONG_VAR.",
    )


def not_a_demonstration(*, reason: str) -> CannotStart:
    """Return the refusal for a database in which the demonstration may not be built; `reason` is in Vietnamese."""
    return CannotStart(
        vietnamese=f"{reason} Hãy đặt DATABASE_URL tới một cơ sở dữ liệu trống.",
        english="the database holds what the demonstration did not make; set DATABASE_URL to an empty database.",
    )


def stage_failed(*, what: str, log: Path) -> CannotStart:
    """Return the refusal for a command that failed for a reason we do not know; `log` holds what it printed."""
    return CannotStart(
        vietnamese=f"bước “{what}” bị lỗi; chi tiết trong {log}.",
        english=f"the stage “{what}” failed; details are in {log}.",
    )


def python_too_old(*, version: str) -> CannotStart:
    """Return the refusal for an interpreter below Python 3.11."""
    return CannotStart(
        vietnamese=f"cần Python 3.11 trở lên, máy đang dùng {version}.",
        english=f"Python 3.11 or later is needed, this is {version}.",
    )


def free_bytes(place: Path) -> int:
    """Return the bytes free on the disk that holds `place`."""
    return shutil.disk_usage(place).free


def check_room(*, place: Path, free: Callable[[Path], int] = free_bytes) -> None:
    """Make sure that the disk of `place` has room to install and run.

    :raises CannotStart: fewer than 500 MB are free
    """
    if free(place) < NEEDED_BYTES:
        raise disk_full(place=place)


def refusal_for_output(*, output: str, what: str, place: Path, log: Path) -> CannotStart:
    """Return the refusal that explains what a failed command printed."""
    text = output.lower()
    if any(sign in text for sign in DISK_SIGNS):
        return disk_full(place=place)
    if any(sign in text for sign in NETWORK_SIGNS):
        return no_network(what=what)
    return stage_failed(what=what, log=log)


def refusal_for_error(*, error: Exception, place: Path) -> CannotStart | None:
    """Return the refusal for an error of the system or the database, or None when it is not about room on the disk."""
    number = error.errno if isinstance(error, OSError) else None
    is_full = number in DISK_ERRORS or any(sign in str(error).lower() for sign in DISK_SIGNS)
    return disk_full(place=place) if is_full else None
