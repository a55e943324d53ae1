"""What stands beside macros in the settings: what they do in words; and three to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.automation.actions.steps import read, sentence
from otklik.automation.macros.reading import shared_macros
from otklik.core.configuring.kinds import Wrong
from otklik.core.translated import Translated, translated
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.settings_ui.proposals import Proposal
from otklik.tickets.enums import State
from otklik.tickets.queries.workflow import workflow
from otklik.web.rules_told import Told, sentences_of

if TYPE_CHECKING:
    from otklik.automation.models import Macro


def told(rows: Sequence[Model]) -> Sequence[Told]:
    """Macros in words; of one that cannot be done, why."""
    return [_told(cast("Macro", row)) for row in rows]


def state(_number: int) -> str:
    """How the section stands, for the index."""
    number = len(shared_macros())
    if not number:
        return _("None yet: what belongs together is done with one press.")
    return ngettext("%(n)s macro.", "%(n)s macros.", number) % {"n": number}


def proposed(_actor: Actor) -> Sequence[Proposal]:
    """What many desks begin with, as long as no macro is called like it."""
    taken = {words for one in shared_macros() for words in one.rule.name.texts.values()}
    done = workflow().system(State.RESOLVED).code
    asked = workflow().system(State.WAITING_CLIENT).code
    ready = (
        _proposal("ask", _ASK, [_reply(_ASK_TEXT), {"do": "status", "status": asked}]),
        _proposal("done", _DONE, [_reply(_DONE_TEXT), {"do": "status", "status": done}]),
        _proposal("back", _BACK, [{"do": "note", "text": dict(_BACK_TEXT.texts)}, {"do": "unassign"}]),
    )
    return [one for one in ready if not taken & set(one.name.texts.values())]


def _told(row: Macro) -> Told:
    team = staff().teams.get(row.team_id or 0)
    (when,) = sentences_of([row])
    then = ": ".join(filter(None, (str(team.name) if team else "", sentence(row.actions))))
    try:
        read(row.actions, with_event=False)
    except Wrong as wrong:
        return Told(when, then, str(wrong))
    return Told(when, then, is_for_all=not row.condition.get("all") and not row.condition.get("any"))


def _proposal(key: str, name: Translated, actions: Sequence[Mapping[str, object]]) -> Proposal:
    about = translated(ru=sentence(actions), en=sentence(actions))
    return Proposal(key, name, about, {"name": name.texts, "actions": list(actions)})


def _reply(text: Translated) -> dict[str, object]:
    return {"do": "reply", "text": dict(text.texts)}


_ASK = translated(ru="Запросить подробности", en="Ask for details")
_ASK_TEXT = translated(
    ru="{{ first_name }}, здравствуйте!\n\nПодскажите, пожалуйста: когда это случилось и что вы увидели "
    "на экране?",
    en="Hello {{ first_name }},\n\nCould you tell us when it happened and what you saw on the screen?",
)
_DONE = translated(ru="Сделано", en="Done")
_DONE_TEXT = translated(
    ru="{{ first_name }}, здравствуйте!\n\nМы всё сделали. Проверьте, пожалуйста, и ответьте, если что-то "
    "не так.",
    en="Hello {{ first_name }},\n\nIt is done. Please check, and answer if anything is wrong.",
)
_BACK = translated(ru="Вернуть группе", en="Give back to the team")
_BACK_TEXT = translated(ru="Возвращаю группе: нужен другой специалист.", en="Back to the team: not my field.")
