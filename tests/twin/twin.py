#!/usr/bin/env python3
"""A brute-force twin of headroom's power path, to check the C program against.

It reads one hall (YAML), settles the normal state and then every single fault
and every named common cause from scratch, and prints as one JSON object which
loads are lost and which elements are dead in each case.

    python3 twin.py [--feeds] HALL.yaml

It was written from the model text alone and shares no code with headroom.  It
knows utility, transformer, switchboard, busway, pdu, rack, node (held by a
rack) and load; anything else that would change the answer is refused.  It
looks at the settled stage only, on utility, with automatic devices only, and
knows no overload trips and no cascade.
"""
import itertools
import json
import re
import sys
from collections import namedtuple
from dataclasses import dataclass, field
from fractions import Fraction

import yaml

TYPES = {"utility", "transformer", "switchboard", "busway", "pdu", "rack", "load"}
REFUSED_FIELDS = {"part", "between", "csv", "bypass", "room", "epo"}
WATTS = {"W": 1, "kW": 1000, "MW": 1000000}


class Refused(ValueError):
    """The hall is wrong, or holds something outside what the twin knows."""


@dataclass
class Wire:
    """One feed of an element: from one supplying element, through one breaker."""
    name: str           # row1-rack01.from.A, as in a case name
    label: str          # row1-rack01.A, as in the feeds
    key: str            # A for a cord, as in psus; otherwise None
    target: str         # name of the element that supplies it
    automatic: bool     # closes by itself
    swept: bool         # has a cable or a breaker of its own


@dataclass
class Load:
    """Something that wants power: a held node, a rack with own power, a load."""
    name: str
    owner: str          # name of the top-level element it is (in)
    power: Fraction     # watts, None when unknown
    psus: dict          # wire name -> number of PSUs behind it
    needed: int         # PSUs that must stay live, None when not given
    rating: Fraction    # watts of one PSU, None when not given


@dataclass
class Element:
    """One top-level element after the expansion of names."""
    name: str
    kind: str
    cords: bool = False                             # feeds at the same time, not one at a time
    wires: list = field(default_factory=list)
    loads: list = field(default_factory=list)       # what it is or holds
    classes: list = field(default_factory=list)     # first member of each class of held nodes
    is_load: bool = False                           # the element itself is a load


@dataclass
class Hall:
    elements: dict = field(default_factory=dict)    # name -> Element, as declared
    common: dict = field(default_factory=dict)      # case name -> set of outed names

    def all_wires(self):
        return [wire for element in self.elements.values() for wire in element.wires]

    def all_loads(self):
        return [load for element in self.elements.values() for load in element.loads]


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


def watts(text, where):
    if text is None:
        return None
    found = re.fullmatch(r"\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(W|kW|MW)\s*", str(text))
    if not found:
        raise Refused(f"{where}: not a power in W, kW or MW: {text}")
    return Fraction(found.group(1)) * WATTS[found.group(2)]


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


def read_wire(spec, member, known, suffix, label, key, automatic):
    if isinstance(spec, str):
        spec = {"to": spec}
    if not isinstance(spec, dict) or ("to" in spec) == ("spread" in spec):
        raise Refused(f"{member.name}{suffix}: feed not understood: {spec}")
    closes = spec.get("closes", "auto" if automatic else "manual")
    if closes not in ("auto", "manual"):
        raise Refused(f"{member.name}{suffix}: closes: {closes}")
    if "to" in spec:
        target = resolve(spec["to"], member, known)
    else:
        target = dealt(spec["spread"], member, known)
    return Wire(member.name + suffix, member.name + label, key, target,
                automatic=closes == "auto", swept="cable" in spec or "breaker" in spec)


def read_from(element, spec, member, known):
    if isinstance(spec, list):
        for number, item in enumerate(spec, start=1):
            suffix = f".from[{number}]"
            element.wires.append(
                read_wire(item, member, known, suffix, suffix, None, number == 1))
    elif isinstance(spec, str) or "to" in spec or "spread" in spec:
        element.wires.append(read_wire(spec, member, known, ".from", ".from", None, True))
    elif element.kind == "rack" and "parallel" not in spec:
        element.cords = True
        for cord, item in spec.items():
            element.wires.append(
                read_wire(item, member, known, f".from.{cord}", f".{cord}", cord, True))
    else:
        raise Refused(f"{element.name}: only racks have named feeds, and parallel is refused")


def refuse_fields(name, fields):
    if not isinstance(fields, dict) or REFUSED_FIELDS & set(fields):
        raise Refused(f"{name}: not a map of fields that the twin knows")


def read_load(name, element, fields):
    """A load behind the feeds of an element, with its PSUs."""
    power = watts(fields.get("power"), name)
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
    return Load(name, element.name, power, behind, needed, rating)


def read_element(member, fields, known):
    element = Element(member.name, fields["type"])
    if "from" in fields:
        read_from(element, fields["from"], member, known)
    holds = fields.get("holds") or {}
    for declaration, held_fields in holds.items():
        refuse_fields(f"{member.name}.{declaration}", held_fields)
        if (element.kind != "rack" or held_fields.get("type") != "node"
                or "from" in held_fields or "holds" in held_fields):
            raise Refused(f"{member.name}.{declaration}: only racks hold, and only plain nodes")
        names = [f"{member.name}.{name}" for name, _ in expand(declaration)]
        element.loads += [read_load(name, element, held_fields) for name in names]
        element.classes.append(min(names, key=natural))
    if element.kind == "load" or (element.kind == "rack" and ("power" in fields or not holds)):
        element.is_load = True
        element.loads.append(read_load(member.name, element, fields))
    return element


def read_outed(reference, hall):
    """The names that one entry of `out:` means: elements, held nodes or wires."""
    known = list(hall.elements)
    known += [load.name for load in hall.all_loads() if load.name not in hall.elements]
    known += [wire.name for wire in hall.all_wires()]
    if reference in known:
        return {reference}
    outed = set()
    # the [1] of msb-A.from[1] is no hostlist: expand only what is before .from
    head, tail = re.fullmatch(r"(.*?)(\.from(?:[.\[].*)?)?", reference).groups()
    for name, _ in expand(head):
        found = matching(name + (tail or ""), known)
        if not found:
            raise Refused(f"out: {reference}: there is no {name}{tail or ''}")
        outed.update(found)
    return outed


def read_hall(text):
    document = yaml.load(text, Loader=yaml.BaseLoader)      # every value stays a string
    if document.get("headroom") != "1" or "include" in document:
        raise Refused("not a hall of headroom: 1 without include")
    hall = Hall()
    members = []
    for declaration, fields in document["elements"].items():
        refuse_fields(declaration, fields)
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
    for wire in hall.all_wires():
        target = hall.elements.get(wire.target)
        if target is None or target.kind in ("rack", "load"):
            raise Refused(f"{wire.name}: {wire.target} is no supply")
    for name, case in document.get("cases", {}).items():
        if "out" in case and "set" in case:
            raise Refused(f"case {name}: out and set together")
        if "out" in case:                                   # only cases with out: are swept
            entries = [case["out"]] if isinstance(case["out"], str) else case["out"]
            hall.common[name] = set().union(*[read_outed(entry, hall) for entry in entries])
    return hall


def settle(hall, outed):
    """The names of the live top-level elements when `outed` is taken out."""
    live = {name for name, element in hall.elements.items()
            if element.kind == "utility" and name not in outed}
    changed = True
    while changed:
        changed = False
        for name, element in hall.elements.items():
            if name not in live and name not in outed and live_wires(element, live, outed):
                live.add(name)
                changed = True
    return live


def live_wires(element, live, outed):
    """The wires that feed an element: every live cord, or the first alternative."""
    usable = [wire for wire in element.wires
              if wire.automatic and wire.name not in outed and wire.target in live]
    return usable if element.cords else usable[:1]


def shares(load, wires):
    """PSU sharing: wire name -> part of the load it carries; None when it is lost."""
    total = sum(load.psus[wire.name] for wire in wires)
    if total == 0 or (load.needed is not None and total < load.needed):
        return None
    if load.rating is not None and load.power is not None and load.power > load.rating * total:
        return None
    return {wire.name: Fraction(load.psus[wire.name], total) for wire in wires}


def run_case(hall, outed, normally_live):
    """What is lost and dead when `outed` is taken out, and what each feed carries."""
    live = settle(hall, outed)
    lost, unknown, feeds = {}, [], {}
    for element in hall.elements.values():
        wires = live_wires(element, live, outed) if element.name in live else []
        carried = {wire.name: Fraction(0) for wire in element.wires}
        for load in element.loads:
            taken_out = load.name in outed or load.owner in outed
            share = None if taken_out else shares(load, wires)
            if share is None and not taken_out:
                if load.power is None:
                    unknown.append(load.name)
                else:
                    lost[load.name] = float(load.power)
            elif share is not None and load.power is not None:
                for name, part in share.items():
                    carried[name] += load.power * part
        if element.loads and all(load.power is not None for load in element.loads):
            for wire in element.wires:
                feeds[wire.label] = float(carried[wire.name])
    dead = [name for name, element in hall.elements.items()
            if name in normally_live and name not in live and name not in outed
            and not element.is_load]
    return {"lost": lost, "dead": sorted(dead), "unserved_unknown": sorted(unknown)}, feeds


def all_cases(hall):
    """Case name -> set of names taken out."""
    cases = {"normal": set()}
    for element in hall.elements.values():
        swept = [element.name] + [wire.name for wire in element.wires if wire.swept]
        for name in swept + element.classes:
            cases[f"fault: {name}"] = {name}
    for name, outed in hall.common.items():
        cases[f"common: {name}"] = outed
    return cases


def judge(text, with_feeds=False):
    hall = read_hall(text)
    normally_live = settle(hall, set())
    held = sum(load.name != load.owner for load in hall.all_loads())
    answer = {"elements": len(hall.elements), "held": held, "cases": {}}
    for name, outed in all_cases(hall).items():
        answer["cases"][name], feeds = run_case(hall, outed, normally_live)
        if with_feeds:
            answer.setdefault("feeds", {})[name] = feeds
    return answer


def main(arguments):
    files = [argument for argument in arguments if argument != "--feeds"]
    if len(files) != 1 or files[0].startswith("-"):
        sys.exit("usage: twin.py [--feeds] HALL.yaml")
    try:
        with open(files[0], encoding="utf-8") as file:
            answer = judge(file.read(), "--feeds" in arguments)
    except (OSError, yaml.YAMLError, ValueError) as problem:
        sys.exit(f"twin: {files[0]}: {problem}")
    print(json.dumps(answer, sort_keys=True, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
