"""Whom a filter finds, who of them is left out and why, and what that costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.channels.mail.commands import block_sender
from otklik.clients.commands import ContactSpec, create_contact
from otklik.clients.models import Company, Contact
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Denied, NotPossible
from otklik.core.small import one_version
from otklik.core.worker import drain
from otklik.mailings.audience import Audience, read
from otklik.mailings.commands import unsubscribe
from otklik.mailings.enums import Kind, LeftOut
from otklik.mailings.queries import reach_of
from otklik.mailings.settings import AT_MOST
from otklik.notifications.commands import note_failing_address
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM, Actor
from tests import make
from tests.clients.contracts import contract
from tests.mailings.writing import EVERYONE

ANNOUNCEMENT = Kind.ANNOUNCEMENT


def reached(actor: Actor, audience: Audience) -> list[str]:
    return [one.address.partition("@")[0] for one in reach_of(actor, audience, ANNOUNCEMENT).recipients]


def test_each_filter_finds_its_own(people: make.Cast) -> None:
    """Alone, together, with single contacts on top; nothing asked finds nobody."""
    Company.objects.filter(pk=people.other_company.pk).update(category="vip")
    agreed = contract(people.other_company)
    make.ticket(people.colleague, service=make.service("net", team=people.it))
    stranger = str(make.contact_of(people.stranger).uid)
    beta, alpha = str(people.other_company.uid), str(people.company.uid)
    found = {
        "nobody": Audience(),
        "company": Audience(companies=[beta]),
        "category": Audience(categories=["vip"]),
        "contract": Audience(contracts=[str(agreed.uid)]),
        "ordered": Audience(ordered_days=7, services=["net"]),
        "another": Audience(ordered_days=7, services=["paper"]),
        "both": Audience(categories=["vip"], companies=[alpha]),
        "and one": Audience(companies=[beta], categories=["none"], contacts=[stranger]),
        "bad": Audience(companies=["nonsense"]),
    }
    assert {name: reached(people.lead, audience) for name, audience in found.items()} == {
        "nobody": [],
        "company": ["stranger"],
        "category": ["stranger"],
        "contract": ["stranger"],
        "ordered": ["colleague"],
        "another": [],
        "both": [],
        "and one": ["stranger"],
        "bad": [],
    }
    full = Audience(True, [beta], ["vip"], [], ["net"], 7, {"a": "b"}, {"c": "d"}, [stranger])
    assert read(full.stored()) == Audience(
        True, (beta,), ("vip",), (), ("net",), 7, {"a": "b"}, {"c": "d"}, (stranger,)
    )


def test_who_is_left_out_is_told_why(people: make.Cast) -> None:
    """A second address is taken where mails to the first one come back."""
    make.mailbox("support")
    create_contact(SYSTEM, ContactSpec("Без Почты"))
    two = create_contact(SYSTEM, ContactSpec("Два Адреса", emails=["dead@two.test", "alive@two.test"]))
    note_failing_address("dead@two.test", "550 5.1.1 No such user")
    note_failing_address("client@alpha.test", "550 5.1.1 No such user")
    unsubscribe(people.lead, make.contact_of(people.colleague), ANNOUNCEMENT)
    block_sender(people.admin, "beta.test")
    Contact.objects.filter(pk=people.manager.contact_id or 0).update(hidden=True)
    drain()
    reach = reach_of(people.lead, EVERYONE, ANNOUNCEMENT)
    assert [(one.contact_id, one.address) for one in reach.recipients] == [(two.pk, "alive@two.test")]
    assert {one.name: one.reason for one in reach.candidates if one.reason} == {
        "Без Почты": LeftOut.NO_ADDRESS,
        "Борис Директоров": LeftOut.HIDDEN,
        "Иван Клиентов": LeftOut.FAILING,
        "Мария Соседова": LeftOut.UNSUBSCRIBED,
        "Семён Чужой": LeftOut.BLOCKED,
    }
    assert len(reach_of(people.lead, EVERYONE, Kind.SURVEY).recipients) == 2


def test_bounds(people: make.Cast) -> None:
    """No right; more than the settings allow; as many queries for one as for all."""
    with pytest.raises(Denied):
        reach_of(people.agent, EVERYONE, ANNOUNCEMENT)
    one = Audience(contacts=[str(make.contact_of(people.client).uid)])
    with one_version():
        reach_of(people.lead, one, ANNOUNCEMENT)
        with CaptureQueriesContext(connection) as few:
            reach_of(people.lead, one, ANNOUNCEMENT)
        with CaptureQueriesContext(connection) as many:
            assert len(reach_of(people.lead, EVERYONE, ANNOUNCEMENT).recipients) == 4
    assert len(few) == len(many) == 4
    change_setting(BY_SYSTEM, AT_MOST.key, 3)
    with pytest.raises(NotPossible):
        reach_of(people.lead, EVERYONE, ANNOUNCEMENT)
