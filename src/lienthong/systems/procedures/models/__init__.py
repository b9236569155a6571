"""Tables of the catalogue."""

from .imports import ImportFile, ImportRow, ImportRun
from .procedure import Procedure, ProcedureVersion

__all__ = ["ImportFile", "ImportRow", "ImportRun", "Procedure", "ProcedureVersion"]
