"""Another question gets a ticket of its own, and back while nobody has written in it (FLOW-9)."""

from __future__ import annotations

from datetime import timedelta

from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.tickets import commands
from otklik.tickets.commands import Splitting
from otklik.tickets.models import Carried, Link, Message, Ticket
from otklik.tickets.queries import card
from otklik.tickets.queries.audit import audit
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import kinds, recorded, refused


def test_split_and_back(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """The client's words begin it at their moment, the note follows; the old thread stays whole."""
    old = make.ticket(people.client, team=people.it)
    frozen_clock.move(timedelta(hours=1))
    asked = make.message(people.client, old, "И ещё пропуск нужен", files=[make.file(people.client)])
    asked_at = frozen_clock.now
    frozen_clock.move(timedelta(hours=2))
    note = make.note(people.agent, old, "@Пётр Орлов, это к HR")
    drain()
    with recorded() as events:
        fresh = commands.split(people.agent, old, [note, asked], Splitting("Пропуск", team=people.hr))
    fresh.refresh_from_db()
    assert (fresh.subject, fresh.contact_id, fresh.team_id) == (
        "Пропуск",
        people.client.contact_id,
        people.hr.pk,
    )
    assert (fresh.created_at, fresh.messages, fresh.files) == (asked_at, 2, 1)
    said = Message.objects.filter(ticket=fresh).order_by("pk")
    assert [(one.public, one.created_at) for one in said] == [(True, asked_at), (False, frozen_clock.now)]
    assert Message.objects.filter(ticket=old, automatic=False).count() == 3
    assert {"ticket.registered", "ticket.split", "ticket.linked"} <= set(kinds(events))
    assert len({event.batch_id for event in events}) == 1
    assert set(card(people.admin, fresh.number).around.origins.values()) == {old.number}
    assert [link.kind for link in card(people.admin, old.number).around.links] == ["split"]
    drain()
    assert Delivery.objects.filter(ticket=fresh, audience="client").exists()
    assert list(audit([old.pk, fresh.pk])) == []
    commands.undo(people.agent, str(events[0].batch_id))
    fresh.refresh_from_db()
    assert fresh.deleted_at is not None
    assert not Link.objects.exists()
    assert list(audit([old.pk])) == []


def test_what_cannot_be_split(people: make.Cast) -> None:
    """Without a client's words or a subject; another ticket's; by a client; undone after an answer there."""
    old, other = make.ticket(people.client, team=people.it), make.ticket(people.client, team=people.it)
    first = Message.objects.get(ticket=old)
    note = make.note(people.agent, old)
    foreign = Message.objects.get(ticket=other)
    for chosen, subject, field in (
        ([note], "Тема", "messages"),
        ([], "Тема", "messages"),
        ([first, foreign], "Тема", "messages"),
        ([first], " ", "subject"),
    ):
        with refused(Invalid, fields={field}):
            commands.split(people.agent, old, chosen, Splitting(subject))
    with refused(Denied):
        commands.split(people.client, old, [first], Splitting("Тема"))
    fresh = commands.split(people.agent, old, [first], Splitting("Тема", team=people.it, quiet=True))
    drain()
    assert not Delivery.objects.filter(ticket=fresh, audience="client").exists()
    make.reply(people.agent, fresh)
    with refused(NotPossible):
        commands.undo(people.agent, str(Carried.objects.get().operation.uid))
    assert Ticket.objects.get(pk=fresh.pk).deleted_at is None
