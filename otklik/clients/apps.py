"""Registers the package with Django."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Companies and contacts, and who among the staff knows them."""

    name = "otklik.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
