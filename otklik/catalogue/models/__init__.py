"""Tables of what can be asked for and of the ways in."""

from otklik.catalogue.models.account import ChannelAccount
from otklik.catalogue.models.company_category import CompanyCategory
from otklik.catalogue.models.priority import Priority
from otklik.catalogue.models.service import Category, Service, TicketType

__all__ = ["Category", "ChannelAccount", "CompanyCategory", "Priority", "Service", "TicketType"]
