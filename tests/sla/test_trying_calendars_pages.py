"""Trying a calendar in its form and by a program; saving what was not tried asks once."""

from __future__ import annotations

from django.urls import reverse

from otklik.organisation.calendars import CalendarInfo, calendar_of, calendars
from otklik.rules.models import Trial
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.sla.office import moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.pages import fields_of, ru, visitor, words_of
from tests.support.trials import run

PAGE = "/settings/calendars/office"


def asked(people: make.Cast, office: CalendarInfo, clock: FrozenClock) -> Ticket:
    """Ten o'clock on a Tuesday, four hours: two o'clock."""
    sla_rule(people, office, resolution="4 h")
    clock.set(moscow(24, 10))
    return make.ticket(people.client, "Касса", team=people.it)


def test_saving_what_was_not_tried_asks_once(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Nothing typed is lost by it; a name that changes is not asked about, nor what was tried."""
    ticket = asked(people, office, frozen_clock)
    admin, quick = visitor(people.admin), visitor(people.admin, script=True)
    form = fields_of(admin.get(PAGE)) | {"day1": ["9:00-13:00"]}
    answer = admin.post(PAGE, form)
    assert answer.status_code == 409
    assert ru("Save anyway") in words_of(answer)
    assert fields_of(answer)["day1"] == ["9:00-13:00"]
    assert calendar_of(office.id) == office
    begun = quick.post(reverse("settings-calendar-trial"), form | {"trial_days": ["7"]})
    trial = run(Trial.objects.get())
    assert f"/settings/calendar-trials/{trial.uid}" in begun.content.decode()
    told = words_of(quick.get(reverse("settings-calendar-trial-progress", args=[trial.uid])))
    assert f"{ru('open deadlines move')} 1" in told
    assert ticket.number in told
    assert "24 ноя, 14:00 → 25 ноя, 10:00" in told
    assert admin.post(PAGE, form).status_code == 302
    assert calendar_of(office.id).weeks[0].week[1] == ((540, 780),)
    form = fields_of(admin.get(PAGE))
    assert admin.post(PAGE, form | {"name_ru": ["Контора"]}).status_code == 302
    form = fields_of(admin.get(PAGE)) | {"day1": [""]}
    assert admin.post(PAGE, form).status_code == 409
    assert admin.post(PAGE, form | {"untried": ["1"]}).status_code == 302


def test_without_a_script_the_form_comes_back_as_it_was_typed(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    asked(people, office, frozen_clock)
    admin = visitor(people.admin)
    form = fields_of(admin.get(PAGE)) | {"day1": ["9 - 13"], "zone": ["Europe/Samara"]}
    back = admin.post(reverse("settings-calendar-trial"), form | {"trial_days": ["90"]})
    address = back.headers["Location"]
    trial = Trial.objects.get()
    assert address == f"{PAGE}?trial={trial.uid}#trial"
    kept = fields_of(admin.get(address.partition("#")[0]))
    assert (kept["day1"], kept["zone"], kept["trial_days"]) == (["9 - 13"], ["Europe/Samara"], ["90"])
    stopped = admin.post(reverse("settings-calendar-trial-stop", args=[trial.uid]))
    assert stopped.status_code == 302
    assert ru("Stopped before the end.") in words_of(admin.get(address.partition("#")[0]))
    whole = admin.get(reverse("settings-calendar-trial-progress", args=[trial.uid]))
    assert ru("Back to the calendar") in words_of(whole)
    wrong = admin.post(reverse("settings-calendar-trial"), form | {"zone": ["Moon/Sea"]})
    assert (wrong.status_code, Trial.objects.count()) == (422, 1)
    assert admin.get(reverse("settings-trial-progress", args=[trial.uid])).status_code == 404


def test_later_weeks_are_told_in_words(people: make.Cast, office: CalendarInfo) -> None:
    admin = visitor(people.admin)
    form = fields_of(admin.get(PAGE))
    assert ru("from the beginning") not in words_of(admin.get(PAGE))
    later = form | {"valid_from": ["2027-01-01"], "day1": [""], "day5": ["10-14"]}
    assert admin.post(PAGE, later).status_code == 302
    told = words_of(admin.get(PAGE))
    assert "с самого начала: Пн–Пт 9:00–18:00" in told
    assert "с 1 января 2027: Пн 9:00–18:00; Ср–Пт 9:00–18:00; Сб 10:00–14:00" in told


def test_a_program_tries_a_calendar(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    ticket = asked(people, office, frozen_clock)
    desk = program(people.admin)
    values = {"weeks": [{"days": ["09:00-13:00"] * 5 + ["", ""]}]}
    begun = desk.post("/calendar-trials", {"calendar": "office", "values": values, "days": 7})
    assert (begun.status, begun.body["stage"], begun.body["total"]) == (201, "running", 1)
    run(Trial.objects.get())
    at = f"/calendar-trials/{begun.body['uid']}"
    told = desk.get(at).body
    assert (told["stage"], told["calendar"], told["changed"]) == ("done", "office", 1)
    assert (told["moved"], told["otherwise"], told["letters"]) == (1, 1, 0)
    (row,) = desk.get(f"{at}/tickets").body["items"]
    (moved,) = row["on_saving"]
    assert (row["number"], moved["promise"], moved["late_after"]) == (ticket.number, "resolution", False)
    assert (moved["due_before"], moved["due_after"]) == ("2026-11-24T11:00:00Z", "2026-11-25T07:00:00Z")
    assert row["had_it_been"] == row["on_saving"]
    assert desk.post(f"{at}/actions/stop").body["stage"] == "done"
    assert desk.get(f"/rules/trials/{begun.body['uid']}").status == 404
    wrong = desk.post("/calendar-trials", {"calendar": "office", "values": {"zone": "Moon/Sea"}})
    assert (wrong.status, Trial.objects.count()) == (422, 1)
    assert desk.post("/calendar-trials", {"calendar": "none", "values": {}}).status == 404
    assert program(people.agent).post("/calendar-trials", {"values": values}).status == 403
    assert len(calendars()) == 3
