"""The peer's import of a table, in its own venv: `python -m benchmarks.peer.imports FILE`.

As its handbook says for many rows: bulk writes, no diffs, each row's fields validated and an existing client looked up.
"""

import sys
from pathlib import Path

import django
from django.utils import timezone


def main(path: Path) -> None:
    django.setup()
    from import_export import fields, resources
    from tablib import Dataset

    from benchmarks.peer.models import Client

    now, columns = timezone.now(), {
        "Name": "name", "E-Mail": "email", "USt-IdNr.": "vat_id", "Straße": "street", "PLZ": "postal_code",
        "Ort": "city", "Land": "country", "Telefon": "phone", "Ansprechpartner": "contact_name", "Webseite": "website",
        "Branche": "industry",
    }  # fmt: skip

    class Clients(resources.ModelResource):
        class Meta:
            model = Client
            fields = tuple(columns.values())
            import_id_fields = ("name", "postal_code")
            clean_model_instances = True
            use_bulk = True
            batch_size = 1000
            skip_diff = True

        def import_instance(self, instance, row, **more):
            instance.kind, instance.status, instance.currency = "company", "active", "EUR"
            instance.added_at = instance.changed_at = now
            super().import_instance(instance, row, **more)

    for heading, name in columns.items():
        Clients.fields[name] = fields.Field(attribute=name, column_name=heading)
    with path.open(encoding="utf-8", newline="") as file:
        rows = Dataset().load(file.read(), format="csv", delimiter=";")
    done = Clients().import_data(rows, use_transactions=True)
    written = Client.objects.count()
    if written < len(rows) * 0.9:
        sys.exit(f"only {written} of {len(rows)} rows were written: {done.row_errors()[:1]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
