"""Where things lie on the disk."""

import os
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[5]
VAR_DIR = Path(os.environ.get("LIENTHONG_VAR") or PROJECT_DIR / "var").resolve()
ASSETS_DIR = VAR_DIR / "assets"
MEDIA_ROOT = VAR_DIR / "files"
KEYS_DIR = VAR_DIR / "keys"
