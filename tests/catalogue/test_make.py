"""Adding to the catalogue, and the catalogue in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.catalogue.commands import create_account, create_category, create_service
from otklik.catalogue.commands.make import AccountSpec, ServiceSpec
from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
from otklik.catalogue.queries import catalogue
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Invalid
from otklik.core.translated import translated
from otklik.organisation.queries import default_brand
from tests import make
from tests.support.writes import SYSTEM_DOER, doer, recorded, refused, rows

NAME = translated(ru="Справки", en="Certificates")


def test_create_service(people: make.Cast) -> None:
    """A node under its package: path, key of code and both names, position among its siblings."""
    package = create_service(BY_SYSTEM, ServiceSpec("25", translated(ru="Кадры"), is_package=True))
    kind = TicketType.objects.get(code="request")
    with recorded() as events:
        service = create_service(
            BY_SYSTEM,
            ServiceSpec("254001", NAME, parent=package, team=people.hr, types=[kind], public=False),
        )
    sibling = create_service(BY_SYSTEM, ServiceSpec("254002", NAME, parent=package))
    assert [(e.kind, e.audience, e.data, doer(e)) for e in events] == [
        ("service.changed", "admin", {"code": "254001"}, SYSTEM_DOER)
    ]
    assert (package.path, service.path) == (f"/{package.pk}/", f"/{package.pk}/{service.pk}/")
    assert (service.name_key, service.position, sibling.position) == ("254001 справки certificates", 0, 1)
    assert (service.team, service.public, list(service.types.all())) == (people.hr, False, [kind])
    known = catalogue()
    assert [s.code for s in known.offered_services()] == ["254001", "254002"]
    assert [s.code for s in known.path_of(service)] == ["25", "254001"]
    with refused(Invalid, fields={"code"}):
        create_service(BY_SYSTEM, ServiceSpec("254001", NAME))


def test_a_hidden_service_is_offered_to_nobody(db: None) -> None:
    """It is still known: old tickets name it."""
    service = make.service("7")
    Service.objects.filter(pk=service.pk).update(hidden=True)
    small.bump()
    assert catalogue().offered_services() == []
    assert catalogue().services[service.pk].code == "7"


def test_a_long_name_is_cut_in_the_key(db: None) -> None:
    """Both languages and the code together may be longer than the key."""
    service = create_service(BY_SYSTEM, ServiceSpec("7", translated(ru="ш" * 300, en="w" * 300)))
    service.refresh_from_db()
    assert len(service.name_key) == 400


def test_create_category(db: None) -> None:
    """In its place; a code is used once."""
    with recorded() as events:
        category = create_category(BY_SYSTEM, code="vpn", name=NAME, belongs="problem")
    assert (category.belongs, category.position) == ("problem", rows(Category) - 1)
    assert [(e.kind, e.data) for e in events] == [("catalogue.changed", {"kind": "category", "code": "vpn"})]
    assert catalogue().categories[category.pk] == category
    with refused(Invalid, fields={"code"}):
        create_category(BY_SYSTEM, code="vpn", name=NAME)


def test_create_account(people: make.Cast) -> None:
    """A mailbox with a folded address, found by name and by address."""
    spec = AccountSpec(
        "hr", "HR@Desk.TEST", NAME, default_brand(), team=people.hr, priority=Priority.objects.get(code="low")
    )
    with recorded() as events:
        account = create_account(BY_SYSTEM, spec)
    assert [(e.kind, e.audience, e.data) for e in events] == [("account.changed", "admin", {"name": "hr"})]
    assert (account.address, account.kind, account.enabled) == ("hr@desk.test", "mail", True)
    known = catalogue()
    assert known.mailbox(" HR ") == known.mailbox("hr@DESK.test") == account
    assert known.mailbox("it") is None
    for change, field in (
        ({"name": "x"}, "address"),
        ({"address": "x@desk.test"}, "name"),
        ({"address": "нет", "name": "x"}, "address"),
    ):
        with refused(Invalid, fields={field}):
            create_account(BY_SYSTEM, replace(spec, **change))  # type: ignore[arg-type]


def test_a_disabled_mailbox_is_none(db: None) -> None:
    """Not found, not listed; the default one stands first."""
    one, two, three = make.mailbox("one"), make.mailbox("two"), make.mailbox("three")
    ChannelAccount.objects.filter(pk=two.pk).update(enabled=False)
    ChannelAccount.objects.filter(pk=three.pk).update(is_default=True)
    small.bump()
    assert catalogue().mailbox("two") is None
    assert list(catalogue().mailboxes()) == [three, one]


def test_what_is_delivered(db: None) -> None:
    """REG-4, REG-6: priorities the most urgent first, types with one internal; a default of each."""
    known = catalogue()
    assert [(p.code, p.level) for p in known.priorities.values()] == [
        ("immediate", 5),
        ("high", 4),
        ("normal", 3),
        ("low", 2),
    ]
    assert known.default_priority.code == "normal"
    assert [t.code for t in known.types.values() if t.internal] == ["internal"]
    assert known.default_type is not None
    assert known.default_type.code == "request"
    names = [row.name for row in known.priorities.values()] + [row.name for row in known.types.values()]
    assert all(set(name.texts) == {"ru", "en"} for name in names)


def test_without_a_default_type_none_is_chosen(db: None) -> None:
    """An administrator may want it chosen each time."""
    TicketType.objects.filter(code="request").update(hidden=True)
    small.bump()
    assert catalogue().default_type is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("ru", "Справки"), ("ru-RU", "Справки"), ("en", "Certificates"), ("de", "Справки"), (None, "Справки")],
)
def test_names_in_two_languages(language: str | None, text: str) -> None:
    """The reader's, else Russian, else whatever there is."""
    assert NAME.text(language) == text
    assert translated(en="Only").text(language) == "Only"
    assert translated(ru="", de="Nur").text(language) == "Nur"
    assert (bool(translated(ru="")), str(translated())) == (False, "")
