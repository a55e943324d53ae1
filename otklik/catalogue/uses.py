"""What of the catalogue hangs on teams, brands, types, categories and priorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.catalogue.models import ChannelAccount, Service
from otklik.core.configuring.uses import Use, declare_use


def _services_by(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = Service.objects.filter(**{f"{column}__in": pks}, hidden=False).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _accounts_by(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = ChannelAccount.objects.filter(**{f"{column}__in": pks}, enabled=True).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _services(number: int) -> str:
    return ngettext("%(n)s service", "%(n)s services", number) % {"n": number}


def _mailboxes(number: int) -> str:
    return ngettext("%(n)s mailbox", "%(n)s mailboxes", number) % {"n": number}


declare_use(Use("team", "services", lambda pks: _services_by("team_id", pks), _services, blocks=True))
declare_use(Use("team", "mailboxes", lambda pks: _accounts_by("team_id", pks), _mailboxes, blocks=True))
declare_use(Use("brand", "services", lambda pks: _services_by("brands", pks), _services))
declare_use(Use("brand", "mailboxes", lambda pks: _accounts_by("brand_id", pks), _mailboxes))
declare_use(Use("type", "services", lambda pks: _services_by("types", pks), _services))
declare_use(Use("type", "mailboxes", lambda pks: _accounts_by("type_id", pks), _mailboxes, blocks=True))
declare_use(Use("category", "services", lambda pks: _services_by("categories", pks), _services))
declare_use(
    Use("priority", "mailboxes", lambda pks: _accounts_by("priority_id", pks), _mailboxes, blocks=True)
)
declare_use(Use("service", "mailboxes", lambda pks: _accounts_by("service_id", pks), _mailboxes, blocks=True))
declare_use(Use("service", "services", lambda pks: _services_by("parent_id", pks), _services))
