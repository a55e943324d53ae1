"""Registers the package with Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail: intake with its ledger, and delivery."""

    name = "otklik.channels.mail"
    label = "channels_mail"
    default_auto_field = "django.db.models.BigAutoField"
