"""Pictures are drawn anew by us, and only at addresses anybody may reach."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from otklik.core import pictures
from otklik.core.pictures import NoPicture, drawn
from otklik.core.public_address import is_public


def picture(mode: str, kind: str, size: tuple[int, int] = (400, 200), *, turned: bool = False) -> bytes:
    made = Image.new(mode, size, "red" if mode != "P" else 0)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "secret place"
    out = io.BytesIO()
    made.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "size", "content_type"),
    [
        (picture("RGB", "JPEG"), (100, 50), "image/jpeg"),
        (picture("RGB", "JPEG", turned=True), (50, 100), "image/jpeg"),
        (picture("RGBA", "PNG"), (100, 50), "image/png"),
        (picture("RGB", "PNG", (40, 20)), (40, 20), "image/jpeg"),
        (picture("RGB", "WEBP"), (100, 50), "image/jpeg"),
        (picture("P", "GIF"), (100, 50), "image/jpeg"),
    ],
)
def test_a_picture_is_made_anew(raw: bytes, size: tuple[int, int], content_type: str) -> None:
    """Upright, inside the box, without a word of the file or anything appended to it."""
    made = drawn(raw + b"<script>alert(1)</script>", (100, 100))
    assert made.content_type == content_type
    assert b"secret" not in made.content
    assert b"script" not in made.content
    with Image.open(io.BytesIO(made.content)) as shown:
        assert shown.size == size


def test_what_is_no_picture_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = picture("RGB", "PNG")
    for raw in (b"", b"<svg onload='x()'/>", b"\x89PNG\r\n\x1a\n", whole[: len(whole) // 2]):
        with pytest.raises(NoPicture):
            drawn(raw, (100, 100))
    for limit in ("MOST_BYTES", "MOST_POINTS"):
        with monkeypatch.context() as low:
            low.setattr(pictures, limit, 90)
            with pytest.raises(NoPicture):
                drawn(whole, (100, 100))


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:10.0.0.1", "::ffff:1.1.1.1", "2002:0a00:0001::1", "64:ff9b::a00:1", "ff02::1", "localhost"),
        "",
    ],
)
def test_addresses_of_inner_networks(address: str) -> None:
    assert not is_public(address)
