"""Connecting another program, giving it a new secret, and ending its connection."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import MANAGE, SIGN_ON_SCOPES, Credentials, SystemDraft
from lienthong.kernel.accounts.models import ConnectedSystem, User
from lienthong.kernel.accounts.queries import grantable_permissions
from lienthong.kernel.accounts.rules import is_safe_return
from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import queries as organizations

SUBJECT_TYPE = "accounts.connectedsystem"
REACHES = (Scope.AGENCY, Scope.SUBTREE, Scope.PROVINCE)
LONGEST_NAME, LONGEST_PURPOSE, MOST_RETURNS = 100, 500, 10


@transaction.atomic
def connect_system(*, draft: SystemDraft, actor: Actor, now: datetime) -> Credentials:
    """Connect a system; its secret is told once.

    :raises NotPermitted: the actor does not look after accounts
    :raises Invalid: something is missing, or is more than a machine may have
    """
    _check_right(actor)
    agency_id = _check(draft)
    secret = secrets.token_urlsafe(32)
    client = Client(name=draft.name.strip(), type=Client.Type.CONFIDENTIAL)
    client.set_secret(secret)
    client.set_redirect_uris(list(draft.redirect_uris))
    client.set_scopes([*draft.permissions, *(SIGN_ON_SCOPES if draft.redirect_uris else ())])
    client.set_default_scopes(list(draft.permissions))
    client.set_grant_types(
        [
            *([Client.GrantType.CLIENT_CREDENTIALS.value] if draft.permissions else []),
            *([Client.GrantType.AUTHORIZATION_CODE.value] if draft.redirect_uris else []),
        ]
    )
    client.save()
    user = User.objects.create_user(f"may.{client.id}", name=client.name)
    user.is_machine = True
    user.save(update_fields=["is_machine"])
    system = ConnectedSystem.objects.create(
        client=client,
        user=user,
        agency_id=agency_id,
        reach=draft.reach,
        purpose=draft.purpose.strip(),
        registered_at=now,
    )
    data = {"permissions": list(draft.permissions), "reach": str(draft.reach), "returns": list(draft.redirect_uris)}
    _write_history(system, "accounts.system.connect", actor, now, data)
    return Credentials(uuid=system.uuid, client_id=client.id, secret=secret)


@transaction.atomic
def renew_secret(*, uuid: UUID, actor: Actor, now: datetime) -> Credentials:
    """Give a system a new secret; the old one and all its tokens end at once.

    :raises NotPermitted: the actor does not look after accounts
    :raises NotFound: no such system
    :raises Conflict: its connection has ended
    """
    system = _lock(uuid, actor)
    secret = secrets.token_urlsafe(32)
    system.client.set_secret(secret)
    system.client.save(update_fields=["secret"])
    Token.objects.filter(client=system.client).delete()
    _write_history(system, "accounts.system.renew_secret", actor, now, {})
    return Credentials(uuid=system.uuid, client_id=system.client_id, secret=secret)


@transaction.atomic
def disconnect_system(*, uuid: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """End the connection of a system for good; what it holds opens nothing from now on.

    :raises NotPermitted: the actor does not look after accounts
    :raises NotFound: no such system
    :raises Conflict: its connection has ended already
    :raises Invalid: no reason is given
    """
    system = _lock(uuid, actor)
    if not reason.strip() or len(reason) > LONGEST_PURPOSE:
        message = _("Say why, in at most 500 letters")
        raise Invalid(message, errors=(FieldError("reason", message),))
    client = system.client
    client.secret = "!"  # noqa: S105  no password has this hash
    client.redirect_uris = client.grant_types = ""
    client.save(update_fields=["secret", "redirect_uris", "grant_types"])
    Token.objects.filter(client=client).delete()
    User.objects.filter(pk=system.user_id).update(is_active=False)
    system.revoked_at = now
    system.save(update_fields=["revoked_at"])
    _write_history(system, "accounts.system.disconnect", actor, now, {}, note=reason.strip())


def _check_right(actor: Actor) -> None:
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only administrators connect systems."))


def _lock(uuid: UUID, actor: Actor) -> ConnectedSystem:
    _check_right(actor)
    rows = ConnectedSystem.objects.select_for_update(of=("self",)).select_related("client")
    system = rows.filter(uuid=uuid).first()
    if system is None:
        raise NotFound(_("There is no such connected system."))
    if system.revoked_at is not None:
        raise Conflict(_("The connection of this system has ended."))
    return system


def _check(draft: SystemDraft) -> int:
    """Return the id of the agency, or refuse the draft field by field."""
    beyond = {*draft.permissions} - {*grantable_permissions()}
    idle = not (draft.permissions or draft.redirect_uris)
    rules = (
        ("name", _("Name the system, in at most 100 letters"), 0 < len(draft.name.strip()) <= LONGEST_NAME),
        ("purpose", _("Say what for, in at most 500 letters"), 0 < len(draft.purpose.strip()) <= LONGEST_PURPOSE),
        ("reach", _("Choose how far it reaches"), draft.reach in REACHES),
        ("permissions", _("A machine cannot be given this"), not beyond),
        ("permissions", _("Choose what it may do, or say where it receives people"), not idle),
        ("redirect_uris", _("At most ten addresses"), len(draft.redirect_uris) <= MOST_RETURNS),
    )
    errors = [FieldError(path, message) for path, message, kept in rules if not kept]
    errors += [
        FieldError("redirect_uris", _("%(address)s is no full https address") % {"address": each[:200]})
        for each in draft.redirect_uris
        if not is_safe_return(each)
    ]
    agency_id = 0
    try:
        agency_id = organizations.find_agency(code=draft.agency_code).id
    except NotFound as refusal:
        errors.append(FieldError("agency_code", refusal.message))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))
    return agency_id


def _write_history(
    system: ConnectedSystem, act: str, actor: Actor, now: datetime, data: Mapping[str, object], *, note: str = ""
) -> None:
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(system.uuid),
        act=act,
        actor=actor,
        now=now,
        note=note,
        data={"name": system.client.name, **data},
    )
