"""Ten custom fields of tickets, filled in for every ticket there is; two of them are filtered by."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection, transaction

from otklik.core.actors import SYSTEM as BY
from otklik.core.configuring.rows import make
from otklik.core.timers import cancel_timer
from otklik.fields.commands import fill_index
from otklik.fields.commands.indexing import BATCH
from otklik.fields.models import CustomField
from otklik.fields.shapes import FIELD, OPTION
from otklik.fields.values import Value
from otklik.people.models import Agent
from otklik.tickets.models import Ticket

SEED = 12
KINDS = ("text", "number", "money", "date", "list", "tree", "flag", "link", "agent", "multi")
COLUMNS = tuple(f"field.bench-{kind}" for kind in KINDS)
FILTERED = ("list", "number")
PLACES, TAGS = ("north", "south"), ("urgent", "vip", "again", "paid", "remote")
AT_ONCE = 1000
_WORDS = ("касса", "склад", "офис", "терминал", "сервер", "кабинет", "стойка", "этаж")


def fill_fields() -> None:
    """Make the fields, give every ticket a value of each, put the filtered ones into the index."""
    with transaction.atomic():
        made = {kind: _field(kind) for kind in KINDS}
    rng = random.Random(SEED)
    people = [str(uid) for uid in Agent.objects.order_by("pk").values_list("uid", flat=True)]
    ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        rows = [
            (json.dumps(_values(rng, people), ensure_ascii=False), pk) for pk in ids[start : start + AT_ONCE]
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("UPDATE tickets_ticket SET custom = %s WHERE id = %s", rows)
    for kind in FILTERED:
        for after in range(0, ids[-1] if ids else 1, BATCH):
            fill_index(made[kind].pk, after)
        cancel_timer(f"field-index:{made[kind].pk}")


def _field(kind: str) -> CustomField:
    names = {"ru": f"Поле {kind}", "en": f"Field {kind}"}
    values = {"owner": "ticket", "key": f"bench-{kind}", "kind": kind, "name": names, "in_list": True}
    field = make(BY, FIELD, values | {"filterable": kind in FILTERED})
    if kind in ("list", "tree"):
        _options(field, PLACES)
    if kind == "multi":
        _options(field, TAGS)
    return field


def _options(field: CustomField, codes: Sequence[str]) -> None:
    for code in codes:
        make(BY, OPTION, {"field": field.pk, "code": code, "name": {"ru": f"Вариант {code}", "en": code}})


def _values(rng: random.Random, people: Sequence[str]) -> dict[str, Value]:
    found: dict[str, Value] = {
        "text": f"{rng.choice(_WORDS)} {rng.randrange(900)}",
        "number": str(rng.randrange(1000)),
        "money": {"amount": rng.randrange(1_000_000), "currency": "RUB"},
        "date": (date(2026, 1, 1) + timedelta(rng.randrange(365))).isoformat(),
        "list": rng.choice(PLACES),
        "tree": rng.choice(PLACES),
        "flag": rng.random() < 0.5 or None,
        "link": f"https://wiki.example.test/{rng.randrange(1000)}",
        "agent": rng.choice(people),
        "multi": sorted(rng.sample(TAGS, 2), key=TAGS.index),
    }
    return {f"bench-{kind}": value for kind, value in found.items() if value is not None}
