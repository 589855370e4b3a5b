#!/usr/bin/env python3
"""Proves on random halls that neither the order of the text nor the number of threads changes a byte of the result.

Each hall is written three times: as halls.py makes it, and twice with its declarations, fields and cases shuffled and
dealt over files that include each other. What `headroom check` prints must be the same but for the places in the text
(`at`), the name of the file and the hash of the text. With 1, 2, 3 and 8 threads it must be the same to the last byte.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "twin"))
import halls  # noqa: E402

PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
COUNT = 2000 if os.environ.get("HR_LONG") else 100
BLOCK = 50
HANG = 120  # seconds until headroom is taken to hang; never a measure of speed
PLACES = re.compile(rb'"(?:at"\s*:\s*(?:null|\{[^{}]*\})|(?:file|hash)"\s*:\s*"[^"]*")')


def check(file, threads=1):
    command = [PROGRAM, "check", "--format", "json", "--threads", str(threads), str(file)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=HANG)
    if done.returncode not in (0, 1):
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[:2000]))
    return done.stdout


def without_places(text):
    return PLACES.sub(b'"place"', text)


def shuffled(draw, value):
    """The same with the keys of every map in another order; lists stay, their order means something."""
    if isinstance(value, dict):
        return {key: shuffled(draw, value[key]) for key in draw.shuffled(list(value))}
    return [shuffled(draw, item) for item in value] if isinstance(value, list) else value


def write_shuffled(hall, folder, draw):
    """The hall in one to four files; each is included by one before it. Returns the first."""
    declared = draw.shuffled(hall.declared)
    for made in declared:
        made.fields = shuffled(draw, made.fields)
    cases = {name: shuffled(draw, hall.cases[name]) for name in draw.shuffled(list(hall.cases))}
    count = draw.between(1, 4)
    includes = {number: [] for number in range(count)}
    for number in range(1, count):
        includes[draw.below(number)].append("%d.yaml" % number)
    place = {name: draw.below(count) for name in [made.name for made in declared] + list(cases)}
    site = draw.below(count)
    for number in range(count):
        text = hall.text([made for made in declared if place[made.name] == number],
                         {name: case for name, case in cases.items() if place[name] == number},
                         with_site=number == site, include=includes[number])
        (folder / ("%d.yaml" % number)).write_text(text)
    return folder / "0.yaml"


def difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return "%r becomes %r" % (a[max(0, at - 60):at + 60], b[max(0, at - 60):at + 60])


def hall_faults(seed, folder):
    hall = halls.Hall(seed, None)
    file = folder / "hall.yaml"
    file.write_text(hall.text())
    first = check(file)
    faults = []
    for threads in (2, 3, 8):
        again = check(file, threads)
        if again != first:
            faults.append("%d threads: %s" % (threads, difference(first, again)))
    draw = halls.Draw(seed + 1000000)
    for time in (1, 2):
        moved = check(write_shuffled(hall, folder, draw))
        a, b = without_places(first), without_places(moved)
        if a != b:
            faults.append("shuffle %d: %s" % (time, difference(a, b)))
    return faults


def main():
    failed = False
    for start in range(0, COUNT, BLOCK):
        seeds = range(start, min(start + BLOCK, COUNT))
        name = "order and threads change nothing in halls %d to %d" % (seeds[0], seeds[-1])
        faults = []
        for seed in seeds:
            with tempfile.TemporaryDirectory(prefix="headroom-order-") as folder:
                try:
                    faults += ["seed %d: %s" % (seed, fault) for fault in hall_faults(seed, pathlib.Path(folder))]
                except (ValueError, subprocess.TimeoutExpired) as fault:
                    faults.append("seed %d: %s" % (seed, fault))
        failed = failed or bool(faults)
        print("not ok %s: %s" % (name, "; ".join(" ".join(one.split()) for one in faults[:5])) if faults else "ok " + name)
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
