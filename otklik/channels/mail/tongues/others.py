"""What mail programs write in further languages of Europe and Asia, Gmail's and Outlook's lines foremost."""

from otklik.channels.mail.tongues.tongue import Tongue

HUNGARIAN = Tongue(
    months="jan|feb|márc|ápr|máj|jún|júl|aug|szept|okt|nov|dec",
    weekdays="hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|sze|csüt",
    wrote="írta|a következőt írta|ezt írta",
    sender="feladó",
    sent="elküldve|küldve|dátum",
    to="címzett|címzettek",
    cc="másolat|másolatot kap",
    subject="tárgy",
    original="eredeti üzenet",
    forwarded="továbbított üzenet|továbbított levél",
    sent_from=r"(?:i ?phone|i ?pad|telefon)\S{0,6} küldve|elküldve az? .{2,40}",
    sign_offs="üdvözlettel|udvozlettel|tisztelettel|köszönettel|üdv|udv",
    forwards="továbbítás|tov",
)
ROMANIAN = Tongue(
    months="ian|feb|mart|apr|iun|iul|aug|sept|oct|noi|dec",
    leads="în|pe|la data de",
    wrote="a scris",
    sent="trimis|data",
    to="către",
    subject="subiect",
    original="mesaj original",
    forwarded="mesaj redirecționat",
    sent_from=r"trimis (?:de pe|din) .{2,60}",
    sign_offs="cu stimă|cu respect|numai bine",
)
SOUTH_SLAVIC = Tongue(
    months="sij|velj|ožu|tra|svi|lip|srp|kol|ruj|stu|pro",
    weekdays="pon|uto|sri|čet|pet|sub|ned",
    leads="dana|dne",
    wrote=r"написа|је написао(?:/ла)?|је написала|je napisao(?:/la)?|je napisala|je napisal/a|je napisal",
    sender="šalje|изпраща|подател",
    sent="poslano|poslato|изпратено",
    to="prima|za|до",
    subject="predmet|тема|относно",
    original="izvorna poruka|originalna poruka|оригинално съобщение",
    forwarded="proslijeđena poruka|prosleđena poruka|препратено съобщение",
    sign_offs="srdačan pozdrav|s poštovanjem|lijep pozdrav|lep pozdrav|с уважение|поздрави",
)
BALTIC = Tongue(
    leads="trešdiena|pirmdiena",
    wrote="rašė|parašė|rakstīja|kirjutas",
    sender="nuo|no|saatja",
    sent="išsiųsta|nosūtīts|saadetud",
    to="kam|adresaat",
    subject="tema|temats|teema",
    sign_offs="pagarbiai|ar cieņu|lugupidamisega",
)
GREEK = Tongue(
    months="ιαν|φεβ|μαρ|απρ|μαΐ|μαϊ|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ",
    weekdays="δευ|τρι|τετ|πεμ|παρ|σαβ|κυρ",
    leads="στις",
    wrote="έγραψε",
    sender="από",
    sent="εστάλη|στάλθηκε|ημερομηνία",
    to="προς",
    subject="θέμα",
    original="αρχικό μήνυμα",
    sign_offs="με εκτίμηση|φιλικά",
)
KAZAKH = Tongue(
    months="қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел",
    wrote="жазды|жазған|напісаў|напісала|піша",
    sent="жіберілген күні",
    original="бастапқы хабар|түпнұсқа хабар",
)
ASIAN = Tongue(
    months="thg|ม\\.ค|ก\\.พ|มี\\.ค|เม\\.ย|พ\\.ค|มิ\\.ย|ก\\.ค|ส\\.ค|ก\\.ย|ต\\.ค|พ\\.ย|ธ\\.ค",
    leads="vào|pada tanggal|pada|ในวันที่|เมื่อ|در تاریخ",
    wrote="đã viết|menulis|نوشت|va escriure",
    wrote_joined="เขียนว่า",
    sign_offs="trân trọng|hormat saya|با احترام",
)
SHORT_GOODBYES = Tongue(
    sign_offs=r"best,$|cheers[,!]?$|thanks (?:and|&) regards|with thanks and regards"
    r"|(?:lieben )?gru(?:ß|ss)|grü(?:ß|ss)e|kh,?$|dbh,?$|kærlig hilsen|mange hilsner"
    r"|bonne journée|bonne soirée|salutations|un abrazo|saluti|un saluto|abraços"
    r"|(?:hartelijke|vriendelijke) groet(?:en)?|groetjes"
    r"|(?:よろ|宜)しくお願い(?:いた|致)?します[。.,、]?$"
    r"|с наилучшими$|всех благ|(?:хорошего|удачного|доброго) (?:вам )?(?:дня|вечера)",
)
"""What ends a letter and could begin a sentence: some of it only where it stands alone on its line."""
UNACCENTED = Tongue(
    wrote="ecrit|escribio",
    sign_offs="mit freundlichen gruessen|viele gruesse|z powazaniem|s pozdravem",
)
"""What people and old gateways leave without its accents."""

TONGUES = (HUNGARIAN, ROMANIAN, SOUTH_SLAVIC, BALTIC, GREEK, KAZAKH, ASIAN, SHORT_GOODBYES, UNACCENTED)
