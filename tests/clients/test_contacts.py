"""Contacts: adding, changing, finding by address; refusals change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.clients.commands import ContactSpec, change_contact, contact_from_address, create_contact
from otklik.clients.models import Contact
from otklik.core.errors import Conflict, Denied, Invalid
from tests import make
from tests.support.writes import by, changes, doer, jobs_of, listed, recorded, refused, rows, unchanged

SPEC = ContactSpec(
    " Пётр  Ёлкин ",
    emails=["P.Elkin@Alpha.Test", "elkin@home.test", "p.elkin@alpha.test"],
    phones=["8 (900) 123-45-67", "+7 900 123 45 67"],
    position="Инженер",
    language="en",
    notes="Звонить до обеда",
)


def _addresses(contact: Contact) -> tuple[list[str], list[str]]:
    return (
        list(contact.emails.order_by("position").values_list("email", flat=True)),
        list(contact.phones.order_by("position").values_list("phone", flat=True)),
    )


def test_create(people: make.Cast) -> None:
    """Every column; addresses folded, each once, in their order."""
    with recorded() as events:
        contact = create_contact(people.dispatcher, replace(SPEC, company=people.company))
    contact.refresh_from_db()
    assert (contact.name, contact.name_key, contact.position) == ("Пётр Ёлкин", "петр елкин", "Инженер")
    assert (contact.language, contact.access, contact.company, contact.user) == (
        "en",
        "own",
        people.company,
        None,
    )
    assert (contact.notes, contact.hidden, contact.version) == ("Звонить до обеда", False, 1)
    assert _addresses(contact) == (["p.elkin@alpha.test", "elkin@home.test"], ["+79001234567"])
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("contact.created", "internal", by(people.dispatcher))
    assert (event.subject_kind, event.subject_id, event.ticket_id) == ("contact", contact.pk, None)
    assert jobs_of(event) == listed(event)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": " \n"}, {"name"}),
        ({"emails": ["нет адреса"]}, {"emails"}),
        ({"emails": ["Пётр <a@b.test>"]}, {"emails"}),
        ({"emails": ["CLIENT@alpha.test"]}, {"emails"}),
        ({"phones": ["12"]}, {"phones"}),
        ({"name": "", "emails": ["x"], "phones": ["y"]}, {"name", "emails", "phones"}),
    ],
)
def test_what_cannot_be_taken(people: make.Cast, change: dict[str, object], fields: set[str]) -> None:
    """Everything wrong is named at once, for a new contact and for a known one."""
    spec = replace(SPEC, **change)  # type: ignore[arg-type]
    with refused(Invalid, fields=fields):
        create_contact(people.dispatcher, spec)
    known = make.contact()
    with refused(Invalid, fields=fields):
        change_contact(people.dispatcher, known, version=known.version, spec=spec)


def test_who_may_not(people: make.Cast) -> None:
    """Specialists and clients."""
    known = make.contact()
    for actor in (people.agent, people.client, people.manager):
        with refused(Denied):
            create_contact(actor, SPEC)
        with refused(Denied):
            change_contact(actor, known, version=known.version, spec=SPEC)


def test_what_is_too_long_is_cut(people: make.Cast) -> None:
    """A sender calls himself anything; a letter may double when folded."""
    contact = create_contact(people.dispatcher, ContactSpec("ß" * 400, position="x" * 400))
    contact.refresh_from_db()
    assert (len(contact.name), len(contact.name_key), len(contact.position)) == (150, 150, 150)


def test_change(people: make.Cast) -> None:
    """Names of fields, no values: they are personal."""
    contact = create_contact(people.dispatcher, SPEC)
    new = replace(SPEC, name="Пётр Соснин", emails=["sosnin@home.test"], phones=[], company=people.company)
    with recorded() as events:
        changed = change_contact(people.dispatcher, contact, version=1, spec=new)
    assert (changed.name, changed.name_key, changed.version) == ("Пётр Соснин", "петр соснин", 2)
    assert _addresses(changed) == (["sosnin@home.test"], [])
    (event,) = events
    assert (event.kind, doer(event)) == ("contact.changed", by(people.dispatcher))
    assert changes(event) == dict.fromkeys(("name", "company", "emails", "phones"), (None, None))
    assert jobs_of(event) == listed(event)


def test_the_same_data_changes_nothing(people: make.Cast) -> None:
    """Written another way, it is the same."""
    contact = create_contact(people.dispatcher, SPEC)
    same = replace(SPEC, name="Пётр Ёлкин", emails=["p.elkin@alpha.test", "ELKIN@home.test"])
    with unchanged():
        assert change_contact(people.dispatcher, contact, version=1, spec=same).version == 1


def test_the_order_of_addresses_is_a_change(people: make.Cast) -> None:
    """Mail goes to the first."""
    contact = create_contact(people.dispatcher, SPEC)
    turned = replace(SPEC, emails=["elkin@home.test", "p.elkin@alpha.test"])
    changed = change_contact(people.dispatcher, contact, version=1, spec=turned)
    assert _addresses(changed)[0] == ["elkin@home.test", "p.elkin@alpha.test"]


def test_a_stale_page_overwrites_nothing(people: make.Cast) -> None:
    """The second is told."""
    contact = create_contact(people.dispatcher, SPEC)
    change_contact(people.lead, contact, version=1, spec=replace(SPEC, name="Первая"))
    with refused(Conflict, code="conflict"):
        change_contact(people.dispatcher, contact, version=1, spec=replace(SPEC, name="Вторая"))


def test_ones_own_address_may_stay(people: make.Cast) -> None:
    """It belongs to another contact only if it does."""
    contact = make.contact_of(people.client)
    spec = ContactSpec("Иван Новый", emails=["client@alpha.test"], company=people.company)
    assert change_contact(people.dispatcher, contact, version=1, spec=spec).name == "Иван Новый"


def test_a_contact_of_an_address(people: make.Cast) -> None:
    """A known address gives its contact, whatever the name says; an unknown one makes one, named or not."""
    with unchanged():
        found = contact_from_address("Client@ALPHA.test", "Кто-то", people.other_company)
    assert found == make.contact_of(people.client)
    made = contact_from_address("new@far.test", "  ", None)
    assert (made.name, made.company) == ("new@far.test", None)
    assert contact_from_address("other@beta.test", "Ян", people.other_company).company == people.other_company
    with refused(Invalid, fields={"emails"}):
        contact_from_address("нет", "Ян", None)
    assert rows(Contact, name="Ян") == 1
