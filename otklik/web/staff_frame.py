"""What stands around every page of the desk: sections with their numbers, who I am, live addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.mailings.access import may_send
from otklik.organisation.queries import default_brand
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.rights import ADMINISTER
from otklik.tickets.access import REGISTER, may_review
from otklik.tickets.queries import VIEWS, view_counts
from otklik.tickets.queries.inbox import inbox_count
from otklik.tickets.queries.saved_views import Saved, saved_views, views_at_side
from otklik.tickets.queries.views import JUDGED
from otklik.web.addresses import address_of_page
from otklik.web.typography import initials

MANY = 1000


@dataclass(frozen=True)
class NavItem:
    """A line of the side: what it is called, where it leads, its number in words."""

    key: str
    label: str
    url: str
    icon: str
    count: str = ""
    is_hot: bool = False
    go: str = ""


@dataclass(frozen=True)
class Shell:
    """Plain values for `shell.html`; see its head for what each means."""

    brand: str
    home_url: str
    search_url: str
    new_url: str
    nav: Sequence[NavItem]
    saved: Sequence[NavItem]
    saved_url: str
    views: Sequence[NavItem]
    foot: Sequence[NavItem]
    tabs: Sequence[tuple[str, str, str, str]]
    current: str
    me_name: str
    me_initials: str
    me_key: int
    me_note: str
    profile_url: str
    logout_url: str
    unread: int
    bell_url: str
    live_url: str
    poll_url: str
    counts_url: str
    user_key: str
    look_url: str


_SIDE = (
    "mine",
    "all",
    "unassigned",
    "overdue",
    "postponed",
    "unconfirmed",
    "low",
    "complaints",
    "observed",
    "unlinked",
    "archive",
)
_GO = {"mine": "M", "all": "I", "unassigned": "U", "overdue": "O"}


def shell_for(actor: Actor, current: str = "") -> Shell:
    """The shell of a page; `current` is the key of the open section."""
    counts = view_counts(actor)
    tickets = address_of_page("desk-tickets")
    board = NavItem("board", _("Board"), address_of_page("desk-board"), "gauge", go="D")
    views = (_view_item(code, tickets, counts.get(code, 0)) for code in _side(actor))
    nav = [board, _inbox_item(actor), *views]
    return Shell(
        brand=str(default_brand().name),
        home_url="/desk/",
        search_url=address_of_page("desk-search"),
        new_url=address_of_page("desk-new") if actor.has(REGISTER) else "",
        nav=nav,
        saved=_saved(actor, tickets, counts),
        saved_url=address_of_page("desk-views") if saved_views(actor) else "",
        views=_teams(actor, tickets, counts),
        foot=_foot(actor),
        tabs=[
            ("inbox", _("Inbox"), address_of_page("desk-inbox"), "inbox"),
            ("all", _("Tickets"), tickets, "list"),
            ("mine", _("Mine"), f"{tickets}?view=mine", "user"),
            ("search", _("Search"), address_of_page("desk-search"), "search"),
        ],
        current=current,
        me_name=actor.name,
        me_initials=initials(actor.name),
        me_key=actor.agent_id or 0,
        me_note=_my_teams(actor),
        profile_url=address_of_page("desk-profile"),
        logout_url=address_of_page("account_logout"),
        unread=0,
        bell_url="",
        live_url="/live/",
        poll_url="/live/since",
        counts_url=address_of_page("desk-counts"),
        user_key=actor.key,
        look_url=address_of_page("desk-look"),
    )


def sections(actor: Actor) -> Sequence[NavItem]:
    """Everything the side leads to for this actor, saved views out of sight too, without numbers."""
    tickets = address_of_page("desk-tickets")
    inbox = NavItem("inbox", _("Inbox"), address_of_page("desk-inbox"), "inbox", go="N")
    views = [_saved_item(view, tickets, 0) for view in saved_views(actor)]
    delivered = [_view_item(code, tickets, 0) for code in _side(actor)]
    profile = NavItem("profile", _("Profile"), address_of_page("desk-profile"), "user")
    return [inbox, *delivered, *views, *_teams(actor, tickets, {}), *_foot(actor), profile]


def words(number: int) -> str:
    """A counter as it is shown: nothing for none, `1000+` beyond."""
    if number <= 0:
        return ""
    return str(number) if number < MANY else f"{MANY}+"


def _side(actor: Actor) -> Sequence[str]:
    return _SIDE if may_review(actor) else [code for code in _SIDE if code not in JUDGED]


def _inbox_item(actor: Actor) -> NavItem:
    return NavItem(
        "inbox", _("Inbox"), address_of_page("desk-inbox"), "inbox", words(inbox_count(actor)), go="N"
    )


def _view_item(code: str, tickets: str, number: int) -> NavItem:
    view = VIEWS[code]
    shown = words(number) if view.counted else ""
    return NavItem(
        code,
        str(view.name),
        f"{tickets}?view={code}",
        view.icon,
        shown,
        is_hot=code == "overdue" and number > 0,
        go=_GO.get(code, ""),
    )


def _saved(actor: Actor, tickets: str, counts: Mapping[str, int]) -> list[NavItem]:
    return [_saved_item(view, tickets, counts.get(view.key, 0)) for view in views_at_side(actor)]


def _saved_item(view: Saved, tickets: str, number: int) -> NavItem:
    return NavItem(view.key, str(view.name), f"{tickets}?view={view.uid}", "star", words(number))


def _teams(actor: Actor, tickets: str, counts: Mapping[str, int]) -> list[NavItem]:
    mine = [team for team in staff().open_teams() if team.pk in actor.team_ids]
    return [
        NavItem(
            f"team:{team.pk}",
            str(team.name),
            f"{tickets}?team={team.code}",
            "users",
            words(counts.get(f"team:{team.pk}", 0)),
        )
        for team in mine
    ]


def _foot(actor: Actor) -> list[NavItem]:
    items = [NavItem("clients", _("Clients"), address_of_page("desk-companies"), "org", go="C")]
    items.append(NavItem("absences", _("Who is at work"), address_of_page("desk-absences"), "calendar"))
    if led_by(actor):
        items.append(NavItem("radar", _("What we will not make"), address_of_page("desk-radar"), "clock"))
    if may_send(actor):
        items.append(NavItem("mailings", _("Mass messages"), address_of_page("desk-mailings"), "send"))
    if actor.has(ADMINISTER):
        items.append(NavItem("settings", _("Settings"), "/settings/", "gear"))
    return items


def _my_teams(actor: Actor) -> str:
    names = [str(team.name) for team in staff().open_teams() if team.pk in actor.team_ids]
    return names[0] if names else ""
