"""HubSpot: contacts and companies. The columns are those of the exported view, so their order varies; the first one is
always "Record ID".
"""

from app.imports.sources.model import Source

SOURCE = Source(
    name="hubspot",
    label="HubSpot",
    words={
        "external_id": "Record ID|hs_object_id",
        "name": "Company name|Associated Company|name|company",
        "first_name": "First Name|firstname",
        "last_name": "Last Name|lastname",
        "email": "Email",
        "phone": "Phone Number|Mobile Phone Number|phone|mobilephone",
        "website": "Website URL|Company Domain Name|website|domain",
        "street": "Street Address|Street Address 2|address|address2",
        "city": "City",
        "postal_code": "Postal Code|zip",
        "country": "Country/Region|Country",
        "industry": "Industry",
        "notes": "Description",
        "": "Contact owner|Company owner|Job Title|Lead Status|Lifecycle Stage|Create Date|Last Activity Date|"
        "Last Modified Date|Associated Company IDs|Associated Contact IDs|Associated Contact|State/Region|state|"
        "Number of Employees|Annual Revenue|createdate|hs_lastmodifieddate|lastmodifieddate|hubspot_owner_id|jobtitle",
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
    ),
)
