"""Setting things up by declared shapes: made, changed, hidden, ordered, refused and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.catalogue.models import Category, Priority, TicketType
from otklik.core.configuring.rows import fingerprint, read
from otklik.core.errors import Conflict, Denied, Invalid, NotFound, NotPossible
from otklik.core.models import Event
from otklik.organisation import settings
from otklik.organisation.commands import change_setting
from otklik.organisation.queries import default_brand
from otklik.people.commands import (
    arrange_set_up,
    change_set_up,
    get_set_up,
    hide_set_up,
    remove_brand_logo,
    revert_change,
    set_brand_logo,
    set_up,
)
from otklik.people.demo import DEMO_LOGINS
from otklik.people.models import Role, Team
from otklik.people.queries import staff
from otklik.web.setting_up import CATEGORY, PRIORITY, ROLE, TEAM, TYPE
from tests import make
from tests.support.writes import by, changes, doer, kinds, recorded, refused, unchanged

NAMES = {"ru": "Ремонт на месте", "en": "On-site repair"}


def test_make(people: make.Cast) -> None:
    """Known at once, with a code made of the name, last in its order; the event says what was given."""
    agent = people.agent.agent_id
    values = {"name": NAMES, "members": [agent, agent], "lead": str(agent), "notify": "A@x.test\n\nb@x.test"}
    with recorded() as events:
        team = set_up(people.admin, TEAM, values)
    (event,) = events
    assert (event.kind, event.subject_kind, event.subject_id) == ("team.changed", "team", team.pk)
    assert doer(event) == by(people.admin)
    assert event.data == {"kind": "team", "uid": str(team.uid), "name": NAMES["ru"], "is_new": True}
    assert changes(event) == {
        "name": (None, NAMES),
        "lead": (None, agent),
        "members": (None, [agent]),
        "notify": (None, ["a@x.test", "b@x.test"]),
        "turn_mode": (None, "manual"),
        "on_absence": (None, "keep"),
    }
    assert (team.code, team.position) == ("on-site-repair", 3)
    assert [info.id for info in staff().members(team.pk)] == [agent]


def test_a_code_is_made_of_russian_words_and_stays_free(people: make.Cast) -> None:
    """Latin letters; a number when it is taken; given ones are kept and never changed."""
    first, second = (set_up(people.admin, CATEGORY, {"name": {"ru": "Щётки, ёж"}}) for _n in range(2))
    assert (first.code, second.code) == ("shchetki-ezh", "shchetki-ezh-2")
    given = set_up(people.admin, CATEGORY, {"name": NAMES, "code": "Own_1"})
    assert given.code == "own_1"
    with refused(Invalid, fields={"code"}):
        set_up(people.admin, CATEGORY, {"name": NAMES, "code": "own_1"})
    with refused(Invalid, fields={"code"}):
        set_up(people.admin, CATEGORY, {"name": NAMES, "code": "две"})
    with refused(Invalid, fields={"code"}):
        change_set_up(people.admin, CATEGORY, given, {"code": "other"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": {}}, "name"),
        ({"name": {"ru": " \x00"}}, "name"),
        ({"name": {"ru": "я" * 101}}, "name"),
        ({"name": {"de": "Name"}}, "name"),
        ({"name": "Имя"}, "name"),
        ({"name": NAMES, "notify": "нет адреса"}, "notify"),
        ({"name": NAMES, "notify": 5}, "notify"),
        ({"name": NAMES, "lead": "999999"}, "lead"),
        ({"name": NAMES, "members": ["x"]}, "members"),
        ({"name": NAMES, "members": "12"}, "members"),
        ({"name": NAMES, "is_dispatch": "yes"}, "is_dispatch"),
        ({"name": NAMES, "purpose": {"ru": 5}}, "purpose"),
        ({"name": NAMES, "unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_taken(people: make.Cast, values: dict[str, object], field: str) -> None:
    """Each fault is told at its field, in words; nothing is written."""
    with refused(Invalid, fields={field}):
        set_up(people.admin, TEAM, values)


@pytest.mark.parametrize("level", ["", "x", "0", "100", "3", True])
def test_numbers_within_bounds_and_once(people: make.Cast, level: object) -> None:
    """3 is the delivered normal priority's."""
    with refused(Invalid, fields={"level"}):
        set_up(people.admin, PRIORITY, {"name": NAMES, "level": level})


def test_change(people: make.Cast) -> None:
    """Only what differs, with from and to; the same again writes nothing."""
    before = read(TEAM, people.it)
    with recorded() as events:
        change_set_up(people.admin, TEAM, people.it, {"name": NAMES, "notify": []})
    assert [changes(event) for event in events] == [{"name": (before["name"], NAMES)}]
    with unchanged():
        change_set_up(people.admin, TEAM, people.it, {"name": NAMES})
    assert str(staff().teams[people.it.pk].name) == NAMES["ru"]


def test_two_administrators_are_told(people: make.Cast) -> None:
    """The second, who looked at the first's old values, is stopped."""
    version = fingerprint(TEAM, people.it)
    change_set_up(people.admin, TEAM, people.it, {"name": NAMES}, version=version)
    with refused(Conflict):
        change_set_up(people.admin, TEAM, people.it, {"notify": "a@x.test"}, version=version)
    with refused(Conflict):
        hide_set_up(people.admin, TEAM, people.it, version=version)


def test_only_whoever_may(people: make.Cast) -> None:
    """Making, changing, hiding, ordering, reading for change, taking back: the right to administer."""
    for actor in (people.lead, people.dispatcher, people.client):
        with refused(Denied):
            set_up(actor, TEAM, {"name": NAMES})
        with refused(Denied):
            change_set_up(actor, TEAM, people.it, {"name": NAMES})
        with refused(Denied):
            hide_set_up(actor, TEAM, people.it)
        with refused(Denied):
            arrange_set_up(actor, TEAM, [people.it.pk])
        with refused(Denied):
            get_set_up(actor, TEAM, str(people.it.uid))
    with refused(NotFound):
        get_set_up(people.admin, TEAM, "no uid")


def test_hide_and_bring_back(people: make.Cast) -> None:
    """Hidden: offered nowhere. Twice changes nothing."""
    row = set_up(people.admin, CATEGORY, {"name": NAMES})
    with recorded() as events:
        hide_set_up(people.admin, CATEGORY, row)
        hide_set_up(people.admin, CATEGORY, row)
        hide_set_up(people.admin, CATEGORY, row, hidden=False)
    assert [changes(event) for event in events] == [{"hidden": (False, True)}, {"hidden": (True, False)}]
    assert not Category.objects.get(pk=row.pk).hidden


def test_what_is_in_use_is_not_hidden(people: make.Cast) -> None:
    """A team with open tickets, services, mailboxes; a role with people: named in the refusal."""
    make.ticket(people.client, team=people.it)
    make.service("1", team=people.it)
    with pytest.raises(NotPossible, match=r"1 .+1 "), unchanged():
        hide_set_up(people.admin, TEAM, people.it)
    with refused(NotPossible):
        hide_set_up(people.admin, ROLE, Role.objects.get(code="specialist"))


def test_a_default_moves_and_is_never_missing(people: make.Cast) -> None:
    """Giving it to another takes it away; taking it from its owner, or hiding that, is refused."""
    default, other = TicketType.objects.get(is_default=True), TicketType.objects.get(code="incident")
    with refused(Invalid, fields={"is_default"}):
        change_set_up(people.admin, TYPE, default, {"is_default": False})
    with refused(NotPossible):
        hide_set_up(people.admin, TYPE, default)
    change_set_up(people.admin, TYPE, other, {"is_default": True})
    assert list(TicketType.objects.filter(is_default=True)) == [other]
    high = Priority.objects.get(code="high")
    change_set_up(people.admin, PRIORITY, high, {"is_default": True})
    assert list(Priority.objects.filter(is_default=True)) == [high]


def test_arrange(people: make.Cast) -> None:
    """One event with both orders; ids that are not all there are refused."""
    ids = list(Team.objects.order_by("position", "id").values_list("pk", flat=True))
    turned = ids[::-1]
    with recorded() as events:
        arrange_set_up(people.admin, TEAM, turned)
        arrange_set_up(people.admin, TEAM, turned)
    assert [changes(event) for event in events] == [{"order": (ids, turned)}]
    assert list(staff().teams) == turned
    for wrong in ([*turned, 999_999], [turned[0], turned[0]]):
        with refused(Invalid):
            arrange_set_up(people.admin, TEAM, wrong)
    with refused(NotPossible):
        arrange_set_up(people.admin, PRIORITY, [1])


def test_nobody_locks_themselves_out(people: make.Cast) -> None:
    """The rights of one's own only administrator's role stay; another's may go."""
    role = Role.objects.get(code="administrator")
    with refused(NotPossible):
        change_set_up(people.admin, ROLE, role, {"rights": ["tickets.reply"]})
    second = make.actor_of(make.employee("Вторая", role="administrator"))
    assert second.has("administer")
    with refused(NotPossible):
        change_set_up(second, ROLE, role, {"rights": ["tickets.reply"]})
    with refused(Invalid, fields={"rights"}):
        set_up(people.admin, ROLE, {"name": NAMES, "rights": ["no.such"]})
    with refused(Invalid, fields={"rights"}):
        set_up(people.admin, ROLE, {"name": NAMES, "rights": []})


def test_take_back_a_change(people: make.Cast) -> None:
    """The old values by the same command, as an event of its own."""
    before = read(TEAM, people.it)
    change_set_up(people.admin, TEAM, people.it, {"name": NAMES, "notify": "a@x.test"})
    done = Event.objects.latest("pk")
    with recorded() as events:
        revert_change(people.admin, done.pk)
    assert kinds(events) == ["team.changed"]
    assert read(TEAM, Team.objects.get(pk=people.it.pk)) == before


def test_take_back_an_order_a_hiding_a_making_and_a_setting(people: make.Cast) -> None:
    """Each kind of change has its way back."""
    row = set_up(people.admin, CATEGORY, {"name": NAMES})
    made = Event.objects.latest("pk")
    hide_set_up(people.admin, CATEGORY, row)
    hidden = Event.objects.latest("pk")
    revert_change(people.admin, hidden.pk)
    assert not Category.objects.get(pk=row.pk).hidden
    revert_change(people.admin, made.pk)
    assert Category.objects.get(pk=row.pk).hidden
    ids = list(Team.objects.order_by("position", "id").values_list("pk", flat=True))
    arrange_set_up(people.admin, TEAM, ids[::-1])
    revert_change(people.admin, Event.objects.latest("pk").pk)
    assert list(staff().teams) == ids
    change_setting(people.admin.ref, "tickets.number_prefix", "ABC")
    revert_change(people.admin, Event.objects.latest("pk").pk)
    assert settings.NUMBER_PREFIX.get() == "INC"


def test_what_no_longer_fits_is_not_taken_back(people: make.Cast) -> None:
    """Changed again since; not the configuration's; not for everybody."""
    change_set_up(people.admin, TEAM, people.it, {"name": NAMES})
    first = Event.objects.latest("pk")
    change_set_up(people.admin, TEAM, people.it, {"name": {"ru": "Третье"}})
    with refused(NotPossible):
        revert_change(people.admin, first.pk)
    change_setting(people.admin.ref, "tickets.number_prefix", "ABC")
    setting = Event.objects.latest("pk")
    with refused(Denied):
        revert_change(people.lead, setting.pk)
    change_setting(people.admin.ref, "tickets.number_prefix", "DEF")
    with refused(NotPossible):
        revert_change(people.admin, setting.pk)
    change_setting(people.admin.ref, DEMO_LOGINS.key, ["a@demo.test"])
    with refused(NotPossible):
        revert_change(people.admin, Event.objects.latest("pk").pk)
    with refused(Denied):
        revert_change(people.lead, first.pk)
    make.ticket(people.client)
    for event in (Event.objects.latest("pk").pk, 10**9):
        with refused(NotFound):
            revert_change(people.admin, event)


def test_a_program_without_a_face_may_not_lock_out_either(people: make.Cast) -> None:
    """The check looks at the actor's own agent; the system has none and may."""
    role = Role.objects.get(code="lead")
    changed = change_set_up(replace(people.admin), ROLE, role, {"rights": ["tickets.reply"]})
    assert changed.rights == ["tickets.reply"]


def test_a_logo_is_set_by_whoever_may_set_up_brands(people: make.Cast) -> None:
    """The commands ask themselves, whatever interface calls them."""
    for actor in (people.agent, people.client):
        with refused(Denied), unchanged():
            set_brand_logo(actor, default_brand(), b"")
        with refused(Denied), unchanged():
            remove_brand_logo(actor, default_brand())
