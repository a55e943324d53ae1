"""What of the catalogue hangs on teams, brands, types, categories and priorities."""

from __future__ import annotations

from functools import partial

from django.utils.translation import ngettext

from otklik.catalogue.models import ChannelAccount, Service
from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use

_services_by = partial(hanging, Service, hidden=False)
_accounts_by = partial(hanging, ChannelAccount, enabled=True)


def _services(number: int) -> str:
    return ngettext("%(n)s service", "%(n)s services", number) % {"n": number}


def _mailboxes(number: int) -> str:
    return ngettext("%(n)s mailbox", "%(n)s mailboxes", number) % {"n": number}


declare_use(Use("team", "services", _services_by("team_id"), _services, blocks=True))
declare_use(Use("team", "mailboxes", _accounts_by("team_id"), _mailboxes, blocks=True))
declare_use(Use("brand", "services", _services_by("brands"), _services))
declare_use(Use("brand", "mailboxes", _accounts_by("brand_id"), _mailboxes))
declare_use(Use("type", "services", _services_by("types"), _services))
declare_use(Use("type", "mailboxes", _accounts_by("type_id"), _mailboxes, blocks=True))
declare_use(Use("category", "services", _services_by("categories"), _services))
declare_use(Use("priority", "mailboxes", _accounts_by("priority_id"), _mailboxes, blocks=True))
declare_use(Use("service", "mailboxes", _accounts_by("service_id"), _mailboxes, blocks=True))
declare_use(Use("service", "services", _services_by("parent_id"), _services))
