"""Whether the index says of tickets what the tickets say: for the doctor."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from otklik.search.document import access
from otklik.search.gathering import readers_of
from otklik.search.models import Document

CHUNK = 200


def differences(ticket_ids: Collection[int]) -> Iterator[str]:
    """Tickets that cannot be found, or by others than may read them; one sentence each."""
    rest = iter(ticket_ids)
    while chunk := list(islice(rest, CHUNK)):
        stored = dict(Document.objects.filter(pk__in=chunk).values_list("pk", "access"))
        for ticket, readers in sorted(readers_of(chunk).items()):
            if ticket not in stored:
                yield f"ticket {ticket} is not in the search index"
            elif stored[ticket] != access(readers):
                yield f"ticket {ticket} is found by {stored[ticket]}, should be by {access(readers)}"
