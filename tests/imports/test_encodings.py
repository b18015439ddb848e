import pytest

from app.imports.reading.encodings import find_encoding

POLISH = "Nazwa;Miasto\r\nŻółw i Łabędź sp. z o.o.;Łódź\r\nZakład Ślusarski Pięść;Świętochłowice\r\n"
GERMAN = "Firma;Ort\r\nBäckerei Weiß & Söhne;Überlingen\r\nMüller GmbH;Köln\r\n"
BOTH = "Nazwa;Miasto\r\nGärtnerei Müller;Köln\r\nKwiaciarnia Róża;Gdańsk\r\nŁukasz Żak;Mönchengladbach\r\n"
CZECH = "Název;Město\r\nPekárna Dvořák;Plzeň\r\nŽeleznice Šumava;České Budějovice\r\n"
FRENCH = "Nom;Ville\r\nPâtisserie Lefèvre;Orléans\r\nHélène Prévôt;Nîmes\r\nÉlève;Besançon\r\n"

UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
CENTRAL_EUROPEAN = ("cp1250", "iso-8859-2", "cp852")
WESTERN = ("cp1252",)

CASES = [
    (text, encoding)
    for text, encodings in (
        (POLISH, UNICODE + CENTRAL_EUROPEAN),
        (GERMAN, UNICODE + CENTRAL_EUROPEAN + WESTERN),
        (BOTH, UNICODE + CENTRAL_EUROPEAN),
        (CZECH, UNICODE + CENTRAL_EUROPEAN),
        (FRENCH, UNICODE + WESTERN),
    )
    for encoding in encodings
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_every_letter_comes_back_whatever_the_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(find_encoding(data)).removeprefix("\ufeff") == text


@pytest.mark.parametrize("text", ["Łódź", "Kraków", "Poznań", "Müller", "Straße", "5 €", "„Oak” – x"])
@pytest.mark.parametrize("encoding", ["cp1250", "utf-8", "utf-16"])
def test_one_word_is_enough(text: str, encoding: str) -> None:
    data = f"Nazwa\r\n{text}\r\n".encode(encoding)
    assert text in data.decode(find_encoding(data))


def test_plain_ascii_is_utf8() -> None:
    assert find_encoding(b"name,email\r\nACME,info@acme.example\r\n") == "utf-8-sig"


def test_one_line_pasted_from_elsewhere_does_not_turn_a_utf8_file_into_another() -> None:
    data = POLISH.encode() * 5 + "Müller;Köln\r\n".encode("cp1252")
    assert find_encoding(data) == "utf-8-sig"
