"""An import in the browser, from the file to the clients."""

from __future__ import annotations

from litestar.testing import TestClient

from tests.imports.journey import POLISH, checked, figures, imported, uploaded


def test_a_polish_file_becomes_clients(anna: TestClient) -> None:
    address = uploaded(anna, POLISH)
    page = anna.get(address).text
    assert "Windows-1250" in page and "semicolon" in page and "7 of 7 columns assigned" in page
    page = checked(anna, address)
    assert figures(page) == [3, 0, 0, 0, 2]
    assert "Import 3 rows" in page
    page = imported(anna, address, on_duplicate="skip")
    assert figures(page) == [3, 0, 0, 0, 2]
    assert "Źródło Smaku" in anna.get("/de/clients").text
