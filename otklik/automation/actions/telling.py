"""Actions about who is told: a letter to staff or to any address, and keeping the usual letters back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import agent_id, agents, listed, team_id, teams
from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.automation.actions.words import Template, texts_of
from otklik.core import text
from otklik.core.configuring.kinds import Lines, Option, Several, Wrong
from otklik.core.configuring.shapes import Field
from otklik.notifications.addresses import Group, Recipient, bare, of_agent, of_lead, of_team, watching
from otklik.notifications.enums import Side
from otklik.notifications.noticing import give_notice
from otklik.notifications.silence import keep_silent
from otklik.tickets.models import Ticket

TELLING = _("Who is told")
_PARTS = {
    "assignee": _("the assignee"),
    "team": _("the ticket's team"),
    "lead": _("the lead of the team"),
    "observers": _("the observers"),
}
_SIDES = {Side.CLIENT: _("the client"), Side.STAFF: _("employees")}


def _parts() -> Sequence[Option]:
    return [Option(key, str(label)) for key, label in _PARTS.items()]


def _sides() -> Sequence[Option]:
    return [Option(side.value, str(label)) for side, label in _SIDES.items()]


def _notify(doing: Doing, values: Values) -> None:
    row = Ticket.objects.get(pk=doing.ticket.pk)
    give_notice(doing.actor.ref, row, _told(row, values), texts_of(values["text"]), doing.name.texts)


def _told(row: Ticket, values: Values) -> Iterator[Recipient]:
    for part in listed(values.get("whom")):
        yield from _of_part(row, str(part))
    for uid in listed(values.get("agents")):
        yield from of_agent(agent_id(uid))
    for code in listed(values.get("teams")):
        yield from of_team(team_id(code))
    for address in listed(values.get("addresses")):
        yield from bare([str(address)])


def _of_part(row: Ticket, part: str) -> Group:
    found: dict[str, Callable[[], Group]] = {
        "assignee": lambda: of_agent(row.assignee_id),
        "team": lambda: of_team(row.team_id),
        "lead": lambda: of_lead(row.team_id),
        "observers": lambda: watching(row),
    }
    return found[part]()


def _named(values: Values) -> None:
    if not any(values.get(name) for name in ("whom", "agents", "teams", "addresses")):
        raise Wrong(gettext("Notify: choose who is told."))


def _notice_words(shown: Shown) -> str:
    who = ", ".join(shown[name] for name in ("whom", "agents", "teams", "addresses") if shown[name])
    return gettext("notify %(who)s: “%(text)s”") % {"who": who, "text": shown["text"]}


def _hush(doing: Doing, values: Values) -> None:
    if doing.event is not None:
        keep_silent(doing.event, [Side(str(side)) for side in listed(values["whom"])])


declare(
    Action(
        "notify",
        _("Notify by mail"),
        TELLING,
        _notify,
        (
            Field("whom", _("Of the ticket"), Several(_parts)),
            Field("agents", _("Employees"), Several(agents)),
            Field("teams", _("Teams"), Several(teams)),
            Field(
                "addresses",
                _("Other addresses, one a line"),
                Lines(text.email_key, _("“%(given)s” is no mail address.")),
            ),
            Field("text", _("Text"), Template(), required=True),
        ),
        _notice_words,
        _named,
    ),
    Action(
        "hush",
        _("Do not notify"),
        TELLING,
        _hush,
        (
            Field(
                "whom",
                _("Whom"),
                Several(_sides),
                _("Of the event the rule answers; other letters go out as always."),
                required=True,
            ),
        ),
        lambda shown: gettext("do not notify %(whom)s") % shown,
        needs_event=True,
    ),
)
