"""Files on the card of a company, and as documents in the portal."""

from __future__ import annotations

from otklik.clients.models import ClientFile
from tests import make
from tests.support.pages import ru, text_of, visitor
from tests.support.writes import unchanged


def test_from_the_card_to_the_portal(people: make.Cast) -> None:
    """Put there, shown to the client, read by their manager, taken away."""
    lead, manager = visitor(people.lead), visitor(people.manager)
    card = f"/desk/clients/companies/{people.company.uid}"
    answer = lead.post(f"{card}/files", {"files": [make.upload("акт.png"), make.upload("план.png")]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{card}#co-files")
    page = text_of(lead.get(card))
    assert "акт.png" in page
    assert ru("No documents yet") in text_of(manager.get("/documents"))
    row = ClientFile.objects.get(file__name="акт.png")
    assert manager.get(f"/files/{row.file.uid}").status_code == 404
    lead.post(f"/desk/clients/files/{row.uid}", {"public": "1"})
    shown = text_of(manager.get("/documents"))
    assert "акт.png" in shown
    assert people.company.name in shown
    assert "план.png" not in shown
    assert b"".join(manager.get(f"/files/{row.file.uid}")).startswith(b"\x89PNG")
    lead.post(f"/desk/clients/files/{row.uid}/removal")
    assert "акт.png" not in text_of(lead.get(card))
    assert manager.get(f"/files/{row.file.uid}").status_code == 404


def test_a_form_without_a_file(people: make.Cast) -> None:
    """It says so and puts nothing."""
    lead = visitor(people.lead)
    card = f"/desk/clients/companies/{people.company.uid}"
    with unchanged():
        lead.post(f"{card}/files")
    assert ru("Choose a file.") in text_of(lead.get(card))


def test_who_sees_what(people: make.Cast) -> None:
    """A specialist reads and has no buttons; a client without the company's requests has no documents."""
    row = make.client_file(people.lead, people.company, public=True)
    make.ticket(people.client, team=people.it, assignee=people.agent)
    page = text_of(visitor(people.agent).get(f"/desk/clients/companies/{people.company.uid}"))
    assert "договор.png" in page
    assert f"/desk/clients/files/{row.uid}" not in page
    assert visitor(people.client).get("/documents").status_code == 404
    assert "/documents" not in text_of(visitor(people.client).get("/"))
    assert visitor(people.stranger).get(f"/files/{row.file.uid}").status_code == 404
