"""Papers: the program that turns Word files into PDF."""

import os

# Path or name of LibreOffice; where it is not installed, papers from Word templates stay Word files.
PAPERS_OFFICE = os.environ.get("PAPERS_OFFICE", "")
