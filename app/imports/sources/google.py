"""Google Contacts, the layout of 2024 and the one before; groups of columns are numbered as often as needed."""

from app.imports.sources.model import Source

SOURCE = Source(
    name="google",
    label="Google Contacts",
    words={
        "name": "Organization Name|Organization 1 - Name|Name der Organisation|Nazwa organizacji",
        "first_name": "First Name|Given Name|Vorname|Imię",
        "last_name": "Last Name|Family Name|Nachname|Nazwisko",
        "position": "Organization Title|Organization 1 - Title|Position der Organisation|Stanowisko w organizacji",
        "street": "Address 1 - Street|Address 1 - Extended Address|Adresse 1 - Straße|Adres 1 - Ulica",
        "city": "Address 1 - City|Adresse 1 - Ort|Adresse 1 - Stadt|Adres 1 - Miasto",
        "postal_code": "Address 1 - Postal Code|Adresse 1 - Postleitzahl|Adres 1 - Kod pocztowy",
        "country": "Address 1 - Country|Adresse 1 - Land|Adres 1 - Kraj",
        "address": "Address 1 - Formatted|Adresse 1 - Formatiert|Adres 1 - Sformatowany",
        "website": "Website 1 - Value|Website 1 - Wert|Witryna 1 - Wartość",
        "notes": "Notes|Notizen|Notatki",
        "tags": "Labels|Group Membership|Etiketten|Etykiety",
        "": "Name|Middle Name|Additional Name|Phonetic First Name|Phonetic Middle Name|Phonetic Last Name|Yomi Name|"
        "Given Name Yomi|Additional Name Yomi|Family Name Yomi|Name Prefix|Name Suffix|Initials|Nickname|Short Name|"
        "Maiden Name|File As|Organization Department|Birthday|Gender|Location|"
        "Zweiter Vorname|Spitzname|Geburtstag|Drugie imię|Pseudonim|Urodziny|"
        "Billing Information|Directory Server|Mileage|Occupation|Hobby|Sensitivity|Priority|Subject|Language|Photo",
    },
    marks=(
        r"Phonetic (First|Middle|Last) Name",
        "(Given|Family|Additional) Name",
        "Group Membership",
        "File As",
        r"(E-?mail|Phone|Address|Website) \d+ - \w+",
        r"(Telefon|Adresse|Adres|Witryna) \d+ - [\w ]+",
    ),
    patterns=(
        (r"E-?mail \d+ - (Value|Wert|Wartość)", "email"),
        (r"(Phone|Telefon) \d+ - (Value|Wert|Wartość)", "phone"),
        (
            r"(E-?mail|Phone|Address|Website|Event|Custom Field|Organization|Relation|IM|Jot|Calendar Link|Telefon|"
            r"Adresse|Adres|Witryna|Ereignis|Wydarzenie) \d+ - .+",
            "",
        ),
    ),
)
