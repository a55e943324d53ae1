"""Whatever opens the links of our letters changes nothing: mail scanners, previews, search engines."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from otklik.channels.mail.quotes import SEPARATOR
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.worker import drain
from otklik.people.commands import invite
from otklik.surveys.commands import rate
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import unchanged


@pytest.fixture
def letters(people: make.Cast, tmp_path: Path) -> list[str]:
    """The texts, plain and marked up, of every letter of a ticket's life, to clients and to staff."""
    make.mailbox(team=people.it)
    with override_settings(OTKLIK_HOME=tmp_path):
        ticket = make.ticket(people.client, team=people.it, files=[make.file(people.client)])
        drain()
        make.reply(people.agent, ticket, "Какой у вас принтер?", status="needs_clarification")
        make.message(people.client, ticket)
        make.reply(people.agent, ticket, "Готово.", status="resolved")
        invite(BY_SYSTEM, make.user_of(people.colleague))
        drain()
        kept = [path.read_bytes() for path in sorted((tmp_path / "outbox").glob("*.eml"))]
    assert len(kept) >= 5
    parsed = [message_from_bytes(raw, policy=policy.default) for raw in kept]
    return [
        part.get_content() for one in parsed for part in one.walk() if part.get_content_maintype() == "text"
    ]


def test_every_link_of_every_letter(people: make.Cast, letters: list[str]) -> None:
    """By GET and HEAD, with the parameters they carry: pages open, and not a row changes."""
    found = re.findall(rf"{re.escape(settings.OTKLIK_BASE_URL)}(/[^\s\"<>]+)", "\n".join(letters))
    links = sorted({link.replace("&amp;", "&").rstrip(".") for link in found})
    kinds = {link.split("/")[1].partition("?")[0] for link in links}
    assert {"o", "requests", "invite", "desk"} <= kinds, kinds
    assert sum("rate=" in link for link in links) == 5
    nobody = visitor()
    with unchanged():
        for link in links:
            for ask in (nobody.get, nobody.head):
                assert (link, ask(link).status_code in (200, 302)) == (link, True)
    ticket = Ticket.objects.get()
    assert (ticket.rating, ticket.state) == (None, "resolved")


def test_words_about_the_letter_stay_in_the_letter(people: make.Cast, letters: list[str]) -> None:
    """Who reads the confirmation on the page of the request is not told to answer it by mail."""
    ticket = Ticket.objects.get()
    page = words_of(visitor(people.client).get(f"/requests/{ticket.number}"))
    assert f"номер {ticket.number}" in page
    hint = ru("Want to add something? Answer this mail, photos are welcome.")
    assert any(hint in " ".join(letter.split()) for letter in letters)
    assert hint not in page
    assert str(SEPARATOR) not in page


def test_the_lead_reads_who_rated_and_what_they_said(people: make.Cast, tmp_path: Path) -> None:
    """Of a low mark: by a colleague who ordered it, their name; and the words that came with it."""
    make.mailbox(team=people.it)
    contact = make.contact_of(people.colleague)
    with override_settings(OTKLIK_HOME=tmp_path):
        ticket = make.ticket(people.client, contact=contact, team=people.it)
        make.reply(people.agent, ticket, "Готово.", status="resolved")
        rate(people.client, ticket, 1, "Ждали неделю")
        drain()
        kept = [path.read_bytes() for path in sorted((tmp_path / "outbox").glob("*.eml"))]
    parsed = [message_from_bytes(raw, policy=policy.default) for raw in kept]
    (told,) = [one for one in parsed if one["To"].addresses[0].addr_spec == people.lead.email]
    plain = told.get_body(("plain",))
    assert plain is not None
    assert f"Оценка работы: 1, клиент: {people.client.name}. Сказано: «Ждали неделю»" in plain.get_content()
