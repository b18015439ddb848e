"""A document as files, for the server: PDF with the XML inside, XML alone, a picture of the first page.

What was printed is remembered by everything that stands on it: who asks for the same page again gets the same bytes.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict

from app.documents.kinds import PDF
from app.documents.preview import Picture, picture
from app.errors import NotFound
from app.i18n import N_
from app.invoices.einvoice import EN16931, XRECHNUNG, Profile, best, cii, has_xml, missing
from app.invoices.model import Document
from app.invoices.paper import as_issued, sheet
from app.paper import Presses, Sheet

_REMEMBERED_BYTES = 24 * 1024 * 1024


class Printing:
    def __init__(self, presses: Presses) -> None:
        self._presses = presses
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def pdf(self, document: Document) -> bytes:
        return await self._printed(await asyncio.to_thread(_sheet, as_issued(document)))

    async def picture(self, document: Document) -> bytes:
        """Of the first page, as PNG."""
        page = await asyncio.to_thread(_sheet, as_issued(document))
        key = _digest(page, b"picture")
        if key not in self._kept:
            made = await asyncio.to_thread(_picture, await self._printed(page))
            self._keep(key, made.png)
        return self._kept[key]

    async def xml(self, document: Document, profile: Profile | None = None) -> bytes:
        """Raises NotFound for what never becomes an e-invoice, or lacks something for it."""
        document = as_issued(document)
        profile = profile or best(document)
        if not has_xml(document) or missing(document, profile):
            raise NotFound(N_("There is no such e-invoice of this document."))
        return await asyncio.to_thread(cii, document, profile)

    async def originals(self, document: Document) -> dict[str, bytes]:
        """What is sealed: each file as it goes out."""
        document = as_issued(document)
        found = {"pdf": await self.pdf(document)}
        if has_xml(document) and not missing(document):
            found["xml"] = await self.xml(document, EN16931)
        if has_xml(document) and best(document) is XRECHNUNG:
            found["xrechnung"] = await self.xml(document, XRECHNUNG)
        return found

    async def _printed(self, page: Sheet) -> bytes:
        key = _digest(page, b"pdf")
        if key not in self._kept:
            self._keep(key, await self._presses.print(page))
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: bytes, made: bytes) -> None:
        self._kept[key] = made
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > _REMEMBERED_BYTES:
            self._kept.popitem(last=False)


def _sheet(document: Document) -> Sheet:
    ready = has_xml(document) and not missing(document)
    return sheet(document, cii(document) if ready else b"")


def _picture(pdf: bytes) -> Picture:
    found = picture(pdf, PDF)
    if found is None:
        raise NotFound(N_("There is no picture of this document."))
    return found


def _digest(page: Sheet, what: bytes) -> bytes:
    return hashlib.blake2b(what + page.message()).digest()
