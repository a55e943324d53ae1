"""What an administrator sets about whose new tickets are (ROUTE-2), for the form of the installation's
settings (`ways`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import agents, teams
from otklik.core.configuring.kinds import One, Several
from otklik.core.configuring.shapes import Field
from otklik.web.way_fields import switch

_ROUTING = _("Routing")


def fields() -> Sequence[Field]:
    """The installation's own assignee and observers, and when rules are asked again."""
    return (
        Field(
            "tickets.default_team",
            _("Team for tickets of nobody"),
            One(teams, empty=_("the dispatchers")),
            _("When no rule, service, manager of the client or mailbox says whose they are."),
            group=_ROUTING,
        ),
        Field(
            "tickets.default_agent",
            _("Employee for tickets of nobody"),
            One(agents, empty=_("nobody: the team's inbox")),
            _("With a team: one who works in it."),
            group=_ROUTING,
        ),
        Field(
            "tickets.default_observer_agents",
            _("Employees who follow every ticket"),
            Several(agents),
            _("Together with those of mailbox, site, contact and company."),
            group=_ROUTING,
        ),
        Field(
            "tickets.default_observer_teams",
            _("Teams that follow every ticket"),
            Several(teams),
            group=_ROUTING,
        ),
        switch(
            "routing.on_change",
            _("Routing rules are asked again when something they ask about changes"),
            _("Off: once, when a ticket is registered."),
            _ROUTING,
        ),
    )
