"""Rights taken beyond one's own are told to the other administrators, and to nobody else."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.accounts.services import take_emergency_rights
from lienthong.kernel.accounts.testing import User
from lienthong.kernel.events.services import deliver
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.testing import BEGIN, small_tree

from ..models import Message

pytestmark = pytest.mark.django_db


def test_the_other_administrators_are_told_at_once_who_took_which_rights_and_what_for() -> None:
    tree, now = small_tree(), timezone.now()
    position_id = organizations.save_position(code="clerk", name="Quản trị viên", rank=40)
    organizations.appoint(
        user_id=tree.newcomer_id, agency_id=tree.commune.id, position_id=position_id, roles=("administrator",),
        valid_from=BEGIN,
    )  # fmt: skip
    Authenticator.objects.create(user_id=tree.administrator_id, type=Authenticator.Type.TOTP, data={"secret": "x"})
    taker = actor_of(
        User.objects.get(pk=tree.administrator_id),
        at=timezone.localdate(now),
        has_second_factor=True,
        confirmed_at=now - timedelta(minutes=1),
    )
    uuid = take_emergency_rights(
        agency_code=tree.commune.code, role="reception", purpose="Cả bộ phận nghỉ ốm.", minutes=30, actor=taker, now=now
    )
    deliver(clock=lambda: now, seconds=30)
    told = Message.objects.get(template__key="accounts.emergency_rights", channel="in_app")
    assert told.to_user_id == tree.newcomer_id
    assert told.url == reverse("emergency", args=[uuid])
    until = f"{timezone.localtime(now + timedelta(minutes=30)):%H:%M %d/%m/%Y}"
    assert told.body == (
        f"{taker.name} dùng quyền khẩn cấp “Cán bộ tiếp nhận” tại {tree.commune.name} đến {until}. "
        "Lý do: Cả bộ phận nghỉ ốm."
    )
