"""External ids of clients that were merged away: they lead to the one that was kept."""

from __future__ import annotations

from collections.abc import Collection

from otklik.clients.models import Company, Contact


def kept_of(model: type[Company] | type[Contact], external: Collection[str]) -> dict[str, int]:
    """By external id of a merged one the row it went into, however often. One query where none was merged."""
    merged = model._default_manager.filter(merged_into__isnull=False)
    into = dict(merged.filter(external_id__in=external).values_list("external_id", "merged_into_id"))
    found = {name: pk for name, pk in into.items() if name is not None and pk is not None}
    while found:
        further = dict(merged.filter(pk__in=found.values()).values_list("pk", "merged_into_id"))
        if not further:
            break
        found = {name: further.get(pk) or pk for name, pk in found.items()}
    return found
