"""Foreign keys point down the stack, as imports do. A key named by a string slips past import contracts."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.architecture.tree import stack


def test_every_relation_between_packages_points_down_the_stack() -> None:
    rows = stack()
    upwards = [
        f"{source._meta.label}.{field} → {target._meta.label}"
        for source, field, target in _relations()
        if _package(source) != _package(target) and rows[_package(source)] >= rows[_package(target)]
    ]
    assert upwards == [], "a lower package offers a neutral slot instead (architecture.md, the stack)"


def test_relations_are_found() -> None:
    # Guards the test above: with no relations at all it would pass.
    assert len(list(_relations())) > 10


def _relations() -> Iterator[tuple[type[models.Model], str, type[models.Model]]]:
    """Every foreign key, one-to-one and many-to-many between our models, with the name of its field."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            is_forward = isinstance(field, models.ForeignKey | models.ManyToManyField)
            if is_forward and isinstance(target, type) and _is_ours(model) and _is_ours(target):
                yield model, field.name, target


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("otklik.")


def _package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]
