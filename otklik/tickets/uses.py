"""Open tickets that hang on teams, employees, services, types, categories, priorities and statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.core.configuring.uses import Use, declare_use
from otklik.tickets.models import Ticket


def _open_by(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    """By the partial indexes over open tickets; the closed archive is not asked."""
    rows = Ticket.objects.filter(**{f"{column}__in": pks}, is_open=True, deleted_at=None).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _words(number: int) -> str:
    return ngettext("%(n)s open ticket", "%(n)s open tickets", number) % {"n": number}


declare_use(Use("team", "tickets", lambda pks: _open_by("team_id", pks), _words, blocks=True))
declare_use(Use("agent", "tickets", lambda pks: _open_by("assignee_id", pks), _words, blocks=True))
declare_use(Use("status", "tickets", lambda pks: _open_by("status_id", pks), _words, blocks=True))
declare_use(Use("service", "tickets", lambda pks: _open_by("service_id", pks), _words))
declare_use(Use("type", "tickets", lambda pks: _open_by("type_id", pks), _words))
declare_use(Use("priority", "tickets", lambda pks: _open_by("priority_id", pks), _words))
declare_use(Use("category", "tickets", lambda pks: _open_by("categories", pks), _words))
