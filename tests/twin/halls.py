#!/usr/bin/env python3
"""Random halls that are legal: what the proofs over many halls are made of.

    halls.py SEED [--size small|medium|large]    one hall, to stdout
    halls.py --into FOLDER FIRST COUNT           COUNT halls of the seeds FIRST, FIRST+1, ...: FOLDER/SEED.yaml

The same seed gives the same hall, byte for byte, on every host.  Without --size
six of ten halls are small (about 10 elements), three medium, one large (up to
a few hundred elements and 1,500 held nodes).

A hall has one to three utilities, then transformers, one or two layers of
switchboards, busways and pdus, then racks with nodes and loads.  Declarations
are hostlists of every shape; feeds name their supply plainly, by capture, by a
paired hostlist, by a glob or by {spread: ...}; boards have up to three
alternatives, in part each other; some stand in a ring main.  Loads are made to be lost: cords whose PSUs
are too few or too weak for what is left, feeds that only close by hand.

What 3-model.md leaves open is not made, so that two programs that follow it
must agree: captures inside {spread: ...}; a glob that names several elements
in another order than the natural one; a list of a single alternative; a load
without `from`; a load of zero watts.
"""
import argparse
import pathlib
import re
import sys

MASK = (1 << 64) - 1


class Draw:
    """Random numbers that no version of Python changes (splitmix64, S. Vigna, public domain)."""

    def __init__(self, seed):
        self.state = seed & MASK
        self.state = self.next()    # else the numbers of the next seed are these, one later

    def next(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & MASK
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return z ^ z >> 31

    def below(self, n):
        return self.next() % n

    def between(self, least, most):
        return least + self.below(most - least + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def one(self, things):
        return things[self.below(len(things))]

    def some(self, things, n):
        """n of the things, none twice, in any order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(n)]

    def shuffled(self, things):
        return self.some(things, len(things))


class Declared:
    """A declaration of top-level elements: its name, what its brackets hold, its fields."""

    def __init__(self, base, brackets, between, fields):
        self.base, self.brackets, self.between, self.fields = base, brackets, between, fields
        self.captures = [[]]
        for _, values in brackets:
            self.captures = [before + [value] for before in self.captures for value in values]
        self.names = [self.filled(captures) for captures in self.captures]
        self.name = self.filled(["[%s]" % text for text, _ in brackets])

    def filled(self, parts):
        """Its name with these in the places of the brackets."""
        name = self.base
        for number, part in enumerate(parts):
            name += (self.between if number else "") + part
        return name


def natural(name):
    return [(0, int(part), part) if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name) if part]


def bracket(draw, n):
    """A bracket of n values in one of the shapes people write: (text, values)."""
    shape = draw.below(6)
    if shape == 0 and n <= 6:
        values = list("ABCDEF"[:n])
        return ",".join(values), values
    if shape == 1:
        first = draw.between(8, 11) if draw.chance(50) else 1
        return "%02d-%02d" % (first, first + n - 1), ["%02d" % (first + i) for i in range(n)]
    if shape == 2 and n >= 3:                           # a range and a straggler
        return "1-%d,%d" % (n - 1, n + 2), [str(i) for i in [*range(1, n), n + 2]]
    if shape == 3:                                      # every second number
        values = [str(2 * i + 1) for i in range(n)]
        return ",".join(values), values
    if shape == 4 and n <= 4:                           # against the natural order
        values = [str(n + 3 - i) for i in range(n)]
        return ",".join(values), values
    first = 9 if draw.chance(15) else 1
    return "%d-%d" % (first, first + n - 1), [str(first + i) for i in range(n)]


class Hall:
    def __init__(self, seed, size):
        self.draw = draw = Draw(seed)
        self.size = size or draw.one(["small"] * 6 + ["medium"] * 3 + ["large"])
        self.site = {"name": "hall %d" % seed}
        self.declared = []          # in the order of the text
        self.cases = {}
        self.bases = set()
        if not draw.chance(20):
            self.site["redundancy"] = draw.one(["any-one", "any-one", "none"])
        self.make_supply()
        self.make_racks()
        self.make_loads()
        self.make_cases()

    def upto(self, small, medium, large):
        """A count between one and the bound for this size of hall."""
        return self.draw.between(1, {"small": small, "medium": medium, "large": large}[self.size])

    def declare(self, base, count, fields, two_percent=25, plain=False):
        draw = self.draw
        while not plain and any(base.startswith(b) or b.startswith(base) for b in self.bases):
            base = base.rstrip("-") + draw.one("stuvwxyz") + "-"
        self.bases.add(base)
        brackets, between = [], ""
        if count > 1 or not plain and draw.chance(30):
            if count >= 4 and draw.chance(two_percent):
                rows = draw.between(2, max(2, count // 3))
                first, second = bracket(draw, rows), bracket(draw, max(2, count // rows))
                plain = second[1][0][0].isdigit() and first[1][0][0].isdigit()
                between = draw.one(["-", "-r", "x"]) if plain else draw.one(["", "-", "-r"])
                brackets = [first, second]
            else:
                brackets = [bracket(draw, count)]
        made = Declared(base if brackets else base.rstrip("-"), brackets, between, fields)
        self.declared.append(made)
        return made

    # --- references -------------------------------------------------------------------------------------------------

    def capture_template(self, target, made):
        """target's name with $1 in it: only where every member of made finds its own."""
        draw, parts = self.draw, []
        for _, values in target.brackets:
            fits = [k for k in range(len(made.brackets)) if set(made.brackets[k][1]) <= set(values)]
            parts.append("$%d" % (draw.one(fits) + 1) if fits and draw.chance(80) else draw.one(values))
        text = target.filled(parts)
        return text if re.search(r"\$\d(?!\d)", text) and not re.search(r"\$\d\d", text) else None

    def paired(self, target, made):
        """A hostlist of as many names of target as made has members, in any order."""
        draw, n = self.draw, len(made.names)
        fits = [k for k, (_, values) in enumerate(target.brackets) if len(values) >= n > 1]
        if not fits:
            return None
        at = draw.one(fits)
        return target.filled(["[%s]" % ",".join(draw.some(values, n)) if k == at else draw.one(values)
                              for k, (_, values) in enumerate(target.brackets)])

    def rotated(self, made):
        """Each member the next one of its own declaration: boards that name each other."""
        values = made.brackets[0][1]
        return "%s[%s]" % (made.base, ",".join(values[1:] + values[:1]))

    def spread(self, target):
        draw = self.draw
        if not target.brackets:
            return {"spread": target.name}
        if draw.chance(30) and target.names == sorted(target.names, key=natural):
            return {"spread": target.base + "*"}        # bases are no beginnings of each other
        at = draw.below(len(target.brackets))
        parts = ["[%s]" % text if k == at or draw.chance(50) else draw.one(values)
                 for k, (text, values) in enumerate(target.brackets)]
        return {"spread": target.filled(parts)}

    def reference(self, target, made):
        """What feeds the members of made, as text or {spread: ...}."""
        draw = self.draw
        kind = draw.below(10)
        text = None
        if kind < 4:
            text = self.capture_template(target, made)
        elif kind < 6:
            text = self.paired(target, made)
        elif kind < 8:
            return self.spread(target)
        elif kind == 8 and len(target.names) == 1:
            text = target.base + "*" if target.brackets else draw.one([target.name + "*", target.name[:-1] + "?"])
        return text or draw.one(target.names)

    def feed(self, target, made, plain_percent=30, alternative=0, **more):
        """One feed with its breaker, cable and times, or only the name of the supply."""
        draw = self.draw
        to = target if isinstance(target, str) else self.reference(target, made)
        if isinstance(to, str) and not alternative and not more and draw.chance(plain_percent):
            return to
        feed = dict(to) if isinstance(to, dict) else {"to": to}
        if draw.chance(60):
            amps = "%d A" % draw.one([16, 32, 63, 100, 250, 630, 1600])
            feed["breaker"] = amps if draw.chance(70) else {"rating": amps, "full_rated": draw.one(["true", "false"])}
        if draw.chance(20):
            feed["cable"] = {"size": "%d mm2" % draw.one([16, 70, 240]), "length": "%d m" % draw.between(5, 90)}
        if draw.chance(20):
            feed["time"] = draw.one(["0.2 s", "3 s", "12 s"])
        if alternative:
            if draw.chance(70 if alternative > 1 else 15):
                feed["closes"] = "auto"
            elif alternative > 1 and draw.chance(50):
                feed["closes"] = "manual"
            if draw.chance(20):
                feed["transition"] = draw.one(["open", "closed"])
        if alternative < 2 and draw.chance(3):
            feed["closes"] = "manual"                   # the first feed: nobody closes it in time
        feed.update(more)
        return feed

    def feeds(self, targets, made, mutual_percent=0):
        """`from` of an element with one live feed at a time: one feed or a list of alternatives."""
        draw = self.draw
        picked = [draw.one(targets)]
        while len(picked) < 3 and draw.chance(45):
            picked.append(draw.one(targets))
        if mutual_percent and len(made.names) > 1 and len(made.brackets) == 1 and draw.chance(mutual_percent):
            picked = [*picked[:2], self.rotated(made)]
            picked = draw.shuffled(picked) if draw.chance(30) else picked
        if len(picked) == 1:
            return self.feed(picked[0], made)
        return [self.feed(target, made, alternative=number) for number, target in enumerate(picked, start=1)]

    # --- elements ---------------------------------------------------------------------------------------------------

    def make_supply(self):
        draw = self.draw
        high = draw.chance(60)
        grids = [self.declare("grid-" if n == 0 else "util-", draw.between(1, 2),
                              {"type": "utility", "voltage": "13.8 kV" if high else "415 V", "rating": "5 MVA"})
                 for n in range(draw.between(1, 2))]
        lower = grids
        if high:
            lower = []
            for n in range(draw.between(1, 2)):
                fields = {"type": "transformer", "rating": "%d kVA" % draw.one([500, 1000, 2500]),
                          "secondary": "415 V"}
                if draw.chance(50):
                    fields["winding"] = draw.one(["Dyn1", "Dyn11"])
                made = self.declare("tx-" if n == 0 else "unit-", self.upto(2, 3, 4), fields)
                fields["from"] = self.feeds(grids, made)
                lower.append(made)
        for layer in range(draw.between(1, 2)):
            lower = self.make_boards(lower, layer)
        if draw.chance(15):
            lower = lower + self.make_ring_main(lower)
        if draw.chance(15) and not high:
            lower = lower + grids
        self.supplies = self.make_ways(lower)

    def make_boards(self, lower, layer):
        """One layer of switchboards; those of a layer may name each other."""
        draw, boards = self.draw, []
        for n in range(draw.between(1, 2)):
            fields = {"type": "switchboard", "rating": "%d A" % draw.one([400, 1600, 4000])}
            made = self.declare(["msb-", "db-"][layer] if n == 0 else ["ring-", "lp-"][layer], self.upto(2, 4, 6), fields)
            fields["from"] = self.feeds(lower, made, mutual_percent=35)
            boards.append(made)
        if len(boards) == 2 and draw.chance(40):        # one declaration names the other, or both do
            for made, other in [boards, boards[::-1]][:draw.between(1, 2)]:
                have = made.fields["from"]
                have = have if isinstance(have, list) else [have]
                if len(have) == 1 and isinstance(have[0], str):
                    have = [{"to": have[0]}]
                if len(have) < 3:
                    added = self.feed(other, made, alternative=2, to=draw.one(other.names))
                    added.pop("spread", None)
                    have = have + [added] if draw.chance(80) else [added] + have
                    made.fields["from"] = have
        return boards

    def make_ring_main(self, lower):
        """Boards in a row, each fed by its neighbours, the two at the ends from outside."""
        draw = self.draw
        names = draw.some(["east", "mid", "north", "south", "west"], draw.between(3, 5))
        ring = [self.declare("rmu-" + name, 1, {"type": "switchboard", "rating": "630 A"}, plain=True) for name in names]
        for k, made in enumerate(ring):
            outer = [draw.one(lower)] if k in (0, len(ring) - 1) else []
            near = [other.name for other in ring[max(0, k - 1):k] + ring[k + 1:k + 2]]
            feeds = outer + draw.shuffled(near)
            made.fields["from"] = [self.feed(target, made, alternative=number) for number, target in
                                   enumerate(draw.shuffled(feeds) if draw.chance(30) else feeds, start=1)]
        return ring

    def make_ways(self, boards):
        """Busways and pdus between boards and what consumes; loads may hang on any of them."""
        draw, ways = self.draw, []
        for n in range(draw.between(1, 3)):
            kind = draw.one(["busway", "pdu", "switchboard"])
            fields = {"type": kind}
            fields["rating"] = "%d kVA" % draw.one([100, 300]) if kind == "pdu" else "%d A" % draw.one([160, 400, 1200])
            if kind == "busway" and draw.chance(50):
                fields.update(length="%d m" % draw.between(5, 60), resistance="0.0000%d ohm/m" % draw.between(10, 90))
            made = self.declare(["bus-", "pdu-", "tap-"][n], self.upto(3, 6, 10), fields)
            fields["from"] = self.feeds(boards + ways if draw.chance(30) else boards, made, mutual_percent=8)
            ways.append(made)
        return ways + (boards if draw.chance(30) else [])

    def watts(self, least=100, most=9000):
        n = self.draw.between(least, most)
        shape = self.draw.below(3)
        return [("%d W" % n, n), ("%d.%d kW" % (n // 1000, n // 100 % 10), n // 100 * 100),
                ("%de2 W" % (n // 100), n // 100 * 100)][shape]

    def psus(self, cords, power):
        """A record of power supplies; often just enough, or just too few, for the loss of a cord."""
        draw, record, total = self.draw, {}, len(cords)
        if cords and cords != ["from"] and draw.chance(75):
            on = draw.some(cords, draw.between(1, len(cords))) if draw.chance(30) else list(cords)
            record = {cord: draw.between(1, 3) for cord in on}
            total = sum(record.values())
            if draw.chance(5):
                record[draw.one(on)] = 0
                total = sum(record.values())
                if total == 0:
                    record[on[0]] = total = 1
        if draw.chance(60):
            record["needed"] = draw.between(1, total)
        if draw.chance(50):
            part = draw.between(1, total)
            record["rating"] = "%d W" % max(1, power // part + draw.one([-1, 0, 0, 1, 50, 500]))
        return record

    def node(self, cords):
        draw, fields = self.draw, {"type": "node"}
        text, power = self.watts()
        if not draw.chance(6):
            fields["power"] = text
        if draw.chance(20):
            fields["power_factor"] = draw.one(["0.95", "0.9"])
        if draw.chance(60):
            record = self.psus(cords, power)
            if record:
                fields["psus"] = record
        if draw.chance(10):
            fields["redundancy"] = draw.one(["none", "any-one"])
        return fields

    def held(self, cords):
        draw, holds = self.draw, {}
        shape = draw.below(10)
        if shape < 2:                                   # one class in two declarations, their names interleaved
            n = self.upto(2, 3, 6)
            fields = self.node(cords)
            holds["n[%s]" % ",".join(str(2 * i + 1) for i in range(n))] = fields
            holds["n[%s]" % ",".join(str(2 * i + 2) for i in range(n))] = dict(fields)
        elif shape < 3:
            holds["blade[1-2]s[%s]" % bracket(draw, self.upto(2, 3, 8))[0]] = self.node(cords)
        else:
            for name in draw.some(["n", "gpu-", "sw-", "head"], draw.between(1, 2 if self.size == "small" else 3)):
                count = self.upto(3, 6, 18)
                full = "%s[%s]" % (name, bracket(draw, count)[0]) if count > 1 or draw.chance(50) else name.rstrip("-")
                holds[full] = self.node(cords)
        return holds

    def make_racks(self):
        draw = self.draw
        for n in range(draw.between(1, 2 if self.size == "small" else 3)):
            fields = {"type": "rack"}
            made = self.declare(["row", "rack-", "cage"][n], self.upto(3, 10, 30), fields, two_percent=60)
            cords = draw.one([["from"], ["A"], ["A", "B"], ["A", "B"], ["A", "B"], ["A", "B", "C"], ["B", "A"]])
            phases = {"phases": "ABC"} if draw.chance(60) else {}
            if draw.chance(15):
                phases = {"phases": draw.one(["AB", "BC", "CA", "A-N", "B-N"])}
            feeds = {cord: self.feed(draw.one(self.supplies), made, **phases) for cord in cords}
            fields["from"] = feeds["from"] if cords == ["from"] else feeds
            if draw.chance(80):
                fields["holds"] = self.held(cords)
            elif draw.chance(80):
                fields["power"], power = self.watts(500, 30000)
                record = self.psus(cords, power) if draw.chance(50) else {}
                if record:
                    fields["psus"] = record
            if draw.chance(15):
                fields["redundancy"] = draw.one(["none", "any-one"])

    def make_loads(self):
        draw = self.draw
        for n in range(draw.below(3)):
            fields = {"type": "load"}
            made = self.declare(["light-", "motor-"][n], self.upto(2, 6, 12), fields)
            fields["from"] = self.feeds(self.supplies, made)
            if not draw.chance(10):
                fields["power"] = self.watts(500, 40000)[0]
            if draw.chance(20):
                fields["power_factor"] = "0.85"

    # --- cases ------------------------------------------------------------------------------------------------------

    def wire_names(self, made):
        feeds = made.fields.get("from")
        if isinstance(feeds, list):
            return [".from[%d]" % (number + 1) for number in range(len(feeds))]
        if isinstance(feeds, dict) and made.fields["type"] == "rack" and not {"to", "spread"} & set(feeds):
            return [".from.%s" % cord for cord in feeds]
        return [".from"] if feeds else []

    def outed(self):
        """Something to take out: an element, some of a declaration, a wire, held nodes."""
        draw = self.draw
        made = draw.one(self.declared)
        name = draw.one(made.names)
        kind = draw.below(10)
        if kind < 2 and made.brackets:
            return made.name if draw.chance(30) else self.spread(made)["spread"]
        if kind < 5 and self.wire_names(made):
            wire = draw.one(self.wire_names(made))
            many = made.base + "*" if made.brackets and draw.chance(15) and "[" not in wire else name
            return many + wire
        if kind < 8:
            racks = [d for d in self.declared if d.fields.get("holds")]
            if racks:
                made = draw.one(racks)
                name = draw.one(made.names) if draw.chance(80) or not made.brackets else made.base + "*"
                held = draw.one(list(made.fields["holds"]))
                inside = re.search(r"\[([^\]]*)\]", held)
                values = re.split(r"[,-]", inside[1]) if inside else []
                if values and draw.chance(50):          # one of them
                    held = held.replace(inside[0], draw.one(values), 1)
                elif draw.chance(20):                   # bases of held names do not begin alike
                    held = re.split(r"[\[]", held)[0] + "*"
                return name + "." + held
        return name

    def make_cases(self):
        draw = self.draw
        for n in range(draw.below({"small": 3, "medium": 6, "large": 8}[self.size])):
            out = [self.outed() for _ in range(draw.between(2, 4))]
            if draw.chance(10):
                out.append(draw.one(out))               # the same twice is the same once
            self.cases["%s%d" % (draw.one(["pit", "tray", "room", "Fire-"]), n + 1)] = \
                {"out": out[0] if draw.chance(10) else out}
        if draw.chance(10):
            self.cases["settings"] = {"set": {"%s.rating" % self.declared[0].names[0]: "4 MVA"}}

    # --- text -------------------------------------------------------------------------------------------------------

    def lines(self, declared):
        """A declaration as text: on one line, or a line for each field."""
        head = "  %s:" % declared.name
        if not declared.fields.get("holds"):
            return [head + " " + flow(declared.fields)]
        lines = [head]
        for key, value in declared.fields.items():
            if key != "holds":
                lines.append("    %s: %s" % (key, flow(value)))
                continue
            lines.append("    holds:")
            lines += ["      %s: %s" % (scalar(name), flow(node)) for name, node in value.items()]
        return lines

    def text(self, declared=None, cases=None, with_site=True, include=()):
        declared = self.declared if declared is None else declared
        cases = self.cases if cases is None else cases
        lines = ["headroom: 1"]
        if include:
            lines.append("include: %s" % flow(list(include)))
        if with_site:
            lines.append("site: %s" % flow(self.site))
        if declared:
            lines.append("elements:")
        for one in declared:
            lines += self.lines(one)
        if cases:
            lines.append("cases:")
        lines += ["  %s: %s" % (name, flow(case)) for name, case in cases.items()]
        return "\n".join(lines) + "\n"


def scalar(text):
    return text if re.fullmatch(r"[A-Za-z0-9$][A-Za-z0-9$ ._/-]*", text) else '"%s"' % text


def flow(value):
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (scalar(key), flow(item)) for key, item in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(flow(item) for item in value)
    return scalar(str(value))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=["small", "medium", "large"])
    parser.add_argument("--into", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("numbers", metavar="SEED", type=int, nargs="+")
    options = parser.parse_args()
    if options.into:
        first, count = options.numbers
        for seed in range(first, first + count):
            (options.into / ("%d.yaml" % seed)).write_text(Hall(seed, options.size).text())
    else:
        for seed in options.numbers:
            sys.stdout.write(Hall(seed, options.size).text())


if __name__ == "__main__":
    main()
