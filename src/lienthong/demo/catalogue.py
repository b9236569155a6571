"""The three procedures that run and the forty that are published for reading."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries as packages
from lienthong.systems.onestop.services import install_package, shipped
from lienthong.systems.procedures import services as procedures

from .facts import PROCEDURES

PROGRAM = Actor.system("Tỉnh minh hoạ")

Way = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Journey:
    """The ways a dossier of a procedure goes, as steps with outcomes, and where it is received."""

    share: float
    at_centre: bool
    straight: Way
    returned: Way
    refused: Way
    appraisal: str


JOURNEYS = {
    "2.000635": Journey(
        share=0.68,
        at_centre=False,
        straight=(("tra_cuu", "propose"), ("ky", "sign"), ("vao_so", "issue")),
        returned=(
            ("tra_cuu", "propose"), ("ky", "return"), ("tra_cuu", "propose"), ("ky", "sign"),
            ("vao_so", "issue"),
        ),
        refused=(("tra_cuu", "propose-refusal"), ("ky", "refuse")),
        appraisal="tra_cuu",
    ),
    "1.008891": Journey(
        share=0.13,
        at_centre=True,
        straight=(
            ("phan_cong", "assign"), ("tham_dinh", "propose"), ("kiem_tra", "pass"), ("ky", "sign"),
            ("vao_so", "issue"),
        ),
        returned=(
            ("phan_cong", "assign"), ("tham_dinh", "propose"), ("kiem_tra", "return"), ("tham_dinh", "propose"),
            ("kiem_tra", "pass"), ("ky", "sign"), ("vao_so", "issue"),
        ),
        refused=(("phan_cong", "assign"), ("tham_dinh", "propose-refusal"), ("kiem_tra", "pass"), ("ky", "refuse")),
        appraisal="tham_dinh",
    ),
    "1.004088": Journey(
        share=0.19,
        at_centre=False,
        straight=(
            ("kiem_tra", "forward"), ("tham_dinh", "propose"), ("ky", "sign"), ("vao_so", "issue"),
            ("nhan_ket_qua", "receive"),
        ),
        returned=(
            ("kiem_tra", "forward"), ("tham_dinh", "propose"), ("ky", "return"), ("tham_dinh", "propose"),
            ("ky", "sign"), ("vao_so", "issue"), ("nhan_ket_qua", "receive"),
        ),
        refused=(("kiem_tra", "forward"), ("tham_dinh", "propose-refusal"), ("ky", "refuse")),
        appraisal="tham_dinh",
    ),
}  # fmt: skip


def fill_catalogue(*, now: datetime) -> None:
    """Install the packages, and import and publish the chosen procedures."""
    for folder in shipped(Path(apps.get_app_config("onestop").path) / "packages"):
        install_package(path=folder, actor=PROGRAM, now=now)
    files = procedures.read_files(PROCEDURES)
    procedures.import_catalogue(files=files, actor=PROGRAM, now=now, source="Tỉnh minh hoạ")
    procedures.publish_many(actor=PROGRAM, now=now)


def definition_of(code: str) -> tuple[packages.InstalledPackage, int]:
    """Return an installed package and its process."""
    package = packages.load_package(code=code)
    process = processes.get_definition(key=package.spec.process, version=package.process_version)
    return package, process.id
