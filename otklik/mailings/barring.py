"""What forbids writing to an address, told by the packages above: a channel knows whose mail nobody wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from otklik.mailings.enums import LeftOut

Bar = Callable[[str], bool]
"""Whether an address (a key of `text.email_key`) is barred."""
_bars: dict[LeftOut, Bar] = {}


def declare_bar(reason: LeftOut, bar: Bar) -> Bar:
    """Make a bar known. Two of one reason are a programming error."""
    if _bars.setdefault(reason, bar) is not bar:
        raise ValueError(f"the bar {reason} is declared twice")
    return bar


def bars() -> Mapping[LeftOut, Bar]:
    """Every bar by its reason."""
    return dict(_bars)
