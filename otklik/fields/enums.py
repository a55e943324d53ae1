"""Words that are stored: kinds of values, what clients may, when something must be filled."""

from enum import StrEnum


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    LIST = "list"
    TREE = "tree"
    MULTI = "multi"
    FLAG = "flag"
    LINK = "link"
    AGENT = "agent"
    COMPANY = "company"
    ASSET = "asset"


WITH_OPTIONS = frozenset({Kind.LIST, Kind.TREE, Kind.MULTI})
REFERENCES = frozenset({Kind.AGENT, Kind.COMPANY, Kind.ASSET})
"""Kinds whose value is the uid of something else."""
NAMED = frozenset({Kind.COMPANY, Kind.ASSET})
"""References that keep the name they were chosen by: lists show them without asking for it."""
NEVER_FILTERED = frozenset({Kind.LONG})
MEASURED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE})
"""Kinds that are filtered by "from" and "to"."""


class Clients(StrEnum):
    """What a field is to clients."""

    NO = "no"
    SEE = "see"
    FILL = "fill"


class Must(StrEnum):
    """When employees have to fill a field."""

    NEVER = ""
    REGISTER = "register"
    DONE = "done"
