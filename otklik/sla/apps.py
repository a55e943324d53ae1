"""Registers the package with Django."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    """Deadlines."""

    name = "otklik.sla"
    label = "sla"
    default_auto_field = "django.db.models.BigAutoField"
