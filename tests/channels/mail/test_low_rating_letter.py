"""What the letter about a low rating says: the answer that was rated, and what an answer to it does."""

from __future__ import annotations

import pytest

from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import letters_to, words
from tests.support.pages import ru

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
TO_CLIENT = "Your answer to this mail goes to the client."
A_NOTE = "The ticket is closed: your answer to this mail becomes a note the client does not see."


@pytest.fixture
def done(people: make.Cast) -> tuple[make.Cast, Ticket]:
    """Answered twice; the second answer is the solution. Mail goes out."""
    make.mailbox(team=people.it)
    ticket = make.ticket(people.client, text="Печать стоит.", team=people.it)
    make.reply(people.agent, ticket, "Смотрим.")
    make.reply(people.agent, ticket, "Заменили картридж.", status="resolved")
    return people, ticket


def test_on_done_work(done: tuple[make.Cast, Ticket]) -> None:
    """The solution is quoted, not what the client began with; an answer goes to the client."""
    people, ticket = done
    rate(people.client, ticket, 1)
    said = words(letters_to("lead@desk.test")[-1])
    assert "Заменили картридж." in said
    assert "Печать стоит." not in said
    assert ru(TO_CLIENT) in said


def test_on_a_closed_ticket(done: tuple[make.Cast, Ticket]) -> None:
    """There an answer by mail becomes a note: the letter says so."""
    people, ticket = done
    commands.close_by_client(people.client, ticket)
    rate(people.client, Ticket.objects.get(), 2)
    said = words(letters_to("lead@desk.test")[-1])
    assert ru(A_NOTE) in said
    assert ru(TO_CLIENT) not in said
