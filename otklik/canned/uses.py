"""Canned replies of teams and in folders."""

from __future__ import annotations

from django.utils.translation import ngettext

from otklik.canned.models import CannedReply
from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use


def _words(number: int) -> str:
    return ngettext("%(n)s canned reply", "%(n)s canned replies", number) % {"n": number}


declare_use(Use("team", "canned", hanging(CannedReply, "team_id", hidden=False), _words))
declare_use(Use("canned_folder", "canned", hanging(CannedReply, "folder_id", hidden=False), _words))
