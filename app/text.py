"""Texts as people type them: one search form, one sort form, and clean values.

The search form (`fold`) is used for the index and for the query alike. Case, marks and
punctuation vanish, and the German spellings ae/oe/ue are read as ä/ö/ü, which lose their dots:
Müller = Mueller = Muller = "muller". The price is that any "e" after a, o or u goes
("Manuel" -> "manul", "Bauer" -> "baur"). It goes on both sides, so nothing is ever missed;
only "poe" also offers "Polska". Letters are dropped strictly from left to right, therefore
the fold of what is typed so far begins the fold of the whole word, at every keystroke.
"""

import re
import unicodedata

MAX_QUERY_LENGTH = 100
MAX_QUERY_TERMS = 8
# From three letters on, parts of words are found (trigrams); shorter terms only where a word begins.
PART_OF_WORD_LENGTH = 3
SORTED_LENGTH = 160

_TABLE_LIMIT = 8_192  # remembered characters; the rest is computed, so that no text can fill the memory
_UNDECOMPOSED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "ŀ": "l", "ĸ": "k",
}  # fmt: skip
_POLISH = {
    "ą": "a~", "ć": "c~", "ę": "e~", "ł": "l~", "ń": "n~", "ó": "o~", "ś": "s~", "ź": "z~", "ż": "z~~",
}  # fmt: skip
# An apostrophe is written or left out at will ("L'Oréal", "Loreal"): it parts no words.
_APOSTROPHES = frozenset("'’‘ʼ´`′")


def _base_letters(character: str) -> str:
    """The character without case and marks; a space for whatever is no letter or digit."""
    if character in _APOSTROPHES:
        return ""
    letters = unicodedata.normalize("NFKD", character).casefold()
    letters = "".join(_UNDECOMPOSED.get(letter, letter) for letter in letters)
    letters = unicodedata.normalize("NFKD", letters).casefold()
    return "".join(_word_character(letter) for letter in letters)


def _word_character(character: str) -> str:
    if character in _UNDECOMPOSED:
        return _UNDECOMPOSED[character]
    if character.isalnum() and character not in _APOSTROPHES:
        return character
    return (
        ""
        if character in _APOSTROPHES or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        else " "
    )


class _Table(dict[int, str]):
    """What `str.translate` asks per character, worked out once and remembered."""

    def __missing__(self, code: int) -> str:
        letters = self.letters(chr(code))
        if len(self) < _TABLE_LIMIT:
            self[code] = letters
        return letters

    def letters(self, character: str) -> str:
        return _base_letters(character)


class _CompactTable(_Table):
    def letters(self, character: str) -> str:
        return "".join(letter for letter in _base_letters(character) if letter.isascii() and letter != " ")


class _SortTable(_Table):
    """Polish letters follow their base letter ("~" is above every ASCII letter), umlauts stand with it."""

    def letters(self, character: str) -> str:
        if character.isdecimal():
            return str(unicodedata.decimal(character))
        return _POLISH.get(character.lower()) or _base_letters(character)


_FOLD = _Table()
_COMPACT = _CompactTable()
_SORT = _SortTable()
# The same for plain ASCII as bytes, four times as fast: most names and every number are ASCII.
_ASCII_FOLD = bytes(ord(_FOLD[code] or " ") for code in range(128)) + bytes(128)
_ASCII_DROPPED = bytes(code for code in range(128) if not _FOLD[code])
_ASCII_SEPARATORS = bytes(code for code in range(128) if _FOLD[code] in {"", " "})
_UMLAUT_E = re.compile("(?<=[aou])e+")


def fold(text: str) -> str:
    """The search form: what the index holds and what a query is turned into."""
    if text.isascii():
        folded = text.encode("ascii").translate(_ASCII_FOLD, _ASCII_DROPPED).decode("ascii")
    else:
        folded = text.translate(_FOLD)
    return _without_umlaut_e(" ".join(folded.split()))


def _without_umlaut_e(folded: str) -> str:
    shorter = folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    # A second "e" goes too, because what has been folded must stay as it is: rare, and slower to look for.
    if "ae" in shorter or "oe" in shorter or "ue" in shorter:
        return _UMLAUT_E.sub("", shorter)
    return shorter


def compact(text: str) -> str:
    """Only a-z and 0-9, for what is written with and without blanks: VAT IDs, phone numbers."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_FOLD, _ASCII_SEPARATORS).decode("ascii")
    return text.translate(_COMPACT)


def query_terms(query: str) -> list[str]:
    """The words of a search, folded, each once: at most 8 in at most 100 characters."""
    words = fold(query.strip()[:MAX_QUERY_LENGTH])[:MAX_QUERY_LENGTH].split()
    return list(dict.fromkeys(words))[:MAX_QUERY_TERMS]


def highlight(text: str, terms: list[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with "was it searched for?"; terms come from `query_terms`."""
    folded, places = _fold_with_places(text)
    marked = [False] * len(text)
    for term in terms:
        for start in _occurrences(folded, term):
            begin, end = places[start][0], places[start + len(term) - 1][1]
            marked[begin:end] = [True] * (end - begin)
    return _pieces(text, marked)


def _fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The fold, blanks not yet collapsed, and for each of its characters (begin, end) in the text."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        letters = _FOLD[ord(character)]
        if not letters and places:
            places[-1] = (places[-1][0], index + 1)
        for letter in letters:
            if letter == "e" and folded and folded[-1] in "aou":
                places[-1] = (places[-1][0], index + 1)
            else:
                folded.append(letter)
                places.append((index, index + 1))
    return "".join(folded), places


def _occurrences(folded: str, term: str) -> list[int]:
    if not term:
        return []
    anywhere = len(term) >= PART_OF_WORD_LENGTH
    starts = (match.start() for match in re.finditer(re.escape(term), folded))
    return [start for start in starts if anywhere or start == 0 or folded[start - 1] == " "]


def _pieces(text: str, marked: list[bool]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    begin = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or marked[index] != marked[begin]:
            pieces.append((text[begin:index], marked[begin]))
            begin = index
    return pieces


_DIGITS = re.compile("[0-9]+")


def sort_key(text: str) -> str:
    """A key whose plain byte order is a list's order for Polish and German readers together.

    a ą b c ć ...; ä ö ü with a o u and ß as ss (DIN 5007-1); "Halle 9" before "Halle 10"; case
    and punctuation count for nothing. Of two that differ in marks only, the one without comes
    first; names that still share a key are to be told apart by their id.
    """
    text = text[:SORTED_LENGTH]
    if text.isascii():
        letters = text.encode("ascii").translate(_ASCII_FOLD, _ASCII_DROPPED).decode("ascii")
        return _DIGITS.sub(_number_key, " ".join(letters.split()))
    text = unicodedata.normalize("NFC", text)
    key = _DIGITS.sub(_number_key, " ".join(text.translate(_SORT).split()))
    return f"{key}\x01{_FORBIDDEN.sub('', text.casefold())}"


def _number_key(match: re.Match[str]) -> str:
    """The number of digits goes first (nine at a time, so that it sorts too), then the digits."""
    digits = match[0].lstrip("0") or "0"
    nines, rest = divmod(len(digits), 9)
    return f"{'9' * nines}{rest}{digits}"


# Control characters (tab and line ends are blanks, no controls), lone surrogates, noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_EDGES = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


def forbidden_characters(text: str) -> list[str]:
    """The control characters in a text as "U+0000", each once; no form takes them."""
    if text.isprintable():
        return []
    return sorted({f"U+{ord(character):04X}" for character in _FORBIDDEN.findall(text)})


def clean_line(text: str) -> str:
    """One line: composed letters (NFC), single blanks, nothing at the edges."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(_EDGES)


def clean_text(text: str) -> str:
    """Several lines: composed letters, line ends as \\n, no blanks at line ends or at the edges."""
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip(_EDGES)


# Characters without a look of their own that turn, join or hide others. The joiner inside an emoji may stay.
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)


def visible(text: str) -> str:
    """The text for display: invisible and direction-changing characters are named, as in "⟨U+202E⟩"."""
    if text.isascii():
        return text
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)
