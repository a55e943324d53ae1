"""Registers the package with Django."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """What an installation wants to know besides what everybody asks."""

    name = "otklik.fields"
    label = "fields"
    default_auto_field = "django.db.models.BigAutoField"
