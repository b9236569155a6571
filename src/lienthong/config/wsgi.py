"""The program as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.production")
application = get_wsgi_application()
# What is loaded by now lives as long as the process: searching it for garbage took a tenth of every request. What a
# request leaves is found as well when it is looked for after ten thousand new objects instead of seven hundred.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
