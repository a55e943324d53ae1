"""Telling whoever looks after a contract that one of its service periods ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contract, ServicePeriod
from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.core.reacting import later
from otklik.notifications.addresses import Recipient
from otklik.notifications.enums import DeliveryState
from otklik.notifications.events import CONTRACT_LETTER_QUEUED
from otklik.notifications.models import ContractLetter
from otklik.people.queries import AgentInfo, staff


@later()
def tell_of_period(event: Event) -> None:
    """Write a letter for each address of a `period.reminded`, each with `contract_letter.queued`. Runs inside
    the acknowledging transaction: all of them or none, once."""
    period = (
        ServicePeriod.objects.select_related("contract__payer").filter(pk=event.data.get("period")).first()
    )
    if period is None:
        return
    for who in recipients_of(period.contract):
        letter = ContractLetter.objects.create(
            event_id=event.pk,
            period=period,
            address=who.address,
            name=who.name[:150],
            agent_id=who.agent_id,
            state=DeliveryState.QUEUED,
            created_at=clock.now(),
        )
        record(CONTRACT_LETTER_QUEUED, SYSTEM, Subject("contract_letter", letter.pk))


def recipients_of(contract: Contract) -> Sequence[Recipient]:
    """Who looks after the contract, else after the company that pays; of a team the addresses of its list,
    without any its members. One address once, our own mailboxes never."""
    found = _of(contract) or _of(contract.payer)
    own = catalogue().own_addresses
    return list({who.address: who for who in found if who.address not in own}.values())


def _of(managed: Contract | Company) -> list[Recipient]:
    people = staff()
    team = people.teams.get(managed.manager_team_id or 0)
    if team is not None:
        listed = [_known(address) for address in team.notify]
        return listed or _mailable(people.members(team.pk))
    agent = people.agents.get(managed.manager_agent_id or 0)
    return _mailable([agent]) if agent is not None else []


def _mailable(agents: Iterable[AgentInfo]) -> list[Recipient]:
    return [Recipient(one.email, one.name, agent_id=one.id) for one in agents if one.is_active and one.email]


def _known(address: str) -> Recipient:
    agent = staff().by_email.get(address)
    return Recipient(address, agent.name, agent_id=agent.id) if agent else Recipient(address)
