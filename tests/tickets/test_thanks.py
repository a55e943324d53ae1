"""Thanks are told from everything else, in Russian and English; on done work they reopen nothing (NEW-11)."""

from __future__ import annotations

import pytest

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Ticket
from otklik.tickets.thanks import is_thanks
from tests import make
from tests.support.writes import kinds, recorded

THANKS = (
    "Спасибо!",
    "Спасибо большое, всё работает",
    "Все заработало, благодарю за оперативность!",
    "Добрый день! Спасибо, Елена, вопрос решён.",
    "спс",
    "Благодарим за помощь\n\nС уважением,\nИван Петров, не отвечайте на это письмо",
    "Отлично, помогло",
    "Thanks!",
    "Thank you very much, everything works now.",
    "Great, works perfectly. Cheers, John",
    "Hi, it works now, thanks for the quick help",
    "Thanks a lot\n\nBest regards,\nAnna Smith\nIf you are not the recipient, please delete",
)
NO_THANKS = (
    "спасибо, но не работает",
    "Спасибо, но проблема осталась",
    "Не работает",
    "Спасибо. А когда приедет мастер?",
    "Спасибо, жду",
    "Заработало, однако чек печатается два раза",
    "Спасибо, теперь сломалась вторая касса",
    "Всё работает, только медленно",
    "Спасибо, пришлите пожалуйста акт",
    "Опять то же самое",
    "Спасибо, принтер шумит",
    "",
    "Нет",
    "Thanks, but it still does not work",
    "Thanks. Could you send the invoice?",
    "It works now, however the printer is slow",
    "Thanks, it doesn't work",
    "It worked yesterday",
    "Thanks in advance, I also need access to the archive",
    "Thank you. The second machine shows the same code E07 since this morning in the kitchen",
)


@pytest.mark.parametrize("words", THANKS)
def test_thanks(words: str) -> None:
    assert is_thanks(words)


@pytest.mark.parametrize("words", NO_THANKS)
def test_no_thanks(words: str) -> None:
    assert not is_thanks(words)


def test_done_work_stays_done(people: make.Cast) -> None:
    """A word of thanks is kept and reopens nothing; a doubt reopens; a setting has both reopen."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, status="resolved")
    with recorded() as events:
        make.message(people.client, ticket, "Спасибо, всё работает!")
    assert (kinds(events), events[0].data["thanks"]) == (["message.received"], True)
    row = Ticket.objects.get()
    assert (row.state, row.turn, row.closes_at is not None) == ("resolved", "client", True)
    with recorded() as events:
        make.message(people.client, ticket, "Спасибо, но не работает")
    assert (kinds(events), Ticket.objects.get().is_open) == (["message.received", "ticket.reopened"], True)
    assert "thanks" not in events[0].data
    make.message(people.client, ticket, "Спасибо!")
    assert Ticket.objects.get().is_open
    make.reply(people.agent, ticket, status="resolved")
    change_setting(BY_SYSTEM, "tickets.thanks_keep_done", False)
    make.message(people.client, ticket, "Спасибо!")
    assert Ticket.objects.get().is_open
