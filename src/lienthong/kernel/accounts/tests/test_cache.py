"""What counts tries is kept in the database, where every process finds it."""

import pytest
from django.core.cache import caches
from django.test import override_settings

pytestmark = pytest.mark.django_db


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}
)
def test_the_table_of_the_cache_keeps_counts_and_lets_them_end() -> None:
    shared = caches.create_connection("default")
    assert shared.add("tries", 0, timeout=60)
    assert shared.incr("tries") == 1
    assert not shared.add("tries", 0, timeout=60)
    shared.set("over", 1, timeout=-1)
    assert shared.get("over") is None
    assert caches.create_connection("default").get("tries") == 1
