"""The firm's staff in the demo: they signed the changes and notes."""

from app.demo.model import DemoStaff

ANNA = DemoStaff("Anna Krüger", "anna.krueger@masaku.example", {"de": "editor", "at": "editor"})
PIOTR = DemoStaff("Piotr Lis", "piotr.lis@masaku.example", {"de": "editor", "pl": "editor"})
JONAS = DemoStaff(
    "Jonas Wolff", "jonas.wolff@masaku.example", {"de": "manager", "at": "manager", "pl": "manager"}
)
LUKAS = DemoStaff("Lukas Pichler", "lukas.pichler@masaku.example", {"at": "editor"})
MAGDA = DemoStaff("Magdalena Zając", "magdalena.zajac@masaku.example", {"pl": "editor"})

STAFF = (ANNA, PIOTR, JONAS, LUKAS, MAGDA)


def staff_of(region_code: str) -> tuple[DemoStaff, ...]:
    """Who works in a region; a region of its own making is looked after by the manager."""
    return tuple(someone for someone in STAFF if region_code in someone.roles) or (JONAS,)
