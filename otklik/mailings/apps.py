"""Registers the package with Django."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Mass messages and their recipients."""

    name = "otklik.mailings"
    label = "mailings"
    default_auto_field = "django.db.models.BigAutoField"
