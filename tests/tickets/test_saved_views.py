"""Saved views: kept, shared, counted; open to whom; what has gone from under them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.core import small
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.commands import ViewValues
from otklik.tickets.commands.saved_views import MOST
from otklik.tickets.enums import SharedWith
from otklik.tickets.models import SavedView
from otklik.tickets.queries import Filters, list_counts, view_counts
from otklik.tickets.queries.filtering import filters_from
from otklik.tickets.queries.missing import missing
from otklik.tickets.queries.saved_views import AT_SIDE, find_saved, get_view_for, saved_views, views_at_side
from otklik.tickets.queries.views import VIEWS
from tests import make
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db


def kept(actor: Actor, name: str = "Кассы", base: str = "all", **filters: str) -> SavedView:
    """A view of the actor's own."""
    return commands.save_view(actor, ViewValues({"ru": name}, base, filters))


def names(actor: Actor) -> list[str]:
    return [str(view.name) for view in saved_views(actor)]


def numbers(actor: Actor) -> dict[str, int]:
    """Of the saved views, by name; counted anew."""
    caches["local"].clear()
    counts = view_counts(actor)
    return {str(view.name): counts[view.key] for view in saved_views(actor) if view.key in counts}


def test_ones_own_is_ones_own(people: make.Cast) -> None:
    """Nobody else knows of it, an administrator neither; the event does not tell what stands in it."""
    row = kept(people.agent, priority="high", assignee="me")
    assert find_saved(people.agent, str(row.uid)).filters == Filters(priority="high", assignee="me")
    event = Event.objects.get(kind="view.saved")
    assert (event.subject_id, event.changes, event.data) == (row.pk, [], {})
    for stranger in (people.teammate, people.lead, people.admin, people.client):
        with pytest.raises(NotFound):
            find_saved(stranger, str(row.uid))
        with unchanged(), pytest.raises(NotFound):
            commands.change_view(stranger, row, ViewValues({"ru": "Мой"}))
        with unchanged(), pytest.raises(NotFound):
            commands.share_view(stranger, row, SharedWith.NOBODY)
        with unchanged(), pytest.raises(NotFound):
            commands.delete_view(stranger, row)
    with unchanged(), pytest.raises(Denied):
        kept(people.client)


def test_what_cannot_be_kept(people: make.Cast) -> None:
    """Each is named; nothing is written."""
    wrong: list[tuple[ViewValues, str]] = [
        (ViewValues(), "names"),
        (ViewValues({"ru": " "}), "names"),
        (ViewValues({"de": "X"}), "names"),
        (ViewValues({"ru": "x" * 61}), "names"),
        (ViewValues({"ru": "X"}, base="nothing"), "base"),
        (ViewValues({"ru": "X"}, sort="rank"), "sort"),
        (ViewValues({"ru": "X"}, columns=["subject", "nothing"]), "columns"),
        (ViewValues({"ru": "X"}, columns=["subject", "subject"]), "columns"),
        (ViewValues({"ru": "X"}, filters={"nothing": "1"}), "nothing"),
        (ViewValues({"ru": "X"}, filters={"status": "nothing"}), "status"),
        (ViewValues({"ru": "X"}, filters={"status": "new,nothing"}), "status"),
        (ViewValues({"ru": "X"}, filters={"assignee": "nobody"}), "assignee"),
        (ViewValues({"ru": "X"}, filters={"quick": "never"}), "quick"),
        (ViewValues({"ru": "X"}, filters={"turn": "never"}), "turn"),
        (ViewValues({"ru": "X"}, filters={"field.nothing": "1"}), "field.nothing"),
        (ViewValues({"ru": "X"}, filters={"site": "x" * 201}), "site"),
    ]
    for values, field in wrong:
        with unchanged(), pytest.raises(Invalid) as refused:
            commands.save_view(people.agent, values)
        assert set(refused.value.fields) == {field}
    SavedView.objects.bulk_create(
        SavedView(owner_id=people.agent.agent_id or 0, base="all") for _n in range(MOST)
    )
    with unchanged(), pytest.raises(NotPossible):
        kept(people.agent)


def test_changed_as_it_was_read(people: make.Cast) -> None:
    """What is left out stays; a stale version changes nothing; the same once more is no event."""
    row = kept(people.agent, status="new")
    changed = commands.change_view(people.agent, row, ViewValues({"en": "Tills"}, sort="due"), version=1)
    assert (changed.version, dict(changed.name.texts), changed.filters) == (
        2,
        {"en": "Tills"},
        {"status": "new"},
    )
    with unchanged(), pytest.raises(Conflict):
        commands.change_view(people.agent, row, ViewValues({"ru": "Другое"}), version=1)
    commands.change_view(people.agent, row, ViewValues({"en": "Tills"}, sort="due"), version=2)
    (event,) = Event.objects.filter(kind="view.changed")
    assert event.changes == [{"field": f, "from": None, "to": None} for f in ("name", "sort")]
    commands.delete_view(people.agent, row)
    assert names(people.agent) == []
    with unchanged(), pytest.raises(NotFound):
        commands.delete_view(people.agent, row)


def test_shared_by_who_leads_and_by_administrators(people: make.Cast) -> None:
    """A lead with their team, an administrator with everybody; others with nobody."""
    mine, leads, admins = kept(people.agent, "Моё"), kept(people.lead, "ИТ"), kept(people.admin, "Все")
    refused = [
        (people.agent, mine, SharedWith.TEAMS, [people.it.pk]),
        (people.agent, mine, SharedWith.ALL, []),
        (people.lead, leads, SharedWith.ALL, []),
        (people.lead, leads, SharedWith.TEAMS, [people.it.pk, people.hr.pk]),
    ]
    for actor, row, whom, teams in refused:
        with unchanged(), pytest.raises(Denied):
            commands.share_view(actor, row, whom, teams)
    with unchanged(), pytest.raises(Invalid):
        commands.share_view(people.lead, leads, SharedWith.TEAMS, [])
    commands.share_view(people.lead, leads, SharedWith.TEAMS, [people.it.pk])
    commands.share_view(people.admin, admins, SharedWith.ALL)
    assert names(people.teammate) == ["ИТ", "Все"]
    assert names(people.outsider) == ["Все"]
    assert names(people.client) == []
    with unchanged(), pytest.raises(NotFound):
        get_view_for(people.outsider, str(leads.uid))
    for actor in (people.teammate, people.agent):
        with unchanged(), pytest.raises(Denied):
            commands.change_view(actor, leads, ViewValues({"ru": "Чужое"}))
    event = Event.objects.filter(kind="view.shared").order_by("id")[0]
    assert event.changes[1] == {"field": "teams", "from": [], "to": [people.it.pk]}


def test_an_administrator_finds_every_shared_one(people: make.Cast) -> None:
    """Out of sight, behind their own; what they take back from a team stays its owner's."""
    row = kept(people.lead, "ИТ")
    commands.share_view(people.lead, row, SharedWith.TEAMS, [people.it.pk])
    own = kept(people.admin, "Моё")
    assert [(str(view.name), view.is_shown) for view in saved_views(people.admin)] == [
        ("Моё", True),
        ("ИТ", False),
    ]
    commands.change_view(people.admin, row, ViewValues({"ru": "ИТ-отдел"}))
    commands.share_view(people.admin, row, SharedWith.NOBODY)
    assert (names(people.admin), names(people.lead), names(people.agent)) == (["Моё"], ["ИТ-отдел"], [])
    assert own.owner_id == people.admin.agent_id


def test_the_order_at_ones_side(people: make.Cast) -> None:
    """One's own alone; what came later stands behind; what is hidden is not counted."""
    rows = [kept(people.lead, name, status="new") for name in ("А", "Б", "В")]
    commands.share_view(people.lead, rows[0], SharedWith.TEAMS, [people.it.pk])
    uids = [str(row.uid) for row in rows]
    commands.arrange_views(people.lead, uids[::-1], [uids[1]])
    assert names(people.lead) == ["В", "Б", "А"]
    assert list(numbers(people.lead)) == ["В", "А"]
    assert names(people.agent) == ["А"]
    kept(people.lead, "Г")
    assert names(people.lead) == ["В", "Б", "А", "Г"]
    with unchanged(), pytest.raises(NotFound):
        commands.arrange_views(people.agent, [uids[1]], [])
    with unchanged():
        commands.arrange_views(people.lead, uids[::-1], [uids[1]])


def test_each_number_is_what_its_view_shows(people: make.Cast) -> None:
    """Cut by the reader's own access, whatever the view begins with and is narrowed by."""
    mine = make.ticket(people.client, team=people.it, assignee=people.agent)
    make.ticket(people.stranger, team=people.it)
    make.ticket(people.stranger, team=people.hr)
    done = make.ticket(people.client, team=people.it)
    commands.set_status(people.admin, done, "resolved")
    company = str(people.company.uid)
    wanted: Mapping[str, tuple[str, dict[str, str], dict[str, int]]] = {
        "Мои": ("all", {"assignee": "me"}, {"agent": 1, "outsider": 0, "dispatcher": 0}),
        "Группа": ("all", {"team": "it,hr"}, {"agent": 2, "outsider": 1, "dispatcher": 3}),
        "Ждут": ("unassigned", {"quick": "waiting"}, {"agent": 1, "outsider": 1, "dispatcher": 2}),
        "Компания": ("all", {"company": company}, {"agent": 1, "outsider": 0, "dispatcher": 1}),
        "Без слова": ("unconfirmed", {"team": "it"}, {"agent": 1, "outsider": 0, "dispatcher": 1}),
    }
    for name, (base, filters, _counts) in wanted.items():
        commands.share_view(people.admin, kept(people.admin, name, base, **filters), SharedWith.ALL)
    commands.share_view(people.admin, kept(people.admin, "Архив", "archive", team="it"), SharedWith.ALL)
    for who in ("agent", "outsider", "dispatcher"):
        actor = getattr(people, who)
        assert numbers(actor) == {name: counts[who] for name, (_b, _f, counts) in wanted.items()}
    assert mine.assignee_id == people.agent.agent_id


def test_twenty_views_cost_the_queries_of_one(people: make.Cast) -> None:
    """All in one pass over open tickets, and one query for those that ask for more; none while kept."""
    make.ticket(people.client, team=people.it)
    company = str(people.company.uid)

    def queries() -> int:
        caches["local"].clear()
        view_counts(people.agent)
        caches["local"].clear()
        with small.one_version(), CaptureQueriesContext(connection) as asked:
            counts = view_counts(people.agent)
            list_counts(people.agent, VIEWS["all"], Filters())
        assert {view.key for view in views_at_side(people.agent)} <= set(counts)
        with small.one_version(), CaptureQueriesContext(connection) as again:
            view_counts(people.agent)
        assert len(again) == 0
        return len(asked)

    def reads() -> int:
        small.bump()
        with small.one_version(), CaptureQueriesContext(connection) as asked:
            saved_views(people.agent)
        return len(asked)

    none = queries()
    kept(people.agent, "0", team="it")
    assert queries() == none
    kept(people.agent, "Компания", company=company)
    one, read = queries(), reads()
    assert one == none + 1
    for number in range(AT_SIDE + 2):
        kept(people.agent, str(number + 1), **({"team": "it"} if number % 2 else {"company": company}))
    assert len(views_at_side(people.agent)) == AT_SIDE
    assert (queries(), reads()) == (one, read)


def test_what_is_missing(people: make.Cast) -> None:
    """By name; what only the database knows is looked for by nobody."""
    found = {
        "status": "new",
        "team": "it,gone",
        "service": "none",
        "assignee": "0" * 8,
        "field.gone": "x",
        "company": "0" * 8,
    }
    filters = filters_from(lambda name, nothing: found.get(name, nothing), found)
    assert missing(people.agent, filters) == ["team", "assignee", "field.gone"]
