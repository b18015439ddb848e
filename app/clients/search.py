"""Finding clients by any part of any of their words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from app.clients.search_index import TextColumn
from app.text import (
    MAX_QUERY_LENGTH,
    MAX_QUERY_TERMS,
    PART_OF_WORD_LENGTH,
    compact,
    fold,
    query_terms,
)

_OWN_TEXT = "' ' || t.name || ' ' || t.basics || ' ' || t.contacts || ' ' || t.tags"
_ATTACHED_TEXT = "EXISTS (SELECT 1 FROM attached_text a WHERE a.client_id = t.id AND a.folded"
# With the blank before it a trigram: see search_index.as_indexed.
_INDEXED_LENGTH = PART_OF_WORD_LENGTH - 1
_MIN_DIGITS = 4
_LONGEST_NUMBER = 60
# CROSS JOIN keeps this order: from the few that fit to their rows, never the other way round.
MATCHING = "client_search s CROSS JOIN client c ON c.id = s.rowid"
MATCHING_SHORT = (
    "client_search s CROSS JOIN client_text t ON t.id = s.rowid CROSS JOIN client c ON c.id = s.rowid"
)
NAMES_BEGINNING = "client c INDEXED BY client_same_name_fold"


@dataclass(frozen=True)
class TextQuery:
    """What was searched for. `match` is an FTS5 expression, empty where all there is is one letter; terms of one or two
    are found where a word begins. `short` are those that are not in `match`. All terms have to fit; of a number, which
    is in the index without marks or as it stands in some text, one of its two spellings (`any_of`), or all its parts,
    wherever they stand (`apart`): a house's number and a postal code look like one number. `attached` are those that
    have to be looked for in notes and documents too (`attached.occurring`); in the others they are not. Where no term
    has three letters so many clients may fit that the names that begin so are looked for first (`names_first`)."""

    terms: tuple[str, ...]
    match: str
    short: tuple[str, ...]
    any_of: bool = False
    apart: tuple[str, ...] = ()
    attached: frozenset[str] = frozenset()
    names_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)


def text_query(text: str, columns: Iterable[TextColumn] = ()) -> TextQuery:
    """Any text is a valid search: quotes, stars and operators are letters or nothing."""
    number, words = _number(text), _words(text)
    scope = f"{{{' '.join(columns)}}} : " if columns else ""
    if number:
        terms = tuple(dict.fromkeys((number, fold(text[:_LONGEST_NUMBER]))))
        apart = words if len(words) > 1 and not columns and any(map(_is_long, words)) else ()
        spellings = [*_quoted(terms), f"({all_of(apart)})"] if apart else _quoted(terms)
        return TextQuery(terms, f"{scope}({' OR '.join(spellings)})", _short(apart), True, apart)
    match = f"{scope}({all_of(words)})" if any(len(each) >= _INDEXED_LENGTH for each in words) else ""
    return TextQuery(words, match, _short(words), names_first=bool(words) and not any(map(_is_long, words)))


def _words(text: str) -> tuple[str, ...]:
    """What is searched for, each once. Letters that all stand alone ("S.A.", "e.K.") are one term: together they are
    long enough for the index."""
    letters = fold(text.strip()[:MAX_QUERY_LENGTH]).split()
    if 1 < len(letters) <= MAX_QUERY_TERMS and max(map(len, letters)) == 1:
        return (" ".join(letters),)
    return tuple(dict.fromkeys(map(_without_zero, query_terms(text))))


def _is_anywhere(term: str) -> bool:
    """Else it is looked for where a word begins."""
    return _is_long(term) and set(term[1::2]) != {" "}


def _is_long(term: str) -> bool:
    return len(term) >= PART_OF_WORD_LENGTH


def one_of(terms: Iterable[str]) -> str:
    """An FTS5 expression."""
    return " OR ".join(_quoted(terms))


def all_of(terms: Iterable[str]) -> str:
    """An FTS5 expression."""
    return " AND ".join(_quoted(terms))


def _quoted(terms: Iterable[str]) -> list[str]:
    return [
        f'"{term}"' if _is_anywhere(term) else f'" {term}"' for term in terms if len(term) >= _INDEXED_LENGTH
    ]


def _short(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(term for term in terms if len(term) < _INDEXED_LENGTH)


def _number(text: str) -> str:
    """A VAT ID or phone number typed with blanks, dashes, +49, (0) or a leading 0 is one term."""
    bare = compact(text[:_LONGEST_NUMBER].replace("(0)", ""))
    digits = sum(character.isdigit() for character in bare)
    if digits < _MIN_DIGITS or digits < len(bare) - 3:
        return ""
    return _without_zero(bare)


def _without_zero(term: str) -> str:
    """Phone numbers are kept internationally, where the 0 of an area code is left out."""
    bare = term.lstrip("0") if term.isdigit() else term
    return bare if len(bare) >= PART_OF_WORD_LENGTH else term


def short_condition(query: TextQuery, values: dict[str, object]) -> str:
    """SQL over `t` (client_text) for the short terms; its values are put into `values`."""
    short = _all_of("short", query.short, values, query.attached)
    return f"({_any_of(query.terms, values, query.attached)} OR {short})" if query.any_of else short


def name_condition(query: TextQuery, values: dict[str, object], *, by_index: bool = True) -> str:
    """SQL over `c` where every term is short: names that begin with the first, where the others stand anywhere.

    `by_index` where the names' index finds them; else they are tried row by row.
    """
    values["from"], values["to"] = query.terms[0], query.terms[0] + "\U0010ffff"
    name = "c.name_fold" if by_index else "+c.name_fold"
    begins = f"{name} <> '' AND {name} >= :from AND {name} < :to"
    return f"{begins} AND {word_condition(query, values)}" if len(query.terms) > 1 else begins


def word_condition(query: TextQuery, values: dict[str, object]) -> str:
    """SQL over `c` for all words, tried row by row: for few clients, or words so common that a page is soon full."""
    if query.any_of:
        fits = _any_of(query.terms, values, query.attached)
        fits = f"{fits} OR {_all_of('part', query.apart, values, query.attached)}" if query.apart else fits
    else:
        fits = _all_of("word", query.terms, values, query.attached)
    return f"EXISTS (SELECT 1 FROM client_text t WHERE t.id = c.id AND ({fits}))"


def name_words_condition(query: TextQuery, values: dict[str, object]) -> str:
    """SQL over `c` for what the filter by name has in the index, tried row by row."""
    terms = [term for term in query.terms if term not in query.short]
    values.update({f"name_part{index}": _pattern(term) for index, term in enumerate(terms)})
    fits = (" OR " if query.any_of else " AND ").join(
        f"' ' || c.name_fold GLOB :name_part{index}" for index in range(len(terms))
    )
    return f"({fits})"


def _any_of(terms: Iterable[str], values: dict[str, object], attached: Container[str] = ()) -> str:
    return " OR ".join(_each("spelling", terms, values, attached))


def _all_of(name: str, terms: Iterable[str], values: dict[str, object], attached: Container[str] = ()) -> str:
    return "(" + " AND ".join(_each(name, terms, values, attached)) + ")"


def _each(
    name: str, terms: Iterable[str], values: dict[str, object], attached: Container[str]
) -> Iterator[str]:
    for index, term in enumerate(terms):
        values[f"{name}{index}"] = _pattern(term)
        own = f"({_OWN_TEXT}) GLOB :{name}{index}"
        yield f"({own} OR {_ATTACHED_TEXT} GLOB :{name}{index}))" if term in attached else own


def _pattern(term: str) -> str:
    return f"*{term}*" if _is_anywhere(term) else f"* {term}*"


def relevance(query: TextQuery, values: dict[str, object]) -> str:
    """SQL that orders hits over `c`: names that begin so, words of names, parts of names, everything else.

    Plain comparisons instead of bm25, which reads every hit of a common word before the first can be shown.
    """
    values["first"] = query.terms[-1] if query.any_of else " ".join(query.terms)
    values["word"] = f" {values['first']}"
    return (
        "CASE instr(c.name_fold, :first) WHEN 1 THEN 0 WHEN 0 THEN 3"
        " ELSE CASE WHEN instr(c.name_fold, :word) THEN 1 ELSE 2 END END"
    )
