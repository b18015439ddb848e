"""What a job leaves when it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.i18n import translate
from app.jobs.messages import to_message
from app.jobs.staging import Folder
from app.settings import ROOT

_PROGRAM = """
import sys
from pathlib import Path
from app.i18n import Message
from app.jobs import process
from app.jobs.staging import Folder

def do(job):
    raise ZeroDivisionError("a bug")

sys.exit(process.work(Folder(Path(sys.argv[1])), do, Message("too much")))
"""


def test_a_fault_of_the_program_is_said_to_be_one_and_its_details_are_in_the_log(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "0b6f")
    folder.make()
    folder.write("job", {})
    command = [sys.executable, "-c", _PROGRAM, str(folder.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read()
    assert child.returncode == 1
    assert "job 0b6f failed" in said and "ZeroDivisionError: a bug" in said
    failure = folder.read("failure")
    assert failure is not None
    text = translate(to_message(failure), "en")
    assert "a fault in the program" in text and "0b6f" in text
