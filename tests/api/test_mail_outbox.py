"""Letters that leave and alarms, by the API and in the settings: sent again, given up, silenced."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from otklik.channels.mail.alarms import loud_alarms
from otklik.channels.mail.commands.alarms import Seen, keep_alarms
from otklik.channels.mail.enums import AlarmKind
from otklik.core.errors import Denied
from otklik.core.worker import drain
from otklik.notifications.commands import send_held
from otklik.notifications.models import Delivery
from tests import make
from tests.api.program import program
from tests.support.pages import text_of, visitor
from tests.support.smtp import SmtpSink
from tests.support.writes import kinds, recorded, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
PAGE = "/settings/mail/outbox"
SILENT = Seen("silent:1", AlarmKind.SILENT, "silent", {"hours": 30})


def answered(people: make.Cast, times: int = 1) -> None:
    """A client's ticket and answers to it; no outgoing mail is set up."""
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    for number in range(times):
        make.reply(people.agent, ticket, f"Ответ {number}.")
        drain()


def letters() -> list[Delivery]:
    return list(Delivery.objects.filter(audience="client").order_by("pk"))


def test_read_sent_again_and_given_up_by_the_api(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings
) -> None:
    answered(people, 2)
    admin, lead, [first, second] = program(people.admin), program(people.lead), letters()
    assert lead.get("/mail/outbox").problem == "denied"
    found = admin.get("/mail/outbox?state=held&letter=reply&limit=1").body
    assert ([one["uid"] for one in found["items"]], bool(found["next"])) == ([str(second.uid)], True)
    one = admin.get(f"/mail/outbox/{first.uid}").body
    assert (one["state"], one["address"], one["ticket"]) == ("held", first.address, first.ticket.number)
    with recorded() as events:
        again = admin.post(f"/mail/outbox/{first.uid}/actions/send-again")
    assert (again.body["state"], kinds(events)) == ("queued", ["delivery.queued"])
    dropped = admin.post(f"/mail/outbox/{second.uid}/actions/drop")
    assert dropped.body["state"] == "cancelled"
    with unchanged():
        assert admin.post(f"/mail/outbox/{first.uid}/actions/send-again").problem == "not-possible"
        assert lead.post(f"/mail/outbox/{first.uid}/actions/drop").problem == "denied"
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    drain()
    assert admin.get(f"/mail/outbox/{first.uid}").body["state"] == "sent"
    assert [mail.recipients for mail in smtp_sink.received] == [(first.address,)]


def test_buttons_of_the_page(people: make.Cast) -> None:
    answered(people, 2)
    admin, [first, second] = visitor(people.admin), letters()
    page = text_of(admin.get(PAGE, {"state": "held"}))
    assert f"{PAGE}/{first.uid}/again" in page
    assert "Отправить все удержанные" in page
    answer = admin.post(f"{PAGE}/{first.uid}/drop", {"next": f"{PAGE}?state=held"})
    assert answer.headers["Location"] == f"{PAGE}?state=held"
    away = admin.post(f"{PAGE}/{second.uid}/again", {"next": "https://evil.test/"})
    assert away.headers["Location"] == PAGE
    assert [one.state for one in letters()] == ["cancelled", "queued"]


def test_all_held_letters_at_one_press(people: make.Cast) -> None:
    answered(people, 2)
    with pytest.raises(Denied):
        send_held(people.lead)
    visitor(people.admin).post(f"{PAGE}/held")
    assert {one.state for one in letters()} == {"queued"}


def test_an_alarm_is_silenced_until_it_comes_further(people: make.Cast) -> None:
    keep_alarms([SILENT])
    admin, asking = visitor(people.admin), program(people.admin)
    [alarm] = asking.get("/mail/alarms").body["items"]
    assert (alarm["key"], alarm["silenced"]) == ("silent:1", False)
    admin.post("/settings/mail/alarm", {"alarm": "silent:1"})
    assert loud_alarms(people.admin) == []
    assert "молчит, пока не усилится" in text_of(admin.get("/settings/mailboxes"))
    keep_alarms([SILENT])
    with unchanged():
        again = asking.post("/mail/alarms/silent:1/actions/silence")
    assert again.body["silenced"] is True
    keep_alarms([Seen("silent:1", AlarmKind.SILENT, "longer", {"hours": 60})])
    assert len(loud_alarms(people.admin)) == 1
    with recorded() as events:
        asking.post("/mail/alarms/silent:1/actions/silence")
    assert kinds(events) == ["mail.alarm_silenced"]
    keep_alarms([])
    assert asking.post("/mail/alarms/silent:1/actions/silence").problem == "not-found"
