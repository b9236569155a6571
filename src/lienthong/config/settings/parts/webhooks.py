"""Webhooks: where they may lead, and how long a receiver may fail."""

import os


def _listed(name: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in os.environ.get(name, "").split(",") if each.strip())


# Networks inside that webhooks may lead to besides public addresses, such as the line between agencies: 10.0.0.0/8.
WEBHOOK_ALLOWED_NETWORKS = _listed("WEBHOOK_ALLOWED_NETWORKS")
# Authorities trusted besides those of the system, as one PEM file.
WEBHOOK_CA_FILE = os.environ.get("WEBHOOK_CA_FILE", "")
# Plain http, for trial only.
WEBHOOK_ALLOW_HTTP = os.environ.get("WEBHOOK_ALLOW_HTTP", "") == "yes"
# Seconds to wait after the first, second, … failure.
WEBHOOK_RETRY_SECONDS = tuple(
    int(each)
    for each in os.environ.get("WEBHOOK_RETRY_SECONDS", "5,300,1800,7200,18000,36000,50400,72000,86400").split(",")
)
# A webhook whose receiver has failed for so many days is disabled.
WEBHOOK_DISABLE_DAYS = int(os.environ.get("WEBHOOK_DISABLE_DAYS", "5"))
# Hours in which the old secret still signs beside a new one.
WEBHOOK_OVERLAP_HOURS = int(os.environ.get("WEBHOOK_OVERLAP_HOURS", "24"))
# Days for which the log of deliveries is kept.
WEBHOOK_KEEP_DAYS = int(os.environ.get("WEBHOOK_KEEP_DAYS", "30"))
