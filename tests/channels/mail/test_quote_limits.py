"""The rules of cutting at their edges: one length, one line, one mark more, and it is another case."""

import pytest

from otklik.channels.mail.lines import Hint, Line, text_lines
from otklik.channels.mail.parse import parse
from otklik.channels.mail.quotes import SEPARATOR, Cut, cut, new_text

WROTE = "20.11.2026 10:51, Служба пишет:"
SURE = '20.11.2026, 10:51, "Служба поддержки" <support@demo.test>:'
FORWARDED = "---------- Forwarded message ---------"
HEADERS = "От: Служба <support@demo.test>\nОтправлено: 20 ноября 2026 г. 10:51\nКому: Иван\nТема: Тест"


def cut_text(body: str, *, reply: bool = True) -> Cut:
    return cut(text_lines(body), reply=reply, forward=False)


@pytest.mark.parametrize(
    ("above", "rest", "is_rest"),
    [
        ("а" * 66, "конец строки", True),
        ("а" * 65, "конец строки", False),
        ("а" * 66, "б" * 75, True),
        ("а" * 66, "б" * 76, False),
        ("а" * 66, "Конец строки", False),
        ("а" * 66, "iPhone", True),
        ("а" * 65 + ":", "конец строки", False),
        ("а" * 65 + ".", "конец строки", False),
    ],
)
def test_the_end_of_a_long_quoted_line_belongs_to_it(above: str, rest: str, is_rest: bool) -> None:
    body = f"Хорошо.\n\n{WROTE}\n> {above}\n{rest}\n> и напишите нам."
    assert (rest not in new_text(body)) is is_rest


def test_what_one_quote_asks_is_not_repeated_above_its_only_answer() -> None:
    assert new_text(f"{WROTE}\n> Какой кабинет?\n312\n> С уважением") == "312"


def test_context_of_a_chain_has_the_quote_marked_lines_only() -> None:
    long = "а" * 66
    asked = f"{WROTE}\n> Где вы?\n> {long}\nконец строки\n> Какой кабинет?\n312\n> Телефон?\n12-34"
    assert "конец строки" not in new_text(asked)
    apart = f"{WROTE}\n> Где вы?\n\n> Какой кабинет?\n312\n> Телефон?\n12-34"
    assert new_text(apart).startswith("> Где вы?\n> Какой кабинет?\n312")
    inside = f"{WROTE}\n> Где вы?\n>\n> Какой кабинет?\n312\n> Телефон?\n12-34"
    assert new_text(inside).startswith("> Где вы?\n>\n> Какой кабинет?\n312")


def test_our_separator_makes_any_mail_an_answer() -> None:
    body = f"Что делать?\n> Error 500\n\n{SEPARATOR['ru']}\nУточните номер."
    assert new_text(body, reply=False) == "Что делать?"
    assert new_text("Что делать?\n> Error 500", reply=False) == "Что делать?\n> Error 500"


def test_a_sure_attribution_is_history_in_any_mail_and_another_one_only_in_an_answer() -> None:
    quote = "> Уточните номер кабинета."
    assert new_text(f"Кабинет 312.\n\n{SURE}\n{quote}", reply=False) == "Кабинет 312."
    passed_on = f"Кому это?\n\n{SURE}\nУточните номер кабинета."
    assert new_text(passed_on, reply=False) == passed_on
    assert new_text(passed_on) == "Кому это?"


def test_a_forwarded_message_may_be_quoted_at_the_top_of_a_quote() -> None:
    forwarded = f"> {FORWARDED}\n> От: a@b.ru\n> Счёт."
    assert new_text(f"Оплатите.\n\n{forwarded}") == f"Оплатите.\n\n{forwarded}"
    assert new_text(f"Оплатите.\n\n>\n>\n>\n{forwarded}").endswith("> Счёт.")
    assert new_text(f"Оплатите.\n\n>\n>\n>\n>\n{forwarded}") == "Оплатите."
    assert new_text(f"Оплатите.\n\n> Вопрос\n{forwarded}") == "Оплатите."
    assert new_text(f"{forwarded}\n\nОплатите.").startswith(f"> {FORWARDED}")


def test_a_quote_above_a_forwarded_message_stays() -> None:
    body = f"Оплатите.\n> Когда?\n\n{FORWARDED}\nОт: a@b.ru\n\nСчёт."
    assert new_text(body) == body.replace("\n> Когда?", "\n> Когда?")


def test_announcing_answers_below_is_believed_of_a_short_note() -> None:
    history = f"{HEADERS}\n\nКакой кабинет? 312"
    for length, is_kept in ((300, True), (301, False)):
        note = "Ответил ниже. " + "а" * (length - len("Ответил ниже. "))
        assert ("312" in new_text(f"{note}\n\n{history}")) is is_kept
    assert "312" in new_text(f"Ответил ниже\nИван\n\n{history}")
    assert "312" not in new_text(f"Ответил ниже\nИван\nПётр\n\n{history}")


def test_container_for_history_is_history_without_any_words_about_it() -> None:
    answer, asked = Line("Кабинет 312.", "Кабинет 312."), Line("Какой?", "> Какой?", 1, Hint.HISTORY)
    assert cut([answer, asked], reply=False, forward=False).kept == (0,)
    own = asked._replace(hint=Hint.NONE)
    assert cut([answer, own], reply=False, forward=False).kept == (0, 1)


def test_marker_deep_inside_an_own_quotation_does_not_make_it_history() -> None:
    for above, is_history in ((5, True), (6, False)):
        quote = "\n".join([*(f"> шаг {number}" for number in range(above)), f"> {SURE}", "> Какой кабинет?"])
        body = f"Что делать?\n{quote}"
        assert (new_text(body, reply=False) == "Что делать?") is is_history


def test_what_was_typed_into_the_quote_is_shown_as_an_answer() -> None:
    new = cut_text(f"{WROTE}\n> Кабинет 312.\n>\n> {SEPARATOR['ru']}\n>\n> Уточните номер.")
    assert [(line.shown, line.depth) for line in new.lines if line.text] == [("Кабинет 312.", 0)]
    assert new.shortened
    assert not cut_text("Кабинет 312.").shortened


def test_years_of_two_digits_and_senders_without_address() -> None:
    for written, year in (("49", 2049), ("50", 1950), ("103", 2003)):
        mail = parse(f"Date: 20 Nov {written} 10:51:00 +0000\n\nx".encode())
        assert mail.date is not None
        assert mail.date.year == year
    assert len(parse(b"From: " + b"a" * 300 + b"\n\nx").from_name) == 100


def test_an_encoding_nobody_knows_leaves_the_words_as_they_are() -> None:
    assert parse("Content-Transfer-Encoding: 8bits\n\nДа, = 5.".encode()).text == "Да, = 5."
