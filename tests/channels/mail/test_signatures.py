"""Signatures are cut; what only looks like one is not."""

import pytest

from otklik.channels.mail.quotes import new_text

SAID = "Не печатает принтер в кабинете 312."

SIGNATURES = (
    "С уважением,\nИван Петров\nинженер\nтел. +7 (495) 123-45-67, доб. 312",
    "С уважением, Иванова О. П.",
    "с уважением\nиванова",
    "С Уважением.\nОтдел кадров ООО «Лира»\n8(495)123-45-67\nwww.lira.example",
    "--\nС уважением,\nИванов Иван\nМенеджер по продажам\nООО «Ромашка»\n+7 999 123-45-67\nromashka.example",
    "-- \nИван Петров\nстрока без контактов\nи другая",
    "--\nИван",
    "—\nИван",
    "_____________\nПетров Пётр\nинженер\nтел.: 12-34",
    "***\nС уважением,\nИван",
    "Всего доброго,\nМария",
    "С наилучшими пожеланиями,\nМария",
    "Best regards,\nJohn Miller\nHead of IT\n+44 20 7946 0000",
    "Kind regards\nJohn",
    "Regards, John Miller",
    "Yours sincerely,\n\nJohn Miller",
    "Best regards / С уважением,\nIvan Petrov / Иван Петров\nhead of IT",
    "З повагою,\nОксана",
    "Отправлено с iPhone",
    "Отправлено с моего iPad",
    "Отправлено с устройства Galaxy",
    "Отправлено из мобильной Почты Mail",
    "Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail",
    "Отправлено из Почты для Windows",
    "Отправлено из myMail для Android",
    "Отправлено с помощью приложения Outlook для Android",
    "Скачать Outlook для iOS<https://aka.ms/o0ukef>",
    "Get Outlook for Android<https://aka.ms/AAb9ysg>",
    "Sent from my iPhone",
    "Sent from Mail for Windows",
    "Sent from Yahoo Mail for iPhone",
    "Sent from my HUAWEI P30",
    "-- \nОтправлено из мобильной Яндекс Почты",
    "Без вирусов. www.avast.com",
    "Это письмо проверено на вирусы антивирусом Avast.",
    "This email has been checked for viruses by AVG antivirus software.",
    "Это сообщение и вложения к нему являются конфиденциальными и предназначены только для адресата.",
    "Confidentiality notice: this message is intended only for the person to whom it is addressed, thanks.",
)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_is_cut(signature: str) -> None:
    assert new_text(f"{SAID}\n\n{signature}\n", reply=False) == SAID


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_above_history_is_cut(signature: str) -> None:
    history = '20.11.2026, 10:51, "Служба" <s@demo.test>:\n> Что случилось?\n> С уважением'
    assert new_text(f"{SAID}\n\n{signature}\n\n{history}\n") == SAID


@pytest.mark.parametrize("signature", [text for text in SIGNATURES if "С уважением" in text])
@pytest.mark.parametrize("addition", ["P.S. И сканер тоже.", "З.Ы. Срочно!", "Забыл сказать: сканер тоже."])
def test_what_is_added_below_stays(signature: str, addition: str) -> None:
    assert new_text(f"{SAID}\n\n{signature}\n\n{addition}", reply=False) == f"{SAID}\n\n{addition}"


@pytest.mark.parametrize(
    "body",
    [
        "С уважением отношусь к вашей работе, но принтер молчит.",
        "Добрый день!\n\nС уважением прошу:\nпочинить принтер\nи сканер.\nКогда ждать?",
        "Вопросы:\n---\nИванов\nПетров\n---\nКто из них?",
        "Первое\n--\nВторое: почему не работает касса?",
        "Отправлено с ошибкой, повторите",
        "Отправлено со склада вчера",
        "Sent from the warehouse yesterday",
        "Просят подпись:\nС уважением,\nи дальше пусто. Как её настроить в Outlook?",
        "Best practices, see the page",
        "Regards the printer: it is dead.",
        "Конфиденциальность",
    ],
)
def test_ordinary_text_is_no_signature(body: str) -> None:
    assert new_text(body, reply=False) == body


def test_each_answer_loses_its_own_signature() -> None:
    body = (
        "Ответы ниже.\nС уважением, Иван\n\n20.11.2026 10:51, Служба пишет:\n> Кабинет?\n312\n"
        "> Телефон?\n12-34\n\n-- \nИван"
    )
    assert new_text(body) == "Ответы ниже.\n\n> Кабинет?\n312\n\n> Телефон?\n12-34"
