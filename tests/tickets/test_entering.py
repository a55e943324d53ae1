"""What a status asks for on entering: refused by name until it is there, whoever asks (FLOW-1, FLOW-2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.models import TicketType
from otklik.core import clock
from otklik.core.errors import Invalid, NotPossible
from otklik.people.actor import SYSTEM
from otklik.people.commands import change_set_up, set_up
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Entering, Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Status, Ticket
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import Asked
from otklik.web.setting_up import FIELD, STATUS
from tests import make
from tests.support.writes import kinds, recorded, refused


def status(code: str) -> Status:
    return Status.objects.get(code=code)


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """Of a client, with a team and nobody in it."""
    return make.ticket(people.client, team=people.it)


def test_what_a_ticket_lacks_is_named(people: make.Cast, ticket: Ticket) -> None:
    """All of it at once, in the API's names; also to the system (rules), and with a reply; then it goes."""
    kind = TicketType.objects.get(code="incident")
    set_up(
        people.admin,
        FIELD,
        {"name": {"en": "Shop"}, "key": "shop", "owner": "ticket", "kind": "text", "types": [kind.pk]},
    )
    wanted = ["type", "contact", "assignee", "field.shop", "field.gone"]
    with refused(Invalid, fields={"requires"}):
        change_set_up(people.admin, STATUS, status("on_hold"), {"requires": wanted})
    change_set_up(people.admin, STATUS, status("on_hold"), {"requires": wanted[:-1]})
    lacks = {"assignee"} if ticket.type_id else {"type", "assignee"}
    for actor in (people.agent, SYSTEM):
        with refused(Asked, fields=lacks):
            commands.set_status(actor, ticket, "on_hold")
    with refused(Asked, fields=lacks):
        commands.reply(people.agent, ticket, Reply(from_text("Ждём поставку"), status="on_hold"))
    assert not Message.objects.filter(ticket=ticket, author_kind="agent").exists()
    commands.edit(people.agent, ticket, Edit(type=kind))
    commands.take(people.agent, ticket)
    with refused(Asked, fields={"field.shop"}):
        commands.set_status(people.agent, ticket, "on_hold")
    commands.edit(people.agent, ticket, Edit(fields={"shop": "№ 14"}))
    assert commands.set_status(people.agent, ticket, "on_hold").status.code == "on_hold"


def test_a_solution_in_words(people: make.Cast, ticket: Ticket) -> None:
    """Without one nobody resolves; with one the client gets it with the news, as one batch."""
    change_set_up(people.admin, STATUS, status("resolved"), {"asks_solution": True, "requires": ["contact"]})
    for actor in (people.agent, SYSTEM):
        with refused(Asked, fields={"solution"}):
            commands.set_status(actor, ticket, "resolved")
    with recorded() as events:
        done = commands.enter(
            people.agent, ticket, "resolved", Entering(solution=from_text("Заменили кабель"))
        )
    assert (done.state, kinds(events)) == ("resolved", ["reply.sent", "ticket.taken", "ticket.resolved"])
    assert len({event.batch_id for event in events}) == 1


def test_until_when_and_why(people: make.Cast, ticket: Ticket) -> None:
    """Delivered for Postponed with three reasons; any status can ask, and return by itself."""
    postponed = status("postponed")
    assert postponed.asks_until
    assert [len(postponed.reasons.text(code).splitlines()) for code in ("ru", "en")] == [3, 3]
    with refused(Asked, fields={"until"}):
        commands.set_status(people.agent, ticket, "postponed")
    change_set_up(people.admin, STATUS, status("waiting_others"), {"asks_until": True})
    until = clock.now() + timedelta(days=1)
    moved = commands.set_status(people.agent, ticket, "waiting_others", until=until, why="Поставка")
    assert (moved.postponed_until, moved.postponed_why) == (until, "Поставка")


def test_types_with_statuses_of_their_own(people: make.Cast, ticket: Ticket) -> None:
    """One that is for incidents is offered to incidents alone; what every ticket needs cannot be limited."""
    incident = TicketType.objects.get(code="incident")
    change_set_up(people.admin, STATUS, status("estimating"), {"types": [incident.pk]})
    other = TicketType.objects.exclude(pk=incident.pk).first()
    assert other is not None
    commands.edit(people.agent, ticket, Edit(type=other))
    ticket.refresh_from_db()
    offered = workflow().next_for(people.agent, ticket.status_id, ticket.type_id)
    assert "estimating" not in {one.code for one in offered}
    with refused(NotPossible):
        commands.set_status(people.agent, ticket, "estimating")
    commands.edit(people.agent, ticket, Edit(type=incident))
    assert commands.set_status(people.agent, ticket, "estimating").status.code == "estimating"
    for code in ("in_progress", "new"):
        with refused(Invalid, fields={"types"}):
            change_set_up(people.admin, STATUS, status(code), {"types": [incident.pk]})
