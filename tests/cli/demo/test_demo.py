"""`otklik demo` on an empty installation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import Max

from otklik.catalogue.queries import Admission, catalogue
from otklik.cli.demo import fill
from otklik.cli.demo.cafe_script import STORIES
from otklik.cli.demo.cafes import CHAIN
from otklik.cli.demo.companies import COMPANIES
from otklik.cli.demo.strangers import STRANGERS
from otklik.clients.models import Asset, Company, Contact, Site
from otklik.core import clock
from otklik.core.actors import Via
from otklik.core.errors import Refused
from otklik.core.models import Event, Job
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.people import demo
from otklik.people.actor import SYSTEM
from otklik.people.commands import create_agent, create_user
from otklik.people.models import Agent, Role, Team, User
from otklik.people.queries import actor_of_user
from otklik.search.models import Document
from otklik.surveys.models import Rating
from otklik.tickets.access import visible_to
from otklik.tickets.enums import Rank, State
from otklik.tickets.models import Mention, Message, MessageFile, Ticket
from otklik.tickets.queries.audit import audit

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_the_demo_looks_like_life_and_is_written_once() -> None:
    said = fill.fill(1)
    assert said.startswith(f"{300 + len(STORIES) + len(STRANGERS)} demo tickets.")
    assert "demo-otklik" in said
    _people_are_there()
    _tickets_look_alive()
    _work_is_rated()
    _history_is_genuine()
    _only_the_last_hour_is_told()
    _hr_is_closed_to_it()
    before = (Ticket.objects.count(), Event.objects.aggregate(last=Max("pk")))
    assert fill.fill(2) == "The demo data is already there; nothing was changed."
    assert (Ticket.objects.count(), Event.objects.aggregate(last=Max("pk"))) == before


def _people_are_there() -> None:
    assert (Company.objects.count(), Contact.objects.count()) == (len(COMPANIES) + len(CHAIN), 215)
    chain = Site.objects.filter(company__name__in=[entity.name for entity in CHAIN])
    assert (chain.count(), Asset.objects.filter(site__in=chain).count()) == (12, 60)
    assert (Team.objects.count(), Agent.objects.count()) == (5, 20)
    names = "admin agent agent2 barista client colleague dispatcher hr lead manager stranger"
    assert " ".join(sorted(login.removesuffix("@demo.test") for login in demo.logins())) == names
    assert check_password("demo-otklik", User.objects.get(login="agent@demo.test").password)
    manager = Contact.objects.get(user__login="manager@demo.test")
    assert manager.access == Contact.Access.COMPANY
    companies = dict(Contact.objects.filter(user__isnull=False).values_list("user__login", "company__name"))
    assert companies["client@demo.test"] == companies["colleague@demo.test"] == companies["manager@demo.test"]
    assert companies["stranger@demo.test"] != companies["client@demo.test"]
    _each_brand_offers_its_own()


def _each_brand_offers_its_own() -> None:
    """A client of one brand is not offered what is another's."""
    brands = dict(Contact.objects.filter(user__isnull=False).values_list("user__login", "company__brand"))
    usual, other = brands["client@demo.test"], brands["stranger@demo.test"]
    assert usual != other
    offered = {pk: {s.code for s in catalogue().offered_to(pk, Admission())} for pk in (usual, other)}
    assert "700001" in offered[other]
    assert offered[other] - offered[usual] == {"700001", "700002"}


def _tickets_look_alive() -> None:
    now = clock.now()
    tickets = Ticket.objects.all()
    assert tickets.count() == 300 + len(STORIES) + len(STRANGERS)
    assert set(tickets.values_list("state", flat=True)) == set(State) - {State.NEW}
    still_open = tickets.filter(is_open=True)
    assert set(still_open.values_list("rank", flat=True)) == {Rank.CLIENT_WAITS, Rank.WE_WORK, Rank.WE_WAIT}
    assert still_open.filter(created_at__gt=now - timedelta(minutes=30)).count() >= 3
    assert still_open.filter(due_at__lt=now).count() >= 4
    assert still_open.filter(assignee=None).count() >= 5
    unknown = tickets.filter(contact=None).order_by("pk")
    assert [row.contact_name or row.contact_phone for row in unknown] == [
        one.name or one.phone for one in STRANGERS
    ]
    assert [row.company is not None for row in unknown] == [False, False, True]
    assert tickets.filter(reopened__gt=0).count() >= 5
    assert MessageFile.objects.count() >= 15
    assert Mention.objects.count() >= 20
    assert not tickets.filter(postponed_until__lt=now).exists()
    assert len(set(tickets.values_list("priority_level", flat=True))) == 4
    assert not Message.objects.filter(created_at__gt=now).exists()
    assert Document.objects.count() == 300 + len(STORIES) + len(STRANGERS)


def _work_is_rated() -> None:
    """Every mark, with words, after the work was done; some were sent back; nothing contradicts itself."""
    ratings = Rating.objects.select_related("ticket")
    assert set(ratings.values_list("value", flat=True)) == {1, 2, 3, 4, 5}
    assert ratings.exclude(comment="").count() >= 10
    for rating in ratings:
        assert rating.ticket.created_at < rating.given_at <= clock.now()
        assert rating.ticket.closed_at is None or rating.given_at <= rating.ticket.closed_at
        assert rating.ticket.is_open or rating.ticket.rating == rating.value
    sent_back = Ticket.objects.filter(pk__in=ratings.values("ticket"), is_open=True)
    assert sent_back.exists()
    assert not sent_back.exclude(rating=None).exists()
    assert 1 <= Ticket.objects.filter(review_since__isnull=False).count() <= 8
    assert list(audit(list(Ticket.objects.values_list("pk", flat=True)))) == []


def _history_is_genuine() -> None:
    assert not Event.objects.filter(kind__in=["reaction.failed", "automation.stopped"]).exists()
    numbers = [
        int(n.removeprefix("INC")) for n in Ticket.objects.order_by("pk").values_list("number", flat=True)
    ]
    assert numbers == sorted(numbers)
    created = list(Ticket.objects.order_by("pk").values_list("created_at", flat=True))
    assert created == sorted(created)


def _only_the_last_hour_is_told() -> None:
    """A newcomer finds a few letters held and nothing left to do but what waits for its moment."""
    assert not Job.objects.filter(key=None).exists()
    assert not Job.objects.filter(run_at__lt=clock.now()).exists()
    letters = Delivery.objects.all()
    assert 3 <= letters.count() <= 40
    assert set(letters.values_list("state", flat=True)) == {DeliveryState.HELD}
    told = Event.objects.filter(pk__in=letters.values("event_id")).values_list("at", flat=True)
    assert min(told) > clock.now() - timedelta(hours=2)


def _hr_is_closed_to_it() -> None:
    agent = actor_of_user(User.objects.get(login="agent@demo.test"), Via.DESK)
    assert agent is not None
    hr = Ticket.objects.filter(team__code="hr")
    assert hr.filter(is_open=True).count() >= 3
    assert not visible_to(agent).filter(pk__in=hr).exists()


def test_an_installation_with_people_of_its_own_is_left_in_peace() -> None:
    by = SYSTEM.ref
    user = create_user(by, login="boss@example.test")
    create_agent(by, user, name="Boss", roles=[Role.objects.get(code="administrator")])
    with pytest.raises(Refused, match="data of its own"):
        fill.fill(1)
    assert "no demo data was added" in fill.fill(1, if_empty=True)
    assert (Agent.objects.count(), Ticket.objects.count(), demo.logins()) == (1, 0, [])
