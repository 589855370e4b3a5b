#!/usr/bin/env python3
"""A second opinion on headroom's powers and currents: every branch as phasors in one common frame of angles.

    python3 phasor.py HALL.yaml [CASE]

reads one hall (YAML), settles it (normal state, or CASE = "fault: NAME") and prints the flows as CSV lines
point,value,unit as `headroom export readings` names them.  It was written from the model text and from textbooks
alone and shares neither code nor method with headroom:

- Voltages go from the source to the loads.  They are nominal, with the angles they really have: behind a Dyn11 bank
  the whole hall is turned by +30 degrees, behind a Dyn1 bank by -30, and that adds up from bank to bank.
- Currents go from the loads to the source: a load draws conj(S / V) between the conductors it hangs on, node by node
  Kirchhoff adds them up, and a delta winding takes its current by ampere-turns from the two lines it lies between.
- Power is what voltage and current then give: S = V_A conj(I_A) + V_B conj(I_B) + V_C conj(I_C).

Conventions that are headroom's own and no physics: voltages do not drop; a loss is computed from what leaves the
element and drawn at its input as a load of power factor 1 on the lines that the element carries (three alike, two
between each other, or one to neutral).  A star-star bank passes line currents on by its ratio (both stars earthed), a
delta-delta bank has no circulating current.

It knows utility, transformer, switchboard, busway, pdu, rack, node (held by a rack) and load, written out name by
name; anything else that would change the answer is refused.
"""
import cmath
import math
import re
import sys

import yaml

UNITS = {
    "V": 1, "kV": 1e3, "A": 1, "W": 1, "kW": 1e3, "MW": 1e6, "VA": 1, "kVA": 1e3, "MVA": 1e6, "m": 1,
    "ohm/m": 1, "mohm/m": 1e-3,
}
TURN = cmath.exp(2j * math.pi / 3)
FEEDERS = ("utility", "transformer", "switchboard", "busway", "pdu")
KNOWN = {
    "utility": {"voltage", "rating", "power"},
    "transformer": {"from", "rating", "secondary", "winding", "no_load_loss", "load_loss"},
    "switchboard": {"from", "rating", "power"},
    "busway": {"from", "rating", "length", "resistance"},
    "pdu": {"from", "rating", "secondary", "winding", "no_load_loss", "load_loss"},
    "rack": {"from", "power", "power_factor", "psus", "holds"},
    "load": {"from", "power", "power_factor"},
    "node": {"power", "power_factor", "psus"},
}


class Refused(ValueError):
    """The hall holds something outside what the twin knows."""


def quantity(value):
    if isinstance(value, (int, float)):
        return float(value)
    number, unit = re.fullmatch(r"([-+0-9.e]+) ?(\S+)", value).groups()
    return float(number) * UNITS[unit]


def tap(word):
    """Between which conductors a single load hangs: pairs of indices, N being None."""
    if word == "ABC":
        return [(0, None), (1, None), (2, None)]
    if word in ("A-N", "B-N", "C-N"):
        return [("ABC".index(word[0]), None)]
    if word in ("AB", "BC", "CA"):
        return [("ABC".index(word[0]), "ABC".index(word[1]))]
    raise Refused("phases %r" % word)


def conductors(word):
    return {end for pair in tap(word) for end in pair if end is not None}


def tap_of(lines):
    letters = "".join("ABC"[i] for i in sorted(lines))
    return {"AC": "CA", "A": "A-N", "B": "B-N", "C": "C-N"}.get(letters, letters)


class Feed:
    """One wire: its name in an outage, the port where its flow is read, what it hangs on, how."""

    def __init__(self, port, name, text, order):
        spec = {"to": text} if isinstance(text, str) else dict(text)
        if set(spec) - {"to", "breaker", "phases", "closes"}:
            raise Refused("feed %s: %s" % (name, sorted(spec)))
        self.port, self.name, self.to, self.phases = port, name, spec["to"], spec.get("phases")
        self.automatic = spec.get("closes", "auto" if order == 0 or port[-1] != "]" else "manual") == "auto"


class Element:
    def __init__(self, name, spec):
        self.name, self.type = name, spec["type"]
        if self.type not in KNOWN or set(spec) - KNOWN[self.type] - {"type"}:
            raise Refused("%s: %s" % (name, sorted(spec)))
        self.spec = spec
        feeds = spec.get("from", [])
        if isinstance(feeds, dict) and "to" not in feeds:
            self.cords = True
            self.feeds = [Feed("%s.%s" % (name, key), "%s.from.%s" % (name, key), feed, 0)
                          for key, feed in feeds.items()]
        else:
            self.cords = False
            feeds = feeds if isinstance(feeds, list) else [feeds]
            ports = ["%s.from[%d]" % (name, i + 1) for i in range(len(feeds))]
            if len(feeds) == 1:
                ports = ["%s.from" % name]
            self.feeds = [Feed(port, port, feed, i) for i, (port, feed) in enumerate(zip(ports, feeds))]

    def get(self, field, default=None):
        value = self.spec.get(field)
        return default if value is None else quantity(value)


def winding_voltages(group, ratio, line):
    """Secondary phase voltages; ratio = secondary to primary line-to-line volts."""
    a, b, c = line
    if group == "Dyn11":  # each secondary coil sits on the leg of the primary coil A-B, B-C, C-A
        return tuple(v * ratio / math.sqrt(3) for v in (a - b, b - c, c - a))
    if group == "Dyn1":  # on the legs A-C, B-A, C-B
        return tuple(v * ratio / math.sqrt(3) for v in (a - c, b - a, c - b))
    return tuple(v * ratio for v in line)


def winding_currents(group, ratio, out):
    """Primary line currents by ampere-turns: coil current x turns is the same on both sides of a leg."""
    if group in ("Dyn11", "Dyn1"):
        turns = ratio / math.sqrt(3)  # secondary turns to primary turns
        coil = [i * turns for i in out]
        line = [0j, 0j, 0j]
        ends = [(0, 1), (1, 2), (2, 0)] if group == "Dyn11" else [(0, 2), (1, 0), (2, 1)]
        for current, (start, end) in zip(coil, ends):
            line[start] += current
            line[end] -= current
        return tuple(line)
    if group == "Dd0":  # coils carry a third of the differences, lines again the differences of the coils
        a, b, c = out
        if abs(a + b + c) > 1e-9 * (abs(a) + abs(b) + abs(c)):
            raise Refused("a load to neutral behind a delta winding, which has none")
        ab, bc, ca = ((x - y) / 3 * ratio for x, y in ((a, b), (b, c), (c, a)))
        return ab - ca, bc - ab, ca - bc
    return tuple(i * ratio for i in out)


class Flow:
    """Phasors at one place: three voltages to neutral and three line currents. Dead places have none."""

    def __init__(self, volts=(0j, 0j, 0j), amps=(0j, 0j, 0j), live=False):
        self.volts, self.amps, self.live = volts, amps, live

    def add(self, volts, amps):
        self.volts, self.live = volts, True
        self.amps = tuple(x + y for x, y in zip(self.amps, amps))

    @property
    def power(self):
        return sum(v * i.conjugate() for v, i in zip(self.volts, self.amps))

    def readings(self):
        s = self.power
        return {"power": s.real, "reactive": s.imag, "apparent": abs(s), "current.A": abs(self.amps[0]),
                "current.B": abs(self.amps[1]), "current.C": abs(self.amps[2])}


def load_currents(volts, power, power_factor, word):
    """What a load of constant power draws from each line; reactive power lags."""
    s = complex(power, power * math.sqrt(1 - power_factor * power_factor) / power_factor)
    amps, pairs = [0j, 0j, 0j], tap(word)
    for start, end in pairs:
        v = volts[start] - (0 if end is None else volts[end])
        i = (s / len(pairs) / v).conjugate()
        amps[start] += i
        if end is not None:
            amps[end] -= i
    return tuple(amps)


class Hall:
    def __init__(self, text):
        self.elements = {name: Element(name, spec) for name, spec in yaml.safe_load(text)["elements"].items()}

    # --- what is live, with which voltages: from the source down

    def settle(self, out):
        self.out, self.volts, self.live_feeds, self.carried, self.nominal = out, {}, {}, {}, {}
        for name in self.elements:
            self.reach(name)

    def usable(self, feed):
        return feed.automatic and feed.name not in self.out and self.reach(feed.to) is not None

    def reach(self, name):
        """The voltages at the output of an element, None when it is dead."""
        if name in self.volts:
            return self.volts[name]
        e = self.elements[name]
        self.volts[name] = None
        if e.type == "utility":
            v = e.get("voltage") / math.sqrt(3)
            self.nominal[name] = e.get("voltage")
            if name not in self.out:
                self.volts[name] = (complex(v), v / TURN, v * TURN)
            self.carried[name] = {0, 1, 2}
            return self.volts[name]
        self.live_feeds[name] = [] if name in self.out else [f for f in e.feeds if self.usable(f)]
        if not e.cords:
            self.live_feeds[name] = self.live_feeds[name][:1]
        for feed in e.feeds:  # what a run carries does not depend on the case
            self.reach(feed.to)
            self.carried[name] = conductors(feed.phases) if feed.phases else self.carried[feed.to]
            self.nominal[name] = self.ratio(e, self.nominal[feed.to]) * self.nominal[feed.to]
        if e.type in FEEDERS and self.live_feeds[name]:
            parent = self.live_feeds[name][0].to
            volts = self.volts[parent]
            if e.get("secondary"):
                volts = winding_voltages(e.spec["winding"], self.ratio(e, self.nominal[parent]), volts)
            self.volts[name] = volts
        return self.volts[name]

    @staticmethod
    def ratio(e, primary):
        return e.get("secondary") / primary if e.get("secondary") else 1.0

    # --- what is drawn: from the loads up

    def demands(self, e):
        """(power, power factor, psus) of a load, or of each thing a rack holds."""
        if e.spec.get("holds"):
            for name, spec in e.spec["holds"].items():
                if spec["type"] != "node" or set(spec) - KNOWN["node"] - {"type"}:
                    raise Refused("%s holds %s" % (e.name, name))
                listed = re.fullmatch(r".*\[(\d+)-(\d+)\]", name)
                count = int(listed[2]) - int(listed[1]) + 1 if listed else 1
                for _ in range(count):
                    yield quantity(spec["power"]), spec.get("power_factor", 1.0), spec.get("psus")
        else:
            yield e.get("power"), e.get("power_factor", 1.0), e.spec.get("psus")

    def shares(self, e, power, psus):
        """What part of a load each live feed takes; nothing when it cannot run."""
        live = self.live_feeds[e.name]
        if not live:
            return {}
        if not psus:
            return {feed: 1 / len(live) for feed in live}
        count = {feed: psus.get(feed.name.rsplit(".", 1)[1], 0) for feed in live}
        total = sum(count.values())
        if total == 0 or total < psus.get("needed", 0):
            return {}
        if "rating" in psus and total * quantity(psus["rating"]) < power * (1 - 1e-9):
            return {}
        return {feed: n / total for feed, n in count.items()}

    def word(self, feed):
        """How a load hangs on its feed: as said, else on all that the supply carries."""
        if feed.phases:
            return feed.phases
        word = tap_of(self.carried[feed.to])
        if word == "ABC":
            raise Refused("%s: a load on three phases must say which it takes" % feed.name)
        return word

    def loss(self, e, flow):
        if e.type in ("transformer", "pdu") and e.get("secondary"):
            # Copper heats with the square of the current in each winding; load_loss is what three heat at rated current.
            if self.carried[e.name] == {0, 1, 2}:
                rated = e.get("rating") / (math.sqrt(3) * e.get("secondary"))
                heat = sum((abs(i) / rated) ** 2 for i in flow.amps) / 3
            else:
                heat = (abs(flow.power) / e.get("rating")) ** 2
            return e.get("no_load_loss") + e.get("load_loss") * heat
        if e.type == "busway" and "resistance" in e.spec and "length" in e.spec:
            return e.get("resistance") * e.get("length") * sum(abs(i) ** 2 for i in flow.amps)
        return 0.0

    def solve(self, out=()):
        """Flows by port name."""
        self.settle(set(out))
        self.ports = {feed.port: Flow() for e in self.elements.values() for feed in e.feeds}
        below = {name: Flow() for name in self.elements}  # what leaves each element
        depth = {}

        def depth_of(name):
            if name not in depth:
                depth[name] = 1 + max([depth_of(f.to) for f in self.elements[name].feeds], default=0)
            return depth[name]

        for name in sorted(self.elements, key=depth_of, reverse=True):
            e = self.elements[name]
            if e.type in ("rack", "load"):
                self.draw(e, below)
            elif self.volts[name] is not None:
                self.pass_on(e, below)
        flows = dict(self.ports)
        for name, e in self.elements.items():
            if e.type == "utility":
                flows[name + ".out"] = below[name] if self.volts[name] else Flow()
            elif len(e.feeds) > 1 and not e.cords:
                live = self.live_feeds[name]
                flows[name + ".from"] = self.ports[live[0].port] if live else Flow()
            elif e.cords:
                flows[name + ".from"] = self.total_of_cords(e)
        return flows

    def total_of_cords(self, e):
        """Powers add up whatever the cords hang on; currents only where their voltages have the same angles."""
        live = self.live_feeds[e.name]
        if any(abs(self.volts[f.to][0] - self.volts[live[0].to][0]) > 1e-6 * abs(self.volts[f.to][0]) for f in live):
            return None
        total = Flow()
        for feed in live:
            total.add(self.volts[feed.to], self.ports[feed.port].amps)
        return total

    def draw(self, e, below):
        for feed in self.live_feeds[e.name]:
            self.ports[feed.port].add(self.volts[feed.to], (0j, 0j, 0j))
        for power, power_factor, psus in self.demands(e):
            for feed, share in self.shares(e, power, psus).items():
                volts = self.volts[feed.to]
                amps = load_currents(volts, power * share, power_factor, self.word(feed))
                self.ports[feed.port].add(volts, amps)
                below[feed.to].add(volts, amps)

    def pass_on(self, e, below):
        flow = below[e.name]
        flow.add(self.volts[e.name], (0j, 0j, 0j))
        if e.type == "utility":
            return
        feed = self.live_feeds[e.name][0]
        volts, amps = self.volts[feed.to], flow.amps
        if e.get("secondary"):
            amps = winding_currents(e.spec["winding"], self.ratio(e, self.nominal[feed.to]), amps)
        own = load_currents(volts, self.loss(e, flow), 1.0, tap_of(self.carried[e.name]))
        amps = tuple(x + y for x, y in zip(amps, own))
        self.ports[feed.port].add(volts, amps)
        below[feed.to].add(volts, amps)


def main():
    hall = Hall(open(sys.argv[1], encoding="utf-8").read())
    out = [sys.argv[2].removeprefix("fault: ")] if len(sys.argv) > 2 and sys.argv[2] else []
    units = {"power": "W", "reactive": "var", "apparent": "VA"}
    for port, flow in sorted(hall.solve(out).items()):
        for name, value in flow.readings().items() if flow else ():
            print("%s.%s,%.12g,%s" % (port, name, value, units.get(name, "A")))


if __name__ == "__main__":
    main()
