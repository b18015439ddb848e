"""Pictures of documents come from a process that may die without harm."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from app.documents.content import find_type
from app.documents.preview import Picture, picture


def preview(data: bytes) -> Picture | None:
    return picture(data, find_type(data))


def opened(found: Picture | None) -> Image.Image:
    assert found is not None
    return Image.open(io.BytesIO(found.png))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def pdf(content: bytes, width: int = 600, height: int = 800) -> bytes:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
        % (width, height),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>"


def test_first_page_of_a_pdf_is_shown_with_its_text() -> None:
    page = opened(preview(pdf(b"BT /F 48 Tf 50 400 Td (Rahmenvertrag) Tj ET")))
    assert page.size == (900, 1200)
    assert min(page.convert("L").tobytes()) < 100


def test_a_photo_is_turned_as_the_camera_was_held_and_keeps_no_exif() -> None:
    photo = Image.new("RGB", (4000, 2000), "white")
    photo.paste("red", (0, 0, 2000, 2000))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of Anna"
    found = preview(saved(photo, "JPEG", exif=exif))
    page = opened(found)
    assert page.size == (900, 1800)
    assert page.getpixel((450, 100))[0] > 200 > page.getpixel((450, 100))[1]
    assert found is not None and b"Anna" not in found.png


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("RGBA", (50, 40), (255, 0, 0, 0)), "PNG"),
        (Image.new("LA", (50, 40), (0, 0)), "PNG"),
        (Image.new("CMYK", (50, 40)), "JPEG"),
        (Image.new("I;16", (50, 40), 65535), "PNG"),
        (Image.new("1", (50, 40), 1), "TIFF"),
    ],
)
def test_every_kind_of_picture_ends_on_white(image: Image.Image, kind: str) -> None:
    page = opened(preview(saved(image, kind)))
    assert page.mode == "RGB" and page.size == (50, 40)
    assert min(page.getpixel((20, 20))) > 250


def test_the_first_frame_stands_for_an_animation() -> None:
    frames = [Image.new("RGB", (30, 30), "red"), Image.new("RGB", (30, 30), "blue")]
    page = opened(preview(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])))
    assert page.getpixel((15, 15))[0] > 200


def png_bomb(side: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(9)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 broken",
        b"%PDF-1.4\n" + b"<</Kids[1 0 R]" * 1000,
        pdf(b"", 0, 0),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"\xff\xd8\xff\xe0",
        png_bomb(60_000),
        b"GIF89a" + b"\xff" * 500,
    ],
)
def test_what_cannot_be_shown_has_no_picture_and_makes_no_error(data: bytes) -> None:
    assert preview(data) is None


def test_text_and_office_files_have_no_picture() -> None:
    assert preview(b"hello") is None
    assert preview(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
