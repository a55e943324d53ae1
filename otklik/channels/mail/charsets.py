"""Bytes to text, whatever the mail says about its charset.

`decode` never raises. The declared charset is a witness, not a judge: mail that says koi8-r over
windows-1251 text, says nothing, or says `us-ascii` over UTF-8 is everyday mail in Russian. The order is:
UTF-8 that decodes strictly is UTF-8; then the declared charset where its result looks like writing; then the
best guess.

Names follow the WHATWG Encoding Standard (iso-8859-1 means windows-1252, gb2312 means gb18030, …). Only
charsets of the table are used: Python's non-text codecs (`zip`, `hex`, `unicode_escape`, …) must never be
reachable from a mail. UTF-7 is read where the mail itself declares it, never guessed and never taken from a
`<meta>` of the markup; whatever it hides meets our filters only after it was decoded.
"""

import re

from otklik.channels.mail.escaped import iso_2022_jp, utf_7
from otklik.channels.mail.twobytes import of_two_bytes

_ALIASES = {
    "utf-8": ("utf8", "utf-8", "unicode-1-1-utf-8", "x-utf-8", "utf8mb4", "utf-8-sig"),
    "ascii": ("us-ascii", "ascii", "ansi-x3.4-1968", "iso646-us", "646"),
    "cp1251": (
        "windows-1251",
        "cp1251",
        "cp-1251",
        "x-cp1251",
        "win-1251",
        "win1251",
        "windows1251",
        "ms-cyrl",
    ),
    "koi8_r": ("koi8-r", "koi8r", "koi8", "cskoi8r", "koi"),
    "koi8_u": ("koi8-u", "koi8u", "koi8-ru"),
    "cp866": ("cp866", "ibm866", "866", "dos-866", "cp-866", "x-cp866"),
    "iso8859_5": ("iso-8859-5", "iso8859-5", "cyrillic", "iso-ir-144"),
    "mac_cyrillic": ("x-mac-cyrillic", "mac-cyrillic", "macintosh-cyrillic", "x-mac-ukrainian"),
    "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "x-cp1252"),
    "cp1250": ("windows-1250", "cp1250"),
    "cp1253": ("windows-1253", "cp1253"),
    "cp1254": ("windows-1254", "cp1254", "iso-8859-9", "latin5"),
    "cp1255": ("windows-1255", "cp1255"),
    "cp1256": ("windows-1256", "cp1256"),
    "cp1257": ("windows-1257", "cp1257"),
    "cp1258": ("windows-1258", "cp1258"),
    "iso8859_2": ("iso-8859-2", "latin2"),
    "iso8859_3": ("iso-8859-3",),
    "iso8859_4": ("iso-8859-4",),
    "iso8859_6": ("iso-8859-6",),
    "iso8859_7": ("iso-8859-7",),
    "iso8859_8": ("iso-8859-8", "iso-8859-8-i"),
    "iso8859_10": ("iso-8859-10",),
    "iso8859_13": ("iso-8859-13",),
    "iso8859_14": ("iso-8859-14",),
    "iso8859_15": ("iso-8859-15", "latin9", "latin-9"),
    "iso8859_16": ("iso-8859-16",),
    "cp437": ("cp437", "ibm437"),
    "cp850": ("cp850", "ibm850"),
    "cp852": ("cp852", "ibm852"),
    "cp874": ("windows-874", "tis-620", "cp874"),
    "mac_roman": ("macintosh", "x-mac-roman", "mac"),
    "ptcp154": ("ptcp154", "pt154", "kz-1048"),
    "gb18030": ("gb18030", "gb2312", "gbk", "gb-2312", "cp936", "x-gbk"),
    "hz": ("hz-gb-2312",),
    "big5hkscs": ("big5", "big5-hkscs", "cp950"),
    "cp932": ("shift-jis", "sjis", "shift_jis", "windows-31j", "cp932", "x-sjis"),
    "euc_jp": ("euc-jp", "x-euc-jp"),
    "iso2022_jp_2": ("iso-2022-jp", "iso-2022-jp-2", "iso-2022-jp-1"),
    "cp949": ("euc-kr", "ks-c-5601-1987", "ks_c_5601-1987", "cp949", "korean"),
    "iso2022_kr": ("iso-2022-kr",),
    "utf-7": ("utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7"),
    "utf-16": ("utf-16", "utf16", "unicode", "ucs-2", "iso-10646-ucs-2"),
    "utf-16-le": ("utf-16le", "utf-16-le"),
    "utf-16-be": ("utf-16be", "utf-16-be"),
    "utf-32": ("utf-32", "utf32"),
}
_CODECS = {alias: codec for codec, aliases in _ALIASES.items() for alias in aliases}
_GUESSES = {"cp1251": 0.0, "koi8_r": 0.05, "cp866": 0.1, "iso8859_5": 0.2, "mac_cyrillic": 0.4, "cp1252": 0.0}
"""What an unlabelled 8-bit mail in our mailboxes may be, with what is taken off for being rare."""
_SAMPLE = 1500
_SURELY = 2.0
_PLAINLY = 0.6
_RUBBISH = 1.0
_ENOUGH = 12
_TOO_FEW = 3
"""High bytes that cannot contradict what the mail says of itself."""
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x20-\x7e]{0,12}[\x80-\xff][\x20-\xff]{0,80}")
_UTF8_WORD = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})+"
)

_COMMON = re.compile("[оеаинтсрвлОЕАИНТСРВЛ]")
_RARE = re.compile("[хжшюцщэфъёХЖШЮЦЩЭФЪЁ]")
_LETTER = re.compile("[А-Яа-яЁёіїєґўІЇЄҐЎ]")
_SMALL = re.compile("[а-яёіїєґў]")
_WRONG_CASE = re.compile("(?<=[а-яё])[А-ЯЁ]+")
_MIXED = re.compile("[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_ACCENTED = re.compile("(?<=[A-Za-z])[à-öø-ÿÀ-ÖØ-ÞßœŒšŠžŽŸ]|[à-öø-ÿÀ-ÖØ-ÞßœŒšŠžŽŸ](?=[A-Za-z])")
_TYPOGRAPHY = re.compile("[«»—–№…“”„‘’•·°©®™€£§±×¡¿\u00a0\u00ad]")


def decode(raw: bytes, declared: str = "") -> str:
    """Text of `raw`; `declared` is what the mail calls its charset, possibly nonsense."""
    if not raw:
        return ""
    marked = _by_byte_order_mark(raw)
    if marked is not None:
        return marked
    codec = codec_named(declared)
    if codec.startswith(("utf-16", "utf-32")):
        return _wide(raw, codec)
    if codec in ("iso2022_kr", "hz"):
        return raw.decode(codec, "replace")
    if codec == "iso2022_jp_2" or ((b"\x1b$" in raw or b"\x1b(I" in raw) and raw.isascii()):
        return iso_2022_jp(raw)
    if raw.isascii():
        return utf_7(raw) if codec == "utf-7" else raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(raw, "" if codec == "utf-7" else codec)


def codec_named(declared: str) -> str:
    """The Python codec for a charset's name; empty for an unknown, a forbidden or a missing one."""
    name = declared.strip().strip("\"'").lower()
    if not name or len(name) > 40 or not name.isascii():
        return ""
    return _CODECS.get(name) or _CODECS.get(name.replace("_", "-"), "")


def _by_byte_order_mark(raw: bytes) -> str | None:
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    return None


def _wide(raw: bytes, codec: str) -> str:
    """UTF-16 and UTF-32 only where the bytes look it: a mislabelled ASCII mail would become Chinese."""
    if b"\x00" not in raw[:_SAMPLE]:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode(codec, "replace")
    if codec == "utf-16":  # without a byte order mark: the zeros of ASCII stand on the even or the odd side
        codec = "utf-16-be" if raw[:_SAMPLE:2].count(0) > raw[1:_SAMPLE:2].count(0) else "utf-16-le"
    return raw.decode(codec, "replace")


def _legacy(raw: bytes, codec: str) -> str:
    """Text in an 8-bit charset or damaged UTF-8."""
    if _mostly_utf8(raw):
        return raw.decode("utf-8", "replace")
    if codec in ("", "ascii", "utf-8"):
        return raw.decode(guess(raw), "replace")
    if codec in _GUESSES:
        codec = _corrected(raw, codec)
    return raw.decode(codec, "replace")


def _mostly_utf8(raw: bytes) -> bool:
    """UTF-8 cut in the middle of a letter, or with a few strange bytes in it."""
    sample = raw[: 4 * _SAMPLE]
    high = len(_HIGH.findall(sample))
    valid = sum(len(word) for word in _UTF8_WORD.findall(sample))
    return high > 3 and valid >= 0.9 * high


def _corrected(raw: bytes, declared: str) -> str:
    """The declared 8-bit charset, unless another one makes plainly better writing of the same bytes."""
    sample = _high_sample(raw)
    if len(_HIGH.findall(sample)) < _TOO_FEW or _score(sample, declared) > _SURELY:
        return declared
    scores = {codec: _score(sample, codec) for codec in _GUESSES}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > scores[declared] + _PLAINLY and len(sample) > _ENOUGH else declared


def guess(raw: bytes) -> str:
    """The likeliest codec of bytes that are no UTF-8: by Russian letter frequencies, else see `twobytes`."""
    sample = _high_sample(raw)
    scores = {codec: _score(sample, codec) for codec in _GUESSES}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > _RUBBISH else of_two_bytes(raw) or best


def _high_sample(raw: bytes) -> bytes:
    """The stretches with high bytes in them: ASCII says nothing about the charset."""
    runs: list[bytes] = []
    size = 0
    for match in _HIGH_RUN.finditer(raw, 0, 200_000):
        runs.append(match.group())
        size += len(match.group())
        if size > _SAMPLE:
            break
    return b"\n".join(runs)


def _score(sample: bytes, codec: str) -> float:
    """How much the sample looks like writing by `codec`: above 2 for Russian, below 1 for rubbish."""
    text = sample.decode(codec, "replace")
    high = sum(1 for char in text if char > "\x7f") or 1
    if codec == "cp1252":
        accented = len(_ACCENTED.findall(text))
        return (2 * accented - 4 * (high - accented - len(_TYPOGRAPHY.findall(text)))) / high
    letters = len(_LETTER.findall(text))
    common, rare, small = (len(pattern.findall(text)) for pattern in (_COMMON, _RARE, _SMALL))
    wrong_case = sum(len(run) for run in _WRONG_CASE.findall(text))
    rubbish = high - letters - len(_TYPOGRAPHY.findall(text))
    points = letters + common - 2 * rare + 0.2 * small
    points -= 4 * wrong_case + 5 * rubbish + 4 * len(_MIXED.findall(text))
    return points / high - _GUESSES[codec]
