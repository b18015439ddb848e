"""Salesforce: accounts and contacts, by the names of the API (Data Loader writes them in capitals) and by the
labels of reports. It has no field for VAT IDs: everybody makes their own, which ends in __c.
"""

from app.imports.sources.model import Source

SOURCE = Source(
    name="salesforce",
    label="Salesforce",
    words={
        "name": "Name|Account Name|Accountname|Nazwa konta",
        "external_id": "Id|Contact ID|Kontakt-ID|Identyfikator kontaktu",
        "organization_id": "AccountId|Account ID|Account-ID|Identyfikator konta",
        "street": "BillingStreet|MailingStreet|Billing Street|Mailing Street|Rechnungsstraße|"
        "Rechnungsanschrift (Straße)|Postanschrift (Straße)|Ulica rozliczeniowa|Ulica korespondencyjna",
        "city": "BillingCity|MailingCity|Billing City|Mailing City|Rechnungsort|Postanschrift (Ort)|"
        "Miasto rozliczeniowe|Miasto korespondencyjne",
        "postal_code": "BillingPostalCode|MailingPostalCode|Billing Zip/Postal Code|Mailing Zip/Postal Code|"
        "Rechnungs-PLZ|Rechnungspostleitzahl|Postanschrift (PLZ)|Rozliczeniowy kod pocztowy|"
        "Korespondencyjny kod pocztowy",
        "country": "BillingCountryCode|BillingCountry|MailingCountryCode|MailingCountry|Billing Country|"
        "Mailing Country|Rechnungsland|Postanschrift (Land)|Kraj rozliczeniowy|Kraj korespondencyjny",
        "phone": "Phone|MobilePhone|Mobile|Mobile Phone",
        "email": "Email",
        "website": "Website",
        "industry": "Industry",
        "notes": "Description|Account Description",
        "currency": "CurrencyIsoCode|Account Currency",
        "first_name": "FirstName|First Name",
        "last_name": "LastName|Last Name",
        "contact_name": "Full Name",
        "position": "Title",
        "": "IsDeleted|Deleted|MasterRecordId|Master Record ID|Type|Account Type|ParentId|Parent Account ID|"
        "BillingState|Billing State/Province|BillingStateCode|BillingLatitude|BillingLongitude|BillingGeocodeAccuracy|"
        "BillingAddress|ShippingStreet|ShippingCity|ShippingState|ShippingPostalCode|ShippingCountry|"
        "ShippingLatitude|ShippingLongitude|ShippingGeocodeAccuracy|ShippingAddress|Fax|AccountNumber|PhotoUrl|Sic|"
        "AnnualRevenue|NumberOfEmployees|Ownership|TickerSymbol|Rating|Site|OwnerId|Account Owner|Territory|"
        "CreatedDate|CreatedById|LastModifiedDate|LastModifiedById|SystemModstamp|LastActivityDate|LastViewedDate|"
        "LastReferencedDate|Jigsaw|JigsawCompanyId|CleanStatus|AccountSource|DunsNumber|Tradestyle|NaicsCode|"
        "NaicsDesc|YearStarted|SicDesc|DandbCompanyId|Salutation|MiddleName|Suffix|RecordTypeId|"
        "PersonContactId|IsPersonAccount|OtherStreet|OtherCity|OtherState|OtherPostalCode|OtherCountry|"
        "Other Street|Other City|MailingState|HomePhone|OtherPhone|AssistantPhone|ReportsToId|Department|"
        "AssistantName|Accountinhaber|Właściciel konta|LeadSource|Birthdate|EmailBouncedReason|EmailBouncedDate",
    },
    marks=(
        "MasterRecordId",
        "Master Record ID",
        "SystemModstamp",
        "IsDeleted",
        r"(Billing|Shipping|Mailing)(Street|City|PostalCode|Country)",
        r"(Billing|Mailing) Zip/Postal Code",
        r"(Billing|Mailing) State/Province",
        "Account Name",
        "Account ID",
        "AccountId",
        "Contact ID|Kontakt-ID|Identyfikator kontaktu",
        "Accountname|Account-ID|Accountinhaber|Rechnungs(straße|ort|-PLZ|postleitzahl|land)",
        "Nazwa konta|Identyfikator konta|Właściciel konta|.+ (rozliczeniowy|rozliczeniowa|rozliczeniowe)",
        "Rozliczeniowy kod pocztowy",
        ".+__c",
    ),
    separate_persons=True,
    patterns=((r".*(vat|ust|uid|nip|tax).*__c", "vat_id"), (r".*__c", "")),
)
