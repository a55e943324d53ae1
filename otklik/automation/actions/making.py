"""The action that makes a ticket which belongs to this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import agent_id, agents, team_id, teams
from otklik.automation.actions.changing import (
    priorities,
    priority_of,
    service_of,
    services,
    type_of,
    types,
)
from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.automation.actions.words import Template, for_client, for_staff, signed_as
from otklik.core.configuring.kinds import Flag, One, Option
from otklik.core.configuring.shapes import Field
from otklik.people.models import Agent
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.commands import Registration
from otklik.tickets.content import from_text
from otklik.tickets.enums import LinkKind
from otklik.tickets.models import Ticket

_CHILD = "child"
_HOW = {
    _CHILD: (LinkKind.PARENT, True, _("below this one")),
    "parent": (LinkKind.PARENT, False, _("above this one")),
    "follows": (LinkKind.CONTINUES, False, _("that continues this one")),
    "blocks": (LinkKind.BLOCKS, False, _("that this one waits for")),
    "related": (LinkKind.RELATED, True, _("related to this one")),
}
"""How the new ticket belongs to the one it was made for: the link, whether it begins at that one, words."""


def _make(doing: Doing, values: Values) -> None:
    """Registered as any other, so that rules, clocks and letters follow; linked when it stands."""
    row = Ticket.objects.select_related("contact", "company", "brand", "account").get(pk=doing.ticket.pk)
    made = commands.register(doing.actor, _registration(doing, row, values))
    kind, outward, _words_of = _HOW[str(values.get("as") or _CHILD)]
    commands.link(doing.actor, row, made, kind, outward=outward)


def _registration(doing: Doing, row: Ticket, values: Values) -> Registration:
    """What is said is nobody's question: the client gets no confirmation of what they did not write."""
    theirs = bool(values.get("client"))
    fill = for_client if theirs else for_staff
    team = staff().teams.get(team_id(values.get("team")) or 0)
    agent = Agent.objects.filter(pk=agent_id(values.get("agent")) or 0).first()
    return Registration(
        subject=fill(values["subject"], row, doing.actor) or row.subject,
        content=from_text(fill(values["text"], row, doing.actor)),
        contact=row.contact if theirs else None,
        company=row.company if theirs else None,
        sender_email=row.contact_email if theirs and row.contact is None else "",
        sender_name=row.contact_name if theirs and row.contact is None else "",
        account=row.account if theirs else None,
        brand=row.brand,
        language=row.language if theirs else "",
        type=type_of(values.get("type")),
        service=service_of(values.get("service")),
        priority=priority_of(values.get("priority")),
        team=team,
        assignee=agent,
        voice="" if doing.actor.is_agent else _voice(doing, row, theirs=theirs),
        extra={"quiet": True},
    )


def _voice(doing: Doing, row: Ticket, *, theirs: bool) -> str:
    """Whose words the first message is: clients read them as those of the mailbox."""
    return signed_as(row) if theirs else str(doing.name) or "Otklik"


def _relations() -> Sequence[Option]:
    return [Option(key, str(words)) for key, (_kind, _outward, words) in _HOW.items() if key != _CHILD]


def _words(shown: Shown) -> str:
    place: Mapping[str, str] = {"as": shown["as"] or str(_HOW[_CHILD][2]), "subject": shown["subject"]}
    made = gettext("create a ticket %(as)s: “%(subject)s”") % place
    return gettext("%(made)s, for the same client") % {"made": made} if shown["client"] else made


declare(
    Action(
        "create",
        _("Create a ticket"),
        _("More work"),
        _make,
        (
            Field("subject", _("Subject"), Template(limit=250, lines=1), required=True),
            Field("text", _("Text"), Template(), required=True),
            Field("as", _("How they belong together"), One(_relations, empty=_HOW[_CHILD][2])),
            Field("team", _("Team"), One(teams), _("Nobody chosen: the rules of routing give it away.")),
            Field("agent", _("Employee"), One(agents)),
            Field("type", _("Type"), One(types)),
            Field("service", _("Service"), One(services)),
            Field("priority", _("Priority"), One(priorities)),
            Field("client", _("For the same client, who sees it"), Flag()),
        ),
        _words,
    ),
)
