#!/usr/bin/env python3
"""The catalogue parts/*.yaml: every value with its source, date and trust; figures that agree with each other and with the
tables they come from; every part of a modelled type opens in a hall.

The files are read here by another reader, PyYAML, and by units of this file. Tables beside this file: rack-feeds.csv and
busway.csv hold published kW at unity power factor, at 100 % and at 80 % of the rating; transformers.csv minimum efficiencies
(10 CFR 431.196, percent at `at` percent of the load), the losses and rated currents worked out from them. Each check is
tried on seeded faults too: one that finds none of them is worthless.
"""
import copy
import csv
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
FILES = sorted((TOP / "parts").glob("*.yaml"))
DESCRIBES = {"type", "part", "source", "as_of", "trust", "because"}
TRUST = ["verified", "computed", "secondary", "recalled", "assumed"]
TYPES_TO_COME = {"switch"}
G = 9.80665


class Wrong(Exception):
    pass


def demand(condition, text, *values):
    if not condition:
        raise Wrong(text % values)


def run(*arguments, codes=(0,)):
    done = subprocess.run([os.environ["HR_PROGRAM"], *map(str, arguments)], capture_output=True, text=True)
    demand(done.returncode in codes, "headroom %s: exit code %d %s", " ".join(map(str, arguments)), done.returncode,
           " ".join(done.stderr.split()))
    return done


# --- reading -------------------------------------------------------------------------------------------------------

class Loader(yaml.SafeLoader):
    """Keeps scalars as they are written, and refuses a key that stands twice."""


def mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    demand(len(keys) == len(set(keys)), "a key stands twice among %s", keys)
    return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value)))


Loader.add_constructor("tag:yaml.org,2002:map", mapping)
for kind in ("int", "float", "bool", "null", "timestamp"):
    Loader.add_constructor("tag:yaml.org,2002:" + kind, lambda loader, node: loader.construct_scalar(node))


def read_catalogue():
    parts = {}
    for file in FILES:
        for name, fields in yaml.load(file.read_text(encoding="utf-8"), Loader)["parts"].items():
            demand(name not in parts, "%s stands in two files", name)
            parts[name] = fields
    return parts


def values(fields, path=""):
    """(path, value as written or in its long form) of everything that a part says, in order."""
    for key, value in fields.items():
        here = path + key
        if key in DESCRIBES and (not path or key == "type"):
            continue
        if isinstance(value, dict) and "value" not in value:
            yield from values(value, here + ".")
        else:
            yield here, value


SI = {"V": 1, "kV": 1e3, "A": 1, "kA": 1e3, "W": 1, "kW": 1e3, "MW": 1e6, "VA": 1, "kVA": 1e3, "MVA": 1e6, "%": 0.01,
      "s": 1, "ms": 1e-3, "min": 60, "kWh": 3.6e6, "kg": 1, "t": 1e3, "m2": 1, "kPa": 1e3, "psf": 4.4482216152605 / 0.09290304,
      "kg/m2": G, "kN": 1e3, "kgf": G, "K": 1, "degC": 1, "L/min": 1 / 60000}


def si(text):
    found = re.fullmatch(r"(-?[0-9.]+)(?: (\S+))?", text)
    demand(found and (found[2] is None or found[2] in SI), "\"%s\" is no quantity", text)
    return float(found[1]) * SI.get(found[2], 1)


def number(part, path):
    """The value at a path in SI units, or None."""
    for key in path.split("."):
        if not isinstance(part, dict) or key not in part:
            return None
        part = part[key]
    return si(part["value"] if isinstance(part, dict) else part)


def near(a, b, tolerance=1e-9):
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def rounds_to(value, printed):
    """Whether value, rounded to the digits of `printed`, is what is printed."""
    digits = len(printed.partition(".")[2])
    return abs(value - float(printed)) <= 0.5 * 10 ** -digits + 1e-9


def table(name):
    with open(HERE / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- what each value says of itself ---------------------------------------------------------------------------------

def said(part, value, key):
    """What a value says of itself under source, as_of or trust; else what its part says."""
    return value[key] if isinstance(value, dict) and key in value else part.get(key)


def check_provenance(parts):
    for name, part in parts.items():
        demand("type" in part, "%s has no type", name)
        own = list(values(part))
        demand(own or "because" in part or part["type"] in TYPES_TO_COME, "%s says nothing", name)
        for path, value in own + [("itself", {})]:
            own_trust = isinstance(value, dict) and "trust" in value
            for key in ("source", "as_of", "trust"):
                demand(said({} if own_trust else part, value, key), "%s of %s has no %s", path, name, key)
            trust, date = said(part, value, "trust"), said(part, value, "as_of")
            demand(trust in TRUST, "%s of %s: trust %s", path, name, trust)
            demand(re.fullmatch(r"20[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?", date), "%s of %s: as_of %s", path, name, date)


def check_ranges(parts):
    """An assumed value has a range, and a range holds its value. A curve cannot: its ends are parts of their own."""
    for name, part in parts.items():
        for path, value in values(part):
            long = value if isinstance(value, dict) else {}
            if "range" in long:
                low, high = map(si, long["range"])
                demand(low <= si(long["value"]) <= high and low < high, "%s of %s lies outside its range", path, name)
            elif said(part, value, "trust") == "assumed":
                demand(path.startswith("overload."), "%s of %s is assumed without a range", path, name)
    low, mid, high = (parts["ups-overload-" + end]["overload"] for end in ("harsh", "assumed", "kind"))
    for x, y in mid.items():
        demand(si(low[x]) <= si(y) <= si(high[x]), "ups-overload-assumed lies outside its ends at %s", x)


# --- power supplies, shelves, batteries, bars ------------------------------------------------------------------------

def check_supplies(parts):
    seen = 0
    for name, part in parts.items():
        installed, needed, rating = (number(part, "psus." + key) for key in ("installed", "needed", "rating"))
        power = number(part, "power")
        if installed and needed:
            demand(needed <= installed, "%s needs %g of %g supplies", name, needed, installed)
        if not rating or part["type"] == "power-shelf":
            continue
        demand(power, "%s has supplies and no power", name)
        for what, count in (("installed", installed), ("needed", needed)):
            demand(not count or count * rating >= power, "%s: %s supplies give %s x %g W, it takes %g W", name, what,
                   count, rating, power)
        seen += 1
    demand(seen >= 4, "only %d nodes have supplies", seen)


def check_shelves(parts):
    shelves = [name for name, part in parts.items() if number(part, "psus.installed") and part["type"] == "power-shelf"]
    demand(len(shelves) >= 3, "shelves: %s", shelves)
    for name in shelves:
        one, installed = number(parts[name], "psus.rating"), number(parts[name], "psus.installed")
        demand(near(number(parts[name], "rating"), one * installed), "%s is not %g x %g W", name, installed, one)
    demand(near(5 * number(parts["orv3-shelf"], "psus.rating"), 15e3), "ORv3 at N+1 is not 15 kW")
    demand(near(8 * number(parts["gb200-shelf"], "rating"), 264e3), "8 GB200 shelves are not 264 kW")
    joules = number(parts["orv3-shelf"], "psus.hold_up") * number(parts["orv3-shelf"], "psus.rating")
    demand(near(joules, 60), "20 ms of 3 kW are 60 J, not %g", joules)
    for module, shelf in (("orv3-bbu-module", "orv3-bbu-shelf-90"), ("hpr-bbu-module", "hpr-bbu-shelf")):
        demand(near(6 * number(parts[module], "power"), number(parts[shelf], "power")), "%s is not 6 x %s", shelf, module)
    for name, part in parts.items():
        if part["type"] == "bbu" and "energy" in part:
            demand(near(number(part, "energy"), number(part, "power") * number(part, "carry")), "energy of %s", name)


def check_bars(parts):
    bars = [name for name, part in parts.items() if part["type"] == "bus-bar"]
    demand(len(bars) >= 3, "bars: %s", bars)
    for name in bars:
        watts = number(parts[name], "rating") * number(parts[name], "voltage")
        demand(rounds_to(watts / 1e3, name.rpartition("-")[2]) and watts >= 1e3 * int(name.rpartition("-")[2]),
               "%s carries %g W", name, watts)


# --- feeds and busway --------------------------------------------------------------------------------------------------

def check_tables(_parts):
    """The printed kW are V x I, or sqrt(3) x V x I."""
    for row in table("rack-feeds.csv"):
        kw = float(row["voltage"]) * float(row["amps"]) * (math.sqrt(3) if row["phases"] == "3" else 1) / 1e3
        demand(rounds_to(kw, row["kw"]) and rounds_to(0.8 * kw, row["kw80"]), "%s: %g kW", row, kw)
    for row in table("busway.csv"):
        for volt in ("208", "400", "415", "480"):
            kw = math.sqrt(3) * float(volt) * float(row["amps"]) / 1e3
            demand(rounds_to(kw, row["kw" + volt]) and rounds_to(0.8 * kw, row["kw80_" + volt]), "%s: %g kW", row, kw)


def feed_name(row):
    return "feed-%sv-%sph-%sa" % (row["voltage"], row["phases"], row["amps"])


def check_feeds(parts):
    names = {feed_name(row) for row in table("rack-feeds.csv")}
    have = {name for name, part in parts.items() if part["type"] == "rack-pdu"}
    demand(names == have, "feeds of the table and parts differ in %s", sorted(names ^ have))
    for row in table("rack-feeds.csv"):
        part = parts[feed_name(row)]
        demand(number(part, "rating") == float(row["amps"]), "%s: %s", feed_name(row), part["rating"])
        demand((part["phases"] == "ABC") == (row["phases"] == "3"), "%s: %s", feed_name(row), part["phases"])
    amps = {number(part, "rating") for part in parts.values() if part["type"] == "busway"}
    missing = {float(row["amps"]) for row in table("busway.csv")} - amps
    demand(not missing, "no busway of %s A", sorted(missing))
    for name, part in parts.items():
        if part["type"] == "busway":
            demand(number(part, "rating") == float(name.rpartition("-")[2]), "%s: %s", name, part["rating"])


# --- transformers and UPS ----------------------------------------------------------------------------------------------

def check_transformers(parts):
    for row in table("transformers.csv"):
        part, name = parts[row["part"]], row["part"]
        rating, x = number(part, "rating"), float(row["at"]) / 100
        fixed, copper = number(part, "no_load_loss"), number(part, "load_loss")
        demand(near(rating, float(row["kva"]) * 1e3), "rating of %s", name)
        efficiency = x * rating / (x * rating + fixed + copper * x * x)
        demand(rounds_to(100 * efficiency, row["efficiency"]), "%s: %.4f %% at %s %%", name, 100 * efficiency, row["at"])
        demand(near(fixed, copper * x * x, 1e-2), "%s: %g W and %g W are not equal", name, fixed, copper * x * x)
        if row["no_load_loss"]:
            for have, printed in ((fixed, row["no_load_loss"]), (copper, row["load_loss"])):
                demand(abs(have - float(printed)) <= 1 + 1e-3 * have, "%s: loss %g W, table %s W", name, have, printed)
            for volt in ("480", "415", "208"):
                amps = rating / math.sqrt(3) / float(volt)
                demand(rounds_to(amps, row["a" + volt]), "%s: %g A at %s V", name, amps, volt)
    for name, part in parts.items():
        if "impedance" in part:
            low, high = map(si, part["impedance"]["range"])
            z = number(part, "impedance")
            demand(near(low, z * 0.925) and near(high, z * 1.075), "impedance of %s is not +-7.5 %%", name)
    # bolted fault behind an infinite bus: rated current over impedance
    fault = number(parts["tx-liquid-2500"], "rating") / math.sqrt(3) / 480 / number(parts["tx-liquid-2500"], "impedance")
    demand(rounds_to(fault / 1e3, "52.3"), "2500 kVA: %g A at 480 V", fault)


def check_ups(parts):
    curve = {si(x): si(y) for x, y in parts["ups-double-conversion"]["efficiency"].items()}
    for x, y in curve.items():
        loss = 0.0086 + 0.0009 * x + 0.0257 * x * x
        demand(abs(y - x / (x + loss)) < 5.1e-5, "at %g: %g, by the formula %g", x, y, x / (x + loss))
    for x, printed in ((0.25, "96.0"), (0.5, "97.0"), (1, "96.6")):
        demand(rounds_to(100 * curve[x], printed), "at %g: %g", x, curve[x])


# --- weights -----------------------------------------------------------------------------------------------------------

def check_weights(parts):
    rack = parts["gb200-rack"]
    demand(near(number(rack, "footprint"), 0.600 * 1.068, 1e-3), "footprint of gb200-rack")
    demand(near(number(parts["orv3-frame"], "footprint"), 0.600 * 1.098), "footprint of orv3-frame")
    pressure = number(rack, "weight") * G / number(rack, "footprint")
    demand(rounds_to(pressure / 1e3, "20.8"), "gb200-rack: %g Pa", pressure)
    demand(abs(pressure / SI["psf"] - 435) < 1, "gb200-rack: %g lb/ft2", pressure / SI["psf"])
    demand(rounds_to(number(rack, "weight") * G / (0.6 * 2.4) / 1e3, "9.3"), "gb200-rack over 0.6 x 2.4 m")
    demand(rounds_to(number(parts["ocp-rack-heaviest"], "weight"), "1400"), "the heaviest OCP rack")
    for name, kpa in (("floor-ocp-acceptable", "7.2"), ("floor-ocp-optimum", "12.0"), ("floor-tia-942-rated-1", "7.2"),
                      ("floor-tia-942-rated-3", "12.0"), ("floor-tia-569", "12.0"), ("floor-raised-typical", "4.8"),
                      ("floor-immersion", "14.4")):
        demand(rounds_to(number(parts[name], "rating") / 1e3, kpa), "%s: %g Pa", name, number(parts[name], "rating"))
    demand(number(parts["floor-tia-942-rated-1"], "rating") > 149 * SI["psf"], "Rated 1 is about 150 lb/ft2")


# --- nodes and racks of which two sources differ -----------------------------------------------------------------------

def check_sums(parts):
    trays, rest = 18 * number(parts["gb200-tray-6667"], "power"), number(parts["nvl72-switch-trays"], "power")
    demand(rounds_to((trays + rest) / 1e3, "123.6"), "18 trays and the switches: %g W", trays + rest)
    demand(rounds_to((18 * number(parts["gb300-tray"], "power") + rest) / 1e3, "122.4"), "18 trays of a GB300")
    for name, tray in (("gb200-nvl72", "gb200-tray-6667"), ("gb300-nvl72", "gb300-tray")):
        held = {key: part["part"] for key, part in parts[name]["holds"].items()}
        demand(held == {"tray[01-18]": tray, "switch-trays": "nvl72-switch-trays"}, "%s holds %s", name, held)
    demand(4 * number(parts["dgx-b300"], "power") == 56e3, "four dgx-b300 are not 56 kW")
    demand(near(number(parts["dgx-h100"], "power") * 125, 1.275e6), "125 dgx-h100 are not 1.275 MW")
    for one, other in (("gb200-tray-6667", "gb200-tray-5640"), ("gb200-rack", "gb200-rack-120"),
                       ("dgx-h100-brief", "dgx-h100"), ("orv3-bbu-shelf-240", "orv3-bbu-shelf-90")):
        field = "carry" if "carry" in parts[one] else "power"
        demand(not near(number(parts[one], field), number(parts[other], field), 0.05), "%s and %s agree", one, other)


# --- by the program ----------------------------------------------------------------------------------------------------

GRID = "  grid: {type: utility, voltage: 415 V, rating: 10 MVA, power: 10 MW}\n"
IN_RACK = "  rack:\n    type: rack\n%s    holds:\n%s"
CORD = "    from: {A: {to: grid, breaker: 100 A, phases: ABC}}\n"
NODE = "      node: {type: node, power: 1 kW}\n"
SHELF = "      shelf: {part: orv3-shelf, from: {to: grid, phases: ABC}}\n"
TEMPLATES = {
    "node": IN_RACK % (CORD, "      node: {part: PART}\n"),
    "load": IN_RACK % (CORD, "      load: {part: PART}\n"),
    "rack": "  rack: {part: PART, from: {A: {to: grid, breaker: 400 A, phases: ABC}}}\n",
    "rack-pdu": IN_RACK % ("", "      strip: {part: PART, from: {to: grid, breaker: 400 A}}\n" + NODE),
    "power-shelf": IN_RACK % ("", "      shelf: {part: PART, from: {to: grid, phases: ABC}}\n" + NODE),
    "bbu": IN_RACK % ("", SHELF + "      bbu: {part: PART}\n" + NODE),
    "bus-bar": IN_RACK % ("", SHELF + "      bar: {part: PART}\n" + NODE),
    "busway": "  bus: {part: PART, from: {to: grid, breaker: 400 A}}\n"
              "  load: {type: load, power: 1 kW, from: {to: bus, phases: ABC}}\n",
    "ups": "  ups: {part: PART, rating: 100 kW, from: {to: grid, breaker: 400 A}}\n"
           "  load: {type: load, power: 50 kW, from: {to: ups, phases: ABC}}\n",
    "transformer": "  tx: {part: PART, secondary: 208 V, from: {to: grid, breaker: 400 A}}\n"
                   "  load: {type: load, power: 1 kW, from: {to: tx, phases: ABC}}\n",
    "generator": "  gen: {part: PART, voltage: 415 V}\n"
                 "  board: {type: switchboard, rating: 400 A, from: [{to: grid}, {to: gen, closes: auto}]}\n"
                 "  load: {type: load, power: 1 kW, from: {to: board, phases: ABC}}\n",
    "floor": "  hall: {part: PART, area: 100 m2}\n  rack: {type: rack, floor: hall, weight: 500 kg, power: 1 kW, "
             "from: {A: {to: grid, breaker: 20 A, phases: ABC}}}\n",
    "cdu": "  cdu: {part: PART, power: 74 kW, from: {to: grid, breaker: 400 A, phases: ABC}}\n",
    "rear-door": "  fws: {type: loop, fluid: water}\n" + IN_RACK % (CORD, "      door: {part: PART, primary: fws}\n" +
                                                                  "      node: {type: node, power: 1 kW}\n"),
}


def site(folder, elements, grid=GRID):
    file = folder / "site.yaml"
    file.write_text("headroom: 1\nsite: {name: a part, redundancy: none}\nelements:\n" + grid + elements)
    return file


def opens(folder, name, part):
    """Judged without a diagnostic; and what a value says of its source comes back from the opened hall."""
    file = site(folder, TEMPLATES[part["type"]].replace("PART", name))
    done = run("check", file, "--format", "json", codes=(0, 1))
    demand(not done.stderr, "%s", " ".join(done.stderr.split()))
    demand(json.loads(done.stdout)["summary"]["rows"] > 0, "no row is judged")
    exported = run("export", "json", file).stdout
    for path, value in values(part):
        source = value.get("source") if isinstance(value, dict) else None
        demand(not source or json.dumps(source) in exported, "the source of %s does not reach the hall", path)


def rows_of(file, *arguments):
    report = json.loads(run("check", file, "--format", "json", "--outages", "none", *arguments, codes=(0, 1)).stdout)
    return report["rows"]


def readings(file):
    lines = run("export", "readings", file).stdout.splitlines()
    return {row["point"]: row for row in csv.DictReader(lines)}


def feeds_by_program(parts, folder):
    """A rack on each feed, its lines loaded evenly. At the nameplate power it takes the rated current, which the device
    holds only if it is listed for 100 %; at 80 % of that any device holds."""
    grid, racks, rows = "", "", table("rack-feeds.csv")
    for i, row in enumerate(rows):
        volt, amps, three = float(row["voltage"]), float(row["amps"]), row["phases"] == "3"
        line = volt if three or row["voltage"] == "208" else volt * math.sqrt(3)
        watts = volt * amps * (math.sqrt(3) if three else 1)
        grid += "  grid-%d: {type: utility, voltage: %r V, rating: 10 MVA}\n" % (i, line)
        for share, tag in ((1, "full"), (0.8, "most")):
            racks += ("  %s-%d: {type: rack, holds: {strip: {part: %s, from: {to: grid-%d, breaker: %g A}, "
                      "banks: [{phases: %s, rating: %g A, outlets: node}]}, node: {type: node, power: %r W}}}\n"
                      % (tag, i, feed_name(row), i, amps, parts[feed_name(row)]["phases"], amps, watts * share))
    file = site(folder, racks, grid)
    points, judged = readings(file), {}
    for row in rows_of(file, "--select", "P101,P104"):
        judged.setdefault((row["code"], row["element"].split(".")[0]), set()).add(row["state"])
    for i, row in enumerate(rows):
        currents = [float(reading["value"]) for point, reading in points.items()
                    if re.match(r"full-%d\.strip\.from\.current\.[ABC]$" % i, point) and reading["value"]]
        demand(currents and near(max(currents), float(row["amps"])), "%s: %s A", feed_name(row), currents)
        for tag, rule, state in (("full", "P101", "holds"), ("full", "P104", "violated"), ("most", "P104", "holds")):
            have = judged.get((rule, "%s-%d" % (tag, i)))
            demand(have == {state}, "%s, %s %s: %s", feed_name(row), tag, rule, have)


def busways_by_program(parts, folder):
    """A load of exactly the nameplate on each size of busway at 415 V: held by the busway, at its rated current."""
    elements, names = "", {row["amps"]: None for row in table("busway.csv")}
    for i, amps in enumerate(names):
        name = next(name for name, part in parts.items() if part["type"] == "busway" and part["rating"] == amps + " A")
        elements += ("  bus-%d: {part: %s, from: {to: grid, breaker: 6000 A}, length: 10 m, resistance: 0 ohm/m}\n"
                     "  load-%d: {type: load, power: %r W, from: {to: bus-%d, phases: ABC}}\n"
                     % (i, name, i, math.sqrt(3) * 415 * float(amps), i))
    file = site(folder, elements, "  grid: {type: utility, voltage: 415 V, rating: 100 MVA}\n")
    points = readings(file)
    for i, amps in enumerate(names):
        value = float(points["bus-%d.from.current.A" % i]["value"])
        demand(near(value, float(amps)), "busway of %s A carries %g A", amps, value)
    states = {row["state"] for row in rows_of(file, "--select", "P101")}
    demand(states == {"holds"}, "P101: %s", states)


def transformers_by_program(folder):
    """Loaded with the part of its rating at which the law fixes efficiency: output over input is the legal minimum."""
    elements, rows = "", table("transformers.csv")
    for i, row in enumerate(rows):
        watts = float(row["kva"]) * 1e3 * float(row["at"]) / 100
        elements += ("  tx-%d: {part: %s, secondary: 208 V, from: {to: grid, breaker: 6000 A}}\n  load-%d: {type: load, "
                     "power: %r W, from: {to: tx-%d, phases: ABC}}\n" % (i, row["part"], i, watts, i))
    points = readings(site(folder, elements))
    for i, row in enumerate(rows):
        share = float(points["load-%d.from.power" % i]["value"]) / float(points["tx-%d.from.power" % i]["value"])
        demand(rounds_to(100 * share, row["efficiency"]), "%s: %.4f %%", row["part"], 100 * share)


def listed_as_read(parts):
    """`headroom parts --format json` says what the files say."""
    listed = {part["name"]: part for part in json.loads(run("parts", "--format", "json").stdout)["parts"]}
    demand(set(listed) == set(parts), "it lists others: %s", sorted(set(listed) ^ set(parts)))
    for name, part in parts.items():
        have = {v["field"]: (v["value"], v["trust"], v["as_of"], v["source"]) for v in listed[name]["values"]}
        want = {}
        for path, value in values(part):
            long = value if isinstance(value, dict) else {}
            want[path] = (long.get("value", value), *(said(part, value, k) for k in ("trust", "as_of", "source")))
        for path in set(have) & set(want):
            demand(have[path] == want[path], "%s of %s: %s, the file has %s", path, name, have[path], want[path])
        demand({p for p in have if not p.endswith((".type", ".part"))} == {p for p in want if not p.endswith(".part")},
               "fields of %s: %s and %s", name, sorted(have), sorted(want))
        weakest = max((TRUST.index(v[1]) for v in want.values()), default=TRUST.index(part["trust"]))
        demand(listed[name]["trust"] == TRUST[weakest], "%s is called %s", name, listed[name]["trust"])


def laid_out():
    done = run("fmt", "--check", *FILES, codes=(0, 1))
    demand(done.returncode == 0, "not as `headroom fmt` writes them: %s", " ".join(done.stdout.split()))


# --- coolant distribution units --------------------------------------------------------------------------------------

WATER_HEAT = 4180  # J/(kg K) from 20 to 45 degC
DENSITY = {"PG20": 1010.6, "PG25": 1015.7}  # kg/m3 at 32 and at 29.8 degC: the polynomials of Melinder (2010)


def mass_flow(value):
    """What the source of a value worked out from a mass flow says of it: kg/s and the fluid."""
    found = re.search(r"([0-9.]+) kg/s of (\w+)", value["source"])
    demand(found, "no mass flow in %s", value["source"])
    return float(found[1]), found[2]


def check_cdus(parts):
    """Volume flow by mass flow and density; the rise of the facility water by heat and mass flow."""
    cdus = [name for name, part in parts.items() if part["type"] == "cdu"]
    demand(len(cdus) >= 3, "CDUs: %s", cdus)
    for name in cdus:
        flow, rise = parts[name]["flow"], parts[name]["primary_rise"]
        kg, fluid = mass_flow(flow)
        demand(rounds_to(kg / DENSITY[fluid] * 60000, flow["value"].split()[0]), "%s: flow %s", name, flow["value"])
        kg, fluid = mass_flow(rise)
        demand(fluid == "water", "%s: %s", name, fluid)
        demand(rounds_to(number(parts[name], "cooling") / (kg * WATER_HEAT), rise["value"].split()[0]), "%s: rise %s", name,
               rise["value"])


# --- the seeded faults: (part, path, value) that the check named must find ----------------------------------------------

CHECKS = {
    "provenance": (check_provenance, [("dgx-b300", "power.source", None), ("orv3-frame", "as_of", None),
                                      ("gb300-tray", "trust", "believed"), ("dgx-h100", "source", None)]),
    "ranges": (check_ranges, [("vera-rubin-rack", "power.value", "240 kW"), ("genset-g2", "first_step.range", None),
                              ("ups-overload-assumed", "overload.125 %", "11 min")]),
    "power supplies": (check_supplies, [("dgx-h100", "psus.needed", "3"), ("hgx-b300", "psus.needed", "11"),
                                        ("dgx-b200", "power.value", "20 kW")]),
    "shelves": (check_shelves, [("hpr-shelf", "rating", "30 kW"), ("orv3-bbu-shelf-90", "carry", "60 s"),
                                ("orv3-shelf", "psus.hold_up.value", "10 ms")]),
    "bus bars": (check_bars, [("hpr-bus-bar-92", "rating", "1900 A"), ("orv3-bus-bar-18", "voltage", "50 V")]),
    "tables of kW": (check_tables, []),
    "feeds and busways": (check_feeds, [("feed-415v-3ph-60a", "rating", "63 A"), ("feed-208v-1ph-30a", "phases", "ABC"),
                                        ("feeder-busway-1600", "rating", "1500 A")]),
    "transformers": (check_transformers, [("tx-dry-300", "no_load_loss", "560 W"), ("tx-liquid-1000", "load_loss", "6 kW"),
                                          ("tx-dry-1000", "impedance.value", "6 %")]),
    "ups": (check_ups, [("ups-double-conversion", "efficiency.50 %", "97.1 %")]),
    "weights": (check_weights, [("gb200-rack", "weight", "3000 kg"), ("orv3-frame", "footprint.value", "0.64 m2"),
                                ("floor-ocp-optimum", "rating", "1120 kg/m2")]),
    "sums and disagreements": (check_sums, [("gb200-tray-5640", "power", "6600 W"), ("dgx-b300", "power.value", "14.5 kW"),
                                            ("nvl72-switch-trays", "power", "4 kW")]),
    "CDUs": (check_cdus, [("cdu-1350", "cooling", "1368 kW"), ("cdu-deschutes", "flow.value", "1874 L/min")]),
}


def seeded(parts, name, path, value):
    other = copy.deepcopy(parts)
    *way, last = path.split(".")
    at = other[name]
    for key in way:
        at = at[key]
    demand(last in at, "%s has no %s to seed a fault in", name, path)
    if value is None:
        del at[last]
    else:
        at[last] = value
    return other


def finds(check, parts, fault):
    other = seeded(parts, *fault)
    try:
        check(other)
    except Wrong:
        return
    raise Wrong("the fault is not found")


def cases(folder):
    parts = read_catalogue()
    demand(len(parts) > 100, "the catalogue has %d parts", len(parts))
    for name, (check, faults) in CHECKS.items():
        yield name, lambda check=check: check(parts)
        for fault in faults:
            yield "%s finds %s" % (name, " ".join(map(str, fault))), \
                lambda check=check, fault=fault: finds(check, parts, fault)
    yield "laid out", laid_out
    yield "listed as read", lambda: listed_as_read(parts)
    yield "feeds by the program", lambda: feeds_by_program(parts, folder)
    yield "busways by the program", lambda: busways_by_program(parts, folder)
    yield "transformers by the program", lambda: transformers_by_program(folder)
    for name, part in parts.items():
        if part["type"] not in TYPES_TO_COME:
            yield "%s opens" % name, lambda name=name, part=part: opens(folder, name, part)


def main():
    bad = 0
    with tempfile.TemporaryDirectory(prefix="headroom-parts-") as scratch:
        try:
            for name, check in cases(pathlib.Path(scratch)):
                try:
                    check()
                    print("ok " + name)
                except Wrong as wrong:
                    bad += 1
                    print("not ok %s: %s" % (name, wrong))
        except Wrong as wrong:  # a catalogue that cannot be read at all
            bad += 1
            print("not ok catalogue: %s" % wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
