"""Five hundred dossiers of the inbox signed in one confirmation, and sealed in another, by one worker.

The pages are asked as a browser asks them: filter of the inbox, "all that match", the dry run, the start. The work is
then done in this process, with the keys of the leader and of the agency that stand on record.
Run in the environment of a program built by the demo: `python -m tests.load.bulk_signing`.
"""

import json
import time

import django
from django.test import Client

DOSSIERS = 500
PROCEDURE = "2.000635"


def main() -> None:
    """Print rows of the table as JSON."""
    django.setup()
    print(json.dumps(confirmations()))


def confirmations() -> list[tuple[str, str]]:
    """Return rows: the dry run, the signatures and the seals of all dossiers, in seconds."""
    _prepare()
    rows, whole = [], 0.0
    for label, who, step, outcome in (("signed", "chutich", "ky", "sign"), ("sealed", "vanthu", "vao_so", "issue")):
        tried, done = _confirm(who, step, outcome)
        whole += tried + done
        rows.append((f"{DOSSIERS} dossiers {label} in one confirmation: dry run; done", f"{tried:.1f} s; {done:.1f} s"))
    return [*rows, (f"{DOSSIERS} dossiers signed and sealed, both confirmations, one worker", f"{whole:.1f} s")]


def _prepare() -> None:
    """Bring dossiers to the desk of the leader."""
    from django.utils import timezone

    from lienthong.kernel.accounts.models import User
    from lienthong.kernel.accounts.queries import actor_of
    from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
    from lienthong.kernel.organizations.models import Party
    from lienthong.systems.onestop import services
    from lienthong.systems.onestop.testing import draft_of

    now, today = timezone.now(), timezone.localdate()
    desk = actor_of(User.objects.get(username="motcua"), at=today)
    row = Party.objects.order_by("pk")[0]
    party = PartyInfo(row.pk, PartyKind(row.kind), row.name, row.number, None, "", "", "")
    draft = draft_of(PROCEDURE, party)
    for _each in range(DOSSIERS):
        services.accept_dossier(draft=draft, actor=desk, now=now)
    _confirm("hotich", "tra_cuu", "propose")


def _confirm(username: str, step: str, outcome: str) -> tuple[float, float]:
    """Choose all of a step in the inbox, try it out and do it; return the seconds of both."""
    from django.utils import timezone

    from lienthong.kernel.accounts.models import User
    from lienthong.kernel.acts import services as acts
    from lienthong.kernel.acts.contracts import ItemState
    from lienthong.kernel.acts.models import BulkItem, BulkRun

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    begin = time.perf_counter()
    wish = {"tat_ca": "1", "ve": f"?xem=tat-ca&buoc={step}", "ket_qua": outcome}
    answer = client.post("/viec/hang-loat/", wish)
    tried = time.perf_counter() - begin
    assert answer.status_code == 302, answer.content[:300]
    run = BulkRun.objects.latest("pk")
    assert client.get(answer["Location"]).status_code == 200
    BulkRun.objects.filter(pk=run.pk).update(state="running", started_at=timezone.now(), resumed_at=timezone.now())
    begin = time.perf_counter()
    acts.work_on_bulk(run_id=run.pk, clock=timezone.now, seconds=600)
    lasted = time.perf_counter() - begin
    done = BulkItem.objects.filter(run=run, state=ItemState.DONE).count()
    refused = BulkItem.objects.filter(run=run).exclude(state=ItemState.DONE).values_list("message", flat=True).first()
    assert done >= DOSSIERS, f"{outcome}: {done} of {DOSSIERS}: {refused}"
    return tried, lasted * DOSSIERS / done


if __name__ == "__main__":
    main()
