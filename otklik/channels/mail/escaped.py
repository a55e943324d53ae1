"""Charsets that switch by escapes: ISO-2022-JP with the makers' own letters, and UTF-7. Never raises. Pure.

Python's own `iso2022_jp` codecs know neither the circled digits and unit signs of row 13 (NEC, IBM; in every
other Japanese business mail) nor half-width katakana; code page 932 knows them all, so each stretch goes
there. UTF-7 (RFC 2152) is read by hand because real mails carry a bare "+" in it, at which the codec stops,
and because its base64 can spell half a surrogate pair, which must get no further.
"""

import binascii
import re

_ESCAPE = re.compile(rb"\x1b(\([BJIH]|\$[@B]|\$\([@BD]|\$A|\$\(C|\.[AF]|N)")
_FOREIGN = (b"\x1b$A", b"\x1b$(C", b"\x1b.A", b"\x1b.F")
_KANJI = (b"$@", b"$B", b"$(@", b"$(B")
_SHIFTED = re.compile(r"\+([A-Za-z0-9+/]*)(-?)")


def iso_2022_jp(raw: bytes) -> str:
    """ISO-2022-JP (RFC 1468, RFC 2237) with vendor characters; Chinese and Korean stretches by RFC 1554."""
    if any(mark in raw for mark in _FOREIGN):
        return raw.decode("iso2022_jp_2", "replace")
    pieces: list[str] = []
    charset = b"(B"
    at = 0
    for match in _ESCAPE.finditer(raw):
        pieces.append(_stretch(raw[at : match.start()], charset))
        charset, at = match.group(1), match.end()
    pieces.append(_stretch(raw[at:], charset))
    return "".join(pieces)


def utf_7(raw: bytes) -> str:
    """UTF-7; what is no valid stretch of base64 stays as it is written."""
    return _SHIFTED.sub(_unshifted, raw.decode("ascii", "replace"))


def _stretch(raw: bytes, charset: bytes) -> str:
    if charset in _KANJI:
        return "".join(_kanji(line) for line in re.split(rb"([\r\n]+)", raw))
    if charset == b"(I":
        return bytes(byte | 0x80 if 0x20 < byte < 0x60 else byte for byte in raw).decode("cp932", "replace")
    if charset == b"$(D":  # JIS X 0212
        pairs = (raw[at : at + 2] for at in range(0, len(raw) - 1, 2))
        return b"".join(b"\x8f" + bytes(byte | 0x80 for byte in pair) for pair in pairs).decode(
            "euc_jp", "replace"
        )
    return raw.decode("ascii", "replace")


def _kanji(line: bytes) -> str:
    """Pairs of 7-bit bytes (row and cell of JIS X 0208) moved to where Shift_JIS has them."""
    if not line.strip():
        return line.decode("ascii", "replace")
    moved = bytearray()
    for at in range(0, len(line) - 1, 2):
        row, cell = line[at] & 0x7F, line[at + 1] & 0x7F
        if row < 0x21 or cell < 0x21:
            moved += b"?"
            continue
        lead = ((row - 0x21) >> 1) + 0x81
        moved.append(lead if lead <= 0x9F else lead + 0x40)
        if row % 2:
            moved.append(cell + (0x1F if cell < 0x60 else 0x20))
        else:
            moved.append(cell + 0x7E)
    return bytes(moved).decode("cp932", "replace")


def _unshifted(match: re.Match[str]) -> str:
    written = match.group(1)
    if not written:
        return "+" if match.group(2) else match.group()
    usable = written if len(written) % 4 != 1 else written[:-1]
    units = binascii.a2b_base64(usable + "=" * (-len(usable) % 4))
    if len(units) < 2 or any(units[len(units) // 2 * 2 :]):
        return match.group()
    text = units[: len(units) // 2 * 2].decode("utf-16-be", "replace")
    return match.group() if "\ufffd" in text else text
