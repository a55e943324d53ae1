"""Canned replies as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from otklik.canned.commands import bring_canned_replies
from otklik.canned.models import CannedReply
from otklik.canned.queries import canned_replies
from otklik.canned.shapes import folders
from otklik.canned.whom import ALL, UNSAID, whom_key
from otklik.clients.commands.bringing import Brought
from otklik.core import text
from otklik.importing.kinds.columns import EXTERNAL, Column, Kind, column, external_column
from otklik.importing.kinds.dates import yes_or_no
from otklik.people.actor import Actor
from otklik.people.queries import staff

COLUMNS: tuple[Column, ...] = (
    external_column("R-6001"),
    column(
        "folder",
        "Папка",
        "Folder",
        *("раздел", "категория", "category", "section"),
        example=("Доставка", "Delivery"),
    ),
    column(
        "name_ru",
        "Название по-русски",
        "Title in Russian",
        *("название", "заголовок", "шаблон", "имя шаблона", "тема"),
        example=("Взяли в работу", "Взяли в работу"),
        is_required=True,
    ),
    column(
        "text_ru",
        "Текст по-русски",
        "Text in Russian",
        *("текст", "ответ", "текст ответа", "содержание", "сообщение"),
        example="{{ first_name }}, здравствуйте! Заявка {{ number }} в работе.",
    ),
    column(
        "name_en",
        "Название по-английски",
        "Title in English",
        *("title", "name", "subject", "template"),
        example="We are working on it",
        is_required=True,
    ),
    column(
        "text_en",
        "Текст по-английски",
        "Text in English",
        *("text", "body", "content", "reply", "message", "answer"),
        example="Hello {{ first_name }}, we are working on {{ number }}.",
    ),
    column(
        "whom",
        "Для кого",
        "For whom",
        *("группа", "команда", "доступ", "видимость", "team", "access", "visibility", "shared"),
        example=("все сотрудники", "all employees"),
    ),
    column("hidden", "Не предлагается", "Offered no more", "скрыт", "hidden", reads=yes_or_no, example="0"),
)

ROWS_AT_A_TIME = 100
"""Each is written by a command of its own, with what that checks."""


def _claims(row: Brought) -> Iterator[str]:
    """External id; else the titles in the folder, among those of the same people."""
    whom = whom_key(row.text("whom"))
    whom = ALL if whom == UNSAID else whom
    if row.external_id:
        yield f"id:{whom}:{row.external_id}"
        return
    for name in ("name_ru", "name_en"):
        if row.text(name):
            yield f"{name}:{whom}:{text.key(row.text('folder'))}:{text.key(row.text(name))}"


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterable[CannedReply]:
    return canned_replies(actor, chosen.get("q", ""), with_hidden=chosen.get("hidden") == "1")


def _values(row: object) -> Mapping[str, str]:
    reply = cast(CannedReply, row)
    folder = next((str(one.name) for one in folders() if one.pk == reply.folder_id), "")
    languages = ("ru", "en")
    return {
        EXTERNAL: reply.external_id,
        "folder": folder,
        **{f"name_{code}": reply.name.texts.get(code, "") for code in languages},
        **{f"text_{code}": reply.text.texts.get(code, "") for code in languages},
        "whom": _whom(reply),
        "hidden": "1" if reply.hidden else "0",
    }


def _whom(reply: CannedReply) -> str:
    if reply.owner_id is not None:
        return __("me alone")
    team = staff().teams.get(reply.team_id or 0)
    return str(team.name) if team else __("all employees")


CANNED = Kind(
    "canned",
    "canned_reply",
    _("Canned replies"),
    "reply",
    lambda: COLUMNS,
    bring_canned_replies,
    _claims,
    _rows,
    _values,
    _("A canned reply is found again by external id, else by its title in its folder, for the same people."),
    lambda: True,
    _("Add folders that are not there yet"),
    batch=ROWS_AT_A_TIME,
)
