"""Acts of signatures."""

from .certificates import (
    as_pem,
    import_certificate,
    issue_certificate,
    request_certificate,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
    use_certificate,
    watch_certificates,
)
from .make_test_authority import make_test_authority, test_authority_server
from .record_verification import LARGEST as LARGEST_VERIFIED
from .record_verification import record_verification
from .sign_pdf import sign_pdf
from .sign_xml import sign_xml
from .stamp import stamp_digest, verify_stamp
from .verify_pdf import verify_pdf
from .verify_xml import verify_xml

__all__ = [
    "LARGEST_VERIFIED",
    "as_pem",
    "import_certificate",
    "issue_certificate",
    "make_test_authority",
    "record_verification",
    "request_certificate",
    "resume_certificate",
    "revoke_certificate",
    "sign_pdf",
    "sign_xml",
    "stamp_digest",
    "suspend_certificate",
    "test_authority_server",
    "use_certificate",
    "verify_pdf",
    "verify_stamp",
    "verify_xml",
    "watch_certificates",
]
