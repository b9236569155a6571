"""Opening an account."""

from lienthong.kernel.accounts.models import User


def open_account(
    *, username: str, name: str, password: str | None = None, email: str = "", personal_number: str | None = None
) -> int:
    """Open an account, or return the one that has the user name, and give its id.

    :param password: none for accounts that sign in elsewhere
    :param personal_number: twelve digits, by which the outer provider finds the account; none when not known
    """
    existing = User.objects.filter(username=username.lower()).first()
    if existing is not None:
        return existing.pk
    user = User.objects.create_user(username, password, name=name, email=email)
    if personal_number:
        user.personal_number = personal_number
        user.save(update_fields=["personal_number"])
    return user.pk
