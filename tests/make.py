"""Builders for every test, and the cast. They call the real commands: what they make is what people make.

Start with `people = make.cast()` and name a person: `ticket = make.ticket(people.client)`, then
`make.reply(people.dispatcher, ticket)`. Everybody of the cast signs in with `PASSWORD` under the address
`make.user_of(actor).login`.
Shared by all tests: keep it small; a builder needed in one place belongs to that place.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.catalogue.commands import create_account, create_service
from otklik.catalogue.commands.make import AccountSpec, ServiceSpec
from otklik.catalogue.models import ChannelAccount, Service
from otklik.clients.acting import actor_of_contact
from otklik.clients.commands import (
    AssetSpec,
    ContactSpec,
    FileOwner,
    SiteSpec,
    add_files,
    create_asset,
    create_company,
    create_contact,
    create_site,
)
from otklik.clients.models import Asset, ClientFile, Company, Contact, Site
from otklik.clients.queries import first_email
from otklik.core import files, small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.models import StoredFile
from otklik.core.translated import translated
from otklik.organisation.queries import default_brand
from otklik.people.actor import SYSTEM, Actor
from otklik.people.commands import create_agent, create_team, create_token, create_user, set_members
from otklik.people.models import Agent, Role, Team, User
from otklik.people.queries import actor_of_user
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Incoming, Registration, Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket
from tests.support.kept import kept
from tests.support.picture import PICTURE

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    """Everybody a test needs, with rights as delivered.

    `agent` and `teammate` are specialists of the IT team, `lead` leads it. `outsider` is a specialist of HR
    and sees nothing of IT. `dispatcher` stands in the team new tickets go to and sees all. `admin` may do
    everything. `client` and `colleague` are contacts of one company, `manager` sees all of that company's
    tickets, `stranger` is a contact of another company.
    """

    agent: Actor
    teammate: Actor
    lead: Actor
    outsider: Actor
    dispatcher: Actor
    admin: Actor
    client: Actor
    colleague: Actor
    manager: Actor
    stranger: Actor
    it: Team
    hr: Team
    front: Team
    company: Company
    other_company: Company


@kept
def cast() -> Cast:
    """The cast with its three teams and two companies."""
    lead = employee("Ольга Ведущая", role="lead", email="lead@desk.test")
    it, hr, front = team("it", lead=lead, members=[lead]), team("hr"), team("front", dispatch=True)
    company_ = company("ООО «Альфа»", domains=["alpha.test"])
    other = company("ООО «Бета»", domains=["beta.test"])
    staff = {
        "agent": employee("Елена Белова", teams=[it], email="agent@desk.test"),
        "teammate": employee("Пётр Орлов", teams=[it], email="teammate@desk.test"),
        "lead": lead,
        "outsider": employee("Инна Кадрова", teams=[hr], email="outsider@desk.test"),
        "dispatcher": employee("Дина Первая", teams=[front], role="dispatcher", email="dispatcher@desk.test"),
        "admin": employee("Анна Главная", role="administrator", email="admin@desk.test"),
    }
    return Cast(
        **{name: actor_of(agent) for name, agent in staff.items()},
        client=client("Иван Клиентов", company_, email="client@alpha.test"),
        colleague=client("Мария Соседова", company_, email="colleague@alpha.test"),
        manager=client(
            "Борис Директоров", company_, access=Contact.Access.COMPANY, email="manager@alpha.test"
        ),
        stranger=client("Семён Чужой", other, email="stranger@beta.test"),
        it=it,
        hr=hr,
        front=front,
        company=company_,
        other_company=other,
    )


def employee(
    name: str, *, teams: Sequence[Team] = (), role: str = "specialist", email: str = "", language: str = "ru"
) -> Agent:
    """An employee in these teams with a delivered role; `actor_of` gives the actor."""
    user = _user(email or _address("desk.test"), language)
    agent = create_agent(BY_SYSTEM, user, name=name, roles=[Role.objects.get(code=role)])
    for joined in teams:
        set_members(BY_SYSTEM, joined, [*joined.members.all(), agent])
    return agent


def actor_of(agent: Agent, via: Via = Via.DESK) -> Actor:
    """The employee's actor with the teams and rights of this moment."""
    actor = actor_of_user(User.objects.get(pk=agent.user_id), via)
    assert actor is not None
    return actor


def client(
    name: str,
    company: Company | None = None,
    *,
    access: str = Contact.Access.OWN,
    email: str = "",
    language: str = "ru",
) -> Actor:
    """A contact who may sign in to the portal."""
    user = _user(email or _address("person.test"), language)
    spec = ContactSpec(
        name, emails=[user.login], company=company, access=access, user=user, language=language
    )
    return actor_of_contact(create_contact(SYSTEM, spec), Via.PORTAL)


def contact(name: str = "Олег Позвонивший", company: Company | None = None) -> Contact:
    """A contact without an account."""
    return create_contact(SYSTEM, ContactSpec(name, emails=[_address("person.test")], company=company))


def team(
    code: str, *, members: Sequence[Agent] = (), lead: Agent | None = None, dispatch: bool = False
) -> Team:
    """A team; the dispatchers' one receives tickets nobody was chosen for."""
    name = translated(ru=f"Группа {code}", en=f"Team {code}")
    return create_team(BY_SYSTEM, code=code, name=name, members=members, lead=lead, is_dispatch=dispatch)


def company(name: str, *, domains: Sequence[str] = ()) -> Company:
    """A client organisation."""
    return create_company(SYSTEM, name=name, domains=domains)


def site(company: Company, name: str = "Кофейня на Лесной", address: str = "Москва, Лесная, 7") -> Site:
    """A site of a company."""
    return create_site(SYSTEM, SiteSpec(company, name, address))


def asset(company: Company, name: str = "Кофемашина", *, site: Site | None = None, serial: str = "") -> Asset:
    """A machine of a company."""
    return create_asset(SYSTEM, AssetSpec(company, name, site, serial=serial))


def service(code: str, *, team: Team | None = None) -> Service:
    """A service of the catalogue, done by the team."""
    spec = ServiceSpec(code, translated(ru=f"Услуга {code}", en=f"Service {code}"), team=team)
    return create_service(BY_SYSTEM, spec)


def mailbox(name: str = "support", *, team: Team | None = None) -> ChannelAccount:
    """A mailbox whose tickets go to the team."""
    title = translated(ru="Поддержка", en="Support")
    spec = AccountSpec(name, f"{name}@desk.test", title, default_brand(), team=team)
    return create_account(BY_SYSTEM, spec)


def hide(team: Team) -> None:
    """Hide a team. The command for it comes with its page; until then this is the one place that does it."""
    team.hidden = True
    team.save(update_fields=["hidden"])
    small.bump()


def leave(agent: Agent) -> None:
    """Make an employee inactive (as `hide`)."""
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    small.bump()


def ticket(
    by: Actor,
    subject: str = "Не работает принтер",
    text: str = "Печать стоит с утра, выручайте.",
    *,
    contact: Contact | None = None,
    team: Team | None = None,
    assignee: Actor | None = None,
    service: Service | None = None,
    files: Sequence[StoredFile] = (),
) -> Ticket:
    """A registered ticket. A client registers for themselves; an employee for `contact`."""
    what = Registration(
        subject,
        from_text(text),
        contact=contact_of(by) if by.is_contact and contact is None else contact,
        team=team,
        assignee=agent_of(assignee) if assignee else None,
        service=service,
        attachments=[Attachment(file) for file in files],
    )
    return commands.register(by, what)


def message(
    by: Actor, to: Ticket, text: str = "Есть новости?", *, files: Sequence[StoredFile] = ()
) -> Message:
    """A client's later message."""
    said = Incoming(
        from_text(text),
        by.name,
        author_email=first_email(contact_of(by)),
        contact_id=by.contact_id,
        attachments=[Attachment(file) for file in files],
    )
    return commands.receive(by, to, said)


def reply(
    by: Actor,
    to: Ticket,
    text: str = "Мастер уже едет.",
    *,
    status: str = "",
    files: Sequence[StoredFile] = (),
) -> Message:
    """An employee's public answer, sent at once; `status` is the code the ticket moves to with it."""
    what = Reply(from_text(text), attachments=[Attachment(file) for file in files], status=status)
    return commands.reply(by, to, what)


def note(
    by: Actor, to: Ticket, text: str = "Проверить картридж.", *, files: Sequence[StoredFile] = ()
) -> Message:
    """An internal note."""
    return commands.add_note(by, to, from_text(text), attachments=[Attachment(file) for file in files])


def file(by: Actor, name: str = "снимок.png", content: bytes = PICTURE) -> StoredFile:
    """An uploaded file, not attached yet."""
    return files.attach_name(files.store([content]), name, "image/png", by.ref)


def client_file(by: Actor, owner: FileOwner, *, public: bool = False) -> ClientFile:
    """A file on record for a company."""
    return add_files(by, owner, [file(by, "договор.png")], public=public)[0]


def upload(name: str = "снимок.png", content: bytes = PICTURE) -> SimpleUploadedFile:
    """A file as a form of a browser or a program sends it."""
    return SimpleUploadedFile(name, content, "image/png")


def token(of: Actor) -> str:
    """A bare API token of the person, acting with the face the actor has."""
    return create_token(BY_SYSTEM, user_of(of), acts_as="agent" if of.is_agent else "contact", name="test")


def user_of(actor: Actor) -> User:
    """The account behind an actor, for signing in."""
    return User.objects.get(pk=actor.user_id or 0)


def agent_of(actor: Actor) -> Agent:
    """The employee behind an actor."""
    return Agent.objects.get(pk=actor.agent_id or 0)


def contact_of(actor: Actor) -> Contact:
    """The contact behind a client's actor."""
    return Contact.objects.select_related("company", "user").get(pk=actor.contact_id or 0)


def _user(login: str, language: str) -> User:
    return create_user(BY_SYSTEM, login=login, email=login, password=PASSWORD, language=language)


def _address(domain: str) -> str:
    return f"person{next(_numbers)}@{domain}"
