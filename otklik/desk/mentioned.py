"""Names after an at-sign in notes, set apart from the text around them when a note is shown."""

from __future__ import annotations

import html
import re
from collections import Counter

from otklik.core.small import SmallTable
from otklik.people.queries import staff

_TAG = re.compile(r"(<[^>]*>)")


def with_mentions(markup: str) -> str:
    """Clean markup with `@Елена Белова`, or `@Елена` when only one is called so, wrapped in `.mention`."""
    if "@" not in markup:
        return markup
    known = _NAMES.get()
    return "".join(part if part.startswith("<") else _wrapped(known, part) for part in _TAG.split(markup))


def _wrapped(known: re.Pattern[str] | None, text: str) -> str:
    return known.sub(r'<span class="mention">\g<0></span>', text) if known else text


def _load() -> re.Pattern[str] | None:
    names = [agent.name for agent in staff().agents.values()]
    first = Counter(name.partition(" ")[0] for name in names)
    told = {*names, *(word for word, number in first.items() if number == 1)}
    longest_first = sorted((html.escape(name) for name in told), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(
        r"(?<![\w@.])@(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE
    )


_NAMES: SmallTable[re.Pattern[str] | None] = SmallTable(_load)
