"""inFakt: the names of its API; its files were not seen and are read by the common words otherwise."""

from app.imports.sources.model import Source

SOURCE = Source(
    name="infakt",
    label="inFakt",
    words={
        "name": "company_name|client_company_name",
        "first_name": "first_name",
        "last_name": "last_name",
        "contact_name": "name",
        "vat_id": "nip|client_tax_code",
        "email": "email",
        "phone": "phone_number",
        "street": "street|client_street",
        "house_number": "client_street_number|client_flat_number",
        "city": "city|client_city",
        "postal_code": "postal_code|client_post_code",
        "country": "country|client_country",
        "notes": "note",
        "external_id": "id|client_id",
    },
    marks_needed=3,
    marks=(
        "company_name",
        "nip",
        "phone_number",
        "client_company_name",
        "client_tax_code",
        "client_post_code",
    ),
)
