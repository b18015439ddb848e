"""What people and programs call the fields of a client, in Polish, German and English."""

from app.imports.sources.model import Source

COMMON = Source(
    name="",
    label="",
    words={
        "name": (
            "Nazwa|Nazwa firmy|Nazwa klienta|Nazwa kontrahenta|Nazwa pełna|Pełna nazwa|Firma|Klient|"
            "Kontrahent|Nabywca|Nazwa nabywcy|Odbiorca|Name|Firmenname|Firmenbezeichnung|Unternehmen|"
            "Unternehmensname|Kunde|Kundenname|Debitor|Company|Company name|Client|Client name|Customer|"
            "Customer name|customer_name|Organization|Organisation|Organization name|Account name|Business name|"
            "Legal name"
        ),
        "contact_name": (
            "Osoba kontaktowa|Osoba do kontaktu|Imię i nazwisko|Przedstawiciel|Ansprechpartner|"
            "Ansprechpartnerin|Kontaktperson|Ansprechperson|Vor- und Nachname|Contact|Contact name|"
            "Contact person|Full name|Primary contact"
        ),
        "position": (
            "Stanowisko|Funkcja|Rola|Position|Funktion|Stellung|Jobtitel|Berufsbezeichnung|Positionsbezeichnung|"
            "Job title|jobtitle|Job position|Job role|Role"
        ),
        "first_name": "Imię|Vorname|First name|Given name|Forename|contact_first_name",
        "last_name": (
            "Nazwisko|Nachname|Familienname|Zuname|Last name|Surname|Family name|contact_last_name"
        ),
        "email": (
            "Email|E-mail|Mail|Adres e-mail|Adres email|Poczta elektroniczna|E-mail firmowy|"
            "E-Mail-Adresse|Mailadresse|Email address|E-mail address"
        ),
        "phone": (
            "Telefon|Tel|Nr telefonu|Numer telefonu|Telefon komórkowy|Komórka|Tel. kom.|Tel. komórkowy|"
            "Telefon stacjonarny|Telefonnummer|Tel.-Nr.|Rufnummer|Mobil|Mobiltelefon|Handy|Mobilnummer|"
            "Festnetz|Phone|Phone number|Telephone|Mobile|Mobile phone|Cell|Cell phone|Work phone|"
            "Business phone"
        ),
        "vat_id": (
            "NIP|Numer NIP|Nr NIP|NIP UE|NIP / VAT ID|NIP/VAT UE|VAT UE|Numer VAT|USt-IdNr.|USt-ID|UStID|"
            "USt-ID-Nr.|USt-Identifikationsnummer|Umsatzsteuer-ID|Umsatzsteuer-Identifikationsnummer|UID|"
            "UID-Nummer|UID-Nr.|ATU|VAT ID|VAT|VAT number|VAT no|VAT Reg No|VAT registration number|"
            "Tax ID|Tax number|Tax no|TIN|VATIN|EU VAT"
        ),
        "street": (
            "Ulica|Ulica i nr|Ulica i numer|Adres (ulica)|Straße|Str.|Straße und Hausnummer|"
            "Straße und Nr.|Straße/Nr.|Straße, Hausnummer|Street|Street address|Street and number|"
            "Address line 1|Address line 2|Address 1|Address 2|Billing street"
        ),
        "house_number": (
            "Nr domu|Numer domu|Nr budynku|Nr lokalu|Numer lokalu|Hausnummer|Hausnr.|Haus-Nr.|"
            "House number|House no|Street number"
        ),
        "postal_code": (
            "Kod pocztowy|Kod poczt.|PLZ|Postleitzahl|Postal code|Post code|Postcode|ZIP|ZIP code|"
            "ZIP/Postal code|postal_code/zip_code|Billing postal code"
        ),
        "city": ("Miasto|Miejscowość|Poczta|Ort|Stadt|Wohnort|City|Town|City/Town|Billing city"),
        "country": (
            "Kraj|Państwo|Kod kraju|Land|Länderkennzeichen|Ländercode|Staat|Country|Country code|"
            "Country/Region|Billing country"
        ),
        "address": (
            "Adres|Adres siedziby|Siedziba|Anschrift|Adresse|Address|Billing address|PLZ Ort|PLZ/Ort|"
            "Kod i miasto|Kod pocztowy i miasto|Pełny adres|Vollständige Adresse|Full address|"
            "Whole address"
        ),
        "website": (
            "WWW|Strona|Strona WWW|Strona internetowa|Adres WWW|Witryna|Webseite|Website|Web|Homepage|"
            "Internet|Internetadresse|Internetseite|URL|Web page|Domain"
        ),
        "industry": "Branża|Sektor|Branche|Wirtschaftszweig|Industry|Sector",
        "notes": (
            "Uwagi|Notatka|Notatki|Komentarz|Bemerkung|Bemerkungen|Notiz|Notizen|Anmerkung|Anmerkungen|"
            "Kommentar|Notes|Note|Comment|Comments|Remarks"
        ),
        "kind": ("Rodzaj|Typ klienta|Rodzaj klienta|Kundenart|Kundentyp|Kind|Client type|Customer type"),
        "status": "Status|Status klienta|Kundenstatus|Client status",
        "payment_term_days": (
            "Termin płatności|Termin płatności (dni)|Dni płatności|Zahlungsziel|Zahlungsziel (Tage)|"
            "Zahlungsfrist|Payment term|Payment terms|Payment term (days)|Net days|payment_to"
        ),
        "discount": (
            "Rabat|Rabat (%)|Rabat domyślny|Domyślny rabat|Rabatt|Rabatt (%)|Nachlass|Discount|Discount (%)"
        ),
        "currency": "Waluta|Währung|Currency|Currency code|customer_currency",
        "invoice_language": ("Język|Język faktury|Sprache|Rechnungssprache|Language|Invoice language"),
        "vat_treatment": "VAT treatment",
        "buyer_reference": (
            "Leitweg-ID|Leitweg ID|Leitwegs-ID|Käuferreferenz|Referencja nabywcy|Buyer reference|Routing ID"
        ),
        "vat_id_missing_reason": ("Reason for no VAT ID|Powód braku NIP|Grund für fehlende USt-IdNr."),
        "organization_id": "Organization ID|Organisation ID|Company ID|Firmen-ID|ID organizacji|ID firmy",
        "external_id": (
            "Id zewnętrzne|Zewnętrzny identyfikator|Numer klienta|Nr klienta|Kod klienta|Identyfikator|"
            "ID klienta|Kundennummer|Kunden-Nr.|Kdnr|Kundennr.|Debitorennummer|Externe ID|External ID|"
            "Client ID|Customer ID|Customer number|Customer no|Client number|Account number|ID|UUID"
        ),
        "tags": "Tagi|Etykiety|Grupy|Kategorie|Schlagwörter|Tags|Labels|Groups|Categories",
        "": (
            "Lp|L.p.|Nr|Pos|Fax|Faks|Telefax|REGON|KRS|PESEL|Steuernummer|Województwo|Powiat|Gmina|"
            "Bundesland|State|Province|Province/State|State/Region|Region|Bank|Numer rachunku|"
            "Konto bankowe|IBAN|BIC|Kontonummer|Data dodania|Data utworzenia|Angelegt am|Erstellt am|"
            "Created|Created at|Anrede|Titel|Salutation|Title"
        ),
    },
    patterns=((r".*(shipping|delivery|ship.to|liefer|dostaw|korespondenc).*", ""),),
)

# These may mean something else: shown as a guess. Also taken as part of a longer heading, as all words above are.
GUESSES = Source(
    name="",
    label="",
    words={
        "notes": "Opis|Info|Informacje|Beschreibung|Description|Details",
        "contact_name": "Osoba|Kontakt|Person|Opiekun|Kontaktname",
        "postal_code": "Kod|Poczta kod",
        "city": "Lokalizacja|Location|Place|Gmina",
        "external_id": ("Numer|Nummer|Kod kontrahenta|Symbol|Akronim|Number|No|Ref|Reference|Key"),
        "kind": "Typ|Type|Art|Forma prawna|Rechtsform",
        "tags": "Grupa|Gruppe|Group|Kategoria|Category|Segment",
        "name": "Nazwa skrócona|Kurzname|Short name|Suchname|Vendor|Supplier|Lead",
        "payment_term_days": "Termin|Frist",
        "country": "Narodowość|Nation",
    },
)
