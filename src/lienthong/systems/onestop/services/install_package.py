"""Putting a package to use: its form, its process and its description become one version in force."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, DomainError, NotFound
from lienthong.kernel.forms import services as forms
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes import services as processes
from lienthong.kernel.processes.contracts import DefinitionRefused
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    Origin,
    PackageParts,
    PackageRefused,
    PackageSpec,
    PackageState,
    RunState,
)
from lienthong.systems.onestop.models import PackageFile, PackageRun, ServicePackage
from lienthong.systems.onestop.queries.packages import SPEC, template_key
from lienthong.systems.onestop.words import package_trouble

RECEPTION = "reception"
SHARED = "shared"
TOLD = "told.json"
# Who ran the scenarios of what comes with the program: its own tests.
SHIPPED = "Kiểm thử của chương trình"


def refusal(code: str, **about: object) -> PackageRefused:
    """Return the refusal of a package in words."""
    return PackageRefused(package_trouble(code, about), reason=code)


def install_package(*, path: Path, actor: Actor, now: datetime) -> str:
    """Install a folder with the parts of a package, as this program brings them, and return the procedure's code.

    Its scenarios are told by the tests of the program. A package in force with the same contents is left as it is;
    other contents become a new version, and dossiers that run stay on theirs (R-4).

    :raises PackageRefused: a part is missing or malformed; nothing is installed
    :raises NotFound: the agency that decides does not exist here
    """
    members, code, origin = read_folder(path)
    parts = read(members, code=code, origin=origin)
    with transaction.atomic():
        current = in_force(code)
        if current is None or current.digest != parts.digest:
            kept = keep(members, parts, actor=actor, now=now)
            PackageFile.objects.filter(pk=kept.pk).update(
                state=PackageState.PUBLISHED, published_at=now, published_by_name=actor.name
            )
            put_in_force(parts, file=kept, current=current, actor=actor, now=now)
            if told_by_tests(path.parent).get(code) == parts.digest:
                _note_told(kept, parts, now)
    return code


def shipped(folder: Path) -> tuple[Path, ...]:
    """Return the packages that a folder holds, by code."""
    return tuple(sorted(each.parent for each in folder.glob("*/package.json")))


def told_by_tests(folder: Path) -> dict[str, str]:
    """Return for which contents the tests of this program have told the scenarios, by code of the procedure."""
    file = folder / TOLD
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _note_told(file: PackageFile, parts: PackageParts, now: datetime) -> None:
    """Keep that the scenarios of a package that comes with the program were told before it was given out."""
    count = len(parts.scenarios)
    PackageRun.objects.get_or_create(
        file=file,
        digest=parts.digest,
        state=RunState.PASSED,
        defaults={
            "done": count, "total": count, "started_at": now, "finished_at": now, "started_by_name": SHIPPED,
        },
    )  # fmt: skip


def read_folder(path: Path) -> tuple[dict[str, bytes], str, str]:
    """Return the members of a folder, the code of its procedure and who sets its legal parts.

    A process shared by several packages lies beside them; in a package it is a member like any other.

    :raises PackageRefused: a part is missing
    """
    known = (*rules.REQUIRED, *rules.OPTIONAL)
    members = {name: (path / name).read_bytes() for name in known if (path / name).is_file()}
    if "package.json" not in members:
        raise refusal("missing_member", member="package.json")
    try:
        spec = rules.read_json("package.json", members["package.json"])
    except rules.PackageBroken as broken:
        raise refusal(broken.code, **broken.about) from broken
    shared = path.parent / SHARED / f"{spec.get('steps')}.bpmn"
    if "process.bpmn" not in members and shared.is_file():
        members["process.bpmn"] = shared.read_bytes()
    for name in rules.REQUIRED:
        if name not in members:
            raise refusal("missing_member", member=name)
    code = str(spec.get("code"))
    return members, code, (Origin.NATIONAL if code.count(".") == 1 else Origin.LOCAL).value


def read(members: dict[str, bytes], *, code: str, origin: str) -> PackageParts:
    """Return what members say, with the refusal in words where they cannot be used.

    :raises PackageRefused: one sentence says why
    """
    try:
        return rules.read_parts(members, code=code, origin=origin)
    except rules.PackageBroken as broken:
        raise refusal(broken.code, **broken.about) from broken


def in_force(code: str) -> ServicePackage | None:
    """Return the version of a procedure that is in force, locked."""
    return ServicePackage.objects.select_for_update().filter(code=code, valid_to__isnull=True).first()


def keep(members: dict[str, bytes], parts: PackageParts, *, actor: Actor, now: datetime) -> PackageFile:
    """Keep a package as a draft with the next number; the same contents keep the row they have."""
    code = parts.spec.code
    known = PackageFile.objects.select_for_update().filter(code=code, digest=parts.digest).first()
    if known is not None:
        return known
    return PackageFile.objects.create(
        code=code,
        number=next_number(code),
        state=PackageState.DRAFT,
        title=parts.spec.title,
        folded_title=fold(f"{code} {parts.spec.title}")[:700],
        field=parts.spec.field,
        origin=parts.origin,
        digest=parts.digest,
        data=rules.pack(members, code=code, origin=parts.origin),
        imported_at=now,
        imported_by_name=actor.name,
    )


def next_number(code: str) -> int:
    """Return the number of the next package of a procedure, the same for the file and the version it becomes."""
    files = PackageFile.objects.filter(code=code).aggregate(most=Max("number"))["most"] or 0
    versions = ServicePackage.objects.filter(code=code).aggregate(most=Max("version"))["most"] or 0
    return max(files, versions) + 1


def put_in_force(
    parts: PackageParts,
    *,
    file: PackageFile | None,
    current: ServicePackage | None,
    actor: Actor,
    now: datetime,
    competent_id: int | None = None,
) -> ServicePackage:
    """Store form and process, end the version before and begin the new one on the day of `now`.

    :param competent_id: who decides, instead of the agency the package names
    :raises PackageRefused: form or process cannot be used; the sentence names the place
    :raises NotFound: the agency that decides does not exist here
    """
    spec = parts.spec
    with transaction.atomic():
        form_version, process_version = _store(parts, actor=actor, now=now)
        if current is not None:
            current.valid_to = timezone.localdate(now)
            current.save(update_fields=["valid_to"])
        return ServicePackage.objects.create(
            code=spec.code,
            version=_version(spec.code, file),
            file=file,
            title=spec.title,
            short_title=spec.short_title,
            field=spec.field,
            spec=SPEC.dump_python(printed_by_itself(parts), mode="json"),
            digest=parts.digest,
            template=parts.template,
            form_version=form_version,
            process_version=process_version,
            competent_id=competent_id or _competent_id(spec.competent),
            valid_from=timezone.localdate(now),
            installed_at=now,
            installed_by_name=actor.name,
        )


def _version(code: str, file: PackageFile | None) -> int:
    """Return the number of a package, the next one where it was in force before."""
    number = file.number if file is not None else 1
    taken = ServicePackage.objects.filter(code=code, version=number).exists()
    return next_number(code) if taken else number


def printed_by_itself(parts: PackageParts) -> PackageSpec:
    """Return the description of a package; what brings its own template is printed by that, found by its digest."""
    if not parts.template:
        return parts.spec
    return replace(parts.spec, result=replace(parts.spec.result, template=template_key(parts.digest)))


def _store(parts: PackageParts, *, actor: Actor, now: datetime) -> tuple[int, int]:
    """Store form and process and return their versions."""
    spec = parts.spec
    try:
        form = forms.save_definition(
            key=spec.form, title=spec.title[:300], schema=dict(parts.form["schema"]), ui=dict(parts.form["ui"]),
            actor=actor, now=now,
        )  # fmt: skip
        process = processes.save_definition(
            key=spec.process, title=spec.title[:300], xml=parts.process, total_limit=spec.process_limit,
            actor=actor, now=now,
        )  # fmt: skip
    except DomainError as refused:
        first = refused.problems[0] if isinstance(refused, DefinitionRefused) else None
        errors = getattr(refused, "errors", ())
        place, reason = (first[0], first[1]) if first else (errors[0].path, errors[0].message) if errors else ("", "")
        member = "process.bpmn" if first else "form.json"
        raise refusal("malformed", member=member, place=place, reason=reason or refused.message) from refused
    return form.version, process.version


def _competent_id(short_name: str) -> int | None:
    """Return the agency that decides, or none where the receiving one does."""
    if short_name == RECEPTION:
        return None
    return organizations.find_agency_by_short_name(short_name=short_name).id


def rehearsed(parts: PackageParts) -> PackageParts:
    """Return a package under names of its own, by which a rehearsal meets nothing that is in force.

    Equal contents have equal names, so that what a program remembers of one rehearsal is true of the next.
    """
    name = f"rehearsal.{parts.digest[:24]}"
    return replace(parts, spec=replace(parts.spec, code=name, form=name, process=name))


def check_parts(parts: PackageParts, *, actor: Actor, now: datetime) -> None:
    """Try a package out as a whole, leaving nothing behind.

    :raises PackageRefused: form, process, result or agency cannot be used
    """
    try:
        _competent_id(parts.spec.competent)
    except NotFound as missing:
        raise refusal("agency_unknown", agency=parts.spec.competent[:80]) from missing
    with transaction.atomic():
        _store(rehearsed(parts), actor=actor, now=now)
        transaction.set_rollback(True)
    asked = set(parts.form["schema"].get("properties", {}))
    for _label, name in parts.spec.result.lines:
        if name not in asked and not name.startswith(("owner.", "submitter.")):
            raise refusal("answer_unknown", name=name[:80])
