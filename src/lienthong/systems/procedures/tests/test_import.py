"""Reading the catalogue in: counts, second run, changes, bad files."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.systems.procedures import services
from lienthong.systems.procedures.contracts import ImportReport, Outcome, RunState, VersionOutdated, VersionState
from lienthong.systems.procedures.models import ImportFile, ImportRow, ImportRun, Procedure, ProcedureVersion
from lienthong.systems.procedures.rules import SourceFile
from lienthong.systems.procedures.testing import given_published, raw_record, source_file

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SYSTEM = Actor.system("tests")
DATA = Path(settings.PROJECT_DIR) / ".." / "shared" / "data" / "procedures"


def read(*files: SourceFile) -> ImportReport:
    return services.import_catalogue(files=files, actor=SYSTEM, now=NOW)


def test_all_real_files_enter_and_a_second_run_changes_nothing() -> None:
    files = services.read_files(DATA)
    shown: list[tuple[int, int]] = []
    first = services.import_catalogue(
        files=files, actor=SYSTEM, now=NOW, progress=lambda done, total: shown.append((done, total))
    )
    assert (first.new, first.changed, first.unchanged, first.rejected) == (1966, 0, 0, 0)
    assert first.incomplete == 427
    assert shown[-1] == (1966, 1966)
    kept = list(ProcedureVersion.objects.order_by("pk").values_list("pk", "content_hash", "version", "imported_at"))
    second = read(*files)
    assert (second.new, second.changed, second.unchanged, second.rejected) == (0, 0, 1966, 0)
    assert (
        list(ProcedureVersion.objects.order_by("pk").values_list("pk", "content_hash", "version", "imported_at"))
        == kept
    )


def test_new_content_of_a_public_procedure_is_a_new_draft_and_a_report_by_field() -> None:
    given_published(raw_record(), now=NOW)
    report = read(source_file(raw_record(decision_number="99/QĐ-BTP")))
    assert report.changed == 1
    assert [(change.field, change.new) for change in report.lines[0].changes] == [("decision_number", "99/QĐ-BTP")]
    public, draft = ProcedureVersion.objects.order_by("number")
    assert (public.state, public.decision_number) == (VersionState.PUBLISHED, "")
    assert (draft.state, draft.number) == (VersionState.DRAFT, 2)


def test_new_content_of_a_draft_replaces_it() -> None:
    read(source_file(raw_record()))
    read(source_file(raw_record(name="Đăng ký khai sinh")))
    version = ProcedureVersion.objects.get()
    assert (version.number, version.name_folded) == (1, "dang ky khai sinh")


def test_a_truncated_file_takes_nothing_from_the_others() -> None:
    whole = source_file(raw_record(), name="tot.json")
    report = read(SourceFile("hong.json", whole.content[:-30]), whole)
    assert (report.new, report.rejected) == (1, 1)
    assert "cắt cụt" in next(line.reason for line in report.lines if line.outcome is Outcome.REJECTED)


def test_a_wrong_type_rejects_its_record_alone() -> None:
    report = read(source_file(raw_record(steps="Bước 1"), raw_record(code="1.000001"), 5))
    assert (report.new, report.rejected) == (1, 2)


def test_a_repeated_code_keeps_the_first_and_says_so() -> None:
    report = read(
        source_file(raw_record(), raw_record(name="Tên khác"), name="a.json"), source_file(raw_record(), name="b.json")
    )
    assert (report.new, report.rejected) == (1, 2)
    reasons = [line.reason for line in report.lines if line.outcome is Outcome.REJECTED]
    assert "nội dung khác" in reasons[0]
    assert "cùng nội dung" in reasons[1]
    assert ProcedureVersion.objects.get().name == "Thủ tục đăng ký khai sinh"


def test_characters_that_break_storage_are_left_out() -> None:
    report = read(source_file(raw_record(name="Khai\x00 sinh"), {"name": "\x00", "code": "\x00"}))
    assert (report.new, report.rejected) == (1, 1)
    assert ProcedureVersion.objects.get().name == "Khai sinh"


def test_an_archive_is_read_file_by_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", source_file(raw_record()).content)
        archive.writestr("b.json", "không phải JSON")
        archive.writestr("doc.txt", "bỏ qua")
    report = read(SourceFile("goi.zip", packed.getvalue()), SourceFile("hong.zip", b"PK?"))
    assert (report.new, report.rejected) == (1, 2)


def test_only_those_who_manage_the_catalogue_may_read_files_in() -> None:
    with pytest.raises(NotPermitted):
        services.import_catalogue(files=[source_file(raw_record())], actor=Actor.anonymous(), now=NOW)
    assert not ImportRun.objects.exists()


def test_a_registered_import_is_carried_out_once_and_its_files_go() -> None:
    run_id = services.start_import(files=[source_file(raw_record())], actor=SYSTEM, now=NOW)
    assert ImportRun.objects.get().state == RunState.WAITING
    report = services.run_import(run_id=run_id, now=NOW)
    assert report is not None
    assert report.new == 1
    assert services.run_import(run_id=run_id, now=NOW) is None
    assert (ImportRun.objects.get().state, ImportFile.objects.count()) == (RunState.DONE, 0)


def test_a_broken_off_import_starts_again_without_doubling() -> None:
    run_id = services.start_import(files=[source_file(raw_record())], actor=SYSTEM, now=NOW)
    ImportRun.objects.update(state=RunState.RUNNING.value)
    ImportRow.objects.create(run_id=run_id, file="x", outcome=Outcome.NEW.value)
    services.run_import(run_id=run_id, now=NOW)
    assert ImportRow.objects.count() == 1


def test_publishing_is_separate_and_ends_the_version_before() -> None:
    given_published(raw_record(), now=NOW, valid_from=date(2026, 11, 1))
    read(source_file(raw_record(name="Đăng ký khai sinh")))
    draft = ProcedureVersion.objects.get(state=VersionState.DRAFT.value)
    services.publish_version(id=draft.pk, actor=SYSTEM, now=NOW, valid_from=date(2026, 12, 1))
    old, new = ProcedureVersion.objects.order_by("number")
    assert (old.valid_to, new.valid_from) == (date(2026, 12, 1), date(2026, 12, 1))
    assert Procedure.objects.get().current_id == new.pk


def test_a_version_cannot_begin_before_the_one_already_public() -> None:
    given_published(raw_record(), now=NOW, valid_from=date(2026, 12, 1))
    read(source_file(raw_record(name="Đăng ký khai sinh")))
    draft = ProcedureVersion.objects.get(state=VersionState.DRAFT.value)
    with pytest.raises(VersionOutdated):
        services.publish_version(id=draft.pk, actor=SYSTEM, now=NOW, valid_from=date(2026, 11, 1))


def test_a_withdrawn_version_stays_on_record() -> None:
    given_published(raw_record(), now=NOW)
    version = ProcedureVersion.objects.get()
    services.withdraw_version(id=version.pk, actor=SYSTEM, now=NOW, reason="Quyết định bãi bỏ")
    version.refresh_from_db()
    assert (version.state, version.procedure.current_id) == (VersionState.WITHDRAWN, None)


def test_the_command_reads_in_publishes_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_bytes(source_file(raw_record(), raw_record(name=1, code="1.000002")).content)
    call_command("procedures", "import", str(tmp_path))
    call_command("procedures", "publish", "1.001193", "9.999999")
    printed = capsys.readouterr().out
    assert "Mới 1" in printed
    assert "bị loại 1" in printed
    assert "Đã công khai 1 thủ tục" in printed
    assert "9.999999" in printed
