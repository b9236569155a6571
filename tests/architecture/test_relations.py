"""Tables of one system do not point into another system."""

from collections.abc import Iterator

from django.apps import apps

SYSTEMS = "lienthong.systems."
AGREED: set[tuple[str, str]] = set()  # each with a decision record; may only shrink


def relations_between_systems() -> Iterator[tuple[str, str]]:
    """Return each relation from a system's model to another system's, as field and target."""
    for model in apps.get_models(include_auto_created=True):
        owner = model._meta.app_config.name
        if not owner.startswith(SYSTEMS):
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not isinstance(field.related_model, type):
                continue
            target = field.related_model._meta
            if target.app_config.name.startswith(SYSTEMS) and target.app_config.name != owner:
                yield f"{model._meta.label}.{field.name}", target.label


def test_no_relation_between_systems() -> None:
    assert set(relations_between_systems()) == AGREED


def test_no_table_has_an_order_of_its_own() -> None:
    ordered = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("lienthong.") and model._meta.ordering
    ]
    assert ordered == []
