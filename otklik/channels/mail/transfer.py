"""Content-Transfer-Encoding undone (RFC 2045 section 6), damage included. Never raises.

Damage seen in everyday mail: a mailing list's or a virus scanner's footer after base64, stray characters and
a missing tail in base64, text labelled base64 that is not, `=` at line ends with blanks after it.
"""

import binascii
import re

_LABELS = {"x-uuencode": "uuencode", "uuencode": "uuencode", "x-uue": "uuencode", "uue": "uuencode"}
_SPACE = b" \t\r\n"
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_PADDED = re.compile(rb"[^=]+={0,3}")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_FOOTER_SHARE = 0.02


def undone(raw: bytes, encoding: str) -> bytes:
    """The content of a part whose Content-Transfer-Encoding field says `encoding`."""
    label = encoding.split(";", 1)[0].strip().lower()
    label = _LABELS.get(label, label)
    if label == "base64":
        return _from_base64(raw)
    if label == "quoted-printable":
        return binascii.a2b_qp(raw)
    if label == "uuencode":
        return _from_uuencode(raw)
    return raw


def _from_base64(raw: bytes) -> bytes:
    compact = raw.translate(None, _SPACE)
    if not _BASE64_ONLY.fullmatch(compact):
        return _from_damaged_base64(raw, compact)
    return _segment(compact)


def _from_damaged_base64(raw: bytes, compact: bytes) -> bytes:
    strange = len(_NOT_BASE64.findall(compact, 0, 100_000))
    if strange > _FOOTER_SHARE * min(len(compact), 100_000):
        lines = [line.strip() for line in raw.split(b"\n")]
        good = [
            line for line in lines if _BASE64_LINE.fullmatch(line) and (len(line) % 4 == 0 or len(line) > 59)
        ]
        if sum(map(len, good)) < len(compact) / 2:
            return raw  # labelled base64, and it is plain text
        compact = b"".join(good)
    else:
        compact = _NOT_BASE64.sub(b"", compact)
    return b"".join(_segment(match.group()) for match in _PADDED.finditer(compact))


def _segment(compact: bytes) -> bytes:
    """One run of base64 up to its padding; an incomplete tail is used as far as it goes."""
    body = compact.rstrip(b"=")
    if len(body) % 4 == 1:
        body = body[:-1]
    return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


def _from_uuencode(raw: bytes) -> bytes:
    begin = _UU_BEGIN.search(raw)
    if begin is None:
        return raw
    content = bytearray()
    for line in raw[begin.end() :].split(b"\n"):
        stripped = line.rstrip(b"\r")
        if stripped.strip() in (b"end", b"`", b""):
            break
        content += _uu_line(stripped)
    return bytes(content)


def _uu_line(line: bytes) -> bytes:
    """Some encoders write more characters than the count byte says; the surplus is cut off."""
    wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:wanted])
    except binascii.Error:
        return b""
