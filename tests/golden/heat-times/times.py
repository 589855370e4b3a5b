"""times.py FILE: how long each loss of cooling of `headroom check FILE` takes to a limit, a line a loss."""
import json
import subprocess
import sys


def words(time):
    if time is None:
        return "unknown"
    return "%s (%s..%s)" % tuple("never" if time[end] is None else "%.4g s" % time[end] for end in ("nominal", "harsh", "kind"))


said = subprocess.run(["headroom", "check", "--format", "json", sys.argv[1]], capture_output=True, check=False)
for case in json.loads(said.stdout)["lost"]:
    for part in case["parts"] if case["what"] == "heat" else []:
        print("%s | %s %.0f W, limit after %s" % (case["case"], part["element"], part["value"], words(part["limit_after"])))
