"""Outlook and Exchange; older versions write "Business Country". Only what belongs to the firm is taken. The German and
Polish headings are those of Outlook in these languages.
"""

from app.imports.sources.model import Source

SOURCE = Source(
    name="outlook",
    label="Outlook",
    words={
        "name": "Company|Firma",
        "first_name": "First Name|Vorname|Imię",
        "last_name": "Last Name|Nachname|Nazwisko",
        "position": "Job Title|Position|Stanowisko",
        "street": "Business Street|Business Street 2|Business Street 3|Straße geschäftlich|Straße geschäftlich 2|"
        "Straße geschäftlich 3|Adres służbowy - ulica|Adres służbowy - ulica 2|Adres służbowy - ulica 3",
        "city": "Business City|Ort geschäftlich|Adres służbowy - miejscowość|Adres służbowy - miasto",
        "postal_code": "Business Postal Code|Postleitzahl geschäftlich|Adres służbowy - kod pocztowy",
        "country": "Business Country/Region|Business Country|Land/Region geschäftlich|Land geschäftlich|"
        "Adres służbowy - kraj/region|Adres służbowy - kraj",
        "phone": "Business Phone|Company Main Phone|Mobile Phone|Business Phone 2|Primary Phone|"
        "Telefon geschäftlich|Telefon geschäftlich 2|Telefon Firma|Mobiltelefon|Haupttelefon|"
        "Telefon służbowy|Telefon służbowy 2|Telefon główny do firmy|Telefon komórkowy|Telefon podstawowy",
        "email": "E-mail Address|E-mail 2 Address|E-mail 3 Address|E-Mail-Adresse|E-Mail 2: Adresse|"
        "E-Mail 3: Adresse|Adres e-mail|Adres e-mail 2|Adres e-mail 3",
        "website": "Web Page|Business Home Page|Webseite|Strona sieci Web",
        "notes": "Notes|Notizen|Notatki",
        "tags": "Categories|Kategorien|Kategorie",
        "": "Title|Middle Name|Suffix|Department|Business State|Account|Anniversary|Billing Information|"
        "Birthday|Business Address PO Box|Children|Directory Server|Gender|Government ID Number|Hobby|Initials|"
        "Internet Free Busy|Keywords|Language|Location|Mileage|Office Location|Organizational ID Number|Priority|"
        "Private|Profession|Referred By|Sensitivity|Spouse|Callback|Car Phone|ISDN|Pager|Radio Phone|TTY/TDD Phone|"
        "Telex|Business Fax|Anrede|Weitere Vornamen|Abteilung|Region geschäftlich|Fax geschäftlich|"
        "Rückmeldung|Geburtstag|Jahrestag|Abrechnungsinformation|Sprache|Vertraulichkeit|Priorität|Privat|Geschlecht|"
        "Tytuł|Drugie imię|Sufiks|Dział|Adres służbowy - województwo|Faks służbowy|Urodziny|Rocznica|"
        "Informacje rozliczeniowe|Język|Prywatne|Priorytet|Płeć|Słowa kluczowe",
    },
    marks=(
        r"E-mail (\d )?(Address|Type|Display Name)",
        r"Business (Street|City|State|Postal Code|Phone|Fax|Country|Country/Region)",
        "TTY/TDD Phone",
        "Government ID Number",
        r"(Straße|Ort|Region|Postleitzahl|Land/Region|Telefon|Fax) geschäftlich( \d)?",
        r"E-Mail-Typ|E-Mail \d: .+",
        r"Adres służbowy - .+|(Telefon|Faks) służbowy( \d)?",
        r"Typ adresu e-mail( \d)?",
    ),
    patterns=(
        (r"(Home|Other) .+", ""),
        (r"E-mail (\d )?(Type|Display Name)", ""),
        (r"(Assistant|Manager)'s .+|User \d", ""),
        (r".+ (privat|weiteres?r?|andere)( \d)?", ""),
        (r"E-Mail-Typ|E-Mail( \d)?: .+|E-Mail \d-Typ", ""),
        (r"(Adres domowy|Inny adres) - .+|(Telefon|Faks) (domowy|inny)( \d)?", ""),
        (r"(Typ adresu|Nazwa wyświetlana|Wyświetlana nazwa) e-mail( \d)?", ""),
    ),
)
