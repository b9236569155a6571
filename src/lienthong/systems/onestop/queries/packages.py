"""Procedures that can be run here."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.papers.extensions import PaperTemplate, find_template
from lienthong.systems.onestop.contracts import PackageSpec
from lienthong.systems.onestop.models import Dossier, ServicePackage

SPEC = TypeAdapter(PackageSpec)
_IN_FORCE = Prepared(lambda: ServicePackage.objects.filter(valid_to__isnull=True).order_by("title").only("pk"))

# Templates that packages bring are called so, followed by the digest of the package.
TEMPLATE = "package."
# By this template of ours they are told what data they get.
_LIKE = "result-generic"


@dataclass(frozen=True)
class InstalledPackage:
    """A version of a package with the versions of its parts; `competent_id` is empty where reception decides."""

    id: int
    version: int
    spec: PackageSpec
    form_version: int
    process_version: int
    competent_id: int | None


@lru_cache(maxsize=512)
def _read(package_id: int) -> InstalledPackage:
    """Read a version once a process; versions never change."""
    row = ServicePackage.objects.get(pk=package_id)
    return InstalledPackage(
        id=row.pk,
        version=row.version,
        spec=SPEC.validate_python(row.spec),
        form_version=row.form_version,
        process_version=row.process_version,
        competent_id=row.competent_id,
    )


def template_key(digest: str) -> str:
    """Return the name of the template that the package with this digest brings."""
    return f"{TEMPLATE}{digest}"


@lru_cache(maxsize=256)
def _template_text(digest: str) -> str:
    """Read a template once a process; equal digests have equal templates."""
    found = ServicePackage.objects.filter(digest=digest).exclude(template="").values_list("template", flat=True)
    return found[0]


def package_template(key: str) -> PaperTemplate | None:
    """Return the template of a result that a package brings, None for keys of others."""
    if not key.startswith(TEMPLATE):
        return None
    try:
        text = _template_text(key.removeprefix(TEMPLATE))
    except IndexError:
        return None
    return replace(find_template(_LIKE), key=key, text=text)


def forget_packages() -> None:
    """Empty the cache; for tests, whose rows disappear."""
    _read.cache_clear()


def load_package(*, code: str) -> InstalledPackage:
    """Return the version of a package that is in force. One statement once it is known.

    :raises NotFound: the procedure cannot be run here
    """
    package_id = ServicePackage.objects.filter(code=code, valid_to__isnull=True).values_list("pk", flat=True).first()
    if package_id is None:
        raise NotFound(_("The procedure %(code)s cannot be received here yet.") % {"code": code}, code=code)
    return _read(package_id)


def package_of(dossier: Dossier) -> InstalledPackage:
    """Return the version with which a dossier was accepted (R-4)."""
    return _read(dossier.package_id)


def list_packages() -> tuple[InstalledPackage, ...]:
    """Return the packages in force, by title."""
    return tuple(_read(package.pk) for package in _IN_FORCE())
