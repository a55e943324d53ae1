"""Registers the package with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Events, the durable queue, files and other domain-free tables."""

    name = "otklik.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
