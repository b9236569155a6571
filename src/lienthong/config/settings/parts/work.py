"""Background work."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
