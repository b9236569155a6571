"""Installing the package of a procedure: its spec, process and form, as one version."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.forms import services as forms
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import PackageSpec
from lienthong.systems.onestop.models import ServicePackage

SPEC = TypeAdapter(PackageSpec)
RECEPTION = "reception"


@dataclass(frozen=True)
class _Parts:
    """The three files of a package, read."""

    spec: PackageSpec
    form: dict[str, Any]
    model: str

    @property
    def digest(self) -> str:
        """Tell contents apart."""
        whole = json.dumps([SPEC.dump_python(self.spec, mode="json"), self.form, self.model], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def install_package(*, path: Path, actor: Actor, now: datetime) -> str:
    """Install a package folder (`package.json`, `process.bpmn`, `form.json`) and return the procedure's code.

    A package already installed with the same contents is left as it is; other contents become a new version,
    and dossiers that run stay on theirs (R-4).

    :raises Invalid: a part is missing or malformed; nothing is installed
    :raises NotFound: the agency that decides does not exist here
    """
    parts = _read(path)
    with transaction.atomic():
        current = ServicePackage.objects.select_for_update().filter(code=parts.spec.code, valid_to__isnull=True).first()
        if current is not None and current.digest == parts.digest:
            return parts.spec.code
        form = forms.save_definition(
            key=parts.spec.form,
            title=parts.spec.title,
            schema=parts.form["schema"],
            ui=parts.form["ui"],
            actor=actor,
            now=now,
        )
        process = processes.save_definition(
            key=parts.spec.process,
            title=parts.spec.title,
            xml=parts.model,
            total_limit=parts.spec.process_limit,
            actor=actor,
            now=now,
        )
        if current is not None:
            current.valid_to = timezone.localdate(now)
            current.save(update_fields=["valid_to"])
        ServicePackage.objects.create(
            code=parts.spec.code,
            version=current.version + 1 if current else 1,
            title=parts.spec.title,
            short_title=parts.spec.short_title,
            field=parts.spec.field,
            spec=SPEC.dump_python(parts.spec, mode="json"),
            digest=parts.digest,
            form_version=form.version,
            process_version=process.version,
            competent_id=_competent_id(parts.spec),
            valid_from=timezone.localdate(now),
            installed_at=now,
            installed_by_name=actor.name,
        )
    return parts.spec.code


def _competent_id(spec: PackageSpec) -> int | None:
    """Return the agency that decides, or none where the receiving one does."""
    if spec.competent == RECEPTION:
        return None
    return organizations.find_agency_by_short_name(short_name=spec.competent).id


def _read(path: Path) -> _Parts:
    try:
        spec = SPEC.validate_json((path / "package.json").read_bytes())
        form = json.loads((path / "form.json").read_text())
        model = (path / "process.bpmn").read_text()
    except ValidationError as wrong:
        errors = tuple(FieldError(".".join(map(str, each["loc"])), each["msg"]) for each in wrong.errors())
        raise Invalid(_("The package description is not complete."), errors=errors) from wrong
    except (OSError, json.JSONDecodeError) as wrong:
        raise Invalid(_("A part of the package cannot be read: %(reason)s") % {"reason": wrong}) from wrong
    return _Parts(spec=spec, form=form, model=model)
