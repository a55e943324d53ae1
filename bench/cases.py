"""What is measured: the pages and writes of the spine, each with the bars it must keep."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.stage import Stage

SEED = 7
NARROWED = "field.bench-list=north&field.bench-number=0..749"
"""Two custom fields (`bench.inside.own_fields`): half of the tickets by the one, three quarters of them by
the other."""


@dataclass(frozen=True)
class Case:
    """`requests` never end. `status`: what each must be answered with. Bars: most CPU ms, fewest a second,
    most times the CPU of another case (`beside`). `ruled`: with sixty rules in force, measured last."""

    name: str
    what: str
    requests: Callable[[Stage], Iterator[bytes]]
    status: int
    clients: int
    most_cpu_ms: float | None = None
    fewest_a_second: float | None = None
    fewest_on: str = ""
    most_times: float | None = None
    beside: str = ""
    ruled: bool = False


def page(session: str, path: str) -> bytes:
    """A browser's request for a page."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\nAccept: text/html\r\n"
        "Accept-Language: ru\r\nAccept-Encoding: gzip, deflate, br\r\nUser-Agent: bench\r\n\r\n"
    ).encode()


def call(token: str, path: str, body: dict[str, object], key: str) -> bytes:
    """A program's write through the API."""
    content = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"POST /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _list(stage: Stage) -> Iterator[bytes]:
    """Every agent's first page, in turns."""
    for agent in itertools.cycle(stage.agents):
        yield page(agent.session, "/desk/tickets")


def _fields(stage: Stage) -> Iterator[bytes]:
    """The same with ten custom fields in it, by people of the same teams."""
    for session in itertools.cycle(stage.choosers):
        yield page(session, "/desk/tickets?view=all")


def _filtered(stage: Stage) -> Iterator[bytes]:
    """And narrowed by two of them."""
    for session in itertools.cycle(stage.choosers):
        yield page(session, f"/desk/tickets?view=all&{NARROWED}")


def _card(stage: Stage) -> Iterator[bytes]:
    """A thousand tickets, each opened by somebody who may see it."""
    cards = [(agent.session, number) for agent in stage.agents for number in agent.tickets]
    random.Random(SEED).shuffle(cards)
    for session, number in itertools.cycle(cards):
        yield page(session, f"/desk/tickets/{number}")


def _board(stage: Stage) -> Iterator[bytes]:
    """Every agent's board: of their team, for those who see all of everything."""
    for agent in itertools.cycle(stage.agents):
        yield page(agent.session, "/desk/board")


def _portal_list(stage: Stage) -> Iterator[bytes]:
    """Every client's first page: their own requests and, for every second one, the company's."""
    for number, client in enumerate(itertools.cycle(stage.clients)):
        yield page(client.session, "/company" if number % 2 and client.is_wide else "/")


def _portal_card(stage: Stage) -> Iterator[bytes]:
    """Requests of clients, each opened by the one whose it is."""
    cards = [(client.session, number) for client in stage.clients for number in client.tickets]
    random.Random(SEED).shuffle(cards)
    for session, number in itertools.cycle(cards):
        yield page(session, f"/requests/{number}")


def registrations(stage: Stage, run: str = "new") -> Iterator[bytes]:
    """New tickets by program, as many people as there are agents."""
    for number, agent in enumerate(itertools.cycle(stage.agents)):
        body: dict[str, object] = {
            "subject": f"Касса {number} не печатает чек",
            "text": f"Здравствуйте! Касса {number} после обновления не печатает чек.\n\nОчередь, помогите.",
            "email": f"person{number % 400}@shop{number % 37}.example.test",
            "priority": "high" if number % 5 == 0 else "normal",
        }
        yield call(agent.token, "tickets", body, f"{run}-{number}")


def registrations_by_rule(stage: Stage) -> Iterator[bytes]:
    """The same, as every key of a program's call is good once."""
    return registrations(stage, "ruled")


def replies(stage: Stage, run: str = "reply") -> Iterator[bytes]:
    """Public answers to open tickets, by those who work on them."""
    pairs = [(agent.token, number) for agent in stage.agents for number in agent.open]
    for place, (token, number) in enumerate(itertools.cycle(pairs)):
        body: dict[str, object] = {
            "text": f"Здравствуйте! Проверили, вариант {place}. Посмотрите, пожалуйста."
        }
        yield call(token, f"tickets/{number}/messages", body, f"{run}-{place}")


def _none(_stage: Stage) -> Iterator[bytes]:
    """Asked for by no request: see `bench.fetching` and `bench.parsing`."""
    return iter(())


FETCH = Case("fetch", "mail fetch, IMAP", _none, 0, clients=1, fewest_a_second=60)
FETCH_TWO = Case("fetch-two", "the same by two", _none, 0, clients=2, fewest_a_second=100)
PARSE = Case("parse", "mail parse, batch", _none, 0, clients=1, fewest_a_second=300)
CASES = (
    Case("list", "list of 50 rows", _list, 200, clients=8, most_cpu_ms=12, fewest_a_second=100),
    Case("list-fields", "the same, ten fields", _fields, 200, clients=8, most_times=1.25, beside="list"),
    Case("list-filtered", "and two filtered", _filtered, 200, clients=8, most_times=1.25, beside="list"),
    Case("card", "ticket card", _card, 200, clients=8, most_cpu_ms=12),
    Case("board", "board", _board, 200, clients=8, most_cpu_ms=15),
    Case("portal-list", "portal, list", _portal_list, 200, clients=8, most_cpu_ms=8),
    Case("portal-card", "portal, request", _portal_card, 200, clients=8, most_cpu_ms=10),
    Case("register", "registration, API", registrations, 201, 4, fewest_a_second=150, fewest_on="postgresql"),
    Case("reply", "reply, API", replies, 201, clients=4),
    Case("list-ruled", "list, 60 rules", _list, 200, clients=8, most_times=1.1, beside="list", ruled=True),
    Case("card-ruled", "card, 60 rules", _card, 200, clients=8, most_times=1.1, beside="card", ruled=True),
    Case(
        "register-ruled",
        "registration, 60 rules",
        registrations_by_rule,
        201,
        clients=4,
        fewest_a_second=150,
        fewest_on="postgresql",
        ruled=True,
    ),
    FETCH,
    FETCH_TWO,
    PARSE,
)
