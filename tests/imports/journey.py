"""An import as a person makes it in the browser."""

from __future__ import annotations

import html
import re
import time

from httpx import Response
from litestar.testing import TestClient

SEVEN = "Nazwa;Email;NIP;Adres;Kod pocztowy;Miasto;Kraj"
POLISH = f"""{SEVEN}
Zakład Stolarski Wiśniewski;biuro@wisniewski.example;525-224-84-81;ul. Długa 5;00-238;Warszawa;Polska
Źródło Smaku Sp. z o.o.;kontakt@zrodlo.example;;Łąkowa 12/3;90-562;Łódź;Polska
Müller & Söhne GmbH;info@mueller.example;DE136695976;Hauptstraße 1;70173;Stuttgart;Niemcy
;bezimienny@firma.example;;Polna 1;00-001;Warszawa;Polska
Kłopot S.A.;klopot@@firma.example;123;Polna 2;00-001;Warszawa;Polska
"""


def upload(
    browser: TestClient,
    content: bytes | str,
    name: str = "klienci.csv",
    *,
    region: str = "de",
    query: str = "",
) -> Response:
    data = content.encode("cp1250") if isinstance(content, str) else content
    return browser.post(f"/{region}/imports{query}", files={"file": (name, data)}, follow_redirects=False)


def uploaded(browser: TestClient, content: bytes | str, name: str = "klienci.csv") -> str:
    """The address of the new import."""
    answer = upload(browser, content, name)
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["location"])


def chosen(page: str) -> dict[str, str]:
    """What the form of the columns would send as it is."""
    selects = re.findall(r'<select[^>]* name="([^"]+)".*?</select>', page, re.DOTALL)
    found = {}
    for name in selects:
        select = re.search(rf'<select[^>]* name="{name}".*?</select>', page, re.DOTALL)
        assert select is not None
        option = re.search(r'<option value="([^"]*)" selected', select[0])
        found[name] = html.unescape(option[1]) if option else ""
    return found


def checked(browser: TestClient, address: str, **other: str) -> str:
    """The preview, once every row was judged."""
    form = chosen(browser.get(f"{address}/mapping").text) | other
    answer = browser.post(f"{address}/check", data=form, follow_redirects=False)
    assert answer.status_code == 303, text_of(answer)
    return settled(browser, address)


def imported(browser: TestClient, address: str, **form: str) -> str:
    """The result, once everything is written."""
    answer = browser.post(f"{address}/run", data=form, follow_redirects=False)
    assert answer.status_code == 303, text_of(answer)
    return settled(browser, address)


def settled(browser: TestClient, address: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        page = browser.get(address).text
        if "hx-sse:connect" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the import does not come to an end")


def figures(page: str) -> list[int]:
    """The key figures, in their order."""
    found = re.search(r'<dl class="figures">.*?</dl>', page, re.DOTALL)
    assert found is not None, page
    return [
        int(re.sub(r"\D", "", value))
        for value in re.findall(r"<dd(?: class=\"(?:warn|bad)\")?>([^<]+)</dd>", found[0])
    ]


def text_of(answer: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
