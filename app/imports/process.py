"""One import's work in a process of its own: `python -m app.imports.process DATA REGION UUID`.

In the server a large file would take the interpreter from everybody else, and a hostile one all memory. The process
ends with whoever started it, at any moment: then nothing was written. Its exit status is 0 when the work is done;
else `failure.json` says why, unless it was ended from outside.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.clock import Clock
from app.errors import MasakuError, Refused
from app.i18n import N_
from app.imports import store, work
from app.imports.exchange import of_message
from app.imports.job import Job, to_job
from app.imports.progress import Progress
from app.imports.reading import confinement
from app.imports.staging import Folder, folder_of
from app.regions import Region
from app.regions.definition import definitions
from app.settings import Settings
from app.vault import Vault

# A file that was inspected within the narrow limits is given more for the work: its rows are judged and written too.
_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 3600
_NICENESS = 5  # whoever works in the browser goes first
_TOO_MUCH = N_("The file asks for more memory than an import may take. Save it as CSV and import that file.")


def main(arguments: list[str]) -> int:
    data, code, batch_uuid = Path(arguments[0]), arguments[1], arguments[2]
    os.umask(0o077)
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = folder_of(data, code, batch_uuid)
    found = folder.read("job")
    assert found is not None
    try:
        _do(to_job(found), folder, data, code)
    except MasakuError as error:
        folder.write("failure", of_message(error.message))
        return 1
    except MemoryError:
        folder.write("failure", of_message(Refused(_TOO_MUCH).message))
        return 1
    return 0


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
            region.note_now(store.checked, folder.uuid, report.rows)


def confine() -> None:
    """As far as the work on a file may go that was inspected before."""
    confinement.confine(_MEMORY_BYTES, _CPU_SECONDS)


def _end_with_parent() -> None:
    """The other end of our standard input is open as long as the parent lives."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
