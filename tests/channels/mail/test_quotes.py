"""The rules of cutting, one by one, on plain texts."""

import pytest

from otklik.channels.mail.quotes import SEPARATOR, is_forward_subject, is_reply_subject, new_text

QUOTED = "> Уточните номер кабинета.\n> С уважением, служба поддержки"

ATTRIBUTIONS = (
    # Gmail
    "пт, 20 нояб. 2026 г. в 10:51, Служба поддержки <support@demo.test>:",
    "20 ноября 2026 г., 10:51 пользователь Служба поддержки <support@demo.test>\nнаписал:",
    "пятница, 20 ноября 2026 г. пользователь Служба поддержки написал:",
    "On Fri, Nov 20, 2026 at 10:51 AM Service desk <support@demo.test> wrote:",
    "On Fri, Nov 20, 2026 at 10:51\u202fAM Service desk <support@demo.test> wrote:",
    "On Fri, Nov 20, 2026 at 10:51 AM Service desk of a very long company name <\nsupport@demo.test> wrote:",
    "On Fri, 20 Nov 2026 at 10:51, Service desk <support@demo.test>\nwrote:",
    "2026-11-20 10:51 GMT+03:00 Служба поддержки <support@demo.test>:",
    "пт, 20 лист. 2026 р. о 10:51 Служба <support@demo.test> пише:",
    # Apple
    "20 нояб. 2026 г., в 10:51, Служба поддержки <support@demo.test> написал(а):",
    "On 20 Nov 2026, at 10:51, Service desk <support@demo.test> wrote:",
    "On Nov 20, 2026, at 10:51 AM, Service desk <support@demo.test> wrote:",
    # Yandex, Mail.ru, Rambler
    '20.11.2026, 10:51, "Служба поддержки" <support@demo.test>:',
    '10:51, 20 ноября 2026 г., "Служба поддержки" <support@demo.test>:',
    "----------------\nКому: i@x.ru (i@x.ru);\nТема: Тест;\n20.11.2026, 10:51, Служба <support@demo.test>:",
    "Пятница, 20 ноября 2026, 10:51 +03:00 от Служба поддержки <support@demo.test>:",
    "пятница, 20 ноября 2026г., 10:51 +03:00 от Служба поддержки support@demo.test:",
    "Friday, November 20, 2026 10:51 AM +03:00 from Service desk <support@demo.test>:",
    # Thunderbird
    "20.11.2026 10:51, Служба поддержки пишет:",
    "20.11.26 10:51, Служба поддержки пишет:",
    "On 20/11/2026 10:51, Service desk wrote:",
    "On 11/20/26 10:51 AM, Service desk wrote:",
    "Service desk wrote on 20/11/2026 10:51:",
    # others
    "Вы писали 20 ноября 2026 г., 10:51:12:",
    "Friday, November 20, 2026, 10:51:12 AM, you wrote:",
    "On 2026-11-20 10:51, Service desk wrote:",
    "Служба поддержки писал 2026-11-20 10:51:",
    "В Пт, 20/11/2026 в 10:51 +0300, Служба поддержки пишет:",
    "В письме от пятница, 20 ноября 2026 г. 10:51:00 MSK пользователь Служба поддержки написал:",
    "Служба <support@demo.test> писал(а) в своём письме Fri, 20 Nov 2026 10:51:00 +0300:",
    "On Friday, November 20th, 2026 at 10:51, Service desk <support@demo.test> wrote:",
    "20 нояб. 2026 г., 10:51 +0300, Служба поддержки <support@demo.test>, писал:",
    "---- On Fri, 20 Nov 2026 10:51:00 +0530 Service desk <support@demo.test> wrote ----",
    "Пятница, Ноябрь 20, 2026 10:51 MSK, Служба поддержки <support@demo.test> написал(а):",
    "Am 20.11.2026 um 10:51 schrieb Service desk <support@demo.test>:",
    "Le ven. 20 nov. 2026 à 10:51, Service desk <support@demo.test> a écrit :",
    "On Fri, 20 Nov 2026, 10:51 Service desk, <support@demo.test> wrote:",
    "20.11.2026 в 10:51 Служба поддержки написал(а):",
    "20.11.2026, 10:51, Служба поддержки (support@demo.test):",
)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_attribution_and_its_quote_are_cut(attribution: str) -> None:
    assert new_text(f"Кабинет 312.\n\n{attribution}\n\n{QUOTED}\n") == "Кабинет 312."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answer_below_the_quote_is_kept(attribution: str) -> None:
    assert new_text(f"{attribution}\n{QUOTED}\n\nКабинет 312.\n") == "Кабинет 312."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_apple_quotes_the_attribution_too(attribution: str) -> None:
    quoted = "\n".join(f"> {line}" for line in attribution.split("\n"))
    assert new_text(f"Кабинет 312.\n\n{quoted}\n>\n{QUOTED}\n") == "Кабинет 312."


@pytest.mark.parametrize("attribution", [line for line in ATTRIBUTIONS if "@" in line])
def test_sure_attribution_without_quote_marks_is_cut_in_a_reply(attribution: str) -> None:
    history = "Уточните номер кабинета.\nС уважением, служба поддержки"
    assert new_text(f"Кабинет 312.\n\n{attribution}\n\n{history}\n") == "Кабинет 312."


HEADER_BLOCKS = (
    "-----Original Message-----\nFrom: Desk [mailto:support@demo.test]\nSent: Friday, November 20, 2026",
    "-----Исходное сообщение-----\nОт: Служба\nОтправлено: 20 ноября",
    '----- Original Message ----- \nFrom: "Desk" <support@demo.test>',
    "-------- Исходное сообщение --------\nОт: Служба <s@demo.test>\nДата: 20.11.2026 10:51 (GMT+03:00)",
    "-------- Original message --------\nFrom: Desk <support@demo.test>",
    "------- Original Message -------\nOn Friday, November 20th, 2026 at 10:51, Desk wrote:",
    "От: Служба <support@demo.test>\nОтправлено: 20 ноября 2026 г. 10:51\nКому: Иван\nТема: [INC1] Тест",
    "От: Служба поддержки\nОтправлено: 20 ноября 2026 г. 10:51\nКому: Иван\nКопия: Пётр\nТема: [INC1] Тест",
    "От: Служба <support@demo.test>\nДата: пятница, 20 ноября 2026 г. в 10:51\nКому: Иван\nТема: Тест",
    'От: "Служба" <support@demo.test>\nКому: "Иван" <i@x.ru>\nОтправленные: 20 Ноябрь 2026 г 10:51\nТема: т',
    "*From:* Desk <s@demo.test>\n*Sent:* Friday, November 20, 2026 10:51 AM\n*To:* Ivan\n*Subject:* Test",
    "From: Desk <support@demo.test>\n\nSent: Friday, November 20, 2026 10:51 AM\n\nTo: Ivan\n\nSubject: Test",
    "From: Desk <s@demo.test>\nSent: Friday 10:51\nTo: A <a@x.ru>; B <b@x.ru>;\nC <c@x.ru>\nSubject: Test",
    "____________________\nОт: Служба <support@demo.test>\nОтправлено: 20.11.2026 10:51\nКому: Иван",
    "Von: Desk <support@demo.test>\nGesendet: Freitag, 20. November 2026 10:51\nAn: Jens\nBetreff: Test",
    "From: Desk <support@demo.test> Sent: Friday, November 20, 2026 10:51 AM To: Ivan Subject: Test",
)


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_everything_below_a_header_block_is_cut_from_a_reply(block: str) -> None:
    assert new_text(f"Кабинет 312.\n\n{block}\n\nУточните номер кабинета.\n") == "Кабинет 312."


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_message_passed_on_in_a_new_mail_stays(block: str) -> None:
    body = f"Кому это?\n\n{block}\n\nУточните номер кабинета."
    assert "Уточните номер кабинета." in new_text(body, reply=False)
    assert "Уточните номер кабинета." in new_text(body, reply=False, forward=True)


FORWARDS = (
    "---------- Forwarded message ---------",
    "-------- Forwarded Message --------",
    "-------- Пересылаемое сообщение --------",
    "-------- Перенаправленное сообщение --------",
    "---------- Пересланное сообщение ----------",
    "Begin forwarded message:",
    "Начало переадресованного сообщения:",
)


@pytest.mark.parametrize("title", FORWARDS)
def test_forwarded_message_stays_whole(title: str) -> None:
    forwarded = (
        f"{title}\nОт: Лира <buh@lira.example>\nДата: 19.11.2026 12:00\nКому: Иван\nТема: Счёт\n\nСчёт.\n\n"
        "18.11.2026, 10:00, Иван <i@x.ru>:\n> Пришлите счёт."
    )
    assert new_text(f"Оплатите, пожалуйста.\n\n{forwarded}") == f"Оплатите, пожалуйста.\n\n{forwarded}"


def test_forward_inside_quoted_history_is_history() -> None:
    body = f"Готово.\n\n{ATTRIBUTIONS[0]}\n> ---------- Forwarded message ---------\n> От: a@b.ru\n> Счёт."
    assert new_text(body) == "Готово."


@pytest.mark.parametrize("separator", SEPARATOR.values())
@pytest.mark.parametrize("marks", ["", "> ", ">> ", "> > ", "\u00a0", "*"])
def test_separator_is_known_under_quote_marks(separator: str, marks: str) -> None:
    closing = "*" if marks == "*" else ""
    body = f"Кабинет 312.\n\n{marks}{separator}{closing}\n{marks}Уточните номер кабинета.\n"
    assert new_text(body) == "Кабинет 312."


@pytest.mark.parametrize("separator", SEPARATOR.values())
def test_separator_wrapped_by_the_client_is_known(separator: str) -> None:
    first, last = separator[:24], separator[24:]
    place = first.rindex(" ")
    body = f"Кабинет 312.\n\n{first[:place]}\n{first[place + 1 :]}{last}\nУточните номер."
    assert new_text(body) == "Кабинет 312."


def test_interleaved_answers_keep_what_they_answer() -> None:
    body = (
        "Добрый день!\n\n20.11.2026 10:51, Служба пишет:\n> Здравствуйте!\n> Какой кабинет?\n312\n\n"
        "> Телефон?\n\n12-34\n> С уважением\n> Служба"
    )
    assert new_text(body) == "Добрый день!\n\n> Здравствуйте!\n> Какой кабинет?\n312\n\n> Телефон?\n\n12-34"


def test_long_quote_before_an_answer_is_shortened_to_its_end() -> None:
    story = "\n".join(f"> строка {number}" for number in range(30))
    body = f"20.11.2026 10:51, Служба пишет:\n{story}\nпервый\n> Телефон?\nвторой"
    assert new_text(body) == (
        "> строка 26\n> строка 27\n> строка 28\n> строка 29\nпервый\n\n> Телефон?\nвторой"
    )


def test_long_own_quotation_is_shortened_to_its_end() -> None:
    """Twelve lines of somebody's own quotation stay, of a longer one the last four."""
    history = "20.11.2026 10:51, Служба пишет:\n> Какой кабинет?"
    for length, kept in ((12, 12), (13, 4)):
        lines = [f"> шаг {number}" for number in range(length)]
        quoted = "\n".join(lines)
        body = f"Вот инструкция:\n{quoted}\nне помогает\n\n{history}"
        assert new_text(body).splitlines()[2:-1] == lines[-kept:]


def test_link_between_quoted_lines_is_no_answer() -> None:
    """A client puts a long link on a line of its own, or tears it, without a quote mark."""
    head = "Хорошо.\n\n20.11.2026 10:51, Служба пишет:\n"
    for quote in (
        "> Ваша заявка\n (https://desk.demo.test/r/1) >\n> Служба",
        "> Ваша заявка (https://desk.demo.test/r?t=\nabcdef)\n> Служба",
    ):
        assert new_text(head + quote) == "Хорошо."
    assert new_text(f"{head}> Где?\nдом\n> Служба").endswith("дом")


@pytest.mark.parametrize("between", [" ", "--- ", "---"])
def test_attribution_on_the_line_of_the_answer(between: str) -> None:
    body = f"Hello\nroom 312{between}On Wed, Apr 4, 2012 at 3:59 PM, d@desk.test wrote:\n> Which room?"
    assert new_text(body) == "Hello\nroom 312"
    kept = "It began On Friday, as he wrote: nothing prints"
    assert new_text(f"{kept}\n\n> Which room?", reply=False).startswith(kept)


def test_wrapped_end_of_a_quoted_line_is_no_answer() -> None:
    long = "Пожалуйста, откройте ссылку https://desk.demo.test/kb/12-kak-pochistit-pochtovyj-yaschik"
    body = f"Хорошо.\n\n20.11.2026 10:51, Служба пишет:\n> {long}\nv-outlook\n> и напишите нам."
    assert new_text(body) == "Хорошо."


def test_own_quotation_stays_where_there_is_no_history() -> None:
    body = "> Error 500\n> at login\nчто делать?"
    assert new_text(body, reply=False) == body


@pytest.mark.parametrize(
    "heading",
    [
        "Kimden: Desk <s@demo.test>\nGönderilme: 20 Kasım 2026 10:51\nKime: a@b.ru\nKonu: x",
        "2026. nov. 20. 10:51 keltezéssel, Desk <s@demo.test> írta:",
        "2026년 11월 20일 (금) 오전 10:51, Desk <s@demo.test>님이 작성:",
    ],
)
def test_heading_in_an_unknown_language_goes_with_our_separator(heading: str) -> None:
    assert new_text(f"Кабинет 312.\n\n{heading}\n\n{SEPARATOR['en']}\nWhich room?") == "Кабинет 312."


def test_attribution_in_an_unknown_language_goes_with_its_quote() -> None:
    body = "Кабинет 312.\n\n2026. nov. 20. 10:51 keltezéssel, Desk <s@demo.test> írta:\n> Which room?"
    assert new_text(body) == "Кабинет 312."


def test_typed_into_the_quote_above_the_separator() -> None:
    body = f"On 2026-11-20 10:51, Desk wrote:\n> Кабинет 312.\n>\n> {SEPARATOR['ru']}\n>\n> Уточните номер."
    assert new_text(body) == "Кабинет 312."


@pytest.mark.parametrize(
    "body",
    [
        f"{ATTRIBUTIONS[0]}\n{QUOTED}",
        f"{HEADER_BLOCKS[6]}\n\nУточните номер.",
        QUOTED,
        f"{SEPARATOR['ru']}\nУточните номер.",
        "С уважением,\nИван",
        "--\nИван",
        "Отправлено с iPhone",
    ],
)
def test_nothing_left_means_all_is_kept(body: str) -> None:
    assert new_text(body) == body


@pytest.mark.parametrize("note", ["Ответил ниже красным", "См. ниже", "My answers are inline below."])
def test_announced_answers_below_are_kept(note: str) -> None:
    body = f"{note}\n\n{HEADER_BLOCKS[6]}\n\nКакой кабинет? 312"
    assert new_text(body) == body


@pytest.mark.parametrize(
    "body",
    [
        "20 ноября 2026 г. в 10:51 вышла ошибка:\nКод 5",
        "20.11.2026 10:51:02 ERROR mail.example: connection refused:\ntimeout",
        "Данные:\nОт: Иванов\nКому: Петров\nДата: 20.11.2026\nТема: документы\nЖдём.",
        "Иванов пишет:\nпринтер не работает",
        "Вот что он написал:\nвсё пропало",
        "Список:\n---\nИванов\nПетров",
        "From: нам\nдо вас 20 минут",
        "On Friday we moved the printer.\n\nOn the other hand, it printed before.",
        "Sent by my colleague yesterday, see the file.",
    ],
)
def test_ordinary_text_is_not_taken_for_history(body: str) -> None:
    assert new_text(body) == body
    assert new_text(body, reply=False) == body


@pytest.mark.parametrize("answer", ["+", "👍", "5", "да", "?"])
def test_shortest_answers_count(answer: str) -> None:
    assert new_text(f"{answer}\n\n{ATTRIBUTIONS[0]}\n{QUOTED}") == answer


@pytest.mark.parametrize(
    ("subject", "reply", "forward"),
    [
        ("Re: Тест", True, False),
        ("RE[2]: Тест", True, False),
        ("Отв: Тест", True, False),
        ("[INC12] Re: Тест", True, False),
        ("AW: Test", True, False),
        ("Fwd: Тест", False, True),
        ("FW: RE: Тест", False, True),
        ("Пересл.: Тест", False, True),
        ("Re: Fwd: Тест", True, False),
        ("Ремонт: принтер", False, False),
        ("Forward planning", False, False),
    ],
)
def test_prefixes_of_subjects(subject: str, reply: bool, forward: bool) -> None:
    assert is_reply_subject(subject) is reply
    assert is_forward_subject(subject) is forward
