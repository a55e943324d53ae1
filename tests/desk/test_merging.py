"""The pages of merging: suggested, looked at, done, undone from the card; by programs too."""

from __future__ import annotations

from otklik.clients.commands import Observers, create_company, set_observers
from otklik.clients.models import Company, Merge
from otklik.people.actor import SYSTEM
from tests import make
from tests.api.program import program
from tests.support.pages import ru, text_of, visitor
from tests.support.writes import unchanged


def test_from_the_suggestion_to_the_undo(people: make.Cast) -> None:
    """The list suggests, the page shows, the card tells and parts them again."""
    lead = visitor(people.lead)
    twin = create_company(SYSTEM, name=people.company.name, inn="7707083893", phones=["+74951234567"])
    set_observers(SYSTEM, twin, Observers([people.lead.agent_id or 0], []))
    page = text_of(lead.get("/desk/clients/duplicates"))
    address = f"/desk/clients/companies/{people.company.uid}/merge"
    assert f"{address}?with={twin.uid}" in page
    with unchanged():
        look = text_of(lead.get(f"{address}?with={twin.uid}"))
    assert "+7 495 123-45-67" in look
    observers = look.partition(ru("employees who observe").capitalize())[2]
    assert people.lead.name in observers[:100]
    assert str(twin.uid) in text_of(lead.get(address))
    assert str(twin.uid) not in text_of(lead.get(address, {"q": "Бета"}))
    done = lead.post(address, {"with": str(twin.uid)})
    card = f"/desk/clients/companies/{people.company.uid}"
    assert (done.status_code, done.headers["Location"]) == (302, card)
    assert ru("Its tickets are still moving.") in text_of(lead.get(card))
    assert lead.get(f"/desk/clients/companies/{twin.uid}").status_code == 200
    assert lead.post(address, {"with": str(twin.uid)}).status_code == 422
    merge = Merge.objects.get()
    assert lead.post(f"/desk/clients/merges/{merge.uid}/undo").status_code == 302
    assert not Company.objects.filter(merged_into__isnull=False).exists()
    with unchanged():
        lead.post(f"/desk/clients/merges/{merge.uid}/undo")


def test_contacts_have_the_same_pages(people: make.Cast) -> None:
    """For who may give access, where accounts go along."""
    one, other = make.contact_of(people.client), make.contact_of(people.colleague)
    admin = visitor(people.admin)
    address = f"/desk/clients/contacts/{one.uid}/merge"
    assert admin.get(f"{address}?with={other.uid}").status_code == 200
    assert visitor(people.lead).post(address, {"with": str(other.uid)}).status_code == 403
    assert admin.post(address, {"with": str(other.uid)}).status_code == 302
    assert one.name in text_of(admin.get(f"/desk/clients/contacts/{other.uid}"))
    assert admin.get(f"/desk/clients/machines/{one.uid}/merge").status_code == 404


def test_by_a_program(people: make.Cast) -> None:
    """Merged and parted; the old uid leads to the survivor in between."""
    twin = create_company(SYSTEM, name="Альфа")
    asking = program(people.lead)
    merged = asking.post(f"/companies/{people.company.uid}/merge", {"with": str(twin.uid)})
    assert merged.status == 201
    assert asking.get(f"/companies/{twin.uid}").body["uid"] == str(people.company.uid)
    again = asking.post(f"/companies/{people.company.uid}/merge", {"with": str(twin.uid)})
    assert again.problem == "invalid"
    undone = asking.post(f"/merges/{merged.body['uid']}/undo")
    assert (undone.status, undone.body["undone_at"] is None) == (200, False)
    assert asking.get(f"/companies/{twin.uid}").body["uid"] == str(twin.uid)
