"""A ticket that came to the wrong mailbox goes to the right one: team, brand and sender with it."""

from __future__ import annotations

import pytest

from otklik.core import small
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.models import Event
from otklik.core.translated import translated
from otklik.core.worker import drain
from otklik.organisation.models import Brand
from otklik.people.actor import SYSTEM
from otklik.people.models import Role
from otklik.tickets.commands import assign, readdress, set_status
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import letters_to, mail, take, ticket_of
from tests.support.pages import text_of, visitor
from tests.support.writes import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "client@alpha.test"


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """It came to `it`, and an employee has it."""
    ticket = ticket_of(take(mail(f"Иван <{CLIENT}>"), make.mailbox("it", team=people.it)))
    return assign(people.agent, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)


def test_one_press_moves_team_brand_and_sender(people: make.Cast, ticket: Ticket) -> None:
    box = make.mailbox("hr", team=people.hr)
    box.brand = Brand.objects.create(code="hr", name=translated(ru="Кадры"))
    box.save()
    visiting = visitor(people.agent)
    card = text_of(visiting.get(f"/desk/tickets/{ticket.number}"))
    assert "hr@desk.test" in card
    moved = visiting.post(f"/desk/tickets/{ticket.number}/mailbox", {"mailbox": "hr"})
    assert moved.status_code == 302
    ticket.refresh_from_db()
    assert (ticket.account, ticket.brand, ticket.team, ticket.assignee) == (box, box.brand, people.hr, None)
    make.reply(people.admin, ticket, "Мы разберёмся.")
    drain()
    letter = letters_to(CLIENT)[-1]
    assert "hr@desk.test" in str(letter["From"])
    assert "hr@desk.test" in str(letter["Reply-To"])
    kinds = ("ticket.readdressed", "ticket.assigned")
    [gone, given] = Event.objects.filter(kind__in=kinds).order_by("-id")[:2][::-1]
    assert (gone.batch_id, given.data["why"]) == (given.batch_id, "account:hr")
    assert gone.batch_id is not None
    story = text_of(visiting.get(f"/desk/tickets/{ticket.number}"))
    assert "перенесена в другой ящик" in story


def test_a_mailbox_without_a_team_leaves_it_where_it_is(people: make.Cast, ticket: Ticket) -> None:
    box = make.mailbox("info")
    answer = program(people.agent).post(f"/tickets/{ticket.number}/actions/readdress", {"mailbox": "info"})
    assert (answer.status, answer.body["mailbox"], answer.body["team"]["code"]) == (200, "info", "it")
    ticket.refresh_from_db()
    assert (ticket.account, ticket.assignee_id) == (box, people.agent.agent_id)
    with unchanged():
        readdress(people.agent, ticket, box)


def test_what_is_refused(people: make.Cast, ticket: Ticket) -> None:
    hr = make.mailbox("hr", team=people.hr)
    with unchanged():
        with pytest.raises(Conflict):
            readdress(people.agent, ticket, hr, version=ticket.version - 1)
        hr.enabled = False
        with pytest.raises(Invalid):
            readdress(people.agent, ticket, hr)
        hr.enabled = True
    role = Role.objects.get(code="specialist")
    role.rights = sorted({*role.rights} - {"tickets.transfer"})
    role.save()
    small.bump()
    denied = program(people.agent).post(f"/tickets/{ticket.number}/actions/readdress", {"mailbox": "hr"})
    assert denied.problem == "denied"
    ticket.refresh_from_db()
    assert ticket.team == people.it, "all of it or nothing"
    set_status(SYSTEM, ticket, "closed")
    with pytest.raises(NotPossible):
        readdress(people.admin, ticket, hr)
