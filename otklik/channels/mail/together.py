"""Several letters about one ticket as one letter. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def answers(sheets: Sequence[Sheet], headings: Sequence[str]) -> Sheet:
    """Several answers to a client as one letter: each under its heading, in their order.

    What is quoted is what was said before the first; facts, signature and button are the newest's; the marks
    and the way back to work stay where any of the answers has them.
    """
    first, last = sheets[0], sheets[-1]
    markup = [f"<h3>{escape(head)}</h3>{one.html}" for one, head in zip(sheets, headings, strict=True)]
    words = [f"{head}\n\n{one.text}" for one, head in zip(sheets, headings, strict=True)]
    return replace(
        last,
        html="".join(markup),
        text="\n\n".join(words),
        outro="\n".join(_once(line for one in sheets for line in one.outro.splitlines())),
        verdict=next((one.verdict for one in reversed(sheets) if one.verdict), None),
        quotes=first.quotes,
        quotes_title=first.quotes_title,
        footer=_once(line for one in sheets for line in one.footer),
    )


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(line for line in lines if line))
