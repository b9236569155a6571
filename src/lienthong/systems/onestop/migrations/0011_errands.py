from django.db import migrations

GIVE = ("onestop.hand_over.give", "Giao hồ sơ giấy", "cho-giao", "from_agency_id")
TAKE = ("onestop.hand_over.take", "Nhận hồ sơ giấy", "cho-nhan", "to_agency_id")
BATCH = 500


def put_into_inboxes(apps, schema_editor):
    """Put what waited in lists of its own into the inboxes of who must do it."""
    work_item = apps.get_model("processes", "WorkItem")
    work_item.objects.bulk_create([*_filings(apps, work_item), *_hand_overs(apps, work_item)], batch_size=BATCH)


def _filings(apps, work_item):
    rows = apps.get_model("onestop", "Filing").objects.filter(state="filed").select_related("package")
    for filing in rows.iterator(chunk_size=BATCH):
        owner = filing.parties["owner"]["name"]
        yield work_item(
            system="onestop",
            subject_type="onestop.filing",
            subject_key=filing.number,
            title=f"{filing.package.spec['short_title']}, {owner}"[:400],
            subtitle=owner[:300],
            url=f"/quay/truc-tuyen/{filing.number}/",
            step_key="onestop.filing.answer",
            step_name="Trả lời hồ sơ nộp trực tuyến",
            role="onestop.dossier.accept",
            agency_id=filing.reception_id,
            limit="",
            opened_at=filing.filed_at,
            due_at=filing.answer_by,
        )


def _hand_overs(apps, work_item):
    rows = apps.get_model("onestop", "HandOver").objects.filter(state__in=("waiting", "given"))
    for line in rows.select_related("dossier__package").iterator(chunk_size=BATCH):
        key, name, view, place = GIVE if line.state == "waiting" else TAKE
        owner = line.dossier.parties["owner"]["name"]
        yield work_item(
            system="onestop",
            subject_type="onestop.handover",
            subject_key=line.number,
            title=f"{line.dossier.package.spec['short_title']}, {owner}"[:400],
            subtitle=owner[:300],
            url=f"/giao-nhan/?xem={view}&q={line.dossier.number}",
            step_key=key,
            step_name=name,
            role="onestop.dossier.work",
            agency_id=getattr(line, place),
            limit="",
            opened_at=line.given_at or line.ready_at,
            due_at=line.due_at,
        )


def take_out(apps, schema_editor):
    """Take them out again."""
    apps.get_model("processes", "WorkItem").objects.filter(instance__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("onestop", "0010_results_put_right"),
        ("processes", "0004_errands"),
    ]

    operations = [
        migrations.RunPython(put_into_inboxes, take_out),
    ]
