"""Registers the package with Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Brand, installation settings and their audit."""

    name = "otklik.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
