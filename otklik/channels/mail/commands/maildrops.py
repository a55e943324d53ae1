"""What we remember of a POP3 mailbox: the names (UIDL) of its mails that were taken or passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from otklik.channels.mail.models import MailFolder, MailServer, MailUidl
from otklik.core import clock

MAILDROP = "POP3"
"""A POP3 server has one maildrop and no folders; its row is kept under this name."""
FORGOTTEN_AFTER = timedelta(days=30)
"""Some servers show a part of a large maildrop only, another part tomorrow."""


def begin_maildrop(server: MailServer) -> tuple[MailFolder, bool]:
    """The maildrop's row, and whether this is the first look."""
    return MailFolder.objects.get_or_create(
        server=server, name=MAILDROP, defaults={"uid_validity": 0, "began_at": clock.now()}
    )


def known_uidls(folder: MailFolder) -> Mapping[str, datetime | None]:
    """Every name that is not to be taken again → since when its bytes are ours; None: never delete it."""
    return dict(MailUidl.objects.filter(folder=folder).values_list("uidl", "taken_at"))


def pass_over(folder: MailFolder, uidls: Sequence[str]) -> None:
    """What lay there before and is not wanted: neither taken nor ever deleted."""
    _add(folder, dict.fromkeys(uidls))


@transaction.atomic
def remember_uidls(folder: MailFolder, whole: Mapping[str, bool]) -> None:
    """These mails are in the ledger now; of those that are not whole we have but the beginning."""
    now = clock.now()
    _add(folder, {uidl: now if is_whole else None for uidl, is_whole in whole.items()})
    if any(uidl in folder.troubled for uidl in whole):
        folder.troubled = {uidl: said for uidl, said in folder.troubled.items() if uidl not in whole}
        folder.save(update_fields=["troubled"])


def note_troubled(folder: MailFolder, uidl: str, said: str) -> None:
    """A mail the server would not hand out: once more of so many times."""
    tries = int(str(folder.troubled.get(uidl, [0])[0])) + 1
    folder.troubled = {**folder.troubled, uidl: [tries, said]}
    folder.save(update_fields=["troubled"])


def see_uidls(folder: MailFolder, there: Collection[str]) -> None:
    """Names that are gone from the server for a month are forgotten; one that came back stays known."""
    now = clock.now()
    rows = MailUidl.objects.filter(folder=folder)
    known = list(rows.values_list("pk", "uidl", "gone_at"))
    back = [pk for pk, uidl, gone_at in known if uidl in there and gone_at is not None]
    gone = [pk for pk, uidl, gone_at in known if uidl not in there and gone_at is None]
    for pks, moment in ((back, None), (gone, now)):
        for start in range(0, len(pks), 500):
            rows.filter(pk__in=pks[start : start + 500]).update(gone_at=moment)
    if any(gone_at is not None and gone_at < now - FORGOTTEN_AFTER for _pk, _uidl, gone_at in known):
        rows.filter(gone_at__lt=now - FORGOTTEN_AFTER).delete()


def _add(folder: MailFolder, taken: Mapping[str, datetime | None]) -> None:
    rows = [MailUidl(folder=folder, uidl=uidl, taken_at=moment) for uidl, moment in taken.items()]
    MailUidl.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
