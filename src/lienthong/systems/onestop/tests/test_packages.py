"""Packages as files: what is given out is read in again, and nothing that is wrong gets in."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, Conflict, NotPermitted
from lienthong.kernel.forms.queries import list_forms
from lienthong.kernel.papers.extensions import find_template
from lienthong.kernel.processes.queries import list_definitions
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import (
    NotPublishable,
    PackageRefused,
    PackageState,
    RunState,
    SignatureState,
)
from lienthong.systems.onestop.models import Dossier, PackageFile, PackageRun, ServicePackage
from lienthong.systems.onestop.testing import PACKAGES, TUESDAY, SmallProvince, accept, control, small_province
from lienthong.systems.procedures.testing import given_published

pytestmark = pytest.mark.django_db
CODE = "2.000635"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def province() -> SmallProvince:
    """Return the small province."""
    return small_province()


@pytest.fixture
def keeper(province: SmallProvince) -> Actor:
    """Return an officer of procedure control."""
    return control(province)


def given_out(keeper: Actor, number: int = 1) -> bytes:
    """Return the package that is in force, as a file."""
    return queries.export_package(code=CODE, number=number, viewer=keeper)


def altered(data: bytes, *, member: str = "package.json", change: Change | None = None, raw: bytes = b"") -> bytes:
    """Return a package with one part changed and its list of parts brought up to date."""
    members, manifest, _signature = rules.unpack(data)
    if change is not None:
        whole = json.loads(members[member])
        change(whole)
        raw = json.dumps(whole, ensure_ascii=False).encode()
    members[member] = raw
    return rules.pack(members, code=manifest["code"], origin=manifest["origin"])


def dearer(whole: dict[str, Any]) -> None:
    """Raise the fee of the first case."""
    whole["cases"][0]["fees"][0]["amount"] = 9000


def noted(data: bytes, note: str) -> bytes:
    """Return the package with another remark, and with the first of its scenarios alone."""
    members, manifest, _signature = rules.unpack(data)
    whole = json.loads(members["scenarios.json"])[:1]
    members["scenarios.json"] = json.dumps(whole, ensure_ascii=False).encode()
    shorter = rules.pack(members, code=manifest["code"], origin=manifest["origin"])
    return altered(shorter, change=lambda spec: spec.update(limit_note=note))


def read_in(data: bytes, keeper: Actor) -> int:
    """Read a package in and return its number."""
    code, number = services.import_package(data=data, actor=keeper, now=TUESDAY)
    assert code == CODE
    return number


def tell(keeper: Actor, number: int) -> RunState:
    """Run the scenarios as the worker does."""
    run = services.start_scenarios(code=CODE, number=number, actor=keeper, now=TUESDAY)
    return services.run_scenarios(run_id=run, now=TUESDAY)


def publish(keeper: Actor, number: int) -> None:
    """Put a package in force."""
    found = queries.get_package_file(code=CODE, number=number, viewer=keeper)
    services.publish_package(id=found.line.id, actor=keeper, now=TUESDAY)


def test_export_import_export_gives_the_same_bytes(keeper: Actor) -> None:
    data = given_out(keeper)
    assert read_in(data, keeper) == 1
    assert given_out(keeper) == data
    other = read_in(altered(data, change=dearer), keeper)
    assert other == 2
    again = given_out(keeper, other)
    assert read_in(again, keeper) == other
    assert given_out(keeper, other) == again
    assert PackageFile.objects.filter(code=CODE).count() == 2


def test_a_repacked_file_is_the_same_package(keeper: Actor) -> None:
    members, *_rest = rules.unpack(given_out(keeper))
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given_out(keeper))) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert rules.unpack(kept.getvalue())[0] == members
    assert read_in(kept.getvalue(), keeper) == 1


def _zip(entries: list[tuple[str, bytes]]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return kept.getvalue()


def _whole(data: bytes, **more: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return list({**found, **more}.items())


def hostile_files(data: bytes) -> dict[str, tuple[bytes, str]]:
    """Return files that are no package, with the reason that must be given."""
    whole = _whole(data)
    manifest = json.loads(dict(whole)["manifest.json"])
    newer = json.dumps({**manifest, "format": 2}).encode()
    deep = b"[" * 60 + b"]" * 60
    return {
        "no zip": (b"PK\x03\x04 nothing", "no_zip"),
        "cut off": (data[: len(data) // 2], "no_zip"),
        "large": (b"0" * (rules.MAX_BYTES + 1), "too_large"),
        "bomb": (_zip(_whole(data, **{"form.json": b" " * 50_000_000})), "member_too_large"),
        "traversal": (_zip([*whole, ("../../etc/passwd", b"x")]), "unknown_member"),
        "absolute": (_zip([*whole, ("/tmp/form.json", b"x")]), "unknown_member"),  # noqa: S108  a name, no file
        "backslash": (_zip([*whole, ("..\\form.json", b"x")]), "unknown_member"),
        "script": (_zip([*whole, ("run.py", b"x")]), "unknown_member"),
        "missing": (_zip([each for each in whole if each[0] != "form.json"]), "missing_member"),
        "other format": (_zip(_whole(data, **{"manifest.json": newer})), "other_format"),
        "changed": (_zip(_whole(data, **{"form.json": b"{}"})), "changed_member"),
        "deep": (altered(data, member="scenarios.json", raw=deep), "no_json"),
        "nul": (altered(data, member="translations.json", raw=b'{"en": {"a": "\\u0000"}}'), "no_json"),
        "surrogate": (altered(data, member="translations.json", raw=b'{"en": {"a": "\\ud800"}}'), "no_json"),
        "not a number": (altered(data, member="scenarios.json", raw=b"[NaN]"), "no_json"),
        "model": (altered(data, member="process.bpmn", raw=b"<definitions/>"), "malformed"),
        "entities": (
            altered(data, member="process.bpmn", raw=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "malformed",
        ),
        "form": (altered(data, member="form.json", raw=b'{"schema": {"type": "array"}, "ui": {}}'), "malformed"),
        "word": (altered(data, change=lambda whole: whole.update(surprise=1)), "malformed"),
        "other code": (altered(data, change=lambda whole: whole.update(code="1.000001")), "other_code"),
        "limit": (
            altered(data, change=lambda whole: whole["cases"][0]["limits"].update(counter="soon")),
            "wrong_limit",
        ),
        "no scenario": (altered(data, member="scenarios.json", raw=b"[]"), "no_scenarios"),
        "result": (altered(data, change=lambda whole: whole["result"]["lines"].append(["X", "who"])), "answer_unknown"),
        "agency": (altered(data, change=lambda whole: whole.update(competent="XYZ")), "agency_unknown"),
        "name": (altered(data, change=lambda whole: whole.update(title="Khác")), "other_name"),
    }


def test_nothing_wrong_gets_in_and_nothing_is_left_behind(keeper: Actor) -> None:
    before = (list_forms(), list_definitions(), PackageFile.objects.count(), ServicePackage.objects.count())
    for name, (data, reason) in hostile_files(given_out(keeper)).items():
        with pytest.raises(PackageRefused) as refused:
            services.import_package(data=data, actor=keeper, now=TUESDAY)
        assert refused.value.params["reason"] == reason, name
        assert len(refused.value.message) > 10
        assert "%(" not in refused.value.message
    assert before == (list_forms(), list_definitions(), PackageFile.objects.count(), ServicePackage.objects.count())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_bytes_that_were_damaged_are_refused_or_the_same(data: st.DataObject) -> None:
    members = {name: f'"{name}"'.encode() for name in rules.REQUIRED}
    whole = bytearray(rules.pack(members, code=CODE, origin="national"))
    for _more in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found, *_rest = rules.unpack(bytes(whole))
    except rules.PackageBroken:
        return
    assert found == members


def test_r04_a_published_package_is_for_new_dossiers_only(province: SmallProvince, keeper: Actor) -> None:
    running = accept(province, CODE)
    number = read_in(noted(given_out(keeper), "Trong ngày"), keeper)
    assert queries.load_package(code=CODE).version == 1
    assert tell(keeper, number) is RunState.PASSED
    publish(keeper, number)
    assert queries.load_package(code=CODE).version == number
    assert Dossier.objects.get(number=running.number).package.version == 1
    with pytest.raises(Conflict):
        publish(keeper, number)


def test_what_was_not_told_is_not_published(keeper: Actor) -> None:
    number = read_in(altered(given_out(keeper), change=dearer), keeper)
    with pytest.raises(NotPublishable):
        publish(keeper, number)
    assert tell(keeper, number) is RunState.FAILED
    with pytest.raises(NotPublishable) as refused:
        publish(keeper, number)
    assert all(part in refused.value.message for part in ("Đủ hồ sơ", "8000", "9000"))
    assert PackageFile.objects.get(code=CODE, number=number).state == PackageState.DRAFT


def test_a_run_for_other_bytes_counts_for_nothing(keeper: Actor) -> None:
    number = read_in(noted(given_out(keeper), "Khác"), keeper)
    assert tell(keeper, number) is RunState.PASSED
    PackageRun.objects.filter(file__number=number).update(digest="0" * 64)
    with pytest.raises(NotPublishable):
        publish(keeper, number)


def test_a_scenario_leaves_nothing_behind(keeper: Actor) -> None:
    before = (Dossier.objects.count(), len(list_definitions()), ServicePackage.objects.count())
    assert tell(keeper, 1) is RunState.PASSED
    assert before == (Dossier.objects.count(), len(list_definitions()), ServicePackage.objects.count())
    run = queries.get_run(code=CODE, number=1, viewer=keeper)
    assert run is not None
    assert (run.done, run.total, run.failures) == (4, 4, ())


def test_a_failing_line_says_what_was_expected_and_what_happened(keeper: Actor) -> None:
    def later(whole: list[dict[str, Any]]) -> None:
        whole[0]["expect"]["due"] = "2026-10-09T09:00"
        whole[1]["moves"][0]["by"] = "leader"

    number = read_in(altered(given_out(keeper), member="scenarios.json", change=later), keeper)  # type: ignore[arg-type]  # the scenarios are a list
    assert tell(keeper, number) is RunState.FAILED
    run = queries.get_run(code=CODE, number=number, viewer=keeper)
    assert run is not None
    told = {(line.scenario, line.line): (line.expected, line.happened) for line in run.failures}
    assert told["Đủ hồ sơ, có kết quả", 0] == ("2026-10-09T09:00", "2026-10-06T17:30")
    assert "civil-status" in told["Người được uỷ quyền, nộp trực tuyến", 1][1]


def test_asked_twice_the_scenarios_run_once(keeper: Actor) -> None:
    number = read_in(noted(given_out(keeper), "Hai lần"), keeper)
    first = services.start_scenarios(code=CODE, number=number, actor=keeper, now=TUESDAY)
    assert services.start_scenarios(code=CODE, number=number, actor=keeper, now=TUESDAY) == first
    assert services.run_scenarios(run_id=first, now=TUESDAY) is RunState.PASSED
    assert services.run_scenarios(run_id=first, now=TUESDAY) is RunState.PASSED


def test_only_procedure_control_looks_after_packages(province: SmallProvince, keeper: Actor) -> None:
    data, clerk = given_out(keeper), province.at("commune.reception")
    with pytest.raises(NotPermitted):
        services.import_package(data=data, actor=clerk, now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.start_scenarios(code=CODE, number=1, actor=clerk, now=TUESDAY)


def test_a_signed_package_says_who_signed_it(keeper: Actor) -> None:
    number = read_in(noted(given_out(keeper), "Ký"), keeper)
    found = queries.get_package_file(code=CODE, number=number, viewer=keeper)
    services.sign_package(id=found.line.id, actor=keeper, now=TUESDAY)
    signed = given_out(keeper, number)
    PackageFile.objects.filter(number=number).update(signature=None, signature_state="none", signed_by_name="")
    assert read_in(signed, keeper) == number
    line = queries.get_package_file(code=CODE, number=number, viewer=keeper).line
    assert (line.signature, line.signed_by) == (SignatureState.VALID, keeper.name)
    assert given_out(keeper, number) == signed
    with pytest.raises(Conflict):
        services.sign_package(id=line.id, actor=keeper, now=TUESDAY)


def test_a_signature_over_another_package_is_refused(keeper: Actor) -> None:
    found = queries.get_package_file(code=CODE, number=1, viewer=keeper)
    services.sign_package(id=found.line.id, actor=keeper, now=TUESDAY)
    members, manifest, signature = rules.unpack(given_out(keeper))
    members["package.json"] = members["package.json"].replace(b"8000", b"1000")
    forged = rules.pack(members, code=CODE, origin=manifest["origin"], signature=signature)
    broken = rules.pack(
        rules.unpack(given_out(keeper))[0],
        code=CODE,
        origin=manifest["origin"],
        signature=(signature or b"").replace(b"</package>", b" </package>"),
    )
    for data in (forged, broken):
        with pytest.raises(PackageRefused) as refused:
            services.import_package(data=data, actor=keeper, now=TUESDAY)
        assert refused.value.params["reason"] == "signature_broken"


def test_a_province_may_ask_for_signatures(keeper: Actor, settings: Any) -> None:
    settings.ONESTOP_PACKAGES_SIGNED = True
    number = read_in(noted(given_out(keeper), "Ký sau"), keeper)
    tell(keeper, number)
    with pytest.raises(NotPublishable):
        publish(keeper, number)
    line = queries.get_package_file(code=CODE, number=number, viewer=keeper).line
    services.sign_package(id=line.id, actor=keeper, now=TUESDAY)
    publish(keeper, number)
    assert queries.load_package(code=CODE).version == number


def known_to_the_catalogue(code: str) -> None:
    """Read the national text of a procedure into the catalogue and make it public."""
    file = Path(__file__).parents[3] / "demo" / "data" / "procedures" / "bo-tu-phap.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    given_published(*(each for each in whole["procedures"] if each.get("code") == code), now=TUESDAY)


def test_r09_the_national_text_is_not_changed_by_a_package(keeper: Actor) -> None:
    def cheaper(whole: dict[str, Any]) -> None:
        whole["conditions"] = "Chỉ người có hộ khẩu"

    changed = altered(given_out(keeper), member="legal.json", change=cheaper)
    known_to_the_catalogue(CODE)
    read_in(noted(given_out(keeper), "Phần của tỉnh"), keeper)
    with pytest.raises(PackageRefused) as refused:
        services.import_package(data=changed, actor=keeper, now=TUESDAY)
    assert refused.value.params["reason"] == "law_changed"
    members, *_rest = rules.unpack(given_out(keeper))
    own = rules.pack(members, code=CODE, origin="local")
    with pytest.raises(PackageRefused):
        services.import_package(data=own, actor=keeper, now=TUESDAY)


def test_r09_a_province_is_never_slower_than_the_law(province: SmallProvince, keeper: Actor) -> None:
    code = "1.008891"
    data = queries.export_package(code=code, number=1, viewer=keeper)
    slower = altered(data, change=lambda whole: whole["cases"][0]["limits"].update(online="7wd"))
    with pytest.raises(PackageRefused) as refused:
        services.import_package(data=slower, actor=keeper, now=TUESDAY)
    assert refused.value.params["reason"] == "slower_than_law"


def test_a_result_is_printed_by_the_template_of_its_package(province: SmallProvince, keeper: Actor) -> None:
    own = (PACKAGES / "1.001612" / "result.typ").read_bytes()
    number = read_in(altered(noted(given_out(keeper), "Mẫu riêng"), member="result.typ", raw=own), keeper)
    assert tell(keeper, number) is RunState.PASSED
    publish(keeper, number)
    package = queries.load_package(code=CODE)
    template = find_template(package.spec.result.template)
    assert template.text == own.decode()
    broken = read_in(altered(given_out(keeper, number), member="result.typ", raw=b"#data.nothing"), keeper)
    assert tell(keeper, broken) is RunState.FAILED


def test_what_differs_is_told_by_part(keeper: Actor) -> None:
    def change(whole: dict[str, Any]) -> None:
        dearer(whole)
        whole["cases"][0]["limits"]["online"] = "4wh"
        whole["cases"][1]["papers"][0]["name"] = "Tờ khai"

    number = read_in(altered(given_out(keeper), change=change), keeper)
    changes = queries.compare_package_files(code=CODE, older=1, newer=number, viewer=keeper)
    assert {each.part for each in changes} == {"fees", "limits", "papers"}
    fee = next(each for each in changes if each.part == "fees")
    assert (fee.before, fee.after) == ("8000", "9000")
    assert queries.compare_package_files(code=CODE, older=1, newer=1, viewer=keeper) == ()


def test_every_package_that_comes_with_the_program_tells_its_scenarios() -> None:
    told: dict[str, str] = {}
    for path in services.shipped(PACKAGES):
        code, digest, lines = services.tell_folder(path=path, now=TUESDAY)
        assert [line for line in lines if not line.passed] == [], code
        told[code] = digest
    # After a change that is meant: manage.py packages tell --write
    assert told == json.loads((PACKAGES / "told.json").read_text(encoding="utf-8"))
    assert len(told) >= 24
