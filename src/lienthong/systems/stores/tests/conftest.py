"""What tests of the store share."""

import pytest
from django.utils import timezone

from lienthong.kernel.files import services as files
from lienthong.systems.onestop.testing import SmallProvince, small_province

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def file(province: SmallProvince) -> int:
    """Store a scan; return its id."""
    actor = province.at("centre.reception")
    return files.store_bytes(data=PDF, name="bang.pdf", actor=actor, now=timezone.now()).id
