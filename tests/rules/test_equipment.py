#!/usr/bin/python3
"""Equipment rules against figures worked out here from the clauses alone: Table 450.3 over random transformers (P123, P124),
devices of busways (P120), short-circuit currents along random chains (P127, P129). Verdicts and limits must equal those of
the program. Prints a line a check, as tests/run wants it."""
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
SITES = 40 if os.environ.get("HR_LONG") else 6
EACH = 150  # transformers or chains in a site

# NEC 2023, 240.6(A).
STANDARD = [10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 225, 250, 300, 350, 400, 450,
            500, 600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000]
LADDER = [1, 3, 15, 30, 45, 75, 112.5, 150, 225, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 3750, 5000]
ROOT3 = math.sqrt(3)


def rows_of(model, codes):
    """{(code, point): [(state, load, limit)]} of what the program judges."""
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder) / "site.yaml"
        site.write_text(json.dumps(model))  # JSON is YAML
        done = subprocess.run([PROGRAM, "check", str(site), "--outages", "none", "--select", codes, "--format", "json"],
                              capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise SystemExit("exit code %d: %s" % (done.returncode, done.stderr[:800]))
    found = {}
    for row in json.loads(done.stdout)["rows"]:
        found.setdefault((row["code"], row["point"]), []).append((row["state"], row["load"], row["limit"]))
    return found


def next_standard(amperes):
    return next((s for s in STANDARD if s >= amperes * (1 - 1e-12)), amperes)


def judged(load, limit):
    return ("violated" if load > limit * (1 + 1e-9) else "holds", load, limit)


def same(expected, found):
    """Verdict, and limit and load where both are known."""
    if expected[0] != found[0]:
        return False
    return expected[0] == "unknown" or all(math.isclose(e, f, rel_tol=1e-9) for e, f in zip(expected[1:], found[1:]))


def compare(name, expected, found):
    """Both {(code, point): ...}; expected one row for a point."""
    faults = []
    for key in sorted(set(expected) | set(found)):
        e, f = expected.get(key), found.get(key, [])
        if e is None or len(f) != 1 or not same(e, f[0]):
            faults.append("%s: expected %s, found %s" % (key, e, f))
    why = "%d rows differ: %s" % (len(faults), "; ".join(faults[:3])) if faults else ""
    print("%sok %s%s" % ("not " if why else "", name, ": " + why if why else ""))
    return bool(why)


# --- Table 450.3 -----------------------------------------------------------------------------------------------------------

def primary_alone(t):
    """The limit of the primary device where no other is needed, or None."""
    i = t["kva"] * 1e3 / (ROOT3 * t["v1"])
    if t["v1"] <= 1000:
        limit = next_standard(1.25 * i) if i >= 9 else 1.67 * i if i >= 2 else 3 * i
    elif t["supervised"]:
        limit = (2.5 if t["fuse"] else 3.0) * i
    else:
        return None
    return limit if t["device"] <= limit * (1 + 1e-9) else None


def primary_row(t):
    i = t["kva"] * 1e3 / (ROOT3 * t["v1"])
    alone = primary_alone(t)
    if alone is not None:
        return judged(t["device"], alone)
    if t["v1"] <= 1000:
        return judged(t["device"], 2.5 * i)
    if t["z"] is None or t["z"] > 10:
        return ("unknown",)
    return judged(t["device"], (3 if t["fuse"] else 6 if t["z"] <= 6 else 4) * i)


def secondary_row(t):
    """None where no row is expected."""
    if not t["secondary"] or primary_alone(t) is not None:
        return None
    if None in t["secondary"]:
        return ("unknown",)
    load, i = sum(t["secondary"]), t["kva"] * 1e3 / (ROOT3 * t["v2"])
    if t["v1"] <= 1000:
        return judged(load, next_standard(1.25 * i) if i >= 9 else 1.67 * i)
    banded = t["z"] is not None and t["z"] <= 10
    if t["v2"] > 1000:
        return judged(load, (3.0 if t["z"] <= 6 else 2.5) * i) if banded else ("unknown",)
    if t["supervised"]:
        return judged(load, 2.5 * i) if banded else ("unknown",)
    row = judged(load, next_standard(1.25 * i))
    if row[0] == "violated" and t["supervised"] is None:
        device_within = t["device"] <= (2.5 if t["fuse"] else 3.0) * t["kva"] * 1e3 / (ROOT3 * t["v1"]) * (1 + 1e-9)
        if device_within or load <= 2.5 * i * (1 + 1e-9):
            return ("unknown",)
    return row


def random_transformer(r):
    kva = r.choice(LADDER)
    v1 = r.choice([480, 415, 600, 4160, 12470, 13800, 34500])
    v2 = r.choice([208, 400, 415, 480, 4160]) if v1 > 4160 else r.choice([208, 120, 240])
    i1, i2 = kva * 1e3 / (ROOT3 * v1), kva * 1e3 / (ROOT3 * v2)
    near = lambda a, shares: max(1, r.choice([next_standard(a * r.choice(shares)), round(a * r.choice(shares))]))
    n = r.choice([0, 1, 1, 1, 1, 2, 3, 6, 7])
    secondary = [near(i2 / n, [0.6, 1.0, 1.25, 1.3, 2.0, 2.45, 2.6]) for _ in range(n)]
    if n and r.random() < 0.1:
        secondary[r.randrange(n)] = None
    return {"kva": kva, "v1": v1, "v2": v2, "secondary": secondary, "fuse": r.random() < 0.3,
            "z": r.choice([None, 4, 5.75, 6, 6.5, 8, 10, 12]), "supervised": r.choice([None, True, False]),
            "device": near(i1, [1.0, 1.25, 1.6, 1.67, 2.4, 2.5, 2.9, 3.2, 3.9, 4.2, 5.9, 6.3])}


def transformers(r):
    elements, expected = {}, {}
    for v in (480, 415, 600, 4160, 12470, 13800, 34500):
        elements["grid%d" % v] = {"type": "utility", "voltage": "%g V" % v, "rating": "100 MVA"}
    for k in range(EACH):
        t, name = random_transformer(r), "tx%d" % k
        breaker = {"rating": "%r A" % t["device"], "kind": "fuse" if t["fuse"] else "breaker"}
        elements[name] = {"type": "transformer", "rating": "%g kVA" % t["kva"], "secondary": "%g V" % t["v2"],
                          "from": {"to": "grid%d" % t["v1"], "breaker": breaker}}
        if t["z"] is not None:
            elements[name]["impedance"] = "%g %%" % t["z"]
        if t["supervised"] is not None:
            elements[name]["supervised"] = t["supervised"]
        for j, a in enumerate(t["secondary"]):
            feed = {"to": name} if a is None else {"to": name, "breaker": "%r A" % a}
            elements["%s-board%d" % (name, j)] = {"type": "switchboard", "rating": "9 kA", "from": feed}
        expected["P123", name + ".from.device"] = primary_row(t)
        row, n = secondary_row(t), len(t["secondary"])
        if row is None:
            continue
        single = n == 1 and t["secondary"][0] is not None
        expected["P124", (name + "-board0" if single else name) + ".from.device"] = row
        if n > 1:
            expected["P124", name + ".from.number"] = judged(n, 6)
    model = {"headroom": 1, "site": {"name": "transformers", "rules": ["nec-2023"]}, "elements": elements}
    return expected, rows_of(model, "P123,P124")


# --- busways -------------------------------------------------------------------------------------------------------------------

def busways(r):
    elements, expected = {"grid": {"type": "utility", "voltage": "415 V", "rating": "100 MVA"}}, {}
    for k in range(EACH):
        rating = r.choice([40, 100, 160, 225, 250, 365, 400, 630, 725, 799, 800, 801, 1000, 1350, 2000, 3200])
        device = r.choice([next_standard(rating), next_standard(rating + 1), next_standard(rating * 1.3), rating - 1])
        elements["bus%d" % k] = {"type": "busway", "rating": "%g A" % rating,
                                 "from": {"to": "grid", "breaker": "%g A" % device}}
        limit = next_standard(rating) if rating <= 800 else rating
        expected["P120", "bus%d.from.device" % k] = judged(device, limit)
    model = {"headroom": 1, "site": {"name": "busways", "rules": ["nec-2023"]}, "elements": elements}
    return expected, rows_of(model, "P120")


# --- short circuits ---------------------------------------------------------------------------------------------------------

def chain(r, k, elements, expected):
    """A utility, then transformers, boards and UPSs one behind the other; each with a device, boards with a rating."""
    volts, known = r.choice([12470, 13800]), r.random() < 0.8
    mva = r.choice([100, 250, 500, 1000])
    name, z = "c%d-0" % k, 1 / (mva * 1e6) if known else 0.0  # per VA: 1 / S
    elements[name] = {"type": "utility", "voltage": "%g V" % volts, "rating": "100 MVA"}
    exact = known
    if known:
        elements[name]["fault"] = "%g MVA" % mva
    for step in range(1, r.randint(2, 6)):
        amperes = 1 / z / (ROOT3 * volts) if z else math.inf
        device = r.choice([10, 14, 18, 22, 25, 30, 35, 42, 50, 65, 85, 100, 150]) * 1e3
        child, here = "c%d-%d" % (k, step), "c%d-%d.from" % (k, step)
        kind = r.choice(["transformer", "switchboard", "switchboard", "ups"]) if volts < 1000 else "transformer"
        feed = {"to": name, "breaker": {"rating": "100 A", "interrupting": "%g A" % device}}
        element = {"type": kind, "rating": "800 A" if kind == "switchboard" else "500 kW", "from": feed}
        if kind == "ups":
            here += "[1]"
        expected["P127", here + ".fault"] = bounded(amperes, device, exact)
        if kind == "switchboard":
            sccr = r.choice([None, 14, 22, 35, 42, 65, 100])
            if sccr:
                element["sccr"] = "%g kA" % sccr
            expected["P129", child + ".from.fault"] = bounded(amperes, sccr * 1e3, exact) if sccr else ("unknown",)
        if kind == "transformer":
            kva, percent = r.choice([225, 300, 500, 750, 1000, 1500, 2500]), r.choice([None, 3, 4, 5.75, 5.75, 6])
            volts = r.choice([208, 415, 480])
            element.update(rating="%g kVA" % kva, secondary="%g V" % volts)
            if percent is None:
                exact = False
            else:
                element["impedance"] = "%g %%" % percent
                tolerance = r.choice([None, None, 5, 10])
                if tolerance is not None:
                    element["impedance_tolerance"] = "%g %%" % tolerance
                z += percent / 100 * (1 - (7.5 if tolerance is None else tolerance) / 100) / (kva * 1e3)
        elements[child] = element
        name = child


def bounded(amperes, limit, exact):
    """What is not known exactly is at most that much: it may hold, never be violated."""
    row = judged(amperes, limit)
    return row if exact or row[0] == "holds" else ("unknown",)


def chains(r):
    elements, expected = {}, {}
    for k in range(EACH):
        chain(r, k, elements, expected)
    model = {"headroom": 1, "site": {"name": "chains", "rules": ["nec-2023"]}, "elements": elements}
    return expected, rows_of(model, "P127,P129")


def add_sources(r, name, volts, elements):
    """Transformers or generators of one size in parallel; returns VA of each."""
    n, kva = r.randint(1, 3), r.choice([1000, 1500, 2500])
    if r.random() < 0.3:
        percent, each = r.choice([10, 12, 15]), {"type": "generator", "voltage": "%d V" % volts, "power": "800 kW"}
        each.update(subtransient="%d %%" % percent)
        va = kva * 1e3 / (percent / 100)
    else:
        percent, mva = r.choice([4, 5.75, 6]), r.choice([250, 500])
        elements[name + "-grid"] = {"type": "utility", "voltage": "13.8 kV", "rating": "99 MVA", "fault": "%d MVA" % mva}
        each = {"type": "transformer", "secondary": "%d V" % volts, "impedance": "%g %%" % percent, "from": name + "-grid"}
        va = 1 / (1 / (mva * 1e6) + percent / 100 * 0.925 / (kva * 1e3))
    for i in range(n):
        elements["%s-s%d" % (name, i)] = dict(each, rating="%d kVA" % kva)
    return [va] * n


def ties(r):
    """Boards on sources in parallel, the next one tied to each, open or closed; a transfer switch on the first two."""
    elements, expected = {}, {}
    for k in range(EACH // 5):
        volts, n, parts, own = r.choice([415, 480]), r.randint(2, 4), [[]], []
        device, sccr = r.choice([42, 65, 85, 100]) * 1e3, r.choice([42, 65, 100, 150, 200]) * 1e3
        for b in range(n):
            name = "b%d-%d" % (k, b)
            own.append(add_sources(r, name, volts, elements))
            breaker = {"rating": "4 kA", "interrupting": "%g A" % device}
            feeds = [{"to": "%s-s%d" % (name, i), "breaker": breaker} for i in range(len(own[b]))]
            elements[name] = {"type": "switchboard", "rating": "9 kA", "sccr": "%g A" % sccr, "from": {"parallel": feeds}}
            closed = r.random() < 0.4
            if b:
                elements["tie%d-%d" % (k, b)] = {"type": "breaker", "between": ["b%d-%d" % (k, b - 1), name],
                                                 "rating": "4 kA", "interrupting": "%g A" % device,
                                                 "normally": "closed" if closed else "open"}
                if not closed:
                    parts.append([])
            parts[-1].append(sum(own[b]))
        most = max(sum(part) for part in parts)
        expected.update({("P127", "tie%d-%d.through.fault" % (k, b)): judged(most / (ROOT3 * volts), device)
                         for b in range(1, n)})
        for b in range(n):
            expected["P129", "b%d-%d.from.fault" % (k, b)] = judged(most / (ROOT3 * volts), sccr)
            for i, va in enumerate(own[b]):
                duty = max(va, most - va) / (ROOT3 * volts)
                expected["P127", "b%d-%d.from[%d].fault" % (k, b, i + 1)] = judged(duty, device)
        swift = r.random() < 0.5
        elements["ats%d" % k] = {"type": "ats", "rating": "800 A", "sccr": "%g A" % sccr, "from": ["b%d-0" % k, "b%d-1" % k],
                                 "transition": "closed" if swift else "open"}
        both = sum(map(sum, parts[:1] if len(parts[0]) > 1 else parts[:2]))  # its boards stand in one part or in two
        expected["P129", "ats%d.from.fault" % k] = judged((both if swift else most) / (ROOT3 * volts), sccr)
    model = {"headroom": 1, "site": {"name": "ties", "rules": ["nec-2023"]}, "elements": elements}
    return expected, rows_of(model, "P127,P129")


def table_of_the_facts():
    """Bolted fault at the secondary on a bus without limit, 5.75 %: kA at 480 and 415 V, without tolerance."""
    figures = {1000: (20.9, 24.2), 1500: (31.4, 36.3), 2000: (41.8, 48.4), 2500: (52.3, 60.5), 3000: (62.8, 72.6),
               3750: (78.4, 90.7)}
    elements, expected = {"grid": {"type": "utility", "voltage": "13.8 kV", "rating": "99 MVA"}}, {}
    for kva, at in figures.items():
        for v, ka in zip((480, 415), at):
            name = "tx%d-%d" % (kva, v)
            elements[name] = {"type": "transformer", "rating": "%d kVA" % kva, "secondary": "%d V" % v, "from": "grid",
                              "impedance": "5.75 %", "impedance_tolerance": "0 %"}
            elements["b" + name] = {"type": "switchboard", "rating": "9 kA", "sccr": "200 kA", "from": name}
            expected["b" + name + ".from.fault"] = ka
    model = {"headroom": 1, "site": {"name": "table", "rules": ["nec-2023"]}, "elements": elements}
    found = rows_of(model, "P129")
    faults = ["%s: %s kA in the table, found %s" % (point, ka, found["P129", point])
              for point, ka in expected.items() if round(found["P129", point][0][1] / 1e3 + 1e-9, 1) != ka]
    print("%sok table of bolted faults%s" % ("not " if faults else "", ": " + "; ".join(faults) if faults else ""))
    return bool(faults)


def main():
    bad = table_of_the_facts()
    for seed in range(SITES):
        for what in (transformers, busways, chains, ties):
            bad |= compare("%s %d" % (what.__name__, seed), *what(random.Random("%s %d" % (what.__name__, seed))))
    return bad


if __name__ == "__main__":
    sys.exit(main())
