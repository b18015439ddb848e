"""Serves one data directory again and again: imports once, then forks a real server per line read from stdin.

Starting Python anew would take most of each round; what is killed is the same server either way.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.cli.serve import run
from app.instance import Instance
from app.regions.maintenance import claim_server
from app.settings import Settings


def main(data: Path, port: int) -> None:
    settings = Settings(data=data, port=port)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            claim_server(data)
            run(Instance.open(settings), replicate=False)
            os._exit(0)
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
