"""Who is acting: one frozen value that every query and command takes first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.people.rights import EVERYTHING


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) at one door, with what decides about access.

    A user who is both employee and contact acts as one of them: `/desk/` as the agent, `/` as the
    contact. `team_ids` are an agent's teams; `company_id` is a contact's company. `companies` and `sites`
    are those all of whose tickets are open to the contact besides their own. `name` is for showing, never for
    deciding. `only_ticket` bounds whoever came by a personal link to that one ticket. `viewed_by`: the
    employee who looks at the portal as this contact, and may change nothing; `viewer_language`: what is said
    to them, and not to the contact, is said in it.
    """

    kind: ActorKind
    via: Via
    name: str = ""
    user_id: int | None = None
    agent_id: int | None = None
    contact_id: int | None = None
    company_id: int | None = None
    companies: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    rights: frozenset[str] = frozenset()
    language: str = "ru"
    time_zone: str = "Europe/Moscow"
    email: str = ""
    only_ticket: int | None = None
    viewed_by: int | None = None
    viewer_language: str = ""

    @property
    def ref(self) -> ActorRef:
        """What an event row keeps of the actor."""
        return ActorRef(self.kind, self.agent_id or self.contact_id, self.via)

    @property
    def key(self) -> str:
        """A stable name for idempotency keys and rate limits: `agent:12`."""
        return f"{self.kind}:{self.agent_id or self.contact_id or self.user_id or 0}"

    @property
    def is_agent(self) -> bool:
        """Acts as an employee."""
        return self.kind is ActorKind.AGENT

    @property
    def is_contact(self) -> bool:
        """Acts as a client."""
        return self.kind is ActorKind.CONTACT

    @property
    def is_client(self) -> bool:
        """Stands on the client's side: a contact, or an outside address that came by its personal link."""
        return self.is_contact or self.kind is ActorKind.SENDER

    @property
    def company_wide(self) -> bool:
        """All tickets of their own company are open to them."""
        return self.company_id is not None and self.company_id in self.companies

    @property
    def sees_others(self) -> bool:
        """A contact to whom more is open than their own tickets."""
        return self.is_contact and bool(self.companies or self.sites)

    @property
    def is_system(self) -> bool:
        """Otklik itself: rules, timers, imports."""
        return self.kind is ActorKind.SYSTEM

    def has(self, right: str) -> bool:
        """Whether the roles grant this right. The system may everything, a contact nothing by role."""
        return self.is_system or right in self.rights or EVERYTHING in self.rights

    def alone(self) -> Actor:
        """The same contact with nothing but their own tickets."""
        return replace(self, companies=frozenset(), sites=frozenset())

    def through(self, via: Via) -> Actor:
        """The same person at another door."""
        return replace(self, via=via)


SYSTEM = Actor(ActorKind.SYSTEM, Via.SYSTEM, name="Otklik")


def anonymous(via: Via) -> Actor:
    """Nobody signed in."""
    return Actor(ActorKind.ANONYMOUS, via)
