"""What programs add around a mail, in the languages they speak: last lines, first words of subjects."""

from __future__ import annotations

import pytest

from otklik.channels.mail.quotes import is_forward_subject, is_reply_subject, new_text

ADVERTISEMENTS = (
    "Von meinem iPhone gesendet",
    "Gesendet mit der WEB.DE Mail App",
    "Envoyé de mon iPhone",
    "Envoyé à partir d’Outlook pour Android",
    "Télécharger Outlook pour Android",
    "Enviado desde mi iPhone",
    "Obtener Outlook para iOS",
    "Enviado do meu iPhone",
    "Obter o Outlook para Android",
    "Inviato da iPhone",
    "Scarica Outlook per Android",
    "Wysłane z iPhone'a",
    "Pobierz aplikację Outlook dla systemu Android",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf Outlook voor Android",
    "Sendt fra min iPhone",
    "Skickat från min iPhone",
    "Hämta Outlook för Android",
    "Hent Outlook til Android",
    "Lähetetty iPhonesta",
    "Hanki Outlook for Android",
    "Odesláno z iPhonu",
    "Získat Outlook pro Android",
    "iPhone'umdan gönderildi",
    "Android için Outlook'u edinin",
    "发自我的iPhone",
    "從我的 iPhone 傳送",
    "获取 Outlook for Android",
    "iPhoneから送信",
    "나의 iPhone에서 보냄",
    "נשלח מה-iPhone שלי",
    "أُرسلت من الـ iPhone",
)


@pytest.mark.parametrize("line", ADVERTISEMENTS)
def test_a_phones_advertisement_is_cut(line: str) -> None:
    assert new_text(f"Room 312.\n\n{line}\n", reply=False) == "Room 312."


SIGN_OFFS = (
    "Mit freundlichen Grüßen",
    "Viele Grüße",
    "Bien cordialement",
    "Un saludo",
    "Atentamente",
    "Atenciosamente",
    "Cordiali saluti",
    "Z poważaniem",
    "Pozdrawiam",
    "Met vriendelijke groet",
    "Med vennlig hilsen",
    "Med vänlig hälsning",
    "Venlig hilsen",
    "Ystävällisin terveisin",
    "S pozdravem",
    "Saygılarımla",
    "З повагою",
    "בברכה",
    "مع أطيب التحيات",
    "Best",
    "Cheers",
    "Grüße",
    "Bonne journée",
    "Saluti",
    "Abraços",
    "Хорошего дня!",
    "よろしくお願いいたします",
)


@pytest.mark.parametrize("line", SIGN_OFFS)
def test_a_sign_off_and_a_name_are_cut(line: str) -> None:
    assert new_text(f"Room 312.\n\n{line},\nIda Beck\n+49 30 1234567\n", reply=False) == "Room 312."


@pytest.mark.parametrize(
    "subject",
    [
        "AW: x",
        "RÉP : x",
        "Rif: x",
        "R: x",
        "Odp: x",
        "Antw: x",
        "SV: x",
        "VS: x",
        "YNT: x",
        "回复：x",
        "答复: x",
        "回覆：x",
        "답장: x",
        "השב: x",
        "رد: x",
        "Відп: x",
        "Відповідь: x",
    ],
)
def test_prefixes_of_answers(subject: str) -> None:
    assert is_reply_subject(subject)
    assert not is_forward_subject(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "WG: x",
        "TR : x",
        "RV: x",
        "ENC: x",
        "I: x",
        "PD: x",
        "Doorst: x",
        "VB: x",
        "VL: x",
        "İLT: x",
        "转发：x",
        "轉寄：x",
        "転送: x",
        "전달: x",
        "הועבר: x",
        "Пересл: x",
    ],
)
def test_prefixes_of_what_is_passed_on(subject: str) -> None:
    assert is_forward_subject(subject)
    assert not is_reply_subject(subject)


@pytest.mark.parametrize(
    "line",
    [
        "Best printer ever.",
        "Cheers everybody on the second floor",
        "LG monitor does not work",
        "Sent from my desk, is much easier than my mobile phone.",
        "/etc/hosts",
    ],
)
def test_a_sentence_that_begins_like_a_goodbye_is_kept(line: str) -> None:
    assert new_text(f"Room 312.\n\n{line}\n", reply=False).endswith(line)


def test_a_name_behind_a_slash_signs_a_letter() -> None:
    assert new_text("Hej, det fungerar.\n\n/Anna Berg\n070-123 45 67\n", reply=False) == "Hej, det fungerar."
