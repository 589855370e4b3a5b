"""What a seeded hall is made of: elements, feeds, and its text in the model language.

A hall is a list of elements in the order of supply: whatever feeds an element stands before it.  Only a tie stands behind
the two boards it ties.  Every element is one declaration of its own, so that a fault can be put into exactly one of them;
racks that are alike are one declaration of `count` members.
"""
import copy
import dataclasses

AMPS = (10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 225, 250, 300, 350, 400, 450, 500,
        600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000)                # NEC 2023 240.6(A)
BUSES = (100, 225, 400, 600, 800, 1000, 1200, 1600, 2000, 2500, 3200, 4000, 5000, 6000)     # boards and busways
SWITCHES = (30, 70, 100, 150, 200, 260, 400, 600, 800, 1000, 1200, 1600, 2000, 3000, 4000)  # ats, sts
KVA = (15, 30, 45, 75, 112.5, 150, 225, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 3750, 5000, 7500, 10000)
UPS_KW = (40, 60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 600, 750, 1000, 1250, 1500, 2000, 2500)
SETS_KW = (60, 80, 100, 125, 150, 175, 200, 250, 300, 350, 400, 450, 500, 600, 750, 800, 1000, 1250, 1500, 1750, 2000, 2500,
           3000)
GRID_KVA = (300, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000)
PSU_W = (600, 800, 1000, 1300, 1600, 2000, 2400, 2700, 3000, 3300, 3600, 4000, 5000, 5500, 6600, 8000, 10000, 12000, 15000,
         18000, 22000, 27000, 33000, 40000, 50000, 60000, 72000, 80000, 100000, 120000, 150000)
RACK_W = tuple(range(5000, 200001, 5000))


def thousand(ladder):
    return tuple(1000 * size for size in ladder)


# What is chosen from a ladder: (type, field) -> the sizes there are, and the rules that judge it.
LADDERS = {
    ("utility", "rating"): (thousand(GRID_KVA), ("P102",)),
    ("generator", "rating"): (thousand(SETS_KW), ("P102", "P106")),
    ("generator", "power"): (thousand(SETS_KW), ("P103", "P108")),
    ("transformer", "rating"): (thousand(KVA), ("P102", "P106")),
    ("pdu", "rating"): (thousand(KVA), ("P102", "P106")),
    ("switchboard", "rating"): (BUSES, ("P101",)),
    ("busway", "rating"): (BUSES, ("P101",)),
    ("ats", "rating"): (SWITCHES, ("P101",)),
    ("sts", "rating"): (SWITCHES, ("P101",)),
    ("ups", "rating"): (thousand(UPS_KW), ("P103",)),
    ("ups", "rating_va"): (thousand(UPS_KW), ("P102", "P106")),
    ("breaker", "rating"): (AMPS, ("P104",)),
    ("rack", "rating"): (RACK_W, ("P103",)),
    ("rack", "psu"): (PSU_W, ("P105",)),
}

UNITS = {"voltage": "V", "secondary": "V", "start": "s", "autonomy": "s", "ride_through": "s", "weight": "kg", "area": "m2",
         "point_load": "N", "rolling_load": "N", "length": "m", "resistance": "ohm/m", "no_load_loss": "W", "load_loss": "W",
         "rating_va": "VA", "time": "s"}
OF_TYPE = {"utility": "VA", "generator": "VA", "transformer": "VA", "pdu": "VA", "ups": "W", "rack": "W", "floor": "Pa"}


@dataclasses.dataclass
class Feed:
    to: str
    amps: float = None              # rating of its breaker; chosen by size.py
    full: bool = False              # the breaker is listed for 100 %
    phases: str = None
    auto: bool = None               # None: not written; the first closes by itself, the others do not
    time: float = None
    transition: str = None
    priority: int = None
    breaker: bool = True

    def text(self):
        parts = ["to: " + self.to]
        if self.breaker:
            parts.append("breaker: {rating: %s A, full_rated: %s}" % (number(self.amps), str(self.full).lower()))
        if self.phases:
            parts.append("phases: " + self.phases)
        if self.auto is not None:
            parts.append("closes: " + ("auto" if self.auto else "manual"))
        if self.transition:
            parts.append("transition: " + self.transition)
        if self.time is not None:
            parts.append("time: %s s" % number(self.time))
        if self.priority is not None:
            parts.append("priority: %d" % self.priority)
        return "{%s}" % ", ".join(parts)


@dataclasses.dataclass
class Element:
    name: str
    type: str
    fields: dict = dataclasses.field(default_factory=dict)      # as written; what is chosen from a ladder is added later
    feeds: list = dataclasses.field(default_factory=list)       # alternatives in order, or sources in parallel
    parallel: bool = False
    bypass: Feed = None
    cords: dict = dataclasses.field(default_factory=dict)       # of a rack
    psus: dict = None                                           # of a rack: cord -> how many, needed, hold_up
    between: tuple = None                                       # of a tie
    count: int = 1                                              # racks alike
    nodes: int = 0                                              # the rack holds so many nodes, which have the power
    sized: tuple = ()                                           # fields chosen from a ladder
    tied: bool = False                                          # a tie ends at it

    def copy(self):
        """Of its own, as far as a fault may change it."""
        fields = {name: dict(value) if isinstance(value, dict) else value for name, value in self.fields.items()}
        return dataclasses.replace(
            self, fields=fields, feeds=[dataclasses.replace(feed) for feed in self.feeds],
            bypass=self.bypass and dataclasses.replace(self.bypass),
            cords={cord: dataclasses.replace(feed) for cord, feed in self.cords.items()},
            psus=self.psus and {**self.psus, "cords": dict(self.psus["cords"])})

    def wires(self):
        """Every feed with the name headroom gives it."""
        if self.cords:
            return list(self.cords.items())
        if self.parallel or len(self.feeds) > 1 or self.type == "ups" or self.tied:
            named = [("from[%d]" % (number + 1), feed) for number, feed in enumerate(self.feeds)]
        else:
            named = [("from", feed) for feed in self.feeds]
        return named + ([("bypass", self.bypass)] if self.bypass else [])

    def named_wires(self):
        return dict(self.wires())


def number(value):
    """As it is written: no exponent, no trailing zero."""
    return ("%.9f" % value).rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def field_text(element, name, value):
    if isinstance(value, bool):
        return str(value).lower()
    if name == "modules":
        return "{rating: %s W, installed: %d, needed: %d}" % (number(value["rating"]), value["installed"], value["needed"])
    if not isinstance(value, (int, float)):
        return str(value)
    unit = UNITS.get(name) or {"power": "W", "rating": OF_TYPE.get(element.type, "A")}.get(name, "")
    return ("%s %s" % (number(value), unit)).rstrip()


def from_text(element):
    if element.parallel:
        return "{parallel: [%s]}" % ", ".join(feed.text() for feed in element.feeds)
    if element.cords:
        return "{%s}" % ", ".join("%s: %s" % (name, feed.text()) for name, feed in element.cords.items())
    if len(element.feeds) == 1:
        return element.feeds[0].text()
    return "[%s]" % ", ".join(feed.text() for feed in element.feeds)


def psus_text(element):
    parts = ["%s: %d" % (cord, count) for cord, count in element.psus["cords"].items()]
    parts.append("needed: %d" % element.psus["needed"])
    if "psu" in element.fields:
        parts.append("rating: %s W" % number(element.fields["psu"]))
    if element.psus["hold_up"] is not None:
        parts.append("hold_up: %s s" % number(element.psus["hold_up"]))
    return "{%s}" % ", ".join(parts)


OF_NODE = ("power", "power_factor")


def element_text(element):
    own = {name: field_text(element, name, value) for name, value in element.fields.items() if name != "psu"}
    parts = ["type: " + element.type]
    parts += ["%s: %s" % item for item in own.items() if not (element.nodes and item[0] in OF_NODE)]
    if element.between:
        parts.append("between: [%s, %s]" % element.between)
    if element.feeds or element.cords:
        parts.append("from: " + from_text(element))
    if element.bypass:
        parts.append("bypass: " + element.bypass.text())
    psus = ["psus: " + psus_text(element)] if element.psus else []
    if element.nodes:
        node = ["type: node"] + (["weight: 0 kg"] if "weight" in own else []) + ["%s: %s" % item for item in own.items() if item[0] in OF_NODE] + psus
        parts.append('holds: {"node[1-%d]": {%s}}' % (element.nodes, ", ".join(node)))
    else:
        parts += psus
    name = element.name + ("-[1-%d]" % element.count if element.type == "rack" else "")
    return "  %s: {%s}" % (name, ", ".join(parts))


class Hall:
    def __init__(self, kind, name, redundancy):
        self.kind, self.redundancy = kind, redundancy
        self.site = {"name": name, "redundancy": redundancy}
        self.elements = []
        self.cases = {}             # name -> what is out
        self.waivers = {}           # rule -> on what; its peaks are not judged
        self.times = {}             # what its builder knows of times, for faults in them

    def add(self, *arguments, **more):
        element = Element(*arguments, **more)
        element.sized = tuple(field for kind, field in LADDERS if kind == element.type and field in element.sized)
        self.elements.append(element)
        return element

    def copy(self):
        other = copy.copy(self)
        other.site = dict(self.site)
        other.elements = [element.copy() for element in self.elements]
        return other

    def get(self, name):
        return next(element for element in self.elements if element.name == name)

    def of(self, *types):
        return [element for element in self.elements if element.type in types]

    def text(self):
        site = ", ".join("%s: %s" % item for item in self.site.items() if item[1] is not None)
        lines = ["headroom: 1", "site: {%s}" % site, "elements:"] + [element_text(one) for one in self.elements]
        if self.cases:
            lines.append("cases:")
            lines += ["  %s: {out: [%s], because: one cause}" % (name, ", ".join(out)) for name, out in self.cases.items()]
        if self.waivers:
            lines.append("waive:")
            lines += ["  %s: {on: %s, until: 2099-12-31, because: bought so}" % item for item in self.waivers.items()]
        return "\n".join(lines) + "\n"
