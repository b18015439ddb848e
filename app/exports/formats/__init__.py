"""The kinds of files that exports can be, one sibling file each. To add one: a file like the others, a line here."""

from __future__ import annotations

from collections.abc import Mapping

from app.exports.formats import csv_file, json_file, ods_file, pdf_file, vcard_file, xlsx_file
from app.exports.formats.model import Context, Format

FORMATS: Mapping[str, Format] = {
    each.key: each
    for module in (xlsx_file, csv_file, pdf_file, vcard_file, ods_file, json_file)
    for each in module.FORMATS
}
__all__ = ["FORMATS", "Context", "Format"]
