#!/usr/bin/env python3
"""Random halls for the phasor twin: unbalanced on purpose, with every kind of tap, winding and loss it knows.

    python3 phasor_halls.py SEED        prints the hall of that number

A hall is one utility, boards, one to three transformers, busways (some of them taking two lines or one), floor PDUs
with and without a transformer, racks on one to three cords with nodes or with a power of their own, and loads.
"""
import random
import sys

THREE = ["ABC", "AB", "BC", "CA", "A-N", "B-N", "C-N"]
WITHIN = {"ABC": THREE, "AB": ["AB", "A-N", "B-N"], "BC": ["BC", "B-N", "C-N"], "CA": ["CA", "C-N", "A-N"],
          "A-N": ["A-N"], "B-N": ["B-N"], "C-N": ["C-N"]}
WINDINGS = ["Dyn1", "Dyn11", "Yyn0", "Dd0"]


class Builder:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.place = {}  # name of a feeder -> (volts, lines carried, has a neutral)

    def number(self, low, high, digits=4):
        return "%.*g" % (digits, self.r.uniform(low, high))

    def write(self, name, spec):
        self.lines.append("  %s: {%s}" % (name, spec))

    def chance(self, p):
        return self.r.random() < p

    def tap(self, parent):
        """The phases of a feed below a parent, as text; empty where it takes what there is."""
        _, carried, neutral = self.place[parent]
        words = [w for w in WITHIN[carried] if neutral or not w.endswith("-N")]
        return self.r.choice(words)

    def transformer(self, name, kind, parent, secondary, extra=""):
        kva = self.r.choice([45, 112.5, 225, 500, 1000, 2500])
        winding = self.r.choice(WINDINGS)
        neutral = winding != "Dd0" and (winding != "Yyn0" or self.place[parent][2])
        self.write(name, "type: %s, from: %s, rating: %s kVA, secondary: %d V, winding: %s, no_load_loss: %s W, "
                   "load_loss: %s W%s" % (kind, parent, kva, secondary, winding, self.number(50, 3000),
                                          self.number(400, 20000), extra))
        self.place[name] = (secondary, "ABC", neutral)

    def busway(self, name, parent):
        word = self.tap(parent)
        whole = word == self.place[parent][1] and self.chance(0.5)
        feed = parent if whole else "{to: %s, phases: %s}" % (parent, word)
        loss = ", length: %s m, resistance: %s mohm/m" % (self.number(5, 60), self.number(0.01, 0.4))
        if self.chance(0.3):
            loss = self.r.choice(["", ", length: 20 m", ", resistance: 0.1 mohm/m"])
        self.write(name, "type: busway, from: %s, rating: 800 A%s" % (feed, loss))
        volts, _, neutral = self.place[parent]
        self.place[name] = (volts, word, neutral)

    def board(self, name, parents):
        feeds = parents[0]
        if len(parents) > 1:
            closes = ["auto", self.r.choice(["auto", "auto", "manual"])]
            feeds = "[%s]" % ", ".join("{to: %s, closes: %s}" % pair for pair in zip(parents, closes))
        self.write(name, "type: switchboard, from: %s, rating: 4000 A" % feeds)
        volts, carried, _ = self.place[parents[0]]
        self.place[name] = (volts, carried, all(self.place[p][2] for p in parents))

    def power(self, low, high):
        spec = "power: %s kW" % self.number(low, high)
        if self.chance(0.7):
            spec += ", power_factor: %s" % self.number(0.8, 1.0, 3)
        return spec

    def psus(self, cords):
        if self.chance(0.3):
            return ""
        counts = {c: self.r.randint(0 if i else 1, 3) for i, c in enumerate(cords)}
        spec = ["%s: %d" % item for item in counts.items() if item[1] or self.chance(0.5)]
        if self.chance(0.5):
            spec.append("needed: %d" % self.r.randint(1, sum(counts.values())))
        if self.chance(0.5):
            spec.append("rating: %s kW" % self.number(2, 9, 2))
        return ", psus: {%s}" % ", ".join(spec)

    def cord(self, parent):
        word, carried = self.tap(parent), self.place[parent][1]
        if carried != "ABC" and word == carried and self.chance(0.5):
            return parent
        return "{to: %s, breaker: 100 A, phases: %s}" % (parent, word)

    def rack(self, name, parents):
        volts = self.place[parents[0]][0]
        parents = [p for p in parents if self.place[p][0] == volts]
        cords = "ABC"[:len(parents)]
        if len(parents) == 1 and self.chance(0.5):
            feeds, cords = self.cord(parents[0]), ""
        else:
            feeds = "{%s}" % ", ".join("%s: %s" % (c, self.cord(p)) for c, p in zip(cords, parents))
        spec = "type: rack, from: %s" % feeds
        if self.chance(0.25):
            self.write(name, "%s, %s%s" % (spec, self.power(5, 60), self.psus(cords) if cords else ""))
            return
        held = ['"%s[1-%d]": {type: node, %s%s}' % (stem, self.r.randint(1, 4), self.power(1, 12),
                                                    self.psus(cords) if cords else "")
                for stem in ("node", "other")[:self.r.randint(1, 2)]]
        self.write(name, "%s, holds: {%s}" % (spec, ", ".join(held)))

    def load(self, name, runs):
        """On one feed, or on the first live one of two, which may take other phases."""
        first = self.r.choice(runs)
        feeds = self.cord(first)
        others = [r for r in runs if r != first and self.place[r][0] == self.place[first][0]]
        if others and self.chance(0.4):
            second = self.r.choice(others)
            feeds = "[%s, {to: %s, closes: auto, phases: %s}]" % (feeds, second, self.tap(second))
        self.write(name, "type: load, from: %s, %s" % (feeds, self.power(0.1, 30)))

    def hall(self):
        volts = self.r.choice([480, 415, 13800, 480])
        self.write("grid", "type: utility, voltage: %d V, rating: 5 MVA" % volts)
        self.place["grid"] = (volts, "ABC", True)
        tops = ["grid"]
        for i in range(self.r.randint(0, 3) if volts < 1000 else self.r.randint(1, 3)):
            self.transformer("tx-%d" % i, "transformer", "grid", self.r.choice([415, 480]))
            tops.append("tx-%d" % i)
        tops = tops if volts < 1000 else tops[1:]
        boards = []
        for i in range(self.r.randint(1, 3)):
            first = self.r.choice(tops)
            second = [t for t in tops if t != first and self.place[t][0] == self.place[first][0]]
            boards.append("msb-%d" % i)
            self.board(boards[-1], [first] + second[:1] * self.chance(0.6))
        runs = list(boards)
        for i in range(self.r.randint(1, 4)):
            self.busway("bus-%d" % i, self.r.choice(runs))
            runs.append("bus-%d" % i)
        for i in range(self.r.randint(0, 3)):
            parent = self.r.choice([r for r in runs if self.place[r][1] == "ABC"])
            name = "pdu-%d" % i
            if self.chance(0.6):
                self.transformer(name, "pdu", parent, 208)
            else:
                self.write(name, "type: pdu, from: %s, rating: 300 kVA" % parent)
                self.place[name] = self.place[parent]
            runs.append(name)
        for i in range(self.r.randint(2, 6)):
            self.rack("rack-%d" % i, self.r.sample(runs, min(len(runs), self.r.randint(1, 3))))
        for i in range(self.r.randint(0, 4)):
            self.load("load-%d" % i, runs)
        return "headroom: 1\nsite: {name: random, redundancy: none}\nelements:\n" + "\n".join(self.lines) + "\n"


def hall(seed):
    return Builder(seed).hall()


if __name__ == "__main__":
    print(hall(int(sys.argv[1])), end="")
