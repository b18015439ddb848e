"""How much room a firm's particulars need at the foot of a page: what stands above must not run into them."""

from __future__ import annotations

from textwrap import wrap

from app.invoices.model import Party

# Characters that surely fit into a line: of a column, and of the closing words below all three.
_COLUMN, _WHOLE = 37, 96
_LABEL = "x" * 18  # "Geschäftsführung: "
_USUAL_LINES, _USUAL_MM, _LINE_MM = 6, 32.0, 4.0


def style(seller: Party) -> bytes:
    """Moves the end of the page up where the usual six lines are not enough."""
    more = _lines(seller) - _USUAL_LINES
    return b"@page { margin-bottom: %.1fmm }" % (_USUAL_MM + more * _LINE_MM) if more > 0 else b""


def _lines(seller: Party) -> int:
    columns = (
        (
            seller.name, f"{seller.street}, {seller.postal_code} {seller.city}", _labelled(seller.directors),
            seller.register,
        ),
        (seller.vat_id, _labelled(seller.tax_number), _labelled(seller.phone), seller.email),
        (seller.bank, seller.iban, seller.bic, seller.website),
    )  # fmt: skip
    number_of_page = 1
    closing = sum(max(1, len(wrap(each, _WHOLE))) for each in seller.footer.splitlines())
    return max(sum(len(wrap(text, _COLUMN)) for text in column) for column in columns) + max(
        closing, number_of_page
    )


def _labelled(text: str) -> str:
    return f"{_LABEL} {text}" if text else ""
