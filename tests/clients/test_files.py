"""Files of clients: for employees who know the client, and for its contacts where public."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.clients.commands import add_files, hide_company, open_file, remove_file
from otklik.clients.file_access import get_client_file_for
from otklik.clients.models import ClientFile
from otklik.clients.papers import files_of, papers_of
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.actor import Actor
from otklik.tickets.access import get_file_for
from tests import make
from tests.support.writes import by, changes, doer, kinds, recorded, refused


def readers(people: make.Cast, row: ClientFile) -> set[str]:
    """Who of the cast gets the bytes."""
    found = set()
    for name, actor in vars(people).items():
        if isinstance(actor, Actor):
            try:
                assert get_file_for(actor, str(row.file.uid)) == row.file
                found.add(name)
            except NotFound:
                continue
    return found


def test_who_reads_a_file(people: make.Cast) -> None:
    """Internal: employees who know the company. Public: also its contacts with the company's requests."""
    row = make.client_file(people.lead, people.company)
    assert readers(people, row) == {"lead", "dispatcher", "admin"}
    open_file(people.lead, row, public=True)
    assert readers(people, row) == {"lead", "dispatcher", "admin", "manager"}
    make.ticket(people.client, team=people.it, assignee=people.agent)
    assert readers(people, row) >= {"agent"}
    assert "outsider" not in readers(people, row)
    with pytest.raises(NotFound):
        get_client_file_for(people.stranger, str(row.uid))


def test_a_link_to_one_request_opens_no_papers(people: make.Cast) -> None:
    """Whoever has a manager's personal link holds that request, not the company's papers."""
    row = make.client_file(people.lead, people.company, public=True)
    holder = replace(people.manager, only_ticket=1)
    assert papers_of(people.manager) == [row]
    assert papers_of(holder) == []
    with pytest.raises(NotFound):
        get_file_for(holder, str(row.file.uid))


def test_put_shown_and_removed(people: make.Cast) -> None:
    """Each is one event of the company; the uploader of a file that was taken away keeps an upload, which a
    sweep removes."""
    file = make.file(people.lead, "акт.pdf")
    with recorded() as events:
        row = add_files(people.lead, people.company, [file])[0]
        open_file(people.lead, row, public=True)
        open_file(people.lead, row, public=True)
        remove_file(people.lead, row)
    assert kinds(events) == ["company.changed"] * 3
    assert [changes(event) for event in events] == [
        {"files": (None, str(file.uid))},
        {"file_public": (False, True)},
        {"files": (str(file.uid), None)},
    ]
    assert doer(events[0]) == by(people.lead)
    assert list(files_of(people.lead, people.company)) == []
    with pytest.raises(NotFound):
        remove_file(people.lead, row)


def test_refusals(people: make.Cast) -> None:
    """A specialist changes nothing; a file belongs to one client; no file is no file."""
    row, file = make.client_file(people.lead, people.company), make.file(people.agent)
    for actor in (people.agent, people.manager):
        with refused(Denied):
            add_files(actor, people.company, [file])
        with refused(Denied):
            open_file(actor, row, public=True)
        with refused(Denied):
            remove_file(actor, row)
    for files in ([], [row.file]):
        with refused(Invalid, fields={"files"}):
            add_files(people.lead, people.other_company, files)


def test_an_uploader_reads_by_the_client_alone(people: make.Cast) -> None:
    """Having uploaded it opens nothing once the client is not theirs to know."""
    row = make.client_file(people.lead, people.company)
    ClientFile.objects.filter(pk=row.pk).update(company=people.other_company)
    file = row.file
    file.uploader_id = people.outsider.agent_id
    file.save(update_fields=["uploader_id"])
    with pytest.raises(NotFound):
        get_file_for(people.outsider, str(file.uid))
    hide_company(people.lead, people.other_company)
    assert get_file_for(people.admin, str(file.uid)) == file
