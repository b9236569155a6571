"""Opening an account."""

from lienthong.kernel.accounts.models import User


def open_account(*, username: str, name: str, password: str | None = None, email: str = "") -> int:
    """Open an account, or return the one that has the user name, and give its id.

    :param password: none for accounts that sign in elsewhere
    """
    existing = User.objects.filter(username=username.lower()).first()
    if existing is not None:
        return existing.pk
    return User.objects.create_user(username, password, name=name, email=email).pk
