"""The cases of mail under fire by their names."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from prove import mail_disk, mail_fetching, mail_imap, mail_lmtp, mail_restart, mail_sending
from prove.databases import CLUSTER
from prove.mail_count import Report
from tests import make


def cases() -> Mapping[str, Callable[[make.Cast, int], Report]]:
    """What each does with the cast, so many times."""
    cluster = os.environ.get(CLUSTER)
    return {
        "lmtp": mail_lmtp.prove,
        "fetching": mail_fetching.prove,
        "sending": mail_sending.prove,
        "imap": mail_imap.prove,
        "restart": partial(mail_restart.prove, cluster=Path(cluster) if cluster else None),
        "disk": mail_disk.prove,
    }
