"""Making services, categories and channel accounts. The caller has checked the right to administer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.events import ACCOUNT_CHANGED, CATALOGUE_CHANGED, SERVICE_CHANGED
from otklik.catalogue.models import Category, ChannelAccount, Priority, Service, TicketType
from otklik.core import small, text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Subject, record
from otklik.core.translated import Translated
from otklik.organisation.models import Brand
from otklik.people.models import Team
from otklik.people.queries import staff

MAX_KEY = 400


@dataclass(frozen=True)
class ServiceSpec:
    """What a new service is."""

    code: str
    name: Translated
    guidance: Translated = field(default_factory=Translated)
    parent: Service | None = None
    team: Team | None = None
    types: Sequence[TicketType] = ()
    categories: Sequence[Category] = ()
    is_package: bool = False
    public: bool = True


@transaction.atomic
def create_service(by: ActorRef, spec: ServiceSpec) -> Service:
    """Add a node to the catalogue. `Invalid` for a code in use. Writes `service.changed`."""
    if Service.objects.filter(code=spec.code).exists():
        raise Invalid({"code": _("This code is in use. Choose another.")})
    service = Service.objects.create(
        code=spec.code,
        name=spec.name,
        name_key=text.key(" ".join([spec.code, *spec.name.texts.values()]))[:MAX_KEY],
        guidance=spec.guidance,
        parent=spec.parent,
        team=spec.team,
        is_package=spec.is_package,
        public=spec.public,
        position=Service.objects.filter(parent=spec.parent).count(),
        path="",
    )
    service.path = f"{spec.parent.path if spec.parent else '/'}{service.pk}/"
    service.save(update_fields=["path"])
    service.types.set(spec.types)
    service.categories.set(spec.categories)
    small.bump()
    record(SERVICE_CHANGED, by, Subject("service", service.pk), data={"code": spec.code})
    return service


@transaction.atomic
def create_category(by: ActorRef, *, code: str, name: Translated, belongs: str = "both") -> Category:
    """Add a category. `Invalid` for a code in use. Writes `catalogue.changed`.

    The caller has checked the right.
    """
    if Category.objects.filter(code=code).exists():
        raise Invalid({"code": _("This code is in use. Choose another.")})
    category = Category.objects.create(
        code=code, name=name, belongs=belongs, position=Category.objects.count()
    )
    small.bump()
    record(CATALOGUE_CHANGED, by, Subject("category", category.pk), data={"kind": "category", "code": code})
    return category


@dataclass(frozen=True)
class AccountSpec:
    """What a new mailbox is to the packages above the channels."""

    name: str
    address: str
    title: Translated
    brand: Brand
    sender_address: str = ""
    sender_name: Translated = field(default_factory=Translated)
    signature: Translated = field(default_factory=Translated)
    team: Team | None = None
    service: Service | None = None
    type: TicketType | None = None
    priority: Priority | None = None
    observer_agents: Collection[int] = ()
    observer_teams: Collection[int] = ()
    is_default: bool = False


@transaction.atomic
def create_account(by: ActorRef, spec: AccountSpec) -> ChannelAccount:
    """Add a mailbox's account. `Invalid` for a bad or used address or a used name.

    Writes `account.changed`.
    """
    address = text.email_key(spec.address)
    if not address:
        raise Invalid({"address": _("Enter a mail address such as support@example.com.")})
    if ChannelAccount.objects.filter(address=address).exists():
        raise Invalid({"address": _("Another mailbox has this address.")})
    if ChannelAccount.objects.filter(name=spec.name).exists():
        raise Invalid({"name": _("Another mailbox has this name.")})
    refuse_strangers(spec)
    account = ChannelAccount.objects.create(
        kind=ChannelAccount.Kind.MAIL,
        name=spec.name,
        title=spec.title,
        address=address,
        sender_address=text.email_key(spec.sender_address),
        sender_name=spec.sender_name,
        signature=spec.signature,
        brand=spec.brand,
        team=spec.team,
        service=spec.service,
        type=spec.type,
        priority=spec.priority,
        observer_agents=sorted(spec.observer_agents),
        observer_teams=sorted(spec.observer_teams),
        is_default=spec.is_default,
    )
    small.bump()
    record(ACCOUNT_CHANGED, by, Subject("account", account.pk), data={"name": spec.name})
    return account


def refuse_strangers(spec: AccountSpec) -> None:
    """`Invalid({"observers": …})` for observers nobody knows; who has left may stay, and follows nothing."""
    agents, teams = set(spec.observer_agents), set(spec.observer_teams)
    if not (agents <= set(staff().agents) and teams <= set(staff().teams)):
        raise Invalid({"observers": _("Choose an employee or a team that works here.")})
