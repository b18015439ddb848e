"""One running Masaku: its settings, files and regions, as the server and the command line both open it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from app import schemas, sqlite
from app.accounts import numbers
from app.clock import Clock
from app.errors import Unavailable
from app.i18n import N_
from app.invoices.opening import agree_on_numbers
from app.migrate import migrate
from app.regions import File, Regions
from app.regions.maintenance import under_maintenance
from app.regions.watch import INSTANCE
from app.replicas.instance import refuse_to_start_over
from app.replicas.swap import recover
from app.settings import Settings
from app.vault import Vault


@dataclass(frozen=True)
class Instance:
    settings: Settings
    clock: Clock
    vault: Vault
    accounts: File
    regions: Regions

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> Instance:
        """Makes what is missing: the data directory, the master key, vault.db and instance.db.

        Refuses where they are not missing but lost: where regions, or replicas of them, exist.
        """
        os.umask(0o077)
        recover(settings.data)
        if under_maintenance(settings.data, INSTANCE):
            raise Unavailable(N_("The instance is being restored. Please try again when that is done."))
        refuse_to_start_over(settings)
        clock = clock or Clock()
        vault = Vault(settings, clock)
        vault.open()
        path = settings.data / "instance.db"
        db = sqlite.connect(path, create=True)
        try:
            migrate(db, schemas.INSTANCE)
            numbers.agree(vault, db)
        finally:
            db.close()
        regions = Regions(settings, clock, vault, schemas.REGION, (agree_on_numbers,))
        return cls(settings, clock, vault, File(path), regions)

    def close(self) -> None:
        self.regions.close_all()
        self.accounts.close()
        self.vault.close()
