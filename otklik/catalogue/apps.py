"""Registers the package with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """What can be asked for and how it comes in."""

    name = "otklik.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
