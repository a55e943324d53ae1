"""Rating: who, when, what follows; low ones and complaints until a lead has looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.models import TicketType
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.signing import Claim
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.surveys.commands import rate
from otklik.surveys.models import Rating
from otklik.surveys.queries import captions, means_of, rating_of, ratings_page
from otklik.tickets import commands
from otklik.tickets.commands import Declining, Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from otklik.tickets.queries.audit import audit
from otklik.tickets.queries.personal import holder_of_link
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import by, changes, doer, kinds, recorded, refused, rows, unchanged


@pytest.fixture
def done(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """Answered and done, an hour ago."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Заменили картридж.", status="resolved")
    frozen_clock.move(timedelta(hours=1))
    return Ticket.objects.get()


@pytest.mark.parametrize("value", [5, 4])
def test_a_good_rating_confirms_and_closes(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock, value: int
) -> None:
    with recorded() as events:
        rating = rate(people.client, done, value, " Спасибо! ")
    assert kinds(events) == ["ticket.rated", "ticket.closed"]
    assert len({event.batch_id for event in events}) == 1
    assert (events[0].data, events[0].audience, doer(events[0])) == (
        {"comment": True},
        "public",
        by(people.client),
    )
    assert (changes(events[0]), events[1].data) == ({"rating": (None, value)}, {"by": "rating"})
    assert (rating.value, rating.comment, rating.via) == (value, "Спасибо!", "portal")
    assert (rating.contact_id, rating.agent_id, rating.team_id) == (
        people.client.contact_id,
        people.agent.agent_id,
        people.it.pk,
    )
    row = Ticket.objects.get()
    assert (row.state, row.rating, row.closed_at, row.complaint_at) == (
        "closed",
        value,
        frozen_clock.now,
        None,
    )
    assert list(audit([row.pk])) == []


def test_a_middling_one_leaves_it_done(people: make.Cast, done: Ticket) -> None:
    with recorded() as events:
        rate(people.client, done, 3)
    assert kinds(events) == ["ticket.rated"]
    row = Ticket.objects.get()
    assert (row.state, row.closes_at, row.review_since) == ("resolved", done.closes_at, None)


@pytest.mark.parametrize("value", [2, 1])
def test_a_low_one_is_a_complaint_until_a_lead_has_looked(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock, value: int
) -> None:
    with recorded() as events:
        rate(people.client, done, value)
    assert kinds(events) == ["ticket.rated", "ticket.complained"]
    assert (events[1].audience, events[1].data) == ("internal", {"why": "rating"})
    row = Ticket.objects.get()
    assert (row.state, row.complaint_at, row.review_since) == (
        "resolved",
        frozen_clock.now,
        frozen_clock.now,
    )
    for actor in (people.agent, people.client, people.outsider):
        with refused(Denied):
            commands.mark_reviewed(actor, done)
    with recorded() as events:
        commands.mark_reviewed(people.lead, done, "Поговорили с мастером")
    assert kinds(events) == ["note.added", "ticket.reviewed"]
    row = Ticket.objects.get()
    assert (row.complaint_at is not None, row.review_since) == (True, None)
    with refused(NotPossible):
        commands.mark_reviewed(people.lead, done)
    assert list(audit([row.pk])) == []


def test_a_better_rating_takes_the_complaint_back(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 1, "Ужас")
    with recorded() as events:
        rate(people.client, done, 5, "Разобрались")
    assert kinds(events) == ["ticket.rated", "ticket.closed"]
    assert changes(events[0]) == {"rating": (1, 5)}
    row = Ticket.objects.get()
    assert (row.rating, row.complaint_at, row.review_since) == (5, None, None)
    assert (Rating.objects.get().value, Rating.objects.get().comment) == (5, "Разобрались")


def test_the_same_again_changes_nothing(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 3, "Долго")
    with unchanged():
        rate(people.client, done, 3, "Долго ")


def test_it_can_be_changed_for_two_weeks(people: make.Cast, done: Ticket, frozen_clock: FrozenClock) -> None:
    rate(people.client, done, 5)
    frozen_clock.move(timedelta(days=13))
    rate(people.client, done, 4)
    frozen_clock.move(timedelta(days=1))
    with refused(NotPossible, code="rating_too_late"):
        rate(people.client, done, 3)
    assert not rating_of(Ticket.objects.get()).may_rate


def test_after_work_began_again_it_is_given_anew(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock
) -> None:
    rate(people.client, done, 5)
    frozen_clock.move(timedelta(days=6))
    with recorded() as events:
        commands.reopen(people.client, done, "Через неделю снова сломалось")
    assert changes(events[-1])["rating"] == (5, None)
    row = Ticket.objects.get()
    assert (row.rating, rating_of(row).value, rating_of(row).given_at) == (None, None, None)
    frozen_clock.move(timedelta(days=20))
    make.reply(people.agent, done, "Заменили целиком.", status="resolved")
    again = rating_of(Ticket.objects.get())
    assert (again.value, again.comment, again.may_rate) == (None, "", True)
    rate(people.client, done, 2)
    rating = Rating.objects.get()
    assert (rating.value, rating.given_at) == (2, frozen_clock.now)
    assert rating_of(Ticket.objects.get()).value == 2
    assert list(audit([row.pk])) == []


def test_a_complaint_outlives_the_mark_until_the_new_work_is_rated(people: make.Cast, done: Ticket) -> None:
    """Begun again, the mark is gone: a low one anew tells the leads nothing they do not wait to look at, a
    better one takes the complaint back; one that was looked at comes anew with a new low mark."""
    rate(people.client, done, 1)
    _again(people, done)
    with recorded() as events:
        rate(people.client, done, 2)
    assert kinds(events) == ["ticket.rated"]
    commands.mark_reviewed(people.lead, done)
    _again(people, done)
    with recorded() as events:
        rate(people.client, done, 1)
    assert kinds(events) == ["ticket.rated", "ticket.complained"]
    _again(people, done)
    rate(people.client, done, 5)
    row = Ticket.objects.get()
    assert (row.rating, row.complaint_at, row.review_since) == (5, None, None)
    assert list(audit([row.pk])) == []


def _again(people: make.Cast, done: Ticket) -> None:
    commands.reopen(people.client, done, "Снова сломалось")
    make.reply(people.agent, done, "Починили ещё раз.", status="resolved")


def test_when_it_cannot_be_rated(people: make.Cast, done: Ticket, frozen_clock: FrozenClock) -> None:
    for value in (0, 6, -1):
        with refused(Invalid, fields={"value"}):
            rate(people.client, done, value)
    fresh = make.ticket(people.client)
    with refused(NotPossible, code="rating_not_done"):
        rate(people.client, fresh, 5)
    commands.decline(people.dispatcher, fresh, Declining("not_ours"))
    with refused(NotPossible, code="rating_not_processed"):
        rate(people.client, fresh, 5)
    change_setting(BY_SYSTEM, "surveys.on", False)
    with refused(NotPossible, code="rating_off"):
        rate(people.client, done, 5)
    change_setting(BY_SYSTEM, "surveys.on", True)
    frozen_clock.move(timedelta(days=90))
    with refused(NotPossible, code="rating_too_late"):
        rate(people.client, done, 5)


def test_nobody_rates_their_own_work(people: make.Cast, done: Ticket) -> None:
    for actor in (people.agent, people.lead, people.admin, SYSTEM):
        with refused(Denied):
            rate(actor, done, 5)


def test_by_a_personal_link_without_an_account(people: make.Cast, frozen_clock: FrozenClock) -> None:
    what = Registration("Вопрос", from_text("Как?"), sender_email="who@far.test")
    ticket = commands.register(SYSTEM.through(Via.MAIL), what)
    make.reply(people.dispatcher, ticket, status="resolved")
    holder, _ticket = holder_of_link(Claim(ticket.pk, 0, None))
    with recorded() as events:
        rating = rate(holder, ticket, 5)
    assert (rating.contact_id, rating.via) == (None, "link")
    assert doer(events[0]) == ("sender", None, "link")


def test_complaints_by_type_wait_for_a_lead_from_the_beginning(people: make.Cast) -> None:
    kind = TicketType.objects.get(code="complaint")
    what = Registration("Грубят", from_text("По телефону"), contact=make.contact_of(people.client), type=kind)
    with recorded() as events:
        ticket = commands.register(people.client, what)
    assert "ticket.complained" in kinds(events)
    assert Ticket.objects.get(pk=ticket.pk).review_since is not None
    other = make.ticket(people.client)
    assert Ticket.objects.get(pk=other.pk).complaint_at is None
    commands.edit(people.dispatcher, other, Edit(type=kind))
    assert Ticket.objects.get(pk=other.pk).complaint_at is not None
    make.reply(people.dispatcher, other, status="resolved")
    rate(people.client, other, 1)
    rate(people.client, other, 5)
    assert Ticket.objects.get(pk=other.pk).complaint_at is not None


def test_lists_and_means_keep_to_what_one_sees(people: make.Cast, done: Ticket) -> None:
    rate(people.client, done, 2, "Долго")
    hr = make.ticket(people.stranger, team=people.hr)
    make.reply(people.outsider, hr, status="resolved")
    rate(people.stranger, hr, 4)
    assert [r.value for r in ratings_page(people.dispatcher).rows] == [4, 2]
    assert [r.value for r in ratings_page(people.agent).rows] == [2]
    assert [r.value for r in ratings_page(people.dispatcher, at_most=2).rows] == [2]
    assert list(ratings_page(people.colleague).rows) == []
    means = means_of(people.dispatcher, "team")
    assert {team: (m.number, m.mean) for team, m in means.items()} == {
        people.it.pk: (1, 2.0),
        people.hr.pk: (1, 4.0),
    }
    assert set(means_of(people.agent, "agent")) == {people.agent.agent_id}
    assert rows(Rating) == 2


@pytest.mark.django_db
def test_captions_are_an_administrators() -> None:
    assert captions("en") == {5: "Excellent", 4: "Good", 3: "Fair", 2: "Poor", 1: "Awful"}
    assert captions("ru")[5] == "Отлично"
    change_setting(BY_SYSTEM, "surveys.captions_en", ["Great", ""])
    assert captions("en") == {5: "Great", 4: "4", 3: "3", 2: "2", 1: "1"}
