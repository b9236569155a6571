"""Sentences of the one-stop shop that several rooms say."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PACKAGE_TROUBLES: Mapping[str, str | Promise] = {
    "too_large": gettext_lazy("The package is larger than %(limit)s MB."),
    "no_zip": gettext_lazy("This file is no ZIP file, or it is damaged."),
    "unknown_member": gettext_lazy("“%(member)s” does not belong in a package."),
    "missing_member": gettext_lazy("“%(member)s” is missing in the package."),
    "twice": gettext_lazy("A part stands twice in the package."),
    "packed_otherwise": gettext_lazy("“%(member)s” is encrypted, or packed in a way that is not read here."),
    "member_too_large": gettext_lazy("“%(member)s” is larger than %(limit)s MB."),
    "no_manifest": gettext_lazy("The list of parts (manifest.json) is not as it should be."),
    "other_format": gettext_lazy("The package has the format %(found)s; this program reads the format %(known)s."),
    "changed_member": gettext_lazy("“%(member)s” was changed after the package was made."),
    "no_json": gettext_lazy("“%(member)s” cannot be read as JSON."),
    "no_text": gettext_lazy("“%(member)s” cannot be read as text."),
    "malformed": gettext_lazy("“%(member)s” is not as it should be at “%(place)s”: %(reason)s."),
    "other_code": gettext_lazy("The package is for %(wanted)s, its description for %(found)s."),
    "text_length": gettext_lazy("“%(name)s” is empty or longer than %(most)s signs."),
    "wrong_key": gettext_lazy("“%(key)s” cannot be a key."),
    "wrong_level": gettext_lazy("A level is province or commune, not “%(levels)s”."),
    "cases_once": gettext_lazy("A package has at least one case, and each code of a case once."),
    "papers_once": gettext_lazy("A code of a paper stands twice in the case “%(case)s”."),
    "no_limit": gettext_lazy("The case “%(case)s” has no time limit at the counter."),
    "wrong_limit": gettext_lazy("“%(limit)s” is no time limit."),
    "wrong_fee": gettext_lazy("A fee of the case “%(case)s” is below zero."),
    "other_name": gettext_lazy("The name differs from the national database: “%(name)s”."),
    "other_field": gettext_lazy("The field differs from the national database: “%(field)s”."),
    "slower_than_law": gettext_lazy("The case “%(case)s” takes %(limit)s; the national database allows %(law)s."),
    "law_changed": gettext_lazy("The legal part “%(part)s” differs from the national database; a province only adds."),
    "no_scenarios": gettext_lazy("A package has from 1 to %(most)s scenarios, each with its own name."),
    "scenario_case": gettext_lazy("The scenario “%(scenario)s” names the case “%(case)s”, which there is not."),
    "scenario_paper": gettext_lazy("The scenario “%(scenario)s” hands in the paper “%(paper)s”, which there is not."),
    "scenario_shape": gettext_lazy("The scenario “%(scenario)s” is too long, or begins where nobody receives."),
    "answer_unknown": gettext_lazy("The result prints “%(name)s”, which the form does not ask."),
    "signature_broken": gettext_lazy("The signature does not fit the package: it was changed after it was signed."),
    "agency_unknown": gettext_lazy("There is no agency “%(agency)s” here to decide on it."),
}

# What is wrong at a place of a part, by the kind that the reader of JSON names.
REASONS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("it is missing"),
    "extra_forbidden": gettext_lazy("it does not belong there"),
    "wrong_value": gettext_lazy("its value is not possible"),
    "shape": gettext_lazy("it holds a schema and a ui part, nothing else"),
}


def package_trouble(code: str, about: Mapping[str, Any]) -> str:
    """Return one sentence that says why a package cannot be used."""
    reason = str(about.get("reason", ""))
    return str(PACKAGE_TROUBLES[code]) % {**about, "reason": str(REASONS.get(reason, reason))}
