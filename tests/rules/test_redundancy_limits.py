#!/usr/bin/env python3
"""The largest load that each arrangement of redundancy holds is that of its closed form.

Each arrangement is built as a hall of units of 1 MW; `headroom check` is asked again and again with another `--set` of its
load, by halves, until the largest that violates nothing is known. property/test_pairs.py finds factors by `--paths`; here it
is the verdict of `check` that is held to the table (facts, power-equipment 10; every figure there was worked by hand):
  N 1, and no outage is survived; N+k (M - k) / M, of unequal sizes sum - k largest; 2N 1/2; 2(N+1) m modules of 2 (m + 1);
  distributed (M - 1) / M; block 1 of the active ones, or what the reserve carries; devices at 80 % on two cords 0.40.
Prints a line a check, as tests/run wants it.
"""
import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
HANG = 60  # seconds until headroom is taken to hang; never a measure of speed
HALVES = 26
CLOSE = 1.0  # W
UNIT = 1e6

HEAD = "headroom: 1\nsite: {name: limits, redundancy: %s}\nelements:\n"
FED = "psus: {A: 1, B: 1, needed: 1, rating: 1 GW}, from: {A: {to: %s, phases: ABC}, B: {to: %s, phases: ABC}}"


def parallel(sizes, redundancy):
    """Sets on one bus; the bus itself is no part of the arrangement, so the load survives by the sets alone."""
    text = HEAD % redundancy
    for i, size in enumerate(sizes):
        text += "  gen-%d: {type: generator, voltage: 415 V, rating: %d VA, power: %d W}\n" % (i, size, size)
    text += '  bus: {type: switchboard, power: 1 GW, from: {parallel: "gen-*"}}\n'
    return text + "  load: {type: load, power: 1 W, power_factor: 1, from: {to: bus, phases: ABC}}\n"


def sides(names, redundancy="any-one"):
    text = HEAD % redundancy
    for name in names:
        text += "  sys-%s: {type: utility, voltage: 415 V, power: %d W}\n" % (name, UNIT)
    return text


def load(name, a, b):
    return "  load-%s: {type: rack, power: 1 W, power_factor: 1, %s}\n" % (name, FED % (a, b))


def two_n():
    return sides("AB") + load("1", "sys-A", "sys-B")


def modular(m):
    text = sides("AB").replace("power: %d W" % UNIT, "power: 1 GW")
    for side in "AB":
        text += ("  ups-%s: {type: ups, from: sys-%s, rating: %d W, autonomy: 5 min, efficiency: {50 %%: 100 %%},"
                 " modules: {rating: %d W, installed: %d, needed: %d}}\n"
                 % (side, side, m * UNIT, UNIT, m + 1, m))
    return text + load("1", "ups-A", "ups-B")


def distributed(m):
    text = sides([str(i) for i in range(m)])
    return text + "".join(load("%d-%d" % (i, k), "sys-%d" % i, "sys-%d" % k) for i in range(m) for k in range(i))


def block(active, reserve):
    text = sides([str(i) for i in range(active)]) + "  sys-R: {type: utility, voltage: 415 V, power: %d W}\n" % reserve
    for i in range(active):
        text += ("  sts-%d: {type: sts, rating: 100 kA, from: [{to: sys-%d}, {to: sys-R, closes: auto, time: 4 ms}]}\n"
                 % (i, i))
        text += "  load-%d: {type: load, power: 1 W, power_factor: 1, from: {to: sts-%d, phases: ABC}}\n" % (i, i)
    return text


def breakers():
    text = sides("AB").replace("power: %d W" % UNIT, "power: 1 GW")
    return text + ("  load-1: {type: rack, power: 1 W, power_factor: 1, psus: {A: 1, B: 1, needed: 1, rating: 1 GW},"
                   " from: {A: {to: sys-A, breaker: 100 A, phases: ABC}, B: {to: sys-B, breaker: 100 A, phases: ABC}}}\n")


def holds(folder, watts, select, outages):
    command = [PROGRAM, "check", str(folder), "--format", "csv", "--select", select, "--outages", outages,
               "--set", "load*.power=%.9f W" % watts]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANG)
    if done.returncode not in (0, 1):
        raise ValueError(done.stderr or "exit code %d" % done.returncode)
    states = [row["state"] for row in csv.DictReader(io.StringIO(done.stdout))]
    if not states:
        raise ValueError("no rows")
    return "violated" not in states


def largest(text, most, select="P103,P104,P107", outages="all"):
    """W of one load, by halves between nothing and `most`; 0 where even next to nothing is violated."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "site.yaml").write_text(text)
        low, high = 0.0, most
        if holds(folder, most, select, outages):
            raise ValueError("holds %g W, which is more than there is" % most)
        for _ in range(HALVES):
            middle = (low + high) / 2
            low, high = (middle, high) if holds(folder, middle, select, outages) else (low, middle)
    return low


def cases():
    """(name, hall, W of one load expected, keywords)"""
    yield "N: all of one unit", parallel([UNIT], "none"), UNIT, {"outages": "none"}
    yield "N: no outage is survived", parallel([UNIT], "any-one"), 0, {"select": "R101"}
    for m in range(2, 7):
        yield "N+1 of %d" % m, parallel([UNIT] * m, "any-one"), (m - 1) * UNIT, {}
    yield "N+2 of 5", parallel([UNIT] * 5, "any-two"), 3 * UNIT, {}
    yield "N+1 of unequal sizes", parallel([1e6, 8e5, 5e5], "any-one"), 1.3e6, {}
    yield "N+2 of unequal sizes", parallel([1e6, 8e5, 5e5, 4e5], "any-two"), 9e5, {}
    yield "2N: half of two sides", two_n(), UNIT, {}
    for m in (1, 4):
        yield "2(N+1) of %d + 1 modules a side" % m, modular(m), m * UNIT, {}
    for m in range(3, 7):
        yield "distributed over %d" % m, distributed(m), (m - 1) / m * m * UNIT / (m * (m - 1) / 2), {}
    yield "3 blocks and a reserve", block(3, UNIT), UNIT, {}
    yield "3 blocks and a reserve of 800 kW", block(3, 8e5), 8e5, {}
    yield "two cords at 80 %: 0.40 a side", breakers(), 2 * 0.40 * 100 * 415 * 3 ** 0.5, {}


def main():
    failed = 0
    for name, text, expected, more in cases():
        fault = ""
        try:
            found = largest(text, 8 * UNIT, **more)
            if abs(found - expected) > CLOSE:
                fault = "%.6g W, not %.6g W" % (found, expected)
        except (ValueError, subprocess.TimeoutExpired) as error:
            fault = str(error).replace("\n", " ")
        failed += bool(fault)
        print("%sok %s%s" % ("not " if fault else "", name, ": " + fault if fault else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
