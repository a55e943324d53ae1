"""Employees that hang on roles and teams they lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.core.configuring.uses import Use, declare_use
from otklik.people.models import Agent, Team


def _with_role(pks: Sequence[int]) -> Mapping[int, int]:
    rows = Agent.objects.filter(roles__in=pks, is_active=True).values_list("roles")
    return dict(rows.annotate(number=Count("pk")).order_by())


def _members(pks: Sequence[int]) -> Mapping[int, int]:
    rows = Agent.objects.filter(teams__in=pks, is_active=True).values_list("teams")
    return dict(rows.annotate(number=Count("pk")).order_by())


def _led_by(pks: Sequence[int]) -> Mapping[int, int]:
    rows = Team.objects.filter(lead__in=pks, hidden=False).values_list("lead_id")
    return dict(rows.annotate(number=Count("pk")).order_by())


def _people(number: int) -> str:
    return ngettext("%(n)s employee", "%(n)s employees", number) % {"n": number}


def _teams(number: int) -> str:
    return ngettext("%(n)s team it leads", "%(n)s teams it leads", number) % {"n": number}


declare_use(Use("role", "agents", _with_role, _people, blocks=True))
declare_use(Use("team", "agents", _members, _people))
declare_use(Use("agent", "teams", _led_by, _teams, blocks=True))
