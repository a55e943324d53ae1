"""Who may bring clients and canned replies in from files: whoever has `importing.run`, as delivered only
administrators. Canned replies for others need `canned.share` besides.

Taking them out into files needs no right of its own: a file holds what its reader's list shows.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.importing.models import ImportRun
from otklik.people.actor import Actor
from otklik.people.rights import declare

IMPORT = declare(
    "importing.run",
    ru="Загружать клиентов и готовые ответы из файлов",
    en="Import clients and canned replies from files",
)


def require_import(actor: Actor) -> None:
    """`Denied` unless the actor's roles let them import."""
    if not actor.has(IMPORT):
        raise Denied(_("Your role does not let you import files."))


def get_import_for(actor: Actor, uid: str) -> ImportRun:
    """The import by its uid, or `NotFound`; `Denied` for who may not import."""
    require_import(actor)
    run = ImportRun.objects.select_related("file__blob", "rows").filter(uid=read_uid(uid)).first()
    if run is None:
        raise NotFound
    return run
