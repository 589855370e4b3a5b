"""Reads one hall (YAML) for the twin: its elements, their ways in, its loads.

twin.py settles and judges what this reads.  Written from the model text alone;
shares no code with headroom.  What would change the answer and is not known
here is refused.  What the text leaves open is listed at the top of twin.py.
"""
import functools
import itertools
import re
from collections import namedtuple
from dataclasses import dataclass, field
from fractions import Fraction

import yaml

SOURCES = {"utility", "generator"}
PASSING = {"transformer", "switchboard", "busway", "pdu", "ats", "sts", "ups", "cable"}     # pass power on
TYPES = SOURCES | PASSING | {"breaker", "rack", "load"}
REFUSED_FIELDS = {"part", "csv"}
HELD_REFUSED = {"between", "bypass", "room", "epo", "from", "holds"}
UNITS = {"W": {"W": 1, "kW": 1000, "MW": 1000000},
         "VA": {"VA": 1, "kVA": 1000, "MVA": 1000000},
         "A": {"A": 1, "kA": 1000},
         "V": {"V": 1, "kV": 1000}}


class Refused(ValueError):
    """The hall is wrong, or holds something outside what the twin knows."""


# one way for power into an element: through a wire or a tie, from one other element;
# `waits`: a normally open tie, which closes only where nothing else keeps the element alive
Way = namedtuple("Way", "device source automatic waits tie", defaults=[False, False])


@dataclass
class Wire:
    """One feed of an element: from one supplying element, through one breaker."""
    name: str           # row1-rack01.from.A, as in a case name
    label: str          # row1-rack01.A, as in the feeds
    key: str            # A for a cord, as in psus; otherwise None
    target: str         # name of the element that supplies it
    automatic: bool     # closes by itself
    swept: bool         # has a cable or a breaker of its own
    breaker: bool       # has a breaker of its own
    amps: Fraction      # rating of that breaker, None when not given
    phases: str         # None when not given


@dataclass
class Load:
    """Something that wants power: a held node, a rack with own power, a load."""
    name: str
    owner: str          # name of the top-level element it is (in)
    power: Fraction     # watts, None when unknown
    power_factor: Fraction
    psus: dict          # wire name -> number of PSUs behind it
    needed: int         # PSUs that must stay live, None when not given
    rating: Fraction    # watts of one PSU, None when not given


@dataclass
class Element:
    """One top-level element after the expansion of names."""
    name: str
    kind: str
    fields: dict = field(default_factory=dict)
    cords: bool = False                             # feeds at the same time, not one at a time
    wires: list = field(default_factory=list)
    own: list = field(default_factory=list)         # own alternatives, each a list of wires (in parallel, or cords)
    bypass: int = None                              # which of its own alternatives is the bypass of a ups
    options: list = field(default_factory=list)     # all alternatives, each a list of ways; ties come last
    loads: list = field(default_factory=list)       # what it is or holds
    classes: list = field(default_factory=list)     # first member of each class of held nodes
    is_load: bool = False                           # the element itself is a load
    sides: tuple = ()                               # of an element between two others
    closed: bool = False                            # it conducts from the start
    automatic: bool = False                         # it closes by itself
    drawout: bool = False
    amps: Fraction = None                           # rating of a breaker between two others


@dataclass
class Hall:
    elements: dict = field(default_factory=dict)    # name -> Element, as declared
    in_order: list = field(default_factory=list)    # the elements in natural order of their names
    common: dict = field(default_factory=dict)      # case name -> set of outed names
    groups: set = field(default_factory=set)        # those that are a room or an epo
    redundancy: str = None                          # the word of the site
    rules: list = field(default_factory=list)

    def all_wires(self):
        return [wire for element in self.elements.values() for wire in element.wires]

    def all_loads(self):
        return [load for element in self.elements.values() for load in element.loads]

    def of_kind(self, *kinds):
        return [element for element in self.elements.values() if element.kind in kinds]

    def ties(self):
        return [element for element in self.elements.values() if element.sides]


# --- names --------------------------------------------------------------------


def expand_bracket(inside):
    """'1-3,7' -> 1 2 3 7;  '01-03' -> 01 02 03;  'A,B' -> A B."""
    values = []
    for item in inside.split(","):
        item = item.strip()
        numbers = re.fullmatch(r"(\d+)-(\d+)", item)
        if numbers and int(numbers[1]) <= int(numbers[2]):
            first, last = numbers.groups()
            values += [str(n).zfill(len(first)) for n in range(int(first), int(last) + 1)]
        elif item and "-" not in item:
            values.append(item)
        else:
            raise Refused(f"range not understood: [{inside}]")
    return values


def expand(text):
    """Expand a hostlist: a list of (name, captures); the last bracket runs fastest."""
    result = []
    for piece in re.split(r",(?![^\[]*\])", text):          # commas outside brackets
        parts = re.split(r"\[([^\[\]]*)\]", piece.strip())  # text, bracket, text, ...
        choices = [expand_bracket(inside) for inside in parts[1::2]]
        for captures in itertools.product(*choices):
            name = parts[0]
            for captured, text_after in zip(captures, parts[2::2]):
                name += captured + text_after
            if not name or "[" in name or "]" in name:
                raise Refused(f"name not understood: {text}")
            result.append((name, list(captures)))
    return result


def fill_captures(text, captures):
    """$1 is the first captured part."""
    if any(not 1 <= int(number) <= len(captures) for number in re.findall(r"\$(\d+)", text)):
        raise Refused(f"{text}: there is no such captured part")
    return re.sub(r"\$(\d+)", lambda found: captures[int(found.group(1)) - 1], text)


def matching(pattern, names):
    """The names that a glob matches; * does not cross a dot."""
    expression = re.escape(pattern).replace(r"\*", "[^.]*").replace(r"\?", "[^.]")
    return [name for name in names if re.fullmatch(expression, name)]


def natural(name):
    return [(0, int(part), part) if part.isdigit() else (1, 0, part)
            for part in re.split(r"(\d+)", name) if part]


@functools.lru_cache(maxsize=None)
def parsed(text, kinds):
    found = re.fullmatch(r"\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*([A-Za-z]+)\s*", text)
    for kind in kinds:
        if found and found.group(2) in UNITS[kind]:
            return Fraction(found.group(1)) * UNITS[kind][found.group(2)]
    return None


def quantity(text, kinds, where):
    """A number in the unit of one of these kinds (W, VA, A, V), as a fraction."""
    if text is None:
        return None
    value = parsed(str(text), tuple(kinds))
    if value is None:
        raise Refused(f"{where}: not a quantity in {' or '.join(kinds)}: {text}")
    return value


def watts(text, where):
    return quantity(text, ["W"], where)


def ratio(text, where):
    found = re.fullmatch(r"\s*(\d*\.?\d+)\s*(%?)\s*", str(text))
    if not found:
        raise Refused(f"{where}: not a ratio: {text}")
    return Fraction(found.group(1)) / (100 if found.group(2) else 1)


def one_of(text, words, where):
    if text not in words:
        raise Refused(f"{where}: {text} is none of {', '.join(words)}")
    return text


def flag(text, where):
    return one_of(text, ("true", "false"), where) == "true"


# one element of a declaration: its captures, its place in it, the captures of all its members
Member = namedtuple("Member", "name captures index all_captures")


def names_meant(patterns, known):
    """Expand references (hostlists and globs) to names, in order."""
    names = []
    for pattern in patterns:
        for name, _ in expand(pattern):
            names += matching(name, known) if re.search(r"[*?]", name) else [name]
    return names


def dealt(spread, member, known):
    """{spread: ...}: blocks as equal as possible, larger first, in order."""
    patterns = [spread] if isinstance(spread, str) else spread

    def filled(captures):
        return [fill_captures(pattern, captures) for pattern in patterns]

    targets = names_meant(filled(member.captures), known) or [None]     # None is no supply
    # members whose captures give the same targets are dealt among themselves
    group = [index for index, captures in enumerate(member.all_captures)
             if filled(captures) == filled(member.captures)]
    size, larger = divmod(len(group), len(targets))
    hands = []
    for number, target in enumerate(targets):
        hands += [target] * (size + 1 if number < larger else size)
    return hands[group.index(member.index)]


def resolve(reference, member, known):
    """The one element that a reference of this member means."""
    names = names_meant([fill_captures(reference, member.captures)], known)
    if len(names) == 1:
        return names[0]
    if len(names) == len(member.all_captures):
        return names[member.index]          # pairwise
    raise Refused(f"{member.name}: {reference} means {len(names)} elements")


# --- feeds --------------------------------------------------------------------


def read_wire(spec, member, known, suffix, label, key, automatic):
    if isinstance(spec, str):
        spec = {"to": spec}
    name = member.name + suffix
    if not isinstance(spec, dict) or ("to" in spec) == ("spread" in spec):
        raise Refused(f"{name}: feed not understood: {spec}")
    if "priority" in spec:
        raise Refused(f"{name}: priority is not known here")
    closes = one_of(spec.get("closes", "auto" if automatic else "manual"), ("auto", "manual"), name)
    if "to" in spec:
        target = resolve(spec["to"], member, known)
    else:
        target = dealt(spec["spread"], member, known)
    breaker = spec.get("breaker")
    rating = breaker.get("rating") if isinstance(breaker, dict) else breaker
    return Wire(name, member.name + label, key, target, closes == "auto",
                swept="cable" in spec or "breaker" in spec, breaker="breaker" in spec,
                amps=quantity(rating, ["A"], name), phases=spec.get("phases"))


def read_parallel(element, spec, member, known, suffix, automatic):
    """{parallel: ...}: a wire from each source; other fields of the feed hold for each of them."""
    if element.kind in ("rack", "load"):
        raise Refused(f"{element.name}: parallel feeds of a {element.kind} are not known here")
    shared = {key: value for key, value in spec.items() if key != "parallel"}
    branches = []
    for branch in [spec["parallel"]] if isinstance(spec["parallel"], str) else spec["parallel"]:
        if isinstance(branch, str):
            names = names_meant([fill_captures(branch, member.captures)], known)
            branches += [{**shared, "to": name} for name in names]
        else:
            branches.append({**shared, **branch})
    if not branches:
        raise Refused(f"{element.name}{suffix}: parallel of nothing")
    wires = []
    for number, branch in enumerate(branches, start=1):
        place = f"{suffix}[{number}]"
        wires.append(read_wire(branch, member, known, place, place, None, automatic))
    return wires


def read_feed(element, spec, member, known, suffix, automatic):
    """One alternative of an element: a list of one wire, or of several in parallel."""
    if isinstance(spec, dict) and "parallel" in spec:
        wires = read_parallel(element, spec, member, known, suffix, automatic)
    else:
        wires = [read_wire(spec, member, known, suffix, suffix, None, automatic)]
    element.wires += wires
    element.own.append(wires)


def read_from(element, spec, member, known):
    if isinstance(spec, list):
        for number, item in enumerate(spec, start=1):
            read_feed(element, item, member, known, f".from[{number}]", number == 1)
    elif isinstance(spec, str) or {"to", "spread", "parallel"} & set(spec):
        read_feed(element, spec, member, known, ".from", True)
    elif element.kind == "rack":
        element.cords = True
        for cord, item in spec.items():
            element.wires.append(
                read_wire(item, member, known, f".from.{cord}", f".{cord}", cord, True))
        element.own.append(element.wires)
    else:
        raise Refused(f"{element.name}: only racks have named feeds")


def read_between(element, fields, member, known):
    if element.kind not in ("breaker", "cable") or "from" in fields or len(fields["between"]) != 2:
        raise Refused(f"{element.name}: between not understood")
    element.sides = tuple(resolve(side, member, known) for side in fields["between"])
    normally = fields.get("normally", "closed" if element.kind == "cable" else "open")
    element.closed = one_of(normally, ("open", "closed"), element.name) == "closed"
    element.automatic = one_of(fields.get("closes", "manual"), ("auto", "manual"), element.name) == "auto"
    if element.kind == "breaker":
        element.amps = quantity(fields.get("rating"), ["A"], element.name)


# --- elements -----------------------------------------------------------------


def refuse_fields(name, fields, refused):
    if not isinstance(fields, dict) or refused & set(fields):
        raise Refused(f"{name}: not a map of fields that the twin knows")


def read_load(name, element, fields):
    """A load behind the feeds of an element, with its PSUs."""
    power = watts(fields.get("power"), name)
    factor = ratio(fields.get("power_factor", "1"), name)
    if not 0 < factor <= 1:
        raise Refused(f"{name}: power_factor: {factor}")
    psus = fields.get("psus", {})
    needed = int(psus["needed"]) if "needed" in psus else None
    rating = watts(psus.get("rating"), name)
    counts = {cord: int(number) for cord, number in psus.items()
              if cord not in ("needed", "rating")}
    for cord in counts:
        if cord not in [wire.key for wire in element.wires]:
            raise Refused(f"{name}: psus on {cord}, but {element.name} has no such cord")
    # without counts: dealt evenly
    behind = {wire.name: counts.get(wire.key, 0) if counts else 1 for wire in element.wires}
    return Load(name, element.name, power, factor, behind, needed, rating)


def read_held(element, declaration, fields):
    where = f"{element.name}.{declaration}"
    refuse_fields(where, fields, REFUSED_FIELDS | HELD_REFUSED)
    if element.kind != "rack" or fields.get("type") != "node":
        raise Refused(f"{where}: only racks hold, and only plain nodes")
    names = [f"{element.name}.{name}" for name, _ in expand(declaration)]
    element.loads += [read_load(name, element, fields) for name in names]
    element.classes.append(min(names, key=natural))


def read_element(member, fields, known):
    element = Element(member.name, fields["type"], dict(fields))
    element.drawout = flag(fields.get("drawout", "false"), member.name)
    for group in ("room", "epo"):
        if not isinstance(fields.get(group, ""), str):
            raise Refused(f"{member.name}: {group}: only one group is known here")
        if group in fields:
            element.fields[group] = fill_captures(fields[group], member.captures)
    if "between" in fields:
        read_between(element, fields, member, known)
    elif element.kind == "breaker":
        raise Refused(f"{member.name}: a breaker is between two others")
    if "from" in fields:
        read_from(element, fields["from"], member, known)
    if "bypass" in fields:
        if element.kind != "ups":
            raise Refused(f"{member.name}: only a ups has a bypass")
        element.bypass = len(element.own)
        read_feed(element, fields["bypass"], member, known, ".bypass", True)
    holds = fields.get("holds") or {}
    for declaration, held_fields in holds.items():
        read_held(element, declaration, held_fields)
    if element.kind == "load" or (element.kind == "rack" and ("power" in fields or not holds)):
        element.is_load = True
        element.loads.append(read_load(member.name, element, fields))
    return element


def find_ways(hall):
    """Fill in the options of every element: its own alternatives, its closed ties, its open ties."""
    for wire in hall.all_wires():
        target = hall.elements.get(wire.target)
        if target is None or target.kind in ("rack", "load") or target.sides:
            raise Refused(f"{wire.name}: {wire.target} is no supply")
    for element in hall.elements.values():
        if element.kind in SOURCES:
            if element.wires:
                raise Refused(f"{element.name}: a source with a feed")
            continue
        element.options = [[Way(wire.name, wire.target, wire.automatic) for wire in wires]
                           for wires in element.own]
    for tie in sorted(hall.ties(), key=lambda tie: (not tie.closed, natural(tie.name))):
        first, second = (hall.elements.get(side) for side in tie.sides)
        for side, other in ((first, second), (second, first)):
            if side is None or side is other or side.sides or side.kind in ("rack", "load"):
                raise Refused(f"{tie.name}: between {' and '.join(tie.sides)}")
            if side.kind not in SOURCES:
                side.options.append([Way(tie.name, other.name, tie.closed or tie.automatic, not tie.closed, True)])


# --- cases --------------------------------------------------------------------


def read_outed(reference, hall):
    """The names that one entry of `out:` means: elements, held nodes or wires."""
    known = list(hall.elements)
    known += [load.name for load in hall.all_loads() if load.name not in hall.elements]
    known += [wire.name for wire in hall.all_wires()]
    if reference in known:
        return {reference}
    outed = set()
    # the [1] of msb-A.from[1] is no hostlist: expand only what is before .from
    head, tail = re.fullmatch(r"(.*?)(\.(?:from|bypass)(?:[.\[].*)?)?", reference).groups()
    for name, _ in expand(head):
        found = matching(name + (tail or ""), known)
        if not found:
            raise Refused(f"out: {reference}: there is no {name}{tail or ''}")
        outed.update(found)
    return outed


def read_common(document, hall):
    for name, case in document.get("cases", {}).items():
        if "out" in case and "set" in case:
            raise Refused(f"case {name}: out and set together")
        if "out" in case:                                   # only cases with out: are swept
            entries = [case["out"]] if isinstance(case["out"], str) else case["out"]
            hall.common[name] = set().union(*[read_outed(entry, hall) for entry in entries])
    for group in ("room", "epo"):
        for element in hall.elements.values():
            if group in element.fields:
                name = f"{group} {element.fields[group]}"
                hall.groups.add(name)
                hall.common.setdefault(name, set()).add(element.name)


def read_hall(text):
    document = yaml.load(text, Loader=yaml.BaseLoader)      # every value stays a string
    if document.get("headroom") != "1" or "include" in document:
        raise Refused("not a hall of headroom: 1 without include")
    hall = Hall()
    site = document.get("site") or {}
    hall.redundancy = site.get("redundancy")
    hall.rules = [site["rules"]] if isinstance(site.get("rules"), str) else site.get("rules", [])
    members = []
    for declaration, fields in document["elements"].items():
        refuse_fields(declaration, fields, REFUSED_FIELDS)
        if fields.get("type") not in TYPES:
            raise Refused(f"{declaration}: not a type that the twin knows")
        expanded = expand(declaration)
        all_captures = [captures for _, captures in expanded]
        for index, (name, captures) in enumerate(expanded):
            members.append((Member(name, captures, index, all_captures), fields))
    known = [member.name for member, _ in members]
    for member, fields in members:
        if member.name in hall.elements:
            raise Refused(f"{member.name} is declared twice")
        hall.elements[member.name] = read_element(member, fields, known)
    hall.in_order = sorted(hall.elements.values(), key=lambda element: natural(element.name))
    find_ways(hall)
    read_common(document, hall)
    return hall
