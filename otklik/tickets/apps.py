"""Registers the package with Django."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """The ticket, its thread, statuses and lifecycle."""

    name = "otklik.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"
