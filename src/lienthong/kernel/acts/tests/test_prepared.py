"""Reads put into SQL once answer as those that are built each time."""

import weakref
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.functional import SimpleLazyObject
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import Prepared, per_viewer
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


@pytest.mark.django_db
def test_rows_of_values_are_tuples(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    counted = Prepared(
        lambda app: (
            Permission.objects.filter(content_type__app_label=app)
            .values_list("content_type__model")
            .annotate(n=Count("pk"))
            .order_by("content_type__model")
        )
    )
    for app, wanted in (("auth", [("group", 4), ("permission", 4)]), ("contenttypes", [("contenttype", 4)])):
        with django_assert_num_queries(1):
            assert counted.tuples(app=app) == wanted


@pytest.mark.django_db
def test_each_viewer_has_a_read_of_their_own_that_keeps_no_request() -> None:
    built: list[str] = []

    @per_viewer
    def named(viewer: Actor, model: str) -> Prepared[Permission]:
        built.append(viewer.name)
        return Prepared(lambda: Permission.objects.filter(content_type__model=model, codename__contains=viewer.name))

    for name, model in (("view", "group"), ("add", "group"), ("view", "group"), ("view", "permission")):
        viewer: Any = SimpleLazyObject(partial(Actor.system, name))
        reference = weakref.ref(viewer)
        assert [row.codename for row in named(viewer, model)()] == [f"{name}_{model}"]
        del viewer
        assert reference() is None
    assert built == ["view", "add", "view"]
