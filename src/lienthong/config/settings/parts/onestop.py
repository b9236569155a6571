"""The one-stop shop."""

import os

# How many days before the end of the time to answer an applicant is reminded of a supplement.
ONESTOP_REMIND_DAYS = int(os.environ.get("ONESTOP_REMIND_DAYS", "3"))

# The rules by which dossiers on paper are handed on, each from its day on; empty: the law as it is known here.
ONESTOP_FORWARDING_FILE = os.environ.get("ONESTOP_FORWARDING_FILE", "")
