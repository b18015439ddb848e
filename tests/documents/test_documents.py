"""Documents are kept sealed, sent out harmless, and seen by nobody who may not."""

from __future__ import annotations

import io
import os
import time

import pytest
from litestar.testing import TestClient
from PIL import Image

from app import sqlite
from app.documents import store
from app.documents.forms import accept
from app.documents.model import MAX_BYTES, MAX_REQUEST_BYTES
from app.documents.sealing import open_part, seal_all
from app.errors import NotFound
from app.history import store as history
from app.instance import Instance
from app.vault import WrongKey
from tests.clients.test_first_day import add
from tests.house import ANNA, AT

HTML = b"<html><script>alert(1)</script></html>"


def photo(size: tuple[int, int] = (30, 20)) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "red").save(output, "PNG")
    return output.getvalue()


def upload(
    browser: TestClient, address: str, *files: tuple[str, bytes], status: int = 303, **form: str
) -> str:
    """Sends files as a browser does; the text of the answer."""
    answer = browser.post(
        f"{address}/documents", data=form, files=[("files", file) for file in files], follow_redirects=False
    )
    assert answer.status_code == status, answer.text
    return answer.text


def test_what_comes_out_is_what_went_in_and_is_only_downloaded(anna: TestClient) -> None:
    address, content = add(anna), os.urandom(2_500_000)
    upload(anna, address, ("Plan für Łódź.dwg", content))
    answer = anna.get(f"{address}/documents/1/file")
    assert answer.content == content
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"Plan f_r __d_.dwg\"; filename*=UTF-8''Plan%20f%C3%BCr%20%C5%81%C3%B3d%C5%BA.dwg"
    )
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-length"] == str(len(content))


def test_nothing_of_a_document_can_be_read_from_the_files(anna: TestClient, instance: Instance) -> None:
    secret = b"the secret terms of the contract " * 40_000
    upload(anna, add(anna), ("vertrag.txt", secret))
    instance.close()
    stored = b"".join(path.read_bytes() for path in instance.settings.data.glob("*") if path.is_file())
    assert b"vertrag.txt" in stored and b"secret terms" not in stored


def test_several_files_are_one_entry_and_a_form_sent_twice_stores_them_once(anna: TestClient) -> None:
    address, form = add(anna), {"submission": "a-random-key-of-the-form"}
    for _ in range(2):
        upload(anna, address, ("Preise.txt", b"one"), ("Preise.txt", b"two"), **form)
    page = anna.get(f"{address}/timeline").text
    assert "2 documents" in page and page.count("Preise.txt") == 2
    assert 'data-open href="/de/clients/1"' in anna.get("/de/clients", params={"q": "preise txt"}).text
    upload(anna, address, ("b.txt", b"written on the page that the browser remembered"), **form)
    assert "b.txt" in anna.get(f"{address}/documents").text
    upload(anna, address, ("Preise.txt", b"one"), ("Preise.txt", b"2wo"), **form)
    assert anna.get(f"{address}/documents/5/file").content == b"2wo"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vertrag.pdf", HTML, "is not a .pdf file"),
        ("rechnung.pdf.exe", b"MZ", "is a program"),
        ("leer.txt", b"", "is empty"),
    ],
)
def test_a_wrong_file_is_refused_by_name(anna: TestClient, name: str, content: bytes, said: str) -> None:
    address = add(anna)
    page = upload(anna, address, ("gut.txt", b"fine"), (name, content), status=422)
    assert name in page and said in page
    assert "No documents yet" in anna.get(f"{address}/documents").text


def test_a_page_kept_as_a_document_never_runs(anna: TestClient) -> None:
    address = add(anna)
    upload(anna, address, ('"><img src=x onerror=alert(1)>.html', HTML))
    answer = anna.get(f"{address}/documents/1/file")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert anna.get(f"{address}/documents/1/view").status_code == 404
    for page in ("documents", "documents/1", "timeline", "history"):
        assert "<img src=x" not in anna.get(f"{address}/{page}").text


def test_too_much_is_refused_before_it_is_read(anna: TestClient) -> None:
    address = add(anna)
    page = upload(anna, address, ("gross.bin", bytes(MAX_BYTES + 1)), status=413)
    assert "gross.bin" in page and "25 MB" in page

    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(MAX_REQUEST_BYTES + 1),
    }
    answer = anna.post(f"{address}/documents", content=b"", headers=headers)
    assert answer.status_code == 413
    assert "No documents yet" in anna.get(f"{address}/documents").text


def test_a_document_of_exactly_the_limit_is_taken(anna: TestClient) -> None:
    address = add(anna)
    upload(anna, address, ("voll.bin", b"\0" * MAX_BYTES))
    assert len(anna.get(f"{address}/documents/1/file").content) == MAX_BYTES


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nA: " + b"a" * 10_000),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n" * 200,
        ),
    ],
)
def test_a_damaged_form_is_a_clear_error(anna: TestClient, content_type: str, body: bytes) -> None:
    answer = anna.post(f"{add(anna)}/documents", content=body, headers={"Content-Type": content_type})
    assert answer.status_code in (400, 413, 422)


def test_a_picture_is_shown_on_its_page_and_opens_by_itself(anna: TestClient) -> None:
    address = add(anna)
    upload(anna, address, ("foto.png", photo()))
    assert f'src="{address}/documents/1/preview"' in anna.get(f"{address}/documents/1").text
    shown = anna.get(f"{address}/documents/1/preview")
    assert (
        shown.headers["content-type"] == "image/png" and "sandbox" in shown.headers["content-security-policy"]
    )
    assert Image.open(io.BytesIO(shown.content)).size == (30, 20)
    viewed = anna.get(f"{address}/documents/1/view")
    assert viewed.content == photo() and viewed.headers["content-disposition"].startswith("inline")


def test_a_viewer_reads_and_adds_nothing(anna: TestClient, bartek: TestClient) -> None:
    address = add(anna)
    upload(anna, address, ("a.txt", b"hello"))
    assert bartek.get(f"{address}/documents/1/file").text == "hello"
    assert "Add documents" not in bartek.get(f"{address}/documents").text
    upload(bartek, address, ("b.txt", b"hello"), status=403)
    assert bartek.post(f"{address}/documents/1/removal").status_code == 403


def test_who_may_not_see_a_document_is_told_it_does_not_exist(
    anna: TestClient, clara: TestClient, stranger: TestClient
) -> None:
    address, other = add(anna), add(anna, name="Other GmbH", vat_id="DE811907980")
    upload(anna, address, ("a.txt", b"hello"))
    clara_address = clara.post(
        "/at/clients", data={"kind": "person", "name": "Wiener", "country": "AT"}, follow_redirects=False
    ).headers["location"]
    for part in ("", "/file", "/view", "/preview"):
        assert clara.get(f"{address}/documents/1{part}").status_code == 404
        assert clara.get(f"{clara_address}/documents/1{part}").status_code == 404
        assert anna.get(f"{other}/documents/1{part}").status_code == 404
        assert anna.get(f"{address}/documents/99{part}").status_code == 404
        assert stranger.get(f"{address}/documents/1{part}", follow_redirects=False).status_code == 303
    assert anna.post(f"{other}/documents/1/removal").status_code == 404


def test_every_look_at_a_document_is_in_the_access_log(anna: TestClient, instance: Instance) -> None:
    address = add(anna)
    upload(anna, address, ("a.txt", b"hello"))
    anna.get(f"{address}/documents/1/file")
    deadline = time.monotonic() + 5
    while not (rows := instance.regions.find("de").read(_looks)) and time.monotonic() < deadline:
        time.sleep(0.05)  # the log is written in batches of at most a second
    assert rows == [("[1]", "document:1")]


def _looks(db: sqlite.Connection) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in db.execute("SELECT client_ids, detail FROM access WHERE act = 'document'").fetchall()
    ]


def test_the_numbers_on_the_card_follow_what_is_uploaded(anna: TestClient) -> None:
    address, part = add(anna), {"HX-Request": "true", "HX-Request-Type": "partial"}
    files = [("files", (name, b"signed")) for name in ("a.txt", "b.txt")]
    answer = anna.post(f"{address}/documents", files=files, headers=part)
    assert '"innerHTML:#count-timeline">2<' in answer.text and "#count-history" in answer.text
    assert "#count-timeline" not in anna.get(f"{address}/documents", headers=part).text


def test_a_document_is_removed_only_by_who_was_asked(anna: TestClient, bartek: TestClient) -> None:
    address = add(anna)
    upload(anna, address, ("vertrag.txt", b"signed"))
    document = f"{address}/documents/1"
    page = anna.get(document).text
    assert 'method="post" action="' + document not in page and f'href="{document}/removal"' in page
    for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
        question = anna.get(f"{document}/removal", headers=headers).text
        assert "Remove this document?" in question and "cannot be brought back" in question
        assert "vertrag.txt" in question and f'action="{document}/removal"' in question
    assert anna.get(document).status_code == 200
    assert bartek.get(f"{document}/removal").status_code == 403


def test_a_removed_document_leaves_its_name_in_the_history_only(anna: TestClient, instance: Instance) -> None:
    address = add(anna)
    upload(anna, address, ("foto.png", photo()))
    anna.post(f"{address}/documents/1/removal")
    assert anna.get(f"{address}/documents/1").status_code == 404
    assert "foto.png" in anna.get(f"{address}/history").text
    count = "SELECT (SELECT count(*) FROM document_part) + (SELECT count(*) FROM document_preview)"
    assert instance.regions.find("de").read(lambda db: db.execute(count).fetchone()[0]) == 0


def test_of_two_who_remove_a_document_at_once_one_has_removed_it(
    anna: TestClient, instance: Instance
) -> None:
    upload(anna, add(anna), ("Angebot.txt", b"x"))
    region = instance.regions.find("de")
    seen_by_both = region.read(store.find, 1, 1)
    region.write_now(store.remove, region.keys, seen_by_both, ANNA, AT)
    with pytest.raises(NotFound):
        region.write_now(store.remove, region.keys, seen_by_both, ANNA, AT)
    entries = region.read(history.of_object, region.keys, 1, "document:1")
    assert [entry.action for entry in entries] == ["remove", "create"]


def test_parts_cannot_be_swapped_and_another_key_opens_nothing(instance: Instance) -> None:
    keys = instance.regions.find("de").keys
    files, _ = accept([("a.bin", b"\0" * 3_000_000)])
    (sealed,) = seal_all(files, "owner-one", keys)
    document = store.Document(
        1, sealed.uuid, 1, None, "a.bin", "application/octet-stream", False, sealed.size, len(sealed.parts),
        sealed.key_owner, "u", None, None, "", "", "",
    )  # fmt: skip
    key = keys.key("owner-one")
    assert b"".join(open_part(document, n, part, key) for n, part in enumerate(sealed.parts)) == files[0].data
    with pytest.raises(WrongKey):
        open_part(document, 1, sealed.parts[0], key)
    with pytest.raises(WrongKey):
        open_part(document, 0, sealed.parts[0], keys.key("owner-two"))


def test_a_client_has_room_for_so_much(
    anna: TestClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = add(anna)
    monkeypatch.setattr(store, "CLIENT_QUOTA_BYTES", 10)
    upload(anna, address, ("a.txt", b"12345678"))
    page = upload(anna, address, ("b.txt", b"12345678"), status=413)
    assert "1 GB" in page and "a.txt" not in page
