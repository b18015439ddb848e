"""Outlook and Exchange; older versions write "Business Country". Only what belongs to the firm is taken."""

from app.imports.sources.model import Source

SOURCE = Source(
    name="outlook",
    label="Outlook",
    words={
        "name": "Company",
        "first_name": "First Name",
        "last_name": "Last Name",
        "street": "Business Street|Business Street 2|Business Street 3",
        "city": "Business City",
        "postal_code": "Business Postal Code",
        "country": "Business Country/Region|Business Country",
        "phone": "Business Phone|Company Main Phone|Mobile Phone|Business Phone 2|Primary Phone",
        "email": "E-mail Address|E-mail 2 Address|E-mail 3 Address",
        "website": "Web Page|Business Home Page",
        "notes": "Notes",
        "tags": "Categories",
        "": "Title|Middle Name|Suffix|Department|Job Title|Business State|Account|Anniversary|Billing Information|"
        "Birthday|Business Address PO Box|Children|Directory Server|Gender|Government ID Number|Hobby|Initials|"
        "Internet Free Busy|Keywords|Language|Location|Mileage|Office Location|Organizational ID Number|Priority|"
        "Private|Profession|Referred By|Sensitivity|Spouse|Callback|Car Phone|ISDN|Pager|Radio Phone|TTY/TDD Phone|"
        "Telex|Business Fax",
    },
    marks=(
        r"E-mail (\d )?(Address|Type|Display Name)",
        r"Business (Street|City|State|Postal Code|Phone|Fax|Country|Country/Region)",
        "TTY/TDD Phone",
        "Government ID Number",
    ),
    patterns=(
        (r"(Home|Other) .+", ""),
        (r"E-mail (\d )?(Type|Display Name)", ""),
        (r"(Assistant|Manager)'s .+|User \d", ""),
    ),
)
