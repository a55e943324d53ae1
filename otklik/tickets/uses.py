"""Open tickets that hang on teams, employees, services, types, categories, priorities and statuses."""

from __future__ import annotations

from functools import partial

from django.utils.translation import ngettext

from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use
from otklik.tickets.models import Stage, Ticket

_open = partial(hanging, Ticket, is_open=True, deleted_at=None)
"""By the partial indexes over open tickets; the closed archive is not asked."""


def _words(number: int) -> str:
    return ngettext("%(n)s open ticket", "%(n)s open tickets", number) % {"n": number}


def _stages(number: int) -> str:
    return ngettext("%(n)s stage of routes", "%(n)s stages of routes", number) % {"n": number}


declare_use(Use("team", "tickets", _open("team_id"), _words, blocks=True))
declare_use(Use("agent", "tickets", _open("assignee_id"), _words, blocks=True))
declare_use(Use("status", "tickets", _open("status_id"), _words, blocks=True))
declare_use(Use("stage", "tickets", _open("stage_id"), _words, blocks=True))
declare_use(Use("route", "stages", hanging(Stage, "route_id", hidden=False), _stages))
declare_use(Use("team", "stages", hanging(Stage, "team_id", hidden=False), _stages, blocks=True))
declare_use(Use("status", "stages", hanging(Stage, "status_id", hidden=False), _stages, blocks=True))
declare_use(Use("service", "tickets", _open("service_id"), _words))
declare_use(Use("type", "tickets", _open("type_id"), _words))
declare_use(Use("priority", "tickets", _open("priority_id"), _words))
declare_use(Use("category", "tickets", _open("categories"), _words))
