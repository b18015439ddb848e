"""Runs as a process of its own: a document on stdin, the picture of its first page as PNG on stdout.

Hostile files are expected here. The process reads no files of the instance, limits itself before it
touches the input, and may die at any point: no picture is a normal outcome. Imports nothing of app,
so that it starts fast and alone (`python -I render.py pdf|image`).
"""

from __future__ import annotations

import importlib
import io
import resource
import sys

from PIL import Image, ImageOps

WIDTH = 900
HEIGHT = 1800
MAX_PIXELS = 120_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 8
STANDARD_STREAMS = 3
# Pillow imports these only when a picture needs them.
IMPORTED_LATE = (
    "copy",
    "PIL.ImageColor",
    "PIL.ImageFile",
    "PIL.ImageFilter",
    "PIL.ImagePalette",
    "PIL.TiffImagePlugin",
)


def load(pdf: bool) -> None:
    """Everything is imported before the limits make that impossible."""
    Image.init()
    for module in (*IMPORTED_LATE, *(["pypdfium2"] if pdf else [])):
        importlib.import_module(module)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # With the three standard streams taken, no file and no socket can be opened any more.
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))


def picture_of_pdf(data: bytes) -> Image.Image:
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDTH / width, HEIGHT / height)
        picture: Image.Image = page.render(scale=scale).to_pil()
    return picture


def picture_of_image(data: bytes) -> Image.Image:
    """The first frame, turned as the camera was held, on white."""
    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise ValueError("too many pixels")
    image.draft("RGB", (WIDTH, WIDTH))
    flat = _on_white(image)
    flat.thumbnail((HEIGHT, HEIGHT))
    turned = ImageOps.exif_transpose(flat)
    turned.thumbnail((WIDTH, HEIGHT))
    return turned


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    if image.mode == "P" or "transparency" in image.info or image.mode in ("LA", "PA", "La"):
        image = image.convert("RGBA")
    if image.mode != "RGBA":
        return image.convert("RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page


def main() -> None:
    pdf = sys.argv[-1] == "pdf"
    load(pdf)
    limit()
    data = sys.stdin.buffer.read()
    picture = picture_of_pdf(data) if pdf else picture_of_image(data)
    output = io.BytesIO()
    # Only the pixels are written: no EXIF, no place where the photo was taken.
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(output, "PNG", optimize=False)
    sys.stdout.buffer.write(output.getvalue())


if __name__ == "__main__":
    main()
