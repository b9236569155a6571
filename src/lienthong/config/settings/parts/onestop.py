"""The one-stop shop."""

import os

# How many days before the end of the time to answer an applicant is reminded of a supplement.
ONESTOP_REMIND_DAYS = int(os.environ.get("ONESTOP_REMIND_DAYS", "3"))
