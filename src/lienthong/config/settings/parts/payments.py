"""Paying online: the gateway, and the two keys, one for what we ask of it and one for what it tells us."""

import os

# Without an address nobody can pay online; cash and transfers work.
PAYMENT_GATEWAY_URL = os.environ.get("PAYMENT_GATEWAY_URL", "").rstrip("/")
PAYMENT_GATEWAY_CLIENT = os.environ.get("PAYMENT_GATEWAY_CLIENT", "")
PAYMENT_GATEWAY_REQUEST_KEY = os.environ.get("PAYMENT_GATEWAY_REQUEST_KEY", "")
PAYMENT_GATEWAY_CALLBACK_KEY = os.environ.get("PAYMENT_GATEWAY_CALLBACK_KEY", "")
# How the service-quality index counts it: 1 the National Portal, 2 a gateway of a ministry or the province.
PAYMENT_GATEWAY_ONLINE = os.environ.get("PAYMENT_GATEWAY_ONLINE", "1")
# Anybody can send nonsense to an open door; more than this of it in a day is answered but not kept.
PAYMENT_MOST_FORGED = int(os.environ.get("PAYMENT_MOST_FORGED", "500"))
