"""CSV files as they come, read into rows."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.imports import reading
from app.imports.reading import FileKind, Format
from app.imports.reading.model import DELIMITERS, ENCODINGS

HEADER = ["Nazwa", "Email", "NIP", "Adres", "Kod pocztowy", "Miasto", "Kraj"]
CLIENTS = [
    ["Żółw sp. z o.o.", "biuro@zolw.example", "525-224-84-81", "ul. Długa 5", "00-111", "Warszawa", "Polska"],
    ["Müller, Söhne; GmbH", "info@mueller.example", "", 'Straße "B" 7', "70192", "Köln | Deutz", "Niemcy"],
    ["Zwei\nZeilen", "", "", "", "", "", "AT"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "klienci.csv"


def written(rows: list[list[str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def table(file: Path, content: str | bytes, wanted: Format | None = None) -> reading.Table:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return reading.read(file, wanted or Format())


def good(found: reading.Table) -> list[list[str]]:
    return [row.cells for row in found.rows if row.problem is None]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16-le with mark"])
def test_clients_are_read_whatever_the_delimiter_and_encoding(
    file: Path, delimiter: str, encoding: str
) -> None:
    rows = [HEADER, *CLIENTS]
    mark = b"\xff\xfe" if encoding.endswith("mark") else b""
    codec = encoding.split()[0]
    if codec == "cp1252":
        rows = [HEADER, *CLIENTS[1:]]
    found = table(file, mark + written(rows, delimiter).encode(codec))
    assert found.format.delimiter == delimiter
    assert found.headings == tuple(HEADER)
    assert good(found) == rows[1:]


def test_lines_are_those_of_the_file(file: Path) -> None:
    found = table(file, written([HEADER, *CLIENTS, CLIENTS[0]]))
    assert [row.line for row in found.rows] == [2, 3, 4, 6]


def test_commas_in_addresses_are_no_delimiter(file: Path) -> None:
    addresses = [f"Firma {n};ul. Długa {n}, lok. 2, 00-111 Warszawa" for n in range(9)]
    found = table(file, "\n".join(["Nazwa;Adres", *addresses]))
    assert found.headings == ("Nazwa", "Adres") and len(good(found)) == 9


def test_one_column_is_a_table_too(file: Path) -> None:
    found = table(file, "Firma\nMüller, Söhne\nHuber KG\n")
    assert found.headings == ("Firma",)
    assert good(found) == [["Müller, Söhne"], ["Huber KG"]]


def test_excels_own_hint_names_the_delimiter(file: Path) -> None:
    found = table(file, "sep=|\r\nNazwa|Email\r\nAda;s.c.|ada@ada.example\r\n")
    assert found.headings == ("Nazwa", "Email") and good(found) == [["Ada;s.c.", "ada@ada.example"]]


@pytest.mark.parametrize(
    "banner",
    [
        "Eksport klientów\n",
        "Export vom 23.11.2026;;;;;;\n",
        "\n\nKlienci\n\n",
        "Firma;Muster GmbH;;;;;\nStand;2026;;;;;\n",
    ],
)
def test_titles_above_the_header_are_passed_over(file: Path, banner: str) -> None:
    found = table(file, banner + written([HEADER, *CLIENTS]))
    assert found.headings == tuple(HEADER)
    assert good(found) == CLIENTS
    assert found.format.header_line == banner.count("\n") + 1


def test_a_file_without_header_keeps_its_first_row(file: Path) -> None:
    found = table(file, "Ada s.c.;ada@ada.example\nHuber KG;info@huber.example\n")
    assert found.format.header_line == 0
    assert found.headings == ("", "") and len(good(found)) == 2


def test_what_was_found_can_be_overruled(file: Path) -> None:
    wanted = Format(encoding="iso-8859-2", delimiter=",", header_line=2)
    found = table(file, "x;y\nNazwa;A,B;C\nĄ;1,2;3\n".encode("iso-8859-2"), wanted)
    assert found.headings == ("Nazwa;A", "B;C") and good(found) == [["Ą;1", "2;3"]]


@pytest.mark.parametrize("wanted", [Format(encoding="utf-7"), Format(delimiter="x")])
def test_only_known_encodings_and_delimiters_are_taken(file: Path, wanted: Format) -> None:
    with pytest.raises(Refused):
        table(file, "a;b\n1;2\n", wanted)


def test_blank_and_repeated_headings_survive(file: Path) -> None:
    found = table(file, "\ufeffNazwa;;Email;Email\nAda;x;a@b.pl;c@d.pl\n")
    assert found.headings == ("Nazwa", "", "Email", "Email")
    assert good(found) == [["Ada", "x", "a@b.pl", "c@d.pl"]]


def test_columns_that_only_the_rows_have_get_an_empty_heading(file: Path) -> None:
    assert table(file, "Nazwa;Email\nAda;a@b.pl;x\nBo;b@b.pl;y\n").headings == ("Nazwa", "Email", "")


def test_mixed_line_ends_part_rows_all_the_same(file: Path) -> None:
    assert good(table(file, "Nazwa;Kraj\rAda;PL\nBo;DE\r\nCy;AT")) == [
        ["Ada", "PL"],
        ["Bo", "DE"],
        ["Cy", "AT"],
    ]


def test_empty_rows_are_left_out(file: Path) -> None:
    found = table(file, "Nazwa;Kraj\n\nAda;PL\n;\n  ; \nBo;DE\n\n")
    assert [(row.line, row.cells[0]) for row in found.rows] == [(3, "Ada"), (6, "Bo")]


class TestWhatIsBrokenCostsItsOwnRowOnly:
    def test_rows_of_another_width(self, file: Path) -> None:
        rows = list(
            table(file, "Nazwa;Email;Kraj\nAda;a@b.pl;PL\nBo;DE\nCy;c@d.pl;AT;x\nDi;;DE;;\nEd;;PL\n").rows
        )
        assert [row.line for row in rows if row.problem] == [3, 4]
        assert str(rows[1].problem) == "This row has 2 cells, the header has 3. Is a quotation mark missing?"
        assert rows[1].cells == ["Bo", "DE"]
        assert [row.cells[0] for row in rows if not row.problem] == ["Ada", "Di", "Ed"]

    def test_a_quotation_mark_that_is_never_closed(self, file: Path) -> None:
        lines = [
            "Nazwa;Email;Kraj",
            'Ada "Oak;a@b.pl;PL',
            '"Bo;b@b.pl;DE',
            *[f"C{n};;AT" for n in range(900)],
        ]
        rows = list(table(file, "\n".join(lines)).rows)
        assert [(row.line, str(row.problem)) for row in rows if row.problem] == [
            (3, "A quotation mark in this line is never closed.")
        ]
        assert len(rows) == 902

    def test_a_quotation_mark_closed_by_the_next_rows_own(self, file: Path) -> None:
        rows = list(table(file, 'Nazwa;Email\n"Ada;a@b.pl\n"Bo";b@b.pl\nCy;c@b.pl\n').rows)
        assert [row.cells[0] for row in rows if not row.problem] == ["Bo", "Cy"]

    def test_an_open_quotation_mark_in_the_last_row(self, file: Path) -> None:
        rows = list(table(file, 'Nazwa;Email\nAda;a@b.pl\nBo;"b@b.pl').rows)
        assert [row.problem is None for row in rows] == [True, False]

    def test_a_file_of_open_quotation_marks_is_read_in_one_go(self, file: Path) -> None:
        rows = list(table(file, "Nazwa;Email\n" + 'x";"\n' * 20_000).rows)
        assert len(rows) > 19_000

    def test_zero_bytes(self, file: Path) -> None:
        rows = list(table(file, b"Nazwa;Email\nAda;a@b.pl\nB\0o;b@b.pl\nCy;c@d.pl\n").rows)
        assert [row.line for row in rows if row.problem] == [3]
        assert len(rows) == 3

    def test_letters_of_another_encoding(self, file: Path) -> None:
        text = "Nazwa;Miasto\n" + "Żółw;Łódź\n" * 20
        rows = list(table(file, text.encode() + "Müller;Köln\n".encode("cp1252") + b"Bo;Wien\n").rows)
        assert [row.line for row in rows if row.problem] == [22]

    @pytest.mark.parametrize("cell", ["x" * 10_000_000, '"' + "x\n" * 5_000_000])
    def test_a_cell_of_ten_megabytes(self, file: Path, cell: str) -> None:
        rows = table(file, f"Nazwa;Email\nAda;a@b.pl\n{cell};b@b.pl\nCy;c@d.pl\n").rows
        first = [next(rows), next(rows)]
        assert first[0].cells[0] == "Ada" and first[1].line == 3 and first[1].problem
        assert first[1].cells == [] or len(first[1].cells[0]) < 200_000


def test_too_many_columns_are_refused(file: Path) -> None:
    with pytest.raises(Refused, match="201 columns"):
        table(file, ";".join(f"Spalte {n}" for n in range(201)) + "\n")


def test_a_line_of_a_million_delimiters_does_no_harm(file: Path) -> None:
    rows = list(table(file, "Nazwa;Email\n" + ";" * 1_000_000 + "\nAda;a@b.pl\n").rows)
    assert [row.line for row in rows if not row.problem] == [3]


@pytest.mark.parametrize("cell", ["1" * 130_000 + "x", " " * 100_000 + "x", "(" * 130_000, "x" * 130_000])
def test_cells_made_to_be_looked_through_again_cost_no_time(file: Path, cell: str) -> None:
    started = time.process_time()
    found = table(file, f"Nazwa;{cell}\nŻółw;{cell}\n{cell};x\n".encode("cp1250"))
    assert list(found.rows) and time.process_time() - started < 1


def test_a_header_alone_has_no_rows(file: Path) -> None:
    assert list(table(file, ";".join(HEADER)).rows) == []


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufeff"), max_size=20)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=TABLES, delimiter=st.sampled_from(DELIMITERS), encoding=st.sampled_from(["utf-8-sig", "utf-16"]))
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    header = [f"Column {'abcdef'[number]}" for number in range(len(rows[0]))]
    wanted = Format(FileKind.CSV, delimiter=delimiter, encoding=encoding, header_line=1)
    found = table(file, written([header, *rows], delimiter).encode(encoding), wanted)
    assert found.headings == tuple(header)
    assert [row.cells for row in found.rows] == [row for row in rows if any(cell.strip() for cell in row)]


LETTERS = "abc xyz ABC ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜ 0123456789 .-/&()"
NAMES = st.text(LETTERS + ";,|\t\"'\n", min_size=1, max_size=25).map(lambda text: f"Łódź {text} Köln")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(NAMES, min_size=3, max_size=3), min_size=3, max_size=12),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1250", "iso-8859-2", "cp852"]),
)
def test_what_a_csv_writer_wrote_is_found_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "found.csv"
    found = table(file, written([["Nazwa", "Adres", "Uwagi"], *rows], delimiter).encode(encoding))
    assert found.headings == ("Nazwa", "Adres", "Uwagi")
    assert [row.cells for row in found.rows] == rows
