"""Imports a file into one data directory again and again: loads the program once, then forks each import.

A line is the path of the file; the next one asks how it ended. Starting Python anew would take most of each round; what
is killed is the same import.
"""

from __future__ import annotations

import os
import sys

from app.cli.imports import import_file


def main() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            import_file.main(["de", line.strip(), "--on-duplicate", "update"], standalone_mode=False)
            os._exit(0)
        print(pid, flush=True)
        sys.stdin.readline()  # until then its number is no one else's, dead or alive
        _, status = os.waitpid(pid, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
