"""Reads put into SQL once answer as those that are built each time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db.models import BooleanField, ExpressionWrapper, Q
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.acts.models import IdempotencyRecord

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
OF_MODEL = Prepared(
    lambda app, model: (
        Permission.objects.select_related("content_type")
        .filter(content_type__app_label=app, content_type__model=model)
        .annotate(adds=ExpressionWrapper(Q(codename__startswith="add_"), output_field=BooleanField()))
        .order_by("-codename")
    )
)
SINCE = Prepared(lambda key, since: IdempotencyRecord.objects.filter(key=key, created_at__gte=since))


@pytest.mark.django_db
def test_each_call_reads_its_own_values_with_what_is_joined_and_added(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for model in ("permission", "group"):
        with django_assert_num_queries(1):
            found = OF_MODEL(app="auth", model=model)
            shown = [(row.codename, row.content_type.model, row.adds) for row in found]
        assert shown == [(f"{verb}_{model}", model, verb == "add") for verb in ("view", "delete", "change", "add")]


@pytest.mark.django_db
def test_no_row_is_remembered() -> None:
    assert OF_MODEL(app="auth", model="group")
    Permission.objects.filter(content_type__model="group").delete()
    assert OF_MODEL(app="auth", model="group") == []


@pytest.mark.django_db
def test_moments_are_compared_as_moments() -> None:
    assert SINCE(key="k", since=NOW) == []
    assert SINCE(key="k", since=NOW - timedelta(days=1)) == []


@pytest.mark.django_db
def test_what_is_sent_stays_a_value() -> None:
    assert OF_MODEL(app="auth' OR '1'='1", model="%s %(app)s; --") == []


def test_a_value_too_few_is_refused() -> None:
    with pytest.raises(KeyError, match="model"):
        OF_MODEL(app="auth")
