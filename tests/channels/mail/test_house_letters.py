"""Letters that are no deliveries: of accounts, contracts, requests. Once, and known when they return."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import house_letters
from otklik.channels.mail.models import Mailbox
from otklik.channels.mail.outbox import kept
from otklik.clients.commands import ContractSpec, Manager, create_contract, remind_of_periods
from otklik.clients.models import Contact, ServicePeriod
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Job
from otklik.core.worker import drain
from otklik.notifications.commands import ask_link
from otklik.notifications.enums import DeliveryState
from otklik.notifications.failing import failing_among
from otklik.notifications.models import ContractLetter, HouseLetter
from otklik.people.commands import invite
from otklik.people.models import User
from tests import make
from tests.channels.mail import reports
from tests.channels.mail.writing import mail, take, ticket_of
from tests.clients.contracts import day, period
from tests.support.pages import text_of, visitor
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
AGENT = "agent@desk.test"


@pytest.fixture(autouse=True)
def desk(people: make.Cast) -> None:
    """A mailbox to write from."""
    make.mailbox("support", team=people.it)


def invited(people: make.Cast) -> HouseLetter:
    invite(people.admin.ref, make.user_of(people.agent))
    drain()
    return HouseLetter.objects.latest("pk")


def header_of(letter: HouseLetter | ContractLetter) -> str:
    """The Message-ID in the outbox, without brackets."""
    return str(message_from_bytes(kept(letter.uid), policy=policy.default)["Message-ID"]).strip("<>")


def come_back(header: str, address: str, back: str = "support@desk.test") -> dict[str, str | None]:
    return take(reports.POSTFIX.format(header=header, to=address, back=back).encode()).answer()


def test_an_invitation_that_comes_back_is_said_where_the_account_is(people: make.Cast) -> None:
    letter = invited(people)
    page = f"/settings/agents/{make.agent_of(people.agent).uid}"
    admin = visitor(people.admin)
    assert f"Письмо на {AGENT} ждёт отправки." in text_of(admin.get(page))
    assert come_back(header_of(letter), AGENT) == {"ticket": None, "action": "ignored", "reason": "bounce"}
    letter.refresh_from_db()
    assert letter.state == DeliveryState.BOUNCED
    assert failing_among([AGENT])[AGENT].why == "full"
    assert f"Письмо на {AGENT} не доставлено: ящик переполнен" in text_of(admin.get(page))
    come_back(header_of(letter), AGENT)
    assert failing_among([AGENT])[AGENT].times == 1, "one letter comes back once"


def test_a_client_s_invitation_is_said_on_their_card(people: make.Cast) -> None:
    contact = Contact.objects.get(user=people.client.user_id)
    account = make.user_of(people.client)
    User.objects.filter(pk=account.pk).update(email="client@alpha.test")
    invite(people.admin.ref, account)
    drain()
    letter = HouseLetter.objects.get()
    come_back(header_of(letter), letter.address)
    card = text_of(visitor(people.lead).get(f"/desk/clients/contacts/{contact.uid}"))
    assert f"Письмо на {letter.address} не доставлено: ящик переполнен" in card


def test_a_contract_s_reminder_that_comes_back_is_said_on_its_card(people: make.Cast) -> None:
    manager = Manager(agent_id=people.agent.agent_id)
    contract = create_contract(
        people.lead, ContractSpec("Д-1", people.company, name="Кассы", manager=manager)
    )
    period(contract, -30, 5, remind=0)
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    drain()
    come_back(header_of(ContractLetter.objects.get()), AGENT)
    assert ContractLetter.objects.get().state == DeliveryState.BOUNCED
    assert AGENT in failing_among([AGENT])
    card = text_of(visitor(people.lead).get(f"/desk/clients/contracts/{contract.uid}"))
    assert f"{AGENT} (ящик переполнен)" in card


def test_a_link_that_comes_back_marks_the_address(people: make.Cast) -> None:
    ticket = ticket_of(take(mail("Иван <ivan@foreign.test>")))
    ask_link(BY_SYSTEM, ticket.number, "ivan@foreign.test")
    drain()
    letter = HouseLetter.objects.get(about="link")
    come_back(header_of(letter), letter.address)
    assert failing_among(["ivan@foreign.test"])["ivan@foreign.test"].why == "full"


def test_only_our_signature_proves_a_report(people: make.Cast) -> None:
    """Neither an id somebody made up, nor a contract's mark under the name of another letter."""
    letter = invited(people)
    token = header_of(letter).split(".")[1]
    for header in (
        f"otkl.{token[:-1]}a.{'a' * 26}@desk.test",
        f"otk.{token}.{'a' * 26}@desk.test",
        "x@y.test",
    ):
        come_back(header, AGENT)
    letter.refresh_from_db()
    assert (letter.state, failing_among([AGENT])) == (DeliveryState.HELD, {})


def test_refused_at_the_door_and_known_by_the_return_path(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    account = ChannelAccount.objects.get()
    Mailbox.objects.update_or_create(account=account, defaults={"plus_addressing": True})
    small.bump()
    letter = invited(people)
    [received] = smtp_sink.received
    assert (letter.state, received.sender.startswith("support+")) == (DeliveryState.SENT, True)
    come_back("foreign@x.test", AGENT, back=received.sender)
    letter.refresh_from_db()
    assert letter.state == DeliveryState.BOUNCED
    smtp_sink.refused[AGENT] = "550 5.1.1 User unknown"
    assert invited(people).state == DeliveryState.FAILED
    assert failing_among([AGENT])[AGENT].why == "no-address"


def test_killed_after_sending_it_is_the_same_mail(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url

    def dies(*_args: object) -> None:
        raise RuntimeError("killed")

    invite(people.admin.ref, make.user_of(people.agent))
    with monkeypatch.context() as broken:
        broken.setattr(house_letters, "settle_letter", dies)
        drain(failing=True)
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)
    drain()
    ids = {mail.message["Message-ID"] for mail in smtp_sink.received}
    assert (len(smtp_sink.received), len(ids), HouseLetter.objects.get().state) == (2, 1, "sent")
