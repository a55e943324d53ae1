"""What the conversations must be, so that they can be played."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from otklik.cli.demo.companies import COMPANIES, PLACES, people_of
from otklik.cli.demo.content import conversation_files
from otklik.cli.demo.offers import CATEGORIES, SERVICES
from otklik.cli.demo.script import Conversation, Written, conversations, read
from otklik.cli.demo.staff import AGENTS, TEAMS
from otklik.cli.demo.words import Speaker, fill, made_up
from tests.architecture.tree import ROOT

ALL = conversations()
ENDS = {"resolved", "closed"}
FACTS = made_up(random.Random(1), datetime(2026, 11, 17, tzinfo=UTC), ("Олег Быков",))
FACTS |= {"company": "К", "position": "П", "teammate": "А Б", "lead": "В Г", "field": "Д Е", "it": "Ж З"}
CLIENT, AGENT = Speaker("Вера Быкова", True), Speaker("Игорь Лебедев", False)


def test_there_are_enough_and_each_is_its_own() -> None:
    assert len(ALL) >= 120
    assert max(Counter(conversation.key for conversation in ALL).values()) == 1
    openings = [conversation.steps[0].text for conversation in ALL]
    assert len(set(openings)) == len(openings)
    assert len({conversation.subject for conversation in ALL}) == len(ALL)


def test_files_fit_in_the_head() -> None:
    folder = ROOT / "otklik/cli/demo/content"
    assert [n for n in conversation_files() if len((folder / n).read_text().splitlines()) > 300] == []


@pytest.mark.parametrize("conversation", ALL, ids=lambda conversation: conversation.key)
def test_a_conversation_can_be_played(conversation: Conversation) -> None:
    first, *rest = conversation.steps
    assert first.is_from_client
    assert rest[-1].status in ENDS
    assert 2 <= len(conversation.steps) <= 8
    assert all(step.after > timedelta() for step in rest)
    assert conversation.service in {service.code for service in SERVICES if not service.is_package}
    assert set(conversation.categories) <= {code for code, _name in CATEGORIES}
    assert set(conversation.places) <= set(PLACES)
    assert {step.transfer for step in rest} <= {"", *(team.code for team in TEAMS)}
    assert any(
        conversation.language == company.language
        and set(conversation.kinds or company.kinds) & set(company.kinds)
        for company in COMPANIES
    )


@pytest.mark.parametrize("conversation", ALL, ids=lambda conversation: conversation.key)
def test_every_text_is_filled_completely(conversation: Conversation) -> None:
    for step in conversation.steps:
        said = fill(step.text, FACTS, CLIENT, None if step.is_from_client else AGENT)
        assert not re.search(r"[{}\[\]|]", said)
        assert bool(said) == (step.who != "do")
    assert not re.search(r"[{}\[\]|]", fill(conversation.subject, FACTS, CLIENT, None))


def test_a_pause_follows_our_own_word() -> None:
    """A client's unanswered message would keep the ticket under "client waits" whatever its status."""
    hasty = [
        conversation.key
        for conversation in ALL
        for before, step in zip(conversation.steps, conversation.steps[1:], strict=False)
        if before.is_from_client and step.who in ("do", "note") and step.status
    ]
    assert hasty == []


def test_endings_follow_who_speaks() -> None:
    text = "[c:Видел|Видела], [a:проверил|проверила], {client} и {agent}"
    assert fill(text, {}, CLIENT, AGENT) == "Видела, проверил, Вера и Игорь"


def test_a_step_nobody_understands_is_an_error() -> None:
    with pytest.raises(ValueError, match="soon"):
        read(Written("key", "subject", "101001", ("client\nA", "agent +soon\nB")))
    with pytest.raises(ValueError, match="color"):
        read(Written("key", "subject", "101001", ("client\nA", "agent +1h color=red\nB")))


def test_companies_have_ten_people_each_with_an_address_of_their_own() -> None:
    rng = random.Random(7)
    people = [
        person for number, company in enumerate(COMPANIES) for person in people_of(company, number, rng)
    ]
    assert (len(COMPANIES), len(people)) == (20, 200)
    assert len({person.email for person in people}) == 200
    assert {person.email for person in people if person.signs_in} == {
        f"{name}@demo.test" for name in ("client", "colleague", "manager", "stranger")
    }


def test_five_teams_and_twenty_agents() -> None:
    assert (len(TEAMS), len(AGENTS)) == (5, 20)
    assert {team.code for team in TEAMS} == {cast.team for cast in AGENTS if cast.team}
    assert Counter(cast.team for cast in AGENTS if cast.lead) == Counter(team.code for team in TEAMS)
    assert {cast.mailbox: cast.team for cast in AGENTS if cast.signs_in} == {
        "admin": "", "lead": "it", "agent": "it", "agent2": "it", "dispatcher": "dispatch",
        "hr": "hr",
    }  # fmt: skip
