"""The National Public Service Portal: where its interfaces are, the secrets, and the codes that its papers leave open.

What is marked (unverified) was not read in a specification in force; it is asked of its operator at connection.
"""

import os


def _listed(name: str, default: str = "") -> tuple[str, ...]:
    return tuple(each.strip() for each in os.environ.get(name, default).split(",") if each.strip())


def _codes(name: str, default: str) -> dict[str, str]:
    return dict(each.split("=", 1) for each in _listed(name, default))


# First generation, with a session. Without an address nothing is sent by it.
NATIONAL_PORTAL_1_URL = os.environ.get("NATIONAL_PORTAL_1_URL", "").rstrip("/")
NATIONAL_PORTAL_1_USER = os.environ.get("NATIONAL_PORTAL_1_USER", "")
NATIONAL_PORTAL_1_PASSWORD = os.environ.get("NATIONAL_PORTAL_1_PASSWORD", "")
# The header that names the destination on the exchange platform, and our own code in each call.
NATIONAL_PORTAL_1_DSTCODE = os.environ.get("NATIONAL_PORTAL_1_DSTCODE", "")
NATIONAL_PORTAL_1_UNIT = os.environ.get("NATIONAL_PORTAL_1_UNIT", "")
# Which answers mean that the session has ended, and which service lists the dossiers of a day (unverified).
NATIONAL_PORTAL_1_EXPIRED = _listed("NATIONAL_PORTAL_1_EXPIRED", "-2,401")
NATIONAL_PORTAL_1_LIST = os.environ.get("NATIONAL_PORTAL_1_LIST", "LayDanhSachHoSo")

# Second generation, the gateway with a token; its addresses below the first (unverified).
NATIONAL_PORTAL_2_URL = os.environ.get("NATIONAL_PORTAL_2_URL", "").rstrip("/")
NATIONAL_PORTAL_2_CLIENT = os.environ.get("NATIONAL_PORTAL_2_CLIENT", "")
NATIONAL_PORTAL_2_SECRET = os.environ.get("NATIONAL_PORTAL_2_SECRET", "")
NATIONAL_PORTAL_2_PATHS = {
    "token": "token",
    "upload": "tep",
    "connect": "ho-so/ket-noi",
    "progress": "ho-so/tien-do",
    "state": "ho-so/trang-thai",
    "list": "ho-so/danh-sach",
} | _codes("NATIONAL_PORTAL_2_PATHS", "")

# Codes of the first and the second generation, by what they mean here (those of section 23 unverified).
NATIONAL_PORTAL_1_CODES = {
    "kind.citizen": "1",
    "kind.business": "2",
    "kind.organization": "3",
    "delivery.counter": "0",
    "delivery.post": "1",
    "delivery.online": "2",
    "place.portal": "1",
    "place.here": "2",
} | _codes("NATIONAL_PORTAL_1_CODES", "")
NATIONAL_PORTAL_2_CODES = {
    "kind.citizen": "0",
    "kind.business": "1",
    "kind.organization": "1",
} | _codes("NATIONAL_PORTAL_2_CODES", "")

# Seconds that one call may take; then the Portal counts as away.
NATIONAL_PORTAL_SECONDS = float(os.environ.get("NATIONAL_PORTAL_SECONDS", "15"))
# Seconds to wait after the first, second, … refusal of a dossier; one try more than there are pauses.
NATIONAL_PORTAL_RETRY_SECONDS = tuple(
    int(each) for each in _listed("NATIONAL_PORTAL_RETRY_SECONDS", "30,300,1800,7200,21600,43200,86400")
)
# For how many seconds a link to a file opens it.
NATIONAL_PORTAL_LINK_SECONDS = int(os.environ.get("NATIONAL_PORTAL_LINK_SECONDS", "86400"))
# Where files of what the Portal pushes may be fetched, such as https://tep.example.gov.vn; none: contents only.
NATIONAL_PORTAL_FILE_HOSTS = _listed("NATIONAL_PORTAL_FILE_HOSTS")
