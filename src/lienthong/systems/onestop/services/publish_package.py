"""Publishing a package: from now on new dossiers follow it."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    NotPublishable,
    PackageState,
    RunState,
    ScenarioLine,
    SignatureState,
)
from lienthong.systems.onestop.events import PackagePublished
from lienthong.systems.onestop.models import PackageFile
from lienthong.systems.onestop.policy import PACKAGES, PUBLISH_PACKAGES

from .import_package import require_law
from .install_package import check_parts, in_force, put_in_force, read


@act(
    "onestop.package.publish",
    subject=PackageFile,
    policy=PACKAGES,
    permission=PUBLISH_PACKAGES,
    label=gettext_lazy("Publish the package"),
    key="id",
    history_key="reference",
)
def publish_package(subject: PackageFile, *, actor: Actor, now: datetime, note: str = "") -> PackagePublished:
    """Put a package in force; dossiers that run stay on the version with which they began (R-4).

    :raises NotPublishable: a scenario fails, or none was run for these very bytes, or it must be signed and is not
    :raises Conflict: it is in force already
    :raises PackageRefused: its form, process or law does not fit what is here by now
    """
    del note  # the kernel writes it down
    require_told(subject)
    require_signature(subject)
    members, _manifest, _signature = rules.unpack(bytes(subject.data))
    parts = read(members, code=subject.code, origin=subject.origin)
    require_law(parts, now=now)
    check_parts(parts, actor=actor, now=now)
    current = in_force(subject.code)
    if current is not None and current.file_id == subject.pk:
        raise Conflict(_("This package is in force already."))
    installed = put_in_force(parts, file=subject, current=current, actor=actor, now=now)
    subject.state, subject.published_at, subject.published_by_name = PackageState.PUBLISHED, now, actor.name
    return PackagePublished(
        code=subject.code, number=subject.number, version=installed.version, digest=subject.digest, at=now
    )


def require_told(file: PackageFile) -> None:
    """Refuse a package whose scenarios were not all told as written, for the very bytes it has.

    :raises NotPublishable: says what to do, or which line failed
    """
    last = file.runs.filter(digest=file.digest).order_by("-pk").first()
    if last is None:
        raise NotPublishable(_("Run the scenarios of this package first."))
    if last.state in (RunState.WAITING, RunState.RUNNING):
        raise NotPublishable(_("The scenarios are still running."))
    if last.state != RunState.PASSED:
        failed = next((line for line in map(_line, last.lines) if not line.passed), None)
        if failed is None:
            raise NotPublishable(_("The scenarios could not be run to the end; run them again."))
        said = {"scenario": failed.scenario, "line": failed.line, "expected": failed.expected, "found": failed.happened}
        raise NotPublishable(
            _("Scenario “%(scenario)s”, line %(line)s: expected %(expected)s, found %(found)s.") % said
        )


def require_signature(file: PackageFile) -> None:
    """Refuse a package that nobody known here signed, where the province asks for it.

    :raises NotPublishable: it is not signed
    """
    if settings.ONESTOP_PACKAGES_SIGNED and file.signature_state != SignatureState.VALID:
        raise NotPublishable(_("This province publishes signed packages only, and nobody known here signed this one."))


def _line(kept: dict[str, object]) -> ScenarioLine:
    return ScenarioLine(**kept)  # type: ignore[arg-type]  # written by run_scenarios from this class
