"""Taking back a change: only while everything still stands as the change left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.core.errors import NotPossible


def expect(changes: Sequence[Mapping[str, object]], now: Mapping[str, object]) -> dict[str, object]:
    """The values from before an event's changes, while `now` is what they led to; else `NotPossible`."""
    refuse_unless(all(now.get(str(change["field"])) == change["to"] for change in changes))
    return {str(change["field"]): change["from"] for change in changes}


def refuse_unless(still_so: bool) -> None:
    """`NotPossible` in words when it was changed again since."""
    if not still_so:
        raise NotPossible(_("It was changed again since. Look at it and change it by hand."))
