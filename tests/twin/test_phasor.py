#!/usr/bin/env python3
"""Powers and currents of the program against the phasor twin: random halls, normal state and single outages.

20 halls, 200 with HR_LONG=1. The measure is the largest current (power) of the hall in that case: readings may differ
by 1e-9 of it. A place that the twin takes for dead must read 0 and be `off`, one that carries something must be
`known`; a live feed whose load is lost, or has no power supply on it, may be called either.
"""
import csv
import io
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import phasor
import phasor_halls

TOLERANCE = 1e-9
OUTAGES = 4


def program_readings(file, case):
    command = [os.environ["HR_PROGRAM"], "export", "readings", file] + (["--case", case] if case else [])
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise ValueError("%s: %s" % (" ".join(map(str, command)), done.stderr.strip() or done.returncode))
    return {row["point"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def compare(flows, rows):
    """The first difference, or None."""
    readings = {port: flow.readings() for port, flow in flows.items() if flow}
    largest_current = max([r["current." + p] for r in readings.values() for p in "ABC"] + [1e-9])
    largest_power = max([r["apparent"] for r in readings.values()] + [1e-9])
    for port, values in readings.items():
        for name, value in values.items():
            point, scale = "%s.%s" % (port, name), largest_current if name.startswith("current") else largest_power
            if point not in rows:
                return "%s: the program has no such point" % point
            row = rows[point]
            states = ["off"] if not flows[port].live else ["known"] if any(values.values()) else ["known", "off"]
            if row["state"] not in states:
                return "%s is %s, the twin says %s" % (point, row["state"], states)
            if abs(float(row["value"]) - value) > TOLERANCE * scale:
                return "%s = %s %s, the twin says %.12g" % (point, row["value"], row["unit"], value)
    return None


def check(seed, folder):
    text = phasor_halls.hall(seed)
    file = folder / ("hall-%d.yaml" % seed)
    file.write_text(text, encoding="utf-8")
    hall = phasor.Hall(text)
    targets = list(hall.elements) + [f.name for e in hall.elements.values() for f in e.feeds
                                     if isinstance(e.spec["from"], (dict, list)) and "breaker" in str(e.spec["from"])]
    targets = random.Random(seed).sample(targets, min(OUTAGES, len(targets)))
    for out in [[]] + [[t] for t in targets]:
        case = "fault: " + out[0] if out else None
        fault = compare(hall.solve(out), program_readings(file, case))
        if fault:
            return "%s: %s" % (case or "normal", fault)
    return None


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(200 if os.environ.get("HR_LONG") else 20):
            try:
                fault = check(seed, pathlib.Path(folder))
            except (ValueError, phasor.Refused) as e:
                fault = str(e)
            bad += fault is not None
            print("ok hall-%d" % seed if not fault else "not ok hall-%d: %s" % (seed, fault))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
