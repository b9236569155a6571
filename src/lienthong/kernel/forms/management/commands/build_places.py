"""Makes the compact lists of places in `data/` from the full lists of administrative units."""

import json
from argparse import ArgumentParser
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.kernel.forms.rules.places import DATA, Era


def compact(content: dict[str, Any]) -> dict[str, Any]:
    """Keep codes and names: a province, its districts if it has any, and one line of communes for each."""
    kinds = sorted({each["type"] for each in content["communes"]})
    districts = {each["code"]: each["full_name"] for each in content.get("districts", ())}
    rows = []
    for province in content["provinces"]:
        own = [each for each in content["communes"] if each["province_code"] == province["code"]]
        own.sort(key=lambda each: (each.get("district_code", ""), each["code"]))
        parts = [
            [
                districts.get(code, ""),
                "|".join(f"{each['code']} {kinds.index(each['type'])} {each['name']}" for each in group),
            ]
            for code, group in groupby(own, key=lambda each: each.get("district_code", ""))
        ]
        rows.append({"code": province["code"], "name": province["full_name"], "communes": parts})
    meta = {key: content["meta"][key] for key in ("as_of", "source", "licence")}
    return {"meta": meta, "kinds": kinds, "provinces": rows}


class Command(BaseCommand):
    """Reads a full list and writes the compact one of its era."""

    help = "Make the compact list of places of one era from a full list of administrative units (JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the era and the full list."""
        parser.add_argument("era", choices=[era.value for era in Era])
        parser.add_argument("source", type=Path)
        parser.add_argument("--target", type=Path, default=DATA)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's shape
        """Write the file and say how many places it holds."""
        content = compact(json.loads(options["source"].read_text(encoding="utf-8")))
        target = options["target"] / f"places-{options['era']}.json"
        target.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        count = sum(len(line.split("|")) for row in content["provinces"] for _name, line in row["communes"])
        self.stdout.write(f"{target.name}: {len(content['provinces'])} provinces, {count} communes")
