"""Tables of what can be asked for and of the ways in."""

from otklik.catalogue.models.account import ChannelAccount
from otklik.catalogue.models.priority import Priority
from otklik.catalogue.models.service import Category, Service, TicketType

__all__ = ["Category", "ChannelAccount", "Priority", "Service", "TicketType"]
