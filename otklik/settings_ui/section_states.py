"""How sections stand, in a word of the index: how many things of each there are."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext


def people(number: int) -> str:
    """How many people there are."""
    return ngettext("%(n)s team.", "%(n)s teams.", number) % {"n": number}


def roles(number: int) -> str:
    """How many roles there are."""
    return ngettext("%(n)s role.", "%(n)s roles.", number) % {"n": number}


def services(number: int) -> str:
    """How many services there are."""
    return ngettext("%(n)s service and package.", "%(n)s services and packages.", number) % {"n": number}


def types(number: int) -> str:
    """How many types there are."""
    return ngettext("%(n)s ticket type.", "%(n)s ticket types.", number) % {"n": number}


def categories(number: int) -> str:
    """How many categories there are."""
    none = gettext("None yet: labels to find and count tickets by.")
    return ngettext("%(n)s category.", "%(n)s categories.", number) % {"n": number} if number else none


def priorities(number: int) -> str:
    """How many priorities there are."""
    return ngettext("%(n)s priority.", "%(n)s priorities.", number) % {"n": number}


def statuses(number: int) -> str:
    """How many statuses there are."""
    return ngettext("%(n)s status.", "%(n)s statuses.", number) % {"n": number}


def agents(number: int) -> str:
    """How many agents there are."""
    return ngettext("%(n)s employee.", "%(n)s employees.", number) % {"n": number}


def brand_names(number: int) -> str:
    """How many brand names there are."""
    return ngettext("%(n)s brand.", "%(n)s brands.", number) % {"n": number}


def fields(number: int) -> str:
    """How many fields there are."""
    none = gettext("None yet: what you want to know besides what everybody asks.")
    return ngettext("%(n)s field.", "%(n)s fields.", number) % {"n": number} if number else none


def kinds_of_companies(number: int) -> str:
    """How many kinds of companies there are."""
    return ngettext("%(n)s category.", "%(n)s categories.", number) % {"n": number}


def kinds_of_machines(number: int) -> str:
    """How many kinds of machines there are."""
    return ngettext("%(n)s type of equipment.", "%(n)s types of equipment.", number) % {"n": number}


def makers(number: int) -> str:
    """How many makers there are."""
    return ngettext("%(n)s manufacturer.", "%(n)s manufacturers.", number) % {"n": number}


def models(number: int) -> str:
    """How many models there are."""
    return ngettext("%(n)s model.", "%(n)s models.", number) % {"n": number}
