"""Random halls before headroom and before the twin: do both lose the same loads in every case?

test_twin.py and test_twin_many.py run this over halls of halls.py.  Each hall is judged by `headroom check` as people
run it and by twin.py, which settles every case from nothing and shares no code with headroom.  Compared are the number
of elements and of cases, and for every case which loads are lost and how many watts, part by part as they are printed.

headroom tells for each case what is lost beyond the normal state; the twin all that is lost.  A load whose power is
not given is lost with an unknown number of watts in both.  What a cascade takes after that is compared by
compare_paths.py, over halls whose currents the twin knows.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import halls
import twin

TOP = pathlib.Path(__file__).resolve().parents[2]
BLOCK = 50      # halls in one line of output
HANG = 120      # seconds until headroom is taken to hang; never a measure of speed


def program():
    return os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")


def ask_headroom(file):
    """What headroom says of a hall, as the object it prints."""
    command = [program(), "check", "--outages", "fault", "--format", "json", str(file)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=HANG)
    if done.returncode not in (0, 1):       # 1: some row is violated or unknown
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[:2000]))
    return json.loads(done.stdout)


def names_of(text):
    return [name for name, _ in twin.expand(text)]


def lost_by_headroom(said):
    """Case -> its printed parts before any cascade: (names, watts, whether some of their power is unknown)."""
    cases = {}
    for case in said["lost"]:
        if case["case"] in cases:
            raise ValueError("%s stands twice under lost" % case["case"])
        parts = [(names_of(part["element"]), part["value"], part["unknown"])
                 for part in case["parts"] if not part["cascade"]]
        if sum(part["value"] for part in case["parts"]) != case["total"]:
            raise ValueError("%s: its parts do not add up to its total" % case["case"])
        cases[case["case"]] = parts
    return cases


def everything_lost(case):
    """Name -> watts, None where they are unknown."""
    return {**case["lost"], **dict.fromkeys(case["unserved_unknown"])}


def part_faults(parts, expected):
    """What is wrong with the parts of one case, given name -> watts."""
    named = [name for names, _, _ in parts for name in names]
    faults = ["%s is named twice" % name for name in sorted(set(named)) if named.count(name) > 1]
    faults += ["headroom loses %s, the twin does not" % name for name in sorted(set(named) - set(expected))]
    faults += ["the twin loses %s, headroom does not" % name for name in sorted(set(expected) - set(named))]
    if faults:
        return faults
    for names, value, unknown in parts:
        watts = [expected[name] for name in names]
        known = sum(one for one in watts if one is not None)
        if abs(value - known) > 1e-9 * max(abs(known), 1):
            faults.append("%s: headroom loses %r W, the twin %r W" % (",".join(names), value, known))
        if unknown != (None in watts):
            faults.append("%s: their power is %s" % (",".join(names), "known" if unknown else "not known"))
    return faults


def hall_faults(said, truth):
    """Everything in which headroom and the twin differ on one hall."""
    faults = []
    counts = [("elements", said["site"]["elements"], truth["elements"] + truth["held"]),
              ("held nodes", said["site"]["nodes"], truth["held"]),
              ("cases", said["summary"]["cases"], len(truth["cases"]))]
    for what, ours, theirs in counts:
        if ours != theirs:
            faults.append("%s: headroom counts %d, the twin %d" % (what, ours, theirs))
    lost = lost_by_headroom(said)
    faults += ["the twin has no case %s" % case for case in sorted(set(lost) - set(truth["cases"]))]
    normally = everything_lost(truth["cases"]["normal"])
    for name, case in truth["cases"].items():
        expected = everything_lost(case)
        if name != "normal":
            expected = {load: watts for load, watts in expected.items() if load not in normally}
        faults += ["%s: %s" % (name, fault) for fault in part_faults(lost.get(name, []), expected)]
    return faults


def compare_hall(seed, folder):
    hall = halls.Hall(seed, None)
    text = hall.text()
    file = pathlib.Path(folder) / ("%d.yaml" % seed)
    file.write_text(text)
    truth = twin.judge(text)
    try:
        faults = hall_faults(ask_headroom(file), truth)
    except (ValueError, subprocess.TimeoutExpired) as fault:
        faults = [str(fault)]
    file.unlink()
    lost = sum(len(case["lost"]) for case in truth["cases"].values())
    return faults, len(truth["cases"]), lost


def run(first, count):
    """Compares the halls of the seeds first .. first + count - 1; one line for each block of them."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-twin-") as folder:
        for start in range(first, first + count, BLOCK):
            seeds = range(start, min(start + BLOCK, first + count))
            name = "halls %d to %d agree with the twin" % (seeds[0], seeds[-1])
            faults, cases, lost = [], 0, 0
            for seed in seeds:
                found, n, m = compare_hall(seed, folder)
                faults += ["seed %d: %s" % (seed, fault) for fault in found]
                cases, lost = cases + n, lost + m
            if faults:
                more = "; and %d more" % (len(faults) - 8) if len(faults) > 8 else ""
                print("not ok %s: %s%s" % (name, "; ".join(" ".join(fault.split()) for fault in faults[:8]), more))
            else:
                print("ok %s (%d cases, %d lost loads)" % (name, cases, lost))
            failed = failed or bool(faults)
            sys.stdout.flush()
    return 1 if failed else 0
