"""What can be chosen where a status is set up."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from otklik.core.configuring.kinds import Option


def states() -> Sequence[Option]:
    """The seven states, in the words of who sets them up."""
    return [
        Option("new", gettext("Not begun"), note=gettext("nobody works on it yet")),
        Option("open", gettext("Being worked on"), note=gettext("by us, now")),
        Option(
            "waiting_client", gettext("Waiting for the client"), note=gettext("our question is with them")
        ),
        Option(
            "waiting_others",
            gettext("Waiting for somebody else"),
            note=gettext("a supplier, another department"),
        ),
        Option("postponed", gettext("Put off"), note=gettext("comes back on a date")),
        Option("resolved", gettext("Done"), note=gettext("the client can rate it or return it")),
        Option("closed", gettext("Closed for good"), note=gettext("nothing more happens")),
    ]


def turns() -> Sequence[Option]:
    """Who may hold the ball."""
    return [
        Option("us", gettext("Ours"), note=gettext("stands at the top of the list")),
        Option("client", gettext("The client's"), note=gettext("stands below until they answer")),
        Option("third_party", gettext("Somebody else's"), note=gettext("a supplier or another department")),
        Option("date", gettext("Nobody's"), note=gettext("we wait for a date")),
    ]


def glyphs() -> Sequence[Option]:
    """Signs a status can have."""
    return [
        Option("new", gettext("dashed circle")),
        Option("work", gettext("half disc")),
        Option("lvl2", gettext("arrow up")),
        Option("wait", gettext("speech bubble")),
        Option("hold", gettext("pause")),
        Option("appr", gettext("shield")),
        Option("done", gettext("tick in a circle")),
        Option("closed", gettext("tick in a square")),
    ]


def tones() -> Sequence[Option]:
    """Colours a status can have: red and amber belong to due times."""
    return [
        Option("violet", gettext("violet")),
        Option("blue", gettext("blue")),
        Option("accent", gettext("teal")),
        Option("plum", gettext("plum")),
        Option("green", gettext("green")),
        Option("grey", gettext("grey")),
    ]
