"""Triggers many desks begin with: proposed where triggers are set up, made by one press each, switched off
until somebody has looked at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from otklik.catalogue.queries import catalogue
from otklik.core.translated import Translated, translated
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.settings_ui.proposals import Proposal
from otklik.web.setting_up import TRIGGER

if TYPE_CHECKING:
    from otklik.automation.models import Trigger

Step = Mapping[str, object]
_DAY = 24 * 60


def proposed(actor: Actor) -> Sequence[Proposal]:
    """Those whose name no trigger has yet; of urgencies the catalogue does not have, none."""
    rows = cast("Sequence[Trigger]", all_set_up(actor, TRIGGER))
    taken = {words for row in rows for words in row.name.texts.values()}
    return [one for one in _ready() if not taken & set(one.name.texts.values())]


def _ready() -> Iterator[Proposal]:
    codes = {row.code for row in catalogue().priorities.values() if not row.hidden}
    yield _back_from_hold()
    yield _closing()
    if "immediate" in codes:
        yield _nobody_took_it()
    if "high" in codes:
        yield _complaint()
    yield _out_of_hours()
    yield _late()


def _back_from_hold() -> Proposal:
    return _proposal(
        "hold",
        translated(ru="Клиент ответил — снять с паузы", en="The client wrote: back from hold"),
        translated(
            ru="Заявка на паузе возвращается в работу, как только клиент написал.",
            en="A ticket on hold goes back to work as soon as its client has written.",
        ),
        [_one_of("status", "on_hold")],
        [{"do": "status", "status": "in_progress"}],
        events=["client_replied"],
    )


def _closing() -> Proposal:
    return _proposal(
        "closing",
        translated(ru="Выполнена и сутки без ответа — закрыть", en="Done and a day without an answer: close"),
        translated(
            ru="Закрывает раньше общего срока, если клиент молчит. Письмо обещает этот срок.",
            en="Closes before the general term when the client is silent. The letter promises that moment.",
        ),
        [_one_of("status", "resolved")],
        [{"do": "status", "status": "closed"}],
        after=_DAY,
        since="status",
    )


def _nobody_took_it() -> Proposal:
    text = translated(
        ru="Критическую заявку {{ number }} полчаса никто не взял.",
        en="Nobody has taken the critical ticket {{ number }} for half an hour.",
    )
    return _proposal(
        "nobody",
        translated(
            ru="Критическая полчаса без исполнителя — руководителю",
            en="Critical and nobody's for half an hour: tell the lead",
        ),
        translated(ru="Письмо руководителю группы.", en="A letter to the lead of the team."),
        [
            _one_of("priority", "immediate"),
            {"field": "assignee", "op": "empty"},
            {"field": "open", "op": "yes"},
        ],
        [{"do": "notify", "whom": ["lead"], "text": dict(text.texts)}],
        after=30,
        since="created",
    )


def _complaint() -> Proposal:
    text = translated(ru="Жалоба: {{ number }}, {{ client }}.", en="A complaint: {{ number }}, {{ client }}.")
    return _proposal(
        "complaint",
        translated(ru="Жалоба — срочно и на виду", en="A complaint is urgent and seen"),
        translated(
            ru="Приоритет «Высокий», руководителю уходит письмо.",
            en="Priority becomes high, the lead gets a letter.",
        ),
        [],
        [
            {"do": "priority", "priority": "high"},
            {"do": "notify", "whom": ["lead"], "text": dict(text.texts)},
        ],
        events=["complained"],
    )


def _out_of_hours() -> Proposal:
    text = translated(
        ru="Мы получили заявку {{ number }}. Сейчас нерабочее время, ответим в начале рабочего дня.",
        en="We have your request {{ number }}. We are closed now and answer when the working day begins.",
    )
    return _proposal(
        "night",
        translated(ru="Пришло в нерабочее время — предупредить", en="Came outside working time: say so"),
        translated(
            ru="Вместо обычного подтверждения клиент узнаёт, когда ждать ответа.",
            en="Instead of the usual confirmation the client learns when to expect an answer.",
        ),
        [{"field": "works_now", "op": "no"}, {"field": "client_known", "op": "yes"}],
        [{"do": "hush", "whom": ["client"]}, {"do": "reply", "text": dict(text.texts)}],
        events=["created"],
    )


def _late() -> Proposal:
    text = translated(
        ru="Срок по заявке {{ number }} прошёл. Её приоритет повышен.",
        en="Ticket {{ number }} is past its deadline. It is more urgent now.",
    )
    return _proposal(
        "late",
        translated(
            ru="Срок прошёл — срочнее и руководителю", en="Past its deadline: more urgent, to the lead"
        ),
        translated(
            ru="Приоритет на шаг выше, руководителю уходит письмо.",
            en="Priority goes up by one step, the lead gets a letter.",
        ),
        [{"field": "promise", "op": "one_of", "values": ["resolution"]}],
        [{"do": "raise"}, {"do": "notify", "whom": ["lead"], "text": dict(text.texts)}],
        events=["sla_breached"],
    )


def _one_of(field: str, *values: str) -> Step:
    return {"field": field, "op": "one_of", "values": list(values)}


def _proposal(
    key: str,
    name: Translated,
    note: Translated,
    asked: Sequence[Step],
    actions: Sequence[Step],
    **when: object,
) -> Proposal:
    values = {
        "name": name.texts,
        "condition": {"all": list(asked)},
        "actions": list(actions),
        "enabled": False,
    }
    return Proposal(key, name, note, {**values, **when})
