"""Telling people: the SMTP server, providers of SMS and Zalo, quiet hours, and how long is tried and kept."""

import os

# E-mail. Without a host none is sent. EMAIL_SECURITY: "starttls" (port 587), "tls" (port 465) or "none".
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_SECURITY = os.environ.get("EMAIL_SECURITY", "starttls")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or {"starttls": 587, "tls": 465}.get(EMAIL_SECURITY, 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "Liên Thông <khong-tra-loi@localhost>")
# How many messages a second the server takes; 0 sets no limit.
EMAIL_RATE = float(os.environ.get("EMAIL_RATE", "0"))
# Providers of SMS and Zalo: JSON, or the path of a file with it; "${NAME}" in it stands for a variable of the
# environment. The order is that in which they are asked. See docs/developer/notifications.md.
NOTIFICATIONS_PROVIDERS = os.environ.get("NOTIFICATIONS_PROVIDERS", "")
# From when to when nothing rings, and when officers who asked for it get one mail with the notices of the day.
NOTIFICATIONS_QUIET_HOURS = os.environ.get("NOTIFICATIONS_QUIET_HOURS", "21:00-07:00")
# What an agency without a budget of its own may spend on messages in a month, in đồng; 0 sets no limit.
NOTIFICATIONS_MONTHLY_BUDGET = int(os.environ.get("NOTIFICATIONS_MONTHLY_BUDGET", "0"))
NOTIFICATIONS_BUDGET_STOPS = os.environ.get("NOTIFICATIONS_BUDGET_STOPS", "0") == "1"
# How long a worker may hold a message; longer than the longest exchange with a provider.
NOTIFICATIONS_LEASE_SECONDS = 90
# For how long a message is tried before it is given up, and for how long messages are kept.
NOTIFICATIONS_GIVE_UP_HOURS = int(os.environ.get("NOTIFICATIONS_GIVE_UP_HOURS", "24"))
NOTIFICATIONS_KEEP_DAYS = int(os.environ.get("NOTIFICATIONS_KEEP_DAYS", "365"))
