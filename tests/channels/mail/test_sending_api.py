"""Letters that leave by a provider's API: what arrives there, what its answers do, how it is set up."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

import pytest

from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.channels.mail import sending_api
from otklik.channels.mail.commands import change_mailbox, create_mailbox
from otklik.channels.mail.composing import compose
from otklik.channels.mail.enums import Security, SendsBy, SignIn
from otklik.channels.mail.mailbox_back import restore
from otklik.channels.mail.mailbox_spec import Outgoing, outgoing_problems
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.policy import POLICY
from otklik.channels.mail.reaching import way_out_of
from otklik.channels.mail.sending_api import Api
from otklik.channels.mail.smtp import NotBelieved, RefusedForGood, TryAgain, Unsure
from otklik.channels.mail.trying import try_connection
from otklik.core.errors import Invalid, NotPossible
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.mail_apis import DOMAIN, KEY, MailApis, mail_apis
from tests.support.ports import free_port

CLIENT = "client@alpha.test"
TEXT = "Текст: цена 5 €".encode("cp1251")
API = pytest.mark.parametrize("by", [SendsBy.MAILGUN, SendsBy.POSTMARK])


@pytest.fixture(scope="module")
def running() -> Iterator[MailApis]:
    with mail_apis() as apis:
        yield apis


@pytest.fixture
def apis(running: MailApis) -> MailApis:
    for kept in (running.mails, running.letters, running.answers):
        kept.clear()
    running.breaks_off = 0
    return running


def api(apis: MailApis, by: SendsBy, *, key: str = KEY, place: str = "") -> Api:
    domain = DOMAIN if by is SendsBy.MAILGUN else ""
    return Api(by, "127.0.0.1", apis.port, place or domain, key, tls=False)


def outgoing(apis: MailApis, by: SendsBy, *, password: str | None = KEY) -> Outgoing:
    place = DOMAIN if by is SendsBy.MAILGUN else ""
    return Outgoing("127.0.0.1", apis.port, Security.NONE, place, password, by=by)


def letter() -> EmailMessage:
    made = EmailMessage(POLICY)
    made["From"] = "Поддержка <support@desk.test>"
    made["To"] = "Somebody Else <else@alpha.test>"
    made["Cc"] = "copy@alpha.test"
    made["Reply-To"] = "support+token@desk.test"
    made["Subject"] = "Тема [INC1]"
    made["Message-ID"] = "<otk.token.1@desk.test>"
    made["In-Reply-To"] = "<first@alpha.test>"
    made["References"] = "<zero@alpha.test> <first@alpha.test>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Id"] = "<it.teams.desk.test>"
    made.set_content("Текст письма\n", cte="8bit")
    made.add_alternative('<p>Текст <img src="cid:1@x"></p>', subtype="html")
    html = list(made.iter_parts())[-1]
    assert isinstance(html, EmailMessage)
    html.add_related(b"GIF89a", "image", "gif", cid="<1@x>", filename="точка.gif")
    made.add_attachment(TEXT, maintype="text", subtype="plain", filename="цены.txt")
    return made


KEPT = {
    "Message-ID": "<otk.token.1@desk.test>",
    "In-Reply-To": "<first@alpha.test>",
    "References": "<zero@alpha.test> <first@alpha.test>",
    "Auto-Submitted": "auto-generated",
    "List-Id": "<it.teams.desk.test>",
}


def test_mailgun_gets_the_mail_as_it_is(apis: MailApis) -> None:
    """For the recipient of the envelope alone, whoever stands in its headers."""
    sending_api.send(api(apis, SendsBy.MAILGUN), "support@desk.test", CLIENT, letter())
    [(recipient, sent)] = apis.mails
    assert recipient == CLIENT
    assert {name: str(sent[name]) for name in KEPT} == KEPT
    assert (str(sent["Cc"]), str(sent["Reply-To"])) == ("copy@alpha.test", "support+token@desk.test")
    assert str(sent["Subject"]) == "Тема [INC1]"
    files = {part.get_filename(): part.get_payload(decode=True) for part in sent.walk()}
    assert files["цены.txt"] == TEXT
    assert files["точка.gif"] == b"GIF89a"


def test_postmark_gets_its_parts(apis: MailApis) -> None:
    """It keeps our Message-ID because it is asked to; nobody else is written to."""
    sending_api.send(api(apis, SendsBy.POSTMARK, place="desk"), "support@desk.test", CLIENT, letter())
    [sent] = apis.letters
    headers = {one["Name"]: one["Value"] for one in cast("list[dict[str, str]]", sent["Headers"])}
    assert headers == {**KEPT, "X-PM-KeepID": "true"}
    assert (sent["To"], sent.get("Cc"), sent["ReplyTo"]) == (CLIENT, None, "support+token@desk.test")
    assert (sent["Subject"], sent["TextBody"], sent["MessageStream"]) == (
        "Тема [INC1]",
        "Текст письма\n",
        "desk",
    )
    assert "cid:1@x" in str(sent["HtmlBody"])
    assert (sent["TrackOpens"], sent["TrackLinks"]) == (False, "None")
    files = {one["Name"]: one for one in cast("list[dict[str, str]]", sent["Attachments"])}
    assert base64.b64decode(files["цены.txt"]["Content"]) == TEXT
    assert files["точка.gif"]["ContentID"] == "cid:1@x"


@API
@pytest.mark.parametrize(
    ("status", "said", "meaning"),
    [
        (200, {"unexpected": "words"}, Unsure),
        (307, {"message": "Over there"}, NotBelieved),
        (400, {"message": "to parameter is not a valid address"}, RefusedForGood),
        (403, {"message": "Forbidden"}, NotBelieved),
        (413, {"message": "Too large"}, RefusedForGood),
        (422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{CLIENT}'."}, RefusedForGood),
        (422, {"ErrorCode": 400, "Message": "The sender signature was not found."}, NotBelieved),
        (429, {"message": "Too many requests"}, TryAgain),
        (503, {"message": "Busy"}, TryAgain),
    ],
)
def test_what_an_answer_means(
    apis: MailApis, by: SendsBy, status: int, said: dict[str, object], meaning: type[Exception]
) -> None:
    apis.answers.append((status, said))
    with pytest.raises((RefusedForGood, TryAgain)) as told:
        sending_api.send(api(apis, by), "support@desk.test", CLIENT, letter())
    assert type(told.value) is meaning
    assert str(next(iter(said.values() if meaning is Unsure else [status]))) in str(told.value)


def test_a_recipient_postmark_does_not_write_to(apis: MailApis) -> None:
    words = f"Found inactive addresses: {CLIENT}.\n Inactive recipients are ones that have bounced."
    apis.answers.append((422, {"ErrorCode": 406, "Message": words}))
    with pytest.raises(RefusedForGood, match="422 Found inactive addresses"):
        sending_api.send(api(apis, SendsBy.POSTMARK), "support@desk.test", CLIENT, letter())


@API
def test_a_connection_that_fails(apis: MailApis, by: SendsBy) -> None:
    """Before the mail went over it was not sent; afterwards nobody knows."""
    apis.breaks_off = 1
    with pytest.raises(Unsure):
        sending_api.send(api(apis, by), "support@desk.test", CLIENT, letter())
    nobody = replace(api(apis, by), port=free_port())
    with pytest.raises(TryAgain) as told:
        sending_api.send(nobody, "support@desk.test", CLIENT, letter())
    assert type(told.value) is TryAgain


RIGHT = Outgoing("api.eu.mailgun.net", 443, login="mg.desk.test", password=KEY, by=SendsBy.MAILGUN)


@pytest.mark.parametrize(
    ("side", "wrong"),
    [
        (RIGHT, set()),
        (replace(RIGHT, host="smtp.alpha.test"), {"host"}),
        (replace(RIGHT, security=Security.STARTTLS), {"security"}),
        (replace(RIGHT, login="support@desk.test"), {"login"}),
        (replace(RIGHT, sign_in=SignIn.OAUTH), {"sign_in"}),
    ],
)
def test_a_key_goes_to_its_provider_alone(side: Outgoing, wrong: set[str]) -> None:
    assert set(outgoing_problems(side)) == wrong


@pytest.mark.django_db
def test_what_opens_one_way_is_not_told_to_another(people: make.Cast, apis: MailApis) -> None:
    """Neither by a change without a key, nor by a test, nor by taking a change back."""
    smtp = Outgoing("smtp.alpha.test", login="it@alpha.test", password="auch")
    account = create_mailbox(people.admin, spec("it", None, outgoing=smtp))
    without = outgoing(apis, SendsBy.POSTMARK, password=None)
    [check] = try_connection(people.admin, None, without, account=account, address="it@desk.test")
    assert not check.ok
    with pytest.raises(Invalid):
        change_mailbox(people.admin, account, spec("it", None, outgoing=without))
    change_mailbox(people.admin, account, spec("it", None, outgoing=outgoing(apis, SendsBy.POSTMARK)))
    assert KEY not in MailServer.objects.get(account=account).smtp_password
    assert way_out_of(account) == api(apis, SendsBy.POSTMARK)
    event = Event.objects.filter(kind=ACCOUNT_CHANGED.name, data__servers=True).latest("pk")
    assert KEY not in f"{event.changes} {event.data}"
    with pytest.raises(NotPossible):
        restore(people.admin, event)


@pytest.mark.django_db
@API
def test_a_provider_is_tried_without_a_mail(people: make.Cast, apis: MailApis, by: SendsBy) -> None:
    def tried(side: Outgoing) -> tuple[bool, str]:
        [check] = try_connection(people.admin, None, side, address="support@desk.test")
        return check.ok, f"{check.words} {check.remedy}"

    assert tried(outgoing(apis, by))[0]
    assert "127.0.0.1" in tried(outgoing(apis, by, password="wrong"))[1]
    assert not tried(outgoing(apis, by, password="wrong"))[0]
    assert not tried(replace(outgoing(apis, by), port=free_port()))[0]
    if by is SendsBy.MAILGUN:
        assert "other.test" in tried(replace(outgoing(apis, by), login="other.test"))[1]
    assert (apis.mails, apis.letters) == ([], [])


@pytest.fixture
def ticket(people: make.Cast, apis: MailApis, unconfirmed: None) -> Ticket:
    sends = outgoing(apis, SendsBy.MAILGUN)
    box = create_mailbox(people.admin, spec("support", None, team=people.it, outgoing=sends))
    made = ticket_of(take(mail(f"Иван Клиентов <{CLIENT}>"), box))
    drain()
    apis.mails.clear()
    return made


def again_now() -> None:
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


@pytest.mark.django_db
def test_an_answer_leaves_by_the_mailboxs_provider(people: make.Cast, ticket: Ticket, apis: MailApis) -> None:
    """Put off, then taken and the connection lost, then taken: the same mail twice, and the card says so."""
    make.reply(people.agent, ticket)
    apis.answers.append((429, {"message": "Too many requests"}))
    drain(failing=True)
    delivery = Delivery.objects.get(address=CLIENT, message__isnull=False)
    assert (delivery.state, delivery.attempts, delivery.error) == ("queued", 1, "429 Too many requests")
    apis.breaks_off = 1
    again_now()
    again_now()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.unsure) == ("sent", True)
    (_first, one), (recipient, two) = apis.mails
    composed = compose(delivery)
    assert composed is not None
    assert recipient == CLIENT
    assert str(one["Message-ID"]) == str(two["Message-ID"]) == f"<{delivery.message_header}>"
    assert str(two["References"]) == str(composed.message["References"])
    assert two.get_body(("html",)) is not None


@pytest.mark.django_db
def test_an_address_the_provider_refuses(people: make.Cast, ticket: Ticket, apis: MailApis) -> None:
    make.reply(people.agent, ticket)
    apis.answers.append((400, {"message": "to parameter is not a valid address"}))
    drain()
    delivery = Delivery.objects.get(address=CLIENT, message__isnull=False)
    assert (delivery.state, delivery.error) == ("failed", "400 to parameter is not a valid address")
