"""Events and reactions to count: every effect is a row in a table that would show a second one.

`proof.happened` is reacted to in its own transaction, by a plain reaction that sometimes fails, by one that
records a further event, by a call to a peer, and by the storing of a file.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from otklik.core import events, files, performing, queue, reacting
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject
from otklik.core.failpoints import hit
from otklik.core.models import Event, Job, StoredFile
from otklik.core.reacting import Effect, Reaction, later
from prove import peer

HAPPENED = events.declare("proof.happened")
ECHOED = events.declare("proof.echoed")
RARE = 10  # every tenth event also is echoed, called out, filed
CLUMSY = 0.01

_peer_port = 0


def _write(event: Event, reaction: str, note: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prove_effect VALUES (%s, %s, %s)", [event.pk, reaction, note])


def _is_rare(event: Event) -> bool:
    return bool(event.data["number"] % RARE == 0)


def mark_now(event: Event) -> None:
    """In the event's own transaction."""
    _write(event, "mark_now")


@later()
def count(event: Event) -> None:
    """A plain effect; clumsy, so that retries take part."""
    _write(event, "count")
    if random.random() < CLUMSY:
        raise RuntimeError("clumsy")


@later(lane="second", wanted=_is_rare)
def echo(event: Event) -> None:
    """An effect from which something follows."""
    _write(event, "echo")
    events.record(ECHOED, SYSTEM, Subject("proof", event.pk))


@later()
def count_echo(event: Event) -> None:
    """What follows."""
    _write(event, "count_echo")


@later(lane="peer", network=True, wanted=_is_rare)
def call_peer(event: Event) -> Effect:
    """The world outside: told at least once, noted here once."""
    receipt = peer.tell(_peer_port, f"{event.pk}")
    return lambda: _write(event, "call_peer", receipt)


@later(lane="second", network=True, wanted=_is_rare)
def file_away(event: Event) -> Effect:
    """Bytes first, rows after."""
    blob = files.store([f"file of event {event.data['number'] // 3}".encode()])

    def effect() -> None:
        files.attach_name(blob, f"{event.pk}.txt", "text/plain", SYSTEM)
        _write(event, "file_away")

    return effect


TABLE = {
    HAPPENED.name: Reaction(now=(mark_now,), later=(count, echo, call_peer, file_away)),
    ECHOED.name: Reaction(later=(count_echo,)),
}


def install(peer_port: int) -> None:
    """Put this table in the place of the program's."""
    global _peer_port
    _peer_port = peer_port
    reacting.install(TABLE)


def prepare() -> None:
    """An empty table of effects, no events, no jobs."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS prove_effect")
        cursor.execute("CREATE TABLE prove_effect (event_id bigint, reaction varchar(20), note varchar(60))")
    StoredFile.objects.filter(name__endswith=".txt").delete()
    Job.objects.all().delete()
    Event.objects.all().delete()


def produce(total: int, backlog: int, *, until: Callable[[], bool]) -> bool:
    """Record some events unless `backlog` jobs wait; whether there are `total` and `until` says enough."""
    made = Event.objects.filter(kind=HAPPENED.name).count()
    if made >= total and until():
        return True
    if Job.objects.count() < backlog:
        with transaction.atomic():
            for number in range(made, made + 20):
                events.record(HAPPENED, SYSTEM, Subject("proof", number), data={"number": number})
    return False


def record_plain(total: int) -> None:
    """Events with one plain reaction each, many a transaction."""
    for start in range(0, total, 500):
        with transaction.atomic():
            for number in range(start, min(start + 500, total)):
                events.record(HAPPENED, SYSTEM, Subject("proof", number), data={"number": number * RARE + 1})


def in_two_transactions(job: Job, effect: Effect | None) -> None:
    """The mistake the proof must notice: effect first, acknowledgement apart."""
    with transaction.atomic():
        if effect is not None:
            effect()
    hit("prove.between")
    with transaction.atomic(), queue.doing(job) as running:
        queue.acknowledge(running)


def acknowledged_first(job: Job, effect: Effect | None) -> None:
    """The other mistake: the row goes first."""
    with transaction.atomic(), queue.doing(job) as running:
        queue.acknowledge(running)
    hit("prove.between")
    with transaction.atomic():
        if effect is not None:
            effect()


VARIANTS = {
    "sound": performing.settle,
    "effect apart": in_two_transactions,
    "acknowledged first": acknowledged_first,
}


@dataclass(frozen=True)
class Count:
    """What stands in the database in the end. All but the first two must be zero."""

    events: int
    effects: int
    doubled: int
    lost: int
    left: int
    dead: int
    broken_files: int
    wrong_receipts: int

    @property
    def is_exact(self) -> bool:
        """Every effect exactly once."""
        wrong = self.doubled + self.lost + self.left + self.dead + self.broken_files + self.wrong_receipts
        return wrong == 0 and self.effects > 0


def tally(peer_told: dict[str, int]) -> Count:
    """Compare the effects that are there with those that follow from the events that are there."""
    wanted = _wanted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, reaction, note FROM prove_effect")
        rows = cursor.fetchall()
    found = Counter((event_id, reaction) for event_id, reaction, _note in rows)
    receipts = [(event_id, note) for event_id, reaction, note in rows if reaction == "call_peer"]
    return Count(
        events=Event.objects.filter(kind=HAPPENED.name).count(),
        effects=len(rows),
        doubled=sum((found - wanted).values()),
        lost=sum((wanted - found).values()),
        left=Job.objects.filter(dead_at__isnull=True).count(),
        dead=Job.objects.filter(dead_at__isnull=False).count(),
        broken_files=_broken_files(),
        wrong_receipts=sum(
            note != f"receipt-{event_id}" or str(event_id) not in peer_told for event_id, note in receipts
        ),
    )


def _wanted() -> Counter[tuple[int, str]]:
    wanted: Counter[tuple[int, str]] = Counter()
    for event in Event.objects.filter(kind=HAPPENED.name):
        rare = ("echo", "call_peer", "file_away") if _is_rare(event) else ()
        wanted.update((event.pk, reaction) for reaction in ("mark_now", "count", *rare))
        if rare:
            # One event must have followed: a missing or second one shows as a wrong number of effects.
            followed = Event.objects.filter(kind=ECHOED.name, cause_id=event.pk).order_by("pk").first()
            wanted[(followed.pk if followed else -event.pk, "count_echo")] += 1
    return wanted


def _broken_files() -> int:
    """Rows without their bytes, or more or fewer files than events that file one."""
    bad = 0
    stored = list(StoredFile.objects.filter(name__endswith=".txt").select_related("blob"))
    for file in stored:
        path = files.path_of(file.blob.sha256)
        bad += not path.exists() or path.stat().st_size != file.blob.size
    rare = sum(_is_rare(event) for event in Event.objects.filter(kind=HAPPENED.name))
    return bad + abs(rare - len(stored))
