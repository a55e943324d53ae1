"""Companies that teams and employees look after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.clients.models import Company
from otklik.core.configuring.uses import Use, declare_use


def _managed_by(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = Company.objects.filter(**{f"{column}__in": pks}, hidden=False).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _words(number: int) -> str:
    return ngettext("%(n)s company it looks after", "%(n)s companies it looks after", number) % {"n": number}


declare_use(Use("team", "companies", lambda pks: _managed_by("manager_team_id", pks), _words, blocks=True))
declare_use(Use("agent", "companies", lambda pks: _managed_by("manager_agent_id", pks), _words, blocks=True))
