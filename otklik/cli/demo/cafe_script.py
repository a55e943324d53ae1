"""What the cafés of the demo ask about their machines, and what is done. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Who(StrEnum):
    """Who does a step."""

    CLIENT = "client"
    AGENT = "agent"
    NOTE = "note"
    OTKLIK = "otklik"


@dataclass(frozen=True)
class CafeStep:
    """A word or a deed, so long after the one before. `status`: the ticket's from then on; Otklik says
    nothing and only sets it."""

    after: timedelta
    who: Who
    text: str
    status: str = ""


@dataclass(frozen=True)
class CafeStory:
    """A ticket about the machine `key` of café number `cafe`, asked so long ago. Without `service` nobody
    chose one: it goes to whoever looks after the café."""

    cafe: int
    key: str
    ago: timedelta
    subject: str
    text: str
    service: str = ""
    steps: tuple[CafeStep, ...] = ()


TILLS = "140001"
_TAKEN = "in_progress"
_DONE = "resolved"
_CLOSES = CafeStep(5 * DAY, Who.OTKLIK, "", "closed")

STORIES = (
    CafeStory(
        1,
        "CM",
        41 * DAY,
        "Кофемашина течёт под группой",
        "Под правой группой лужа, молоко взбивается плохо. Утром было сухо.",
        steps=(
            CafeStep(12 * MINUTE, Who.AGENT, "Перекройте воду под стойкой, инженер приедет сегодня.", _TAKEN),
            CafeStep(4 * HOUR, Who.AGENT, "Заменили прокладку группы, проверили давление: 9 бар.", _DONE),
            _CLOSES,
        ),
    ),
    CafeStory(
        3,
        "KS",
        33 * DAY,
        "Касса не печатает чек",
        "Касса бьёт чек, но лента не идёт. Бумагу меняли.",
        TILLS,
        steps=(
            CafeStep(9 * MINUTE, Who.AGENT, "Откройте крышку и посмотрите, не зажата ли лента.", _TAKEN),
            CafeStep(20 * MINUTE, Who.CLIENT, "Зажата не была. Протёрли головку, печатает через раз."),
            CafeStep(3 * HOUR, Who.AGENT, "Инженер заменил печатающую головку по гарантии.", _DONE),
            _CLOSES,
        ),
    ),
    CafeStory(
        6,
        "GR",
        25 * DAY,
        "Кофемолка крошит неровно",
        "Помол то мелкий, то крупный, эспрессо течёт за 12 секунд.",
        steps=(
            CafeStep(HOUR, Who.AGENT, "Похоже на износ жерновов. Заказали комплект.", _TAKEN),
            CafeStep(2 * DAY, Who.AGENT, "Жернова заменили, помол настроили на 26 секунд.", _DONE),
            _CLOSES,
        ),
    ),
    CafeStory(
        10,
        "FR",
        18 * DAY,
        "Витрина не держит холод",
        "На табло 11 градусов, десерты пришлось убрать.",
        steps=(
            CafeStep(15 * MINUTE, Who.AGENT, "Едем. Уберите всё с нижней полки, пожалуйста.", _TAKEN),
            CafeStep(
                5 * HOUR, Who.AGENT, "Почистили конденсатор, заправили контур. Держит 4 градуса.", _DONE
            ),
            _CLOSES,
        ),
    ),
    CafeStory(
        1,
        "CM",
        6 * DAY,
        "Снова лужа под кофемашиной",
        "Месяц назад меняли прокладку, сегодня опять вода под правой группой.",
        steps=(
            CafeStep(10 * MINUTE, Who.AGENT, "Видим прошлую заявку. Привезём группу в сборе.", _TAKEN),
            CafeStep(30 * MINUTE, Who.NOTE, "Второй раз за полтора месяца: просить производителя о замене."),
            CafeStep(DAY, Who.AGENT, "Группу заменили целиком. Посмотрите неделю.", _DONE),
        ),
    ),
    CafeStory(
        8,
        "TB",
        3 * DAY,
        "Планшет не принимает заказы с сайта",
        "Заказы приходят с опозданием минут на десять.",
        steps=(
            CafeStep(
                25 * MINUTE, Who.AGENT, "Какой значок стоит рядом с часами: сеть кафе или мобильная?", _TAKEN
            ),
            CafeStep(HOUR, Who.CLIENT, "Мобильная. К сети кафе не подключается, пароль не подходит."),
        ),
    ),
    CafeStory(
        5,
        "KS",
        28 * HOUR,
        "Касса просит обновление",
        "После включения пишет, что прошивка устарела. Продажи идут.",
        TILLS,
        steps=(
            CafeStep(
                40 * MINUTE, Who.AGENT, "Обновим сегодня после 22:00 удалённо, не выключайте кассу.", _TAKEN
            ),
        ),
    ),
    CafeStory(
        12,
        "GR",
        20 * HOUR,
        "Кофемолка гудит и не крутится",
        "Включается, гудит, жернова стоят. Зёрна вынули.",
        steps=(
            CafeStep(
                50 * MINUTE, Who.AGENT, "Не включайте, пусть остынет. Инженер будет завтра утром.", _TAKEN
            ),
        ),
    ),
    CafeStory(
        2,
        "CM",
        150 * MINUTE,
        "Кофемашина пишет ошибку E07",
        "На экране E07, воду не греет. Очередь стоит.",
        steps=(
            CafeStep(14 * MINUTE, Who.AGENT, "E07 — датчик температуры. Выезжаем, будем через час.", _TAKEN),
        ),
    ),
    CafeStory(
        11,
        "KS",
        70 * MINUTE,
        "Фискальный накопитель заканчивается",
        "Касса предупреждает: осталось 10 дней.",
        TILLS,
    ),
    CafeStory(
        4,
        "FR",
        35 * MINUTE,
        "Витрина шумит",
        "С утра гудит так, что слышно в зале.",
    ),
)
