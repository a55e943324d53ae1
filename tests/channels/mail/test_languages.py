"""History is known in the languages mail programs speak: lines as the programs write them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from otklik.channels.mail.quotes import new_text

HISTORY = "Which room is it?\nYour desk"
QUOTED = "> Which room is it?\n> Your desk"

ATTRIBUTIONS: Mapping[str, tuple[str, ...]] = {
    "uk": (
        "пн, 16 лист. 2026 р. о 10:15 Desk <d@desk.test> пише:",
        "16.11.2026 10:15, Desk <d@desk.test> пише:",
    ),
    "de": (
        "Am Mo., 16. Nov. 2026 um 10:15 Uhr schrieb Desk <d@desk.test>:",
        "Am 16.11.26 um 10:15 schrieb Desk <d@desk.test>:",
        "Desk <d@desk.test> schrieb am Mo., 16. Nov. 2026, 10:15:",
    ),
    "fr": (
        "Le lun. 16 nov. 2026 à 10:15, Desk <d@desk.test> a écrit :",
        "Le 16/11/2026 à 10:15, Desk <d@desk.test> a écrit :",
    ),
    "es": (
        "El lun, 16 nov 2026 a las 10:15, Desk (<d@desk.test>) escribió:",
        "El 16/11/26 a las 10:15, Desk <d@desk.test> escribió:",
        "El lunes, 16 de noviembre de 2026, 10:15:00 CET, Desk <d@desk.test> escribió:",
    ),
    "pt": (
        "Em seg., 16 de nov. de 2026 às 10:15, Desk <d@desk.test> escreveu:",
        "Desk <d@desk.test> escreveu (segunda, 16/11/2026 à(s) 10:15):",
        "A 16/11/2026, às 10:15, Desk <d@desk.test> escreveu:",
    ),
    "it": (
        "Il giorno lun 16 nov 2026 alle ore 10:15 Desk <d@desk.test> ha scritto:",
        "Il 16/11/26 10:15, Desk <d@desk.test> ha scritto:",
    ),
    "pl": (
        "pon., 16 lis 2026 o 10:15 Desk <d@desk.test> napisał(a):",
        "W dniu 16.11.2026 o 10:15, Desk <d@desk.test> pisze:",
        "Wiadomość napisana przez Desk <d@desk.test> w dniu 16 lis 2026, o godz. 10:15:",
    ),
    "nl": (
        "Op ma 16 nov 2026 om 10:15 schreef Desk <d@desk.test>:",
        "Op 16 nov. 2026, om 10:15 heeft Desk <d@desk.test> het volgende geschreven:",
    ),
    "no": (
        "man. 16. nov. 2026 kl. 10:15 skrev Desk <d@desk.test>:",
        "Den 16.11.2026 10:15, skrev Desk <d@desk.test>:",
    ),
    "sv": (
        "Den mån 16 nov. 2026 kl 10:15 skrev Desk <d@desk.test>:",
        "16 nov. 2026 kl. 10:15 skrev Desk <d@desk.test>:",
    ),
    "da": (
        "Den man. 16. nov. 2026 kl. 10.15 skrev Desk <d@desk.test>:",
        "Den 16/11/2026 kl. 10.15 skrev Desk <d@desk.test>:",
    ),
    "fi": (
        "ma 16. marrask. 2026 klo 10.15 Desk (d@desk.test) kirjoitti:",
        "Desk <d@desk.test> kirjoitti 16.11.2026 klo 10.15:",
    ),
    "cs": (
        "po 16. 11. 2026 v 10:15 odesílatel Desk <d@desk.test> napsal:",
        "Dne 16. 11. 26 v 10:15 Desk <d@desk.test> napsal(a):",
        "16. 11. 2026 v 10:15, Desk <d@desk.test>:",
    ),
    "tr": (
        "Desk <d@desk.test>, 16 Kas 2026 Pzt, 10:15 tarihinde şunu yazdı:",
        "Desk <d@desk.test> şunları yazdı (16 Kas 2026 10:15):",
        "16.11.2026 10:15 tarihinde Desk <d@desk.test> yazdı:",
    ),
    "zh": (
        "Desk <d@desk.test> 于2026年11月16日周一 10:15写道：",
        "Desk <d@desk.test> 於 2026年11月16日 週一 上午10:15寫道：",
        "在 2026年11月16日，上午10:15，Desk <d@desk.test> 写道：",
        "在 2026/11/16 10:15, Desk <d@desk.test> 写道:",
    ),
    "ja": (
        "2026年11月16日(月) 10:15 Desk <d@desk.test>:",
        "2026/11/16 10:15、Desk <d@desk.test>のメール:",
        "2026年11月16日 10時15分、Desk <d@desk.test> のメッセージ:",
    ),
    "ko": (
        "2026년 11월 16일 (월) 오전 10:15, Desk <d@desk.test>님이 작성:",
        "2026. 11. 16. 오전 10:15, Desk <d@desk.test> 작성:",
        "2026-11-16 오전 10:15에 Desk <d@desk.test> 이(가) 쓴 글:",
    ),
    "he": (
        "\u202bבתאריך יום ב׳, 16 בנוב׳ 2026 ב-10:15 מאת \u202aDesk\u202c\u200f <d@desk.test>:\u202c",
        "ב-16 בנובמבר 2026 בשעה 10:15, Desk <d@desk.test> כתב:",
    ),
    "ar": (
        "في الاثنين، 16 نوفمبر 2026 في 10:15 ص تمت كتابة ما يلي بواسطة Desk <d@desk.test>:",
        "في 16/11/2026 10:15 ص، كتب Desk <d@desk.test>:",
    ),
    "hu": (
        "2026. nov. 16., H 10:15 időpontban Desk <d@desk.test> ezt írta:",
        "Desk <d@desk.test> ezt írta (időpont: 2026. nov. 16., H 10:15):",
        "2026. 11. 16. 10:15 keltezéssel, Desk a következőt írta:",
    ),
    "ro": ("În lun., 16 noi. 2026 la 10:15, Desk <d@desk.test> a scris:",),
    "bg": ("На пн, 16.11.2026 г. в 10:15 Desk <d@desk.test> написа:",),
    "hr": ("pon, 16. stu 2026. u 10:15 Desk <d@desk.test> napisao je:",),
    "lt": ("2026-11-16, pr, 10:15 Desk <d@desk.test> rašė:",),
    "el": ("Στις Δευ 16 Νοε 2026 στις 10:15 π.μ., ο χρήστης Desk <d@desk.test> έγραψε:",),
    "kk": ("16 қар. 2026 ж., дс 10:15 Desk <d@desk.test> жазды:",),
    "vi": ("Vào 16 thg 11, 2026 vào lúc 10:15 Desk <d@desk.test> đã viết:",),
    "id": ("Pada tanggal Sen, 16 Nov 2026 pukul 10.15 Desk <d@desk.test> menulis:",),
    "th": ("ในวันที่ จ. 16 พ.ย. 2026 เวลา 10:15 Desk <d@desk.test> เขียนว่า:",),
}
EACH = [(tongue, line) for tongue, lines in ATTRIBUTIONS.items() for line in lines]


@pytest.mark.parametrize(("tongue", "line"), EACH)
def test_what_stands_below_who_wrote_is_history(tongue: str, line: str) -> None:
    assert new_text(f"Room 312.\n\n{line}\n{HISTORY}\n") == "Room 312."
    assert new_text(f"Room 312.\n\n{line}\n\n{QUOTED}\n") == "Room 312."


@pytest.mark.parametrize(("tongue", "line"), EACH)
def test_an_answer_below_the_quote_is_kept(tongue: str, line: str) -> None:
    assert new_text(f"{line}\n{QUOTED}\n\nRoom 312.\n") == "Room 312."


BLOCKS: Mapping[str, str] = {
    "uk": "Від: {who}\nНадіслано: 16 листопада 2026 р. 10:15\nКому: Client\nТема: Printer",
    "de": "Von: {who}\nGesendet: Montag, 16. November 2026 10:15\nAn: Client\nBetreff: Printer",
    "fr": "De : {who}\nEnvoyé : lundi 16 novembre 2026 10:15\nÀ : Client\nObjet : Printer",
    "es": "De: {who}\nEnviado el: lunes, 16 de noviembre de 2026 10:15\nPara: Client\nAsunto: Printer",
    "pt": "De: {who}\nEnviado: segunda-feira, 16 de novembro de 2026 10:15\nPara: Client\nAssunto: Printer",
    "it": "Da: {who}\nInviato: lunedì 16 novembre 2026 10:15\nA: Client\nOggetto: Printer",
    "pl": "Od: {who}\nWysłano: poniedziałek, 16 listopada 2026 10:15\nDo: Client\nDW: Boss\nTemat: Printer",
    "nl": "Van: {who}\nVerzonden: maandag 16 november 2026 10:15\nAan: Client\nOnderwerp: Printer",
    "no": "Fra: {who}\nSendt: mandag 16. november 2026 10:15\nTil: Client\nKopi: Boss\nEmne: Printer",
    "sv": "Från: {who}\nSkickat: den 16 november 2026 10:15\nTill: Client\nKopia: Boss\nÄmne: Printer",
    "da": "Fra: {who}\nSendt: 16. november 2026 10:15\nTil: Client\nEmne: Printer",
    "fi": "Lähettäjä: {who}\nLähetetty: 16. marraskuuta 2026 10:15\nVastaanottaja: Client\nAihe: Printer",
    "cs": "Od: {who}\nOdesláno: 16. listopadu 2026 10:15\nKomu: Client\nKopie: Boss\nPředmět: Printer",
    "tr": "Kimden: {who}\nGönderildi: 16 Kasım 2026 Pazartesi 10:15\nKime: Client\nKonu: Printer",
    "zh": "发件人: {who}\n发送时间: 2026年11月16日 10:15\n收件人: Client\n抄送: Boss\n主题: Printer",
    "zh-tw": "寄件者：{who}\n寄件日期：2026年11月16日 上午 10:15\n收件者：Client\n主旨：Printer",
    "ja": "差出人: {who}\n送信日時: 2026年11月16日 10:15\n宛先: Client\n件名: Printer",
    "ko": "보낸 사람: {who}\n보낸 날짜: 2026년 11월 16일 10:15\n받는 사람: Client\n제목: Printer",
    "he": "מאת: {who}\nנשלח: יום שני 16 נובמבר 2026 10:15\nאל: Client\nנושא: Printer",
    "hu": "Feladó: {who}\nElküldve: 2026. november 16. 10:15\nCímzett: Client\nTárgy: Printer",
    "ar": "من: {who}\nتاريخ الإرسال: 16 نوفمبر 2026 10:15\nإلى: Client\nالموضوع: Printer",
}


@pytest.mark.parametrize("who", ["Desk", "Desk <d@desk.test>"])
@pytest.mark.parametrize("tongue", BLOCKS)
def test_what_stands_below_a_header_block_is_history(tongue: str, who: str) -> None:
    block = BLOCKS[tongue].format(who=who)
    assert new_text(f"Room 312.\n\n{block}\n\n{HISTORY}\n") == "Room 312."


TITLES = (
    "Ursprüngliche Nachricht",
    "Message d'origine",
    "Mensaje original",
    "Mensagem original",
    "Messaggio originale",
    "Wiadomość oryginalna",
    "Oorspronkelijk bericht",
    "Opprinnelig melding",
    "Ursprungligt meddelande",
    "Oprindelig meddelelse",
    "Alkuperäinen viesti",
    "Původní zpráva",
    "Orijinal İleti",
    "原始邮件",
    "原始郵件",
    "元のメッセージ",
    "원본 메시지",
    "הודעה מקורית",
    "الرسالة الأصلية",
    "Вихідне повідомлення",
)


@pytest.mark.parametrize("title", TITLES)
def test_what_stands_below_the_title_of_the_original_is_history(title: str) -> None:
    assert new_text(f"Room 312.\n\n-------- {title} --------\n{HISTORY}\n") == "Room 312."


FORWARDED = (
    "Weitergeleitete Nachricht",
    "Message transféré",
    "Mensaje reenviado",
    "Mensagem encaminhada",
    "Messaggio inoltrato",
    "Treść przekazanej wiadomości",
    "Doorgestuurd bericht",
    "Videresendt melding",
    "Vidarebefordrat meddelande",
    "Videresendt meddelelse",
    "Välitetty viesti",
    "Přeposlaná zpráva",
    "İletilen mesaj",
    "转发的邮件",
    "轉寄郵件",
    "転送メッセージ",
    "전달된 메시지",
    "הודעה שהועברה",
    "رسالة مُعاد توجيهها",
)


@pytest.mark.parametrize("title", FORWARDED)
def test_a_forwarded_message_stays_whole(title: str) -> None:
    body = (
        f"Please look.\n\n---------- {title} ----------\n{BLOCKS['de'].format(who='A <a@a.test>')}\n\nBill."
    )
    assert new_text(body) == body


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag schrieb ich schon einmal: die Kasse steht.",
        "Le 16 novembre à 10:15 la caisse :\n- ne voit pas le scanner\n- affiche une erreur",
        "El 16/11/2026 a las 10:15:\n1. apagué\n2. encendí",
        "De: Moscú\nPara: Kazán\nPeso: 12 kg\nFecha: 16/11/2026",
        "发件人写道的内容看不到。\n请帮忙。",
        "Odesláno bylo 12 kusů, přišlo jich 10.",
        "보낸 사람이 없는 메일이 왔습니다.",
    ],
)
def test_a_persons_own_words_stay(text: str) -> None:
    assert new_text(text) == text


SEPARATORS = (
    "##- Please type your reply above this line -##",
    "##- Введите ответ над этой строкой -##",
    "##- Veuillez saisir votre réponse au-dessus de cette ligne -##",
    "##- Por favor, escriba su respuesta por encima de esta línea -##",
    "## Bitte gib deine Antwort oberhalb dieser Zeile ein. ##",
    "-- Reply above this line --",
    "—-—-—-—\nReply above this line.",
    "## In replies all text above this line is added to the ticket ##",
)


@pytest.mark.parametrize("line", SEPARATORS)
def test_what_stands_below_another_desks_line_is_history(line: str) -> None:
    assert new_text(f"Room 312.\n\n{line}\n\n{HISTORY}\n", reply=False) == "Room 312."


def test_a_line_about_other_lines_is_no_separator() -> None:
    pasted = "###### Do not edit above this line ######\nport = 25"
    assert new_text(f"Here it is:\n{pasted}\n") == f"Here it is:\n{pasted}"
