"""A letter with everything it refers to: attachments are loaded when it goes out, from where they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from app.clock import Clock
from app.documents import store as documents
from app.documents.sealing import open_part
from app.errors import NotFound, Refused
from app.i18n import N_
from app.invoices.naming import name_of
from app.invoices.originals import store as originals
from app.invoices.originals.model import MEDIA_TYPES
from app.invoices.originals.sealing import opened
from app.invoices.printing import Printing
from app.invoices.store import load_document
from app.letters.message import eml
from app.letters.model import Attachment, Letter
from app.regions import Region
from app.seller import store as sellers
from app.settings import Settings

# What comes after the colon of a reference, made a file. Raises MasakuError where it is gone.
Load = Callable[[Region, Letter, str], Awaitable[Attachment]]
_NO_ADDRESS = "masaku@localhost"


class Assembly:
    """`loaders` by the word before the colon of a reference."""

    def __init__(self, settings: Settings, clock: Clock, loaders: Mapping[str, Load]) -> None:
        self._settings, self._clock, self._loaders = settings, clock, loaders

    async def eml(self, region: Region, letter: Letter) -> bytes:
        """Raises MasakuError where an attachment is gone, ValueError where no mail can have this address."""
        attached = [await self._load(region, letter, each) for each in letter.attachments]
        sender, firm = self._settings.mail_from or _NO_ADDRESS, region.read(sellers.load)
        return await asyncio.to_thread(
            eml, letter, attached, sender, self._clock.now(), name=firm.name, answers_to=firm.email
        )

    async def names(self, region: Region, letter: Letter) -> list[tuple[str, int]]:
        """File name and size of each attachment; ("", 0) for one that is gone."""
        found = []
        for each in letter.attachments:
            try:
                attachment = await self._load(region, letter, each)
                found.append((attachment.filename, len(attachment.data)))
            except (NotFound, Refused):
                found.append(("", 0))
        return found

    async def _load(self, region: Region, letter: Letter, reference: str) -> Attachment:
        kind, _, which = reference.partition(":")
        return await self._loaders[kind](region, letter, which)


def of_invoice(printing: Printing) -> Load:
    """The sealed original of the letter's invoice, "pdf", "xml" or "xrechnung", or of another, "pdf:12"; printed where
    it is not sealed yet."""

    async def load(region: Region, letter: Letter, reference: str) -> Attachment:
        which, _, other = reference.partition(":")
        number = int(other) if other else letter.invoice_id
        assert number is not None
        document = region.read(load_document, number)
        sealed = {each.kind for each in region.read(originals.of_invoice, number)}
        if which in sealed:
            found = region.read(originals.find, number, which)
            data = await asyncio.to_thread(opened, found, region.keys)
        else:
            data = (await printing.originals(document)).get(which, b"")
        if not data:
            raise NotFound(N_("There is no such e-invoice of this document."))
        ending = "pdf" if which == "pdf" else "xml"
        return Attachment(name_of(document, ending), MEDIA_TYPES[which], data)

    return load


async def document(region: Region, letter: Letter, which: str) -> Attachment:
    found = region.read(documents.find, letter.client_id, int(which))
    key = region.keys.find(found.key_owner)
    if key is None:
        raise NotFound(N_("This document was erased."))
    sealed = [await region.read_slow(documents.part, found.id, part) for part in range(found.parts)]
    data = b"".join(open_part(found, part, each, key) for part, each in enumerate(sealed))
    return Attachment(found.filename, found.media_type, data)
