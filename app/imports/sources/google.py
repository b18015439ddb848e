"""Google Contacts, the layout of 2024 and the one before; groups of columns are numbered as often as needed."""

from app.imports.sources.model import Source

SOURCE = Source(
    name="google",
    label="Google Contacts",
    words={
        "name": "Organization Name|Organization 1 - Name",
        "first_name": "First Name|Given Name",
        "last_name": "Last Name|Family Name",
        "street": "Address 1 - Street|Address 1 - Extended Address",
        "city": "Address 1 - City",
        "postal_code": "Address 1 - Postal Code",
        "country": "Address 1 - Country",
        "address": "Address 1 - Formatted",
        "website": "Website 1 - Value",
        "notes": "Notes",
        "tags": "Labels|Group Membership",
        "": "Name|Middle Name|Additional Name|Phonetic First Name|Phonetic Middle Name|Phonetic Last Name|Yomi Name|"
        "Given Name Yomi|Additional Name Yomi|Family Name Yomi|Name Prefix|Name Suffix|Initials|Nickname|Short Name|"
        "Maiden Name|File As|Organization Title|Organization Department|Birthday|Gender|Location|"
        "Billing Information|Directory Server|Mileage|Occupation|Hobby|Sensitivity|Priority|Subject|Language|Photo",
    },
    marks=(
        r"Phonetic (First|Middle|Last) Name",
        "(Given|Family|Additional) Name",
        "Group Membership",
        "File As",
        r"(E-mail|Phone|Address|Website) \d+ - \w+",
    ),
    patterns=(
        (r"E-mail \d+ - Value", "email"),
        (r"Phone \d+ - Value", "phone"),
        (
            r"(E-mail|Phone|Address|Website|Event|Custom Field|Organization|Relation|IM|Jot|Calendar Link) \d+ - .+",
            "",
        ),
    ),
)
