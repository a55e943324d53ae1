"""What mail programs write in Slavic languages but Russian, and their neighbours."""

from otklik.channels.mail.tongues.tongue import Tongue

UKRAINIAN = Tongue(
    sender="відправник",
    replies="відповідь",
    forwarded="пересилане повідомлення",
)
POLISH = Tongue(
    months="sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
    weekdays="pon|wt|śr|czw|pt|sob|niedz|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
    leads="w dniu|dnia",
    wrote=r"pisze|napisał(?:\(a\)|a)?|napisana przez",
    sender="nadawca",
    sent="wysłano|data wysłania",
    to="odbiorca",
    cc="dw|udw|do wiadomości",
    subject="temat",
    original="oryginalna wiadomość|wiadomość oryginalna|wiadomość źródłowa|treść oryginalnej wiadomości",
    forwarded="przekazana wiadomość|wiadomość przekazana dalej|wiadomość przekazana"
    "|treść przekazanej wiadomości|wiadomość przesłana dalej",
    forwarded_plain="początek przekazywanej wiadomości",
    sent_from=r"wysłan[eoya] (?:z|za pomocą|przez) .{2,60}|pobierz (?:aplikację|program) outlook\b.{0,60}",
    sign_offs="pozdrawiam|z poważaniem|z wyrazami szacunku|pozdrowienia|serdecznie pozdrawiam"
    "|łączę pozdrowienia",
    forwards="pd",
)
CZECH = Tongue(
    months="led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|lis|pro",
    weekdays="po|út|st|čt|pá|so|ne|pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle",
    leads="dne",
    wrote=r"napsal(?:\(a\)|/a|a)?|píše",
    sender="odesílatel",
    sent="odesláno|odesláno dne",
    to="komu|příjemce",
    cc="kopie",
    subject="předmět",
    original="původní zpráva|původní e-mail",
    forwarded="přeposlaná zpráva|předaná zpráva|přeposlaný e-mail",
    forwarded_plain="začátek přeposílané zprávy",
    sent_from=r"odesláno (?:z|ze|pomocí|přes) .{2,60}|získat outlook\b.{0,60}",
    sign_offs="s pozdravem|s přátelským pozdravem|s úctou|hezký den",
    forwards="přep",
)
FINNISH = Tongue(
    months="tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu",
    weekdays="ma|ti|ke|to|pe|la|su|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai",
    wrote="kirjoitti",
    sender="lähettäjä",
    sent="lähetetty|päivä|päiväys|päivämäärä",
    to="vastaanottaja|vastaanottajat",
    cc="kopio",
    subject="aihe",
    original="alkuperäinen viesti|alkuperäinen sähköposti",
    forwarded="välitetty viesti|edelleen lähetetty viesti",
    forwarded_plain="välitetty viesti alkaa",
    sent_from=r"lähetetty .{2,60}|hanki outlook\b.{0,60}",
    sign_offs="ystävällisin terveisin|parhain terveisin|terveisin|kunnioittavasti",
    forwards="vl",
)
TURKISH = Tongue(
    months="oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara",
    weekdays="pzt|sal|çar|per|cum|cmt|paz|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
    wrote="yazdı|yazdılar",
    sender="kimden|gönderen",
    sent="gönderildi|gönderme tarihi|tarih|gönderim tarihi",
    to="kime|alıcı",
    cc="bilgi",
    subject="konu",
    original="ori̇?ji̇?nal i̇?leti|orijinal mesaj|özgün i̇?leti|özgün mesaj",
    forwarded="i̇?letilen mesaj|yönlendirilen mesaj|yönlendirilmiş i̇?leti",
    forwarded_plain="i̇?letilen mesajın başlangıcı",
    sent_from=r".{0,40}(?:i ?phone|i ?pad|telefon|cihaz|samsung)\S{0,8} gönderildi"
    r"|.{2,30} için outlook['’]u edinin",
    sign_offs="saygılarımla|saygılarımızla|iyi çalışmalar|sevgilerimle",
    forwards="i̇?lt",
)

TONGUES = (UKRAINIAN, POLISH, CZECH, FINNISH, TURKISH)
