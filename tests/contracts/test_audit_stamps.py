"""The heads of the audit chain are stamped by the authority of signatures, and `openssl ts` says so too."""

import shutil
import subprocess
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services
from lienthong.kernel.audit.contracts import FindingKind
from lienthong.kernel.audit.testing import AuditDay
from lienthong.kernel.signatures.services import make_test_authority


@pytest.mark.django_db
def test_a_day_is_stamped_and_openssl_verifies_it(tmp_path: Path) -> None:
    now = timezone.now()
    who, before = Actor.system("test"), now - timedelta(days=1)
    services.record(subject_type="test", subject_key="1", act="test.do", actor=who, now=before)
    (day,) = services.close_days(now=now)
    assert services.stamp_days(now=now) == 1
    assert list(services.check_chain(now=now)) == []
    row = AuditDay.objects.get()
    stamp, openssl = tmp_path / "day.tsr", shutil.which("openssl") or "openssl"
    call_command("audit", "export", day.isoformat(), "--stamp", str(stamp), stdout=StringIO())
    ask = [openssl, "ts", "-verify", "-in", str(stamp), "-token_in", "-CAfile", str(make_test_authority()), "-digest"]
    head = bytes(row.head).hex()
    assert subprocess.run([*ask, head], check=False, capture_output=True).returncode == 0
    other = bytes(32).hex()
    assert subprocess.run([*ask, other], check=False, capture_output=True).returncode != 0
    AuditDay.objects.update(stamp=bytes(row.stamp or b"")[:-1] + b"\0")
    assert [each.kind for each in services.check_chain(now=now)] == [FindingKind.STAMP]
