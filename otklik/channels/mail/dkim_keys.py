"""Keys that sign outgoing mail, for the pages of administration; and the signing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands.dkim import SEALED_FOR, note_found, note_unsigned
from otklik.channels.mail.enums import Published, StampAlgorithm
from otklik.channels.mail.models import DkimKey
from otklik.channels.mail.published import found_at
from otklik.channels.mail.stamping import (
    NotStamped,
    Stamp,
    compared,
    record_name,
    record_value,
    signature,
    strongest_first,
    zone_line,
)
from otklik.core import sealing
from otklik.core.errors import NotFound
from otklik.core.small import SmallTable
from otklik.people.actor import Actor


@dataclass(frozen=True)
class KeyState:
    """A key and the record that publishes it. `state`: new, used or retired; `trouble` is not for people's
    eyes alone: why a mail left without this signature, in English."""

    uid: str
    domain: str
    selector: str
    algorithm: StampAlgorithm
    state: str
    since: datetime
    record_name: str
    record_value: str
    zone_line: str
    found: Published
    looked_at: datetime | None
    trouble: str
    troubled_at: datetime | None


def signing_keys(actor: Actor) -> Sequence[KeyState]:
    """Every key by domain, those in use first, then the newest. Administrators only."""
    require_administrator(actor)
    rows = sorted(DkimKey.objects.order_by("-pk"), key=lambda row: (row.domain, row.used_since is None))
    return [state_of(row) for row in rows]


def get_key_for(actor: Actor, uid: str) -> DkimKey:
    """A key. Administrators only; `NotFound` when there is none."""
    require_administrator(actor)
    found = DkimKey.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def state_of(row: DkimKey) -> KeyState:
    """How a key stands; its private half never leaves."""
    algorithm = StampAlgorithm(row.algorithm)
    name, value = record_name(row.domain, row.selector), record_value(algorithm, row.public)
    return KeyState(
        uid=str(row.uid),
        domain=row.domain,
        selector=row.selector,
        algorithm=algorithm,
        state="used" if row.used_since else "retired" if row.retired_at else "new",
        since=row.used_since or row.retired_at or row.made_at,
        record_name=name,
        record_value=value,
        zone_line=zone_line(name, value),
        found=Published(row.found),
        looked_at=row.looked_at,
        trouble=row.trouble,
        troubled_at=row.troubled_at,
    )


def look(actor: Actor, key: DkimKey) -> DkimKey:
    """Ask the domain's records for the key and keep what they say. Administrators only; some seconds at
    most, so not inside a transaction."""
    require_administrator(actor)
    records = found_at(record_name(key.domain, key.selector))
    algorithm = StampAlgorithm(key.algorithm)
    said = Published.UNREACHABLE if records is None else compared(records, algorithm, key.public)
    note_found(key, said)
    key.refresh_from_db()
    return key


def sending_domains() -> Sequence[str]:
    """The domains our mailboxes send from, for a form to offer. No access is checked."""
    return sorted({box.sends_from.rpartition("@")[2] for box in catalogue().mailboxes()})


def unsigned() -> Mapping[str, str]:
    """Keys in use by which a mail could not be signed, and why. For the doctor: no access is checked."""
    rows = DkimKey.objects.exclude(used_since=None).exclude(trouble="")
    return {str(row): row.trouble for row in rows.order_by("pk")}


def signer_of(domain: str) -> Callable[[bytes], bytes] | None:
    """What signs the mail of a domain; None where nothing does."""
    keys = _IN_USE.get().get(domain.lower(), ())
    return partial(_signed, keys) if keys else None


def _signed(keys: Sequence[DkimKey], content: bytes) -> bytes:
    """The mail with every signature that can be made: without one it still leaves, and the key says why."""
    stamps = {}
    for key in keys:
        try:
            stamps[_stamp_of(key)] = key
        except sealing.Unreadable:
            note_unsigned(key, "sealed under another key of this installation: make or paste a new one")
    finished = content
    for stamp in strongest_first(list(stamps)):
        try:
            finished = signature(content, stamp) + finished
        except NotStamped as error:
            note_unsigned(stamps[stamp], str(error))
    return finished


def _stamp_of(key: DkimKey) -> Stamp:
    private = sealing.unseal(SEALED_FOR, key.private)
    return Stamp(key.domain, key.selector, StampAlgorithm(key.algorithm), private)


def _load() -> dict[str, list[DkimKey]]:
    found: dict[str, list[DkimKey]] = {}
    for row in DkimKey.objects.exclude(used_since=None).order_by("pk"):
        found.setdefault(row.domain, []).append(row)
    return found


_IN_USE: SmallTable[dict[str, list[DkimKey]]] = SmallTable(_load)
