"""What stands beside canned replies in the settings: folder, whose they are, how often they were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.canned.placeholders import explained
from otklik.canned.queries import shared_replies
from otklik.canned.shapes import folders as all_folders
from otklik.core.translated import Translated, translated
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.settings_ui.proposals import Proposal
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.canned.models import CannedReply


def reply(row: Model) -> str:
    """`IT: used 12 times, last 20 November`."""
    one = cast("CannedReply", row)
    team = staff().teams.get(one.team_id or 0)
    return ": ".join(filter(None, (str(team.name) if team else "", used(one.used, one))))


def used(number: int, row: CannedReply) -> str:
    """How often it was put into an answer, and when last."""
    if not number or row.used_at is None:
        return _("not used yet")
    times = ngettext("used %(n)s time", "used %(n)s times", number) % {"n": number}
    return _("%(times)s, last %(moment)s") % {"times": times, "moment": localtime(row.used_at, "short")}


def folder(row: Model) -> str:
    """The heading it stands under."""
    wanted = cast("CannedReply", row).folder_id
    return next((str(one.name) for one in all_folders() if one.pk == wanted), "")


def by_folder(rows: Sequence[Model]) -> Sequence[tuple[Model, int]]:
    """Folder by folder in their order, then those in none; inside by title."""
    places = {one.pk: place for place, one in enumerate(all_folders())}
    replies = cast("Sequence[CannedReply]", rows)
    placed = sorted(
        replies,
        key=lambda one: (places.get(one.folder_id or 0, len(places)), str(one.name).casefold(), one.pk),
    )
    return [(one, 0) for one in placed]


def state(_number: int) -> str:
    """How the section stands, for the index."""
    number = len([one for one in shared_replies().values() if not one.hidden])
    if not number:
        return _("None yet: what is written again and again is written once.")
    return ngettext("%(n)s canned reply.", "%(n)s canned replies.", number) % {"n": number}


def folders(number: int) -> str:
    """The same of folders."""
    if not number:
        return _("No folders yet.")
    return ngettext("%(n)s folder.", "%(n)s folders.", number) % {"n": number}


def as_table() -> tuple[str, str, str]:
    """The page that takes them out and, for whoever may, leads to bringing them in."""
    return _("Excel and CSV"), reverse("desk-canned-replies"), "download"


def placeholders() -> Mapping[str, object]:
    """What can stand in the text."""
    return {"placeholders": explained()}


def proposed(_actor: Actor) -> Sequence[Proposal]:
    """Texts many desks begin with, as long as no reply is called like them."""
    taken = {words for one in shared_replies().values() for words in one.name.texts.values()}
    return [_proposal(*ready) for ready in _READY if not taken & set(ready[1].texts.values())]


def _proposal(key: str, name: Translated, text: Translated) -> Proposal:
    return Proposal(key, name, text, {"name": name.texts, "text": text.texts})


_READY = (
    (
        "in-work",
        translated(ru="Взяли в работу", en="We are working on it"),
        translated(
            ru="{{ first_name }}, здравствуйте!\n\nЗаявка {{ number }} в работе. {{ next_step }}",
            en="Hello {{ first_name }},\n\nWe are working on your request {{ number }}. {{ next_step }}",
        ),
    ),
    (
        "more-details",
        translated(ru="Нужны подробности", en="More details, please"),
        translated(
            ru="{{ first_name }}, здравствуйте!\n\nПодскажите, пожалуйста: когда это случилось, что вы "
            "делали в этот момент и что увидели на экране? Снимок экрана очень поможет.",
            en="Hello {{ first_name }},\n\nCould you tell us when it happened, what you were doing and what "
            "you saw on the screen? A screenshot helps a lot.",
        ),
    ),
    (
        "done",
        translated(ru="Сделано, проверьте", en="Done, please check"),
        translated(
            ru="{{ first_name }}, здравствуйте!\n\nМы всё сделали. Проверьте, пожалуйста, и ответьте, если "
            "что-то не так.\n\n{{ my_name }}",
            en="Hello {{ first_name }},\n\nIt is done. Please check, and answer if anything is wrong.\n\n"
            "{{ my_name }}",
        ),
    ),
)
