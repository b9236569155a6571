"""Reading one record of the national database: what it says, what it lacks, what must be doubted."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..contracts import INCOMPLETE_CODES, FeeDoubt, Level, Problem, ProblemCode, Tiers
from .parts import read_documents, read_methods, read_named, read_steps
from .values import WrongValueError, flag, printable, text, texts

# National codes are never reused (n.nnnnnn); a province adds its own suffix, as in 1.001193.H32.
CODE = re.compile(r"\d\.\d{6}(?:\.H\d{2})?")
# Where the source prints no code we keep its own number, which cannot be mistaken for a national one.
SOURCE_ID = re.compile(r"[a-z][a-z0-9]{2,15}-[A-Za-z0-9-]{1,20}")
MAX_NAME = 2_000
# The district tier ended on 1 July 2025; a text that still sends people there was written before.
_DISTRICT = re.compile(
    r"cấp\s+huyện|(?:ủy|uỷ)\s+ban\s+nhân\s+dân\s+(?:quận|huyện)|ubnd\s+(?:quận|huyện)|công\s+an\s+(?:quận|huyện)",
    re.IGNORECASE,
)
_LEVELS = frozenset(each.value for each in Level)
_TEXT_FIELDS = (
    "field",
    "field_code",
    "sector",
    "kind",
    "decision_number",
    "promulgator",
    "promulgator_code",
    "implementing_agencies",
    "competent_agency",
    "authorized_agency",
    "coordinating_agency",
    "receiving_address",
    "conditions",
    "description",
    "keywords",
    "documents_note",
    "source",
    "source_url",
)
CONTENT_FIELDS = (
    "name",
    *_TEXT_FIELDS,
    "levels",
    "subjects",
    "online_submission",
    "abridged",
    "tiers",
    "steps",
    "methods",
    "documents",
    "results",
    "legal_bases",
    "unread",
)


@dataclass(frozen=True)
class ReadRecord:
    """A record that may enter the catalogue: `content` has one value for each of `CONTENT_FIELDS`."""

    code: str
    content: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def incomplete(self) -> bool:
        """Tell whether a main part is missing or was not read whole (Nghị định 63/2010, Điều 8)."""
        return any(problem.code in INCOMPLETE_CODES for problem in self.problems)


@dataclass(frozen=True)
class Rejection:
    """A record that cannot enter the catalogue, and why."""

    code: str
    name: str
    reason: str


def read_record(raw: object) -> ReadRecord | Rejection:
    """Read one record; a wrong type anywhere rejects it, a missing part does not.

    :param raw: one element of `procedures` in a source file, as JSON gives it
    """
    if not isinstance(raw, dict):
        return Rejection(code="", name="", reason="Bản ghi không phải là một đối tượng JSON.")
    shown_code, shown_name = printable(raw.get("code") or raw.get("id") or "", 40), printable(raw.get("name") or "")
    try:
        code, content = _code(raw), _content(raw)
    except WrongValueError as wrong:
        return Rejection(code=shown_code, name=shown_name, reason=str(wrong))
    return ReadRecord(code=code, content=content, problems=tuple(_problems(raw, content)))


def _code(raw: Mapping[str, Any]) -> str:
    code = text(raw, "code")
    if code:
        if not CODE.fullmatch(code):
            raise WrongValueError("code", "mã dạng n.nnnnnn", code)
        return code
    own = text(raw, "id")
    if not SOURCE_ID.fullmatch(own):
        raise WrongValueError("id", "mã thủ tục hoặc mã nội bộ của nguồn", own or None)
    return own


def _content(raw: Mapping[str, Any]) -> dict[str, Any]:
    name = text(raw, "name")
    if not name or len(name) > MAX_NAME:
        raise WrongValueError("name", f"tên thủ tục, không quá {MAX_NAME} ký tự", name or None)
    content: dict[str, Any] = {"name": " ".join(name.split())}
    content.update({key: text(raw, key) for key in _TEXT_FIELDS})
    if content["source_url"] and not content["source_url"].startswith(("https://", "http://")):
        raise WrongValueError("source_url", "địa chỉ https://", content["source_url"])
    content["levels"], content["subjects"] = texts(raw, "levels"), texts(raw, "subjects")
    content["online_submission"], content["abridged"] = flag(raw, "online_submission"), flag(raw, "abridged")
    content["steps"], content["methods"] = read_steps(raw), read_methods(raw)
    content["documents"] = read_documents(raw)
    content["results"] = read_named(raw, "results")
    content["legal_bases"] = read_named(raw, "legal_bases", ("issued_on", "issuer"))
    unread = raw.get("source_text") or {}
    if not isinstance(unread, dict):
        raise WrongValueError("source_text", "đối tượng", unread)
    content["unread"] = {printable(key): text(unread, key, "source_text.") for key in unread}
    content["tiers"] = _tiers(content)
    return content


def _tiers(content: Mapping[str, Any]) -> str:
    """Three tiers: the source of 2021, a district level, or a text that sends people to a district office."""
    told = [content["name"], *content["steps"]]
    told += [content[key] for key in ("implementing_agencies", "competent_agency", "receiving_address")]
    old = content["source"] == "dvcqg-2021" or Level.DISTRICT in content["levels"]
    return Tiers.THREE.value if old or _DISTRICT.search("\n".join(told)) else Tiers.TWO.value


def _problems(raw: Mapping[str, Any], content: Mapping[str, Any]) -> list[Problem]:
    return [*_missing(raw, content), *_method_problems(content), *_other_problems(content)]


def _missing(raw: Mapping[str, Any], content: Mapping[str, Any]) -> list[Problem]:
    parts = (
        (ProblemCode.NO_CODE, raw.get("code")),
        (ProblemCode.NO_FIELD, content["field"]),
        (ProblemCode.NO_LEVEL, content["levels"]),
        (ProblemCode.NO_SUBJECT, content["subjects"]),
        (ProblemCode.NO_AGENCY, content["implementing_agencies"] or content["competent_agency"]),
        (ProblemCode.NO_STEPS, content["steps"]),
        (ProblemCode.NO_METHODS, content["methods"]),
        (ProblemCode.NO_PAPERS, any(group["items"] for group in content["documents"])),
        (ProblemCode.NO_RESULT, content["results"]),
        (ProblemCode.NO_LEGAL_BASIS, content["legal_bases"]),
        (ProblemCode.ABRIDGED, not content["abridged"]),
        (ProblemCode.NOT_READ_WHOLE, not content["unread"]),
    )
    details = {ProblemCode.NOT_READ_WHOLE: ", ".join(sorted(content["unread"]))}
    return [Problem(code, details.get(code, "")) for code, present in parts if not present]


def _method_problems(content: Mapping[str, Any]) -> list[Problem]:
    methods = content["methods"]
    fees = [(method["channel"], fee) for method in methods for fee in method["fees"]]
    found = {
        ProblemCode.UNIT_MISSING: [f"{m['channel']}: {m['limit_value']}" for m in methods if m["unit_missing"]],
        ProblemCode.NO_TIME_LIMIT: [
            m["channel"]
            for m in methods
            if not (m["limit"] or m["limit_text"] or m["unit_missing"] or m["description"])
        ],
        ProblemCode.AMBIGUOUS: [f"{m['channel']}: {m['source_text']}" for m in methods if m["ambiguous"]],
        ProblemCode.FREE_BUT_NOTE: [c for c, fee in fees if fee["doubt"] == FeeDoubt.SEE_NOTE.value],
        ProblemCode.FEE_TOO_SMALL: [
            f"{c}: {fee['amount']}" for c, fee in fees if fee["doubt"] == FeeDoubt.TOO_SMALL.value
        ],
    }
    return [Problem(code, "; ".join(dict.fromkeys(places))[:300]) for code, places in found.items() if places]


def _other_problems(content: Mapping[str, Any]) -> list[Problem]:
    problems = []
    notes = sum(item["is_note"] for group in content["documents"] for item in group["items"])
    if notes:
        problems.append(Problem(ProblemCode.PAPER_NOTES, str(notes)))
    if content["tiers"] == Tiers.THREE.value:
        match = _DISTRICT.search(json.dumps(content["steps"], ensure_ascii=False))
        problems.append(Problem(ProblemCode.THREE_TIERS, match.group(0) if match else ""))
    unknown = [level for level in content["levels"] if level not in _LEVELS]
    if unknown:
        problems.append(Problem(ProblemCode.UNKNOWN_VALUE, "levels: " + ", ".join(unknown)[:200]))
    return problems
