"""How many rows every table holds: what a refusal must not change."""

from __future__ import annotations

from django.apps import apps

from otklik.tickets.models import Ticket


def rows() -> dict[str, object]:
    """Table → number of rows, and every ticket's version: equal before and after when nothing was done."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("otklik.")]
    counts: dict[str, object] = {model._meta.label: model._default_manager.count() for model in ours}
    counts["versions"] = list(Ticket.objects.order_by("pk").values_list("pk", "version", "updated_at"))
    return counts
