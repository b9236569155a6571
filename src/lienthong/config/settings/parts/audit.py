"""The history and the log of looks: how long looks are kept."""

import os

# Days after which looks at personal data are removed; never less than a year. Their digests stay in the chain.
AUDIT_KEEP_LOOKS_DAYS = max(int(os.environ.get("AUDIT_KEEP_LOOKS_DAYS", "730")), 366)
