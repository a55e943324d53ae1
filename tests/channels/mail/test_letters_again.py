"""Letters about accounts, links, contracts and alarms, sent again: by whom, where to, once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytest_django import Settings

from otklik.channels.mail.commands.alarms import Seen, keep_alarms
from otklik.channels.mail.enums import AlarmKind
from otklik.channels.mail.letters_again import WRITERS
from otklik.clients.commands import ContractSpec, Manager, create_contract, remind_of_periods
from otklik.clients.models import ServicePeriod
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Denied
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.commands import ask_link, send_held_letters, send_letter_again
from otklik.notifications.models import ContractLetter, HouseLetter
from otklik.people.commands import invite
from otklik.people.models import User
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail, take, ticket_of
from tests.clients.contracts import day, period
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.smtp import SmtpSink
from tests.support.writes import kinds, recorded, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
PAGE, API = "/settings/mail/outbox/other", "/mail/house-letters"
SILENT = Seen("silent:1", AlarmKind.SILENT, "silent", {"hours": 30})


@pytest.fixture(autouse=True)
def desk(people: make.Cast) -> None:
    """A mailbox to write from."""
    make.mailbox("support", team=people.it)


def one_of_each(people: make.Cast) -> None:
    """Of an account, a link, an alarm and a contract; no outgoing mail is set up."""
    ticket = ticket_of(take(mail("Иван <ivan@foreign.test>")))
    ask_link(BY_SYSTEM, ticket.number, "ivan@foreign.test")
    invite(people.admin.ref, make.user_of(people.agent))
    keep_alarms([SILENT])
    manager = Manager(agent_id=people.agent.agent_id)
    period(
        create_contract(people.lead, ContractSpec("Д-1", people.company, manager=manager)), -30, 5, remind=0
    )
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    drain()


def states() -> Sequence[str]:
    return [
        *HouseLetter.objects.order_by("about").values_list("state", flat=True),
        *ContractLetter.objects.values_list("state", flat=True),
    ]


def test_what_was_held_leaves_at_one_press(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    one_of_each(people)
    assert states() == ["held"] * 4
    with pytest.raises(Denied):
        send_held_letters(people.lead)
    admin = visitor(people.admin)
    page = words_of(admin.get(PAGE, {"state": "held"}))
    assert ru("Send all held letters again") in page
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    with recorded() as events:
        admin.post(f"{PAGE}/held")
    assert sorted(kinds(events)) == ["contract_letter.queued", *["house_letter.queued"] * 3]
    drain()
    assert states() == ["sent"] * 4
    left = sorted(str(one.message["Subject"]) for one in smtp_sink.received)
    assert len(left) == 4
    assert admin.post(f"{PAGE}/held").status_code == 302
    drain()
    assert len(smtp_sink.received) == 4, "what has left leaves no more"


def test_the_page_finds_them_and_sends_one(people: make.Cast) -> None:
    one_of_each(people)
    admin = visitor(people.admin)
    letter = HouseLetter.objects.get(about="account")
    whole = text_of(admin.get(PAGE))
    assert whole.count("/again") == 4
    for narrowed in ({"about": "account"}, {"about": "contract"}, {"q": "ivan@"}):
        assert text_of(admin.get(PAGE, narrowed)).count("/again") == 1, narrowed
    assert text_of(admin.get(PAGE, {"state": "failed"})).count("/again") == 0
    answer = admin.post(f"{PAGE}/{letter.uid}/again", {"next": f"{PAGE}?about=account"})
    assert answer.headers["Location"] == f"{PAGE}?about=account"
    with unchanged():
        assert admin.post(f"{PAGE}/{letter.uid}/again").status_code == 409
    assert text_of(admin.get(PAGE)).count("/again") == 3


def test_the_api_lists_reads_and_sends_again(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    one_of_each(people)
    admin, lead = program(people.admin), program(people.lead)
    uid = ContractLetter.objects.get().uid
    link = HouseLetter.objects.select_related("ticket").get(about="link")
    assert link.ticket is not None
    assert [lead.get(API).problem, lead.get(f"{API}/{uid}").problem] == ["denied"] * 2
    first = admin.get(f"{API}?limit=2").body
    rest = admin.get(str(first["next"]).removeprefix("/api/v1")).body
    found = [*first["items"], *rest["items"]]
    assert {one["about"]: one["thing"] for one in found} == {
        "account": make.user_of(people.agent).login,
        "alarm": "",
        "contract": "Д-1",
        "link": link.ticket.number,
    }
    assert admin.get(f"{API}?after=WyJ4Il0").problem == "invalid"
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    assert admin.post(f"{API}/{uid}/actions/send-again").body["state"] == "queued"
    assert admin.post(f"{API}/{uid}/actions/send-again").problem == "not-possible"
    drain()
    assert admin.get(f"{API}/{uid}").body["state"] == "sent"


def test_a_refused_one_is_tried_as_often_as_a_new_one(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.refused["agent@desk.test"] = "550 5.1.1 User unknown"
    invite(people.admin.ref, make.user_of(people.agent))
    drain()
    letter = HouseLetter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", 1)
    smtp_sink.refused.clear()
    send_letter_again(people.admin, letter)
    drain()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == ("sent", 1, "")


def test_what_has_passed_is_not_sent_and_says_so(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    """An account with another address, an alarm that has ended."""
    one_of_each(people)
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    User.objects.filter(pk=people.agent.user_id or 0).update(email="other@desk.test")
    small.bump()
    keep_alarms([])
    for about in ("account", "alarm"):
        send_letter_again(people.admin, HouseLetter.objects.get(about=about))
    drain()
    assert smtp_sink.received == []
    assert [HouseLetter.objects.get(about=about).state for about in ("account", "alarm")] == ["failed"] * 2
    assert ru("what the letter was about has passed") in words_of(visitor(people.admin).get(PAGE))


def test_every_letter_of_the_house_has_who_writes_it_again(people: make.Cast) -> None:
    one_of_each(people)
    begun = Event.objects.filter(pk__in=HouseLetter.objects.values("event_id")).values_list("kind", flat=True)
    assert set(begun) <= set(WRITERS)
