"""How many subjects a second a bulk run does, with history and events: several in one transaction, by one worker.

Run in the environment of a program built by the demo: `python -m tests.load.bulk`.
"""

import json
import time

import django

SUBJECTS = 600
PROCEDURE = "2.000635"


def main() -> None:
    """Accept dossiers, complete the first step of them all in one run, and print what was measured as JSON."""
    django.setup()
    from django.utils import timezone

    from lienthong.kernel.accounts.models import User
    from lienthong.kernel.accounts.queries import actor_of
    from lienthong.kernel.acts import services as acts
    from lienthong.kernel.acts.contracts import ItemState, Picked
    from lienthong.kernel.acts.models import BulkItem, BulkRun
    from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
    from lienthong.kernel.organizations.models import Party
    from lienthong.kernel.processes import queries as processes
    from lienthong.systems.onestop import services
    from lienthong.systems.onestop.testing import draft_of

    now, today = timezone.now(), timezone.localdate()
    desk, officer = (actor_of(User.objects.get(username=name), at=today) for name in ("motcua", "hotich"))
    row = Party.objects.order_by("pk")[0]
    party = PartyInfo(row.pk, PartyKind(row.kind), row.name, row.number, None, "", "", "")
    draft = draft_of(PROCEDURE, party)
    numbers = [services.accept_dossier(draft=draft, actor=desk, now=now).number for _ in range(SUBJECTS)]
    steps = processes.open_steps_of(subject_type="onestop.dossier", subject_keys=numbers)
    figures = {}
    for act, inputs in (("onestop.step.claim", {}), ("onestop.step.complete", {"outcome": "propose"})):
        begin = time.perf_counter()
        uuid = acts.propose_bulk(
            act=act,
            picked=(Picked(number, {"work_item_id": step}) for number, (step,) in steps.items()),
            inputs=inputs,
            actor=officer,
            now=timezone.now(),
        )
        tried_out = time.perf_counter()
        run = BulkRun.objects.get(uuid=uuid)
        BulkRun.objects.filter(pk=run.pk).update(state="running", started_at=now, resumed_at=now)
        acts.work_on_bulk(run_id=run.pk, clock=timezone.now, seconds=600)
        lasted = time.perf_counter() - tried_out
        done = BulkItem.objects.filter(run=run, state=ItemState.DONE).count()
        assert done == SUBJECTS, f"{act}: {done} of {SUBJECTS}"
        figures[act] = {"dry_run": SUBJECTS / (tried_out - begin), "done": SUBJECTS / lasted}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
