"""One export's work in a process of its own: `python -m app.exports.process DATA REGION UUID`."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.clock import Clock
from app.exports import work
from app.exports.job import Job, to_job
from app.exports.staging import folder_of
from app.i18n import N_, Message
from app.jobs import process
from app.jobs.limits import limit
from app.jobs.progress import Progress
from app.jobs.staging import Folder
from app.regions import Region
from app.regions.definition import definitions
from app.settings import Settings
from app.vault import Vault

_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 3600
_TOO_MUCH = Message(
    N_("This export asks for more memory than it may take. Please export fewer clients at once.")
)


def main(arguments: list[str]) -> int:
    data, code, export_uuid = Path(arguments[0]), arguments[1], arguments[2]
    folder = folder_of(data, code, export_uuid)
    return process.work(folder, lambda found: _do(to_job(found), folder, data, code), _TOO_MUCH)


def _do(job: Job, folder: Folder, data: Path, code: str) -> None:
    limit(_MEMORY_BYTES, _CPU_SECONDS)

    def tell(progress: Progress) -> None:
        folder.write("progress", progress.as_json())

    clock = Clock()
    settings = replace(Settings.from_env(), data=data)
    # Not by way of Regions, which would bring an older file to today's schema under the server's feet.
    with (
        closing(Vault(settings, clock)) as vault,
        closing(Region(settings, definitions(data)[code], vault)) as region,
    ):
        work.run(job, folder, region, clock, tell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
