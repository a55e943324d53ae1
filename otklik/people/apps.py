"""Registers the package with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, agents, teams with lead, roles with fine-grained rights, API tokens, the Actor."""

    name = "otklik.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
