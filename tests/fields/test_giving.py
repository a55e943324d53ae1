"""Values of tickets: given at registration, changed, required, seen and found by those they are for."""

from __future__ import annotations

from otklik.core.errors import Invalid, NotPossible
from otklik.fields.models import FieldIndex
from otklik.fields.queries import readable
from otklik.people.commands import change_set_up, hide_set_up
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from otklik.web.setting_up import FIELD, OPTION
from tests import make
from tests.fields.made import field, option
from tests.support.writes import changes, recorded, refused, unchanged


def registration(**fields: object) -> Registration:
    return Registration("Тема", from_text("Текст"), fields=fields)


def test_given_at_registration_and_changed(people: make.Cast) -> None:
    """Stored by key, indexed where lists are filtered by it; the event says from and to; the same changes
    nothing."""
    field(people.admin, "note")
    field(people.admin, "sum", "money", filterable=True)
    ticket = commands.register(people.dispatcher, registration(note=" два  слова ", sum="1500,5"))
    amount = {"amount": 150050, "currency": "RUB"}
    assert Ticket.objects.get(pk=ticket.pk).custom == {"note": "два слова", "sum": amount}
    assert [(row.owner_id, row.key_num) for row in FieldIndex.objects.all()] == [(ticket.pk, 150050)]
    with recorded() as events:
        commands.edit(people.dispatcher, ticket, Edit(fields={"note": "", "sum": "7"}))
    assert [event.kind for event in events] == ["ticket.edited"]
    assert changes(events[0]) == {
        "field.note": ("два слова", None),
        "field.sum": (amount, {"amount": 700, "currency": "RUB"}),
    }
    assert Ticket.objects.get(pk=ticket.pk).custom == {"sum": {"amount": 700, "currency": "RUB"}}
    assert [row.key_num for row in FieldIndex.objects.all()] == [700]
    with unchanged():
        commands.edit(people.dispatcher, ticket, Edit(fields={"sum": 7}))


def test_what_cannot_be_given(people: make.Cast) -> None:
    """Every wrong one is named at once; fields of other types and those that are not there are told apart in
    no way."""
    service = make.service("254001", team=people.it)
    field(people.admin, "day", "date")
    field(people.admin, "own", services=[service.pk])
    gone = field(people.admin, "gone")
    hide_set_up(people.admin, FIELD, gone)
    values = {"day": "вчера", "own": "1", "gone": "1", "nowhere": "1"}
    with refused(Invalid, fields={"field.day", "field.own", "field.gone", "field.nowhere", "subject"}):
        commands.register(
            people.dispatcher,
            Registration("", from_text("Текст"), fields=values),
        )
    what = Registration("Тема", from_text("Текст"), service=service, fields={"own": "1"})
    assert commands.register(people.dispatcher, what).custom == {"own": "1"}


def test_a_package_means_all_in_it(people: make.Cast) -> None:
    from_package = make.service("254000")
    inner = make.service("254001")
    inner.parent, inner.path = from_package, f"{from_package.path}{inner.pk}/"
    inner.save()
    field(people.admin, "own", services=[from_package.pk], must="register")
    what = Registration("Тема", from_text("Текст"), service=inner, fields={})
    with refused(Invalid, fields={"field.own"}):
        commands.register(people.dispatcher, what)


def test_required_by_forms_not_by_mail(people: make.Cast) -> None:
    field(people.admin, "ours", must="register")
    field(people.admin, "theirs", clients="fill", client_must=True)
    with refused(Invalid, fields={"field.ours"}):
        commands.register(people.dispatcher, registration())
    with refused(Invalid, fields={"field.theirs"}):
        commands.register(people.client, registration())
    assert make.ticket(people.client).custom is None
    ticket = commands.register(people.dispatcher, registration(ours="1"))
    with refused(Invalid, fields={"field.ours"}):
        commands.edit(people.dispatcher, ticket, Edit(fields={"ours": None}))


def test_required_before_the_work_is_done(people: make.Cast) -> None:
    field(people.admin, "cause", must="done")
    ticket = make.ticket(people.client, team=people.it)
    commands.take(people.agent, ticket)
    with refused(NotPossible):
        commands.set_status(people.agent, ticket, "resolved")
    with refused(NotPossible):
        make.reply(people.agent, ticket, status="resolved")
    commands.edit(people.agent, ticket, Edit(fields={"cause": "провод"}))
    assert commands.set_status(people.agent, ticket, "resolved").state == "resolved"


def test_clients_fill_what_is_theirs(people: make.Cast) -> None:
    """A field of ours sent by a client is refused as one that is not there, and not shown to them."""
    field(people.admin, "ours")
    field(people.admin, "shown", clients="see")
    field(people.admin, "theirs", clients="fill")
    for key in ("ours", "shown"):
        with refused(Invalid, fields={f"field.{key}"}):
            commands.register(people.client, registration(**{key: "1"}))
    ticket = commands.register(people.client, registration(theirs="2"))
    commands.edit(people.admin, ticket, Edit(fields={"ours": "1", "shown": "3"}))
    custom = Ticket.objects.get(pk=ticket.pk).custom
    assert readable(people.client, "ticket", custom) == {"theirs": "2", "shown": "3"}
    assert readable(people.admin, "ticket", custom) == custom


def test_roles_see_what_they_are_named_for(people: make.Cast) -> None:
    """Whoever is not named can neither read, nor change, nor filter by it."""
    lead = Role.objects.get(code="lead")
    field(people.admin, "secret", roles=[lead.pk], filterable=True)
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.lead, ticket, Edit(fields={"secret": "1"}))
    custom = Ticket.objects.get(pk=ticket.pk).custom
    assert readable(people.lead, "ticket", custom) == {"secret": "1"}
    assert readable(people.agent, "ticket", custom) == {}
    with refused(Invalid, fields={"field.secret"}):
        commands.edit(people.agent, ticket, Edit(fields={"secret": "2"}))


def test_hidden_options_stay_where_they_are(people: make.Cast) -> None:
    colour = field(people.admin, "colour", "list")
    red, _blue = option(people.admin, colour, "red"), option(people.admin, colour, "blue")
    ticket = commands.register(people.dispatcher, registration(colour="red"))
    hide_set_up(people.admin, OPTION, red)
    field(people.admin, "note")
    commands.edit(people.dispatcher, ticket, Edit(fields={"colour": "red", "note": "1"}))
    commands.edit(people.dispatcher, ticket, Edit(fields={"colour": "Option blue"}))
    assert Ticket.objects.get(pk=ticket.pk).custom == {"colour": "blue", "note": "1"}
    with refused(Invalid, fields={"field.colour"}):
        commands.edit(people.dispatcher, ticket, Edit(fields={"colour": "red"}))


def test_nothing_to_do_without_fields(people: make.Cast) -> None:
    with refused(Invalid, fields={"field.a"}):
        commands.register(people.dispatcher, registration(a="1"))
    assert commands.register(people.dispatcher, registration()).custom is None


def test_a_hint_can_change_and_the_kind_cannot(people: make.Cast) -> None:
    made = field(people.admin, "note")
    with recorded() as events:
        change_set_up(people.admin, FIELD, made, {"hint": {"ru": "Кратко"}})
    assert changes(events[0]) == {"hint": ({}, {"ru": "Кратко"})}
    with refused(Invalid, fields={"kind"}):
        change_set_up(people.admin, FIELD, made, {"kind": "date"})
