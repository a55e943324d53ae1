"""In which order lists of services read."""

from __future__ import annotations

from otklik.catalogue.bound_fields import services
from otklik.catalogue.commands import create_service
from otklik.catalogue.commands.make import ServiceSpec
from otklik.catalogue.models import Service
from otklik.catalogue.queries import catalogue
from otklik.core import small
from otklik.core.actors import SYSTEM
from otklik.core.translated import translated
from tests import make


def test_services_stand_under_their_package(people: make.Cast) -> None:
    """Package by package, whatever the positions of what is in them; to bind a field each by its code."""
    for code, position in (("200", 2), ("200001", 1), ("100", 1), ("100002", 9), ("100001", 5)):
        parent = Service.objects.filter(code=code[:3]).first()
        name = translated(ru=f"Услуга {code}")
        made = create_service(SYSTEM, ServiceSpec(code, name, parent=parent, is_package=parent is None))
        Service.objects.filter(pk=made.pk).update(position=position)
    small.bump()
    ours = [row.code for row in catalogue().services.values() if row.code[:3] in ("100", "200")]
    assert ours == ["100", "100001", "100002", "200", "200001"]
    offered = [(one.group, one.label) for one in services() if one.label.startswith("2000")]
    assert offered == [("Услуга 200", "200001 Услуга 200001")]
