"""Acts of signatures."""

from .make_test_authority import make_test_authority
from .sign_pdf import sign_pdf
from .verify_pdf import verify_pdf

__all__ = ["make_test_authority", "sign_pdf", "verify_pdf"]
