"""Why a file cannot be read, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label
from otklik.importing.tables.faults import Why
from otklik.importing.tables.opening import MAX_COLUMNS, MAX_ROWS

_WORDS: Mapping[Why, Label] = {
    Why.EMPTY: _("The file is empty."),
    Why.OLD_EXCEL: _("This is an old Excel file. Save it as .xlsx and send it again."),
    Why.NO_TABLE: _("There is no table in this file. Send .xlsx or .csv with headings in the first row."),
    Why.BROKEN: _("The file is broken and cannot be read to its end. Save it once more and send it again."),
    Why.TOO_LARGE: _("There is too much in this workbook. Leave one sheet in it and send it again."),
}


def unreadable(why: Why, language: str = "") -> str:
    """The sentence, in this language or the present one."""
    with translation.override(language or translation.get_language() or "ru"):
        return _worded(why)


def _worded(why: Why) -> str:
    if why is Why.TOO_MANY_ROWS:
        return str(_("A file may have at most %(n)s rows. Cut it into several.")) % {"n": MAX_ROWS}
    if why is Why.TOO_WIDE:
        return str(_("A table may have at most %(n)s columns.")) % {"n": MAX_COLUMNS}
    return str(_WORDS[why])
