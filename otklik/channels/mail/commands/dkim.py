"""Keys that sign outgoing mail: making one, changing over to it, taking it out of use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import Published, StampAlgorithm
from otklik.channels.mail.events import DKIM_KEY_CHANGED
from otklik.channels.mail.models import DkimKey
from otklik.channels.mail.stamping import BadKey, KeyPair, new_pair, pasted_pair
from otklik.core import clock, sealing, small, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

SEALED_FOR = "dkim-key"
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_TROUBLE = 500


@dataclass(frozen=True)
class KeySpec:
    """What an administrator says about a new key. An empty `private`: one is made here."""

    domain: str
    selector: str
    algorithm: StampAlgorithm = StampAlgorithm.RSA
    private: str = field(default="", repr=False)


@transaction.atomic
def add_key(actor: Actor, spec: KeySpec) -> DkimKey:
    """A key for a domain's mail, which is not signed with it yet: its record is to be published first.

    Administrators only; `Invalid` by field. Writes `dkim_key.changed`, without the key.
    """
    require_administrator(actor)
    domain = text.domain_key(spec.domain.strip().lstrip("@"))
    selector = spec.selector.strip().lower()
    problems = _problems(domain, selector)
    if problems:
        raise Invalid(problems)
    pair = _pair(spec)
    row = DkimKey.objects.create(
        domain=domain,
        selector=selector,
        algorithm=spec.algorithm,
        private=sealing.seal(SEALED_FOR, pair.private),
        public=pair.public,
        made_at=clock.now(),
    )
    _tell(actor, row, is_new=True)
    return row


@transaction.atomic
def use_key(actor: Actor, key: DkimKey) -> DkimKey:
    """From now on the domain's mail is signed with this key, and with the former one of its kind no more.

    The former one stays, as mails on their way are checked by its record. Administrators only. Writes
    `dkim_key.changed` for each.
    """
    require_administrator(actor)
    row = DkimKey.objects.select_for_update().get(pk=key.pk)
    if row.used_since is not None:
        return row
    in_use = DkimKey.objects.select_for_update().filter(domain=row.domain, algorithm=row.algorithm)
    for former in in_use.exclude(used_since=None):
        _retire(actor, former)
    row.used_since, row.retired_at, row.trouble = clock.now(), None, ""
    row.save(update_fields=["used_since", "retired_at", "trouble"])
    _tell(actor, row, Change("in_use", False, True))
    return row


@transaction.atomic
def retire_key(actor: Actor, key: DkimKey) -> DkimKey:
    """Mail is not signed with it any more. Administrators only. Writes `dkim_key.changed` where it was."""
    require_administrator(actor)
    row = DkimKey.objects.select_for_update().get(pk=key.pk)
    if row.used_since is not None:
        _retire(actor, row)
    return row


@transaction.atomic
def remove_key(actor: Actor, key: DkimKey) -> None:
    """Forget a key; `Conflict` while mail is signed with it. Administrators only.

    Writes `dkim_key.changed`.
    """
    require_administrator(actor)
    row = DkimKey.objects.select_for_update().get(pk=key.pk)
    if row.used_since is not None:
        raise Conflict(_("Mail is signed with this key. Take it out of use first."))
    _tell(actor, row, removed=True)
    row.delete()


def note_found(key: DkimKey, found: Published) -> None:
    """What the domain's records say. No event: nobody changed anything."""
    DkimKey.objects.filter(pk=key.pk).update(found=found, looked_at=clock.now())


def note_unsigned(key: DkimKey, words: str) -> None:
    """A mail left without this signature, and why. No event: the page of the keys and the doctor say it."""
    DkimKey.objects.filter(pk=key.pk).update(trouble=words[:_LONGEST_TROUBLE], troubled_at=clock.now())


def _retire(actor: Actor, row: DkimKey) -> None:
    row.used_since, row.retired_at = None, clock.now()
    row.save(update_fields=["used_since", "retired_at"])
    _tell(actor, row, Change("in_use", True, False))


def _problems(domain: str, selector: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if not text.is_domain(domain) or "." not in domain or domain.startswith("["):
        found["domain"] = _("Enter the domain you send from, for example example.com.")
    if not _SELECTOR.fullmatch(selector):
        found["selector"] = _("Letters a to z, digits and hyphens, for example desk2026.")
    elif DkimKey.objects.filter(domain=domain, selector=selector).exists():
        found["selector"] = _("The domain has a key under this name. Choose another one.")
    return found


def _pair(spec: KeySpec) -> KeyPair:
    if not spec.private.strip():
        return new_pair(spec.algorithm)
    try:
        return pasted_pair(spec.algorithm, spec.private)
    except BadKey as error:
        words = _(
            "Paste a private key of the chosen kind, PEM without a password; RSA has 2048 to 4096 bits."
        )
        raise Invalid({"private": words}) from error


def _tell(actor: Actor, row: DkimKey, *changes: Change, is_new: bool = False, removed: bool = False) -> None:
    small.bump()
    data = {"name": str(row), "is_new": is_new, "removed": removed}
    record(DKIM_KEY_CHANGED, actor.ref, Subject("dkim_key", row.pk), changes=changes, data=data)
