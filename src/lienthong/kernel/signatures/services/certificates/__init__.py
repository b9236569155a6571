"""The life of certificates of people, agencies and devices."""

from .import_certificate import import_certificate
from .issue_certificate import issue_certificate
from .reading import as_pem
from .request_certificate import request_certificate
from .resume_certificate import resume_certificate
from .revoke_certificate import revoke_certificate
from .suspend_certificate import suspend_certificate
from .use_certificate import use_certificate
from .watch_certificates import watch_certificates

__all__ = [
    "as_pem",
    "import_certificate",
    "issue_certificate",
    "request_certificate",
    "resume_certificate",
    "revoke_certificate",
    "suspend_certificate",
    "use_certificate",
    "watch_certificates",
]
