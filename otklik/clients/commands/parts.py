"""What names are found by: kept beside the rows whenever a name is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from otklik.clients.enums import Named
from otklik.clients.models import Asset, Company, Contact, Contract, Site, WordPart
from otklik.clients.word_parts import endings_of

BATCH = 2000
NamedRow = Company | Contact | Site | Asset | Contract


def keep_parts(rows: Iterable[NamedRow]) -> None:
    """Make the names of these rows, all of one kind, findable as they are now. Inside the writer's
    transaction; what stands already is left."""
    texts = {row.pk: text_of(row) for row in rows}
    kind = next((kind_of(row) for row in rows), None)
    if kind is not None:
        _keep(kind, texts)


def kind_of(row: NamedRow) -> Named:
    """What is found."""
    return Named[type(row).__name__.upper()]


def text_of(row: NamedRow) -> str:
    """By what it is found."""
    match row:
        case Asset():
            return f"{row.name_key} {row.serial_key}"
        case Company() | Contact():
            return row.name_key
        case _:
            return row.search_key


def _keep(kind: Named, texts: Mapping[int, str]) -> None:
    wanted = {(pk, part) for pk, text in texts.items() for part in endings_of(text)}
    rows = WordPart.objects.filter(kind=kind, ref__in=texts)
    have = {(ref, part): pk for pk, ref, part in rows.values_list("pk", "ref", "part")}
    gone = [pk for key, pk in have.items() if key not in wanted]
    if gone:
        WordPart.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - have.keys())
    WordPart.objects.bulk_create([WordPart(kind=kind, ref=pk, part=part) for pk, part in new], BATCH)
