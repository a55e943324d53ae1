"""Actions about whose a ticket is and who follows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.core import clock
from otklik.core.configuring.kinds import One, Option, Several, Wrong
from otklik.core.configuring.shapes import Field
from otklik.people.queries import AgentInfo, staff
from otklik.tickets import commands
from otklik.tickets.enums import MessageKind
from otklik.tickets.models import Message, Ticket

WHOSE = _("Whose the ticket is")


def agents() -> Sequence[Option]:
    """Employees by uid; who works here no longer is hidden."""
    people = sorted(staff().agents.values(), key=lambda agent: agent.name)
    return [Option(agent.uid, agent.name, hidden=not agent.is_active) for agent in people]


def teams() -> Sequence[Option]:
    """Teams by code."""
    return [Option(team.code, str(team.name), team.hidden) for team in staff().teams.values()]


def agent_id(uid: object) -> int | None:
    """The row of an employee a step names."""
    found = staff().by_uid.get(str(uid)) if uid else None
    return found.id if found else None


def team_id(code: object) -> int | None:
    """The row of a team a step names."""
    return next((pk for pk, team in staff().teams.items() if team.code == code), None) if code else None


def listed(value: object) -> Sequence[object]:
    """What a step names several of."""
    return value if isinstance(value, list | tuple) else ()


def _assign(doing: Doing, values: Values) -> None:
    agent, team = agent_id(values.get("agent")), team_id(values.get("team"))
    if agent is None and team is not None and _stands_in(doing.ticket, team):
        return
    _give(doing, agent, team)


def _stands_in(ticket: Ticket, team: int) -> bool:
    """A ticket that is the team's already keeps whoever of them works on it."""
    return Ticket.objects.filter(pk=ticket.pk, team_id=team).exists()


def _give(doing: Doing, agent: int | None, team: int | None) -> None:
    commands.assign(doing.actor, doing.ticket, agent_id=agent, team_id=team, why=str(doing.name))


def _named(values: Values) -> None:
    if not values.get("agent") and not values.get("team"):
        raise Wrong(gettext("Assign: choose an employee, a team, or both."))


def _to_whom(shown: Shown) -> str:
    if shown["agent"] and shown["team"]:
        return gettext("assign to %(agent)s of the team “%(team)s”") % shown
    if shown["agent"]:
        return gettext("assign to %(agent)s") % shown
    return gettext("assign to the team “%(team)s”") % shown


def _assign_manager(doing: Doing, _values: Values) -> None:
    """The first of site, contact and company that somebody looks after (ROUTE-2); without one it stays."""
    row = Ticket.objects.select_related("site", "contact", "company").get(pk=doing.ticket.pk)
    people = staff()
    for client in (row.site, row.contact, row.company):
        if client is None:
            continue
        agent = people.agents.get(client.manager_agent_id or 0)
        team = people.teams.get(client.manager_team_id or 0)
        if agent is not None and agent.is_active:
            _give(doing, agent.id, None)
            return
        if team is not None and not team.hidden:
            _give(doing, None, team.pk)
            return


def _assign_last(doing: Doing, _values: Values) -> None:
    """Who last answered on this ticket, else on another of its client; without one it stays."""
    agent = _last_on(doing.ticket) or _last_of_client(doing.ticket)
    if agent is not None:
        _give(doing, agent.id, None)


def _last_on(ticket: Ticket) -> AgentInfo | None:
    said = Message.objects.filter(ticket_id=ticket.pk, kind=MessageKind.REPLY, agent__isnull=False)
    said = said.filter(cancelled_at=None, released_at__lte=clock.now())
    return _working(said.order_by("-id").values_list("agent_id", flat=True).first())


def _last_of_client(ticket: Ticket) -> AgentInfo | None:
    if ticket.contact_id is None:
        return None
    others = Ticket.objects.filter(contact_id=ticket.contact_id, deleted_at=None).exclude(pk=ticket.pk)
    return _working(others.order_by("-updated_at", "-id").values_list("assignee_id", flat=True).first())


def _working(pk: int | None) -> AgentInfo | None:
    found = staff().agents.get(pk or 0)
    return found if found is not None and found.is_active else None


def _release(doing: Doing, _values: Values) -> None:
    commands.release(doing.actor, doing.ticket)


def _observe(doing: Doing, values: Values) -> None:
    for uid in listed(values.get("agents")):
        commands.observe(doing.actor, doing.ticket, agent_id=agent_id(uid))
    for code in listed(values.get("teams")):
        commands.observe(doing.actor, doing.ticket, team_id=team_id(code))


def _followed(values: Values) -> None:
    if not values.get("agents") and not values.get("teams"):
        raise Wrong(gettext("Add observers: choose at least one employee or team."))


def _who_follows(shown: Shown) -> str:
    who = ", ".join(filter(None, (shown["agents"], shown["teams"])))
    return gettext("add observers: %(who)s") % {"who": who}


declare(
    Action(
        "assign",
        _("Assign to"),
        WHOSE,
        _assign,
        (Field("team", _("Team"), One(teams)), Field("agent", _("Employee"), One(agents))),
        _to_whom,
        _named,
    ),
    Action(
        "assign_manager",
        _("Assign to the client's manager"),
        WHOSE,
        _assign_manager,
        says=lambda _shown: gettext("assign to the client's manager"),
    ),
    Action(
        "assign_last",
        _("Assign to who answered last"),
        WHOSE,
        _assign_last,
        says=lambda _shown: gettext("assign to the employee who last answered this client"),
    ),
    Action(
        "unassign",
        _("Take from the assignee"),
        WHOSE,
        _release,
        says=lambda _shown: gettext("take it from its assignee; it stays with the team"),
    ),
    Action(
        "observe",
        _("Add observers"),
        WHOSE,
        _observe,
        (Field("agents", _("Employees"), Several(agents)), Field("teams", _("Teams"), Several(teams))),
        _who_follows,
        _followed,
    ),
)
