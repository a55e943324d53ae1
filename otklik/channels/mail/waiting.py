"""How many letters of a mailbox have been tried and still wait to leave."""

from __future__ import annotations

from django.db.models import Q

from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.mailings.enums import Standing
from otklik.mailings.models import Recipient
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter, Delivery, HouseLetter


def letters_waiting(account: ChannelAccount) -> int:
    """Letters about tickets, accounts, links, contracts and those of mailings; at most four small queries.

    The first mailbox also speaks for tickets of none that is in use, and for what is about no ticket.
    """
    boxes = [box.pk for box in catalogue().mailboxes()]
    tried, own = Q(state=DeliveryState.QUEUED, attempts__gt=0), Q(ticket__account=account)
    mass = Recipient.objects.filter(mailing__account=account, state=Standing.QUEUED, attempts__gt=0).count()
    if boxes[:1] != [account.pk]:
        about_tickets = (model.objects.filter(tried, own) for model in (Delivery, HouseLetter))
        return mass + sum(rows.count() for rows in about_tickets)
    own |= Q(ticket__account=None) | ~Q(ticket__account__in=boxes)
    deliveries, house = Delivery.objects.filter(tried, own), HouseLetter.objects.filter(tried, own)
    return mass + deliveries.count() + house.count() + ContractLetter.objects.filter(tried).count()
