"""Employees that hang on roles and teams they lead."""

from __future__ import annotations

from django.utils.translation import ngettext

from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use
from otklik.people.models import Agent, Team


def _people(number: int) -> str:
    return ngettext("%(n)s employee", "%(n)s employees", number) % {"n": number}


def _teams(number: int) -> str:
    return ngettext("%(n)s team it leads", "%(n)s teams it leads", number) % {"n": number}


declare_use(Use("role", "agents", hanging(Agent, "roles", is_active=True), _people, blocks=True))
declare_use(Use("team", "agents", hanging(Agent, "teams", is_active=True), _people))
declare_use(Use("agent", "teams", hanging(Team, "lead_id", hidden=False), _teams, blocks=True))
