"""What applicants declare."""

from typing import Any

from lienthong.kernel.organizations.contracts import PartyKind

from .applicants import Applicant
from .chance import Chance
from .facts import read


def answers_for(code: str, case: str, applicant: Applicant, chance: Chance) -> dict[str, Any]:
    """Return a valid declaration for one of the three procedures."""
    return _ANSWERS[code](case, applicant, chance)


def _copy(case: str, applicant: Applicant, chance: Chance) -> dict[str, Any]:
    by_proxy = case == "uy-quyen"
    person = applicant.person
    own = not by_proxy and chance.happens(0.7)
    name = person.name if own else chance.person()[0]
    answers = {
        "document_kind": chance.weighted(
            {"khai_sinh": 60, "trich_luc_ket_hon": 25, "trich_luc_khai_tu": 10, "trich_luc_khac": 5}
        ),
        "registered_name": name,
        "registered_birth_date": (person.birth_date.isoformat() if own and person.birth_date else _birth(chance)),
        "registered_at": f"UBND {applicant.seat.commune.full_name}",
        "relationship": "uy_quyen" if by_proxy else "ban_than" if own else chance.one(("cha_me", "con", "vo_chong")),
        "copies": chance.between(1, 5),
    }
    if by_proxy:
        answers["authorization_reference"] = f"Giấy uỷ quyền số {chance.between(1, 300)}/{chance.between(2025, 2026)}"
    return answers


def _architect(_case: str, applicant: Applicant, chance: Chance) -> dict[str, Any]:
    person = applicant.person
    return {
        "full_name": person.name,
        "personal_number": person.number,
        "birth_date": person.birth_date.isoformat() if person.birth_date else _birth(chance),
        "address": person.address,
        "phone": person.phone,
        "degree": chance.one(read("words")["degrees"]),
        "experience_years": chance.between(3, 25),
        "exam_certificate": f"{chance.between(10, 480)}/SHKT",
    }


def _vessel(_case: str, applicant: Applicant, chance: Chance) -> dict[str, Any]:
    owner = applicant.owner
    company = owner.kind is not PartyKind.CITIZEN
    return {
        "owner_name": owner.name,
        "owner_personal_number": applicant.person.number,
        "owner_address": owner.address,
        "phone": owner.phone,
        "vessel_kind": chance.weighted({"cho_khach": 5 if company else 2, "ca": 4, "hang_kho": 2, "khac": 1}),
        "has_engine": True,
        "engine_power": chance.between(8, 120),
        "deadweight": chance.between(2, 40),
    }


def _birth(chance: Chance) -> str:
    return f"{chance.between(1955, 2020)}-{chance.between(1, 12):02d}-{chance.between(1, 28):02d}"


_ANSWERS = {"2.000635": _copy, "1.008891": _architect, "1.004088": _vessel}
