#!/usr/bin/env python3
"""Checks twin.py against answers worked out by hand.

The halls are in halls/, each with its answers in words at its top; here are the
same answers as data.  Prints one line per hall, and stops at the first wrong one.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Answer:
    """What the twin says about one hall, and the checks on it."""

    def __init__(self, hall):
        command = [sys.executable, str(HERE / "twin.py"), "--feeds", str(HERE / "halls" / hall)]
        self.hall = hall
        self.said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)

    def same(self, what, said, by_hand):
        assert said == by_hand, f"{self.hall}: {what}: twin {said}, by hand {by_hand}"

    def counts(self, elements, held):
        self.same("elements", self.said["elements"], elements)
        self.same("held", self.said["held"], held)

    def case(self, name, lost=None, dead="", unknown=""):
        said = self.said["cases"][name]
        self.same(f"{name}: lost", said["lost"], lost or {})
        self.same(f"{name}: dead", said["dead"], sorted(dead.split()))
        self.same(f"{name}: unknown", said["unserved_unknown"], sorted(unknown.split()))

    def feeds(self, case, **by_hand):
        """Feeds by name, with a dot written as two underscores."""
        for name, watts in by_hand.items():
            name = name.replace("__", ".")
            said = self.said["feeds"][case][name]
            assert abs(said - watts) < 1e-6, f"{self.hall}: {case}: {name}: {said}, not {watts}"

    def cases_are(self, names):
        self.same("cases", sorted(self.said["cases"]), sorted(names))


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


if __name__ == "__main__":
    for check in (two_cords, psu_limits, transfer, names, common, already_lost, ring):
        check()
        print(f"ok {check.__name__}")
