"""Signing in the person whom the outer provider proved, and recording whose number is whose."""

import secrets
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import MANAGE, OuterIdentity, SignInRefused
from lienthong.kernel.accounts.models import User
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.accounts.rules import is_personal_number
from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit

SUBJECT_TYPE = "accounts.user"


@transaction.atomic
def accept_identity(*, identity: OuterIdentity, now: datetime) -> SocialAccount:
    """Find the account of a proven person by personal number alone, or open one, and return its tie to the provider.

    An e-mail or a name is never an identity. The provider's own name for the person (`sub`) stays tied to the account
    with which it first came.

    :raises SignInRefused: the account is closed, or number and provider's name for the person belong to two accounts
    """
    user, opened = User.objects.select_for_update().get_or_create(
        personal_number=identity.number,
        defaults={
            "username": f"dinh-danh.{secrets.token_hex(6)}",
            "name": identity.name,
            "password": make_password(None),
        },
    )
    ties = SocialAccount.objects.select_for_update(of=("self",)).filter(provider=identity.provider)
    tie = ties.filter(uid=identity.subject).first()
    if (tie is not None and tie.user_id != user.pk) or (tie is None and ties.filter(user=user).exists()):
        raise SignInRefused(
            _("This identity was tied to another account before. Bring your identity card to the administrator.")
        )
    if not user.is_active:
        raise SignInRefused(_("This account is closed. Ask the administrator of your agency."))
    if tie is None:
        tie = SocialAccount(user=user, provider=identity.provider, uid=identity.subject)
    tie.extra_data = {"level": int(identity.level)}
    tie.save()
    if identity.level > user.assurance:
        user.assurance = identity.level
        user.save(update_fields=["assurance"])
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(user.pk),
        act="accounts.sign_in.outer",
        actor=actor_of(user, at=timezone.localdate(now)),
        now=now,
        data={"provider": identity.provider, "subject": identity.subject, "level": int(identity.level), "new": opened},
    )
    return tie


@transaction.atomic
def record_personal_number(*, username: str, number: str, actor: Actor, now: datetime) -> None:
    """Record whose number it is, seen on the identity card, so that the outer provider finds the account.

    A tie to the provider that the account has is undone: the next sign-in with this number makes a new one.

    :raises NotPermitted: the actor does not look after accounts, or means their own
    :raises Invalid: no such account of a person, or no twelve digits
    :raises Conflict: another account has the number
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only administrators record personal numbers."))
    number = "".join(number.split())
    errors = []
    accounts = User.objects.select_for_update().filter(is_machine=False)
    user = accounts.filter(username=username.strip().lower()).first() if username.isprintable() else None
    if user is None:
        errors.append(FieldError("username", _("There is no account with this user name")))
    if not is_personal_number(number):
        errors.append(FieldError("number", _("A personal number has 12 digits")))
    if errors or user is None:
        raise Invalid(errors[0].message, errors=tuple(errors))
    if user.pk == actor.user_id:
        raise NotPermitted(_("Nobody records their own number; ask another administrator."))
    if User.objects.filter(personal_number=number).exclude(pk=user.pk).exists():
        raise Conflict(_("Another account has this number."))
    user.personal_number = number
    user.save(update_fields=["personal_number"])
    SocialAccount.objects.filter(user=user).delete()
    # The number itself stays out of the history, where more people read.
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(user.pk),
        act="accounts.number.record",
        actor=actor,
        now=now,
        data={"username": user.username, "last_digits": number[-3:]},
    )
