"""An import contract: other apps enter an app only through the modules of its public face."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def below(module: str, package: str) -> bool:
    """Return whether a module is this package or lies in it."""
    return module == package or module.startswith(f"{package}.")


class PublicFace(Contract):
    """Reports each import from outside that reaches past the face of an app."""

    groups = fields.ListField(subfield=fields.StringField())
    faces = fields.ListField(subfield=fields.StringField())
    wiring = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002  the linter calls it so
        """Find the imports that break the contract."""
        broken: list[tuple[str, str]] = []
        groups: Any = self.groups
        for app in sorted(app for group in groups for app in graph.find_children(group)):
            broken += self._broken_into(app, graph)
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def _broken_into(self, app: str, graph: ImportGraph) -> list[tuple[str, str]]:
        names: Any = self.faces
        wiring: Any = self.wiring or ()
        faces = [f"{app}.{face}" for face in names]
        found: list[tuple[str, str]] = []
        for module in {app} | graph.find_descendants(app):
            if "._" not in module and any(below(module, face) for face in faces):
                continue
            importers = graph.find_modules_that_directly_import(module)
            outside = (each for each in importers if not any(below(each, place) for place in (app, *wiring)))
            found += [(importer, module) for importer in outside]
        return found

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that breaks the contract."""
        for importer, module in check.metadata["broken"]:
            output.print_error(f"{importer} reaches inside {module}; use its public face")
