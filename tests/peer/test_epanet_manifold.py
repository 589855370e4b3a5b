#!/usr/bin/python3
"""slow: racks with a manifold against the same ladder written out, junction by junction, pipe by pipe: the whole flow of each rack, the
flow of its least tray and what it loses, by the engine to 1e-6 and by EPANET, live, to 1e-4. Prints a line a check, as tests/run
wants it."""
import os
import pathlib
import tempfile

import epanet_peer as peer
from test_epanet_model import HEAD, readings

TOP = pathlib.Path(__file__).resolve().parents[2]
HEADROOM = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build")) / "headroom"
SAME = 1e-6

TRAY = "power: 4 kW, liquid_share: 90 %"  # needs 4 x 0.9 x 1.3 = 4.68 L/min
HEADER = "length: 48 mm, diameter: %g mm, roughness: 0.05 mm, loss: 0.2"


def plant(racks, trays, fluid):
    """CDU, loop and the mains along the row; racks hang between s0, r0, s1, r1 and so on."""
    heat = 4 * trays * racks
    lines = [HEAD % (3 * heat, 4 * heat),
             "  cdu: {type: cdu, from: msb, primary: fws, cooling: %d kW, approach: 4 K, flow: %g L/min, primary_flow: %d L/min, "
             "power: 5 kW, dp: 160 kPa, supplies: [s0, r0]}" % (2 * heat, 1.3 * heat, 3 * heat),
             "  tcs: {type: loop, fluid: %s, supply: 40 degC, flow_per_power: 1.3 L/min/kW, cooled_by: cdu, pressure: 3 bar}"
             % fluid]
    for k in range(racks):
        lines.append("  \"[s,r]%d\": {type: junction, loop: tcs}" % k)
        if k:
            pipe = "type: pipe, length: 1.2 m, diameter: 60 mm, roughness: 0.05 mm, loss: 0.2"
            lines.append("  sp%d: {%s, between: [s%d, s%d]}" % (k, pipe, k - 1, k))
            lines.append("  rp%d: {%s, between: [r%d, r%d]}" % (k, pipe, k, k - 1))
    return lines


def with_manifolds(racks, trays, bore, opposite, fluid, couplings):
    lines = plant(racks, trays, fluid)
    for k in range(racks):
        lines.append("  rack%d: {type: rack, coolant: [s%d, r%d], from: {A: msb}, holds: {\"n[1-%d]\": {type: node, %s}, m: {type: "
                     "manifold, connection: %s, pitch: 48 mm, diameter: %g mm, roughness: 0.05 mm, loss: 0.2, quick_disconnect: "
                     "{dp: %s, flow: 4.68 L/min}, tray: {dp: 40 kPa, flow: 4.68 L/min}}}}"
                     % (k, k, k, trays, TRAY, "opposite-end" if opposite else "same-end", bore, couplings))
    return "\n".join(lines) + "\n"


def ends(k, i, trays, opposite):
    """Of tray i of rack k: its junctions in both headers; the first and the last are those of the row."""
    last = trays - 1 if opposite else 0
    return ("s%d" % k if i == 0 else "s%dt%d" % (k, i)), ("r%d" % k if i == last else "r%dt%d" % (k, i))


def written_out(racks, trays, bore, opposite, fluid, couplings):
    lines = plant(racks, trays, fluid)
    pipe = "type: pipe, " + HEADER % bore
    for k in range(racks):
        at = [ends(k, i, trays, opposite) for i in range(trays)]
        for name in sorted({end for pair in at for end in pair if "t" in end}):
            lines.append("  %s: {type: junction, loop: tcs}" % name)
        for i, (there, back) in enumerate(at):
            if i:
                lines.append("  a%dt%d: {%s, between: [%s, %s]}" % (k, i, pipe, at[i - 1][0], there))
                pair = (at[i - 1][1], back) if opposite else (back, at[i - 1][1])
                lines.append("  b%dt%d: {%s, between: [%s, %s]}" % (k, i, pipe, *pair))
            if couplings != "0 Pa":
                lines.append("  q%dt%d: {type: junction, loop: tcs}" % (k, i))
                lines.append("  qd%dt%d: {type: quick-disconnect, between: [%s, q%dt%d], dp: %s, flow: 4.68 L/min}"
                             % (k, i, there, k, i, couplings))
                there = "q%dt%d" % (k, i)
            lines.append("  tray%dt%d: {type: rack, coolant: [%s, %s], dp: 40 kPa, from: {A: msb}, %s}" % (k, i, there, back, TRAY))
    return "\n".join(lines) + "\n"


#        racks, trays, mm, opposite, fluid, couplings
MODELS = {
    "one rack, 10 trays, 45 mm": (1, 10, 45, False, "PG25", "12 kPa"),
    "4 racks, 18 trays, 24 mm, same end": (4, 18, 24, False, "PG25", "12 kPa"),
    "4 racks, 18 trays, 24 mm, opposite ends": (4, 18, 24, True, "PG25", "12 kPa"),
    "4 racks, 27 trays, 15 mm, water, no couplings": (4, 27, 15, False, "water", "0 Pa"),
    "2 racks, one tray": (2, 1, 20, False, "PG25", "12 kPa"),
}


def of_manifolds(known, racks):
    """By rack: m3/s in all and of the least tray, Pa."""
    return {k: (known["rack%d.from.flow" % k], known["rack%d.m.heat.tray_flow" % k], known["rack%d.m.heat.drop" % k])
            for k in range(racks)}


def of_ladders(flow, pressure, racks, trays):
    found = {}
    for k in range(racks):
        each = [flow("tray%dt%d" % (k, i)) for i in range(trays)]
        found[k] = (sum(each), min(each), pressure("s%d" % k) - pressure("r%d" % k))
    return found


def compare(name, a, b, tolerance):
    worst = max(abs(x - y) / abs(y) for k in a for x, y in zip(a[k], b[k]))
    print("%s %s: within %.1e" % ("ok" if worst <= tolerance else "not ok", name, worst))


def known_of(site, text):
    site.write_text(text)
    return readings(site)


def ladder_of(theirs, trays, racks):
    """EPANET's, in L/s and m of head, whose worth in Pa is told by the reservoir at 3 bar."""
    metre = 3e5 / theirs["node", "r0"]
    return of_ladders(lambda name: theirs["link", name] / 1000, lambda name: theirs["node", name] * metre, racks, trays)


def check(scratch):
    files = {}
    for i, (name, figures) in enumerate(MODELS.items()):
        racks, trays = figures[:2]
        ours = of_manifolds(known_of(scratch / ("%d.yaml" % i), with_manifolds(*figures)), racks)
        out, inp = scratch / ("%d-ladder.yaml" % i), scratch / ("%d.inp" % i)
        known = known_of(out, written_out(*figures))
        ladder = of_ladders(lambda at: known["%s.from.flow" % at], lambda at: known["%s.heat.static" % at], racks, trays)
        compare(name, ours, ladder, SAME)
        inp.write_text(peer.run(HEADROOM, "export", "epanet", out))
        files[name] = (inp, ours, racks, trays)
    peer.fetch()
    answers = peer.ask([inp for inp, *_ in files.values()])
    for name, (inp, ours, racks, trays) in files.items():
        compare(name + ", EPANET", ours, ladder_of(answers[str(inp)], trays, racks), peer.BOUND)


def main():
    with tempfile.TemporaryDirectory(prefix="headroom-manifolds-") as scratch:
        try:
            check(pathlib.Path(scratch))
        except (peer.Fault, OSError, KeyError, ValueError) as why:
            print("not ok manifolds: %r" % why)


if __name__ == "__main__":
    main()
