"""`/files`: what was uploaded, who may know of it, what is too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from otklik.core.models import Blob, StoredFile
from otklik.tickets.models import MessageFile
from tests import make
from tests.api.program import program
from tests.api.rows import rows

pytestmark = pytest.mark.django_db


def test_several_files_at_once(people: make.Cast) -> None:
    asking = program(people.client)
    answer = asking.upload(make.upload("a.png", b"first"), make.upload("../../b?.png", b"second"))
    assert answer.status == 201
    assert [(item["name"], item["size"]) for item in answer.body["items"]] == [("a.png", 5), ("b_.png", 6)]
    first = answer.body["items"][0]
    assert first["url"] == f"/files/{first['uid']}"
    assert asking.get(f"/files/{first['uid']}").body == first
    stored = StoredFile.objects.get(uid=first["uid"])
    assert (stored.uploader_kind, stored.uploader_id) == ("contact", people.client.contact_id)


def test_an_upload_is_its_uploaders_until_attached(people: make.Cast) -> None:
    asking = program(people.client)
    uid = asking.upload(make.upload()).body["items"][0]["uid"]
    for who in (people.colleague, people.manager, people.agent, people.admin):
        assert program(who).get(f"/files/{uid}").problem == "not-found"
    foreign = program(people.stranger).post("/tickets", {"subject": "s", "text": "t", "files": [uid]})
    assert (foreign.problem, list(foreign.body["errors"])) == ("invalid", ["files"])
    assert asking.post("/tickets", {"subject": "s", "text": "t", "files": [uid]}).status == 201
    assert MessageFile.objects.get().file.uid.hex == uid.replace("-", "")
    assert program(people.manager).get(f"/files/{uid}").status == 200
    assert program(people.stranger).get(f"/files/{uid}").problem == "not-found"


def test_the_bytes_come_with_the_same_token(people: make.Cast) -> None:
    asking = program(people.client)
    url = asking.upload(make.upload("a.txt", b"the bytes")).body["items"][0]["url"]
    response = Client().get(url, headers=asking.headers)
    assert (response.status_code, response.getvalue()) == (200, b"the bytes")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert Client().get(url, headers=program(people.stranger).headers).status_code == 404
    assert Client().get(url, headers={"Authorization": "Bearer otk_wrong"}).status_code == 404


def test_a_file_too_large_leaves_nothing(people: make.Cast) -> None:
    asking = program(people.client)
    before = rows()
    with override_settings(MAX_UPLOAD_BYTES=1024):
        answer = asking.upload(make.upload("small.png", b"x"), make.upload("large.png", b"x" * 1025))
        assert (answer.status, answer.problem) == (413, "too-large")
        headers = {**asking.headers, "Content-Length": str(1024 * 1024 * 20)}
        whole = asking.client.post("/api/v1/files", b"", content_type="multipart/form-data", headers=headers)
        assert whole.status_code == 413
    assert rows() == before
    assert Blob.objects.count() == 0
    incoming = Path(settings.OTKLIK_FILES_ROOT) / "incoming"
    assert not incoming.exists() or list(incoming.iterdir()) == []


def test_too_many_files_and_none(people: make.Cast) -> None:
    asking = program(people.client)
    before = rows()
    assert asking.upload(*(make.upload() for _n in range(11))).problem == "invalid"
    assert asking.upload().problem == "invalid"
    assert asking.post("/files", {"files": ["a"]}).problem == "invalid"
    assert rows() == before


def test_a_repeated_upload_makes_no_second_file(people: make.Cast) -> None:
    asking = program(people.client)
    first = asking.upload(make.upload("a.png", b"bytes"), key="one")
    again = asking.upload(make.upload("a.png", b"bytes"), key="one")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert StoredFile.objects.count() == 1
    assert asking.upload(make.upload("a.png", b"others"), key="one").problem == "key-reused"
