"""What is suspicious in a reply: phrases that must be found, and many that must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.tickets import doubts

PROMISES = (
    "Счёт во вложении.",
    "Акт сверки — во вложении, проверьте суммы.",
    "Добрый день! Прилагаю договор.",
    "Прикладываем скриншот настроек",
    "Я приложила инструкцию к письму",
    "Приложил файл.",
    "Приложу фото завтра утром",
    "Прикрепил отчёт за ноябрь",
    "Прикрепляю лог работы кассы",
    "Инструкция приложена.",
    "Счёт и акт прикреплены к письму",
    "К письму приложена смета на ремонт",
    "Прилагается бланк заявления",
    "Инструкция по настройке прилагается",
    "Смотрите вложение",
    "См. вложение: там всё по шагам",
    "см вложения",
    "Вложил скан договора",
    "Вкладываю копию накладной",
    "Высылаю вам счёт, он во вложении",
    "ПРИЛАГАЮ АКТ",
    "Как договаривались, прикладываю таблицу цен",
    "Вы найдёте счёт во вложении",
    "Please find attached the invoice",
    "Please find the report attached.",
    "Attached is the contract",
    "Attached please find our quote",
    "I've attached a screenshot",
    "I attached the log",
    "We are attaching the manual",
    "I am attaching two files",
    "See attached",
    "See the attachment for details",
    "The details are in the attachment",
    "The invoice is attached",
    "All screenshots you asked for are attached",
    "The attached document explains it",
    "Enclosed please find the estimate",
    "I'll attach the guide",
)
SILENT = (
    "",
    "Здравствуйте! Мастер приедет завтра.",
    "В приложении откройте настройки",
    "Обновите мобильное приложение и войдите снова",
    "Приложение 1С закрывается само",
    "Приложите, пожалуйста, скриншот",
    "Прикрепите лог к заявке",
    "Пришлите счёт во вложении, пожалуйста",
    "Файл, который вы приложили, не открывается",
    "Вы прислали во вложении не тот акт",
    "Скриншот, что вы прикрепили, мы посмотрели",
    "Если приложить усилие, крышка откроется",
    "Мы приложим все усилия",
    "Счёт не прилагаю: он на портале",
    "Письмо пришло без вложения",
    "Ваше вложение не открылось",
    "Во вложении нет подписи",
    "За вами закреплён инженер Петров",
    "Нужно прикладывать чек",
    "Не прикладываем акт, он в личном кабинете",
    "Стоимость вложений окупится за год",
    "Please attach a screenshot",
    "Could you attach the log?",
    "The file you attached is empty",
    "You have attached the wrong invoice",
    "Your attachment did not open",
    "The printer is attached to the server",
    "I attached the cable to the router",
    "There is no attachment in your mail",
    "We did not attach anything",
    "Don't attach the log twice",
    "Detach the cover first",
    "We are strongly attached to quality",
    "If they attach it, it works",
)


@pytest.mark.parametrize("words", PROMISES)
def test_a_promised_file(words: str) -> None:
    assert doubts.promised_file(words)


@pytest.mark.parametrize("words", SILENT)
def test_no_file_is_promised(words: str) -> None:
    assert doubts.promised_file(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Здравствуйте, {{client.name}}!",
        "Здравствуйте, {{ имя }}",
        "{% if x %}",
        "Ваш номер ${number}",
        "Dear %(name)s",
        "Здравствуйте, {имя}!",
        "Hello {client.name}",
        "Здравствуйте, [Имя клиента]!",
        "до [дата]",
        "Dear <name>",
        "[insert amount here]",
    ],
)
def test_an_unfilled_placeholder(words: str) -> None:
    assert doubts.unfilled(words)


@pytest.mark.parametrize(
    "words",
    [
        "Смотрите [1] и [рис. 2]",
        'Ответ сервера: {"name": "x", "id": 5}',
        "Пишите на <ivan@alpha.test>",
        "скидка 10% (до конца года)",
        "for (i = 0) { run(); }",
        "a < b и c > d",
        "Откройте <https://desk.test/name=5>",
        "{}",
        "Заявка [INC48217] закрыта",
    ],
)
def test_no_placeholder(words: str) -> None:
    assert doubts.unfilled(words) == ""


NOTE = "Клиент скандальный, скидку больше десяти процентов ему не давать ни в коем случае."


def test_text_out_of_a_note() -> None:
    """Seven words in a row, whatever their case and signs; not what the client knows anyway."""
    words = "Добрый день! Скидку больше десяти процентов ему не давать — таков порядок."
    assert doubts.copied(words, [NOTE], []) == "Скидку больше десяти процентов ему не давать"
    assert doubts.copied(words, [NOTE], [f"> {NOTE}"]) == ""
    assert doubts.copied("Скидку десяти процентов даём всем", [NOTE], []) == ""
    assert doubts.copied("да, а вы и мы же не то", ["да, а вы и мы же не то"], []) == ""


def test_only_own_words_are_looked_at() -> None:
    """Quotes, what stands under a header of theirs, and signatures are not."""
    text = "Готово.\n> Прилагаю счёт\n-- \nИван, {{position}}"
    assert doubts.own_words(text).strip() == "Готово."
    assert doubts.own_words("Да\nOn Mon, 23 Nov 2026 Ivan wrote:\nI attached it").strip() == "Да"
    assert doubts.own_words("Да\n23 ноября Иван Петров написал:\nприлагаю").strip() == "Да"
    assert doubts.own_words("Да\n-----Исходное сообщение-----\nприлагаю").strip() == "Да"
    assert doubts.own_words("Да\nС уважением, Альфа", "С уважением, Альфа").strip() == "Да"
    assert doubts.own_words("Он написал: всё работает\nДа") == "Он написал: всё работает\nДа"


def test_who_is_named() -> None:
    words = "Передайте Ивану Петрову (ivan.petrov@Beta.test), что ООО «Бета» ждёт. Заявка Закрыта."
    assert doubts.addresses(words) == ["ivan.petrov@beta.test"]
    assert ("Ивану", "Петрову") in doubts.names(words)
    assert doubts.titles(words) == ["Бета", "ООО «Бета»"]
    assert doubts.names("ИНН КПП и iPhone 15 Pro. Да") == []


@given(st.text(max_size=400))
def test_any_text_is_read(words: str) -> None:
    """Whatever is typed: no error, and what is found stands in it."""
    assert doubts.unfilled(words) in words
    for address in doubts.addresses(words):
        assert "@" in address
    doubts.promised_file(doubts.own_words(words))
    assert doubts.copied(words, [words], [words]) == ""
