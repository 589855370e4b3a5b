#!/usr/bin/env python3
"""slow: heat, flow and temperature of 200 random plants, by headroom and by a program written apart from it.

cooling_plants.py makes the plants, cooling_twin.py computes them; compared are the readings of the normal state, as
`headroom export readings` prints them: heat, flow and power to 1e-6 of their value, temperatures to 1e-5 K.  A case of
this test is one quantity over all plants, so that a difference names what differs.  Then, from the readings of headroom
alone: what goes into each loop and zone is what its coolers take out of it, what they take is what their primaries get,
and all power is rejected outdoors, to 1e-9.
"""
import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

import cooling_plants
import cooling_twin

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
PLANTS = 200
SUPPLIES = {"supply", "lowest_supply", "return", "inlet", "die"}


def ask(text):
    """Point -> (value or None, state)."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([PROGRAM, "export", "readings", file.name], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=120)
    if done.returncode != 0:
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode()[:2000]))
    rows = csv.DictReader(io.StringIO(done.stdout.decode()))
    return {row["point"]: (float(row["value"]) if row["value"] else None, row["state"]) for row in rows}


def kind_of(hall, point):
    """What a difference is counted under."""
    owner, quantity = point.split(".")[0], point.split(".")[-1]
    if owner == "site":
        return "site " + quantity
    if owner in hall.coolers:
        return hall.coolers[owner].law + " " + quantity
    return hall.elements[owner].kind + " " + quantity


def compare(seed, hall, mine, said, found):
    for point, value in mine.items():
        quantity, kind = point.split(".")[-1], None
        if point.startswith("site."):
            point = "site." + point
        if (point not in said and quantity == "die"):     # of alike nodes one is printed
            continue
        kind = kind_of(hall, point)
        cases = found.setdefault(kind, [0, []])
        cases[0] += 1
        theirs, state = said.get(point, (None, "absent"))
        if theirs is None:
            cases[1].append("plant %d %s is %s, %.12g" % (seed, point, state, value))
        elif abs(theirs - value) > (1e-5 if quantity in SUPPLIES else 1e-6 * abs(value) + 1e-12):
            cases[1].append("plant %d %s is %.12g, %.12g" % (seed, point, theirs, value))


def near(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1.0)


def balance(seed, hall, said, found):
    """Sums of what headroom says, by the links of the model alone."""
    def v(point):
        return said[point][0] or 0.0

    def case(name, into, out):
        cases = found.setdefault(name, [0, []])
        cases[0] += 1
        if not near(into, out):
            cases[1].append("plant %d: %.12g in, %.12g out" % (seed, into, out))
    for name, body in hall.bodies.items():
        if body.bath:
            racks = sum(v(r.element.name + ".from.heat") for r in hall.racks if r.element.fields.get("coolant") == name)
            case("closed: tank, heat", racks + v(name + ".from.draw"), v(name + ".from.heat"))
            continue
        taken = sum(v(c.element.name + ".from.heat") for c in body.ahead + body.coolers)
        case("closed: %s, heat" % body.element.kind, v(name + ".heat.heat"), taken)
        moved = sum(v(c.element.name + ".from.flow") for c in body.coolers)
        case("closed: %s, flow" % body.element.kind, v(name + ".heat.flow_needed"), moved)
    outdoors = sum(v(n + ".from.heat") + (v(n + ".from.draw") if c.law == "compressor" else 0.0)
                   for n, c in hall.coolers.items() if c.to is None)
    power = sum(r.power for r in hall.racks) + sum(v(e.name + ".out.air_heat") for e in hall.upses)
    # fans that stand in the outdoor air give their heat to it at once
    power += sum(v(n + ".from.draw") for n, c in hall.coolers.items() if c.law not in ("dry", "wet", "free"))
    case("closed: site, power and heat", power, outdoors)


def boils(hall, said, found):
    """Whether a nameplate of the plant has its coolant boil: then what it supplies has to be unknown, and the plant is
    compared no further."""
    beyond = [n for n, c in hall.coolers.items() if c.law == "exchanger" and c.exchanger.hottest > 373.15]
    cases = found.setdefault("nameplates beyond boiling are not taken", [0, []])
    cases[0] += len(beyond)
    for name in beyond:
        if hall.coolers[name].heat > 0 and said[name + ".from.supply"][1] == "known":
            cases[1].append(name)
    return bool(beyond)


def main():
    found, left_out = {}, 0
    for seed in range(PLANTS):
        text = cooling_plants.plant(seed)
        hall, mine = cooling_twin.solve(yaml.load(text, Loader=yaml.BaseLoader))
        said = ask(text)
        if boils(hall, said, found):
            left_out += 1
            continue
        compare(seed, hall, mine, said, found)
        balance(seed, hall, said, found)
    failed = left_out > PLANTS // 20
    print("%sok %d of %d plants compared" % ("not " if failed else "", PLANTS - left_out, PLANTS))
    for kind, (n, differ) in sorted(found.items()):
        if differ:
            failed = True
            print("not ok %s: %d of %d differ, %s" % (kind, len(differ), n, differ[0]))
        else:
            print("ok %s, %d readings" % (kind, n))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
