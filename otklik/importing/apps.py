"""Registers the package with Django."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Imports and exports of clients."""

    name = "otklik.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
