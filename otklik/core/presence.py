"""Whether the bytes are there that the rows speak of: for the doctor."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.core import files
from otklik.core.models.files import Blob


@dataclass(frozen=True, slots=True)
class Presence:
    """How many blobs were looked at, and the hashes of those that are gone or of another size."""

    looked_at: int
    missing: Sequence[str]


def look(sample: int, rng: random.Random) -> Presence:
    """Look at the newest blob and at others chosen by chance; sizes are compared, contents are not read."""
    newest = Blob.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return Presence(0, ())
    chosen = {newest, *(rng.randint(1, newest) for _one in range(sample))}
    blobs = Blob.objects.filter(pk__in=chosen)
    return Presence(len(blobs), [blob.sha256 for blob in blobs if not _is_there(blob)])


def _is_there(blob: Blob) -> bool:
    try:
        with files.open_blob(blob) as file:
            return os.fstat(file.fileno()).st_size == blob.size
    except FileNotFoundError:
        return False
