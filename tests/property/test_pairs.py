#!/usr/bin/env python3
"""Proves the largest common load of distributed systems on random halls, against the pair form worked out here.

M systems of random ratings, and a load on every pair with two cords that share it evenly. With system k out, system i
carries U_ik = sum_j L_ij / 2 + L_ik / 2, so all loads may grow by min over i, k of C_i / U_ik (and by C_i / sum_j L_ij / 2
while nothing is out). `headroom check --paths` finds the systems by itself and must agree to 1e-9: in the factor, in what
binds, in what goes from whom to whom, and in which systems stand side by side: only those that pairs of loads connect.
"""
import json
import os
import pathlib
import random
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
COUNT = 400 if os.environ.get("HR_LONG") else 60
HANG = 120  # seconds until headroom is taken to hang; never a measure of speed
CLOSE = 1e-9


def hall(capacity, loads):
    lines = ["headroom: 1", "site: {name: systems, redundancy: any-one}", "elements:"]
    for i, c in enumerate(capacity):
        lines.append("  sys-%d: {type: utility, voltage: 415 V, power: %d W}" % (i, c))
        lines.append("  bus-%d: {type: busway, from: sys-%d, rating: 100 kA}" % (i, i))
    for (i, j), w in loads.items():
        lines.append("  load-%d-%d: {type: rack, power: %d W, power_factor: 1, psus: {A: 1, B: 1, needed: 1, rating: 1 GW},"
                     " from: {A: {to: bus-%d, phases: ABC}, B: {to: bus-%d, phases: ABC}}}" % (i, j, w, i, j))
    return "\n".join(lines) + "\n"


def connected(start, loads):
    found = {start}
    while True:
        more = {k for pair in loads for k in pair if set(pair) & found} - found
        if not more:
            return found
        found |= more


def pair_form(capacity, loads, systems):
    """(factor, system that binds or those equal to it) by the sums above, one outage after the other."""
    least = []
    for i in systems:
        normal = sum(w for pair, w in loads.items() if i in pair) / 2
        carried = [normal] + [normal + loads.get((min(i, k), max(i, k)), 0) / 2 for k in systems if k != i]
        least.append((capacity[i] / max(carried), i))
    factor = min(least)[0]
    return factor, {i for f, i in least if f <= factor * (1 + CLOSE)}


def close(a, b):
    return a is not None and abs(a - b) <= CLOSE * max(abs(a), abs(b))


def level_of(result, kind):
    found = [level for level in result["levels"] if level["type"] == kind and not level["cords"]]
    if len(found) != 1:
        raise ValueError("%d levels of type %s" % (len(found), kind))
    return found[0]


def compare(capacity, loads, pair, result):
    systems = connected(pair[0], loads)
    level = level_of(result, "utility")
    units = {int(unit["element"][4:]): unit for unit in level["units"]}
    if set(units) != systems:
        return "side by side: %s, not %s" % (sorted(units), sorted(systems))
    factor, binding = pair_form(capacity, loads, sorted(systems))
    bound = level["rating"]
    if not close(bound["factor"], factor):
        return "factor %r, not %r" % (bound["factor"], factor)
    if int(bound["binds"]["point"].split(".")[0][4:]) not in binding:
        return "%s binds, not one of %s" % (bound["binds"]["point"], binding)
    total = sum(w for p, w in loads.items() if set(p) <= systems)
    share = factor * total / sum(capacity[i] for i in systems)
    if not close(bound["of_installed"], share) or not close(bound["largest"], factor * total):
        return "largest %r, of installed %r, not %r, %r" % (bound["largest"], bound["of_installed"], factor * total, share)
    for i, unit in units.items():
        to = {int(x["element"][4:]): x["load"] for x in unit["goes_to"]}
        want = {k: loads[min(i, k), max(i, k)] / 2 for k in systems if (min(i, k), max(i, k)) in loads and k != i}
        if set(to) != set(want) or not all(close(to[k], want[k]) for k in to):
            return "of sys-%d goes %s, not %s" % (i, to, want)
        if unit["lost"] != 0:
            return "sys-%d loses %s" % (i, unit["lost"])
    if result["state"] != ("violated" if factor < 1 else "unknown"):  # no feed has a breaker
        return "it is %s with a factor of %r" % (result["state"], factor)
    return None


def equal_pairs(m):
    """The table of the trade: with as much on every pair, (M - 1) / M of what is installed."""
    capacity = [900000] * m
    loads = {(i, j): 120000 for i in range(m) for j in range(i + 1, m)}
    return capacity, loads, (m - 1) / m


def run(folder, capacity, loads, pair):
    file = folder / "hall.yaml"
    file.write_text(hall(capacity, loads))
    command = [PROGRAM, "check", "--paths", "load-%d-%d" % pair, "--format", "json", str(file)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=HANG)
    if done.returncode != 1:
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[:2000]))
    return json.loads(done.stdout)


def random_hall(draw):
    m = draw.randint(3, 6)
    capacity = [draw.randint(100000, 2000000) for _ in range(m)]
    pairs = [(i, j) for i in range(m) for j in range(i + 1, m)]
    loads = {pair: draw.randint(1000, 400000) for pair in pairs if draw.random() < 0.75}
    return capacity, loads or {(0, 1): 1000}


def main():
    draw = random.Random(20260601)
    with tempfile.TemporaryDirectory(prefix="headroom-") as scratch:
        folder = pathlib.Path(scratch)
        for m in range(3, 7):
            capacity, loads, share = equal_pairs(m)
            result = run(folder, capacity, loads, (0, 1))
            why = compare(capacity, loads, (0, 1), result)
            got = level_of(result, "utility")["rating"]["of_installed"]
            if not why and not close(got, share):
                why = "%r of what is installed, not %r" % (got, share)
            print("not ok equal pairs of %d: %s" % (m, why) if why else "ok equal pairs of %d" % m)
        for number in range(COUNT):
            capacity, loads = random_hall(draw)
            pair = draw.choice(sorted(loads))
            why = compare(capacity, loads, pair, run(folder, capacity, loads, pair))
            print("not ok random hall %d: %s" % (number, why) if why else "ok random hall %d" % number)


main()
