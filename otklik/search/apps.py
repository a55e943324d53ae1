"""Registers the package with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding tickets by words."""

    name = "otklik.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
