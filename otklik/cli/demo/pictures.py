"""The files of demo tickets: small, drawn and written here."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

WIDE, HIGH = 640, 400
_TYPES = {"png": "image/png", "txt": "text/plain", "log": "text/plain", "csv": "text/csv"}


def make(name: str, subject: str, rng: random.Random) -> tuple[bytes, str]:
    """Bytes and content type of a file called so; its ending says what it is."""
    ending = name.rpartition(".")[2]
    if ending == "png":
        return _screenshot(rng), _TYPES[ending]
    if ending == "csv":
        return _table(rng), _TYPES[ending]
    return _log(subject, rng), _TYPES[ending]


def _screenshot(rng: random.Random) -> bytes:
    """A window with a message box, in the colours of an old program."""
    picture = Image.new("RGB", (WIDE, HIGH), (203, 213, 225))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDE, 26), fill=(51, 85, 139))
    for line in range(8):
        end = 40 + rng.randrange(180, 540)
        draw.rectangle((24, 50 + line * 34, end, 66 + line * 34), fill=(241, 245, 249))
    draw.rectangle((150, 120, 490, 280), fill=(248, 250, 252), outline=(100, 116, 139))
    draw.rectangle((150, 120, 490, 144), fill=(153, 27, 27))
    draw.ellipse((172, 172, 212, 212), fill=(220, 38, 38))
    for line in range(3):
        draw.rectangle(
            (230, 170 + line * 20, 230 + rng.randrange(120, 230), 180 + line * 20), fill=(71, 85, 105)
        )
    draw.rectangle((390, 244, 470, 266), fill=(226, 232, 240), outline=(100, 116, 139))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _table(rng: random.Random) -> bytes:
    rows = [f"{n};{4600000000000 + rng.randrange(10**9)};{rng.randrange(40, 990)},00" for n in range(1, 15)]
    return "\n".join(["№;Штрихкод;Цена", *rows, ""]).encode("utf-8-sig")


def _log(subject: str, rng: random.Random) -> bytes:
    minute = rng.randrange(10, 40)
    rows = [
        f"09:{minute + n // 4:02}:{n * 13 % 60:02} [{rng.randrange(1000, 9999)}] {_line(n, rng)}"
        for n in range(18)
    ]
    return "\n".join([f"# {subject}", *rows, ""]).encode()


def _line(number: int, rng: random.Random) -> str:
    if number % 6 == 5:
        return f"ERROR timeout after {rng.randrange(5, 30)} s, code {rng.randrange(-3900, -100)}"
    return rng.choice(("connect 10.20.0.14", "request sent", "answer received", "retry", "session opened"))
