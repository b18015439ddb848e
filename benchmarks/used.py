"""What a program used, as JSON on stdout: `python -m benchmarks.used PROGRAM ARGUMENTS...`.

A process of its own, because Linux counts what the parent held before the program was started as the program's memory.
"""

import json
import os
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    processor = used.ru_utime + used.ru_stime
    print(json.dumps([time.monotonic() - started, processor, used.ru_maxrss / 1024]))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
