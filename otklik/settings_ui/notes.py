"""What stands beside a thing in its section's list: a second line, a sign, a group, its place in a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.clients.place_queries import directories
from otklik.core.configuring.shapes import Field
from otklik.core.phone import shown
from otklik.core.text import one_line
from otklik.notifications.house_letters import account_letter
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.rights import EVERYTHING
from otklik.settings_ui.proposals import Proposal
from otklik.tickets.enums import OPEN_STATES, State
from otklik.tickets.queries.workflow import workflow
from otklik.web.brands import logo_url

if TYPE_CHECKING:
    from otklik.catalogue.models import Priority, Service, TicketType
    from otklik.clients.models import AssetModel
    from otklik.organisation.models import Brand
    from otklik.people.models import Agent, Role, Team
    from otklik.tickets.models import Status

LENGTH = 120


def nothing(_row: Model) -> str:
    """No second line, no group."""
    return ""


def none_proposed(_actor: Actor) -> Sequence[Proposal]:
    """Nothing ready to be made."""
    return ()


def no_aid() -> Mapping[str, object]:
    """Nothing to explain beside the form."""
    return {}


def no_mark(_row: Model) -> tuple[str, str, str] | None:
    """No sign."""
    return None


def as_they_are(rows: Sequence[Model]) -> Sequence[tuple[Model, int]]:
    """Rows in their stored order, none indented."""
    return [(row, 0) for row in rows]


def as_a_tree(rows: Sequence[Model]) -> Sequence[tuple[Model, int]]:
    """Services under their packages, each level in its order, with its depth."""
    services = cast("Sequence[Service]", rows)
    below: dict[int | None, list[Service]] = {}
    for row in services:
        below.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None, depth: int) -> list[tuple[Model, int]]:
        found: list[tuple[Model, int]] = []
        for row in below.get(parent, ()):
            found += [(row, depth), *walk(row.pk, depth + 1)]
        return found

    return walk(None, 0)


def all_asked(fields: Sequence[Field], _values: Mapping[str, object]) -> Sequence[Field]:
    """The form asks for everything."""
    return fields


def nothing_beside(_actor: Actor, _row: Model) -> dict[str, object]:
    """Nothing more for the templates."""
    return {}


def leaving(actor: Actor, row: Model) -> dict[str, object]:
    """The newest letter about their account; who can get the tickets of an employee who leaves: colleagues of
    their teams first, then teams."""
    people = staff()
    own = people.agents[row.pk]
    others = [agent for agent in people.active() if agent.id != row.pk]
    others.sort(key=lambda agent: not agent.team_ids & own.team_ids)
    return {
        "heirs": [(f"agent:{agent.id}", agent.name) for agent in others],
        "heir": "",
        "letter": account_letter(actor, cast("Agent", row).user_id),
        "heir_teams": [(f"team:{team.pk}", str(team.name)) for team in people.open_teams()],
    }


def logo(_actor: Actor, row: Model) -> dict[str, object]:
    """Where a brand's logo is."""
    return {"logo_url": logo_url(cast("Brand", row))}


def agent(row: Model) -> str:
    """Position, teams, roles."""
    people = staff()
    own = people.agents[row.pk]
    teams = [str(team.name) for team in people.open_teams() if team.pk in own.team_ids]
    roles = [str(role.name) for pk, role in people.roles.items() if pk in own.role_ids]
    return ". ".join(part for part in (own.position, ", ".join(teams), ", ".join(roles)) if part)


def brand(row: Model) -> str:
    """Where its pages are, and its phone."""
    own = cast("Brand", row)
    return ", ".join(part for part in (own.base_url, shown(own.phone)) if part)


def team(row: Model) -> str:
    """`4 people, lead Olga Vedushchaya`."""
    own = cast("Team", row)
    people = staff()
    number = len(people.members(own.pk))
    parts = [ngettext("%(n)s person", "%(n)s people", number) % {"n": number}]
    lead = people.agents.get(own.lead_id or 0)
    if lead:
        parts.append(_("lead %(name)s") % {"name": lead.name})
    if own.is_dispatch:
        parts.append(_("takes what nobody was chosen for"))
    return ", ".join(parts)


def role(row: Model) -> str:
    """`7 rights`."""
    own = cast("Role", row)
    if EVERYTHING in own.rights:
        return _("may do everything")
    number = len(own.rights)
    return ngettext("%(n)s right", "%(n)s rights", number) % {"n": number}


def service(row: Model) -> str:
    """Who does it, and whether clients see it."""
    own = cast("Service", row)
    done_by = staff().teams.get(own.team_id or 0)
    parts = [_("package") if own.is_package else "", str(done_by.name) if done_by else ""]
    parts.append("" if own.public else _("for employees only"))
    return ", ".join(part for part in parts if part)


def guidance(row: Model) -> str:
    """When to choose it, and what else is special."""
    own = cast("TicketType | Priority", row)
    special = [_("the default") if own.is_default else ""]
    special.append(_("internal") if getattr(own, "internal", False) else "")
    words = one_line(str(own.guidance), LENGTH)
    return ". ".join(part for part in (", ".join(s for s in special if s), words) if part)


def status(row: Model) -> str:
    """The client's words, and what is special."""
    own = cast("Status", row)
    leads_to = len({target for target, _role in workflow().moves.get(own.pk, ())})
    parts = [_("client: “%(words)s”") % {"words": own.client_name} if own.client_name else ""]
    parts.append(_("due time paused") if own.pauses_clocks else "")
    parts.append(_("new tickets begin here") if own.is_initial else "")
    parts.append(ngettext("leads to %(n)s status", "leads to %(n)s statuses", leads_to) % {"n": leads_to})
    return ", ".join(part for part in parts if part)


def status_group(row: Model) -> str:
    """Open, waiting, done: the groups people think in."""
    state = State(cast("Status", row).state)
    if state not in OPEN_STATES:
        return _("Done")
    return _("In work") if state in (State.NEW, State.OPEN) else _("Waiting")


def status_mark(row: Model) -> tuple[str, str, str] | None:
    """The status's own sign and colour."""
    own = cast("Status", row)
    return ("status", own.glyph, own.color)


def priority_mark(row: Model) -> tuple[str, str, str] | None:
    """The priority's own sign."""
    return ("priority", cast("Priority", row).glyph, "")


def asset_model(row: Model) -> str:
    """Manufacturer and type of a model of equipment."""
    model = cast("AssetModel", row)
    known = directories()
    named = (known.manufacturers.get(model.manufacturer_id or 0), known.types.get(model.type_id or 0))
    return " · ".join(str(one.name) for one in named if one is not None)
