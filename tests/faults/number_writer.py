"""Takes numbers until it is killed; a parent that has loaded the program once forks a writer for each line it reads."""

import os
import sys
import uuid

KIND, AGENCY, PERIOD = "killed", 4, "2026"


def write() -> None:
    """Take numbers one after another, each for a thing of its own, and tell of each when it is committed."""
    from django.db import transaction
    from django.utils import timezone

    from lienthong.kernel.acts.contracts import Actor
    from lienthong.kernel.numbering import services
    from lienthong.kernel.numbering.contracts import BookKey, GivenTo

    book, actor = BookKey(KIND, AGENCY, PERIOD), Actor.system("tests")
    while True:
        key, now = str(uuid.uuid4()), timezone.now()
        with transaction.atomic():
            number = services.next_number(book=book, given_to=GivenTo("test", key), now=now)
            if number % 5 == 0:
                wanted = services.Reservation(2, "Quầy lưu động")
                block = services.reserve_block(book=book, wanted=wanted, actor=actor, now=now)
                services.use_reserved(block=block.uuid, given_to=GivenTo("test", f"{key}+"), actor=actor, now=now)
            if number % 7 == 0:
                services.void_number(book=book, number=number, reason="Ghi nhầm", actor=actor, now=now)
        os.write(1, f"{number} {key}\n".encode())


def main() -> None:
    """Fork a writer for each line read and tell its process id; end with the last line."""
    import django

    django.setup()
    # What is imported once is there in every child.
    import lienthong.kernel.numbering.services  # noqa: F401

    for _line in sys.stdin:
        child = os.fork()
        if not child:
            write()
        os.write(1, f"pid {child}\n".encode())
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


if __name__ == "__main__":
    main()
