"""The account of a person or machine."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from lienthong.kernel.acts.contracts import Scope


class UserManager(BaseUserManager["User"]):
    """Makes accounts; finds them by user name without regard to case."""

    def create_user(self, username: str, password: str | None = None, *, name: str, email: str = "") -> "User":
        """Make an account that can sign in with the password, or none when it signs in elsewhere."""
        user = self.model(username=username.lower(), name=name, email=email)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by the name typed at sign-in."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """One account for one human or machine; citizen, representative and officer are roles of it (R-73).

    `personal_number` is the number on the identity card, recorded by an administrator or proven by the outer provider;
    `assurance` is the highest level at which it was proven (see `Assurance`).

    Personal data: name, work e-mail and personal number, to know who signs in; kept while the account exists.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    personal_number = models.CharField(max_length=12, null=True, unique=True)
    assurance = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_active = models.BooleanField(default=True)
    is_machine = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """Name the account."""
        return self.username

    @property
    def is_staff(self) -> bool:
        """Tell libraries that ask for it that there is no Django admin here."""
        return False


class Session(AbstractBaseSession):
    """A browser that is signed in, or has begun to; removed when it ends.

    `agent` and `address` are what the browser said of itself at sign-in; `assurance` is the level at which the person
    was proven then by the outer provider, 0 with a password. The key is a secret; `uuid` names the row.
    Personal data: whose it is, and where from; shown to that person; kept until it expires.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    assurance = models.PositiveSmallIntegerField(default=0, db_default=0)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that reads and writes these rows, named by the settings."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class ConnectedSystem(models.Model):
    """Another program that works here by itself, or lets people sign on with their account here.

    `client` is what it signs in with, `user` the account its acts are written under, `agency` and `reach` how far its
    permissions go.

    Personal data: none.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.OneToOneField("allauth_idp_oidc.Client", on_delete=models.PROTECT, related_name="connected")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    reach = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    purpose = models.CharField(max_length=500)
    registered_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Name the system."""
        return self.client_id


class EmergencyRights(models.Model):
    """Rights beyond their own that an administrator took for a short time and a stated purpose (break-glass).

    They hold from `began_at` until `ends_at`, or until `ended_at` when they were given back before.

    Personal data: who took which rights, when and why; kept with the history.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=500)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Read by person and end; nobody holds two at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="emergency_rights_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("began_at")), name="emergency_rights_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-began_at"], name="emergency_rights_newest")]

    def __str__(self) -> str:
        """Name who took what."""
        return f"{self.user_id} {self.role}"
