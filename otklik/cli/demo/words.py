"""Filling a conversation's texts: names, numbers, and endings that depend on who speaks. Pure.

`{client}` is the client's first name, `{client_full}` their name, `{company}`, `{position}`; `{agent}` the
answering agent's first name, `{agent_full}`; `{teammate}`, `{lead}`, `{field}` full names for mentions.
`{n}`, `{room}`, `{sum}`, `{doc}`, `{inv}`, `{person}` are made up once for a ticket; `{month}`, `{month_of}`
the last month («октябрь», «октября»). `[c:получил|получила]` and `[a:проверил|проверила]` choose by the
client's and the agent's sex.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otklik.cli.demo.hours import ZONE

_CHOICE = re.compile(r"\[([ca]):([^|\]]*)\|([^\]]*)\]")
_MONTHS = (
    ("январь", "января", "January"), ("февраль", "февраля", "February"), ("март", "марта", "March"),
    ("апрель", "апреля", "April"), ("май", "мая", "May"), ("июнь", "июня", "June"), ("июль", "июля", "July"),
    ("август", "августа", "August"), ("сентябрь", "сентября", "September"), ("октябрь", "октября", "October"),
    ("ноябрь", "ноября", "November"), ("декабрь", "декабря", "December"),
)  # fmt: skip


@dataclass(frozen=True)
class Speaker:
    """Whose sex decides about endings."""

    name: str
    female: bool

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.partition(" ")[0]


def made_up(rng: random.Random, at: datetime, others: tuple[str, ...]) -> dict[str, str]:
    """The invented facts of one ticket; `others` work with the client."""
    return invented(rng, at, rng.choice(others))


def invented(rng: random.Random, at: datetime, person: str) -> dict[str, str]:
    """The same, about this person."""
    last, this = _MONTHS[(at.astimezone(ZONE).month - 2) % 12], _MONTHS[at.astimezone(ZONE).month - 1]
    thousands, hundreds = rng.randrange(2, 190), rng.choice(("000", "200", "350", "400", "500", "780", "900"))
    return {
        "n": str(rng.randrange(1, 7)),
        "room": str(rng.choice((1, 2, 3, 4)) * 100 + rng.randrange(1, 22)),
        "sum": f"{thousands} {hundreds}",
        "doc": str(rng.randrange(1000, 9999)),
        "inv": f"{rng.randrange(10000, 99999):06}",
        "person": person,
        "month": last[0],
        "month_of": last[1],
        "month_en": last[2],
        "this_month_of": this[1],
        "year": str(at.astimezone(ZONE).year),
    }


def fill(text: str, facts: Mapping[str, str], client: Speaker, agent: Speaker | None) -> str:
    """The text as these people would have written it."""
    names = {"client": client.first, "client_full": client.name}
    if agent is not None:
        names |= {"agent": agent.first, "agent_full": agent.name}
    return with_endings(text, client, agent or client).format_map({**facts, **names})


def with_endings(text: str, client: Speaker, agent: Speaker) -> str:
    """The text with the endings of these two, its blanks still open."""
    speakers = {"c": client, "a": agent}
    return _CHOICE.sub(lambda match: match[3] if speakers[match[1]].female else match[2], text)
