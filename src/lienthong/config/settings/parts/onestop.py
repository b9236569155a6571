"""The one-stop shop."""

import os

# How many days before the end of the time to answer an applicant is reminded of a supplement.
ONESTOP_REMIND_DAYS = int(os.environ.get("ONESTOP_REMIND_DAYS", "3"))

# The rules by which dossiers on paper are handed on, each from its day on; empty: the law as it is known here.
ONESTOP_FORWARDING_FILE = os.environ.get("ONESTOP_FORWARDING_FILE", "")
# As which state of the National Portal a refusal after examination is told, by destination: 8, or 9 with a paper.
ONESTOP_REFUSED_AS = {
    name: 9 if code == "9" else 8
    for name, _equals, code in (
        each.strip().partition("=") for each in os.environ.get("ONESTOP_REFUSED_AS", "national=8").split(",")
    )
}
# Within which working time a filing over the network is answered where its procedure does not say it (unverified).
ONESTOP_ANSWER_FILING_WITHIN = os.environ.get("ONESTOP_ANSWER_FILING_WITHIN", "8wh")

# Whether a package of a procedure is published only when somebody known here has signed it.
ONESTOP_PACKAGES_SIGNED = os.environ.get("ONESTOP_PACKAGES_SIGNED", "") == "1"
