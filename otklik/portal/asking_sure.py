"""Asking once before likely personal documents leave a client's hands (REG-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.core.personal_data import Personal, personal_in
from otklik.tickets.commands import Attachment

_WORDS: Mapping[Personal, Promise] = {
    Personal.PASSPORT: _("a passport's number"),
    Personal.SNILS: _("a SNILS number"),
    Personal.INN: _("a person's tax number (INN)"),
    Personal.CARD: _("a bank card's number"),
    Personal.FILE: _("a file that seems to be a personal document"),
}


def doubts(request: HttpRequest, words: str, files: Iterable[Attachment]) -> Sequence[str]:
    """What seems to be personal in words and files, to be asked about; nothing once the sender is sure."""
    if request.POST.get("sure") == "1":
        return ()
    found = personal_in(words, [one.file.name for one in files])
    return [str(_WORDS[kind]) for kind in Personal if kind in found]
