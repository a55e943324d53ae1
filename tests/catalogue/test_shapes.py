"""The service catalogue as a tree: packages, places in it, codes."""

from __future__ import annotations

from otklik.catalogue.models import Priority, Service, TicketType
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, NotPossible
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.web.setting_up import SERVICE
from tests import make
from tests.support.writes import changes, recorded, refused


def node(people: make.Cast, code: str, *, package: bool = False, parent: Service | None = None) -> Service:
    values = {"name": {"ru": f"Узел {code}"}, "code": code, "is_package": package}
    return set_up(people.admin, SERVICE, {**values, "parent": parent.pk if parent else None})


def test_the_tree(people: make.Cast) -> None:
    """A node moves with everything below it; the path and the search key follow."""
    one, two = node(people, "1", package=True), node(people, "2", package=True)
    inner = node(people, "11", package=True, parent=one)
    leaf = node(people, "111", parent=inner)
    assert leaf.path == f"/{one.pk}/{inner.pk}/{leaf.pk}/"
    with recorded() as events:
        change_set_up(people.admin, SERVICE, inner, {"parent": two.pk, "name": {"ru": "Касса Ё"}})
    assert changes(events[0])["parent"] == (one.pk, two.pk)
    leaf.refresh_from_db()
    assert leaf.path == f"/{two.pk}/{inner.pk}/{leaf.pk}/"
    assert Service.objects.get(pk=inner.pk).name_key == "11 касса е"
    path = catalogue().path_of(catalogue().services[leaf.pk])
    assert [step.code for step in path] == ["2", "11", "111"]


def test_what_a_tree_cannot_be(people: make.Cast) -> None:
    """In itself, below itself, in a service, too deep; a used code; a package that holds something."""
    top = node(people, "1", package=True)
    inner = node(people, "11", package=True, parent=top)
    leaf = node(people, "111", parent=inner)
    for parent in (top, inner):
        with refused(Invalid, fields={"parent"}):
            change_set_up(people.admin, SERVICE, top, {"parent": parent.pk})
    with refused(Invalid, fields={"parent"}):
        change_set_up(people.admin, SERVICE, inner, {"parent": leaf.pk})
    with refused(Invalid, fields={"code"}):
        change_set_up(people.admin, SERVICE, leaf, {"code": "11"})
    with refused(Invalid, fields={"is_package"}):
        change_set_up(people.admin, SERVICE, inner, {"is_package": False})
    with refused(NotPossible):
        hide_set_up(people.admin, SERVICE, inner)
    hide_set_up(people.admin, SERVICE, leaf)
    hide_set_up(people.admin, SERVICE, inner)
    deep = top
    for code in ("a", "b", "c", "d"):
        deep = node(people, code, package=True, parent=deep)
    with refused(Invalid, fields={"parent"}):
        node(people, "e", parent=deep)


def test_what_a_form_asks_and_what_is_usual(people: make.Cast) -> None:
    """Required is asked for; a ticket that names no type and priority gets the service's."""
    leaf = node(people, "1")
    with refused(Invalid, fields={"requires"}):
        change_set_up(people.admin, SERVICE, leaf, {"requires": ["phone"]})
    incident, high = TicketType.objects.get(code="incident"), Priority.objects.get(code="high")
    values = {"asks": ["phone"], "requires": ["files", "phone"], "default_type": incident.pk}
    change_set_up(people.admin, SERVICE, leaf, {**values, "default_priority": high.pk, "close_after": "3"})
    leaf.refresh_from_db()
    assert (leaf.asks, leaf.requires, leaf.close_after) == (["phone"], ["files", "phone"], 3)
    ticket = make.ticket(people.client, service=leaf)
    assert (ticket.type, ticket.priority, ticket.priority_level) == (incident, high, high.level)
