"""Pictures that a letter keeps on somebody's server, loaded by us when a person asks to see them.

The sender learns our server's address and nothing of the reader. Only http and https at their own ports are
asked, only at public addresses: the name is resolved once, all its addresses are looked at, and the
connection goes to one of them, so that a name which answers otherwise the second time gains nothing.
Redirections are followed by the same rules.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import httpx

from otklik.core.pictures import Drawn, NoPicture, drawn
from otklik.core.pinned import NotReached, pinned

MOST_PICTURES = 30
MOST_BYTES = 5 << 20
SECONDS = 8.0
"""For all pictures of a letter together."""
BOX = (1600, 1600)
_AT_ONCE = 6
_REDIRECTIONS = 3
_HEADERS = {"User-Agent": "Otklik", "Accept": "image/*"}


class NotLoaded(Exception):
    """The picture cannot, or must not, be loaded; the text says why, for nobody but tests and logs."""


def loaded(addresses: Sequence[str]) -> Mapping[str, Drawn]:
    """The pictures at these addresses that could be loaded and drawn, within `SECONDS`; never raises."""
    wanted = list(dict.fromkeys(addresses))[:MOST_PICTURES]
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = threads.map(lambda address: _tried(address, until), wanted)
        return {address: picture for address, picture in zip(wanted, found, strict=True) if picture}


def load(address: str, until: float) -> bytes:
    """The bytes at an address, before the moment `until` of the monotonic clock. Raises NotLoaded."""
    for _ in range(_REDIRECTIONS + 1):
        content, onward = _asked(address, until)
        if not onward:
            return content
        address = urljoin(address, onward)
    raise NotLoaded("too many redirections")


def _tried(address: str, until: float) -> Drawn | None:
    try:
        return drawn(load(address, until), BOX)
    except (NotLoaded, NoPicture):
        return None


def _asked(address: str, until: float) -> tuple[bytes, str]:
    """Content, or where to ask instead."""
    try:
        there = pinned(address)
    except NotReached as error:
        raise NotLoaded(str(error)) from error
    left = until - time.monotonic()
    if left <= 0:
        raise NotLoaded("no time left")
    try:
        with (
            httpx.Client(timeout=min(left, 5.0), trust_env=False, follow_redirects=False) as client,
            client.stream(
                "GET",
                there.url,
                headers={**_HEADERS, "Host": there.host},
                extensions={"sni_hostname": there.host},
            ) as response,
        ):
            if response.is_redirect:
                return b"", response.headers.get("location", "")
            if response.status_code != httpx.codes.OK:
                raise NotLoaded(f"status {response.status_code}")
            return _body(response, until), ""
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise NotLoaded(str(error)) from error


def _body(response: httpx.Response, until: float) -> bytes:
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise NotLoaded("too many bytes")
        if time.monotonic() > until:
            raise NotLoaded("no time left")
    return bytes(content)
