"""Registers the package with Django."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    """What happens by rule."""

    name = "otklik.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"
