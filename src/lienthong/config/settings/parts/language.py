"""Languages, time and figures."""

import os

from . import paths

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [paths.PROJECT_DIR / "src" / "lienthong" / "locale"]
LANGUAGE_COOKIE_NAME = "lt-lang"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
# The province that runs the program, as it calls itself.
PROVINCE_NAME = os.environ.get("PROVINCE_NAME", "Khánh Hoà")
