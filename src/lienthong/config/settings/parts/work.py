"""Background work."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# A bulk run: how many subjects it takes at most, and how long after its end it may be undone.
BULK_MOST_SUBJECTS = 20_000
BULK_UNDO_MINUTES = 30
