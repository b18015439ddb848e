"""HubSpot: contacts and companies. The columns are those of the exported view, so their order varies; the first one is
always "Record ID".
"""

from app.imports.sources.model import Source

SOURCE = Source(
    name="hubspot",
    label="HubSpot",
    words={
        "external_id": "Record ID|hs_object_id|Datensatz-ID|Identyfikator rekordu",
        "organization_id": "Associated Company IDs|IDs der zugeordneten Unternehmen|Identyfikatory powiązanych firm",
        "name": "Company name|Associated Company|name|company|Unternehmensname|Zugeordnetes Unternehmen|Nazwa firmy|"
        "Powiązana firma",
        "first_name": "First Name|firstname",
        "last_name": "Last Name|lastname",
        "position": "Job Title|Jobtitel|Stanowisko|jobtitle",
        "email": "Email",
        "phone": "Phone Number|Telefonnummer|Mobiltelefonnummer|Numer telefonu|Numer telefonu komórkowego|"
        "Mobile Phone Number|phone|mobilephone",
        "website": "Website URL|Company Domain Name|website|domain|Website-URL|Domainname des Unternehmens|"
        "Adres URL witryny|Nazwa domeny firmy",
        "street": "Street Address|Street Address 2|address|address2|Straße|Straße 2|Adres|Adres 2",
        "city": "City",
        "postal_code": "Postal Code|zip",
        "country": "Country/Region|Country|Land/Region|Kraj/region",
        "industry": "Industry",
        "notes": "Description",
        "": "Contact owner|Company owner|Lead Status|Lifecycle Stage|Create Date|Last Activity Date|"
        "Kontakt-Inhaber|Unternehmen-Inhaber|Lead-Status|Lifecycle-Phase|Erstellungsdatum|"
        "Datum der letzten Aktivität|Bundesland/Region|Anzahl der Mitarbeiter|Jahresumsatz|"
        "Właściciel kontaktu|Właściciel firmy|Status leada|Etap cyklu życia|Data utworzenia|"
        "Data ostatniej aktywności|Województwo/region|Liczba pracowników|Roczny przychód|"
        "Last Modified Date|Associated Contact IDs|Associated Contact|State/Region|state|"
        "Number of Employees|Annual Revenue|createdate|hs_lastmodifieddate|lastmodifieddate|hubspot_owner_id",
    },
    marks=(
        "Record ID",
        "Contact owner",
        "Company owner",
        "Company Domain Name",
        "Lifecycle Stage",
        "Lead Status",
        "State/Region",
        "Country/Region",
        "Associated (Company|Contact)( IDs)?",
        "hs_object_id",
        "hubspot_owner_id",
        "hs_lastmodifieddate",
        "Datensatz-ID|Kontakt-Inhaber|Unternehmen-Inhaber|Lifecycle-Phase|Lead-Status|Domainname des Unternehmens",
        "Zugeordnetes Unternehmen|IDs der zugeordneten Unternehmen|Land/Region",
        "Identyfikator rekordu|Właściciel (kontaktu|firmy)|Etap cyklu życia|Status leada|Nazwa domeny firmy",
        "Powiązana firma|Identyfikatory powiązanych firm|Kraj/region",
    ),
    separate_persons=True,
)
