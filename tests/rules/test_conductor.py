#!/usr/bin/env python3
"""A twin of the rules on conductors: 500 random feeds, or 5,000 with HR_LONG=1, judged by headroom and by the functions
below, which were written apart from it from the clauses and read the tables of tests/data. State, limit and load of
P104, P111 to P114, P117 and P130 to P132 must agree, to 1e-9. Reads HR_PROGRAM, the program to ask.

A row is (state, limit, load); a limit or load of None is not known."""
import csv
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
FEEDS = 5000 if os.environ.get("HR_LONG") else 500
STANDARD = [10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 225, 250, 300, 350, 400,
            450, 500, 600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000]
VOLTS = {"grid": 480.0, "tx": 415.0, "mv": 4160.0}


def table(name):
    with open(DATA / name, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


AMPACITY = {row["size"]: row for row in table("nec-310-16.csv")}
AMBIENT = table("nec-310-15-ambient.csv")
IMPEDANCE = {row["size"]: row for row in table("nec-9-9-impedance.csv")}
SIZES = list(AMPACITY)


def is_gauge(size):
    return "/" in size or int(size) <= 18


def area(size):
    """mm2; ASTM B258 for gauges."""
    if is_gauge(size):
        gauge = 1 - int(size[0]) if "/" in size else int(size)
        return math.pi / 4 * (0.127 * 92 ** ((36 - gauge) / 39)) ** 2
    return int(size) * 1000 * math.pi / 4 * 0.0254 ** 2


def cell(size, metal, column):
    text = AMPACITY[size][metal.lower() + str(column)]
    return float(text) if text else None


# --- the clauses ----------------------------------------------------------------------------------------------------


def ambient_factor(celsius, column):
    """310.15(B)(1): the row whose upper end is the first not below the temperature, beyond the last the formula."""
    for row in AMBIENT:
        upper = 10 if row["ambient_C"] == "10 or less" else int(row["ambient_C"].split("-")[1])
        if celsius <= upper:
            text = row["f%d" % column]
            return float(text) if text else 0.0
    return math.sqrt((column - celsius) / (column - 30)) if celsius < column else 0.0


def bundling_factor(count):
    for most, factor in ((3, 1), (6, .8), (9, .7), (20, .5), (30, .45), (40, .4)):
        if count <= most:
            return factor
    return .35


def termination(feed):
    """110.14(C)(1): the column for terminations that say nothing."""
    if feed.get("termination"):
        return feed["termination"]
    if feed.get("breaker"):
        return 60 if feed["breaker"] <= 100 else 75
    return 60 if is_gauge(feed["size"]) and "/" not in feed["size"] else 75


def test_a(feed):
    """p A(size, Tt), A of all sets before correction; the conductor's own column where that is lower."""
    sets = feed.get("sets", 1)
    if "ampacity" in feed:
        return sets * feed["ampacity"]
    if feed["from"] == "mv" or "size" not in feed or "conductor" not in feed or "insulation" not in feed:
        return None
    column = min(termination(feed), feed["insulation"])
    a = cell(feed["size"], feed["conductor"], column)
    cap = cell(feed["size"], feed["conductor"], termination(feed))
    return sets * a if a and cap else None


def corrections(feed):
    if "derating" in feed:
        return feed["derating"]
    if "insulation" not in feed or "ambient" not in feed or "bundled" not in feed:
        return None
    return ambient_factor(feed["ambient"], feed["insulation"]) * bundling_factor(feed["bundled"])


def effective(feed):
    """p min(A(size, Ti) Fa Fb, A(size, Tt))"""
    factor = corrections(feed)
    if test_a(feed) is None or factor is None:
        return None
    if "ampacity" in feed:
        return feed.get("sets", 1) * min(feed["ampacity"] * factor, feed["ampacity"])
    own = cell(feed["size"], feed["conductor"], feed["insulation"])
    return feed.get("sets", 1) * min(own * factor, cell(feed["size"], feed["conductor"], termination(feed)))


def device_limit(feed):
    """240.4(B), (C), (D), 240.21: the largest rating that its device may have."""
    amps = effective(feed)
    if amps is None or "size" not in feed or "conductor" not in feed:
        return None
    small = {("14", "Cu"): 15, ("12", "Cu"): 20, ("10", "Cu"): 30, ("12", "Al"): 15, ("10", "Al"): 25}
    if feed["size"] in ("18", "16") or (feed["size"], feed["conductor"]) == ("14", "Al"):
        return None
    limit = amps
    up = [rating for rating in STANDARD if rating >= amps * (1 - 1e-9)]
    if feed["from"] != "tx" and not feed.get("tap") and up and up[0] <= 800:
        limit = max(amps, up[0])
    least = small.get((feed["size"], feed["conductor"]))
    return min(limit, least * feed.get("sets", 1)) if least else limit


def current(feed):
    kva = feed["kw"] / feed["pf"]
    volts = VOLTS[feed["from"]]
    return 1000 * kva / {"ABC": math.sqrt(3) * volts, "AB": volts, "A-N": volts / math.sqrt(3)}[feed["phases"]]


def drop_limit(feed):
    """The current at which 3 % are lost, and whether it is only a bound; None: unknown."""
    if "length" not in feed or "size" not in feed or "conductor" not in feed or feed["size"] not in IMPEDANCE:
        return None
    row = IMPEDANCE[feed["size"]]
    ways = {"pvc": ("XL_pvc_al", "pvc"), "aluminium": ("XL_pvc_al", "alcond"), "steel": ("XL_steel", "steel")}
    chosen = [ways[feed["raceway"]]] if "raceway" in feed else list(ways.values())
    pairs = [(row["R%s_%s" % (feed["conductor"].lower(), way)], row[x]) for x, way in chosen]
    if not all(r for r, _ in pairs):
        return None
    z = max(float(r) for r, _ in pairs) * feed["pf"] + max(float(x) for _, x in pairs) * math.sqrt(1 - feed["pf"] ** 2)
    z /= 1000 * feed.get("sets", 1)
    volts = VOLTS[feed["from"]]
    along = {"ABC": math.sqrt(3), "AB": 2, "A-N": 2 * math.sqrt(3)}[feed["phases"]]
    return 0.03 * volts / (along * feed["length"] * z), len(set(pairs)) > 1


def iz(feed):
    """IEC 60364-4-43 433.1, with the recalled factors of IEC 60364-5-52."""
    if "ampacity" not in feed:
        return None
    amps = feed["ampacity"] * feed.get("sets", 1)
    if "derating" in feed:
        return amps * feed["derating"]
    if "insulation" not in feed or "ambient" not in feed or "circuits" not in feed:
        return None
    warm = [(30, 1.0)] + ([(35, .96), (40, .91)] if feed["insulation"] == 90 else [])
    ambient = [factor for most, factor in warm if feed["ambient"] <= most]
    group = [f for most, f in ((1, 1), (2, .8), (3, .7), (4, .65), (6, .57), (9, .5)) if feed["circuits"] <= most]
    return amps * ambient[0] * group[0] if ambient and group else None


# --- rows ---------------------------------------------------------------------------------------------------------------


def at_most(load, limit):
    if limit is None or load is None:
        return ("unknown", limit, load)
    return ("violated" if load - limit > 1e-9 * max(load, limit) else "holds", limit, load)


def trip_current(feed):
    if "trip_current" in feed:
        return feed["trip_current"]
    share = {"60898-1": 1.45, "60947-2": 1.30}.get(feed.get("standard"))
    return share and share * feed["breaker"]


def expected(feed):
    amps, breaker, sets = current(feed), feed.get("breaker"), feed.get("sets", 1)
    a, b = test_a(feed), iz(feed)
    continuous = 1 if breaker and feed.get("full_rated") else 1.25
    rows = {"P104": at_most(amps, breaker and breaker / continuous),
            "P111": at_most(amps, None if a is None else a / continuous),
            "P112": at_most(amps, effective(feed)),
            "P113": at_most(breaker, device_limit(feed) if breaker else None),
            "P130": at_most(amps, breaker),
            "P131": at_most(breaker, b if breaker else None),
            "P132": at_most(breaker and trip_current(feed), None if b is None or not breaker else 1.45 * b)}
    if sets > 1:
        least = area("1/0") * 1e-6
        mine = area(feed["size"]) * 1e-6 if "size" in feed else None
        state = "unknown" if mine is None else "violated" if mine < least * (1 - 1e-9) else "holds"
        rows["P114"] = (state, least, mine)
    drop = drop_limit(feed)
    state = at_most(amps, drop and drop[0])
    rows["P117"] = ("unknown",) + state[1:] if drop and drop[1] and state[0] == "violated" else state
    return rows


# --- random feeds ----------------------------------------------------------------------------------------------------------


def sometimes(rng, feed, key, share, value):
    if rng.random() < share:
        feed[key] = value


def random_feed(rng):
    feed = {"from": rng.choice(["grid"] * 6 + ["tx"] * 3 + ["mv"]), "phases": rng.choice(["ABC"] * 4 + ["AB", "A-N"]),
            "pf": rng.choice([1.0, 0.95, 0.8, round(rng.uniform(0.5, 1), 3)])}
    sometimes(rng, feed, "size", 0.97, rng.choice(SIZES))
    sometimes(rng, feed, "sets", 0.5, rng.randint(1, 6))
    sometimes(rng, feed, "conductor", 0.97, rng.choice(["Cu", "Cu", "Al"]))
    sometimes(rng, feed, "insulation", 0.97, rng.choice([60, 75, 90, 90]))
    sometimes(rng, feed, "termination", 0.5, rng.choice([60, 75, 75, 90]))
    sometimes(rng, feed, "ambient", 0.95, rng.choice([30, 35, 40, 45, rng.randint(-10, 95), rng.randint(-20, 190) / 2]))
    sometimes(rng, feed, "bundled", 0.95, rng.choice([3, 3, 4, 6, 7, 9, rng.randint(0, 60)]))
    sometimes(rng, feed, "circuits", 0.9, rng.randint(1, 11))
    sometimes(rng, feed, "ampacity", 0.3, rng.choice([45, 120, rng.randint(10, 700)]))
    sometimes(rng, feed, "derating", 0.15, rng.choice([0.5, 0.8, 1, 1.1]))
    sometimes(rng, feed, "breaker", 0.95, rng.choice([rng.choice(STANDARD[:32]), rng.randint(10, 1700)]))
    sometimes(rng, feed, "full_rated", 0.2, rng.random() < 0.8)
    sometimes(rng, feed, "standard", 0.6, rng.choice(["60898-1", "60947-2"]))
    sometimes(rng, feed, "trip_current", 0.2, rng.randint(10, 2500))
    sometimes(rng, feed, "tap", 0.15, rng.random() < 0.8)
    sometimes(rng, feed, "raceway", 0.7, rng.choice(["pvc", "aluminium", "steel"]))
    sometimes(rng, feed, "length", 0.9, rng.randint(5, 400))
    if "size" in feed and "conductor" in feed and "insulation" in feed and rng.random() < 0.7:
        fit_breaker(rng, feed)
    # near the edges on either side, and anywhere
    amps = effective(feed) or feed.get("breaker", 100)
    amps *= rng.choice([0.8, 0.8, 1, 1, rng.uniform(0.1, 1.6)])
    feed["kw"] = max(0.01, round(amps / current(dict(feed, kw=1)), rng.choice([2, 3, 6])))
    return feed


def fit_breaker(rng, feed):
    """A device near what the conductor allows, where the roundings are."""
    limit = effective(feed)
    if limit:
        near = sorted(STANDARD, key=lambda rating: abs(rating - limit))[:3]
        feed["breaker"] = rng.choice(near + [max(1, math.floor(limit)), math.ceil(limit)])


UNITS = {"ampacity": " A", "length": " m", "ambient": " degC"}


def line(name, feed):
    keys = ("sets", "conductor", "insulation", "termination", "ambient", "bundled", "circuits", "ampacity", "derating",
            "raceway", "length")
    cable = ["%s: %s%s" % (key, feed[key], UNITS.get(key, "")) for key in keys if key in feed]
    if "size" in feed:
        cable.append("size: %s %s" % (feed["size"], "AWG" if is_gauge(feed["size"]) else "kcmil"))
    if "tap" in feed:
        cable.append("tap: %s" % ("yes" if feed["tap"] else "no"))
    supply = ["to: %s" % feed["from"], "phases: %s" % feed["phases"], "cable: {%s}" % ", ".join(cable)]
    if "breaker" in feed:
        device = ["rating: %s A" % feed["breaker"]]
        device += ["full_rated: %s" % str(feed["full_rated"]).lower()] if "full_rated" in feed else []
        device += ["standard: %s" % feed["standard"]] if "standard" in feed else []
        device += ["trip_current: %s A" % feed["trip_current"]] if "trip_current" in feed else []
        supply.append("breaker: {%s}" % ", ".join(device))
    return "  %s: {type: load, power: %s kW, power_factor: %s, from: {%s}}\n" % (
        name, repr(feed["kw"]), feed["pf"], ", ".join(supply))


def model(feeds):
    head = ("headroom: 1\nsite: {name: feeds, redundancy: none, rules: [nec-2023, nec-notes, iec-60364]}\nelements:\n"
            "  grid: {type: utility, voltage: 480 V, rating: 900 MVA}\n"
            "  mv: {type: utility, voltage: 4160 V, rating: 900 MVA}\n"
            "  tx: {type: transformer, from: grid, rating: 90 MVA, secondary: 415 V}\n")
    return head + "".join(line(name, feed) for name, feed in feeds.items())


# --- comparing ----------------------------------------------------------------------------------------------------------------


def near(have, want):
    if have is None or want is None:
        return have is None and want is None
    return abs(have - want) <= 1e-9 * max(abs(have), abs(want))


def found(text):
    with tempfile.TemporaryDirectory() as folder:
        site = pathlib.Path(folder) / "site.yaml"
        site.write_text(text, encoding="utf-8")
        codes = "P104,P111,P112,P113,P114,P117,P130,P131,P132,P133"
        done = subprocess.run([os.environ["HR_PROGRAM"], "check", site, "--outages", "none", "--format", "json",
                               "--select", codes], capture_output=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit("not ok asks: " + done.stderr.decode("utf-8", "replace").replace("\n", " ")[:400])
        rows = {}
        for row in json.loads(done.stdout)["rows"]:
            if row["element"] != "tx":
                rows.setdefault((row["code"], row["element"]), []).append(row)
        return rows


def fault_of(code, feed, want, rows):
    lines = {"ABC": 3, "AB": 2, "A-N": 1}[feed["phases"]]
    by_line = code in ("P104", "P111", "P112", "P117", "P130") and (want[1] is not None)
    if len(rows) != (lines if by_line else 1):
        return "%d rows" % len(rows)
    for row in rows:
        if row["state"] != want[0] or not near(row["limit"], want[1]):
            return "%s, limit %s; by hand %s, %s" % (row["state"], row["limit"], want[0], want[1])
        load = row["load"] if row["load_state"] == "known" else None
        if not near(load, want[2]):
            return "load %s; by hand %s" % (load, want[2])
    return None


def main():
    rng = random.Random(20260310)
    feeds = {"f-%d" % i: random_feed(rng) for i in range(FEEDS)}
    rows, bad, seen = found(model(feeds)), 0, {}
    for name, feed in feeds.items():
        faults = []
        for code, want in expected(feed).items():
            fault = fault_of(code, feed, want, rows.pop((code, name), []))
            seen.setdefault(code, {}).setdefault(want[0], 0)
            seen[code][want[0]] += 1
            if fault:
                faults.append("%s %s" % (code, fault))
        print("not ok %s: %s | %s" % (name, "; ".join(faults), line(name, feed).strip()) if faults else "ok " + name)
        bad += bool(faults)
    left = ", ".join("%s %s" % key for key in list(rows)[:5])
    print("not ok nothing else is judged: " + left if left else "ok nothing else is judged")
    few = [code for code, states in sorted(seen.items())
           if any(states.get(state, 0) < FEEDS // 100 for state in ("holds", "violated", "unknown"))]
    print("not ok every state of every rule comes: few of %s %s" % (few, seen) if few
          else "ok every state of every rule comes")
    return 1 if bad or left or few else 0


sys.exit(main())
