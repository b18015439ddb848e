"""The floor's own process, so that its memory is its own: `python -m benchmarks.import_floor FOLDER`."""

import sys
from pathlib import Path

from app.settings import Settings
from benchmarks.imports import insert_only

if __name__ == "__main__":
    insert_only(Path(sys.argv[1]), Settings.from_env().data)
