"""Letters about what one person ordered for another: who ordered it and for whom, in both languages."""

from __future__ import annotations

import pytest

from otklik.clients.models import Contact
from otklik.core import small
from otklik.core.signing import Claim
from otklik.people.models import Team
from otklik.tickets.commands import Attachment, Incoming, Registration, receive, register
from otklik.tickets.commands.client import incoming_of
from otklik.tickets.content import from_text
from otklik.tickets.enums import ClientChoice
from otklik.tickets.models import Ticket
from otklik.tickets.queries.personal import holder_of_link
from tests import make
from tests.channels.mail.writing import letters_to, words

pytestmark = pytest.mark.django_db
INITIATOR, CONTACT, LIST = "manager@alpha.test", "colleague@alpha.test", "hr-list@desk.test"
SAYS = {
    "ru": ("Заявка для вас оформлена коллегой: Борис Директоров.", "Кто оформил: Борис Директоров", "Кому: "),
    "en": ("A colleague ordered this for you: Борис Директоров.", "Ordered by: Борис Директоров", "For: "),
}


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


def ordered(people: make.Cast, language: str = "ru") -> Ticket:
    """By the client for their colleague, with a service and a file, for a team that has a list."""
    make.mailbox("support", team=people.it)
    Team.objects.filter(pk=people.hr.pk).update(notify=[LIST])
    Contact.objects.update(language=language)
    small.bump()
    colleague = Contact.objects.get(pk=people.colleague.contact_id or 0)
    what = Registration(
        "Справка о доходах",
        from_text("Нужна справка за год."),
        contact=colleague,
        service=make.service("254001"),
        team=people.hr,
        attachments=[Attachment(make.file(people.manager, "заявление.pdf"))],
        language=language,
    )
    return register(people.manager, what)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_both_read_who_ordered_and_for_whom(people: make.Cast, language: str) -> None:
    ticket = ordered(people, language)
    for_you, ordered_by, for_whom = SAYS[language]
    make.reply(people.outsider, ticket, "Справка готова.", status="resolved")
    theirs, own = letters_to(CONTACT), letters_to(INITIATOR)
    assert [len(theirs), len(own)] == [2, 2]
    assert for_you in words(theirs[0])
    assert for_you not in words(own[0])
    for letter in (*theirs, *own):
        assert ordered_by in words(letter)
        assert for_whom + ticket.contact_name in words(letter)
        assert ticket.number in words(letter)
    assert "Справка готова." in words(theirs[1])


def test_the_teams_letter_names_author_service_and_files(people: make.Cast) -> None:
    ticket = ordered(people)
    (letter,) = letters_to(LIST)
    for said in (
        ticket.contact_name,
        "Кто оформил: Борис Директоров",
        "254001 Услуга 254001",
        "заявление.pdf",
    ):
        assert said in words(letter), said


def test_a_colleagues_word_that_it_is_done_reaches_the_contact(people: make.Cast) -> None:
    ticket = ordered(people)
    letters_to(CONTACT)
    said = Incoming(from_text("Нашли старую"), "Борис Директоров", contact_id=people.manager.contact_id)
    receive(people.manager, ticket, said, choice=ClientChoice.DONE)
    assert "Заявку отметили выполненной: Борис Директоров." in words(letters_to(CONTACT)[-1])
    assert len(letters_to(INITIATOR)) == 1, "nobody is told of their own word"


def test_the_word_of_whoever_holds_the_link_is_not_told_to_them(people: make.Cast) -> None:
    """A link of a letter to an address alone names no contact: the other client reads whose word it was."""
    ticket = ordered(people)
    letters_to(CONTACT)
    holder, row = holder_of_link(Claim(ticket.pk, 0, None))
    said = incoming_of(holder, row, from_text("Уже работает"))
    receive(holder, ticket, said, public=True, choice=ClientChoice.DONE)
    assert f"Заявку отметили выполненной: {ticket.contact_name}." in words(letters_to(INITIATOR)[-1])
    assert len(letters_to(CONTACT)) == 1, "nobody is told of their own word"
