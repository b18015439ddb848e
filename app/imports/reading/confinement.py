"""A process of its own for files from strangers, with an end to what it may take.

A hostile workbook can make its reader ask for all memory there is, and the reader does not fail but
ends its process: let that process not be the server.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar, cast

from app.errors import Refused
from app.i18n import N_
from app.jobs import limits

# Address space: an empty Python process has about 50 MB, the largest workbook that is let in needs 350 MB.
MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 120

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

TOO_MUCH = N_(
    "The file asks for more memory or time than an import may take. Save it as CSV and import that file."
)


def confine(memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS) -> None:
    """Limits this process for the rest of its life."""
    limits.limit(memory_bytes, cpu_seconds)


def is_confined() -> bool:
    return limits.is_limited()


def run_confined(
    work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> _Result:
    """The answer of `work`, a function of a module, done in a confined process of its own. Blocks.

    What it raises is raised here; a process that ends without an answer is Refused.
    """
    spawning = multiprocessing.get_context("spawn")  # a fork of a server with threads may hang
    receiver, sender = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_answer, args=(sender, work, args, kwargs), daemon=True)
    process.start()
    sender.close()
    try:
        result, error = receiver.recv()
    except EOFError:
        result, error = None, Refused(TOO_MUCH)
    finally:
        receiver.close()
        process.join()
    if error is not None:
        raise error
    return cast(_Result, result)


def _answer(
    sender: Connection, work: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    confine()
    try:
        sender.send((work(*args, **kwargs), None))
    except MemoryError:
        sender.send((None, Refused(TOO_MUCH)))
    except Exception as error:
        sender.send((None, error))
