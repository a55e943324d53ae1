"""Registers the package with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Deliveries: who is told what, and whether it arrived."""

    name = "otklik.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
