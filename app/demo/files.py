"""Small real files to attach: a one-page PDF with a line of text, and a drawing as PNG."""

import struct
import unicodedata
import zlib

_NOT_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
_WIDTH, _HEIGHT = 96, 64


def pdf(line: str) -> bytes:
    """An A4 page with the line on it; letters that Helvetica's standard encoding lacks lose their marks."""
    plain = unicodedata.normalize("NFKD", line.replace("ł", "l").replace("Ł", "L").replace("ß", "ss"))
    text = plain.encode("ascii", "ignore").decode("ascii").translate(_NOT_ESCAPED)
    drawing = f"BT /F1 16 Tf 72 760 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    file, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, written in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return bytes(file) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def png(shade: int) -> bytes:
    """The sketch of a page: a head, a picture and lines of text in a shade from 0 to 255."""
    rows = b"".join(b"\0" + bytes(_pixel(x, y, shade) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pixel(x: int, y: int, shade: int) -> int:
    in_head = y < 10
    in_picture = 8 <= x < 44 and 18 <= y < 56
    in_text = 52 <= x < 88 and 18 <= y < 56 and y % 6 < 2
    return shade if in_head or in_picture or in_text else 255
