"""Several letters about one ticket as one letter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from otklik.channels.mail.sheet import Sheet


def together(sheets: Sequence[Sheet], intro: str) -> Sheet:
    """What happened in its order, each thing under its own sentence, words that several quote only once.

    Facts, button and foot are those of the newest.
    """
    seen: set[str] = set()
    markup, words = [], []
    for sheet in sheets:
        is_new = sheet.text not in seen
        seen.add(sheet.text)
        markup += [f"<h3>{escape(sheet.intro)}</h3>" if sheet.intro else "", sheet.html if is_new else ""]
        words += [sheet.intro, sheet.text if is_new else ""]
    return replace(
        sheets[-1],
        intro=intro,
        html="".join(markup),
        text="\n\n".join(filter(None, words)),
        files=list(dict.fromkeys(name for sheet in sheets for name in sheet.files)),
    )
