"""Registers the package with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Ratings."""

    name = "otklik.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
