"""What serves the composer: drafts, early uploads, the box after an at-sign."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from otklik.core import small
from otklik.core.models import StoredFile
from otklik.people.models import User
from otklik.tickets.models import Draft, MessageFile, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ru, visitor, words_of
from tests.support.writes import rows, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def test_a_draft_is_there_when_the_card_is_opened_again(people: make.Cast, ticket: Ticket) -> None:
    """One for each kind, for its author alone; an emptied one is gone."""
    agent = visitor(people.agent)
    address = f"/desk/tickets/{ticket.number}/draft"
    for kind, text in (("reply", "Масте\nр"), ("note", "про <себя>")):
        answer = agent.post(address, {"kind": kind, "text": text, "base_message": "1"})
        assert answer.status_code == 200
    page = agent.get(f"/desk/tickets/{ticket.number}")
    assert (field(page, "reply_text"), field(page, "note_text")) == ("Масте\nр", "про <себя>")
    others = visitor(people.teammate).get(f"/desk/tickets/{ticket.number}")
    assert (field(others, "reply_text"), field(others, "note_text")) == ("", "")
    agent.post(address, {"kind": "reply", "text": " "})
    assert [row.kind for row in Draft.objects.all()] == ["note"]
    outsider, client = visitor(people.outsider), visitor(people.client)
    with unchanged():
        assert agent.post(address, {"kind": "letter", "text": "x"}).status_code == 200
        assert outsider.post(address, {"kind": "note", "text": "x"}).status_code == 404
        assert client.post(address, {"kind": "note", "text": "x"}).status_code == 403


def test_the_moment_of_a_draft(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """By the clock of who types, whatever their browser's is."""
    User.objects.filter(pk=make.user_of(people.agent).pk).update(time_zone="Asia/Vladivostok")
    small.bump()
    answer = visitor(people.agent).post(
        f"/desk/tickets/{ticket.number}/draft", {"kind": "note", "text": "Черновик"}
    )
    here = frozen_clock.now.astimezone(ZoneInfo("Asia/Vladivostok"))
    assert answer.json() == {"at": f"{here.hour}:{here.minute:02}"}


def test_an_early_upload(people: make.Cast, ticket: Ticket) -> None:
    """Its uid, name and size; a name cannot lead out of its folder; sent later by its uid."""
    agent = visitor(people.agent, script=True)
    given = SimpleUploadedFile("..\\..\\план: схема.txt", b"text", "text/plain")
    answer = agent.post("/desk/uploads", {"file": given})
    stored = StoredFile.objects.get()
    assert answer.json() == {"uid": str(stored.uid), "name": stored.name, "size": "4 Б"}
    assert "/" not in stored.name
    assert "\\" not in stored.name
    assert stored.name.endswith("схема.txt")
    assert (stored.uploader_kind, stored.uploader_id) == ("agent", people.agent.agent_id)
    post = {"kind": "note", "note_text": "", "note_file": str(stored.uid)}
    assert agent.post(f"/desk/tickets/{ticket.number}/messages", post).status_code == 200
    assert rows(MessageFile, file=stored) == 1


def test_uploads_that_are_refused(people: make.Cast) -> None:
    """None, or one that is too large: in words, and nothing is kept."""
    agent = visitor(people.agent, script=True)
    with override_settings(MAX_UPLOAD_BYTES=2 * 1024 * 1024):
        large = SimpleUploadedFile("большой.bin", b"x" * (2 * 1024 * 1024 + 1))
        with unchanged():
            nothing = agent.post("/desk/uploads")
            refused = agent.post("/desk/uploads", {"file": large})
    assert (nothing.status_code, refused.status_code) == (422, 422)
    assert nothing.json()["detail"] == ru("No file came with the request.")
    assert refused.json()["detail"] == ru("The file is larger than %(limit)s MB.", limit=2)


@override_settings(MAX_UPLOAD_BYTES=10)
def test_a_file_too_large_stops_the_send_and_loses_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Without script: the words and the files that fit come back."""
    agent = visitor(people.agent)
    files = [SimpleUploadedFile("мал.txt", b"ok"), SimpleUploadedFile("велик.txt", b"x" * 11)]
    post = {"kind": "reply", "reply_text": "Смотрите", "reply_files": files}
    answer = agent.post(f"/desk/tickets/{ticket.number}/messages", post)
    assert answer.status_code == 422
    assert field(answer, "reply_text") == "Смотрите"
    small = StoredFile.objects.get(name="мал.txt")
    assert fields_of(answer)["reply_file"] == [str(small.uid)]
    assert (rows(StoredFile), rows(MessageFile)) == (1, 0)


def test_files_that_are_not_there_stop_the_send(people: make.Cast, ticket: Ticket) -> None:
    """A stranger's upload, one that was cleared away, nonsense, too many: said, and the words stay."""
    agent = visitor(people.agent)
    foreign = make.file(people.outsider)
    gone = ru("An attached file is no longer there. Attach it again.")
    for uids, said in (
        ([str(foreign.uid)], gone),
        (["00000000-0000-7000-8000-000000000000"], gone),
        (["nonsense"], gone),
        (["x"] * 21, ru("Attach at most %(n)s files at once.", n=20)),
    ):
        with unchanged():
            post = {"kind": "reply", "reply_text": "Смотрите", "reply_file": uids}
            answer = agent.post(f"/desk/tickets/{ticket.number}/messages", post)
        assert answer.status_code == 422
        assert field(answer, "reply_text") == "Смотрите"
        assert said in words_of(answer)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("е", ["Елена Белова"]),
        ("БЕЛ", ["Елена Белова"]),
        ("елена б", ["Елена Белова"]),
        ("лена", []),
        ("о", ["Ольга Ведущая", "Пётр Орлов"]),
        ("петр", ["Пётр Орлов"]),
        ("@", []),
    ],
)
def test_mentions(people: make.Cast, typed: str, names: list[str]) -> None:
    """Active colleagues by the beginning of a name or surname; what is inserted names them."""
    make.leave(make.employee("Ольга Бывшая", teams=[people.it]))
    found = visitor(people.agent, script=True).get("/desk/mentions", {"q": typed}).json()
    assert [row["name"] for row in found] == names
    assert [row["insert"] for row in found] == [f"@{name}" for name in names]
    assert len(visitor(people.agent).get("/desk/mentions").json()) == 6


def test_the_limit_is_the_installations(people: make.Cast, ticket: Ticket) -> None:
    """The form says it, so that scripts can refuse before sending."""
    page = visitor(people.agent).get(f"/desk/tickets/{ticket.number}")
    assert f'data-max-bytes="{settings.MAX_UPLOAD_BYTES}"' in page.content.decode()
