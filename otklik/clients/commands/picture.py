"""The photo of a machine."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.events import ASSET_CHANGED
from otklik.clients.file_access import is_attached
from otklik.clients.models import Asset
from otklik.clients.place_access import require_asset_edit
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.core.files import hold, read_blob
from otklik.core.models import StoredFile
from otklik.core.pictures import NoPicture, drawn
from otklik.people.actor import Actor

TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
_SIDE = 320


def checked_picture(file: StoredFile) -> StoredFile:
    """An upload that can be drawn; `Invalid({"picture": …})` for any other. Outside of transactions: it reads
    the bytes."""
    try:
        if file.content_type not in TYPES:
            raise NoPicture(file.content_type)
        drawn(read_blob(file.blob), (_SIDE, _SIDE))
    except NoPicture:
        message = _("This is no picture we can show. Take a JPEG, PNG, WebP or GIF.")
        raise Invalid({"picture": message}) from None
    return file


@transaction.atomic
def set_picture(actor: Actor, asset: Asset, file: StoredFile) -> Asset:
    """Give a machine this photo (`checked_picture`) instead of the one it has. Needs `clients.edit`.

    `Invalid` for a file that belongs to something already. Writes `asset.changed` with the uids of both; the
    bytes of the old one go with the next sweep.
    """
    require_asset_edit(actor)
    hold([file])
    if is_attached(file):
        raise Invalid({"picture": _("Choose a picture.")})
    return _put(actor, asset, file)


@transaction.atomic
def remove_picture(actor: Actor, asset: Asset) -> Asset:
    """Take the photo of a machine away. Needs `clients.edit`. Writes `asset.changed` with its uid; without a
    photo nothing changes."""
    require_asset_edit(actor)
    return _put(actor, asset, None)


def _put(actor: Actor, asset: Asset, file: StoredFile | None) -> Asset:
    row = Asset.objects.select_for_update(of=("self",)).select_related("picture").get(pk=asset.pk)
    before = str(row.picture.uid) if row.picture else None
    if before is None and file is None:
        return row
    row.picture = file
    row.save(update_fields=["picture"])
    change = Change("picture", before, str(file.uid) if file else None)
    record(ASSET_CHANGED, actor.ref, Subject("asset", row.pk), changes=[change])
    return row
