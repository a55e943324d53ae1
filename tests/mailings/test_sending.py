"""From a draft to its last letter: the rate, pausing, stopping, once each, what a letter carries."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid5

import pytest
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import mass_letters
from otklik.channels.mail.outbox import kept
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Conflict, Denied, Invalid, NotPossible
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.mailings.audience import Audience
from otklik.mailings.commands import (
    change_mailing,
    check_mailing,
    pause_mailing,
    remove_mailing,
    resume_mailing,
    start_mailing,
    stop_mailing,
)
from otklik.mailings.commands.drafts import MailingSpec
from otklik.mailings.enums import Kind, Stage
from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.pace import pace
from otklik.mailings.settings import PER_MINUTE
from otklik.organisation.commands import change_setting
from tests import make
from tests.channels.mail.writing import markup, words
from tests.mailings.writing import EVERYONE, SUBJECT, TEXT, letter_to, run, started, states, written
from tests.support.fixtures import FrozenClock
from tests.support.smtp import SmtpSink
from tests.support.writes import unchanged

RU, SHORT = {"ru": "Работы в субботу"}, {"ru": "Привет"}
HELD = dict.fromkeys(
    ("manager@alpha.test", "client@alpha.test", "colleague@alpha.test", "stranger@beta.test"), "held"
)


@pytest.fixture(autouse=True)
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


@pytest.mark.parametrize(("per_minute", "letters", "pause"), [(0, 1, 60), (1, 1, 60), (30, 1, 2), (90, 3, 2)])
def test_the_pace(per_minute: int, letters: int, pause: float) -> None:
    found = pace(per_minute)
    assert (found.letters, found.pause.total_seconds()) == (letters, pause)
    assert found.letters * 60 <= max(1, per_minute) * found.pause.total_seconds() + 0.001


def test_everybody_gets_their_own_letter(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Placeholders, headers (RFC 8058, RFC 3834), a Message-ID of its own, the mailbox's lines below its
    name; then it is done."""
    ChannelAccount.objects.update(sender_name={"ru": "Отдел сети"}, signature={"ru": "Отвечаем днём"})
    small.bump()
    mailing = started(people, written(people))
    run(frozen_clock)
    mailing.refresh_from_db()
    assert (mailing.stage, mailing.expected, states()) == (Stage.DONE, 4, HELD)
    letter = letter_to("client@alpha.test")
    assert letter["Subject"] == "Работы в субботу"
    assert "Иван Клиентов, добрый день!\n\nВ субботу сеть ООО «Альфа» не работает." in words(letter)
    assert "Отдел сети\nОтвечаем днём" in words(letter)
    assert "Иван Клиентов, добрый день!" in markup(letter)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(letter["List-Unsubscribe"]).startswith("<http")
    assert str(letter["List-Unsubscribe"]).strip("<>") in words(letter)
    assert (letter["Precedence"], letter["Auto-Submitted"]) == ("bulk", "auto-generated")
    headers = {letter_to(address)["Message-ID"] for address in HELD}
    assert len(headers) == 4
    assert Event.objects.filter(kind="mailing.done").count() == 1
    assert not Job.objects.filter(key="mailings").exists()


def test_the_rate_holds_whoever_works(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Two letters a minute: no more in any minute, also after nobody worked for an hour."""
    change_setting(BY_SYSTEM, PER_MINUTE.key, 2)
    started(people, written(people))
    drain()
    assert list(states().values()).count("held") == 1
    frozen_clock.move(timedelta(seconds=29))
    drain()
    assert list(states().values()).count("held") == 1
    frozen_clock.move(timedelta(hours=1))
    drain()
    assert list(states().values()).count("held") == 2


def test_pausing_and_stopping_hold_at_once(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Nothing that is not handed over leaves; what was in the outbox goes back, and later leaves once."""
    mailing = started(people, written(people))
    drain(["default"])
    assert list(states().values()).count("queued") == 1
    mailing = pause_mailing(people.lead, mailing)
    run(frozen_clock)
    assert set(states().values()) == {"waiting"}
    with unchanged(), pytest.raises(NotPossible):
        pause_mailing(people.lead, mailing)
    mailing = resume_mailing(people.lead, mailing)
    drain()
    assert sorted(states().values()) == ["held", "waiting", "waiting", "waiting"]
    stop_mailing(people.lead, mailing)
    run(frozen_clock)
    assert sorted(states().values()) == ["cancelled", "cancelled", "cancelled", "held"]
    with unchanged(), pytest.raises(NotPossible):
        resume_mailing(people.lead, Mailing.objects.get())


def test_killed_after_sending_it_is_the_same_letter(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server took and we could not note goes again under the same Message-ID, and says so."""
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    only = Audience(contacts=[str(make.contact_of(people.client).uid)])
    checked = check_mailing(people.lead, written(people, audience=only, subject=RU, text=SHORT))
    drain()
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["Проверка: Работы в субботу"]
    smtp_sink.received.clear()
    start_mailing(people.lead, checked, version=checked.version)

    def dies(*_args: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(mass_letters, "letter_sent", dies)
        drain(failing=True)
    assert Recipient.objects.get().state == "queued"
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)
    drain()
    ids = {mail.message["Message-ID"] for mail in smtp_sink.received}
    assert (len(smtp_sink.received), len(ids)) == (2, 1)
    row = Recipient.objects.get()
    assert (row.state, row.unsure) == ("sent", True)


def test_refused_for_good_and_not_now(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings, frozen_clock: FrozenClock
) -> None:
    """A dead address is marked; a busy server is asked again."""
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    checked = check_mailing(people.lead, written(people, subject=RU, text=SHORT))
    drain()
    smtp_sink.refused["stranger@beta.test"] = "550 5.1.1 No such user"
    smtp_sink.answers.append("450 4.2.0 Greylisted")
    start_mailing(people.lead, checked, version=checked.version)
    for _try in range(60):
        drain(failing=True)
        frozen_clock.move(timedelta(seconds=3))
    found = states()
    assert found.pop("stranger@beta.test") == "failed"
    assert set(found.values()) == {"sent"}
    assert Event.objects.filter(kind="address.failed").count() == 1
    assert Mailing.objects.get().stage == Stage.DONE


def test_check_counts_and_sends_a_test(people: make.Cast) -> None:
    """To whoever checks, in both languages, without a way to unsubscribe somebody."""
    mailing = check_mailing(people.lead, written(people))
    assert (mailing.stage, mailing.expected, mailing.left_out) == (Stage.CHECKED, 4, 0)
    drain()
    event = Event.objects.get(kind="mailing.checked")
    for language, subject in (("ru", "Проверка: Работы в субботу"), ("en", "Test: Work on Saturday")):
        raw = kept(uuid5(event.uid, language)).decode("utf-8", "replace")
        assert "To: " in raw
        assert "lead@desk.test" in raw
        assert "List-Unsubscribe" not in raw
        assert subject.split()[0] in raw or "=?utf-8?" in raw
    assert Recipient.objects.count() == 0


def test_who_may_and_when(people: make.Cast) -> None:
    draft = written(people)
    with unchanged():
        with pytest.raises(Denied):
            check_mailing(people.agent, draft)
        with pytest.raises(NotPossible):
            start_mailing(people.lead, draft, version=draft.version)
    checked = check_mailing(people.lead, draft)
    with unchanged(), pytest.raises(Conflict):
        start_mailing(people.lead, checked, version=checked.version + 1)
    spec = MailingSpec("Иначе", checked.account, Kind.ANNOUNCEMENT, SUBJECT, TEXT, audience=EVERYONE)
    changed = change_mailing(people.lead, checked, version=checked.version, spec=spec)
    assert changed.stage == Stage.DRAFT
    again = started(people, changed)
    with unchanged():
        with pytest.raises(NotPossible):
            remove_mailing(people.lead, again)
        with pytest.raises(NotPossible):
            change_mailing(people.lead, again, version=again.version, spec=spec)


def test_what_a_draft_may_not_say(people: make.Cast) -> None:
    box = ChannelAccount.objects.get(name="support")
    with unchanged(), pytest.raises(Invalid) as caught:
        written(people, text={"ru": "Здравствуйте, {{ nme }}"})
    assert list(caught.value.fields) == ["text_ru"]
    half = written(people, text={"ru": "Здравствуйте"}, account=box)
    with unchanged(), pytest.raises(Invalid) as caught:
        check_mailing(people.lead, half)
    assert list(caught.value.fields) == ["text_en"]
    survey = written(people, kind=Kind.SURVEY, choices=({"ru": "Да", "en": "Yes"}, {"ru": "Нет"}))
    with unchanged(), pytest.raises(Invalid) as caught:
        check_mailing(people.lead, survey)
    assert list(caught.value.fields) == ["choices"]
    remove_mailing(people.lead, survey)
    assert Mailing.objects.count() == 1
