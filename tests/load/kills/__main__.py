"""Goes through the rounds and prints what was counted as JSON."""

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.load.people import Person
from tests.support.smtp_server import smtp_server

from . import province
from .claiming import Claiming
from .filing import Filing
from .ordeal import ordeal
from .signing import Signing
from .telling import Telling
from .trial import Trial
from .uploading import Uploading

ROUNDS, SUBJECTS = 200, 300
TARGETS = ("worker", "web", "database")
EMAIL = "nguoi.dan@example.com"


def main() -> None:
    """Kill one process a round, in turn."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name, smtp_server() as mail:
        folder = Path(name)
        folder.chmod(0o755)  # the account lent to the database server passes through it
        settings = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail.port), "EMAIL_SECURITY": "none"}
        with ordeal(folder=folder, seed=7, settings=settings) as found, Person(found.program.url, "motcua") as desk:
            province.set_up()
            parties = [_party(desk, number) for number in (2, 3)]
            papers, *numbers = province.accept(SUBJECTS + 1, party_id=parties[1])
            with Person(found.program.url, "motcua") as sender:
                trials: list[Trial] = [
                    Claiming(numbers),
                    Signing(parties[1]),
                    Filing(desk, parties[0]),
                    Uploading(found.program, sender, papers),
                    Telling(mail),
                ]
                for number in range(rounds):
                    found.go_through(TARGETS[number % len(TARGETS)], trials)
                    print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
                counted: dict[str, object] = {"kills": dict(found.kills)}
                for trial in (*trials[1:], trials[0]):
                    counted |= trial.finish()
                found.check(trials)
            print(json.dumps({**counted, "seconds": round(time.monotonic() - begin)}, ensure_ascii=False))


def _party(desk: Person, number: int) -> int:
    given = {"name": "Trần Thử Lỗi", "number": f"05609100000{number}", "email": EMAIL}
    return int(desk.post("/parties", given)["id"])


if __name__ == "__main__":
    main()
