"""Telling others what happened: how often it is tried, and how long what was told is kept."""

import json
import os


def _numbers(name: str, otherwise: str) -> tuple[int, ...]:
    return tuple(int(each) for each in os.environ.get(name, otherwise).split(","))


# Seconds to wait after the first, second, … failure of a subscriber; after the last failure somebody must look.
EVENTS_RETRY_SECONDS = _numbers("EVENTS_RETRY_SECONDS", "5,15,60,300,900,3600,10800")
# Days after which what was told is removed; the feed for other systems reaches back as far.
EVENTS_KEEP_DAYS = int(os.environ.get("EVENTS_KEEP_DAYS", "90"))
# NATS JetStream carries events between provinces and agencies; off without an address.
NATS_URL = os.environ.get("NATS_URL", "")
NATS_CREDENTIALS = os.environ.get("NATS_CREDENTIALS", "")
NATS_STREAM = os.environ.get("NATS_STREAM", "LIENTHONG")
# Under which name our own events are published: one word, such as the code of the province.
NATS_NAME = os.environ.get("NATS_NAME", "h32")
# Whose events are taken in: by the name they publish under, the source their events must name.
NATS_RECEIVE_FROM: dict[str, str] = json.loads(os.environ.get("NATS_RECEIVE_FROM") or "{}")
