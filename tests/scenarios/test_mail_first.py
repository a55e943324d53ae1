"""The first story told of Otklik, with its own processes: a mail comes in, is answered, comes back."""

from __future__ import annotations

import json

from otklik.channels.mail.enums import Outcome
from tests.channels.mail.writing import answer_to, mail, markup, words
from tests.scenarios.mails import held_letters, receive, within
from tests.support.ports import wait_until
from tests.support.servers import Installation

SET_UP = """
from otklik.core.actors import SYSTEM
from otklik.organisation.commands import change_setting
from tests import make
people = make.cast()
make.mailbox("support", team=people.it)
change_setting(SYSTEM, "mail.gather_answers_seconds", 0)
"""
WORK = """
from otklik.core.actors import Via
from otklik.people.queries import actor_of_agent, staff
from otklik.tickets.commands import Reply, add_note, reply, take
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
agent = actor_of_agent(staff().by_email["agent@desk.test"], Via.DESK)
ticket = Ticket.objects.get(number="INC1")
assert (ticket.rank, ticket.turn, ticket.team.code) == (0, "us", "it")
take(agent, ticket)
add_note(agent, ticket, from_text("@Пётр Орлов, клиент важный, СЕКРЕТ"))
reply(agent, ticket, Reply(from_text("Марина, готово. Вернула прежний драйвер."), status="resolved"))
"""
TELL = """
import json
from otklik.core.models import Event
from otklik.tickets.models import Message, Ticket
ticket = Ticket.objects.get(number="INC1")
said = Message.objects.filter(ticket=ticket).order_by("id")
print(json.dumps({
    "state": ticket.state,
    "reopened": ticket.reopened,
    "turn": ticket.turn,
    "thread": list(said.filter(automatic=False).values_list("kind", "author_name")),
    "announced": list(said.filter(automatic=True).values_list("public", "author_name")),
    "history": list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("kind", flat=True)),
    "tickets": Ticket.objects.count(),
}))
"""
MARINA = "Марина Кузнецова <marina@tehnopak.test>"


STORY = {
    "state": "open",
    "reopened": 1,
    "turn": "us",
    "thread": [
        ["reply", "Марина Кузнецова"],
        ["note", "Елена Белова"],
        ["reply", "Елена Белова"],
        ["reply", "Марина Кузнецова"],
    ],
    "announced": [[True, "Поддержка"]],
    "history": [
        "ticket.registered",
        "ticket.taken",
        "note.added",
        "reply.sent",
        "ticket.resolved",
        "message.received",
        "ticket.reopened",
    ],
    "tickets": 1,
}


def test_a_question_by_mail_is_answered_resolved_and_reopened(installation: Installation) -> None:
    within(installation, SET_UP)
    question = mail(MARINA, "Касса не видит сканер.", message_id="<question@tehnopak.test>")
    first = receive(installation, question, "--mailbox", "support")
    assert first.json == {"ticket": "INC1", "action": "created", "reason": None}
    with installation.worker():
        within(installation, WORK)
        wait_until(lambda: len(held_letters(installation)) == 3, "three letters lie in the outbox")
    held = [letter for letter in held_letters(installation) if "Заявку приняли" not in words(letter)]
    by_address = {str(letter["To"].addresses[0].addr_spec): letter for letter in held}
    assert "СЕКРЕТ" in words(by_address["teammate@desk.test"])

    letter = by_address["marina@tehnopak.test"]
    assert letter.get_content_type() == "multipart/alternative"
    assert letter["In-Reply-To"] == "<question@tehnopak.test>"
    assert "Вернула прежний драйвер." in words(letter)
    assert "СЕКРЕТ" not in words(letter) + markup(letter)

    answer = answer_to(letter, MARINA, "Не помогло, сканер молчит.")
    back = receive(installation, answer, "--mailbox", "support")
    assert back.json == {"ticket": "INC1", "action": "appended", "reason": "token"}
    again = receive(installation, answer, "--mailbox", "support")
    assert again.json["action"] == Outcome.DUPLICATE
    assert json.loads(within(installation, TELL)) == STORY
