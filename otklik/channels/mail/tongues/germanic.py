"""What mail programs write in Germanic languages but English."""

from otklik.channels.mail.tongues.tongue import Tongue

GERMAN = Tongue(
    weekdays="mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    wrote="geschrieben",
    sender="absender",
    original="antwort nachricht|originalnachricht|ursprüngliche e-mail|urspr\\. nachricht",
    forwarded="weitergeleitete e-mail|weitergeleitete mail",
    forwarded_plain="anfang der weitergeleiteten (?:nachricht|e-mail)",
    sent_from=r"gesendet (?:mit|über|via|aus) (?:der|dem)? ?.{2,60}(?:mail|app|handy|telefon|mobil).{0,30}"
    r"|diese (?:nachricht|e-mail) wurde von meinem .{2,60} gesendet"
    r"|(?:outlook|holen sie) .{0,40} herunterladen",
    sign_offs="mit freundlichen grüssen|viele grüße|viele grüsse|beste grüße|liebe grüße|schöne grüße"
    "|herzliche grüße|besten gruß|viele liebe grüße|hochachtungsvoll",
)
DUTCH = Tongue(
    months="mrt|mei|okt",
    weekdays="ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    wrote="schreef|geschreven",
    sender="afzender",
    sent="verzonden op",
    subject="onderwerp",
    original="origineel bericht|oorspronkelijke bericht",
    forwarded="doorgestuurd bericht|doorgestuurde bericht",
    forwarded_plain="begin doorgestuurd bericht",
    sent_from=r"(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via|van) .{2,60}|outlook voor .{2,40} downloaden"
    r"|(?:download|haal) outlook voor\b.{0,60}",
    sign_offs="met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|met hartelijke groet|hartelijke groet"
    "|groet(?:en|jes)?|mvg|hoogachtend",
    forwards="doorst",
)
NORWEGIAN = Tongue(
    months="des|mai",
    weekdays="man|tir|ons|tor|fre|lør|søn|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    leads="den",
    wrote="skrev",
    sender="fra|avsender",
    sent="sendt|dato",
    to="til|mottaker",
    cc="kopi|kopi til",
    subject="emne",
    original="opprinnelig melding|original melding",
    forwarded="videresendt melding|videresendt e-post",
    forwarded_plain="begynnelse på videresendt melding|videresendt melding",
    sent_from=r"sendt fra .{2,60}|(?:få|last ned) outlook\b.{0,60}",
    sign_offs="med vennlig hilsen|vennlig hilsen|mvh|hilsen|beste hilsen|med hilsen",
)
SWEDISH = Tongue(
    weekdays="mån|tis|ons|tors?|fre|lör|sön|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
    leads="den",
    wrote="skrev",
    sender="från|avsändare",
    sent="skickat|skickades|datum",
    to="till|mottagare",
    cc="kopia",
    subject="ämne",
    original="ursprungligt meddelande|originalmeddelande|ursprungligt mail",
    forwarded="vidarebefordrat meddelande|vidarebefordrat brev",
    forwarded_plain="vidarebefordrat brev|början på vidarebefordrat meddelande",
    sent_from=r"skickat från .{2,60}|hämta outlook\b.{0,60}",
    sign_offs="med vänliga? hälsning(?:ar)?|vänliga? hälsning(?:ar)?|hälsningar|bästa hälsningar|mvh",
    forwards="vb",
)
DANISH = Tongue(
    weekdays="lør|søn",
    sender="fra",
    sent="sendt|dato",
    to="til",
    subject="emne",
    original="oprindelig meddelelse|original meddelelse|oprindelig besked|oprindelig mail",
    forwarded="videresendt meddelelse|videresendt besked",
    forwarded_plain="start på videresendt besked|begyndelse på videresendt besked",
    sent_from=r"hent outlook\b.{0,60}",
    sign_offs="med venlig hilsen|venlig hilsen|de bedste hilsner|bedste hilsner",
)

TONGUES = (GERMAN, DUTCH, NORWEGIAN, SWEDISH, DANISH)
