"""The officers of the province and what they may do."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from lienthong.kernel.accounts.queries import officer
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.services import appoint, save_position
from lienthong.kernel.ui.contracts import fold

from .chance import Chance
from .organisation import STAFFED, TWO_TIERS, Land, table

PASSWORD = "lienthong-demo"  # noqa: S105  the one sign-in of the demonstration, refused outside it
POSITIONS = {
    "province-chair": ("Chủ tịch UBND tỉnh", 10), "province-deputy": ("Phó Chủ tịch UBND tỉnh", 11),
    "director": ("Giám đốc Sở", 20), "deputy-director": ("Phó Giám đốc Sở", 21),
    "chair": ("Chủ tịch", 30), "deputy-chair": ("Phó Chủ tịch", 31), "division-head": ("Trưởng phòng", 40),
    "control": ("Chuyên viên kiểm soát thủ tục hành chính", 50), "administrator": ("Quản trị hệ thống", 55),
    "specialist": ("Chuyên viên", 60), "civil-status": ("Công chức tư pháp - hộ tịch", 61),
    "counter": ("Cán bộ tiếp nhận và trả kết quả", 62), "clerk": ("Văn thư", 63),
}  # fmt: skip
WELL_KNOWN = {
    "motcua": "Tiếp nhận và trả kết quả, phường Nha Trang", "hotich": "Tư pháp - hộ tịch, phường Nha Trang",
    "chutich": "Chủ tịch phường Nha Trang", "vanthu": "Văn thư, phường Nha Trang",
    "motcua.tinh": "Tiếp nhận và trả kết quả, Trung tâm tỉnh", "chuyenvien.sxd": "Chuyên viên Sở Xây dựng",
    "truongphong.sxd": "Trưởng phòng, Sở Xây dựng", "giamdoc.sxd": "Giám đốc Sở Xây dựng",
    "vanthu.sxd": "Văn thư Sở Xây dựng", "chutich.tinh": "Chủ tịch UBND tỉnh",
    "kiemsoat": "Kiểm soát thủ tục hành chính", "quantri": "Quản trị hệ thống",
}  # fmt: skip
COUNTER = ("reception", "result")


@dataclass(frozen=True)
class Post:
    """A post to be filled; without a user name the name gives it."""

    agency_id: int
    position: str
    roles: tuple[str, ...]
    username: str = ""
    unit_id: int | None = None


@dataclass
class Staff:
    """Who works where, as actors."""

    by_role: dict[tuple[int, str], list[Actor]] = field(default_factory=lambda: defaultdict(list))
    by_user: dict[int, Actor] = field(default_factory=dict)

    def holders(self, agency_id: int, role: str) -> list[Actor]:
        """Return the officers of a role at an agency."""
        return self.by_role[agency_id, role]

    def add(self, actor: Actor) -> None:
        """Take an officer in."""
        for role in sorted(actor.roles):
            self.by_role[actor.agency_id or 0, role].append(actor)
        self.by_user[actor.user_id or 0] = actor


def fill_posts(*, land: Land, chance: Chance, at: date) -> Staff:
    """Open an account and an appointment for every post, and return who works where."""
    positions = {code: save_position(code=code, name=name, rank=rank) for code, (name, rank) in POSITIONS.items()}
    taken: set[str] = set(WELL_KNOWN)
    posts = list(_posts(land))
    for post in posts:
        name, _gender = chance.person()
        user_id = open_account(username=post.username or _username(name, taken), name=name)
        appoint(
            user_id=user_id,
            agency_id=post.agency_id,
            unit_id=post.unit_id,
            position_id=positions[post.position],
            roles=post.roles,
            valid_from=TWO_TIERS,
        )
    # One hash for all: hashing is slow on purpose, and this password is printed on the screen.
    table("accounts.User").objects.all().update(password=make_password(PASSWORD))
    return _staff(posts, at)


def _staff(posts: list[Post], at: date) -> Staff:
    staff = Staff()
    for agency_id in dict.fromkeys(post.agency_id for post in posts):
        held = organizations.appointments_in(agency_id=agency_id, at=at)
        for appointment in sorted(held, key=lambda each: each.id):
            staff.add(officer(appointment, name=appointment.user_name))
    return staff


def _posts(land: Land) -> Iterator[Post]:
    yield Post(land.province.id, "province-chair", ("province-leader",), "chutich.tinh")
    yield Post(land.province.id, "province-deputy", ("province-leader",))
    yield Post(land.province.id, "province-deputy", ("province-leader",))
    yield Post(land.province.id, "control", ("procedure-control",), "kiemsoat")
    yield Post(land.province.id, "administrator", ("administrator",), "quantri")
    yield Post(land.centre.id, "counter", COUNTER, "motcua.tinh")
    yield Post(land.centre.id, "counter", COUNTER)
    yield Post(land.centre.id, "counter", COUNTER)
    for short_name, department in land.departments.items():
        if short_name == "SXD":
            yield from _construction(department.id)
        else:
            # One person does every step here, so that a dossier can be led through each department.
            yield Post(department.id, "director", ("leader", "division-head", "specialist", "clerk"))
    for seat in land.seats:
        yield from _commune(land, seat.commune.name)


def _construction(agency_id: int) -> Iterator[Post]:
    yield Post(agency_id, "director", ("leader",), "giamdoc.sxd")
    yield Post(agency_id, "deputy-director", ("leader",))
    yield Post(agency_id, "division-head", ("division-head",), "truongphong.sxd")
    yield Post(agency_id, "division-head", ("division-head",))
    yield Post(agency_id, "specialist", ("specialist",), "chuyenvien.sxd")
    for _more in range(3):
        yield Post(agency_id, "specialist", ("specialist",))
    yield Post(agency_id, "clerk", ("clerk", "cashier"), "vanthu.sxd")


def _commune(land: Land, name: str) -> Iterator[Post]:
    seat = land.seat(name)
    here, known = seat.agency.id, name == "Nha Trang"
    yield Post(here, "chair", ("leader",), "chutich" if known else "")
    if name not in STAFFED:
        return
    yield Post(here, "counter", COUNTER, "motcua" if known else "", seat.counter_id)
    yield Post(here, "civil-status", ("civil-status", "specialist"), "hotich" if known else "")
    yield Post(here, "clerk", ("clerk", "cashier"), "vanthu" if known else "")
    if name.endswith("Nha Trang"):
        yield Post(here, "counter", COUNTER, unit_id=seat.counter_id)
        yield Post(here, "civil-status", ("civil-status", "specialist"))


def _username(name: str, taken: set[str]) -> str:
    base = fold(name).replace(" ", ".")
    chosen, again = base, 1
    while chosen in taken:
        again += 1
        chosen = f"{base}{again}"
    taken.add(chosen)
    return chosen
