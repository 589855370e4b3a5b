#!/usr/bin/env python3
"""readings.py FILE POINT CASE...: one reading in each case, as `headroom explain` derives it, to be held against figures
worked by hand. A line a case: `FILE: POINT | CASE: VALUE`."""
import subprocess
import sys

file, point, cases = sys.argv[1], sys.argv[2], sys.argv[3:]
for case in cases:
    done = subprocess.run(["headroom", "explain", file, point, "--case", case], capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    first = done.stdout.decode("utf-8").splitlines()[0]
    print("%s: %s | %s" % (file, point, " ".join(first[len(point):].split())))
