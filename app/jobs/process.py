"""One job's work in a process of its own.

In the server a large file would take the interpreter from everybody else, and a hostile one all memory. The process
ends with whoever started it, at any moment. Its exit status is 0 when the work is done; else `failure.json` says why,
unless it was ended from outside.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable

from app.errors import MasakuError
from app.i18n import N_, Message
from app.jobs.messages import Json, of_message
from app.jobs.staging import Folder

log = logging.getLogger("masaku")
_NICENESS = 5  # whoever works in the browser goes first


_FAULT = N_(
    "It failed because of a fault in the program. An admin finds the details in the log, under {job}."
)


def work(folder: Folder, do: Callable[[Json], None], too_much: Message) -> int:
    """The exit status of doing what `job.json` says; `too_much` is why it failed where the memory did not do."""
    os.umask(0o077)
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    job = folder.read("job")
    assert job is not None
    try:
        do(job)
    except MasakuError as error:
        return _failed(folder, error.message)
    except MemoryError:
        return _failed(folder, too_much)
    except Exception:
        log.exception("job %s failed", folder.uuid)
        return _failed(folder, Message(_FAULT, {"job": folder.uuid}))
    return 0


def _failed(folder: Folder, reason: Message) -> int:
    folder.write("failure", of_message(reason))
    return 1


def _end_with_parent() -> None:
    """The other end of our standard input is open as long as the parent lives."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)
