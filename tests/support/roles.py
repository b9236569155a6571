"""People of different standing, for tests that visit every door."""

from datetime import date

from django.test import Client

from lienthong.kernel.accounts.extensions import role_labels
from lienthong.kernel.accounts.models import User
from lienthong.kernel.organizations.models import Agency, Appointment, Position

ROLES = ("anonymous", "citizen", "officer without a role", "officer with every role")


def client_of(*, role: str, today: date) -> Client:
    """Return a browser in which somebody of this standing is signed in; `role` is one of `ROLES`."""
    client = Client()
    if role == "anonymous":
        return client
    user = User.objects.create_user(username=role.replace(" ", "-"), password=None, name="Nguyễn Thị Thử")
    if role.startswith("officer"):
        agency = Agency.objects.create(
            code="H32.1", name="Uỷ ban nhân dân", kind="province", level="province", path="/1/", valid_from=today
        )
        position = Position.objects.create(code="specialist", name="Chuyên viên")
        roles = sorted(role_labels()) if role.endswith("every role") else []
        Appointment.objects.create(user=user, agency=agency, position=position, roles=roles, valid_from=today)
    client.force_login(user)
    return client
