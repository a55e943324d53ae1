"""The beginning of an import's file: what commands and pages look at before it is read whole."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core import files
from otklik.core.errors import Invalid
from otklik.importing.models import ImportRun
from otklik.importing.sentences import unreadable
from otklik.importing.tables.faults import Unreadable
from otklik.importing.tables.opening import Table, look_at


def table_of(row: ImportRun, sheet: str = "") -> Table:
    """The beginning of the file. `Invalid` when it cannot be read any more."""
    if row.file is None:
        raise Invalid({"file": _("The file is kept no longer.")})
    with files.open_blob(row.file.blob) as file:
        try:
            return look_at(file, sheet or str(row.source.get("sheet", "")))
        except Unreadable as error:
            raise Invalid({"file": unreadable(error.why)}) from error
