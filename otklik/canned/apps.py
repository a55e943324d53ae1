"""Registers the package with Django."""

from django.apps import AppConfig


class CannedConfig(AppConfig):
    """Canned replies and their folders."""

    name = "otklik.canned"
    label = "canned"
    default_auto_field = "django.db.models.BigAutoField"
