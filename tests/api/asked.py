"""Kinds of requests of the matrix, and what each of its actors gets for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.api.program import Answer, Program
from tests.api.world import World

Request = Callable[[Program, World], Answer]


@dataclass(frozen=True)
class Row:
    """A request, and the status each of ACTORS gets for it (nobody: 401, always)."""

    request: Request
    statuses: tuple[int, int, int, int, int, int]


def row(request: Request, *statuses: int) -> Row:
    agent, outsider, client, colleague, manager, stranger = statuses
    return Row(request, (agent, outsider, client, colleague, manager, stranger))


OF_THE_COMPANY = (200, 404, 404, 404, 200, 404)
"""Who may know of a contract: employees who work for the company, and contacts who see all it asks."""


def work(action: str, body: Mapping[str, object] | None = None, *, agent: int = 200) -> Row:
    """Something staff do to the ticket: its clients know of it and may not."""
    return row(
        lambda p, w: p.post(f"/tickets/{w.number}/actions/{action}", body), agent, 404, 403, 404, 403, 404
    )


def ending(action: str, body: Mapping[str, object], agent: int, client: int) -> Row:
    """What also the ticket's clients do; the ticket is still worked on."""

    def ask(p: Program, w: World) -> Answer:
        return p.post(f"/tickets/{w.number}/actions/{action}", body)

    return row(ask, agent, 404, client, 404, client, 404)


def reading(path: str) -> Row:
    """Something all of the ticket's people may read."""
    return row(lambda p, w: p.get(path.format(w=w)), 200, 404, 200, 404, 200, 404)


def listing(path: str) -> Row:
    """A list everybody may ask for; what is in it is another question."""
    return row(lambda p, _: p.get(path), 200, 200, 200, 200, 200, 200)


def for_staff(path: str) -> Row:
    return row(lambda p, w: p.get(path.format(w=w)), 200, 200, *(403,) * 4)


NO_CLIENT = (403, 404, 403, 403, 403, 404)  # a company's card: its specialist and people know, none may
INTERNAL = (403, 404, 404, 404, 404, 404)
NO_MANAGER = (403, 404, 403, 404, 403, 404)


def about_company(method: str, what: str, statuses: Sequence[int], body: object = None) -> Row:
    """Something below a company."""
    return row(lambda p, w: p.send(method, f"/companies/{w.company}/{what.format(w=w)}", body), *statuses)


CONFIGURED = {
    "type": ("/types", "incident"),
    "category": ("/categories", "paper"),
    "company_category": ("/company-categories", "vip"),
    "priority": ("/priorities", "high"),
    "service": ("/services", "254001"),
    "status": ("/statuses", "resolved"),
    "team": ("/teams", "it"),
    "role": ("/roles", "lead"),
    "agent": ("/agents", "{w.agent}"),
    "brand": ("/brands", "default"),
    "asset_type": ("/asset-types", "none"),
    "manufacturer": ("/manufacturers", "none"),
    "asset_model": ("/asset-models", "none"),
    "custom_field": ("/custom-fields", "{w.agent}"),
}


def for_administrators(verb: str, path: str, code: str) -> Row:
    """Setting things up: nobody of these may."""

    def ask(p: Program, w: World) -> Answer:
        at = path.format(w=w)
        return p.post(at, {}) if verb == "add" else p.patch(f"{at}/{code.format(w=w)}", {})

    return row(ask, *(403,) * 6)


def closed(method: str, path: str, body: object = None) -> Row:
    """What administrators alone do, whatever it is about."""
    return row(lambda p, w: p.send(method, path.format(w=w), body), *(403,) * 6)


def edited(method: str, path: str, body: object = None, statuses: Sequence[int] = NO_MANAGER) -> Row:
    return row(lambda p, w: p.send(method, path.format(w=w), body), *statuses)
