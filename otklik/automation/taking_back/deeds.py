"""What a rule did since a moment: the events that name its versions, and what went out because of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.automation.events import (
    TICKET_ROUTED,
    TRIGGER_FAILED,
    TRIGGER_FIRED,
    WEBHOOK_FAILED,
    WEBHOOK_QUEUED,
)
from otklik.automation.tables import Table, table_called
from otklik.core.errors import NotPossible
from otklik.core.events import AUTOMATION_STOPPED
from otklik.core.models import Event
from otklik.notifications.enums import DeliveryState
from otklik.notifications.events import NOTICE_GIVEN
from otklik.notifications.models import Delivery
from otklik.people.actor import Actor
from otklik.people.commands import get_set_up
from otklik.rules.models import OrderedRule, RuleVersion
from otklik.tickets.events import TICKET_LINKED, TICKET_REGISTERED

_TELLS = (TRIGGER_FIRED, TRIGGER_FAILED, TICKET_ROUTED, AUTOMATION_STOPPED)
"""What says that a rule acted; it changes nothing itself."""
_GONE = (WEBHOOK_QUEUED, WEBHOOK_FAILED, NOTICE_GIVEN, TICKET_REGISTERED, TICKET_LINKED)
"""What no way leads back from; tickets it registered stay with their links."""
_NEVER_LEFT = (DeliveryState.CANCELLED, DeliveryState.FAILED)


@dataclass(frozen=True)
class Deeds:
    """What a rule did between two moments. `events` are those that may go back."""

    table: Table
    rule: OrderedRule
    versions: tuple[int, ...]
    since: datetime
    until: datetime

    @property
    def events(self) -> QuerySet[Event]:
        """Changes, notes, links, answers: by the index of events by version."""
        made = self._all.filter(kind=TICKET_REGISTERED.name).values("ticket_id")
        found = self._all.exclude(kind__in=[kind.name for kind in (*_TELLS, *_GONE)])
        return found.exclude(ticket_id__in=made)

    @property
    def letters(self) -> int:
        """Letters about what it did that have left or are leaving: to the client, to employees."""
        return have_left(self._all)

    @property
    def calls(self) -> int:
        """How often it called another program."""
        return self._all.filter(kind=WEBHOOK_QUEUED.name).count()

    @property
    def made(self) -> int:
        """Tickets it registered."""
        return self._all.filter(kind=TICKET_REGISTERED.name).count()

    @property
    def _all(self) -> QuerySet[Event]:
        found = Event.objects.filter(rule_version_id__in=self.versions, ticket_id__isnull=False)
        return found.filter(at__gte=self.since, at__lte=self.until)


def deeds_of(actor: Actor, key: str, uid: str, since: datetime, until: datetime) -> Deeds:
    """What a rule did, for whoever may set its table up. `NotPossible` for a table whose decisions follow its
    rules, and for one that people press."""
    table = table_called(key)
    rule = get_set_up(actor, table.shape, uid)
    if table.counts_anew:
        raise NotPossible(
            _("What these rules decide follows them: change or switch off the rule, and it is counted anew.")
        )
    if table.is_pressed:
        raise NotPossible(_("People do it: each time is taken back by itself, where it was done."))
    return deeds_between(table, rule, since, until)


def deeds_between(table: Table, rule: OrderedRule, since: datetime, until: datetime) -> Deeds:
    """The same without asking who wants to know."""
    return Deeds(table, rule, versions_of(table.key, rule), since, until)


def versions_of(table: str, rule: OrderedRule) -> tuple[int, ...]:
    """Every version a rule has had."""
    versions = RuleVersion.objects.filter(table=table, rule_id=rule.pk)
    return tuple(versions.values_list("pk", flat=True))


def have_left(events: QuerySet[Event]) -> int:
    """How many letters about these events have left or are leaving."""
    caused = Delivery.objects.filter(event_id__in=events.values("pk"))
    return caused.exclude(state__in=_NEVER_LEFT).count()
