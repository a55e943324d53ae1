"""From a filter to recipients: who it finds, and who of them gets no letter, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.access import visible_companies, visible_contacts
from otklik.clients.contract_access import visible_contracts
from otklik.clients.models import Company, Contact, ContactCompany, ContactEmail
from otklik.core import clock
from otklik.core.errors import NotPossible
from otklik.core.ids import read_uid
from otklik.fields.queries import condition
from otklik.mailings.access import require_sending
from otklik.mailings.audience import Audience
from otklik.mailings.barring import bars
from otklik.mailings.enums import Kind, LeftOut
from otklik.mailings.models import Unsubscription
from otklik.mailings.settings import AT_MOST
from otklik.notifications.models import FailingAddress
from otklik.people.actor import Actor
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Candidate:
    """A contact the filter finds: the address their letter goes to, or the reason why there is none."""

    contact_id: int
    name: str
    language: str
    address: str
    reason: LeftOut | None = None


@dataclass(frozen=True)
class Reach:
    """Everybody a filter finds, by name."""

    candidates: Sequence[Candidate]

    @property
    def recipients(self) -> Sequence[Candidate]:
        """Those who get a letter."""
        return [one for one in self.candidates if one.reason is None]

    @property
    def left_out(self) -> Mapping[LeftOut, int]:
        """How many get none, by reason."""
        return Counter(one.reason for one in self.candidates if one.reason is not None)


@dataclass(frozen=True)
class _Known:
    """What decides about addresses, read once for all of them."""

    addresses: Mapping[int, Sequence[str]]
    failing: Collection[str]
    unsubscribed: Collection[int]
    ours: Collection[str]


def reach_of(actor: Actor, audience: Audience, kind: Kind) -> Reach:
    """Whom a message of this kind would reach now, among the clients the actor may know of. Needs
    `mailings.send`; `NotPossible` for more than the installation allows.

    Four queries, whatever the number; tickets are looked at by contact alone.
    """
    require_sending(actor)
    found = _contacts(actor, audience)
    most = AT_MOST.get()
    rows = list(
        found.order_by("name_key", "id").values_list("id", "name", "language", "hidden", "company__hidden")[
            : most + 1
        ]
    )
    if len(rows) > most:
        raise NotPossible(
            _("More than %(most)s people are meant; the settings allow no more at once.") % {"most": most}
        )
    known = _known(found, kind)
    taken: set[str] = set()
    return Reach([_candidate(row, known, taken) for row in rows])


def sample_of(actor: Actor, audience: Audience, kind: Kind) -> Candidate | None:
    """Somebody the message would reach, for a preview: the first by name."""
    return next(iter(reach_of(actor, audience, kind).recipients), None)


def _contacts(actor: Actor, audience: Audience) -> QuerySet[Contact]:
    contacts = visible_contacts(actor).filter(merged_into=None)
    if audience.is_nobody:
        return contacts.none()
    named = Q(uid__in=_uids(audience.contacts))
    return contacts.filter(_filtered(actor, audience) | named if audience.is_filtered else named)


def _filtered(actor: Actor, audience: Audience) -> Q:
    found = Q(pk__isnull=False)
    if audience.companies:
        found &= _of_companies(visible_companies(actor).filter(uid__in=_uids(audience.companies)))
    if audience.categories:
        found &= Q(company__category__in=audience.categories)
    if audience.company_fields:
        found &= Q(company__in=Company.objects.filter(condition(actor, "company", audience.company_fields)))
    if audience.contracts:
        contracts = visible_contracts(actor).filter(uid__in=_uids(audience.contracts))
        found &= _of_companies(Company.objects.filter(pk__in=contracts.values("companies")))
    if audience.contact_fields:
        found &= condition(actor, "contact", audience.contact_fields)
    if audience.ordered_days:
        found &= _who_ordered(audience)
    return found


def _of_companies(companies: QuerySet[Company]) -> Q:
    further = ContactCompany.objects.filter(company__in=companies.values("pk")).values("contact")
    return Q(company__in=companies.values("pk")) | Q(pk__in=further)


def _who_ordered(audience: Audience) -> Q:
    """Contacts with a ticket of those days: for each, their newest ones by the index of their own."""
    since = clock.now() - timedelta(days=audience.ordered_days)
    # What was created since was also changed since: that is the order their tickets are indexed in.
    tickets = Ticket.objects.filter(
        contact=OuterRef("pk"), updated_at__gte=since, created_at__gte=since, deleted_at=None
    )
    if audience.services:
        known = [row.pk for row in catalogue().services.values() if row.code in audience.services]
        tickets = tickets.filter(service__in=known)
    return Q(Exists(tickets))


def _known(found: QuerySet[Contact], kind: Kind) -> _Known:
    own = ContactEmail.objects.filter(contact__in=found.values("pk"))
    addresses = defaultdict[int, list[str]](list)
    for contact_id, email in own.order_by("position", "id").values_list("contact_id", "email"):
        addresses[contact_id].append(email)
    failing = FailingAddress.objects.filter(address__in=own.values("email"))
    ids = found.values("pk")
    unwanted = Unsubscription.objects.filter(kind=kind)
    refused = unwanted.filter(Q(contact__in=ids) | Q(contact__merged_into__in=ids))
    return _Known(
        addresses=addresses,
        failing=frozenset(failing.values_list("address", flat=True)),
        unsubscribed=_each(refused.values_list("contact_id", "contact__merged_into_id")),
        ours=catalogue().own_addresses,
    )


def _each(rows: Iterable[tuple[int, int | None]]) -> frozenset[int]:
    return frozenset(pk for row in rows for pk in row if pk is not None)


def _candidate(row: tuple[int, str, str, bool, bool | None], known: _Known, taken: set[str]) -> Candidate:
    contact_id, name, language, hidden, company_hidden = row
    addresses = known.addresses.get(contact_id, ())
    good = [one for one in addresses if one not in known.failing]
    address = next(iter(good or addresses), "")
    reason = _reason(contact_id, address, known, is_hidden=hidden or bool(company_hidden))
    if reason is None and not good:
        reason = LeftOut.FAILING
    if reason is None and address in taken:
        reason = LeftOut.DUPLICATE
    taken.add(address)
    return Candidate(contact_id, name, language, address, reason)


def _reason(contact_id: int, address: str, known: _Known, *, is_hidden: bool) -> LeftOut | None:
    if is_hidden:
        return LeftOut.HIDDEN
    if not address:
        return LeftOut.NO_ADDRESS
    if contact_id in known.unsubscribed:
        return LeftOut.UNSUBSCRIBED
    if address in known.ours:
        return LeftOut.OURS
    return next((reason for reason, is_barred in bars().items() if is_barred(address)), None)


def _uids(uids: Iterable[str]) -> list[UUID]:
    return [read_uid(uid) for uid in uids]
