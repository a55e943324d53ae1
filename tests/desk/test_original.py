"""The letter behind a message, in a frame that runs nothing and loads nothing by itself."""

from __future__ import annotations

import pytest

from otklik.channels.mail import looking
from otklik.channels.mail.intake import receive_raw
from otklik.clients.models import Contact
from otklik.core.pictures import Drawn
from tests import make
from tests.support.pages import visitor

pytestmark = pytest.mark.django_db
LETTER = (
    'From: "director@demo.test" <anna@stranger.example>\nTo: support@demo.test\nSubject: Door\n'
    "Message-ID: <door@x.example>\n"
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    '<p>The door<script>x()</script><img src="https://cdn.example/door.png" alt="door at work"></p>\n'
)


def test_the_letter_stands_in_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed off; pictures from elsewhere come only when asked for, and through us."""
    people = make.cast()
    support = make.mailbox("support", team=people.it)
    taken = receive_raw(iter([LETTER.encode()]), support)
    asked: list[str] = []

    def loaded(addresses: list[str]) -> dict[str, Drawn]:
        asked.extend(addresses)
        return {address: Drawn(b"picture", "image/png") for address in addresses}

    monkeypatch.setattr(looking, "loaded", loaded)
    agent = visitor(people.agent)
    page = agent.get(f"/desk/originals/{taken.uid}").content.decode()
    assert f'src="/desk/originals/{taken.uid}/letter"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert 'href="?pictures=1"' in page
    assert page.count('<p class="stop">') == 1  # the name is somebody else's address
    assert Contact.objects.get(emails__email="anna@stranger.example").name == (
        "director@demo.test <anna@stranger.example>"
    )
    letter = agent.get(f"/desk/originals/{taken.uid}/letter")
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert "script" not in letter.headers["Content-Security-Policy"]
    assert letter.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" not in letter.content.decode()
    assert asked == []
    page = agent.get(f"/desk/originals/{taken.uid}?pictures=1").content.decode()
    assert f'src="/desk/originals/{taken.uid}/letter?pictures=1"' in page
    assert 'href="?pictures=1"' not in page
    letter = agent.get(f"/desk/originals/{taken.uid}/letter?pictures=1")
    assert asked == ["https://cdn.example/door.png"]
    assert 'src="data:image/png;base64,cGljdHVyZQ=="' in letter.content.decode()
    assert visitor(people.outsider).get(f"/desk/originals/{taken.uid}/letter").status_code == 404


def test_the_letter_opens_in_the_thread_sealed_off_and_its_sender_is_doubted() -> None:
    people = make.cast()
    taken = receive_raw(iter([LETTER.encode()]), make.mailbox("support", team=people.it))
    card = visitor(people.agent).get(f"/desk/tickets/{taken.number}").content.decode()
    assert card.count("Имя отправителя — чужой адрес") == 1
    frame = card[card.index("<iframe") : card.index("</iframe>")]
    assert f'src="/desk/originals/{taken.uid}/letter"' in frame
    assert 'loading="lazy"' in frame
    assert "sandbox=" in frame
    assert "allow-scripts" not in frame
    assert f'href="/desk/originals/{taken.uid}/letter?pictures=1" target="letter-' in card
