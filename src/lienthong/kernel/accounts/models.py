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

    Personal data: name and work e-mail; kept while the account exists.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
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

    `agent` and `address` are what the browser said of itself at sign-in. The key is a secret; `uuid` names the row.
    Personal data: whose it is, and where from; shown to that person; kept until it expires.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)

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
