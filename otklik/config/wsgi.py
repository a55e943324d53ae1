"""The pages and the API as a WSGI application, with the built styles and scripts in front of it."""

from __future__ import annotations

import os
from pathlib import Path
from wsgiref.headers import Headers

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")

STATIC = Path(__file__).resolve().parent.parent / "web" / "static"
# The build gives every file a name that carries the hash of its content: it may be kept for ever.
HASHED_NAME = r"-[A-Z0-9]{8}\.\w+$"


def _harden(headers: Headers, _path: str, _url: str) -> None:
    """What `SecurityMiddleware` says of pages; static files pass it by."""
    headers["X-Content-Type-Options"] = "nosniff"


application = WhiteNoise(
    get_wsgi_application(),
    root=STATIC,
    prefix="static/",
    immutable_file_test=HASHED_NAME,
    allow_all_origins=False,
    add_headers_function=_harden,
)
