"""Macros of teams and in folders."""

from __future__ import annotations

from django.utils.translation import ngettext

from otklik.automation.models import Macro
from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use


def _words(number: int) -> str:
    return ngettext("%(n)s macro", "%(n)s macros", number) % {"n": number}


declare_use(Use("team", "macros", hanging(Macro, "team_id", hidden=False), _words))
declare_use(Use("canned_folder", "macros", hanging(Macro, "folder_id", hidden=False), _words))
