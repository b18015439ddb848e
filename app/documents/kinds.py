"""The kinds of files the product knows by name."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_


@dataclass(frozen=True)
class ContentType:
    """A kind of file. Only `inline_safe` ones may be shown by a browser as they are."""

    media_type: str
    label: str
    icon: str = "file"
    extensions: tuple[str, ...] = ()
    inline_safe: bool = False
    previewable: bool = False
    refused: bool = False

    @property
    def served_as(self) -> str:
        """The type a download is labelled with: never one that a browser would run."""
        harmless = not self.media_type.startswith(("text/", "image/svg", "application/xml", "message/"))
        return self.media_type if harmless or self.media_type == "text/plain" else "application/octet-stream"


PDF = ContentType("application/pdf", N_("PDF"), "file-type-pdf", ("pdf",), previewable=True)
PNG = ContentType("image/png", N_("Image"), "photo", ("png",), previewable=True)
JPEG = ContentType("image/jpeg", N_("Image"), "photo", ("jpg", "jpeg", "jpe", "jfif"), previewable=True)
GIF = ContentType("image/gif", N_("Image"), "photo", ("gif",), previewable=True)
WEBP = ContentType("image/webp", N_("Image"), "photo", ("webp",), previewable=True)
TIFF = ContentType("image/tiff", N_("Image"), "photo", ("tif", "tiff"), previewable=True)
BMP = ContentType("image/bmp", N_("Image"), "photo", ("bmp",), previewable=True)
HEIC = ContentType("image/heic", N_("Image"), "photo", ("heic", "heif", "avif"))
SVG = ContentType("image/svg+xml", N_("SVG drawing"), extensions=("svg",))
HTML = ContentType("text/html", N_("Web page"), extensions=("html", "htm"))
XML = ContentType("application/xml", N_("XML file"), "file-text", ("xml",))
RTF = ContentType("application/rtf", N_("Text document"), "file-text", ("rtf", "doc"))
EMAIL = ContentType("message/rfc822", N_("E-mail"), "mail", ("eml",))
VCARD = ContentType("text/vcard", N_("Contact"), "user", ("vcf",))
CALENDAR = ContentType("text/calendar", N_("Calendar entry"), "calendar-event", ("ics",))
CSV = ContentType("text/csv", N_("Table"), "file-spreadsheet", ("csv", "tsv"))
MARKDOWN = ContentType("text/markdown", N_("Text"), "file-text", ("md", "markdown"))
TEXT = ContentType("text/plain", N_("Text"), "file-text", ("txt", "text", "log"))
ZIP = ContentType("application/zip", N_("Archive file"), "file-zip", ("zip",))
ARCHIVE = ContentType(
    "application/x-archive", N_("Archive file"), "file-zip", ("7z", "rar", "gz", "tgz", "xz")
)
UNKNOWN = ContentType("application/octet-stream", N_("File"))
PROGRAM = ContentType("application/octet-stream", N_("Program"), refused=True)


def _office(name: str, label: str, icon: str, extensions: tuple[str, ...]) -> ContentType:
    return ContentType(f"application/vnd.{name}", label, icon, extensions)


def _text_document(name: str, *extensions: str) -> ContentType:
    return _office(name, N_("Text document"), "file-text", extensions)


def _spreadsheet(name: str, *extensions: str) -> ContentType:
    return _office(name, N_("Spreadsheet"), "file-spreadsheet", extensions)


def _presentation(name: str, *extensions: str) -> ContentType:
    return _office(name, N_("Presentation"), "chart-bar", extensions)


OFFICE = {
    "word": _text_document(
        "openxmlformats-officedocument.wordprocessingml.document", "docx", "docm", "dotx", "doc"
    ),
    "excel": _spreadsheet(
        "openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "xlsm", "xltx", "xlsb", "xls"
    ),
    "powerpoint": _presentation(
        "openxmlformats-officedocument.presentationml.presentation", "pptx", "pptm", "ppsx", "ppt"
    ),
    "odt": _text_document("oasis.opendocument.text", "odt", "ott"),
    "ods": _spreadsheet("oasis.opendocument.spreadsheet", "ods", "ots"),
    "odp": _presentation("oasis.opendocument.presentation", "odp", "otp"),
    "old word": ContentType("application/msword", N_("Text document"), "file-text", ("doc", "dot")),
    "old excel": _spreadsheet("ms-excel", "xls", "xlt"),
    "old powerpoint": _presentation("ms-powerpoint", "ppt", "pps"),
    "outlook": ContentType("application/vnd.ms-outlook", N_("E-mail"), "mail", ("msg",)),
    "installer": PROGRAM,
    "java": PROGRAM,
}

PICTURES = (PNG, JPEG, GIF, WEBP, TIFF, BMP, HEIC)

_BY_MEDIA_TYPE = {
    kind.media_type: kind
    for kind in (
        *(PDF, *PICTURES, SVG, HTML, XML, RTF, EMAIL, VCARD, CALENDAR, CSV, MARKDOWN, TEXT, ZIP, ARCHIVE),
        *(kind for kind in OFFICE.values() if not kind.refused),
    )
}


def kind_of(media_type: str) -> ContentType:
    """The kind behind a stored media type, with its word and icon."""
    return _BY_MEDIA_TYPE.get(media_type, UNKNOWN)
