"""What holds for every letter there is, in both languages: headers, both faces, links, long subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID, uuid5

import pytest
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.commands.alarms import Seen, keep_alarms
from otklik.channels.mail.composing import compose
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.looping import is_ours
from otklik.channels.mail.outbox import kept
from otklik.channels.mail.parse import parse
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.rendering import MAX_HTML
from otklik.channels.mail.sending_api import in_parts
from otklik.channels.mail.trial_letters import send_test
from otklik.clients.commands import ContractSpec, Manager, create_contract, remind_of_periods
from otklik.clients.models import Contact, ServicePeriod
from otklik.core import clock, small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.mailings.audience import Audience as Reached
from otklik.mailings.enums import Kind
from otklik.mailings.models import Recipient
from otklik.notifications.commands import TextPlace, ask_link
from otklik.notifications.enums import STAFF_TEXTS, Audience, DeliveryState, Letter, TextKind
from otklik.notifications.models import ContractLetter, Delivery, HouseLetter
from otklik.notifications.texts import delivered
from otklik.people.commands import ask_password, invite
from otklik.people.models import Agent, User
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.channels.mail.writing import mail, markup, take, ticket_of, words
from tests.clients.contracts import day, period
from tests.mailings.writing import started, written

pytestmark = pytest.mark.django_db
LANGUAGES = ("ru", "en")
SUBJECT = (
    "Не печатает чековый принтер на кассе номер 7 в магазине «Северное сияние» после вчерашнего обновления "
    "программы, очередь до дверей, что делать дальше и кому звонить"
)
BASE = "https://desk.test"
LINK = re.compile(r'(?:href|src)="([^"]*)"')
OURS = re.compile(r"<otk[lm]?\.(?:[a-z2-7.]+|test\.[0-9a-f]{32}\.(?:ru|en))@desk\.test>")
TOLD_APART = {"From", "To", "Cc", "Subject", "Date", "MIME-Version", "Content-Type"}
BY_A_PERSON = {Letter.REPLY, Letter.CLARIFICATION, Letter.DONE}
TO_STAFF = {kind.value for kind in STAFF_TEXTS}


@pytest.fixture
def support(people: make.Cast, settings: Settings) -> ChannelAccount:
    settings.OTKLIK_BASE_URL = BASE
    return make.mailbox("support", team=people.it)


@pytest.fixture
def ticket(people: make.Cast, support: ChannelAccount) -> Ticket:
    made = ticket_of(take(mail("Иван <ivan@far.test>", subject=SUBJECT), support))
    make.reply(people.agent, made, "Уже едем.", files=[make.file(people.agent)])
    return made


def speak(people: make.Cast, language: str) -> None:
    User.objects.update(language=language)
    Contact.objects.update(language=language)
    Ticket.objects.update(language=language)
    small.bump()


def deliveries(people: make.Cast, ticket: Ticket) -> Iterator[Delivery]:
    """One of every kind but a rule's notice, which is nothing but the rule's words."""
    answer = Message.objects.filter(ticket=ticket, agent__isnull=False).latest("pk")
    event = Event.objects.latest("pk")
    for number, letter in enumerate(one for one in Letter if one is not Letter.NOTICE):
        is_staffs = letter.value in TO_STAFF
        yield Delivery.objects.create(
            event_id=event.pk + 1000 + number,
            ticket=ticket,
            message=answer,
            channel="mail",
            audience=Audience.TEAM if is_staffs else Audience.CLIENT,
            letter=letter,
            address="agent@desk.test" if is_staffs else ticket.contact_email,
            agent=Agent.objects.get(pk=people.agent.agent_id or 0) if is_staffs else None,
            contact=None if is_staffs else ticket.contact,
            state=DeliveryState.QUEUED,
            created_at=clock.now(),
        )


def others(people: make.Cast, ticket: Ticket) -> Iterator[EmailMessage]:
    """Of accounts, links, alarms, contracts, and a text that is tried: as they lie in the outbox."""
    HouseLetter.objects.all().delete()
    User.objects.filter(pk=people.client.user_id or 0).update(email="portal@far.test")
    for account in (people.agent, people.client):
        invite(people.admin.ref, make.user_of(account))
    ask_password(BY_SYSTEM, "agent@desk.test")
    ask_link(BY_SYSTEM, ticket.number, ticket.contact_email)
    keep_alarms([])
    keep_alarms([Seen("silent:1", AlarmKind.SILENT, "silent", {"hours": 30})])
    place = TextPlace(TextKind.REPLY, make.user_of(people.admin).language)
    send_test(people.admin, place, delivered(place.kind, place.language), ticket.number)
    manager = Manager(agent_id=people.agent.agent_id)
    made = create_contract(people.lead, ContractSpec("Д-1", people.company, manager=manager))
    period(made, -30, 5, remind=0)
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    drain()
    rows = list(HouseLetter.objects.order_by("pk"))
    assert {row.about for row in rows} == {"account", "link", "alarm", "test"}
    uids = [*(row.uid for row in rows), *ContractLetter.objects.values_list("uid", flat=True)]
    assert len(uids) == len(rows) + 1
    yield from (held(uid) for uid in uids)


def held(uid: UUID) -> EmailMessage:
    return message_from_bytes(kept(uid), policy=policy.default)


def of_everybody(people: make.Cast, language: str) -> Iterator[EmailMessage]:
    """An announcement and a survey with its answers to choose from, each to one contact, and what whoever
    checked them gets before: as they lie in the outbox."""
    one = Reached(contacts=[str(make.contact_of(people.client).uid)])
    answers = ({"ru": "Да", "en": "Yes"}, {"ru": "Нет", "en": "No"})
    for kind, choices in ((Kind.ANNOUNCEMENT, ()), (Kind.SURVEY, answers)):
        mailing = started(people, written(people, kind=kind, audience=one, choices=choices))
        drain()
        yield held(Recipient.objects.get(mailing=mailing).uid)
        checked = Event.objects.filter(kind="mailing.checked").latest("pk")
        yield held(uuid5(checked.uid, language))


def holds_in_parts(made: EmailMessage) -> None:
    """A provider's API that takes a letter in parts gets both faces and all headers of ours."""
    parts = in_parts(made, "a@far.test")
    headers = {name: str(value) for name, value in made.items() if name not in TOLD_APART}
    assert parts.extra_headers == {**headers, "X-PM-KeepID": "true"}
    assert (parts.subject, parts.from_email, parts.to) == (made["Subject"], str(made["From"]), ["a@far.test"])
    faces = [parts.body, *(str(face[0]) for face in parts.alternatives)]
    bodies = [made.get_body((kind,)) for kind in ("plain", "html")]
    assert faces == [body.get_content() for body in bodies if body]


def holds_for_every_mail(made: EmailMessage, language: str) -> None:
    holds_in_parts(made)
    raw = made.as_bytes(policy=POLICY)
    html, text = markup(made), words(made)
    assert len(html.encode()) <= MAX_HTML
    assert "prefers-color-scheme:dark" in html
    assert f'lang="{language}"' in html
    assert len(text.strip()) > 40
    assert not re.search(r"</?[a-z]+[ >]|&[a-z]+;", text), text
    for link in LINK.findall(html):
        assert link.startswith((BASE, "mailto:", "cid:")), link
    assert OURS.fullmatch(str(made["Message-ID"]))
    assert is_ours(made.items())
    assert all(made[name] for name in ("From", "To", "Date", "Subject"))
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.split(b"\r\n\r\n", 1)[0].isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_for_all(people: make.Cast, ticket: Ticket, language: str) -> None:
    speak(people, language)
    ticket.refresh_from_db()
    for delivery in deliveries(people, ticket):
        made = compose(delivery)
        assert made is not None
        message = made.message
        holds_for_every_mail(message, language)
        is_staffs = delivery.letter in TO_STAFF
        # A long subject comes back as it was: the standard library folds between words (bpo-35547).
        raw = message.as_bytes(policy=POLICY)
        assert parse(raw).subject == f"[{ticket.number}] {SUBJECT}"
        assert (
            str(message_from_bytes(raw, policy=policy.default)["Subject"]) == f"[{ticket.number}] {SUBJECT}"
        )
        assert message["References"], delivery.letter
        assert str(message["References"]).split()[-1] == message["In-Reply-To"]
        assert bool(message["Auto-Submitted"]) is (delivery.letter not in BY_A_PERSON), delivery.letter
        assert bool(message["X-Auto-Response-Suppress"]) is bool(message["Auto-Submitted"])
        assert bool(message["List-Id"]) is is_staffs
        assert message["Reply-To"] == "support@desk.test"
        assert made.return_path == "support@desk.test"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_for_letters_that_are_no_deliveries(
    people: make.Cast, ticket: Ticket, language: str
) -> None:
    speak(people, language)
    ticket.refresh_from_db()
    ids = []
    for message in others(people, ticket):
        holds_for_every_mail(message, language)
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["X-Auto-Response-Suppress"] == "All"
        assert not message["List-Unsubscribe"], "nobody unsubscribes from what is about themselves"
        ids.append(message["Message-ID"])
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_for_letters_to_many(people: make.Cast, support: ChannelAccount, language: str) -> None:
    """Each can be unsubscribed from but a test, which has no recipient yet (RFC 8058); no machine answers."""
    speak(people, language)
    ids = []
    for number, message in enumerate(of_everybody(people, language)):
        holds_for_every_mail(message, language)
        assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "bulk")
        assert message["X-Auto-Response-Suppress"] == "All"
        assert message["List-Id"]
        is_test = bool(number % 2)
        assert bool(message["List-Unsubscribe"]) is not is_test
        assert bool(message["List-Unsubscribe-Post"]) is not is_test
        ids.append(message["Message-ID"])
    assert len(set(ids)) == 4
