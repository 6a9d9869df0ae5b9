"""Start one program and say what it took: `launch.py FILE PROGRAM …`. Small and without imports of ours on purpose.

Linux hands a parent's peak memory on to its child, so whatever measures must itself be small.
"""

import json
import os
import sys
import time

# Arguments: where to write what it took, where its output goes, then the program.
_, figures, output, *command = sys.argv
started = time.perf_counter()
child = os.fork()
if child == 0:
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
with open(figures, "w") as file:  # noqa: PTH123 - pathlib would be most of the memory
    json.dump({"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}, file)
sys.exit(os.waitstatus_to_exitcode(status))
