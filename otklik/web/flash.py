"""One sentence for the next page of this person: what the press that led there has done."""

from __future__ import annotations

import json

from django.http import HttpRequest
from django.utils.translation import gettext as _

_KEY, _UNDO = "flash", "flash_undo"


def say_next(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Keep the sentence for the page that follows the redirect; `undo`: the address that takes what was done
    back when it is posted to."""
    request.session[_KEY] = text
    if undo:
        request.session[_UNDO] = undo


def take_said(request: HttpRequest) -> str:
    """The sentence, once; empty when there is none."""
    session = getattr(request, "session", None)
    if session is None or _KEY not in session:
        return ""
    return str(session.pop(_KEY))


def take_undo(request: HttpRequest) -> str:
    """The way back that goes with the sentence, once; empty when there is none."""
    session = getattr(request, "session", None)
    return str(session.pop(_UNDO)) if session is not None and _UNDO in session else ""


def toast(text: str, *, is_bad: bool = False, undo: str = "") -> str:
    """The value of an `HX-Trigger` header that has our scripts show the sentence at once; `undo`: the address
    that takes it back when it is posted to."""
    shown = {"text": text, "kind": "error" if is_bad else ""}
    return json.dumps({"toast": {**shown, "undo": undo, "label": _("Undo")} if undo else shown})
