"""Words by which mail clients announce history, in Russian and English; `tongues` has the other languages.

Data only; the rules are in `markers` and `signatures`. Sources: the clients' own output (Gmail, Outlook for
Windows, Mac, web and phones, Apple Mail, Thunderbird, Yandex, Mail.ru, Rambler, The Bat!, Roundcube, Zimbra,
SOGo, Opera Mail, eM Client, Spark, Proton Mail, Zoho, Samsung, Huawei and Xiaomi mail), RFC 3676 for "-- ".
"""

from collections.abc import Mapping
from types import MappingProxyType

from otklik.channels.mail.tongues import joined

SEPARATOR: Mapping[str, str] = MappingProxyType(
    {
        "ru": "——— Ответ пишите выше этой черты ———",
        "en": "——— Please write your reply above this line ———",
    }
)
"""The first line of every mail we send, by the mail's language; a reply is what stands above it."""

SEPARATOR_PHRASES = (
    "пишите ответ выше этой строки|ответ пишите выше этой черты"
    r"|[^-—–_=#]{0,40}?(?<!\w)(?:repl(?:y|ies)|answer|response|antwort|réponse|respuesta|resposta|risposta"
    r"|antwoord|ответ|відповідь|odpowiedź|odpověď)(?!\w)[^-—–_=#]{0,40}? (?:above|over|oberhalb|über"
    r"|au-dessus de|encima de|acima|sopra(?: di)?|boven|над|выше|вище|над цією|powyżej|nad)"
    r" (?:this|dieser|diese|cette|esta|desta|questa|deze|этой|цієї|цією|tą|tej|tímto)"
    r" (?:line|zeile|linie|ligne|línea|linha|riga|lijn|regel|строкой|строки|чертой|черты|лінією|риски"
    r"|рискою|рядком|linią|linii|řádkem)(?: ein| is added to the \w{1,20}| bitte)?"
)
"""Our own separator line, by any of its wordings, and those of other desks in their languages."""

MONTHS = joined(
    "months",
    "янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек"
    "|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    "|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд"
    "|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maj|paź|lis"
    "|gru",
)

WEEKDAYS = joined(
    "weekdays",
    "пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|среду|четверг|пятница|пятницу|суббота|субботу|воскресенье"
    "|mon|tue|wed|thu|fri|sat|sun"
    "|нд|понеділок|вівторок|середа|четвер|пʼятниця|п'ятниця|субота|неділя"
    "|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
)

WROTE = joined(
    "wrote",
    r"wrote|writes|написал(?:\(а\)|а|и)?|писал(?:\(а\)|а|и)?|пишет|пишут|пише|написа(?:в|ла|в\(ла\))"
    r"|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napisał\(?a?\)?|yazdı|kirjoitti",
)

LEADS = joined("leads", r"on|at|in|в|во|am|le|el|op|em|il|den|dnia|w dniu|el día")

WROTE_JOINED = joined("wrote_joined")
"""The same where words are not set apart by blanks."""

LABELS = {
    "from": joined("sender", "from|от|от кого|отправитель|von|de|van|da|od|від|від кого|кімнен"),
    "sent": joined(
        "sent",
        "sent|date|sent on|отправлено|отправлен|дата|отправленные|дата отправки|gesendet|datum|envoyé"
        "|enviado"
        "|fecha|verzonden|inviato|data|wysłano|надіслано|відправлено|жіберілді",
    ),
    "to": joined("to", "to|кому|an|à|a|para|aan|до|do|кімге|получатель|получатели"),
    "cc": joined("cc", "cc|bcc|копия|скрытая копия|копии|kopie|копія|cci"),
    "subject": joined("subject", "subject|тема|betreff|objet|asunto|onderwerp|oggetto|temat|тақырыбы"),
    "other": "importance|важность|reply-to|reply to|ответ-кому|ответить|ответить кому|attachments|вложения"
    "|вложение"
    "|priority|приоритет|sensitivity|message-id|organization|организация",
}
"""Header labels above a quoted message, by what they label."""

ORIGINAL = joined(
    "original",
    "original message|original email|original appointment|original message text|reply message"
    "|previous message"
    "|исходное сообщение|исходное письмо|первоначальное сообщение|оригинальное сообщение|оригинал сообщения"
    "|исходная встреча|предыдущее сообщение|вихідне повідомлення|початкове повідомлення"
    "|оригінальне повідомлення"
    "|ursprüngliche nachricht|message d'origine|mensaje original|oorspronkelijk bericht|messaggio originale",
)
"""Between dashes: what follows is the message that is answered."""

FORWARDED = joined(
    "forwarded",
    "forwarded message|forwarded mail|forwarded by|forwarded email|fwd"
    "|пересылаемое сообщение|пересланное сообщение|пересылаемое письмо|пересланное письмо|переслано"
    "|переадресованное сообщение|перенаправленное сообщение|перенаправленное письмо|переслане повідомлення"
    "|начало пересылаемого сообщения|перше переслане повідомлення|weitergeleitete nachricht"
    "|message transféré",
)
"""Between dashes: what follows was sent on to us."""

FORWARDED_PLAIN = joined(
    "forwarded_plain",
    "begin forwarded message|начало переадресованного сообщения|начало пересылаемого сообщения"
    "|начало пересланного сообщения|начало перенаправленного сообщения|початок переадресованого повідомлення",
)
"""Apple's forms, without dashes."""

POSTSCRIPTS = (
    r"p\. ?s\.?|ps[.:,]|p\.p\.s|з\. ?ы\.?|зы[.:,]|постскриптум|п\. ?с\.|upd[.:]?|n\.?b\.?:"
    r"|(?:и |да,? и )?(?:забыла?|ещ[её]|также|кстати|дополнение|дополню|добавлю|уточнение|уточню)\b(?! раз)"
    r"|(?:and |oh,? )?(?:also|btw|by the way|one more|forgot|i forgot)\b"
)
"""How a line begins that people add below their signature."""

FORWARD_PREFIXES = joined("forwards", "fw|fwd|пересл|пересыл|пересылка|переслано|пер|wg|tr|rv")

REPLY_PREFIXES = joined("replies", "re|aw|sv|antw|отв|ответ|відп|odp|rif|ynt|vs")

SIGN_OFFS = joined(
    "sign_offs",
    "с уважением|с наилучшими пожеланиями|с уважением и наилучшими пожеланиями|с искренним уважением"
    "|с глубоким уважением|с большим уважением|с почтением|искренне ваша?|с ув|с уваж|всего доброго"
    "|всего хорошего"
    "|всего наилучшего|с добрыми пожеланиями|с пожеланием успехов|с благодарностью и уважением|уважением"
    "|(?:with |wit |my )?(?:best|kind|kindest|warm|warmest|many|very best) (?:regards|wishes|rgds)"
    "|with (?:kind )?regards|regards|rgds|brgds|br|kr|all the best|sincerely|sincerely yours|yours sincerely"
    "|yours truly|yours faithfully|faithfully yours|respectfully|respectfully yours|cordially"
    "|з повагою|з найкращими побажаннями|с павагай|құрметпен"
    "|mit freundlichen grüßen|mit freundlichem gruß|mit besten grüßen|freundliche grüße|mfg|cordialement"
    "|saludos",
)

_DEVICES = (
    "my |my ?mail|mobile|phone|cell|airmail|mailbox|k-9|ti-"
    "|galaxy|i ?phone|i ?pad|ios|mac|android|samsung|galaxy|huawei|honor|xiaomi|redmi|poco"
    "|realme|oppo"
    "|vivo"
    "|pixel|nokia|blackberry|windows|outlook|mail|yahoo|gmail|proton|rambler|bluemail|typeapp|spark"
    "|aquamail|myoffice"
    "|мо(?:его|ей|им)|мобильн|айфон|айпад|андроид|самсунг|хуавей|устройств|телефон|смартфон|планшет|приложени"
    "|почт|яндекс|мойофис|компьютер"
)

SENT_FROM = joined(
    "sent_from",
    r"(?!sent from .{1,80}\b(?:is|was|are|than)\b)"  # somebody tells where they wrote from
    rf"sent (?:from|via|with|using) (?:the |an? )?(?:\w+ ){{0,2}}?(?:{_DEVICES}).{{0,60}}"
    r"|sent by (?:galaxy|samsung|android|i ?phone|mail)\b.{0,40}"
    r"|from my (?:i ?phone|i ?pad|android|samsung|mobile|phone|blackberry)\b.{0,20}"
    r"|(?:get|download) (?:outlook|mail\.ru|bluemail|typeapp|spark)\b.{0,60}"
    rf"|(?:отправлено|послано|написано|создано|письмо отправлено) (?:с|со|из|через|от|посредством|при|по)"
    rf" (?:помощью |помощи )?(?:\w+ ){{0,2}}?(?:{_DEVICES}).{{0,80}}"
    r"|(?:скачать|загрузить|получить|установить|получите|скачайте) (?:приложение )?outlook\b.{0,60}"
    rf"|(?:надіслано|відправлено) (?:з|із|зі|за допомогою) (?:\w+ ){{0,2}}?(?:{_DEVICES}|мого).{{0,60}}"
    r"|von meinem .{2,30} gesendet|gesendet (?:von|mit) (?:meinem|mail|outlook)\b.{0,40}"
    r"|envoyé de(?:puis)? mon .{2,40}",
)
"""Lines a phone or a program adds below the text."""

DISCLAIMERS = (
    r"(?:this|the) (?:e-?mail|message|communication|transmission)\b.{0,120}\b(?:confidential|intended"
    r"|privileged)"
    r"|(?:confidentiality|legal|privacy) (?:notice|disclaimer)|disclaimer\b"
    r"|(?:the )?information (?:contained )?in this (?:e-?mail|message|communication|transmission)"
    r"|(?:это|данное|настоящее) (?:электронное )?(?:сообщение|письмо)\b.{0,160}"
    r"(?:конфиденциальн|предназначен|адресован|тайн)"
    r"|информация,? содержащаяся в (?:этом|данном|настоящем)|содержание (?:данного|настоящего"
    r"|этого) (?:письма|сообщения)"
    r"|(?:уведомление о )?конфиденциальност[ьи]|внимание! (?:это|данное|настоящее) (?:письмо|сообщение"
    r"|электронное)"
    r"|если вы не являетесь (?:адресатом|получателем)|if you (?:are not|have received) th(?:e|is)"
    r"|please consider the environment|(?:берегите|сохраните) (?:природу|лес|деревья)|подумайте об экологии"
    r"|перед тем,? как (?:распечатать|печатать)|прежде чем (?:распечатать|печатать)"
)
"""How the lawyers' paragraph under a mail begins."""

SCANNED = (
    r"(?:virus-free|без вирусов|вирусов нет)\b.{0,30}(?:avast|avg|www\.)|(?:this (?:e-?mail|message)"
    r"|это (?:сообщение|письмо))"
    r"(?: (?:has been|was|было|проверено|свободно).{0,40})?.{0,40}(?:avast|avg|kaspersky|касперск"
    r"|dr\.? ?web|антивирус|virus)"
    r"|(?:проверено|checked by) (?:на вирусы|avg|avast|антивирус)"
)
"""What a virus scanner writes under a mail."""

ANSWERS_BELOW = (
    r"(?:ответ[ыа]?|ответил[аи]?|отвечаю|мои ответы|ответы|комментари[ийяев]+|пояснени[еяй]+|правки"
    r"|дополнил[аи]?) "
    r"(?:\w+ ){0,3}?(?:ниже|внизу|в тексте|по тексту|в теле письма|красным|синим|зел[её]ным|цветом|в письме)"
    r"|(?:см\.?|смотри(?:те)?|читайте?) (?:\w+ ){0,2}?(?:ниже|по тексту|в тексте|переписку)"
    r"|(?:красным|синим|зел[её]ным|жирным|другим цветом) (?:выделил[аи]?|ответил[аи]?|написал[аи]?|ниже)"
    r"|(?:see|answers?|answered|comments?|replies|reply|my (?:answers|comments)) (?:\w+ ){0,3}?"
    r"(?:below|inline|in-?line|in red|in blue|in green|in the text|in colou?r)"
    r"|(?:инлайн|inline)\b"
)
"""The sender says that something new stands among the old."""
