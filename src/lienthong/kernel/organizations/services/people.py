"""Finding the account of an officer by user name."""

from typing import Any

from django.contrib.auth import get_user_model


def plain(text: str) -> str:
    """Return a code or user name as it can stand in the tables: PostgreSQL would stumble over NUL."""
    return text.strip() if text.isprintable() else ""


def find_officer(*, username: str) -> Any:
    """Lock the account of a person by user name and return it, None when there is none that is in use."""
    accounts = get_user_model().objects.select_for_update()
    return accounts.filter(username=plain(username).lower(), is_active=True, is_machine=False).first()
