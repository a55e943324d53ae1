"""Reminders of ending service periods: whom, when, what, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from otklik.channels.mail import house_letters
from otklik.channels.mail.outbox import kept
from otklik.clients.commands import (
    ContractSpec,
    Manager,
    PeriodSpec,
    add_period,
    change_period,
    create_contract,
    hide_contract,
    remind_of_periods,
    set_manager,
)
from otklik.clients.models import Contract, ServicePeriod
from otklik.clients.settings import CONTRACTS
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.people.models import Team
from tests import make
from tests.clients.contracts import day, period
from tests.support.fixtures import FrozenClock
from tests.support.smtp import SmtpSink
from tests.support.writes import unchanged


@pytest.fixture(autouse=True)
def desk(people: make.Cast) -> None:
    """A mailbox to write from."""
    make.mailbox("support")


def kept_by(people: make.Cast, *, team: Team | None = None) -> Contract:
    """A contract that `agent` looks after, or a team."""
    manager = Manager(team_id=team.pk) if team else Manager(agent_id=people.agent.agent_id)
    spec = ContractSpec("Д-1", people.company, name="Кассы", manager=manager, amount=777)
    return create_contract(people.lead, spec)


def told() -> list[str]:
    drain()
    return sorted(ContractLetter.objects.values_list("address", flat=True))


def held(letter: ContractLetter) -> EmailMessage:
    return message_from_bytes(kept(letter.uid), policy=policy.default)


def test_on_the_day_once(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Not the day before, not at night; however often the sweep runs."""
    one = period(kept_by(people), 0, 50, remind=2)
    frozen_clock.move(timedelta(days=1))
    with unchanged():
        assert remind_of_periods() == 0
    frozen_clock.set(datetime(2026, 11, 19, 4, 0, tzinfo=UTC))  # 7:00 in Moscow
    assert remind_of_periods() == 0
    frozen_clock.move(timedelta(hours=1))
    assert remind_of_periods() == 1
    assert remind_of_periods() == 0
    one.refresh_from_db()
    assert one.reminded_at == frozen_clock.now
    assert Event.objects.filter(kind="period.reminded").count() == 1
    assert told() == ["agent@desk.test"]
    drain()
    assert told() == ["agent@desk.test"]


def test_what_it_says(people: make.Cast) -> None:
    """Number, company, days, paid or not, the way to the card; no sums."""
    made = kept_by(people)
    add_period(
        people.lead,
        made,
        PeriodSpec(
            day(people.company, -30), day(people.company, 5), price=88800, remind_on=day(people.company, 0)
        ),
    )
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    drain()
    letter = ContractLetter.objects.get()
    message = held(letter)
    body = message.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert (letter.state, letter.agent_id) == (DeliveryState.HELD, people.agent.agent_id)
    assert "Д-1" in str(message["Subject"])
    assert f"/desk/clients/contracts/{made.uid}" in words
    assert all(part in words for part in ("Кассы", "ООО «Альфа»", "не оплачен"))
    assert not any(part in words.replace(str(made.uid), "") for part in ("888", "777"))


def test_a_team_by_its_list_else_its_members(people: make.Cast) -> None:
    period(kept_by(people, team=people.it), -30, 5, remind=0)
    people.it.notify = ["list@desk.test", "support@desk.test", "teammate@desk.test"]
    people.it.save()
    small.bump()
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    assert told() == ["list@desk.test", "teammate@desk.test"]
    ContractLetter.objects.all().delete()
    people.it.notify = []
    people.it.save()
    small.bump()
    ServicePeriod.objects.update(reminded_at=None)
    remind_of_periods()
    assert told() == ["agent@desk.test", "lead@desk.test", "teammate@desk.test"]


def test_without_a_manager_the_company_s(people: make.Cast) -> None:
    """And nobody where that has none either."""
    made = create_contract(people.lead, ContractSpec("Д-1", people.company))
    period(made, -30, 5, remind=0)
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()
    assert told() == []
    set_manager(SYSTEM, people.company, Manager(agent_id=people.lead.agent_id))
    ServicePeriod.objects.update(reminded_at=None)
    remind_of_periods()
    assert told() == ["lead@desk.test"]


def test_moved_hidden_switched_off_or_too_late(people: make.Cast, frozen_clock: FrozenClock) -> None:
    made = kept_by(people)
    one = period(made, 0, 90, remind=1)
    later = PeriodSpec(one.starts_on, one.ends_on, paid=True, remind_on=day(people.company, 40))
    one = change_period(people.lead, one, version=1, spec=later)
    frozen_clock.move(timedelta(days=2))
    assert remind_of_periods() == 0
    frozen_clock.move(timedelta(days=39))
    hide_contract(people.lead, made)
    assert remind_of_periods() == 0
    hide_contract(people.lead, made, hidden=False)
    change_setting(BY_SYSTEM, CONTRACTS.key, False)
    assert remind_of_periods() == 0
    change_setting(BY_SYSTEM, CONTRACTS.key, True)
    frozen_clock.move(timedelta(days=40))
    assert remind_of_periods() == 0
    ServicePeriod.objects.update(remind_on=day(people.company, -3))
    assert remind_of_periods() == 1


def test_killed_after_sending_it_is_the_same_mail(
    people: make.Cast, smtp_sink: SmtpSink, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server took and we could not note goes again under the same Message-ID; then never more."""
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    period(kept_by(people), -30, 5, remind=0)
    ServicePeriod.objects.update(remind_on=day(people.company, -1))
    remind_of_periods()

    def dies(*_args: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(house_letters, "settle_letter", dies)
        drain(failing=True)
    assert ContractLetter.objects.get().state == DeliveryState.QUEUED
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)
    drain()
    ids = {mail.message["Message-ID"] for mail in smtp_sink.received}
    assert (len(smtp_sink.received), len(ids)) == (2, 1)
    assert ContractLetter.objects.get().state == DeliveryState.SENT
