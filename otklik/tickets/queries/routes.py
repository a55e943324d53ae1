"""Routes, stages and the ways between them, from memory (ROUTE-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.catalogue.queries import catalogue
from otklik.core.small import SmallTable
from otklik.tickets.models import Passage, Route, Stage


@dataclass(frozen=True)
class Routes:
    """All routes at one configuration version. `stages` by id, hidden ones too; `passages` by source."""

    routes: Sequence[Route]
    stages: Mapping[int, Stage]
    passages: Mapping[int, Sequence[Passage]]
    types: Mapping[int, frozenset[int]]
    services: Mapping[int, frozenset[int]]

    @property
    def in_use(self) -> bool:
        """Whether there is any stage."""
        return bool(self.stages)

    def of(self, route_id: int) -> Sequence[Stage]:
        """The stages of a route in their order, without hidden ones."""
        return [one for one in self.stages.values() if one.route_id == route_id and not one.hidden]

    def for_ticket(self, type_id: int | None, service_id: int | None) -> Route | None:
        """The first route in force for tickets of this type and service that has a stage to begin in."""
        service = catalogue().services.get(service_id or 0)
        path = frozenset(step.pk for step in catalogue().path_of(service)) if service else frozenset()
        for route in self.routes:
            types, services = self.types[route.pk], self.services[route.pk]
            fits = (not types or type_id in types) and (not services or services & path)
            if route.enabled and fits and self.of(route.pk):
                return route
        return None

    def named(self, code: str) -> Stage | None:
        """A stage that is offered, by its code."""
        found = self.by_code(code)
        return found if found is not None and not found.hidden else None

    def by_code(self, code: str) -> Stage | None:
        """A stage by its code, also one that is history."""
        return next((one for one in self.stages.values() if one.code == code), None)


def routes() -> Routes:
    """The routes from memory (see `core.small`)."""
    return ROUTES.get()


def stage_name(code: object) -> str:
    """What the stage with this code is called; the code of one nobody knows."""
    found = routes().by_code(str(code))
    return str(found.name) if found else str(code or "")


def _load() -> Routes:
    rows = list(Route.objects.order_by("position", "id"))
    stages = Stage.objects.order_by("route__position", "route_id", "position", "id")
    passages: dict[int, list[Passage]] = {}
    for passage in Passage.objects.order_by("target__position", "target_id"):
        passages.setdefault(passage.source_id, []).append(passage)
    types: dict[int, set[int]] = {row.pk: set() for row in rows}
    services: dict[int, set[int]] = {row.pk: set() for row in rows}
    for route, of_type in Route.types.through.objects.values_list("route_id", "tickettype_id"):
        types[route].add(of_type)
    for route, service in Route.services.through.objects.values_list("route_id", "service_id"):
        services[route].add(service)
    return Routes(
        rows,
        {stage.pk: stage for stage in stages},
        passages,
        {pk: frozenset(ids) for pk, ids in types.items()},
        {pk: frozenset(ids) for pk, ids in services.items()},
    )


ROUTES: SmallTable[Routes] = SmallTable(_load)
