#!/usr/bin/env python3
"""Random halls whose power takes other ways: transfers, ties, rings, generators and UPS.

    paths.py SEED                        one hall, to stdout
    paths.py --into FOLDER FIRST COUNT   COUNT halls of the seeds FIRST, FIRST+1, ...: FOLDER/SEED.yaml
    paths.py --lossy ...                 the same halls, each third with UPS of a curve, each third of no given loss
    paths.py --census FIRST COUNT        how many of these halls have what

The same seed gives the same hall, byte for byte, on every host.  A quarter of
the halls is tiny (only there `redundancy` asks for pairs of outages), half is
small, some are medium (30 to 60 elements), few large (up to about 120).

A hall is drawn as single elements, layer by layer: a feed names only what
stands in a layer above, a tie joins boards of one layer and one voltage, so
nothing feeds itself through a transformer or a UPS.  Then breakers and ratings
are drawn for what hangs below, and at last elements that are alike are written
as one declaration: a hostlist, whose references are captures, paired lists or
{spread: ...}.

No element is ever overloaded, whatever is out: each is rated for all that could
ever hang on it, so that nothing is refused where a reserve is claimed by several.
Nor is any device in every second hall, which is calm.  In the others the ratings
of breakers and ties are 0.6 to 3 times of what they are made for.

Not made: what halls.py does not make; `priority`, losses (a UPS says that it has
none), resistance of a busway, phases other than ABC; more than one room or epo of
an element.
"""
import argparse
import fnmatch
import pathlib
import re
import sys
from collections import Counter
from types import SimpleNamespace

import halls
from halls import Draw, bracket, natural

# In percent. What the contract gives no wire name for; 0 makes none, and the rest of each hall stays as it is.
BYPASS_BREAKERS = 30        # bypass: {to: msb-A, breaker: 400 A}
PARALLEL_BREAKERS = 15      # from: {parallel: [{to: gen-1, breaker: 400 A}, ...]}

LOSSES = {"none": {"100 %": "100 %"}, "curve": {"25 %": "94 %", "50 %": "96 %", "100 %": "95 %"}}
SIZES = (6, 10, 16, 20, 25, 32, 40, 50, 63, 80, 100, 125, 160, 200, 250, 320, 400, 500, 630, 800, 1000, 1250, 1600,
         2000, 2500, 3200, 4000, 5000, 6300)
UNKNOWN_WATTS = 20000       # what an unknown power counts as where ratings are drawn
ROOT3 = 1.7320508075688772


class Thing:
    """One element."""

    def __init__(self, family, captures, kind, volts):
        self.family, self.captures, self.kind, self.volts = family, captures, kind, volts
        self.name = family.filled(captures)
        self.fields = {"type": kind}
        self.wires = []             # its feeds
        self.taps = []              # the wires that it feeds
        self.ties = []              # what is between it and another
        self.own = 0.0              # VA of the loads that it is or holds
        self.guarded = False        # its sources in parallel have breakers
        self.ends = None            # of a tie: what it joins, how it stands, whether it closes by itself, its rating
        self.normally, self.automatic, self.amps = "", False, None


class Family:
    """Elements of one name: its brackets in order, and what stands between them."""

    def __init__(self, base, between):
        self.base, self.between, self.members = base, between, []
        self.whole = False          # written in one declaration, in natural order: a glob has the order of the hostlist

    def filled(self, parts):
        return self.base + self.between.join(parts)


class Wire:
    def __init__(self, owner, key, target, feed, kind, rank, automatic):
        self.owner, self.key, self.target, self.feed = owner, key, target, feed
        self.kind, self.rank, self.automatic = kind, rank, automatic
        self.amps = None            # rating of its breaker
        owner.wires.append(self)
        target.taps.append(self)

    def name(self):
        return self.owner.name + self.key


class Ref:
    """A reference to an element, until it is written."""

    def __init__(self, thing):
        self.thing = thing

    def __repr__(self):
        return "@"


class NoMerge(Exception):
    """These elements have no common declaration."""


def matched(pattern, names):
    return [name for name in names if fnmatch.fnmatchcase(name, pattern)]


def dealt(things, n):
    """Blocks as equal as possible, larger first, in order."""
    size, larger = divmod(n, len(things))
    return [thing for number, thing in enumerate(things) for _ in range(size + (number < larger))]


def quantity(n, unit):
    for factor, prefix in (1000000, "M"), (1000, "k"):
        if n >= factor and n % (factor // 100) == 0:
            return "%s %s%s" % (("%.2f" % (n / factor)).rstrip("0").rstrip("."), prefix, unit)
    return "%d %s" % (n, unit)


def size_above(amps):
    return next((size for size in SIZES if size >= amps), int(amps // 1000 + 1) * 1000)


def rounded(n):
    """Two digits of n."""
    step = 1
    while n / step >= 100:
        step *= 10
    return max(1, int(n / step + 0.5)) * step


class Hall(halls.Hall):
    def __init__(self, seed, lossy=False):
        self.draw = draw = Draw(seed)
        self.lossy = ("none", "curve", "default")[seed % 3] if lossy else "none"
        self.size = draw.one(["tiny"] * 5 + ["small"] * 10 + ["medium"] * 4 + ["large"])
        self.calm = draw.chance(50)
        self.harsh = draw.chance(30)                    # then some things are overloaded from the beginning
        self.phased = draw.chance(94)                   # all loads say their phases; else their currents are not known
        self.site = {"name": "paths %d" % seed}
        self.families, self.things, self.names, self.labels = [], [], [], {}
        self.letters = draw.chance(60)
        self.features = Counter()
        self.raw, self.crit, self.ways = [], [], []     # boards before any UPS; behind one; what racks hang on
        self.volts = draw.one([415] * 6 + [400, 480])
        self.make_sources()
        self.make_mains()
        self.make_ring_main()
        self.make_ups()
        self.make_ways()
        self.make_racks()
        self.make_loads()
        self.make_groups()
        self.make_rules()
        self.rate()
        self.cases = {}
        self.make_cases()
        self.declared = self.declarations()

    def upto(self, *bounds):
        return self.draw.between(1, self.most(*bounds))

    def most(self, tiny, small, medium, large):
        return {"tiny": tiny, "small": small, "medium": medium, "large": large}[self.size]

    def has(self, feature, yes=True):
        if yes:
            self.features[feature] = 1

    # --- elements ---------------------------------------------------------------------------------------------------

    def label_values(self, n):
        """What stands in the brackets: mostly the same in the whole hall, so that captures fit."""
        if self.draw.chance(75):
            return list("ABCDEF"[:n]) if self.letters and n <= 6 else [str(i + 1) for i in range(n)]
        return bracket(self.draw, n)[1]

    def family(self, base, n, kind, volts, second=0, values=None):
        """n new elements, or n times second."""
        draw = self.draw
        while any(one.base.rstrip("-") == base.rstrip("-") for one in self.families):
            base = base.rstrip("-") + draw.one("stuvwxyz") + "-"
        values = values or self.label_values(n)
        if second:
            family = Family(base, draw.one(["-", "-r", "x"] if values[0].isdigit() else ["", "-", "-r"]))
            inner = bracket(draw, second)[1] if second > 1 else ["1"]
            captures = [[value, other] for value in values for other in inner]
        elif n == 1 and draw.chance(75):
            family, captures = Family(base.rstrip("-"), ""), [[]]
        else:
            family, captures = Family(base, ""), [[value] for value in values]
        family.members = [Thing(family, one, kind, volts) for one in captures]
        self.families.append(family)
        self.things += family.members
        self.names += [thing.name for thing in family.members]
        assert len(set(self.names)) == len(self.names)
        return family.members

    def feed(self, target):
        draw, feed = self.draw, {"to": Ref(target)}
        if draw.chance(14):
            feed["cable"] = {"size": "%d mm2" % draw.one([16, 70, 240]), "length": "%d m" % draw.between(5, 90)}
        return feed

    def single(self, made, target):
        feed = self.feed(target)
        made.fields["from"] = feed
        Wire(made, ".from", target, feed, "one", 0, True)

    def alternatives(self, made, targets, how):
        """how: what `closes` of each alternative is: auto, manual or "" for the default."""
        draw = self.draw
        if len(targets) == 1:
            return self.single(made, targets[0])
        feeds = []
        for number, (target, closes) in enumerate(zip(targets, how)):
            feed = self.feed(target)
            if closes:
                feed["closes"] = closes
            automatic = closes == "auto" or not closes and number == 0
            Wire(made, ".from[%d]" % (number + 1), target, feed, "alt", number, automatic)
            feeds.append(feed)
        made.fields["from"] = feeds
        self.has("transfer automatic", any(wire.automatic for wire in made.wires[1:]))
        self.has("transfer by hand only", not any(wire.automatic for wire in made.wires[1:]))
        self.has("three alternatives", len(targets) > 2)
        return None

    def several(self, members, columns, how=None, times=None, transitions=None):
        """Each member of a family with its targets, alike for all: columns of targets, one for each alternative."""
        draw = self.draw
        if how is None:
            how = [draw.one(["", "", "", "", "auto"])] + \
                [draw.one(["auto"] * 8 + ["manual", ""]) for _ in columns[1:]]
        if times is None:
            times = [""] + [draw.one(["", "0.2 s", "3 s", "12 s"]) for _ in columns[1:]]
            times[0] = draw.one(["", "", "", "0.2 s"])
        if transitions is None:
            transitions = [draw.one([""] * 5 + ["open", "closed"]) for _ in columns]
        for made, targets in zip(members, zip(*columns)):
            self.alternatives(made, list(targets), how)
            if len(targets) > 1:
                for feed, time, transition in zip(made.fields["from"], times, transitions):
                    if time:
                        feed["time"] = time
                    if transition:
                        feed["transition"] = transition

    def parallel(self, made, targets):
        draw, feeds = self.draw, [{"to": Ref(target)} for target in targets]
        made.fields["from"] = {"parallel": feeds}
        for number, (target, feed) in enumerate(zip(targets, feeds)):
            Wire(made, ".from[%d]" % (number + 1), target, feed, "parallel", 0, True)
        made.guarded = draw.chance(PARALLEL_BREAKERS)

    def tie(self, made, x, y, normally="", closes=""):
        made.ends = (x, y)
        made.fields["between"] = [Ref(x), Ref(y)]
        x.ties.append(made)
        y.ties.append(made)
        made.normally = normally or "closed"
        made.automatic = normally == "open" and closes == "auto"
        if made.kind == "cable":
            made.fields["size"] = "%d mm2" % self.draw.one([70, 120, 240])
            made.fields["length"] = "%d m" % self.draw.between(5, 90)
            return
        made.fields["normally"] = normally
        if closes:
            made.fields["closes"] = closes
        if self.draw.chance(45):
            made.fields["drawout"] = self.draw.one(["true", "true", "true", "false"])
        self.has("tie open, closes auto", made.automatic)
        self.has("tie open, closes manual", normally == "open" and closes == "manual")
        self.has("tie closed", normally == "closed")

    def breaker(self, base, x, y, normally, closes=None):
        made = self.family(base, 1, "breaker", x.volts)[0]
        if closes is None:
            closes = self.draw.one(["auto", "auto", "manual"] if normally == "open" else ["", "auto", "manual"])
        self.tie(made, x, y, normally, closes)

    def ring(self, base, boards, cycle, breakers=50):
        """Ties along the boards, and back to the first in a cycle; one of them normally open, or none."""
        draw = self.draw
        pairs = list(zip(boards, boards[1:])) + ([(boards[-1], boards[0])] if cycle else [])
        open_at = -1 if draw.chance(20) else draw.below(len(pairs))
        kinds = ["breaker" if at == open_at or draw.chance(breakers) else "cable" for at in range(len(pairs))]
        # the ties of a kind are a family, in the order round the ring
        names = {"breaker": base, "cable": base.rstrip("-") + "c-"}
        made = {kind: iter(self.family(names[kind], kinds.count(kind), kind, boards[0].volts))
                for kind in dict.fromkeys(kinds)}
        closes = draw.one(["auto", "auto", "manual"])
        for at, ((x, y), kind) in enumerate(zip(pairs, kinds)):
            if draw.chance(20):
                x, y = y, x
            if at == open_at:
                self.tie(next(made[kind]), x, y, "open", closes)
            else:
                normally = "closed" if kind == "breaker" else ""
                self.tie(next(made[kind]), x, y, normally, draw.one(["", "", "auto", "manual"]))
        self.has("ring with a cable", "cable" in kinds)
        self.has("ring with an open point", open_at >= 0)
        self.has("ring without an open point", open_at < 0)

    # --- picking what feeds -----------------------------------------------------------------------------------------

    def pool(self, things, volts=None):
        """Mostly the elements of one family."""
        things = [thing for thing in things if volts is None or thing.volts == volts]
        if not self.draw.chance(70):
            return things
        family = self.draw.one(things).family
        return [thing for thing in things if thing.family is family]

    def targets(self, pool, n):
        """What feeds n members, in a pattern that people make."""
        draw = self.draw
        pattern = draw.one(["match", "match", "match", "deal", "deal", "const", "random"])
        if pattern == "match":
            return [pool[i % len(pool)] for i in range(n)]
        if pattern == "deal":
            return dealt(pool[:n], n)
        if pattern == "const":
            return [draw.one(pool)] * n
        return [draw.one(pool) for _ in range(n)]

    def others(self, column, pool):
        """For each the next one of the pool; nothing where there is no other."""
        if len({thing.name for thing in pool}) < 2:
            return None
        shift = self.draw.between(1, len(pool) - 1)
        chosen = []
        for thing in column:
            at = pool.index(thing) if thing in pool else 0
            chosen.append(pool[(at + shift) % len(pool)])
        return None if any(a is b for a, b in zip(column, chosen)) else chosen

    # --- sources ----------------------------------------------------------------------------------------------------

    def make_sources(self):
        draw = self.draw
        self.style = draw.one(["direct"] * 4 + ["transformer"] * 5 + ([] if self.size == "tiny" else ["middle"] * 2))
        high = self.volts if self.style == "direct" else draw.one([13800, 13800, 11000])
        self.utilities = self.family(draw.one(["grid-", "util-"]), 2 if draw.chance(35) else 1, "utility", high)
        for made in self.utilities:
            made.fields["voltage"] = self.volt_text(high)
        self.generators, self.standby = [], []
        count = 0 if draw.chance(22) else self.upto(2, 4, 4, 4)
        upper = self.utilities
        if self.style == "middle":
            upper = self.make_middle(high, count)
        elif count:
            self.standby = self.make_generators(count, self.volts)
        self.primaries = upper
        if self.style != "direct":
            n = self.upto(2, 3, 4, 4)
            self.primaries = made = self.family(draw.one(["tx-", "tx-", "tr-"]), n, "transformer", self.volts)
            first = self.targets(self.pool(upper), n)
            second = self.others(first, upper) if draw.chance(25) else None
            self.several(made, [first, second] if second else [first])
            for one in made:
                one.fields.update(secondary=self.volt_text(self.volts), no_load_loss="0 W", load_loss="0 W")
            if draw.chance(40):
                winding, impedance = draw.one(["Dyn1", "Dyn11"]), draw.one(["", "5.75 %", "6 %"])
                for one in made:
                    one.fields["winding"] = winding
                    if impedance:
                        one.fields["impedance"] = impedance

    @staticmethod
    def volt_text(volts):
        return "%d V" % volts if volts < 1000 else "%s kV" % ("%.1f" % (volts / 1000)).replace(".0", "")

    def make_generators(self, count, volts):
        """Generators and their buses; what can be named as the standby supply."""
        draw = self.draw
        base = draw.one(["gen-", "gen-", "gs-", "diesel-"])
        self.generators = made = self.family(base, count, "generator", volts, values=[str(i + 1) for i in range(count)])
        start = draw.one(["10 s", "10 s", "8 s", "15 s"])
        for one in made:
            one.fields.update(voltage=self.volt_text(volts), start=start)
        shape = draw.one(["parallel"] * 6 + ["list"] * 2 + ["plain"] * 3)
        if shape == "plain":
            self.has("generators as plain alternatives")
            return made
        if count == 1 or shape == "list":
            bus = self.family("gpb", 1, "switchboard", volts)[0]
            picked = draw.shuffled(made) if draw.chance(25) else made
            picked = picked[:3]
            self.several([bus], [[one] for one in picked], how=["", "auto", "auto"][:len(picked)])
            self.has("generator bus with alternatives", len(picked) > 1)
            return [bus]
        self.has("generators in parallel")
        if count >= 3 and draw.chance(30):
            buses = self.family("gpb-", 2, "switchboard", volts)
            self.parallel(buses[0], made[:2])
            if count == 4:
                self.parallel(buses[1], made[2:])
            else:
                self.single(buses[1], made[2])
            if draw.chance(50):
                self.breaker("gtie", buses[0], buses[1], draw.one(["open", "open", "closed"]))
            return buses
        bus = self.family(draw.one(["gpb", "gpb", "paralleling"]), 1, "switchboard", volts)[0]
        self.parallel(bus, made)
        return [bus]

    def make_middle(self, high, count):
        """Boards of middle voltage between the utilities and the transformers, with the generators there or below."""
        draw = self.draw
        standby = []
        if count and draw.chance(60):
            standby = self.make_generators(count, high)
            self.has("generators of middle voltage")
        n = draw.between(1, 2)
        boards = self.family(draw.one(["mv-", "hsb-"]), n, "switchboard", high)
        first = [self.utilities[i % len(self.utilities)] for i in range(n)]
        columns = [first]
        if len(self.utilities) > 1 and draw.chance(35):
            columns.append(self.others(first, self.utilities))
        if standby:
            columns.append([standby[i % len(standby)] for i in range(n)])
        self.several(boards, columns)
        if n == 2 and draw.chance(50):
            self.breaker("mvtie", boards[0], boards[1], draw.one(["open", "open", "closed"]))
        if count and not standby:
            self.standby = self.make_generators(count, self.volts)
        if draw.chance(40):
            self.has("ring of middle voltage")
            return self.ring_boards("rmu-", boards, high)
        return boards

    def ring_boards(self, base, upper, volts):
        """A ring main of boards: fed by wires at one or both ends, or by ties from the boards above."""
        draw = self.draw
        n = draw.between(2, 3) if self.size == "tiny" else draw.between(3, 4 if self.size == "small" else 5)
        made = self.family(base, n, "switchboard", volts, values=draw.one([[str(i + 1) for i in range(n)], None]))
        ends = [draw.one(upper), draw.one(upper)]
        if draw.chance(50):                             # the boards above stand in the ring
            self.ring(draw.one(["ring-", "loop-"]), [ends[0], *made] + ([ends[1]] if ends[0] is not ends[1] else []),
                      cycle=ends[0] is ends[1])
            self.has("ring through the boards that feed it")
            self.has("board without from")
        else:
            cycle = n > 2 and draw.chance(40)
            fed = [made[0]] if cycle and draw.chance(60) else [made[0], made[-1]]
            for one, end in zip(fed, ends):
                self.single(one, end)
            self.ring(draw.one(["ring-", "loop-"]), made, cycle=cycle)
            self.has("ring fed by wires")
            self.has("board without from", n > 2)
        return made

    # --- main boards ------------------------------------------------------------------------------------------------

    def make_mains(self):
        draw = self.draw
        n = draw.one(self.most([1, 2, 2], [2, 2, 2, 3], [2, 2, 3, 4], [2, 3, 4]))
        base = draw.one(["msb-", "msb-", "main-"])
        first = [self.primaries[i % len(self.primaries)] for i in range(n)]
        if draw.chance(20):
            first = self.targets(self.primaries, n)
        second = self.others(first, self.primaries) if draw.chance(22) else None
        standby = None
        if self.standby and draw.chance(92):
            standby = [self.standby[i % len(self.standby)] for i in range(n)] if draw.chance(80) else \
                [draw.one(self.standby) for _ in range(n)]
        if standby and draw.chance(15):                 # transfer switches before the boards
            switches = self.family("mats-", n, "ats", self.volts)
            self.several(switches, [first, standby], how=["", draw.one(["auto"] * 9 + ["manual"])])
            mains = self.family(base, n, "switchboard", self.volts)
            self.several(mains, [switches])
        else:
            mains = self.family(base, n, "switchboard", self.volts)
            columns = [first] + [column for column in (second, standby) if column]
            if len(columns) > 1 and draw.chance(3):     # runs on its generators, with the utility in reserve
                columns = columns[::-1]
                self.has("standby first")
            if n == 2 and len(columns) < 3 and draw.chance(8):
                columns.append(mains[::-1])
                self.has("boards that name each other")
            how = None
            if draw.chance(2):
                how = ["manual"] + ["auto"] * (len(columns) - 1)
                self.has("first alternative manual", len(columns) > 1)
            self.several(mains, columns, how=how)
        self.mains = mains
        self.raw += mains
        if n >= 2 and not self.features["boards that name each other"] and draw.chance(65):
            self.tie_mains(mains)
        if draw.chance(20):                             # sub-boards, with the other main in reserve
            m = self.upto(1, 2, 3, 4)
            made = self.family(draw.one(["db-", "sub-"]), m, "switchboard", self.volts)
            column = self.targets(mains, m)
            other = self.others(column, mains) if draw.chance(50) else None
            self.several(made, [column, other] if other else [column])
            self.raw += made
        if self.standby and self.standby[0].kind == "switchboard" and draw.chance(4):
            made = self.family("life-safety", 1, "switchboard", self.volts)
            self.several(made, [[self.standby[0]]])
            self.raw += made
            self.has("board on generators only")

    def tie_mains(self, mains):
        draw, n = self.draw, len(self.mains)
        base = draw.one(["tie", "tie", "bt", "coupler", "a-tie"])
        shape = draw.one(["one"] if n == 2 else ["one", "chain", "ring", "ring"])
        if shape == "one":
            x, y = draw.some(mains, 2)
            self.breaker(base, x, y, draw.one(["open"] * 3 + ["closed"]))
            self.has("main-tie-main")
        elif shape == "chain":
            made = self.family(base + "-", n - 1, "breaker", self.volts)
            normally, closes = draw.one(["open"] * 3 + ["closed"]), draw.one(["auto", "auto", "manual"])
            for one, x, y in zip(made, mains, mains[1:]):
                self.tie(one, x, y, normally, closes)
            self.has("chain of tied mains")
        else:
            self.ring(base + "-", mains, cycle=True, breakers=75)
            self.has("ring of mains")

    def make_ring_main(self):
        if self.draw.chance(self.most(8, 22, 22, 22)):
            self.raw += self.ring_boards("rmu-" if self.style != "middle" else "lrm-", self.mains, self.volts)

    # --- UPS --------------------------------------------------------------------------------------------------------

    def make_ups(self):
        draw = self.draw
        shape = draw.one(["none"] * 3 + ["own"] * 7 + ["catcher"] * 4 + ["parallel"] * 4)
        if shape == "none":
            return
        sources = self.mains if draw.chance(80) else self.pool(self.raw)
        if shape == "parallel":
            self.make_parallel_ups(sources)
            if self.size in ("medium", "large") and draw.chance(50):
                self.make_parallel_ups(sources)
            return
        n = draw.one(self.most([1, 1, 2], [1, 2, 2, 3], [2, 2, 3, 4], [2, 3, 4]))
        column = [sources[i % len(sources)] for i in range(n)] if draw.chance(75) else self.targets(sources, n)
        made = self.ups_family("ups-", column)
        self.crit = self.output_boards(made, column) if draw.chance(70) else made
        if shape == "catcher":
            reserve = self.ups_family(draw.one(["ups-R", "catcher", "a-reserve"]), [draw.one(self.mains)])
            if draw.chance(25):
                reserve = self.output_boards(reserve, [reserve[0].wires[0].target])
            switches = self.family("sts-", n, "sts", self.volts)
            how = [draw.one(["", "auto"]), draw.one(["auto"] * 12 + ["manual"])]
            self.several(switches, [self.crit, reserve * n], how=how, times=["", draw.one(["0.004 s", "4 ms"])])
            self.crit = switches if draw.chance(80) else switches + self.crit
            self.has("catcher of several", n > 1)
            self.has("catcher of one", n == 1)
        elif n >= 2 and self.crit[0].kind == "switchboard" and draw.chance(15):
            self.breaker("uptie", self.crit[0], self.crit[1], draw.one(["open"] * 4 + ["closed"]))
            self.has("tie behind the UPS")

    def ups_family(self, base, column):
        draw, n = self.draw, len(column)
        made = self.family(base, n, "ups", self.volts)
        self.several(made, [column])
        kind = draw.one(["same", "same", "same", "other", "none"])
        bypass = {"same": column, "none": None, "other": self.others(column, self.mains)}[kind]
        autonomy = draw.one(["5 min", "10 min", "90 s", "5 min", ""])
        for at, one in enumerate(made):
            if bypass:
                feed = {"to": Ref(bypass[at])}
                one.fields["bypass"] = feed
                Wire(one, ".bypass", bypass[at], feed, "bypass", 1, True)
            if autonomy:
                one.fields["autonomy"] = autonomy
            if self.lossy != "default":
                one.fields["efficiency"] = LOSSES[self.lossy]   # without it some losses would be assumed
        self.has("bypass from the same board", bypass is column)
        self.has("bypass from another board", bypass is not None and bypass is not column)
        self.has("ups without bypass", not bypass)
        if draw.chance(45):
            for one in made:
                one.fields["modules"] = {}
            self.has("modules")
        if draw.chance(15):
            for one in made:
                one.fields["voltage"] = self.volt_text(self.volts)
        return made

    def output_boards(self, made, column):
        """Boards behind UPS, mostly with the wrap-around bypass that only hands close."""
        draw, n = self.draw, len(made)
        boards = self.family(draw.one(["upb-", "upb-", "out-"]), n, "switchboard", self.volts)
        columns, how, times = [made], [draw.one(["", "", "auto"])], [""]
        other = self.others(made, made) if draw.chance(12) else None
        if other:
            columns, how, times = columns + [other], how + ["auto"], times + ["0.2 s"]
        if draw.chance(70):
            columns, how, times = columns + [column], how + [draw.one(["manual", "manual", "manual", ""])], times + [""]
            self.has("wrap-around bypass")
        self.several(boards, columns, how=how, times=times)
        return boards

    def make_parallel_ups(self, sources):
        draw = self.draw
        n = draw.between(2, 2 if self.size == "tiny" else 4 if self.size == "large" else 3)
        column = [draw.one(sources)] * n if draw.chance(60) else self.targets(sources, n)
        made = self.ups_family("ups-", column)
        board = self.family("upp", 1, "switchboard", self.volts)
        self.parallel(board[0], made)
        self.has("parallel ups")
        self.crit += self.output_boards(board, column[:1]) if draw.chance(55) else board

    # --- ways to the loads ------------------------------------------------------------------------------------------

    def make_ways(self):
        draw = self.draw
        crit = self.crit or self.raw
        if len(crit) >= 2 and self.size != "tiny" and draw.chance(35):
            self.make_rows(crit)
        for _ in range(draw.between(0 if self.ways else 1, self.most(1, 2, 3, 3))):
            n = self.upto(2, 3, 4, 6)
            kind = draw.one(["busway", "busway", "pdu", "pdu", "switchboard", "sts"])
            pool = crit if draw.chance(80) else self.raw
            pool = self.pool(pool + (self.ways if draw.chance(20) else []), self.volts)
            column = self.targets(pool, n)
            wanted = kind == "sts" or draw.chance(35)
            other = self.others(column, pool) or self.others(column, crit + self.raw) if wanted else None
            if kind == "sts" and not other:
                kind = "busway"
            volts = self.volts
            if kind == "pdu" and volts == 480 and draw.chance(40):
                volts = 208
                self.has("pdu with a transformer")
            base = {"busway": "bus-", "pdu": "pdu-", "switchboard": "lp-", "sts": "sts-"}[kind]
            made = self.family(base, n, kind, volts)
            how = None
            if kind == "sts":
                how = [draw.one(["", "auto"]), draw.one(["auto"] * 11 + ["manual"])]
            self.several(made, [column, other] if other else [column], how=how)
            self.has("sts of two", kind == "sts")
            if volts != self.volts:
                for one in made:
                    one.fields.update(secondary=self.volt_text(volts), no_load_loss="0 W", load_loss="0 W")
            if kind == "busway" and draw.chance(50):
                for one in made:
                    one.fields["length"] = "%d m" % (6 * (1 + len(made)))
            self.ways += made
        self.switches = []
        if draw.chance(45) and (len(self.mains) > 1 or self.standby):
            n = self.upto(1, 2, 3, 3)
            pool = self.pool(self.raw)
            column = self.targets(pool, n)
            other = self.others(column, self.raw)
            if (not other or draw.chance(25)) and self.standby and self.standby[0].volts == self.volts:
                other = [draw.one(self.standby)] * n
            if other:
                self.switches = self.family(draw.one(["mech-", "ats-"]), n, "ats", self.volts)
                how = [draw.one(["", "auto"]), draw.one(["auto"] * 9 + ["manual"])]
                self.several(self.switches, [column, other], how=how)
                self.has("ats of two")

    def make_rows(self, crit):
        """Busways A and B along each row of racks."""
        draw = self.draw
        rows = draw.between(1, self.most(1, 2, 3, 4))
        sides = draw.some(crit, 2)
        made = self.family("bus-", 2, draw.one(["busway", "busway", "pdu"]), self.volts, second=rows, values=list("AB"))
        self.several(made, [[sides[one.captures[0] == "B"] for one in made]])
        self.rows = made
        self.ways += made
        self.has("rows")

    # --- loads ------------------------------------------------------------------------------------------------------

    def watts(self, least=500, most=9000):
        """A round power: (text, watts)."""
        step = 100 if most <= 10000 else 500
        n = self.draw.between(least // step, most // step) * step
        return ("%d W" % n if n % 1000 and self.draw.chance(50) else "%g kW" % (n / 1000)), n

    def psus(self, cords, power):
        """A record of power supplies: mostly fit to lose a cord, sometimes not."""
        draw = self.draw
        if len(cords) > 1 or cords != ["from"] and draw.chance(40):
            count = draw.between(1, 3)
            record = {cord: count if draw.chance(80) else draw.between(1, 3) for cord in cords}
        else:
            record = {}
        total = sum(record.values()) or len(cords)
        left = total - max(record.values()) if len(record) > 1 else total
        if draw.chance(55):
            record["needed"] = draw.between(1, max(1, left)) if draw.chance(80) else draw.between(1, total)
        if draw.chance(45):
            carry = max(1, left) if draw.chance(75) else draw.between(1, total)
            record["rating"] = "%d W" % (-(-power // carry) + draw.one([0, 0, 100, 500]) - draw.chance(8))
        return record

    def node(self, cords):
        draw, fields = self.draw, {"type": "node"}
        text, power = self.watts(500, draw.one([2000, 6000, 12000]))
        factor = 1.0
        if self.unknown and draw.chance(30):
            self.has("unknown power")
            power = UNKNOWN_WATTS // 2
        else:
            fields["power"] = text
        if draw.chance(12):
            fields["power_factor"] = draw.one(["0.95", "0.9"])
            factor = float(fields["power_factor"])
        record = self.psus(cords, power) if draw.chance(65) and cords != ["from"] or draw.chance(15) else {}
        if record:
            fields["psus"] = record
        if draw.chance(7):
            fields["redundancy"] = self.some_redundancy()
        return fields, power / factor

    def pairs(self):
        """Whether it is small enough for pairs of outages."""
        return self.size == "tiny" and len(self.things) <= 20

    def some_redundancy(self):
        return self.draw.one(["none", "any-one"] + (["maintenance+fault", "any-two"] if self.pairs() else []))

    def held(self, cords, racks):
        """What each rack of a family holds, and its VA."""
        draw, holds, total = self.draw, {}, 0.0
        most = min(self.most(3, 4, 6, 8), max(1, self.budget // racks))
        names = draw.some(["n", "gpu-", "sw-", "head"], 1 if draw.chance(75) or most < 2 else 2)
        for name in names:
            count = draw.between(1, max(1, most // len(names)))
            fields, power = self.node(cords)
            full = "%s[%s]" % (name, bracket(draw, count)[0]) if count > 1 or draw.chance(40) else name.rstrip("-")
            holds[full] = fields
            total += count * power
            self.budget -= count * racks
            self.nodes += count * racks
        return holds, total

    def make_racks(self):
        draw = self.draw
        self.unknown, self.budget, self.nodes = draw.chance(9), 290, 0
        left = draw.between(*self.most((2, 3), (2, 6), (6, 22), (22, 60)))
        first = True
        rows = getattr(self, "rows", None)
        while left > 0:
            n = left if draw.chance(40) else draw.between(1, left)
            left -= n
            places = rows and (first or draw.chance(50))
            if places:                                  # a row, its busways A and B
                numbers = [one.captures[1] for one in rows if one.captures[0] == "A"]
                each = max(1, n // len(numbers))
                made = self.family(draw.one(["row", "row-"]), len(numbers), "rack", self.volts, second=each,
                                   values=numbers)
                cords = ["A", "B"]
                columns = [[one for rack in made for one in rows if one.captures == [side, rack.captures[0]]]
                           for side in cords]
                left -= len(made) - n
                n = len(made)
            else:
                made = self.family(draw.one(["rack-", "rack-", "cage"]), n, "rack", self.volts)
                cords = draw.one([["from"], ["A"]] + [["A", "B"]] * 4 + [["A", "B", "C"], ["B", "A"]])
                pool = self.pool(self.ways if draw.chance(85) else self.ways + self.raw)
                volts = pool[0].volts
                pool = [one for one in pool if one.volts == volts]
                near = [one for one in self.ways + self.crit + self.raw if one.volts == volts]
                columns = [self.targets(pool, n)]
                for _ in cords[1:]:
                    last = columns[-1]
                    columns.append(self.others(last, pool) or self.others(last, near) or self.targets(pool, n))
            first = False
            holds, own, record, redundancy, factor = {}, 0, {}, "", ""
            if draw.chance(78):
                holds, own = self.held(cords, n)
            else:
                text, own = self.watts(1000, 30000)
                record = self.psus(cords, own) if draw.chance(50) else {}
                if draw.chance(12):
                    factor = draw.one(["0.95", "0.9"])
                    own /= float(factor)
            if draw.chance(10):
                redundancy = self.some_redundancy()
            for number, rack in enumerate(made):
                feeds = {}
                for cord, column in zip(cords, columns):
                    feed = feeds[cord] = {"to": Ref(column[number])}
                    feed["phases"] = "ABC"
                    Wire(rack, ".from" if cord == "from" else ".from." + cord, column[number], feed,
                         "one" if cord == "from" else "cord", 0, True)
                rack.fields["from"] = feeds["from"] if cords == ["from"] else feeds
                if redundancy:
                    rack.fields["redundancy"] = redundancy
                if holds:
                    rack.fields["holds"] = holds
                else:
                    rack.fields["power"] = text
                    if factor:
                        rack.fields["power_factor"] = factor
                    if record:
                        rack.fields["psus"] = record
                rack.own = own
            self.has("rack of %d cord%s" % (len(cords), "s" if len(cords) > 1 else ""))

    def make_loads(self):
        draw = self.draw
        bases = draw.shuffled(["light-", "pump-", "chiller-", "crah-"])
        idle = [thing for thing in self.crit + self.ways + self.raw if not thing.taps and thing.volts == self.volts]
        wanted = draw.below(3) if not self.switches and not idle else draw.between(1, 3)
        while wanted > 0 or len(self.things) < 10:
            wanted -= 1
            n = max(self.upto(2, 2, 4, 6), min(4, 10 - len(self.things)))
            fill = idle and draw.chance(75)             # else nothing hangs there
            n = min(len(idle), self.most(3, 4, 6, 8)) if fill else n
            made = self.family(bases.pop() if bases else "aux-", n, "load", self.volts)
            places = self.switches if self.switches and draw.chance(60) else self.raw + self.ways + self.crit
            pool = self.pool(places, self.volts)
            columns = [idle[:n] if fill else self.targets(pool, n)]
            idle = [] if fill else idle
            while len(columns) < 3 and draw.chance(30):
                other = self.others(columns[-1], self.pool(self.raw + self.crit, self.volts))
                if not other or any(a is b for column in columns for a, b in zip(column, other)):
                    break
                columns.append(other)
            self.several(made, columns)
            self.has("load with alternatives", len(columns) > 1)
            text, power = self.watts(1000, 40000)
            unknown = self.unknown and draw.chance(50)
            self.has("unknown power", unknown)
            factor = draw.one(["", "", "", "", "0.85"])
            redundancy = self.some_redundancy() if draw.chance(12) else ""
            phases = self.phased or draw.chance(50)
            for one in made:
                if not unknown:
                    one.fields["power"] = text
                if factor:
                    one.fields["power_factor"] = factor
                if redundancy:
                    one.fields["redundancy"] = redundancy
                for wire in one.wires if phases else []:
                    wire.feed["phases"] = "ABC"
                one.own = (UNKNOWN_WATTS if unknown else power) / float(factor or 1)

    # --- groups and rules -------------------------------------------------------------------------------------------

    def make_groups(self):
        draw = self.draw
        for field, percent, names in (("room", 40, ["pit-1", "pit-2", "hall", "genyard", "west room"]),
                                      ("epo", 20, ["epo-1", "epo-2", "zone a"])):
            if not draw.chance(percent):
                continue
            self.has(field)
            upper = [thing for thing in self.things if thing.kind not in ("rack", "load")]
            for name in draw.some(names, draw.between(1, 2)):
                kind = draw.below(3)
                if kind == 0:                           # all of one letter or number
                    label = (draw.one([thing for thing in upper if thing.captures] or upper).captures or ["A"])[0]
                    picked = [thing for thing in self.things if thing.captures and thing.captures[0] == label][:8]
                elif kind == 1:                         # a family
                    picked = draw.one(self.families).members
                else:
                    picked = draw.some(upper, min(len(upper), draw.between(2, 4)))
                for thing in picked:
                    thing.fields.setdefault(field, name)        # one group of a kind each
        for family in self.families:
            if family.members[0].kind == "switchboard" and draw.chance(35):
                self.has("drawout")
                for thing in family.members:
                    thing.fields["drawout"] = draw.one(["true"] * 9 + ["false"])

    def make_rules(self):
        draw = self.draw
        if self.pairs():
            value = draw.one(["", "none", "any-one", "maintenance+fault", "maintenance+fault", "any-two", "any-two"])
        else:
            value = draw.one(["", "none", "any-one", "any-one", "any-one"])
        if value:
            self.site["redundancy"] = value
        self.has("redundancy " + (value or "not said"))
        if draw.chance(25):
            self.site["rules"] = ["tier-4"]
            self.has("tier-4")

    # --- ratings ----------------------------------------------------------------------------------------------------

    def demand(self, thing, known):
        """VA that it carries normally, roughly: loads below on their first feeds, a ring halved between its feeders."""
        if thing.name not in known:
            known[thing.name] = 0.0
            total = thing.own
            for wire in thing.taps:
                if wire.rank == 0:
                    share = len(wire.owner.wires) if wire.kind in ("cord", "parallel") else 1
                    total += self.demand(wire.owner, known) / share
            if thing.ties and thing.wires:
                group = self.tied(thing)
                fed = [one for one in group if one.wires]
                total += sum(self.demand(one, known) for one in group if not one.wires) / len(fed)
            known[thing.name] = total
        return known[thing.name]

    @staticmethod
    def tied(thing):
        """All that ties join it to."""
        group = [thing]
        for one in group:
            for tie in one.ties:
                group += [end for end in tie.ends if end not in group]
        return group

    def worst(self, thing):
        """VA of everything that could ever hang on it."""
        below = {thing.name: thing}
        todo = [thing]
        while todo:
            one = todo.pop()
            near = [wire.owner for wire in one.taps] + [end for tie in one.ties for end in tie.ends]
            for other in near:
                if other.name not in below:
                    below[other.name] = other
                    todo.append(other)
        return sum(below[name].own for name in sorted(below))

    def wire_amps(self, wire):
        """(normally, at worst) on a wire when it is the one in use."""
        owner = wire.owner
        share = len(owner.wires) if wire.kind in ("cord", "parallel") else 1
        to_amps = 1 / (ROOT3 * wire.target.volts)
        return max(1.0, self.typical(owner) / share * to_amps), self.worst_of[owner.name] * to_amps

    def typical(self, thing):
        return max(self.demand_of[thing.name] or self.worst_of[thing.name] / 2, 3000.0)

    def factor(self):
        draw, kind = self.draw, self.draw.below(100)
        if kind < 5 and self.harsh:
            return draw.between(60, 99) / 100
        return draw.between(105, 170) / 100 if kind < 55 else draw.between(170, 300) / 100

    def amps(self, normally, at_worst):
        """A rating for one device."""
        if self.calm:
            return size_above(max(16, 1.3 * at_worst))
        wanted = normally * self.factor()
        if self.draw.chance(50):
            return max(1, int(wanted + 0.5))
        return min(SIZES, key=lambda size: abs(size - wanted)) if wanted < 7000 else rounded(wanted)

    def alike(self, things_with_amps):
        """Ratings for some that are alike: mostly one for all."""
        if self.draw.chance(75):
            rating = self.amps(max(pair[0] for pair in things_with_amps), max(pair[1] for pair in things_with_amps))
            return [rating] * len(things_with_amps)
        return [self.amps(*pair) for pair in things_with_amps]

    def rate(self):
        draw, known = self.draw, {}
        for thing in self.things:
            self.demand(thing, known)
        self.demand_of = known
        self.worst_of = {thing.name: self.worst(thing) for thing in self.things}
        for family in self.families:
            self.rate_wires(family.members)
            self.rate_elements(family.members)

    def rate_wires(self, members):
        draw = self.draw
        columns = {}
        for thing in members:
            for wire in thing.wires:
                columns.setdefault(wire.key, []).append(wire)
        for wires in columns.values():
            kind = wires[0].kind
            percent = {"bypass": BYPASS_BREAKERS, "parallel": 100 * wires[0].owner.guarded}.get(kind, 63)
            guarded = draw.chance(percent)
            ratings = self.alike([self.wire_amps(wire) for wire in wires])
            full = draw.one(["", "", "", "true", "false"])
            some = draw.chance(8)                       # not all of them
            for wire, amps in zip(wires, ratings):
                if not guarded or some and draw.chance(40):
                    continue
                wire.amps = amps
                wire.feed["breaker"] = {"rating": "%d A" % amps, "full_rated": full} if full else "%d A" % amps
                self.has("breaker on a bypass", kind == "bypass")
                self.has("breaker in parallel feeds", kind == "parallel")

    def rate_elements(self, members):
        draw, kind = self.draw, members[0].kind
        if kind in ("rack", "load", "cable"):
            return
        at_worst = max(self.worst_of[thing.name] for thing in members)
        if kind in ("switchboard", "busway", "ats", "sts"):
            amps = size_above(1.3 * at_worst / (ROOT3 * members[0].volts))
            for thing in members:
                thing.fields["rating"] = "%d A" % amps
        elif kind == "breaker":
            pairs = []
            for thing in members:
                to_amps = 1 / (ROOT3 * thing.volts)
                loads = [self.typical(end) for end in thing.ends]
                pairs.append((max(1.0, min(loads) * to_amps), self.worst_of[thing.ends[0].name] * to_amps))
            for thing, amps in zip(members, self.alike(pairs)):
                thing.amps = amps
                thing.fields["rating"] = "%d A" % amps
        else:
            wanted = rounded(max(3000, 1.4 * at_worst))
            for thing in members:
                if kind == "ups":
                    thing.fields["rating"] = quantity(wanted, "W")
                    if "modules" in thing.fields:
                        needed = 1 + wanted % 3
                        each = -(-wanted // (10 * needed)) * 10
                        thing.fields["modules"] = {"rating": quantity(each, "W"), "installed": needed + 1,
                                                   "needed": needed}
                elif kind == "generator":
                    thing.fields["rating"] = quantity(rounded(wanted * 1.25), "VA")
                    thing.fields["power"] = quantity(wanted, "W")
                else:
                    thing.fields["rating"] = quantity(wanted, "VA")

    # --- cases ------------------------------------------------------------------------------------------------------

    def outed(self):
        draw = self.draw
        kind = draw.below(10)
        thing = draw.one(self.things)
        if kind < 3:                                    # what is high up
            thing = draw.one([one for one in self.things if one.kind not in ("rack", "load")])
        elif kind < 5:
            wires = [wire for one in self.things for wire in one.wires if wire.kind not in ("bypass", "parallel")]
            return draw.one(wires).name()
        elif kind < 6 and len(thing.family.members) > 1:
            members = thing.family.members
            if len(members[0].captures) == 1 and draw.chance(60):
                return "%s[%s]" % (thing.family.base, ",".join(one.captures[0] for one in draw.some(members, 2)))
            if sorted(one.name for one in members) == sorted(matched(thing.family.base + "*", self.names)):
                return thing.family.base + "*"
        elif kind < 7 and "holds" in thing.fields:
            held = draw.one(list(thing.fields["holds"]))
            return thing.name + "." + (re.split(r"\[", held)[0] + "*" if draw.chance(30) else held)
        return thing.name

    def make_cases(self):
        draw = self.draw
        for n in range(draw.one([0, 0, 1, 1, 2, 3])):
            out = [self.outed() for _ in range(draw.between(1, 4))]
            case = {"out": out[0] if len(out) == 1 or draw.chance(8) else out}
            if draw.chance(20):
                case["because"] = "same vault"
            self.cases["%s%d" % (draw.one(["pit", "tray", "fire-", "Flood"]), n + 1)] = case
            self.has("named case")

    # --- declarations -----------------------------------------------------------------------------------------------

    def declarations(self):
        """Families as text: those alike in one declaration, where their references can be said in common."""
        draw, made = self.draw, []
        shuffled = draw.chance(15)
        for family in self.families:
            plain = draw.chance(70)
            trees = [(thing, {key: self.written(value, key, plain) for key, value in self.ordered(thing.fields)})
                     for thing in family.members]
            groups = {}
            apart = draw.chance(12)
            for thing, tree in trees:
                key = thing.name if apart else repr(tree)
                groups.setdefault(key, []).append((thing, tree))
            for group in groups.values():
                try:
                    made.append(self.together(group))
                except NoMerge:
                    made += self.apart(group)
            names = [thing.name for thing in family.members]
            family.whole = made[-1].count == len(names) and names == sorted(names, key=natural) and \
                sorted(matched(family.base + "*", self.names)) == sorted(names)
        return draw.shuffled(made) if shuffled else made

    def apart(self, group):
        """Declarations of those whose supplies are the same, or else of each."""
        made, alike = [], {}
        for thing, tree in group:
            supplies = [wire.target.name for wire in thing.wires] + [end.name for end in thing.ends or ()]
            alike.setdefault(repr(supplies), []).append((thing, tree))
        for some in alike.values():
            try:
                made.append(self.together(some))
            except NoMerge:
                made += [self.together([one]) for one in some]
        return made

    @staticmethod
    def ordered(fields):
        first = [key for key in ("type", "from", "bypass", "between") if key in fields]
        last = [key for key in fields if key not in first and key != "holds"]
        return [(key, fields[key]) for key in first + last + (["holds"] if "holds" in fields else [])]

    def written(self, value, key, plain):
        """A field as it is written, its references still open."""
        if isinstance(value, dict) and isinstance(value.get("to"), Ref):
            if list(value) == ["to"] and plain:
                return value["to"]
            return dict(value)
        if isinstance(value, dict) and list(value) == ["parallel"]:
            feeds = value["parallel"]
            if any(len(feed) > 1 for feed in feeds):
                return {"parallel": [dict(feed) if len(feed) > 1 else feed["to"] for feed in feeds]}
            return {"parallel": self.sources(feeds)}
        if key == "from" and isinstance(value, dict):
            return {cord: self.written(feed, "", plain) for cord, feed in value.items()}
        if key == "from" and isinstance(value, list):
            return [self.written(feed, "", plain) for feed in value]
        return value

    def sources(self, feeds):
        """Sources in parallel: a glob, a hostlist or a list of names."""
        draw, things = self.draw, [feed["to"].thing for feed in feeds]
        family, names = things[0].family, [thing.name for thing in things]
        shape = draw.below(4)
        if shape < 2 and family.whole and len(names) == len(family.members):
            return family.base + "*"
        if shape == 2 and len(things[0].captures) == 1:
            return "%s[%s]" % (family.base, ",".join(thing.captures[0] for thing in things))
        return [Ref(thing) for thing in things]

    def hostlist(self, values):
        """The inside of a bracket."""
        if all(value.isdigit() for value in values) and len(values) > 1 and self.draw.chance(75):
            first, last = values[0], values[-1]
            if values == [str(n).zfill(len(first)) for n in range(int(first), int(last) + 1)]:
                return "%s-%s" % (first, last)
        return ",".join(values)

    def together(self, group):
        """One declaration of these members of a family."""
        things = [thing for thing, _ in group]
        family, columns = things[0].family, [list(column) for column in zip(*[thing.captures for thing in things])]
        brackets = [at for at, column in enumerate(columns) if len(set(column)) > 1]
        captures = [[]]
        for at in brackets:
            captures = [before + [value] for before in captures for value in dict.fromkeys(columns[at])]
        if [[thing.captures[at] for at in brackets] for thing in things] != captures:
            raise NoMerge
        fields = self.merged([tree for _, tree in group], things, brackets, "")
        parts = ["[%s]" % self.hostlist(list(dict.fromkeys(column))) if at in brackets else column[0]
                 for at, column in enumerate(columns)]
        self.has("hostlist", len(group) > 1)
        return SimpleNamespace(name=family.filled(parts), fields=fields, count=len(group))

    def merged(self, trees, things, brackets, key):
        first = trees[0]
        if isinstance(first, dict):
            made = {}
            for name in first:
                value = self.merged([tree[name] for tree in trees], things, brackets, key + "/" + name)
                if name == "to" and isinstance(value, dict):
                    made.update(value)                  # {spread: ...} in the place of to
                else:
                    made[name] = value
            return made
        if isinstance(first, list):
            return [self.merged([tree[at] for tree in trees], things, brackets, key) for at in range(len(first))]
        if isinstance(first, Ref):
            alone = "between" in key or "parallel" in key
            return self.said([ref.thing for ref in trees], things, brackets, alone, alone or "bypass" in key)
        return first

    def said(self, targets, things, brackets, no_pairs, no_spread):
        """One reference for all members, or NoMerge: a name, captures, a paired hostlist or {spread: ...}."""
        draw = self.draw
        if all(target is targets[0] for target in targets):
            return targets[0].name
        family = targets[0].family
        if any(target.family is not family for target in targets):
            raise NoMerge
        parts, varying = [], []
        for at, values in enumerate(zip(*[target.captures for target in targets])):
            if len(set(values)) == 1:
                parts.append(values[0])
                continue
            varying.append(at)
            fits = [k for k, place in enumerate(brackets) if all(thing.captures[place] == value
                                                                 for thing, value in zip(things, values))]
            parts.append("$%d" % (draw.one(fits) + 1) if fits else None)
        choices = []
        if None not in parts and not re.search(r"\$\d\d", family.filled(parts)):
            choices += ["capture"] * 5
        names = [target.name for target in targets]
        if not no_pairs and len(varying) == 1 and len(set(names)) == len(names):
            choices += ["paired"] * 2
        order = list(dict.fromkeys(targets))
        blocks = [target.name for target in dealt(order, len(targets))] == names
        if not no_spread and len(varying) == 1 and blocks:
            choices += ["spread"] * 2
        if not choices:
            raise NoMerge
        choice = draw.one(choices)
        self.has("reference by " + choice)
        if choice == "capture":
            return family.filled(parts)
        values = [target.captures[varying[0]] for target in (targets if choice == "paired" else order)]
        text = family.filled(["[%s]" % self.hostlist(values) if at == varying[0] else part
                              for at, part in enumerate(targets[0].captures)])
        if choice == "paired":
            return text
        if draw.chance(35) and family.whole and order == family.members:
            text = family.base + "*"
        return {"spread": text}


# --- census -----------------------------------------------------------------------------------------------------------


def settled(hall, out):
    """What is live with automatic devices, roughly: element name -> the wires that feed it; and the ties in use."""
    live = {thing.name: [] for thing in hall.things if thing.kind in ("utility", "generator") and thing.name not in out}
    closed = [thing for thing in hall.things if thing.ends and thing.name not in out]
    used = []

    def usable(thing):
        return [wire for wire in thing.wires if wire.automatic and wire.target.name in live and wire.name() not in out]

    changed = True
    while changed:
        changed = False
        for automatic in (False, True):                 # ties that close by themselves go last
            for thing in hall.things:
                if thing.name not in live and thing.name not in out and usable(thing):
                    live[thing.name] = None
                    changed = True
            for tie in closed:
                if tie.normally == "closed" and not automatic or tie.automatic and automatic and not changed:
                    ends = [end for end in tie.ends if end.name not in live and end.name not in out]
                    if len(ends) == 1 and any(end.name in live for end in tie.ends):
                        live[ends[0].name] = None
                        used.append(tie)
                        changed = True
    for thing in hall.things:
        if live.get(thing.name, 0) is None:
            wires = usable(thing)
            live[thing.name] = wires if wires and wires[0].kind in ("cord", "parallel") else wires[:1]
    used += [tie for tie in closed if tie.normally == "closed" and tie not in used]
    return live, used


def overloads(hall, out):
    """Names of wires and ties above their rating in one outage, roughly."""
    live, used = settled(hall, out)
    group_of = {}
    for thing in hall.things:
        if thing.name in group_of:
            continue
        group = [thing]
        for one in group:
            for tie in used:
                if one in tie.ends:
                    group += [end for end in tie.ends if end not in group and end.name in live]
        for one in group:
            group_of[one.name] = group
    carried, totals = {}, {}

    def total(thing):
        key = group_of[thing.name][0].name
        if key not in totals:
            totals[key] = 0.0
            totals[key] = sum(one.own + sum(flow(wire) for wire in one.taps) for one in group_of[thing.name])
        return totals[key]

    def flow(wire):
        feeds = live.get(wire.owner.name) or []
        if wire not in feeds:
            return 0.0
        fed = [one for one in group_of[wire.owner.name] if live.get(one.name)]
        carried[wire] = total(wire.owner) / len(fed) / len(feeds)
        return carried[wire]

    over = []
    for thing in hall.things:
        for wire in thing.wires:
            if wire.amps and flow(wire) / (ROOT3 * wire.target.volts) > wire.amps * (1 + 1e-9):
                over.append(wire.name())
    for tie in used:
        for end in tie.ends:
            if tie.amps and not live.get(end.name) and end.name in live and end.kind == "switchboard":
                load = end.own + sum(flow(wire) for wire in end.taps)
                if load / (ROOT3 * end.volts) > tie.amps * (1 + 1e-9):
                    over.append(tie.name)
    return over


def census(first, count):
    found, sizes, elements, nodes, of_size = Counter(), Counter(), [], [], {}
    for seed in range(first, first + count):
        hall = Hall(seed)
        found.update(list(hall.features))
        sizes[hall.size] += 1
        elements.append(len(hall.things))
        nodes.append(hall.nodes)
        of_size.setdefault(hall.size, []).append(len(hall.things))
        found.update({"%d generators" % len(hall.generators): 1, "%d utilities" % len(hall.utilities): 1})
        found.update({"type " + kind: 1 for kind in {thing.kind for thing in hall.things}})
        guarded = [bool(wire.amps) for thing in hall.things for wire in thing.wires
                   if wire.kind in ("one", "alt", "cord")]
        found["(feeds)"] += len(guarded)
        found["(feeds with breaker)"] += sum(guarded)
        kind = "calm" if hall.calm else "tight"
        found[kind] += 1
        normally = overloads(hall, ())
        upper = [thing.name for thing in hall.things if thing.kind not in ("rack", "load")]
        more = any(set(overloads(hall, (name,))) - set(normally) for name in upper)
        found[kind + ", overload normally (rough)"] += bool(normally)
        found[kind + ", overload in a single fault (rough)"] += more
    print("%d halls" % count)
    for size, n in sorted(sizes.items()):
        print("%6d  %s, of %d to %d elements" % (n, size, min(of_size[size]), max(of_size[size])))
    print("elements %d to %d, mean %.1f; held nodes %d to %d, mean %.1f" %
          (min(elements), max(elements), sum(elements) / count, min(nodes), max(nodes), sum(nodes) / count))
    for name in sorted(found):
        print("%6d  %s" % (found[name], name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--census", action="store_true")
    parser.add_argument("--lossy", action="store_true")
    parser.add_argument("numbers", metavar="SEED", type=int, nargs="+")
    options = parser.parse_args()
    if options.census:
        census(*options.numbers)
    elif options.into:
        first, count = options.numbers
        for seed in range(first, first + count):
            (options.into / ("%d.yaml" % seed)).write_text(Hall(seed, options.lossy).text())
    else:
        for seed in options.numbers:
            sys.stdout.write(Hall(seed, options.lossy).text())


if __name__ == "__main__":
    main()
