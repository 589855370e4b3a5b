#!/usr/bin/python3
"""slow: loops of models against EPANET, live, to 1e-4: junctions, pipes, valves, filters, pumps, racks and coolers of a
site go out by `headroom export epanet`, and what EPANET finds is compared with `headroom export readings`, heads and flows. Then
each file comes back by `headroom import epanet` and goes out again: the engine's heads and flows of the model that came back
to 1e-6, EPANET's of the second file to 1e-4. Prints a line a check, as tests/run wants it."""
import csv
import io
import os
import pathlib
import tempfile

import epanet_peer as peer

TOP = pathlib.Path(__file__).resolve().parents[2]
HEADROOM = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build")) / "headroom"
G = 9.80665
SAME = 1e-6  # of the figure itself: the engine on a model and on what came back of it

HEAD = """headroom: 1
site: {name: loop, outdoor: {dry_bulb: 30 degC}, redundancy: none}
elements:
  grid: {type: utility, voltage: 415 V, rating: 500 MVA}
  msb: {type: switchboard, from: grid}
  dry: {type: dry-cooler, from: msb, cooling: %d kW, approach: 6 K, flow: %d L/min}
  fws: {type: loop, fluid: water, supply: 36 degC, cooled_by: dry}
"""


def model(racks, fluid="PG25", kept=None, filters=False, shut=None, spare=False, reverse=False, height=0, coolers=1):
    """A row of racks on headers of pipe, direct or reverse return."""
    heat = 40 * racks
    lines = [HEAD % (3 * heat, 4 * heat)]
    first = racks // 2 if coolers == 2 else 0
    for i in range(coolers):
        at = 0 if i == 0 else racks - 1
        back = "e" if filters or spare else "r%d" % (racks - 1 if reverse else at)
        lines.append("  cdu%d: {type: cdu, from: msb, primary: fws, cooling: %d kW, approach: 4 K, flow: %d L/min, "
                     "primary_flow: %d L/min, power: 5 kW, dp: 220 kPa, supplies: [s%d, %s]}"
                     % (i, 2 * heat // coolers, 60 * racks // coolers, 3 * heat // coolers, at, back))
    lines.append("  tcs: {type: loop, fluid: %s, supply: 40 degC, flow_per_power: 1.3 L/min/kW, cooled_by: \"cdu*\", "
                 "pressure: 3 bar%s}" % (fluid, ", dp: %s" % kept if kept else ""))
    for k in range(racks):
        lines.append("  s%d: {type: junction, loop: tcs, elevation: %g m}" % (k, height * k / racks))
        lines.append("  r%d: {type: junction, loop: tcs, elevation: %g m}" % (k, height * k / racks))
    pipe = "type: pipe, length: 1.2 m, diameter: 150 mm, roughness: 0.05 mm, loss: 0.2"
    for k in range(racks - 1):
        lines.append("  sp%d: {%s, between: [s%d, s%d]}" % (k, pipe, k, k + 1))
        a, b = (k, k + 1) if reverse else (k + 1, k)
        lines.append("  rp%d: {%s, between: [r%d, r%d]}" % (k, pipe, a, b))
    end = racks - 1 if reverse else 0
    if filters:
        lines.append("  e: {type: junction, loop: tcs}")
        lines.append("  strainer: {type: filter, between: [r%d, e], dp: 20 kPa, flow: %d L/min}" % (end, 55 * racks))
    if spare:
        lines.append("  e: {type: junction, loop: tcs}")
        for name, words in (("booster", ""), ("standby", ", standby: stopped")):
            lines.append("  %s: {type: pump, from: msb, between: [r%d, e], head: 40 kPa, flow: %d L/min, power: 1 kW%s}"
                         % (name, end, 60 * racks, words))
    for k in range(racks):
        there = "s%d" % k
        if k == shut:
            there = "v%d" % k
            lines.append("  v%d: {type: junction, loop: tcs}" % k)
            lines.append("  valve%d: {type: valve, between: [s%d, v%d], kv: 8 m3/h, closed: yes}" % (k, k, k))
        elif k % 3 == 1 and shut is not None:
            there = "v%d" % k
            lines.append("  v%d: {type: junction, loop: tcs}" % k)
            lines.append("  valve%d: {type: valve, between: [s%d, v%d], kv: 8 m3/h, opening: 80 %%}" % (k, k, k))
        lines.append("  rack%d: {type: rack, coolant: [%s, r%d], dp: 120 kPa, from: {A: msb}, holds: {n: {type: node, "
                     "power: 40 kW, liquid_share: 90 %%}}}" % (k, there, k))
    return "\n".join(lines) + "\n"


def manifolds(text):
    """The same with a manifold of narrow headers in each rack, in place of its `dp`."""
    return text.replace(", dp: 120 kPa", "").replace(
        "90 %}}}", "90 %}, m: {type: manifold, trays: 10, connection: same-end, pitch: 48 mm, diameter: 20 mm, roughness: 0.05 mm, "
        "quick_disconnect: {dp: 20 kPa, flow: 5 L/min}, tray: {dp: 80 kPa, flow: 5 L/min}}}}")


MODELS = {
    "4 racks": model(4),
    "8 racks, water, strainer": model(8, fluid="water", filters=True),
    "16 racks, reverse return": model(16, reverse=True),
    "16 racks, pressure kept": model(16, kept="150 kPa"),
    "24 racks, a booster pump and one that stands, a valve shut": model(24, spare=True, shut=5),
    "32 racks, two CDUs": model(32, coolers=2),
    "32 racks, 12 m up": model(32, height=12),
    "64 racks, PG20, valves": model(64, fluid="PG20", shut=40),
    "128 racks, strainer": model(128, filters=True),
    "16 racks with manifolds": manifolds(model(16)),
    "1024 racks": model(1024).replace("150 mm", "600 mm"),
}


def readings(path):
    found = {}
    for row in csv.DictReader(io.StringIO(peer.run(HEADROOM, "export", "readings", path))):
        if row["state"] == "known":
            found[row["point"]] = float(row["value"])
    return found


def ours_of(path, theirs, height):
    """What EPANET names, from the readings: heads in m, flows in L/s."""
    known, found = readings(path), {}
    for (kind, name) in theirs:
        if kind == "node":
            found[kind, name] = known["%s.heat.static" % name]
    # Pa to m with the density of the file's only reservoir: its head is its pressure.
    fixed = [name for (kind, name) in theirs if kind == "node" and known["%s.heat.static" % name] == 3e5]
    rho = 3e5 / (G * (theirs["node", fixed[0]] - height.get(fixed[0], 0)))
    for key in list(found):
        found[key] = found[key] / (rho * G) + height.get(key[1], 0)
    for (kind, name) in theirs:
        if kind == "link":
            port = "heat" if "%s.heat.flow" % name in known else "from"
            found[kind, name] = known["%s.%s.flow" % (name, port)] * 1000
    return found


def heights(inp):
    """Elevations as the file has them: in EPANET's metre of head, whose gravity is its own."""
    found, within = {}, False
    for line in inp.read_text().splitlines():
        if line.startswith("["):
            within = line == "[JUNCTIONS]"
        elif within and line.strip():
            name, height = line.split()[:2]
            found[name] = float(height)
    return found


def port_of(known, name):
    return next(key for key in ("heat", "from") if "%s.%s.flow" % (name, key) in known)


def compare_models(first, second, theirs):
    """The largest relative difference of pressures and flows of what EPANET names, and where."""
    worst, where = 0.0, None
    for kind, name in theirs:
        a, b = [known["%s.heat.static" % name] if kind == "node" else known["%s.%s.flow" % (name, port_of(known, name))]
                for known in (first, second)]
        share = abs(a - b) / max(abs(a), 1e-9)
        if share > worst:
            worst, where = share, name
    return worst, where


def check_back(name, site, inp, theirs):
    """A second way round: site -> inp -> back -> again. Returns the second file, for EPANET."""
    back, again = (inp.with_suffix(end) for end in (".back.yaml", ".again.inp"))
    try:
        peer.run(HEADROOM, "import", "epanet", inp, "-o", back)
        again.write_text(peer.run(HEADROOM, "export", "epanet", back))
        worst, where = compare_models(readings(site), readings(back), theirs)
        print("%s %s, imported: within %.1e%s" % ("ok" if worst <= SAME else "not ok", name, worst,
                                                  "" if worst <= SAME else " at %s" % where))
        return again
    except (peer.Fault, OSError, KeyError, StopIteration) as why:
        print("not ok %s, imported: %r" % (name, why))
        return None


def check_again(files, answers):
    again = {name: check_back(name, site, inp, answers[str(inp)]) for name, (site, inp) in files.items()}
    try:
        second = peer.ask([inp for inp in again.values() if inp])
    except (peer.Fault, OSError, ValueError) as why:
        print("not ok EPANET answers again: %s" % why)
        return
    for name, inp in again.items():
        if inp:
            theirs = answers[str(files[name][1])]
            # A cooler that holds its pressures is two reservoirs in the first file, a pump between them in the second.
            found = {key: value for key, value in second[str(inp)].items() if key in theirs or not key[1].startswith("cdu")}
            peer.check(name + ", exported again", lambda: found, lambda: theirs)


def main():
    with tempfile.TemporaryDirectory(prefix="headroom-loops-") as scratch:
        files = {}
        for i, (name, text) in enumerate(MODELS.items()):
            site, inp = pathlib.Path(scratch) / ("%d.yaml" % i), pathlib.Path(scratch) / ("%d.inp" % i)
            site.write_text(text)
            try:
                inp.write_text(peer.run(HEADROOM, "export", "epanet", site))
                files[name] = (site, inp)
            except (peer.Fault, OSError) as why:
                print("not ok %s: %s" % (name, why))
        try:
            peer.fetch()
            answers = peer.ask([inp for _, inp in files.values()])
        except (peer.Fault, OSError, ValueError) as why:
            print("not ok EPANET answers: %s" % why)
            return
        print("ok EPANET answers")
        for name, (site, inp) in files.items():
            theirs = answers[str(inp)]
            peer.check(name, lambda: ours_of(site, theirs, heights(inp)), lambda: theirs)
        check_again(files, answers)


if __name__ == "__main__":
    main()
