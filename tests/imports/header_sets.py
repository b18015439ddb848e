"""The headings that programs write, and what each column is. What is not named is left out.

Of the makers' own pages, of exports seen in public repositories and, in German and Polish, as these programs say
it in these languages.
"""

from __future__ import annotations

from typing import NamedTuple


class HeaderSet(NamedTuple):
    """`columns` has the headings of each field, one after the other between "|"."""

    title: str
    source: str
    headings: str
    columns: dict[str, str]


HEADER_SETS = [
    HeaderSet(
        "Fakturownia, client file",
        "fakturownia",
        "Lp,Nazwa skrócona (systemowa),Nazwa firmy,Numer NIP,Miejscowość,Kod pocztowy,Ulica,Kraj,E-mail,"
        "Strona WWW,Telefon,Tel. komórkowy,Fax,Imię,Nazwisko,Bank,Numer rachunku,"
        "Indywidualne konto bankowe (lub końcówka konta),Dodatkowy opis",
        {
            "name": "Nazwa firmy",
            "vat_id": "Numer NIP",
            "city": "Miejscowość",
            "postal_code": "Kod pocztowy",
            "street": "Ulica",
            "country": "Kraj",
            "email": "E-mail",
            "website": "Strona WWW",
            "phone": "Telefon|Tel. komórkowy",
            "first_name": "Imię",
            "last_name": "Nazwisko",
            "notes": "Dodatkowy opis",
        },
    ),
    HeaderSet(
        "Fakturownia, API",
        "fakturownia",
        "name,shortcut,tax_no_kind,tax_no,register_number,accounting_id,post_code,city,street,country,"
        "use_delivery_address,delivery_address,first_name,last_name,email,phone,mobile_phone,www,fax,note,"
        "tag_list,company,kind,category_id,bank,bank_account,discount,default_tax,price_list_id,"
        "payment_to_kind,default_payment_type,disable_auto_reminders,person,buyer_id,mass_payment_code,"
        "external_id,tp_client_connection",
        {
            "name": "name",
            "vat_id": "tax_no",
            "postal_code": "post_code",
            "city": "city",
            "street": "street",
            "country": "country",
            "first_name": "first_name",
            "last_name": "last_name",
            "email": "email",
            "phone": "phone|mobile_phone",
            "website": "www",
            "notes": "note",
            "tags": "tag_list",
            "kind": "company",
            "discount": "discount",
            "payment_term_days": "payment_to_kind",
            "contact_name": "person",
            "external_id": "external_id",
        },
    ),
    HeaderSet(
        "inFakt, API",
        "infakt",
        "id,company_name,first_name,last_name,name,nip,email,phone_number,street,city,postal_code,country,"
        "note",
        {
            "external_id": "id",
            "name": "company_name",
            "first_name": "first_name",
            "last_name": "last_name",
            "contact_name": "name",
            "vat_id": "nip",
            "email": "email",
            "phone": "phone_number",
            "street": "street",
            "city": "city",
            "postal_code": "postal_code",
            "country": "country",
            "notes": "note",
        },
    ),
    HeaderSet(
        "inFakt, invoices",
        "infakt",
        "client_id,client_company_name,client_tax_code,client_street,client_street_number,client_flat_number,"
        "client_city,client_post_code,client_country",
        {
            "external_id": "client_id",
            "name": "client_company_name",
            "vat_id": "client_tax_code",
            "street": "client_street",
            "house_number": "client_street_number|client_flat_number",
            "city": "client_city",
            "postal_code": "client_post_code",
            "country": "client_country",
        },
    ),
    HeaderSet(
        "inFakt, as people call it",
        "",
        "Nazwa firmy,NIP,Ulica,Kod pocztowy,Miasto,Kraj,E-mail,Telefon,Imię,Nazwisko,Uwagi",
        {
            "name": "Nazwa firmy",
            "vat_id": "NIP",
            "street": "Ulica",
            "postal_code": "Kod pocztowy",
            "city": "Miasto",
            "country": "Kraj",
            "email": "E-mail",
            "phone": "Telefon",
            "first_name": "Imię",
            "last_name": "Nazwisko",
            "notes": "Uwagi",
        },
    ),
    HeaderSet(
        "Salesforce, accounts",
        "salesforce",
        "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,"
        "BillingPostalCode,BillingCountry,BillingLatitude,BillingLongitude,BillingGeocodeAccuracy,"
        "BillingAddress,ShippingStreet,ShippingCity,ShippingState,ShippingPostalCode,ShippingCountry,"
        "ShippingLatitude,ShippingLongitude,ShippingGeocodeAccuracy,ShippingAddress,Phone,Fax,AccountNumber,"
        "Website,PhotoUrl,Sic,Industry,AnnualRevenue,NumberOfEmployees,Ownership,TickerSymbol,Description,"
        "Rating,Site,OwnerId,CreatedDate,CreatedById,LastModifiedDate,LastModifiedById,SystemModstamp,"
        "LastActivityDate,LastViewedDate,LastReferencedDate,Jigsaw,JigsawCompanyId,CleanStatus,AccountSource,"
        "DunsNumber,Tradestyle,NaicsCode,NaicsDesc,YearStarted,SicDesc,DandbCompanyId",
        {
            "external_id": "Id",
            "name": "Name",
            "street": "BillingStreet",
            "city": "BillingCity",
            "postal_code": "BillingPostalCode",
            "country": "BillingCountry",
            "phone": "Phone",
            "website": "Website",
            "industry": "Industry",
            "notes": "Description",
        },
    ),
    HeaderSet(
        "Salesforce, accounts in capitals",
        "salesforce",
        "ID,ISDELETED,MASTERRECORDID,NAME,TYPE,PARENTID,BILLINGSTREET,BILLINGCITY,BILLINGSTATE,"
        "BILLINGPOSTALCODE,BILLINGCOUNTRY,BILLINGLATITUDE,BILLINGLONGITUDE,BILLINGGEOCODEACCURACY,"
        "BILLINGADDRESS,SHIPPINGSTREET,SHIPPINGCITY,SHIPPINGSTATE,SHIPPINGPOSTALCODE,SHIPPINGCOUNTRY,"
        "SHIPPINGLATITUDE,SHIPPINGLONGITUDE,SHIPPINGGEOCODEACCURACY,SHIPPINGADDRESS,PHONE,FAX,ACCOUNTNUMBER,"
        "WEBSITE,PHOTOURL,SIC,INDUSTRY,ANNUALREVENUE,NUMBEROFEMPLOYEES,OWNERSHIP,TICKERSYMBOL,DESCRIPTION,"
        "RATING,SITE,OWNERID,CREATEDDATE,CREATEDBYID,LASTMODIFIEDDATE,LASTMODIFIEDBYID,SYSTEMMODSTAMP,"
        "LASTACTIVITYDATE,LASTVIEWEDDATE,LASTREFERENCEDDATE,JIGSAW,JIGSAWCOMPANYID,CLEANSTATUS,ACCOUNTSOURCE,"
        "DUNSNUMBER,TRADESTYLE,NAICSCODE,NAICSDESC,YEARSTARTED,SICDESC,DANDBCOMPANYID",
        {
            "external_id": "ID",
            "name": "NAME",
            "street": "BILLINGSTREET",
            "city": "BILLINGCITY",
            "postal_code": "BILLINGPOSTALCODE",
            "country": "BILLINGCOUNTRY",
            "phone": "PHONE",
            "website": "WEBSITE",
            "industry": "INDUSTRY",
            "notes": "DESCRIPTION",
        },
    ),
    HeaderSet(
        "Salesforce, person accounts",
        "salesforce",
        "Id,IsDeleted,MasterRecordId,Name,LastName,FirstName,Salutation,MiddleName,Suffix,RecordTypeId,"
        "BillingStreet,BillingCity,BillingStateCode,BillingPostalCode,BillingCountryCode,CurrencyIsoCode,"
        "Phone,PersonContactId,IsPersonAccount,PersonMailingStreet,PersonMailingCity,VAT_ID__c",
        {
            "external_id": "Id",
            "name": "Name",
            "last_name": "LastName",
            "first_name": "FirstName",
            "street": "BillingStreet",
            "city": "BillingCity",
            "postal_code": "BillingPostalCode",
            "country": "BillingCountryCode",
            "currency": "CurrencyIsoCode",
            "phone": "Phone",
            "vat_id": "VAT_ID__c",
        },
    ),
    HeaderSet(
        "Salesforce, report",
        "salesforce",
        "Account Name,Account ID,Deleted,Master Record ID,Account Type,Parent Account ID,Billing Street,"
        "Billing City,Billing State/Province,Billing Zip/Postal Code",
        {
            "name": "Account Name",
            "external_id": "Account ID",
            "street": "Billing Street",
            "city": "Billing City",
            "postal_code": "Billing Zip/Postal Code",
        },
    ),
    HeaderSet(
        "Salesforce, list view",
        "salesforce",
        "Account Name,Website,Billing City,Billing State/Province,Billing Zip/Postal Code,Account Owner,"
        "Territory,Type",
        {
            "name": "Account Name",
            "website": "Website",
            "city": "Billing City",
            "postal_code": "Billing Zip/Postal Code",
        },
    ),
    HeaderSet(
        "Salesforce, contacts by labels",
        "salesforce",
        "Full Name,Contact ID,Deleted,Master Record ID,Account ID,Last Name,First Name,Salutation,"
        "Other Street,Other City",
        {
            "contact_name": "Full Name",
            "external_id": "Contact ID",
            "organization_id": "Account ID",
            "last_name": "Last Name",
            "first_name": "First Name",
        },
    ),
    HeaderSet(
        "Salesforce, contacts",
        "salesforce",
        "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,Name,OtherStreet,OtherCity,"
        "OtherState,OtherPostalCode,OtherCountry,MailingStreet,MailingCity,MailingState,MailingPostalCode,"
        "MailingCountry,Phone,Fax,MobilePhone,HomePhone,OtherPhone,AssistantPhone,ReportsToId,Email,Title,"
        "Department,AssistantName,LeadSource,Birthdate,Description,OwnerId,CreatedDate,CreatedById,"
        "LastModifiedDate,LastModifiedById,SystemModstamp,LastActivityDate,EmailBouncedReason,"
        "EmailBouncedDate",
        {
            "position": "Title",
            "external_id": "Id",
            "organization_id": "AccountId",
            "last_name": "LastName",
            "first_name": "FirstName",
            "name": "Name",
            "street": "MailingStreet",
            "city": "MailingCity",
            "postal_code": "MailingPostalCode",
            "country": "MailingCountry",
            "phone": "Phone|MobilePhone",
            "email": "Email",
            "notes": "Description",
        },
    ),
    HeaderSet(
        "HubSpot, contacts",
        "hubspot",
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner",
        {
            "position": "Job Title",
            "external_id": "Record ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": "Phone Number",
            "name": "Company Name",
        },
    ),
    HeaderSet(
        "HubSpot, contacts of firms",
        "hubspot",
        "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,"
        "Country/Region,Contact owner",
        {
            "external_id": "Record ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": "Phone Number",
            "name": "Associated Company",
            "country": "Country/Region",
        },
    ),
    HeaderSet(
        "HubSpot, contacts by stage",
        "hubspot",
        "Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Contact owner",
        {
            "external_id": "Record ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": "Phone Number",
        },
    ),
    HeaderSet(
        "HubSpot, contacts with the numbers of their firms",
        "hubspot",
        "Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs",
        {
            "external_id": "Record ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": "Phone Number",
            "organization_id": "Associated Company IDs",
        },
    ),
    HeaderSet(
        "HubSpot, contacts with addresses",
        "hubspot",
        "Record ID,First Name,Last Name,Email,City,State/Region,Postal Code",
        {
            "external_id": "Record ID",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "city": "City",
            "postal_code": "Postal Code",
        },
    ),
    HeaderSet(
        "HubSpot, companies",
        "hubspot",
        "Record ID,Company name,Company Domain Name,Country/Region,Description",
        {
            "external_id": "Record ID",
            "name": "Company name",
            "website": "Company Domain Name",
            "country": "Country/Region",
            "notes": "Description",
        },
    ),
    HeaderSet(
        "HubSpot, companies with owners",
        "hubspot",
        "Record ID,Company name,Website URL,Company owner,Create Date",
        {
            "external_id": "Record ID",
            "name": "Company name",
            "website": "Website URL",
        },
    ),
    HeaderSet(
        "HubSpot, companies in full",
        "hubspot",
        "Record ID,Company name,Company owner,Phone Number,City,State/Region,Postal Code,Street Address,"
        "Street Address 2,Industry,Number of Employees,Annual Revenue,Lifecycle Stage,Last Activity Date,"
        "Create Date,Last Modified Date,Associated Contact IDs",
        {
            "external_id": "Record ID",
            "name": "Company name",
            "phone": "Phone Number",
            "city": "City",
            "postal_code": "Postal Code",
            "street": "Street Address|Street Address 2",
            "industry": "Industry",
        },
    ),
    HeaderSet(
        "HubSpot, companies by internal names",
        "hubspot",
        "name,domain,website,phone,address,address2,city,state,zip,country,industry,description,createdate,"
        "hs_lastmodifieddate,hubspot_owner_id,hs_object_id",
        {
            "name": "name",
            "website": "domain|website",
            "phone": "phone",
            "street": "address|address2",
            "city": "city",
            "postal_code": "zip",
            "country": "country",
            "industry": "industry",
            "notes": "description",
            "external_id": "hs_object_id",
        },
    ),
    HeaderSet(
        "HubSpot, contacts by internal names",
        "hubspot",
        "firstname,lastname,email,phone,mobilephone,jobtitle,company,lastmodifieddate,hubspot_owner_id,"
        "hs_object_id",
        {
            "position": "jobtitle",
            "first_name": "firstname",
            "last_name": "lastname",
            "email": "email",
            "phone": "phone|mobilephone",
            "name": "company",
            "external_id": "hs_object_id",
        },
    ),
    HeaderSet(
        "Pipedrive, organisations",
        "pipedrive",
        "Organization - Name,Organization - Street/road name of Company Address,Organization - Owner,"
        "Organization - People,Organization - ZIP/Postal code of Company Address,Organization - Open deals,"
        "Organization - Full/combined address of Company Address,Organization - Last activity date,"
        "Organization - Parent,Organization - City/town/village/locality of Company Address,"
        "Organization - Organization created,Organization - Closed deals,Organization - Lost deals,"
        "Organization - Won deals",
        {
            "name": "Organization - Name",
            "street": "Organization - Street/road name of Company Address",
            "postal_code": "Organization - ZIP/Postal code of Company Address",
            "address": "Organization - Full/combined address of Company Address",
            "city": "Organization - City/town/village/locality of Company Address",
        },
    ),
    HeaderSet(
        "Pipedrive, organisations as before",
        "pipedrive",
        "Organization - ID,Organization - Name,Organization - Label,Organization - Labels,"
        "Organization - Owner,Organization - Website,Organization - LinkedIn profile,Organization - Industry,"
        "Organization - Annual revenue,Organization - Number of employees,Organization - Address,"
        "Organization - Full/combined address of Address,"
        "Organization - City/town/village/locality of Address,Organization - State/county of Address,"
        "Organization - Region of Address,Organization - Country of Address,"
        "Organization - ZIP/Postal code of Address,Organization - Street/road name of Address,"
        "Organization - House number of Address,Organization - Open deals,Organization - Activities to do,"
        "Organization - Next activity date,Organization - Last activity date,"
        "Organization - Organization created,Organization - Update time,Organization - Email messages count,"
        "Organization - TAX ID",
        {
            "external_id": "Organization - ID",
            "name": "Organization - Name",
            "tags": "Organization - Label|Organization - Labels",
            "website": "Organization - Website",
            "industry": "Organization - Industry",
            "address": "Organization - Address|Organization - Full/combined address of Address",
            "city": "Organization - City/town/village/locality of Address",
            "country": "Organization - Country of Address",
            "postal_code": "Organization - ZIP/Postal code of Address",
            "street": "Organization - Street/road name of Address",
            "house_number": "Organization - House number of Address",
            "vat_id": "Organization - TAX ID",
        },
    ),
    HeaderSet(
        "Pipedrive, persons",
        "pipedrive",
        "Person - Name,Person - Email - Work,Person - Email - Home,Person - Email - Other,"
        "Person - Organization,Person - Open deals,Person - Last activity date,Person - Owner,"
        "Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other",
        {
            "contact_name": "Person - Name",
            "email": "Person - Email - Work|Person - Email - Home|Person - Email - Other",
            "name": "Person - Organization",
            "phone": "Person - Phone - Work|Person - Phone - Home|Person - Phone - Mobile|Person - Phone - Other",
        },
    ),
    HeaderSet(
        "Pipedrive, persons as before",
        "pipedrive",
        "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Email,Person - Phone,"
        "Person - Job title,Person - Organization,Person - Organization ID,Person - Owner,"
        "Person - Instant messenger,Person - Labels,Person - Label,Person - Postal address,"
        "Person - City/town/village/locality of Postal address,Person - Notes,Person - Person created,"
        "Person - Update time",
        {
            "position": "Person - Job title",
            "external_id": "Person - ID",
            "contact_name": "Person - Name",
            "first_name": "Person - First name",
            "last_name": "Person - Last name",
            "email": "Person - Email",
            "phone": "Person - Phone",
            "name": "Person - Organization",
            "organization_id": "Person - Organization ID",
            "tags": "Person - Labels|Person - Label",
            "street": "Person - Postal address",
            "city": "Person - City/town/village/locality of Postal address",
            "notes": "Person - Notes",
        },
    ),
    HeaderSet(
        "Pipedrive, notes",
        "pipedrive",
        "ID,Content,Organization,Organization ID,Contact person,Contact person ID,Deal title,Deal ID,"
        "Add time,Update time,User,Note is pinned to deal",
        {
            "notes": "Content",
            "name": "Organization",
            "organization_id": "Organization ID",
            "contact_name": "Contact person",
        },
    ),
    HeaderSet(
        "Pipedrive, Portuguese",
        "pipedrive",
        "Person - Name,Person - Telefone - Celular,Person - Etiquetas,Person - Organization",
        {
            "contact_name": "Person - Name",
            "phone": "Person - Telefone - Celular",
            "tags": "Person - Etiquetas",
            "name": "Person - Organization",
        },
    ),
    HeaderSet(
        "Google, since 2024",
        "google",
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
        "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
        "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,E-mail 3 - Label,E-mail 3 - Value,E-mail 4 - Label,"
        "E-mail 4 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Phone 3 - Label,"
        "Phone 3 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
        "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,"
        "Address 1 - Extended Address,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,"
        "Event 2 - Label,Event 2 - Value,Custom Field 1 - Label,Custom Field 1 - Value",
        {
            "position": "Organization Title",
            "first_name": "First Name",
            "last_name": "Last Name",
            "name": "Organization Name",
            "notes": "Notes",
            "tags": "Labels",
            "email": "E-mail 1 - Value|E-mail 2 - Value|E-mail 3 - Value|E-mail 4 - Value",
            "phone": "Phone 1 - Value|Phone 2 - Value|Phone 3 - Value",
            "address": "Address 1 - Formatted",
            "street": "Address 1 - Street|Address 1 - Extended Address",
            "city": "Address 1 - City",
            "postal_code": "Address 1 - Postal Code",
            "country": "Address 1 - Country",
            "website": "Website 1 - Value",
        },
    ),
    HeaderSet(
        "Google, before",
        "google",
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
        "Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,"
        "Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,"
        "Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
        "Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
        "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,"
        "Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name,Website 1 - Type,"
        "Website 1 - Value",
        {
            "first_name": "Given Name",
            "last_name": "Family Name",
            "notes": "Notes",
            "tags": "Group Membership",
            "email": "E-mail 1 - Value",
            "phone": "Phone 1 - Value",
            "address": "Address 1 - Formatted",
            "street": "Address 1 - Street|Address 1 - Extended Address",
            "city": "Address 1 - City",
            "postal_code": "Address 1 - Postal Code",
            "country": "Address 1 - Country",
            "name": "Organization 1 - Name",
            "website": "Website 1 - Value",
        },
    ),
    HeaderSet(
        "Outlook",
        "outlook",
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
        "Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,"
        "Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,"
        "Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,"
        "Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,"
        "Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,"
        "Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,"
        "Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,"
        "Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,"
        "E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,"
        "Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,"
        "Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,"
        "Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page",
        {
            "position": "Job Title",
            "first_name": "First Name",
            "last_name": "Last Name",
            "name": "Company",
            "street": "Business Street|Business Street 2|Business Street 3",
            "city": "Business City",
            "postal_code": "Business Postal Code",
            "country": "Business Country/Region",
            "phone": "Business Phone|Business Phone 2|Company Main Phone|Mobile Phone|Primary Phone",
            "tags": "Categories",
            "email": "E-mail Address|E-mail 2 Address|E-mail 3 Address",
            "notes": "Notes",
            "website": "Web Page",
        },
    ),
    HeaderSet(
        "Outlook, older",
        "outlook",
        "Title,First Name,Last Name,Company,Business Street,Business City,Business Postal Code,"
        "Business Country,Business Phone,E-mail Address,Categories,Notes",
        {
            "first_name": "First Name",
            "last_name": "Last Name",
            "name": "Company",
            "street": "Business Street",
            "city": "Business City",
            "postal_code": "Business Postal Code",
            "country": "Business Country",
            "phone": "Business Phone",
            "email": "E-mail Address",
            "tags": "Categories",
            "notes": "Notes",
        },
    ),
    HeaderSet(
        "FreshBooks",
        "",
        "Organization,First Name,Last Name,Email,Phone,Street,City,Province/State,Country,Postal Code,Notes",
        {
            "name": "Organization",
            "first_name": "First Name",
            "last_name": "Last Name",
            "email": "Email",
            "phone": "Phone",
            "street": "Street",
            "city": "City",
            "country": "Country",
            "postal_code": "Postal Code",
            "notes": "Notes",
        },
    ),
    HeaderSet(
        "Invoice2go, Invoicely",
        "",
        "Client Name,Email,Phone,Country",
        {
            "name": "Client Name",
            "email": "Email",
            "phone": "Phone",
            "country": "Country",
        },
    ),
    HeaderSet(
        "Wave",
        "",
        "customer_name,email,contact_first_name,contact_last_name,customer_currency,account_number,phone,fax,"
        "mobile,toll_free,website,country,province/state,address_line_1,address_line_2,city,"
        "postal_code/zip_code,shipping_address,ship-to_contact,ship-to_phone,delivery_instructions",
        {
            "name": "customer_name",
            "email": "email",
            "first_name": "contact_first_name",
            "last_name": "contact_last_name",
            "currency": "customer_currency",
            "external_id": "account_number",
            "phone": "phone|mobile",
            "website": "website",
            "country": "country",
            "street": "address_line_1|address_line_2",
            "city": "city",
            "postal_code": "postal_code/zip_code",
        },
    ),
    HeaderSet(
        "The seven columns",
        "",
        "Nazwa,Email,NIP,Adres,Kod pocztowy,Miasto,Kraj",
        {
            "name": "Nazwa",
            "email": "Email",
            "vat_id": "NIP",
            "street": "Adres",
            "postal_code": "Kod pocztowy",
            "city": "Miasto",
            "country": "Kraj",
        },
    ),
    HeaderSet(
        "Salesforce in German",
        "salesforce",
        "Accountname,Account-ID,Rechnungsstraße,Rechnungsort,Rechnungs-PLZ,Rechnungsland,Telefon,Website,"
        "Branche,Accountinhaber",
        {
            "name": "Accountname",
            "external_id": "Account-ID",
            "street": "Rechnungsstraße",
            "city": "Rechnungsort",
            "postal_code": "Rechnungs-PLZ",
            "country": "Rechnungsland",
            "phone": "Telefon",
            "website": "Website",
            "industry": "Branche",
        },
    ),
    HeaderSet(
        "Salesforce in Polish",
        "salesforce",
        "Nazwa konta,Identyfikator konta,Ulica rozliczeniowa,Miasto rozliczeniowe,Rozliczeniowy kod pocztowy,"
        "Kraj rozliczeniowy,Telefon,Branża,Właściciel konta",
        {
            "name": "Nazwa konta",
            "external_id": "Identyfikator konta",
            "street": "Ulica rozliczeniowa",
            "city": "Miasto rozliczeniowe",
            "postal_code": "Rozliczeniowy kod pocztowy",
            "country": "Kraj rozliczeniowy",
            "phone": "Telefon",
            "industry": "Branża",
        },
    ),
    HeaderSet(
        "HubSpot contacts in German",
        "hubspot",
        "Datensatz-ID,Vorname,Nachname,E-Mail,Telefonnummer,Jobtitel,Zugeordnetes Unternehmen,"
        "IDs der zugeordneten Unternehmen,Kontakt-Inhaber,Lifecycle-Phase",
        {
            "position": "Jobtitel",
            "external_id": "Datensatz-ID",
            "first_name": "Vorname",
            "last_name": "Nachname",
            "email": "E-Mail",
            "phone": "Telefonnummer",
            "name": "Zugeordnetes Unternehmen",
            "organization_id": "IDs der zugeordneten Unternehmen",
        },
    ),
    HeaderSet(
        "HubSpot companies in German",
        "hubspot",
        "Datensatz-ID,Unternehmensname,Domainname des Unternehmens,Straße,Stadt,Postleitzahl,Land/Region,"
        "Branche,Unternehmen-Inhaber,Erstellungsdatum",
        {
            "external_id": "Datensatz-ID",
            "name": "Unternehmensname",
            "website": "Domainname des Unternehmens",
            "street": "Straße",
            "city": "Stadt",
            "postal_code": "Postleitzahl",
            "country": "Land/Region",
            "industry": "Branche",
        },
    ),
    HeaderSet(
        "HubSpot contacts in Polish",
        "hubspot",
        "Identyfikator rekordu,Imię,Nazwisko,E-mail,Numer telefonu,Stanowisko,Powiązana firma,"
        "Identyfikatory powiązanych firm,Właściciel kontaktu,Etap cyklu życia",
        {
            "position": "Stanowisko",
            "external_id": "Identyfikator rekordu",
            "first_name": "Imię",
            "last_name": "Nazwisko",
            "email": "E-mail",
            "phone": "Numer telefonu",
            "name": "Powiązana firma",
            "organization_id": "Identyfikatory powiązanych firm",
        },
    ),
    HeaderSet(
        "HubSpot companies in Polish",
        "hubspot",
        "Identyfikator rekordu,Nazwa firmy,Nazwa domeny firmy,Adres,Miasto,Kod pocztowy,Kraj/region,Branża,"
        "Właściciel firmy,Data utworzenia",
        {
            "external_id": "Identyfikator rekordu",
            "name": "Nazwa firmy",
            "website": "Nazwa domeny firmy",
            "street": "Adres",
            "city": "Miasto",
            "postal_code": "Kod pocztowy",
            "country": "Kraj/region",
            "industry": "Branża",
        },
    ),
    HeaderSet(
        "Pipedrive organisations in German",
        "pipedrive",
        "Organisation - ID,Organisation - Name,Organisation - Adresse,"
        "Organisation - Vollständige Adresse von Adresse,Organisation - Straße/Straßenname von Adresse,"
        "Organisation - Hausnummer von Adresse,Organisation - Stadt/Ort von Adresse,"
        "Organisation - PLZ/Postleitzahl von Adresse,Organisation - Land von Adresse,Organisation - Besitzer,"
        "Organisation - Etikett,Organisation - USt-ID",
        {
            "external_id": "Organisation - ID",
            "name": "Organisation - Name",
            "address": "Organisation - Adresse|Organisation - Vollständige Adresse von Adresse",
            "street": "Organisation - Straße/Straßenname von Adresse",
            "house_number": "Organisation - Hausnummer von Adresse",
            "city": "Organisation - Stadt/Ort von Adresse",
            "postal_code": "Organisation - PLZ/Postleitzahl von Adresse",
            "country": "Organisation - Land von Adresse",
            "tags": "Organisation - Etikett",
            "vat_id": "Organisation - USt-ID",
        },
    ),
    HeaderSet(
        "Pipedrive persons in German",
        "pipedrive",
        "Person - ID,Person - Name,Person - E-Mail - Arbeit,Person - Telefon - Mobil,Person - Organisation,"
        "Person - Organisations-ID,Person - Besitzer,Person - Notizen",
        {
            "external_id": "Person - ID",
            "contact_name": "Person - Name",
            "email": "Person - E-Mail - Arbeit",
            "phone": "Person - Telefon - Mobil",
            "name": "Person - Organisation",
            "organization_id": "Person - Organisations-ID",
            "notes": "Person - Notizen",
        },
    ),
    HeaderSet(
        "Pipedrive organisations in Polish",
        "pipedrive",
        "Organizacja - ID,Organizacja - Nazwa,Organizacja - Pełny adres: Adres,Organizacja - Ulica: Adres,"
        "Organizacja - Numer domu: Adres,Organizacja - Miasto/miejscowość: Adres,"
        "Organizacja - Kod pocztowy: Adres,Organizacja - Kraj: Adres,Organizacja - Właściciel,"
        "Organizacja - Etykiety,Organizacja - NIP",
        {
            "external_id": "Organizacja - ID",
            "name": "Organizacja - Nazwa",
            "address": "Organizacja - Pełny adres: Adres",
            "street": "Organizacja - Ulica: Adres",
            "house_number": "Organizacja - Numer domu: Adres",
            "city": "Organizacja - Miasto/miejscowość: Adres",
            "postal_code": "Organizacja - Kod pocztowy: Adres",
            "country": "Organizacja - Kraj: Adres",
            "tags": "Organizacja - Etykiety",
            "vat_id": "Organizacja - NIP",
        },
    ),
    HeaderSet(
        "Pipedrive persons in Polish",
        "pipedrive",
        "Osoba - ID,Osoba - Imię i nazwisko,Osoba - E-mail - Praca,Osoba - Telefon - Praca,"
        "Osoba - Organizacja,Osoba - ID organizacji,Osoba - Właściciel,Osoba - Notatki",
        {
            "external_id": "Osoba - ID",
            "contact_name": "Osoba - Imię i nazwisko",
            "email": "Osoba - E-mail - Praca",
            "phone": "Osoba - Telefon - Praca",
            "name": "Osoba - Organizacja",
            "organization_id": "Osoba - ID organizacji",
            "notes": "Osoba - Notatki",
        },
    ),
    HeaderSet(
        "Google in German",
        "google",
        "Vorname,Zweiter Vorname,Nachname,Name der Organisation,Notizen,Etiketten,E-Mail 1 - Label,"
        "E-Mail 1 - Wert,Telefon 1 - Label,Telefon 1 - Wert,Adresse 1 - Formatiert,Adresse 1 - Straße,"
        "Adresse 1 - Ort,Adresse 1 - Postleitzahl,Adresse 1 - Land,Website 1 - Wert",
        {
            "first_name": "Vorname",
            "last_name": "Nachname",
            "name": "Name der Organisation",
            "notes": "Notizen",
            "tags": "Etiketten",
            "email": "E-Mail 1 - Wert",
            "phone": "Telefon 1 - Wert",
            "address": "Adresse 1 - Formatiert",
            "street": "Adresse 1 - Straße",
            "city": "Adresse 1 - Ort",
            "postal_code": "Adresse 1 - Postleitzahl",
            "country": "Adresse 1 - Land",
            "website": "Website 1 - Wert",
        },
    ),
    HeaderSet(
        "Google in Polish",
        "google",
        "Imię,Drugie imię,Nazwisko,Nazwa organizacji,Notatki,Etykiety,E-mail 1 - Etykieta,E-mail 1 - Wartość,"
        "Telefon 1 - Etykieta,Telefon 1 - Wartość,Adres 1 - Sformatowany,Adres 1 - Ulica,Adres 1 - Miasto,"
        "Adres 1 - Kod pocztowy,Adres 1 - Kraj,Witryna 1 - Wartość",
        {
            "first_name": "Imię",
            "last_name": "Nazwisko",
            "name": "Nazwa organizacji",
            "notes": "Notatki",
            "tags": "Etykiety",
            "email": "E-mail 1 - Wartość",
            "phone": "Telefon 1 - Wartość",
            "address": "Adres 1 - Sformatowany",
            "street": "Adres 1 - Ulica",
            "city": "Adres 1 - Miasto",
            "postal_code": "Adres 1 - Kod pocztowy",
            "country": "Adres 1 - Kraj",
            "website": "Witryna 1 - Wartość",
        },
    ),
    HeaderSet(
        "Outlook in German",
        "outlook",
        "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,"
        "Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,"
        "Straße privat,Ort privat,Postleitzahl privat,Fax geschäftlich,Telefon geschäftlich,Telefon privat,"
        "Mobiltelefon,Kategorien,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,"
        "Notizen,Webseite",
        {
            "position": "Position",
            "first_name": "Vorname",
            "last_name": "Nachname",
            "name": "Firma",
            "street": "Straße geschäftlich",
            "city": "Ort geschäftlich",
            "postal_code": "Postleitzahl geschäftlich",
            "country": "Land/Region geschäftlich",
            "phone": "Telefon geschäftlich|Mobiltelefon",
            "tags": "Kategorien",
            "email": "E-Mail-Adresse|E-Mail 2: Adresse",
            "notes": "Notizen",
            "website": "Webseite",
        },
    ),
    HeaderSet(
        "Outlook in Polish",
        "outlook",
        "Tytuł,Imię,Drugie imię,Nazwisko,Sufiks,Firma,Dział,Stanowisko,Adres służbowy - ulica,"
        "Adres służbowy - miejscowość,Adres służbowy - województwo,Adres służbowy - kod pocztowy,"
        "Adres służbowy - kraj/region,Adres domowy - ulica,Faks służbowy,Telefon służbowy,Telefon domowy,"
        "Telefon komórkowy,Kategorie,Adres e-mail,Typ adresu e-mail,Adres e-mail 2,Notatki,Strona sieci Web",
        {
            "position": "Stanowisko",
            "first_name": "Imię",
            "last_name": "Nazwisko",
            "name": "Firma",
            "street": "Adres służbowy - ulica",
            "city": "Adres służbowy - miejscowość",
            "postal_code": "Adres służbowy - kod pocztowy",
            "country": "Adres służbowy - kraj/region",
            "phone": "Telefon służbowy|Telefon komórkowy",
            "tags": "Kategorie",
            "email": "Adres e-mail|Adres e-mail 2",
            "notes": "Notatki",
            "website": "Strona sieci Web",
        },
    ),
]
