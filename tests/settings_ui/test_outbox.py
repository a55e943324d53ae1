"""The outbox: letters by state, by kind, by whom they go to."""

from __future__ import annotations

import uuid

from otklik.channels.mail import outbox as folder
from otklik.core import worker
from otklik.notifications.enums import Audience
from otklik.notifications.models import Delivery
from tests import make
from tests.support.pages import text_of, visitor

OUTBOX = "/settings/mail/outbox"
RAW = (
    b'From: "=?utf-8?b?0JXQu9C10L3QsCDQkdC10LvQvtCy0LA=?=" <it@desk.test>\r\n'
    b"To: a@b.test\r\nSubject: =?utf-8?b?0J/RgNC40L3RgtC10YA=?=\r\n\r\nText\r\n"
)


def test_letters_are_found(people: make.Cast) -> None:
    """By a ticket's number with its letters and without, by an address' beginning, by state and kind."""
    make.mailbox("support", team=people.it)
    first, second = make.ticket(people.client, team=people.it), make.ticket(people.colleague, team=people.it)
    for ticket in (first, second):
        make.reply(people.agent, ticket, "Готово.")
    worker.drain()
    letter = Delivery.objects.filter(ticket=first, audience=Audience.CLIENT, letter="reply").get()
    admin = visitor(people.admin)

    def shown(**asked: str) -> tuple[bool, bool]:
        page = text_of(admin.get(OUTBOX, asked))
        return (
            f'<small class="muted">{first.number} ' in page,
            f'<small class="muted">{second.number} ' in page,
        )

    assert shown() == (True, True)
    assert shown(q=first.number.lower()) == (True, False)
    assert shown(q=second.number.removeprefix("INC")) == (False, True)
    assert shown(q=letter.address[:8].upper(), letter="reply") == (True, False)
    assert shown(state=letter.state, letter="reply") == (True, True)
    assert shown(letter="complaint") == (False, False)
    assert shown(state="nothing", letter="nothing") == (True, True)


def test_a_letters_sender_is_read(people: make.Cast) -> None:
    """Encoded words are words, in quotes as well."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Готово.")
    worker.drain()
    uid = Delivery.objects.filter(ticket=ticket).values_list("uid", flat=True)[0]
    folder.keep(uuid.UUID(str(uid)), RAW)
    page = text_of(visitor(people.admin).get(f"{OUTBOX}/{uid}"))
    assert "Елена Белова" in page
    assert "Принтер" in page
    assert "=?utf-8" not in page
