"""What a canned reply and a folder are made of, for whoever writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from otklik.canned.access import SHARE
from otklik.canned.events import CANNED_FOLDER_CHANGED, CANNED_REPLY_CHANGED, OWN_CANNED_REPLY_CHANGED
from otklik.canned.finding import kept
from otklik.canned.models import CannedReply, Folder, SharedReply
from otklik.canned.placeholders import Template
from otklik.core.actors import ActorRef
from otklik.core.configuring.kinds import One, Option, Text, Words
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.small import SmallTable
from otklik.people.shapes import teams

LONGEST = 10_000
LONGEST_EXTERNAL = 100
Written = TypeVar("Written", bound=CannedReply)


def folders() -> Sequence[Folder]:
    """Every folder in its order, from memory."""
    return FOLDERS.get()


def folder_options() -> Sequence[Option]:
    """Folders to choose from."""
    return [Option(row.pk, str(row.name), row.hidden) for row in folders()]


def _derive(row: CannedReply, values: Values) -> None:
    given = [values["name"], values["text"]]
    row.stems = kept(str(words) for texts in given if isinstance(texts, Mapping) for words in texts.values())


def _of_its_author(by: ActorRef, _values: Values) -> CannedReply:
    return CannedReply(owner_id=by.id)


_NAME = Field("name", _("Title"), Words(limit=100), required=True)
_TEXT = Field("text", _("Text"), Template(limit=LONGEST, lines=8), required=True)
_FOLDER = Field("folder", _("Folder"), One(folder_options, empty=_("none")), attr="folder_id")
_EXTERNAL = Field(
    "external_id",
    _("External id"),
    Text(limit=LONGEST_EXTERNAL),
    hint=_("What another program calls it: by it files find it again."),
    is_unique=True,
    default="",
)
_TEAM = Field("team", _("For whom"), One(teams, empty=_("all employees")), attr="team_id")

CANNED_REPLY = declare(
    Shape(
        kind="canned_reply",
        model=SharedReply,
        one=_("Canned reply"),
        many=_("Canned replies"),
        event=CANNED_REPLY_CHANGED,
        title=lambda row: str(row.name),
        derive=_derive,
        order=("id",),
        right=SHARE,
        fields=(_NAME, _TEXT, _FOLDER, _TEAM, _EXTERNAL),
    )
)
OWN_REPLY = Shape(
    kind="own_canned_reply",
    model=CannedReply,
    one=_("My canned reply"),
    many=_("My canned replies"),
    event=OWN_CANNED_REPLY_CHANGED,
    title=lambda row: str(row.name),
    derive=_derive,
    order=("id",),
    new=_of_its_author,
    fields=(
        *(replace(field, is_personal=True) for field in (_NAME, _TEXT, _FOLDER)),
        # Of one's own alone it must be the only one, which the commands see to.
        replace(_EXTERNAL, is_personal=True, is_unique=False),
    ),
)
"""Known to its owner alone: neither a section of the settings nor the audit log has it."""
FOLDER = declare(
    Shape(
        kind="canned_folder",
        model=Folder,
        one=_("Folder"),
        many=_("Folders of replies and macros"),
        event=CANNED_FOLDER_CHANGED,
        title=lambda row: str(row.name),
        right=SHARE,
        fields=(Field("name", _("Title"), Words(limit=100), required=True),),
    )
)


def _load() -> Sequence[Folder]:
    return list(Folder.objects.order_by("position", "id"))


FOLDERS: SmallTable[Sequence[Folder]] = SmallTable(_load)
