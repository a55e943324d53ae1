"""The table of deliveries."""

from otklik.notifications.models.delivery import Delivery

__all__ = ["Delivery"]
