"""Finding out how a text file is encoded, without asking.

Byte order mark, then UTF-16 without a mark, then UTF-8, then the 8-bit code pages of our region.
Those are told apart by what becomes of the words: with the right one all accented letters belong
to one language (or to it and German), no sign stands inside a word and no capital after a small letter.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order of preference where a text reads equally well.
_CODE_PAGES = ("cp1252", "cp1250", "iso-8859-2", "cp852")
_JUDGED_BYTES = 128 * 1024
_JUDGED_AROUND = 500
# Up to this share of broken characters a UTF-8 file is still one: somebody pasted a line from elsewhere.
_TOLERATED_DAMAGE = 0.05
_UTF16_SAMPLE = 4096
_PIECE = 1024 * 1024

_NOT_FIRST = bytes(range(0xC0))  # bytes that begin no character of several bytes
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f\u2010-\u2019\xad\xb4](?=[^\W\d_])")
_UNUSED = re.compile("[\x80-\x9f\ufffd]")
_USUAL_SIGNS = re.compile("[„”“’‘–—…€§°«»\xa0]")

_OWN_LETTER = 3  # of Polish and German, our clients' languages
_OTHERS_LETTER = 2
_USUAL_SIGN = 2
_FOREIGN_LETTER = -1
_STRANGE = -4  # a capital inside a word, a sign inside a word
_UNUSED_CODE = -6
_GERMAN = "äöüß"
_LANGUAGES = (
    "áčďéěíňóřšťúůýž",  # Czech
    "áčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóőúű",  # Hungarian
    "čćšžđ",  # Slovene, Croatian
    "ăâîşţ",  # Romanian
    "àâæçéèêëîïôœùûÿ",  # French
    "àèéìòù",  # Italian
    "áéíñóú",  # Spanish
    "åæéø",  # Danish, Norwegian, Swedish
)


def _weights(letters: str, weight: int) -> dict[str, int]:
    own = dict.fromkeys(_GERMAN + _GERMAN.upper(), _OWN_LETTER)
    return dict.fromkeys(letters + letters.upper(), weight) | own


_ALPHABETS = (
    _weights("ąćęłńóśźż", _OWN_LETTER),
    *(_weights(letters, _OTHERS_LETTER) for letters in _LANGUAGES),
)


def find_encoding(data: bytes) -> str:
    """The encoding of a whole file, a key of `model.ENCODINGS`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _utf16_without_mark(data) or ("utf-8-sig" if _is_utf8(data) else _code_page(data))


def _utf16_without_mark(data: bytes) -> str:
    """Latin text in UTF-16 has a zero in nearly every second byte."""
    even, odd = data[:_UTF16_SAMPLE:2], data[1:_UTF16_SAMPLE:2]
    for encoding, zeros, letters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > 0.4 * len(zeros) and letters.count(0) < 0.1 * len(letters):
            return encoding
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        for _ in decoded(data, "utf-8", "strict"):
            pass
    except UnicodeDecodeError:
        sample = _telling_lines(data)
        broken = sample.decode("utf-8", "replace").count("\ufffd")
        return broken <= _TOLERATED_DAMAGE * len(sample.translate(None, _NOT_FIRST))
    return True


def decoded(data: bytes, encoding: str, errors: str = "replace") -> Iterator[str]:
    """The text in pieces: a whole file as one string could need four times its size."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for begin in range(0, len(data), _PIECE):
        yield decoder.decode(data[begin : begin + _PIECE])
    yield decoder.decode(b"", final=True)


def _code_page(data: bytes) -> str:
    sample = _telling_lines(data)
    return max(_CODE_PAGES, key=lambda encoding: _likeness(sample.decode(encoding, "replace")))


def _telling_lines(data: bytes) -> bytes:
    """The first lines with anything beyond ASCII; of very long ones what stands around it."""
    lines: list[bytes] = []
    position = size = 0
    while size < _JUDGED_BYTES and (found := _BEYOND_ASCII.search(data, position)):
        begin = max(data.rfind(b"\n", position, found.start()) + 1, found.start() - _JUDGED_AROUND, position)
        end = data.find(b"\n", found.end(), found.end() + _JUDGED_AROUND)
        position = end if end >= 0 else found.end() + _JUDGED_AROUND
        lines.append(data[begin:position])
        size += len(lines[-1])
    return b"\n".join(lines)


def _likeness(text: str) -> int:
    """How much the text looks like words and names; only characters beyond ASCII count."""
    letters: Counter[str] = Counter()
    score = _USUAL_SIGN * len(_USUAL_SIGNS.findall(text))
    score += _STRANGE * len(_SIGN_IN_WORD.findall(text)) + _UNUSED_CODE * len(_UNUSED.findall(text))
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        if word.isalpha() and (word.islower() or word.isupper() or word[1:].islower()):
            letters.update(letter for letter in word if not letter.isascii())
        else:
            score += _STRANGE
    return score + max(
        sum(alphabet.get(letter, _FOREIGN_LETTER) * count for letter, count in letters.items())
        for alphabet in _ALPHABETS
    )
