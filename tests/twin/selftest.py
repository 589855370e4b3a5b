#!/usr/bin/env python3
"""Checks twin.py against answers worked out by hand.

The first halls are in halls/, each with its answers in words at its top; here are
the same answers as data.  Those of what came later (ties, generators, ups,
maintenance, stuck devices, cascade) stand as text in the check itself.  Prints one
line per check, and stops at the first wrong one.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Answer:
    """What the twin says about one hall, and the checks on it."""

    def __init__(self, hall, text=None):
        """A hall in halls/, or one by its text, the elements and what follows."""
        self.hall = hall
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as written:
            if text:
                written.write("headroom: 1\n" + text)
                written.flush()
            file = written.name if text else str(HERE / "halls" / hall)
            command = [sys.executable, str(HERE / "twin.py"), "--feeds", file]
            self.said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)

    def same(self, what, said, by_hand):
        assert said == by_hand, f"{self.hall}: {what}: twin {said}, by hand {by_hand}"

    def counts(self, elements, held):
        self.same("elements", self.said["elements"], elements)
        self.same("held", self.said["held"], held)

    def case(self, name, lost=None, dead="", unknown="", cascade=None, tripped=""):
        """One case; loads lost and lost after the cascade by name, in watts."""
        said = self.said["cases"][name]
        self.same(f"{name}: lost", said["lost"], lost or {})
        self.same(f"{name}: dead", said["dead"], sorted(dead.split()))
        self.same(f"{name}: unknown", said["unserved_unknown"], sorted(unknown.split()))
        if "cascade_unknown" not in self.said:
            self.same(f"{name}: cascade", said["cascade"], cascade or {})
            self.same(f"{name}: tripped", said["tripped"], tripped.split())

    def feeds(self, case, **by_hand):
        """Feeds by name, with a dot written as two underscores."""
        for name, watts in by_hand.items():
            name = name.replace("__", ".")
            said = self.said["feeds"][case][name]
            assert abs(said - watts) < 1e-6, f"{self.hall}: {case}: {name}: {said}, not {watts}"

    def cases_are(self, names, kinds=("normal", "fault", "common")):
        """All cases of these kinds, by what their names begin with."""
        said = [name for name in self.said["cases"] if name.split(":")[0].split(",")[0] in kinds]
        self.same("cases", sorted(said), sorted(names))

    def there_is_no(self, *names):
        for name in names:
            assert name not in self.said["cases"], f"{self.hall}: {name}"


def loads(watts, names):
    return {name: watts for name in names.split()}


def two_cords():
    a = Answer("two-cords.yaml")
    a.counts(9, 4)
    a.cases_are(["normal"] + ["fault: " + name for name in """
        grid tx-A tx-B msb-A msb-B bus-A bus-B bus-A.from bus-B.from rack1 rack2 rack1.from.A
        rack1.from.B rack2.from.A rack2.from.B rack1.node1 rack2.node1""".split()])
    a.case("normal")
    a.feeds("normal", rack1__A=2000, rack1__B=2000, rack2__A=2000, rack2__B=2000)
    a.case("fault: grid", loads(2000.0, "rack1.node1 rack1.node2 rack2.node1 rack2.node2"),
           dead="tx-A tx-B msb-A msb-B bus-A bus-B rack1 rack2")
    a.feeds("fault: grid", rack1__A=0, rack1__B=0)
    a.case("fault: tx-A", dead="msb-A bus-A")
    a.case("fault: msb-A", dead="bus-A")
    a.feeds("fault: msb-A", rack1__A=0, rack1__B=4000, rack2__A=0, rack2__B=4000)
    a.case("fault: bus-A")
    a.case("fault: bus-A.from", dead="bus-A")
    a.case("fault: rack1.from.A")
    a.feeds("fault: rack1.from.A", rack1__A=0, rack1__B=4000, rack2__A=2000, rack2__B=2000)
    a.case("fault: rack1")
    a.feeds("fault: rack1", rack1__A=0, rack1__B=0, rack2__A=2000)
    a.case("fault: rack1.node1")
    a.feeds("fault: rack1.node1", rack1__A=1000, rack1__B=1000)


def psu_limits():
    a = Answer("psu-limits.yaml")
    a.counts(6, 6)
    tight, exact = {"r.tight": 5000.0}, {"r.exact": 4000.0}
    three, uneven = {"r.three": 4000.0}, {"r.uneven": 3000.0}
    single, own = {"r.single": 1000.0}, {"own": 3000.0}
    a.case("normal")
    third = 4000 / 3
    a.feeds("normal", r__A=2500 + 2000 + third + 2000 + 1000 + 200,
            r__B=2500 + 2000 + third + 1000 + 200, r__C=third + 200, own__A=1500, own__C=1500)
    a.case("fault: bus-A", {**tight, **uneven, **single, **own})
    a.feeds("fault: bus-A", r__A=0, r__B=6300, r__C=2300, own__A=0, own__C=0)
    a.case("fault: bus-A.from", {**tight, **uneven, **single, **own}, dead="bus-A")
    a.case("fault: bus-B", tight)
    a.case("fault: bus-C", own)
    a.case("fault: r.from.A", {**tight, **uneven, **single})
    a.case("fault: r.from.B", tight)
    a.case("fault: r.from.C")
    a.case("fault: own")
    a.case("common: two-of-three", {**tight, **exact, **three, **uneven, **single, **own})
    a.feeds("common: two-of-three", r__A=0, r__B=0, r__C=600, own__C=0)
    assert "fault: own.from.A" not in a.said["cases"]


def transfer():
    a = Answer("transfer.yaml")
    a.counts(8, 0)
    load_a, load_b, motor = {"load-A": 20000.0}, {"load-B": 20000.0}, {"motor": 30000.0}
    everything = {**load_a, **load_b, **motor}
    a.cases_are(["normal", "common: both-tx"] + ["fault: " + name for name in """
        grid tx-A tx-B msb-A msb-B load-A load-B motor msb-A.from[1] msb-A.from[2] msb-B.from[1]
        motor.from[1] motor.from[2]""".split()])
    a.case("normal")
    a.feeds("normal", **{"motor.from[1]": 30000, "motor.from[2]": 0, "load-A.from": 20000})
    a.case("fault: tx-A")
    a.case("fault: tx-B", load_b, dead="msb-B")
    a.case("fault: msb-A", load_a)
    a.feeds("fault: msb-A", **{"motor.from[1]": 0, "motor.from[2]": 30000, "load-A.from": 0})
    a.case("fault: msb-B", load_b)
    a.case("fault: msb-A.from[1]")
    a.case("fault: msb-A.from[2]")
    a.case("fault: msb-B.from[1]", load_b, dead="msb-B")
    a.case("fault: motor.from[1]")
    a.feeds("fault: motor.from[1]", **{"motor.from[1]": 0, "motor.from[2]": 30000})
    a.case("fault: load-A")
    a.case("fault: grid", everything, dead="tx-A tx-B msb-A msb-B")
    a.case("common: both-tx", everything, dead="msb-A msb-B")


def names():
    a = Answer("names.yaml")
    a.counts(18, 66)
    row = {n: {f"row{n}-rack{r}.n{k}": 100.0 for r in ("08", "09", "10") for k in range(1, 12)}
           for n in (1, 2)}
    dead = {n: f"row{n}-rack08 row{n}-rack09 row{n}-rack10" for n in (1, 2)}
    first, last = loads(1000.0, "single1 single2 single3"), loads(1000.0, "single4 single5")
    a.case("normal")
    a.case("fault: bus-A", {**last, **row[1]}, dead="pdu-2 tap-1 " + dead[1])
    a.case("fault: bus-B", {**first, **row[2]}, dead="pdu-1 tap-2 " + dead[2])
    a.case("fault: pdu-1", first)
    a.case("fault: pdu-2", last)
    a.case("fault: tap-2", row[2], dead=dead[2])
    a.case("fault: row1-rack08.n1")
    for absent in ("row1-rack08.n2", "row1-rack08.n10", "row1-rack08.from.A"):
        assert f"fault: {absent}" not in a.said["cases"], absent


def common():
    a = Answer("common.yaml")
    a.counts(7, 2)
    one, two = {"rack1.node": 1000.0}, {"rack2.node": 1000.0}
    a.case("normal")
    a.case("common: cords", one, dead="rack1")
    a.case("common: sides", {**one, **two}, dead="rack1 rack2", unknown="net dark")
    a.case("common: crossed", two, dead="rack2", unknown="net")
    a.case("common: racks")
    assert "common: settings" not in a.said["cases"]
    a.case("fault: bus-A", unknown="net")
    a.case("fault: bus-B", unknown="dark")
    a.case("fault: net")
    a.case("fault: net.from.A", unknown="net")
    a.same("feeds", sorted(a.said["feeds"]["normal"]), "rack1.A rack1.B rack2.A rack2.B".split())


def already_lost():
    a = Answer("already-lost.yaml")
    a.counts(5, 2)
    idle, weak, fine = {"idle": 5000.0}, {"r.weak": 4000.0}, {"r.fine": 1000.0}
    a.case("normal", {**idle, **weak})
    a.feeds("normal", r__A=500, r__B=500, idle__from=0)
    a.case("fault: spare", {**idle, **weak})
    a.case("fault: idle", weak)
    a.case("fault: r", idle)
    a.case("fault: r.weak", idle)
    a.case("fault: bus", {**idle, **weak, **fine}, dead="r")


def ring():
    a = Answer("ring.yaml")
    a.counts(6, 0)
    east, west = {"load-east": 7000.0}, {"load-west": 7000.0}
    a.case("normal")
    a.case("fault: grid-1")
    a.case("fault: grid-2")
    a.case("fault: west", west)
    a.case("common: no-grid", {**east, **west}, dead="east west")
    a.case("common: stranded", {**east, **west}, dead="east")


MAIN_TIE_MAIN = """
elements:
  grid-[1-2]: {type: utility}
  msb-[A,B]: {type: switchboard, from: "grid-[1,2]"}
  tie: {type: breaker, between: [msb-A, msb-B], normally: open, rating: 400 A, %s}
  load-[A,B]: {type: load, power: 10 kW, from: msb-$1}
"""
LOAD_A, LOAD_B = {"load-A": 10000.0}, {"load-B": 10000.0}


def tie_closes_itself():
    a = Answer("main-tie-main, auto", MAIN_TIE_MAIN % "closes: auto")
    assert a.said.pop("cascade_unknown").startswith("grid-1: no voltage")
    for case in a.said["cases"].values():
        assert case["cascade"] is None and case["tripped"] is None
    a.said["cascade_unknown"] = "as above"
    a.cases_are(["normal", "stuck: tie at fault: grid-1", "stuck: tie at fault: grid-2"]
                + ["fault: " + name for name in "grid-1 grid-2 msb-A msb-B tie load-A load-B".split()]
                + ["maintenance: " + name for name in "grid-1 grid-2 msb-A msb-B tie".split()],
                ("normal", "fault", "stuck", "maintenance", "bypass", "breaker failure", "common"))
    a.case("normal")
    a.case("fault: grid-1")
    a.case("fault: grid-2")
    a.case("stuck: tie at fault: grid-1", LOAD_A, dead="msb-A")
    a.case("stuck: tie at fault: grid-2", LOAD_B, dead="msb-B")
    a.case("fault: msb-A", LOAD_A)                          # and the tie does not feed it
    a.case("fault: tie", {**LOAD_A, **LOAD_B})              # both sides are out, so none is under dead
    a.case("fault: load-A")
    a.case("maintenance: grid-1")
    a.case("maintenance: msb-B", LOAD_B)
    a.case("maintenance: tie", {**LOAD_A, **LOAD_B})        # not drawout


def tie_closed_by_hand():
    a = Answer("main-tie-main, manual", MAIN_TIE_MAIN % "closes: manual, drawout: true")
    a.case("fault: grid-1", LOAD_A, dead="msb-A")
    a.case("fault: tie", {**LOAD_A, **LOAD_B})
    a.case("maintenance: grid-1")
    a.case("maintenance: tie")
    a.cases_are([], ("stuck",))


RING = """
site: {redundancy: maintenance+fault}
elements:
  grid: {type: utility}
  rmu-1: {type: switchboard, from: grid}
  rmu-[2-4]: {type: switchboard}
  t12: {type: breaker, between: [rmu-1, rmu-2], normally: closed, drawout: true}
  t23: {type: breaker, between: [rmu-2, rmu-3], normally: closed, drawout: true}
  t34: {type: breaker, between: [rmu-3, rmu-4], normally: open, drawout: true, closes: %s}
  t41: {type: breaker, between: [rmu-4, rmu-1], normally: closed, drawout: true}
  l-[1-4]: {type: load, power: 1 kW, from: rmu-$1}
"""


def ring_of_ties():
    all_four = loads(1000.0, "l-1 l-2 l-3 l-4")
    for closes in ("auto", "manual"):
        a = Answer(f"ring, {closes} open point", RING % closes)
        a.case("normal")
        a.case("fault: grid", all_four, dead="rmu-1 rmu-2 rmu-3 rmu-4")
        a.case("fault: rmu-1", all_four, dead="rmu-2 rmu-3 rmu-4")
        a.case("fault: rmu-4", loads(1000.0, "l-4"))
        a.case("fault: t12", all_four, dead="rmu-3 rmu-4")
        a.case("fault: t23", loads(1000.0, "l-2 l-3"))
        a.case("fault: t34", loads(1000.0, "l-3 l-4"))
        a.case("maintenance: rmu-2", loads(1000.0, "l-2"))
        a.case("maintenance: t12")                          # 4, then 3, then 2, the other way round
        a.case("maintenance: t12 + fault: l-1")
        a.case("maintenance: t12 + fault: rmu-4", loads(1000.0, "l-2 l-3 l-4"), dead="rmu-2 rmu-3")
        a.there_is_no("maintenance: t12 + fault: t12", "maintenance: l-1", "fault: rmu-1 + fault: rmu-2")
        if closes == "auto":
            a.case("fault: rmu-2", loads(1000.0, "l-2"))
            a.case("stuck: t34 at fault: rmu-2", loads(1000.0, "l-2 l-3"), dead="rmu-3")
            a.case("maintenance: rmu-4 + fault: rmu-2", loads(1000.0, "l-2 l-3 l-4"), dead="rmu-3")
            a.case("maintenance: t34 + fault: rmu-2", loads(1000.0, "l-2 l-3"), dead="rmu-3")
        else:
            a.case("fault: rmu-2", loads(1000.0, "l-2 l-3"), dead="rmu-3")
            a.cases_are([], ("stuck",))


def stuck_ats():
    a = Answer("stuck ats", """
site: {rules: [nec-2023, tier-4]}
elements:
  grid-[1-2]: {type: utility}
  ats: {type: ats, from: [{to: grid-1, breaker: 100 A}, {to: grid-2, closes: auto}]}
  load: {type: load, power: 5 kW, from: ats}
""")
    load = {"load": 5000.0}
    a.case("normal")
    a.case("fault: grid-1")
    a.case("fault: ats.from[1]")
    a.case("fault: ats", load)
    a.cases_are(["stuck: ats at fault: grid-1", "stuck: ats at fault: ats.from[1]"], ("stuck",))
    a.case("stuck: ats at fault: grid-1", load, dead="ats")
    a.case("stuck: ats at fault: ats.from[1]", load, dead="ats")
    a.cases_are(["breaker failure: ats.from[1]"], ("breaker failure",))
    a.case("breaker failure: ats.from[1]", load)            # ats and grid-1 are out
    a.cases_are(["maintenance: " + name for name in "grid-1 grid-2 ats ats.from[1]".split()], ("maintenance",))
    a.case("maintenance: ats.from[1]")


def generators_start():
    a = Answer("generators", """
site: {redundancy: any-two}
elements:
  grid: {type: utility}
  gen-[1-2]: {type: generator}
  gpb: {type: switchboard, from: {parallel: "gen-*"}}
  msb: {type: switchboard, from: [{to: grid}, {to: gpb, closes: auto, time: 12 s}]}
  load: {type: load, power: 100 kW, from: msb}
""")
    load = {"load": 100000.0}
    both = "gen-1 gen-2 gpb msb load".split()
    a.cases_are(["normal", "normal, on generators", "fault: grid"] + [f"fault: {name}" for name in both]
                + [f"fault: {name}, on generators" for name in both]
                + [f"fault: {one} + fault: {two}" for n, one in enumerate(["grid", *both]) for two in both[n:]])
    a.case("normal")
    a.case("fault: grid")
    a.case("fault: gen-1")
    a.case("fault: gpb")
    a.cases_are([f"stuck: {name} at fault: grid" for name in ("gen-1", "gen-2", "msb")], ("stuck",))
    a.case("stuck: gen-1 at fault: grid")                   # the other one serves
    a.case("stuck: msb at fault: grid", load, dead="msb")
    a.case("fault: grid + fault: gpb", load, dead="msb")
    a.case("fault: gen-1 + fault: gen-2", dead="gpb")
    a.case("normal, on generators")
    a.case("fault: gen-2, on generators")
    a.case("fault: gpb, on generators", load, dead="msb")
    a.cases_are([f"maintenance: {name}, on generators" for name in ("gen-1", "gen-2", "gpb", "msb")], ("maintenance",))
    a.case("maintenance: gpb, on generators", load, dead="msb")


def generator_does_not_start():
    a = Answer("one generator", """
elements:
  grid: {type: utility}
  gen: {type: generator}
  msb: {type: switchboard, from: [{to: grid}, {to: gen, closes: auto}]}
  lobby: {type: switchboard, from: grid}
  load: {type: load, power: 1 kW, from: msb}
  lamp: {type: load, power: 1 W, from: lobby}
""")
    load, lamp = {"load": 1000.0}, {"lamp": 1.0}
    a.case("fault: grid", lamp, dead="lobby")
    a.cases_are(["stuck: gen at fault: grid", "stuck: msb at fault: grid"], ("stuck",))
    a.case("stuck: gen at fault: grid", {**load, **lamp}, dead="lobby msb")
    a.case("normal, on generators", lamp)                   # lobby was never alive in this base
    a.case("fault: gen, on generators", {**load, **lamp}, dead="msb")


def ups_on_bypass():
    a = Answer("ups", """
elements:
  grid-[1-2]: {type: utility}
  dark: {type: switchboard, from: {to: grid-2, closes: manual}}
  ups-A: {type: ups, from: grid-1, bypass: {to: grid-2, breaker: 100 A}, autonomy: 5 min}
  ups-B: {type: ups, from: grid-1, bypass: dark}
  ups-C: {type: ups, from: grid-1}
  load-[A,B,C]: {type: load, power: 10 kW, from: ups-$1}
""")
    load_c = {"load-C": 10000.0}
    a.case("normal")
    a.case("fault: grid-1", {**LOAD_B, **load_c}, dead="ups-B ups-C")
    a.case("fault: ups-A", LOAD_A)
    a.case("fault: ups-A.bypass")
    a.cases_are(["stuck: ups-A at fault: grid-1"], ("stuck",))
    a.case("stuck: ups-A at fault: grid-1", {**LOAD_A, **LOAD_B, **load_c}, dead="ups-A ups-B ups-C")
    a.cases_are(["bypass: ups-A", "bypass: ups-B"], ("bypass",))
    a.case("bypass: ups-A")
    a.case("bypass: ups-B", LOAD_B, dead="ups-B")
    a.case("maintenance: grid-1", {**LOAD_B, **load_c}, dead="ups-B ups-C")     # hands leave dark as it is
    a.case("maintenance: ups-A.bypass")


def wrap_around():
    a = Answer("wrap-around bypass", """
site: {redundancy: maintenance+fault}
elements:
  grid: {type: utility}
  spare: {type: utility}
  msb: {type: switchboard, from: grid, drawout: true}
  ups: {type: ups, from: {to: msb, breaker: 100 A}, bypass: msb}
  upb: {type: switchboard, from: [{to: ups}, {to: msb, closes: manual}]}
  tap: {type: busway, from: {to: upb, breaker: 100 A}}
  load: {type: load, power: 8 kW, from: tap}
""")
    load = {"load": 8000.0}
    a.case("normal")
    a.case("fault: ups", load, dead="tap upb")
    a.case("maintenance: ups")
    a.case("maintenance: ups.from")                         # msb is drawout; upb is not
    a.there_is_no("maintenance: tap.from", "maintenance: load", "maintenance: spare + fault: spare")
    a.case("maintenance: msb", load, dead="tap ups upb")
    a.case("maintenance: ups + fault: spare")               # what was closed by hand stays closed
    a.case("maintenance: ups + fault: tap.from", load, dead="tap")
    a.case("maintenance: ups + fault: msb", load, dead="tap upb")
    a.case("maintenance: spare + fault: ups", load, dead="tap upb")     # nothing was closed by hand


def boards_behind_each_other():
    """X waits for Y and Y for X, so X is on its own grid and Y on X."""
    a = Answer("mutual boards", """
elements:
  grid-[1-2]: {type: utility}
  x: {type: switchboard, from: [{to: y}, {to: grid-1, closes: auto}]}
  y: {type: switchboard, from: [{to: x}, {to: grid-2, closes: auto}]}
  load-[x,y]: {type: load, power: 1 kW, from: $1}
""")
    a.case("fault: grid-1")
    a.case("fault: grid-2")
    a.cases_are(["stuck: x at fault: grid-1", "stuck: y at fault: grid-1", "stuck: y at fault: x"], ("stuck",))
    a.case("stuck: x at fault: grid-1", loads(1000.0, "load-x"), dead="x")
    a.case("stuck: y at fault: grid-1", loads(1000.0, "load-x load-y"), dead="x y")


def cables():
    a = Answer("cables", """
elements:
  grid: {type: utility}
  one: {type: switchboard, from: grid}
  two: {type: switchboard}
  link: {type: cable, between: [one, two]}
  run: {type: cable, from: two}
  load: {type: load, power: 1 kW, from: run}
""")
    load = {"load": 1000.0}
    a.case("normal")
    a.case("fault: link", load, dead="run")
    a.case("fault: run", load)
    a.case("fault: one", load, dead="run two")


def two_feeds_cascade():
    """At 400 V 40 kW are 57.7 A and 80 kW are 115.5 A."""
    text = """
elements:
  grid: {type: utility, voltage: 400 V}
  bus-[A,B]: {type: switchboard, from: {to: grid, breaker: 100 A}}
  rack1:
    type: rack
    from: {A: {to: bus-A, breaker: %s}, B: {to: bus-B, breaker: %s}}
    holds: {n: {type: node, power: 40 kW}}
  rack2: {type: rack, from: {A: {to: bus-A}, B: {to: bus-B, phases: ABC}}, holds: {n: {type: node, power: 40 kW}}}
"""
    one, both = loads(40000.0, "rack1.n"), loads(40000.0, "rack1.n rack2.n")
    a = Answer("two feeds", text % ("60 A", "60 A"))
    a.case("normal")
    a.case("fault: bus-A", cascade=both, tripped="bus-B.from")
    a.case("fault: bus-A.from", dead="bus-A", cascade=both, tripped="bus-B.from")
    a.case("fault: rack1.from.A")
    a.case("fault: rack1")
    a.there_is_no("fault: rack2.from.A")
    a = Answer("two feeds, a weak cord", text % ("40 A", "40 A"))
    a.case("normal")
    a.case("fault: bus-A", cascade=one, tripped="rack1.from.B")     # 144 % goes before 115 %, which is none any more
    a.case("fault: rack1.from.A", cascade=one, tripped="rack1.from.B")
    a = Answer("two feeds, unequal cords", text % ("40 A", "60 A"))
    a.case("fault: bus-B", cascade=one, tripped="rack1.from.A")
    a = Answer("two feeds, both too weak", text % ("20 A", "20 A"))
    a.case("normal", cascade=one, tripped="rack1.from.A rack1.from.B")      # 144 % both: by name; then 289 %


def other_cascades():
    a = Answer("tie cascade", """
elements:
  grid-[1-2]: {type: utility, voltage: 400 V}
  msb-[A,B]: {type: switchboard, from: "grid-[1,2]"}
  tie: {type: breaker, between: [msb-A, msb-B], normally: open, closes: auto, rating: 50 A}
  load-A: {type: load, power: 40 kW, from: msb-A}
  load-B: {type: load, power: 30 kW, from: msb-B}
""")
    a.case("fault: grid-1", cascade={"load-A": 40000.0}, tripped="tie")     # 57.7 A; its sides are not out
    a.case("fault: grid-2")                                                 # 43.3 A
    a.case("stuck: tie at fault: grid-1", {"load-A": 40000.0}, dead="msb-A")
    a = Answer("transfer, power factor, transformer", """
elements:
  grid: {type: utility, voltage: 10 kV}
  tx-A: {type: transformer, from: {to: grid, breaker: 4 A}, secondary: 400 V, no_load_loss: 0 W, load_loss: 0 W}
  tx-B: {type: transformer, from: {to: grid, breaker: 5 A}, secondary: 400 V, no_load_loss: 0 W, load_loss: 0 W}
  motor: {type: load, power: 20 kW, from: [{to: tx-A, breaker: 20 A}, {to: tx-B, closes: auto}]}
  pump-[1-2]: {type: load, power: 16 kW, from: {to: tx-A, breaker: "28 A"}}
  fan: {type: load, power: 16 kW, power_factor: 0.8, from: {to: tx-A, breaker: 28 A}}
  big: {type: load, power: 52 kW, from: [{to: tx-B}, {to: tx-A, closes: auto}]}
""")
    # motor 28.9 A goes to tx-B; fan 28.9 A is lost; pumps 23.1 A stay; tx-A 69 kVA is 3.99 A at first,
    # tx-B then 72 kW 4.16 A
    a.case("normal", cascade={"fan": 16000.0}, tripped="motor.from[1] fan.from")
    # all on tx-A: 120 kW and 12 kvar are 120.6 kVA, 6.96 A of 4 A (174 %), before motor's 144 %; then nothing is left
    a.case("fault: tx-B", tripped="tx-A.from",
           cascade={"motor": 20000.0, "fan": 16000.0, "big": 52000.0, **loads(16000.0, "pump-1 pump-2")})


def parallel_cascade():
    text = """
elements:
  grid: {type: utility, voltage: 400 V}
  gen-1: {type: generator, voltage: 400 V, rating: 100 kVA}
  gen-2: {type: generator, voltage: 400 V, rating: %s}
  gpb: {type: switchboard, from: {parallel: "gen-*", breaker: %s}}
  msb: {type: switchboard, from: [{to: grid}, {to: gpb, closes: auto}]}
  load: {type: load, power: 100 kW, from: msb}
"""
    load = {"load": 100000.0}           # 144.3 A
    a = Answer("unequal generators", text % ("300 kVA", "100 A"))
    a.case("normal")
    a.case("normal, on generators", cascade=load, tripped="gpb.from[2] gpb.from[1]")    # 36.1 A and 108.3 A
    a.case("fault: grid", cascade=load, tripped="gpb.from[2] gpb.from[1]")
    a.case("fault: gpb.from[2], on generators", cascade=load, tripped="gpb.from[1]")
    a = Answer("equal generators", text % ("0.1 MVA", "60 A"))
    a.case("normal, on generators", cascade=load, tripped="gpb.from[1] gpb.from[2]")    # 72.2 A both: by name
    a = Answer("generators without a common rating", text % ("200 A", "60 A"))
    assert a.said["cascade_unknown"] == "gpb: parallel sources without ratings"


def rooms():
    a = Answer("rooms", """
elements:
  grid: {type: utility}
  gen: {type: generator, room: yard}
  msb-[A,B]: {type: switchboard, room: room-$1, epo: all, from: [{to: grid}, {to: gen, closes: auto}]}
  tie: {type: breaker, between: [msb-A, msb-B], room: closet}
  load-[A,B]: {type: load, power: 10 kW, from: msb-$1}
cases:
  pit: {out: [msb-A, load-A]}
""")
    both = {**LOAD_A, **LOAD_B}
    a.cases_are([f"common: {name}{suffix}" for suffix in ("", ", on generators")
                 for name in ("room yard", "room room-A", "room room-B", "room closet", "epo all", "pit")], ("common",))
    a.case("common: room room-A", LOAD_A)
    a.case("common: room room-B, on generators", LOAD_B)
    a.case("common: room yard")
    a.case("common: room yard, on generators", both, dead="msb-A msb-B")
    a.case("common: room closet", both)
    a.case("common: epo all", both)
    a.case("common: pit")


CHECKS = (two_cords, psu_limits, transfer, names, common, already_lost, ring, tie_closes_itself, tie_closed_by_hand,
          ring_of_ties, stuck_ats, generators_start, generator_does_not_start, ups_on_bypass, wrap_around,
          boards_behind_each_other, cables, two_feeds_cascade, other_cascades, parallel_cascade, rooms)

if __name__ == "__main__":
    for check in CHECKS:
        check()
        print(f"ok {check.__name__}")
