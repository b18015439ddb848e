"""One import's work in a process of its own: `python -m app.imports.process DATA REGION UUID`.

Ended from outside it has written nothing.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.clock import Clock
from app.i18n import N_, Message
from app.imports import store, work
from app.imports.job import Job, to_job
from app.imports.progress import Progress
from app.imports.reading import confinement
from app.imports.staging import Folder, folder_of
from app.jobs import process
from app.regions import Region
from app.regions.definition import definitions
from app.settings import Settings
from app.vault import Vault

# A file that was inspected within the narrow limits is given more for the work: its rows are judged and written too.
_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 3600
_TOO_MUCH = N_("The file asks for more memory than an import may take. Save it as CSV and import that file.")


def main(arguments: list[str]) -> int:
    data, code, batch_uuid = Path(arguments[0]), arguments[1], arguments[2]
    folder = folder_of(data, code, batch_uuid)
    return process.work(folder, lambda found: _do(to_job(found), folder, data, code), Message(_TOO_MUCH))


def _do(job: Job, folder: Folder, data: Path, code: str) -> None:
    if job.task == "inspect":
        confinement.confine()
        work.look(job, folder)
        return
    confine()

    def tell(progress: Progress) -> None:
        folder.write("progress", progress.as_json())

    clock = Clock()
    settings = replace(Settings.from_env(), data=data)
    # Not by way of Regions, which would bring an older file to today's schema under the server's feet.
    with (
        closing(Vault(settings, clock)) as vault,
        closing(Region(settings, definitions(data)[code], vault)) as region,
    ):
        if job.task == "run":
            work.run(job, folder, region, clock, tell)
        else:
            report = work.check(job, folder, region, tell)
            region.note_now(store.checked, folder.uuid, report.rows, report.alike)


def confine() -> None:
    """As far as the work on a file may go that was inspected before."""
    confinement.confine(_MEMORY_BYTES, _CPU_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
