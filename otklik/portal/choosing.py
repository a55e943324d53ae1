"""The catalogue as a client chooses from it: a tree of packages and services, with search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from otklik.catalogue.queries import catalogue
from otklik.clients.openness import admission_of
from otklik.core import text
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.portal.frame import company_of
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.catalogue.models import Service
    from otklik.clients.models import Company


@dataclass
class Node:
    """A package with what stands in it, or a service to choose. `code` names a service; `note` says when to
    choose it, in its first sentence."""

    id: int
    code: str
    title: str
    note: str = ""
    nodes: list[Node] = field(default_factory=list)

    @property
    def is_service(self) -> bool:
        """To be chosen itself."""
        return bool(self.code)


def offered(actor: Actor, asked: Company | None = None) -> Sequence[Service]:
    """The services this client may choose; `asked`: for another of their companies than the main one."""
    if asked is not None and asked.pk != actor.company_id:
        return catalogue().offered_to(asked.brand_id, admission_of(asked.pk, asked.category))
    company = company_of(actor)
    who = admission_of(actor.company_id, company.category)
    return catalogue().offered_to(company.brand_id or default_brand().pk, who)


def named(services: Iterable[Service], code: str) -> Service | None:
    """The one of these with the code."""
    return next((service for service in services if service.code == code), None)


def tree(services: Iterable[Service]) -> list[Node]:
    """The services under their packages, in catalogue order."""
    known = catalogue()
    roots: list[Node] = []
    packages: dict[int, Node] = {}
    for service in services:
        level = roots
        for package in known.path_of(service)[:-1]:
            if package.pk not in packages:
                packages[package.pk] = Node(package.pk, "", str(package.name), _first(str(package.guidance)))
                level.append(packages[package.pk])
            level = packages[package.pk].nodes
        level.append(Node(service.pk, service.code, str(service.name), _first(str(service.guidance))))
    return roots


def matching(services: Iterable[Service], words: str) -> list[Service]:
    """Those whose code, name or packages hold every word, in whatever part; in any of the languages."""
    wanted = text.key(words).split()
    known = catalogue()
    return [
        service
        for service in services
        if all(word in " ".join(node.name_key for node in known.path_of(service)) for word in wanted)
    ]


def guidance_of(service: Service | None) -> str:
    """What to know before asking, as clean html with its links; empty for nothing."""
    words = str(service.guidance) if service else ""
    return from_text(words).html if words else ""


def path_of(service: Service) -> str:
    """The packages above a service: `IT › Workplace`."""
    return " › ".join(str(node.name) for node in catalogue().path_of(service)[:-1])


def _first(guidance: str) -> str:
    """The first sentence: the rest is shown when the service is chosen."""
    line = guidance.strip().partition("\n")[0]
    sentence, stop, _rest = line.partition(". ")
    return f"{sentence}{stop.strip()}"[:200]
