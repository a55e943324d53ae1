"""The letter that invites somebody to work here: whose desk, who invites, what for, where to sign in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.core.actors import ActorKind
from otklik.core.models import Event
from otklik.people.models import Role, Team, User
from otklik.people.queries import AgentInfo, staff

SIGN_IN = "/login"


def staff_invitation(event: Event, user: User, agent: AgentInfo, organisation: str, address: str) -> Sheet:
    """The sheet of a `user.invited` for an employee, in the language in force; `address` is their link."""
    return Sheet(
        language=translation.get_language() or "ru",
        title=_("An invitation to the team: %(organisation)s") % {"organisation": organisation},
        separator="",
        intro=_intro(event, organisation),
        html="",
        text="",
        button=Button(_("Choose a password"), address),
        facts=[*_job(agent), Fact(_("Login"), user.login), _entrance()],
        footer=[_("The link works for seven days. If you did not expect this letter, do nothing.")],
    )


def _intro(event: Event, organisation: str) -> str:
    by = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    if by is None:
        said = _("You are invited to answer requests of clients at the support desk “%(organisation)s”.")
    else:
        said = _("%(name)s invites you to answer requests of clients at the support desk “%(organisation)s”.")
    what_to_do = _("Choose a password, and you are in.")
    return f"{said % {'name': by.name if by else '', 'organisation': organisation}} {what_to_do}"


def _job(agent: AgentInfo) -> Sequence[Fact]:
    """Their roles and teams, as far as there are any."""
    people = staff()
    roles, teams = _names(people.roles, agent.role_ids), _names(people.teams, agent.team_ids)
    facts = (
        Fact(ngettext("Your role", "Your roles", len(roles)), ", ".join(roles)),
        Fact(ngettext("Your team", "Your teams", len(teams)), ", ".join(teams)),
    )
    return [fact for fact in facts if fact.value]


def _names(rows: Mapping[int, Role] | Mapping[int, Team], ids: frozenset[int]) -> list[str]:
    return [str(row.name) for pk, row in rows.items() if pk in ids]


def _entrance() -> Fact:
    """Where they sign in from then on."""
    base = settings.OTKLIK_BASE_URL.rstrip("/")
    return Fact(_("Where to sign in"), urlsplit(base).netloc, base + SIGN_IN)
