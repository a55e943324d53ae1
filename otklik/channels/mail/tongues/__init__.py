"""What mail programs write around history in other languages than Russian and English.

Data only, joined into the patterns of `vocabulary`. Sources: the programs' own translations (Gmail, Outlook,
Apple Mail, Thunderbird, Yahoo, QQ, GMX). Every field is a part of a regular expression: alternatives.
"""

from otklik.channels.mail.tongues import eastern, germanic, others, romance, slavic

TONGUES = (*germanic.TONGUES, *romance.TONGUES, *slavic.TONGUES, *eastern.TONGUES, *others.TONGUES)


def joined(name: str, *first: str) -> str:
    """One field of all languages as alternatives, each language's once, after those given."""
    return "|".join(part for part in (*first, *(getattr(tongue, name) for tongue in TONGUES)) if part)
