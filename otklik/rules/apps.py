"""Registers the package with Django."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Conditions, and the versions of rules."""

    name = "otklik.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"
