#!/usr/bin/env python3
"""A brute-force twin of headroom's power path, to check the C program against.

It reads one hall (YAML; twin_model.py), settles every case from scratch and
prints as one JSON object which loads are lost and which elements are dead in
each, and which loads the overload cascade takes after that.

    python3 twin.py [--feeds] HALL.yaml

It was written from the model text alone and shares no code with headroom.  It
knows utility, generator, transformer, switchboard, busway, pdu, ats, sts, ups,
cable, breaker (between two others), rack, node (held by a rack) and load;
anything else that would change the answer is refused.  It looks at the settled
stage only.  Where it does not know the currents of a hall, "cascade" and
"tripped" are null and "cascade_unknown" at the top says why.

What the text leaves open, and what is done here:

Names and sweep
 1. Wires in parallel are named msb.from[1], msb.from[2], ...; as the second of
    a list of alternatives msb.from[2][1], ...; the other fields of such a feed
    hold for each of its wires.  The bypass of a ups is the wire ups-A.bypass.
 2. On generators a utility is absent, so it is not swept for maintenance there
    either, nor as the fault of a maintenance+fault, nor a room or epo of nothing
    but utilities.
 3. maintenance+fault is swept only where the site's redundancy is that word,
    any-two only where it is any-two: neither includes the other.  The fault is
    every fault of that base except the one of the same name.  The pairs of
    any-two are all pairs, in the order in which single faults are swept here:
    elements as declared, after each its wires, then its classes of held nodes.
 4. Breaker failure: "all such wires", so cords of racks and feeds of loads too;
    a feed has a breaker when it says `breaker:`, with a rating or without.
 5. Stuck: an element with alternatives has more than one own feed (a ups with a
    bypass is one; a load is one too).  It was called when it lives in the base
    and in the case, on different alternatives, a tie being one: then both the
    element and an automatic tie that closed are cases of their own.  A stuck
    element may use the alternative of the base and no other.
 6. A generator feeds something when a load that is served draws from it (also a
    load of unknown power), or where it may: a closed tie joins what it feeds to
    something else that lives.  The rule is taken as it stands in both bases, though
    on generators nothing has to start.  A running generator bus is live and
    not dead in the base utility: its generators are ready.
 7. bypass: only a ups with `bypass:`; ties at its output do not help it then.
 8. A common cause is a fault of all its members: a tie in it takes both sides,
    also in an epo group and where the sides are in another room.  Room and epo
    are known of top-level elements, one group each.

Settling
 9. From dead: first what conducts without anybody acting (what closes by itself,
    and closed ties), then open ties that close by themselves, then hands.  Last,
    each takes a better feed where it can.  Every pass goes over the elements in
    natural order, each at once using what those before it did.  Of parallel
    sources every one that lives, and is not behind the element, feeds it.
10. Ties in natural order of names, but normally closed ones (and those a
    maintenance closed) before open ones: an open tie closes when its side is
    dead.  They close one at a time, and after each all that conducts lives: two
    that could feed the same dead part do not both close.
11. A breaker between two others without `normally` is open, without `closes` is
    manual (as later alternatives are); a cable between two others conducts.
    `closes` says nothing on one that is normally closed.
12. The second feed of an ats, sts or load is manual where `closes` is absent, as
    everywhere.  A bypass closes by itself.
13. Hands act in maintenance only, for what lived in the base and does not now,
    and on a tie for whoever stands between; what closes by itself is preferred
    to them, whatever the order of the alternatives.  For what happens after that
    (the fault, the cascade) the manual devices that carried in the settled
    maintenance stay closed, and no hand closes another.
14. A tie is no element that is live or dead, so it is never under "dead".  Dead
    is what lives in its base without any outage and not in the case.

Cascade
15. One device opens at a time, then all is settled again by automatic devices.
    Ratios within 1e-9 of each other are equal; then the first in natural order
    opens.
16. A tie that trips is only open: its sides are not out.
17. The voltage is that of the element a feed comes from; a ups without
    `voltage` and a pdu without `secondary` have that of their feed.  Watts and
    vars pass transformers, ups and cables unchanged.  Feeds of what passes power
    on are balanced three-phase where they have no `phases`.
18. Unknown for the whole hall where a device has a rating and: a load's power or
    a voltage is not given, the phases of a load's feed are not given, a feed's
    phases are not ABC, a transformer's losses
    are not given as zero, a busway has resistance or reactance, a ups no curve
    of efficiency or one below 100 %, parallel sources no rating in VA or W.
    Unknown in a case where a closed tie joins two elements that are both fed
    from elsewhere, before the cascade or on the way through it.
"""
import itertools
import json
import math
import sys
from collections import namedtuple
from dataclasses import dataclass, field, replace
from fractions import Fraction

import yaml

from twin_model import PASSING, SOURCES, Refused, natural, quantity, ratio, read_hall, watts
from twin_model import expand  # pylint: disable=unused-import     # noqa: F401     compare.py takes it from here

SINGLE = ("normal", "fault", "common")
ALL = SINGLE + ("stuck", "breaker failure", "bypass", "maintenance", "maintenance+fault", "any-two")
ROUNDING = 1e-9                         # a device opens when this much above its rating, relative

Feed = namedtuple("Feed", "place ways")     # which alternative feeds an element, and the ways that are live


@dataclass
class Case:
    name: str
    out: set = field(default_factory=set)       # names of elements, held nodes, wires and ties
    absent: set = field(default_factory=set)    # utilities, in the base generators
    closed: frozenset = frozenset()             # manual wires and ties that hands have closed
    wanted: frozenset = None                    # in maintenance: what hands act for, where it is dead
    only: dict = field(default_factory=dict)    # element -> the one alternative that it may use


@dataclass
class Base:
    """The state in which outages begin."""
    suffix: str
    absent: set
    feeds: dict = None          # as settled without any outage
    carrying: set = None        # elements that carry something in it

    def case(self, name, out=(), **more):
        return Case(name + self.suffix, set(out), self.absent, **more)


# --- settling -----------------------------------------------------------------


def behind(element, name, feeds):
    """Whether the power of `name` comes through this element."""
    if name == element.name:
        return True
    return any(behind(element, way.source, feeds) for way in feeds[name].ways if way.source)


def first_feed(element, case, feeds, may_use):
    """The first alternative that lives and is not behind the element itself; None without one."""
    lives = element.name in feeds           # nothing is behind what is still dead
    options = list(enumerate(element.options))
    if case.closed:                         # open ties last, but those closed by hand are closed
        options.sort(key=lambda option: option[1][0].waits and option[1][0].device not in case.closed)
    for place, ways in options:
        if case.only.get(element.name, place) != place:
            continue
        usable = [way for way in ways
                  if may_use(way) and way.device not in case.out and way.source in feeds
                  and not (lives and behind(element, way.source, feeds))]
        if usable:
            return Feed(place, usable)
    return None


def spread(elements, case, feeds):
    """From dead: everything that can live without anybody acting finds some feed."""
    changed = True
    while changed:
        changed = False
        for element in elements:
            found = first_feed(element, case, feeds, conducting(case)) if element.name not in feeds else None
            if found:
                feeds[element.name] = found
                changed = True


def close_one(elements, case, feeds, may_use):
    """The feed of the first that is dead and finds one; None when nobody does."""
    for element in elements:
        found = first_feed(element, case, feeds, may_use(element)) if element.name not in feeds else None
        if found:
            feeds[element.name] = found
            return found
    return None


def close_ties(elements, case, feeds):
    """One open tie after the other; what that brings back to life has no need of the next."""
    spread(elements, case, feeds)
    while close_one(elements, case, feeds, lambda element: acting(case)):
        spread(elements, case, feeds)


def by_hand(elements, case, feeds):
    """One manual way after the other, as long as something wants it; returns the case with these closed."""
    while any(element.name in case.wanted and element.name not in feeds for element in elements):
        found = close_one(elements, case, feeds,
                          lambda element: lambda way: way.tie or element.name in case.wanted)
        if not found:
            break
        case = replace(case, closed=case.closed | {way.device for way in found.ways if not way.automatic})
        close_ties(elements, case, feeds)
    return case


def improve(elements, case, feeds):
    """Each takes a better feed; what it has is never behind it.  No open tie closes for what lives."""
    changed = True
    while changed:
        changed = False
        for element in elements:
            if element.name in feeds:
                has = feeds[element.name].ways
                found = first_feed(element, case, feeds, lambda way: conducting(case)(way) or way in has)
                if found != feeds[element.name]:
                    feeds[element.name] = found
                    changed = True


def conducting(case):
    return lambda way: way.device in case.closed or way.automatic and not way.waits


def acting(case):
    return lambda way: way.device in case.closed or way.automatic


def settle(hall, case):
    """Live element -> its feed.  Sources have one without ways."""
    gone = case.out | case.absent
    feeds = {source.name: Feed(0, []) for source in hall.of_kind(*SOURCES) if source.name not in gone}
    able = [element for element in hall.in_order if element.options and element.name not in gone]
    passing = [element for element in able if element.kind in PASSING]
    close_ties(passing, case, feeds)
    if case.wanted:
        case = by_hand(passing, case, feeds)
    improve(passing, case, feeds)
    for element in able:
        if element.kind not in PASSING:         # nothing is fed from these
            found = first_feed(element, case, feeds, acting(case))
            if not found and case.wanted and element.name in case.wanted:
                found = first_feed(element, case, feeds, lambda way: True)
            if found:
                feeds[element.name] = found
    return feeds


def closed_by_hand(feeds):
    return frozenset(way.device for feed in feeds.values() for way in feed.ways if not way.automatic)


# --- loads --------------------------------------------------------------------


def shares(load, devices):
    """PSU sharing: wire name -> part of the load it carries; None when it is lost."""
    total = sum(load.psus[device] for device in devices)
    if total == 0 or (load.needed is not None and total < load.needed):
        return None
    if load.rating is not None and load.power is not None and load.power > load.rating * total:
        return None
    return {device: Fraction(load.psus[device], total) for device in devices}


def serve(hall, case, feeds):
    """Load name -> (load, its shares or None when lost); without what is taken out itself."""
    served = {}
    for element in hall.elements.values():
        devices = [way.device for way in feeds[element.name].ways] if element.name in feeds else []
        for load in element.loads:
            if load.name not in case.out and load.owner not in case.out:
                served[load.name] = (load, shares(load, devices))
    return served


def lost_loads(served):
    return {name: load for name, (load, share) in served.items() if share is None}


def loops(hall, case, feeds):
    """Closed ties that join two elements which are both fed from elsewhere: what flows through them is not known."""
    return [tie for tie in hall.ties()
            if tie.closed and tie.name not in case.out and all(side in feeds for side in tie.sides)
            and not any(way.device == tie.name for side in tie.sides for way in feeds[side].ways)]


def carrying(hall, case, feeds, served):
    """Elements through which a load that is served draws, or that share what flows in a loop."""
    reached = set()

    def reach(name):
        if name not in reached:
            reached.add(name)
            for way in feeds[name].ways:
                reach(way.source)

    for load, share in served.values():
        for way in feeds[load.owner].ways if share else []:
            if share[way.device] > 0:
                reach(way.source)
    for tie in loops(hall, case, feeds):
        for side in tie.sides:
            reach(side)
    return reached


def carried_watts(hall, served):
    """What each feed of a load or rack carries, where all the power behind it is known."""
    carried = {}
    for element in hall.elements.values():
        if element.loads and all(load.power is not None for load in element.loads):
            parts = [(load.power, served[load.name][1]) for load in element.loads if load.name in served]
            for wire in element.wires:
                carried[wire.label] = float(sum(power * share[wire.name] for power, share in parts
                                                if share and wire.name in share))
    return carried


# --- cascade ------------------------------------------------------------------


def source_rating(element):
    """What parallel sources share by: a rating in VA or W, None without."""
    try:
        return quantity(element.fields.get("rating"), ["VA", "W"], element.name)
    except Refused:             # amperes
        return None


def devices(hall):
    """Name -> rating in amperes, of every device that can trip."""
    rated = {wire.name: wire.amps for wire in hall.all_wires() if wire.amps is not None}
    rated.update({tie.name: tie.amps for tie in hall.ties() if tie.amps is not None})
    return rated


def is_lossless(efficiency, where):
    """Whether a curve of efficiency is given and says 100 % everywhere."""
    return bool(isinstance(efficiency, dict) and efficiency
                and all(ratio(value, where) == 1 for value in efficiency.values()))


def why_not(element):
    """What of an element keeps its currents from being known here; None when nothing does."""
    fields, kind = element.fields, element.kind
    if kind in SOURCES and "voltage" not in fields or kind == "transformer" and "secondary" not in fields:
        return "no voltage"
    if kind == "transformer" and any(watts(fields.get(loss, "1 W"), element.name) != 0
                                     for loss in ("no_load_loss", "load_loss")):
        return "losses"
    if kind == "busway" and any(not fields.get(part, "0").startswith("0 ") and fields.get(part, "0") != "0"
                                for part in ("resistance", "reactance")):
        return "resistance"
    if kind == "ups" and not is_lossless(fields.get("efficiency"), element.name):
        return "efficiency"
    if any(wire.phases != "ABC" and (wire.phases or element.kind in ("rack", "load")) for wire in element.wires):
        return "phases"
    if any(load.power is None for load in element.loads):
        return "a load of unknown power"
    return None


def cascade_unknown(hall):
    """Why the currents of this hall are not known here; None when they are, or nothing can trip."""
    if not devices(hall):
        return None
    for element in hall.elements.values():
        reason = why_not(element)
        for ways in element.options:
            ratings = [source_rating(hall.elements[way.source]) for way in ways]
            if not element.cords and len(ways) > 1 and not all(ratings):
                reason = reason or "parallel sources without ratings"
        if reason:
            return f"{element.name}: {reason}"
    return None


def volts(hall, feeds, name):
    """Nominal voltage of what an element supplies."""
    element = hall.elements[name]
    word = "voltage" if element.kind in SOURCES or element.kind == "ups" else "secondary"
    if word in element.fields and (element.kind in SOURCES or element.kind in ("ups", "transformer", "pdu")):
        return quantity(element.fields[word], ["V"], name)
    return volts(hall, feeds, feeds[name].ways[0].source)


def flows(hall, feeds, served):
    """Wire or tie -> [source, watts, vars] that it carries."""
    carried, drawn = {}, {}

    def take(way, active, reactive):
        flow = carried.setdefault(way.device, [way.source, 0.0, 0.0])
        flow[1] += active
        flow[2] += reactive
        ways = feeds[way.source].ways
        if len(ways) == 1:
            take(ways[0], active, reactive)
        elif ways:
            ratings = [source_rating(hall.elements[above.source]) for above in ways]
            for above, rating in zip(ways, ratings):
                part = float(rating / sum(ratings))
                take(above, active * part, reactive * part)

    for load, share in served.values():
        for way in feeds[load.owner].ways if share else []:
            watts_here = float(load.power) * float(share[way.device])
            vars_here = watts_here * math.sqrt(1 / float(load.power_factor) ** 2 - 1)
            active, reactive = drawn.get(way, (0.0, 0.0))
            drawn[way] = (active + watts_here, reactive + vars_here)
    for way, (active, reactive) in drawn.items():
        if active:
            take(way, active, reactive)
    return carried


def worst_device(hall, feeds, served):
    """The device furthest above its rating; None when all carry what they have."""
    rated, over = devices(hall), {}
    if not rated:
        return None
    for name, (source, active, reactive) in flows(hall, feeds, served).items():
        if name in rated:
            amps = math.hypot(active, reactive) / (math.sqrt(3) * float(volts(hall, feeds, source)))
            if amps > float(rated[name]) * (1 + ROUNDING):
                over[name] = amps / float(rated[name]) if rated[name] else math.inf
    worst = [name for name in over if over[name] >= max(over.values()) * (1 - ROUNDING)]
    return min(worst, key=natural, default=None)


def cascade(hall, case, feeds, served):
    """(what is served after all overloaded devices have opened, these devices in order); None where not known."""
    tripped = []
    case = replace(case, closed=case.closed | closed_by_hand(feeds), wanted=None)
    while True:
        if loops(hall, case, feeds):
            return None, None
        device = worst_device(hall, feeds, served)
        if device is None:
            return served, tripped
        tripped.append(device)
        case = replace(case, out=case.out | {device})
        feeds = settle(hall, case)
        served = serve(hall, case, feeds)


# --- cases --------------------------------------------------------------------


def with_sides(hall, names):
    """A fault between two elements takes both."""
    return set(names).union(*[hall.elements[name].sides for name in names if name in hall.elements])


def fault_cases(hall, base):
    """(name, case) of every single fault in this base."""
    for element in hall.elements.values():
        swept = [] if element.name in base.absent else [element.name]
        swept += [wire.name for wire in element.wires if wire.swept] + element.classes
        for name in swept:
            yield name, base.case(f"fault: {name}", with_sides(hall, [name]))


def ties_in_use(hall, feeds):
    devices_in_use = {way.device for feed in feeds.values() for way in feed.ways}
    return {tie.name for tie in hall.ties() if tie.name in devices_in_use}


def stuck_cases(hall, base, fault):
    """Every device that a fault calls, not doing what it was called to do."""
    feeds = settle(hall, fault)
    drawn = carrying(hall, fault, feeds, serve(hall, fault, feeds))
    closed = ties_in_use(hall, feeds) - ties_in_use(hall, base.feeds)
    for name, element in hall.elements.items():
        case = replace(fault, name=f"stuck: {name} at {fault.name}")
        if element.sides and name in closed and element.automatic and not element.closed:
            yield replace(case, out=fault.out | {name})
        elif element.kind == "generator" and name in drawn and name not in base.carrying:
            yield replace(case, out=fault.out | {name})
        elif len(element.own) > 1 and name in feeds and name in base.feeds:
            if feeds[name].place != base.feeds[name].place:
                yield replace(case, only={**fault.only, name: base.feeds[name].place})


def breaker_failure_cases(hall, base):
    for element in hall.elements.values():
        live = [way.device for way in base.feeds[element.name].ways] if element.name in base.feeds else []
        for wire in element.wires:
            if wire.breaker and wire.name in live:
                yield base.case(f"breaker failure: {wire.name}", [element.name, wire.target])


def maintenance_cases(hall, base):
    """(name, case) of every maintenance."""
    lived = frozenset(base.feeds)
    for element in hall.elements.values():
        if element.kind in ("rack", "load"):
            continue
        if element.name not in base.absent:
            out = [element.name] if element.drawout else with_sides(hall, [element.name])
            yield element.name, base.case(f"maintenance: {element.name}", out, wanted=lived)
        for wire in element.wires:
            supply = hall.elements[wire.target]
            if wire.swept and not (supply.kind == "switchboard" and not supply.drawout):
                yield wire.name, base.case(f"maintenance: {wire.name}", [wire.name], wanted=lived)


def maintenance_fault_cases(hall, base):
    for maintained, maintenance in maintenance_cases(hall, base):
        closed = closed_by_hand(settle(hall, maintenance))
        for name, fault in fault_cases(hall, base):
            if name != maintained:
                yield base.case(f"maintenance: {maintained} + fault: {name}",
                                maintenance.out | fault.out, closed=closed)


def bases_of(hall):
    bases = [Base("", set())]
    if hall.of_kind("generator"):
        bases.append(Base(", on generators", {utility.name for utility in hall.of_kind("utility")}))
    for base in bases:
        normal = base.case("normal")
        base.feeds = settle(hall, normal)
        base.carrying = carrying(hall, normal, base.feeds, serve(hall, normal, base.feeds))
    return bases


def cases_of(hall, base, kinds):
    """The cases of these kinds that begin in both bases."""
    if "normal" in kinds:
        yield base.case("normal")
    for _, fault in fault_cases(hall, base):
        if "fault" in kinds:
            yield fault
        if "stuck" in kinds:
            yield from stuck_cases(hall, base, fault)
    if "common" in kinds:
        for name, outed in hall.common.items():
            if name in hall.groups and outed <= base.absent:
                continue
            yield base.case(f"common: {name}", with_sides(hall, outed))
    if "breaker failure" in kinds and "tier-4" in hall.rules:
        yield from breaker_failure_cases(hall, base)
    if "bypass" in kinds:
        for element in hall.elements.values():
            if element.bypass is not None:
                yield base.case(f"bypass: {element.name}", only={element.name: element.bypass})


def all_cases(hall, kinds):
    """(base, case) of every case of these kinds."""
    bases = bases_of(hall)
    for base in bases:
        for case in cases_of(hall, base, kinds):
            yield base, case
    worst = bases[-1]           # generators, where there are any
    if "maintenance" in kinds:
        for _, case in maintenance_cases(hall, worst):
            yield worst, case
    if "maintenance+fault" in kinds and hall.redundancy == "maintenance+fault":
        for case in maintenance_fault_cases(hall, worst):
            yield worst, case
    if "any-two" in kinds and hall.redundancy == "any-two":
        for (first, one), (second, two) in itertools.combinations(fault_cases(hall, bases[0]), 2):
            yield bases[0], bases[0].case(f"fault: {first} + fault: {second}", one.out | two.out)


def run_case(hall, base, case, with_cascade, with_feeds):
    """(what is lost and dead in a case, what each feed of a load or rack carries when asked)."""
    feeds = settle(hall, case)
    served = serve(hall, case, feeds)
    lost = lost_loads(served)
    dead = [name for name, element in hall.elements.items()
            if name in base.feeds and name not in feeds and name not in case.out and not element.is_load]
    later, tripped = None, None
    if with_cascade:
        after, tripped = cascade(hall, case, feeds, served)
        if tripped is not None:
            later = {name: float(load.power) for name, load in lost_loads(after).items() if name not in lost}
    said = {"lost": {name: float(load.power) for name, load in lost.items() if load.power is not None},
            "cascade": later, "dead": sorted(dead),
            "unserved_unknown": sorted(name for name, load in lost.items() if load.power is None),
            "tripped": tripped}
    return said, carried_watts(hall, served) if with_feeds else None


def judge(text, with_feeds=False, kinds=SINGLE):
    """What the twin says of a hall.  compare.py asks for single faults and common causes."""
    hall = read_hall(text)
    held = sum(load.name != load.owner for load in hall.all_loads())
    answer = {"elements": len(hall.elements), "held": held, "cases": {}}
    unknown = cascade_unknown(hall)
    if unknown:
        answer["cascade_unknown"] = unknown
    for base, case in all_cases(hall, kinds):
        if case.name in answer["cases"]:
            raise Refused(f"two cases named {case.name}")
        answer["cases"][case.name], feeds = run_case(hall, base, case, not unknown, with_feeds)
        if with_feeds:
            answer.setdefault("feeds", {})[case.name] = feeds
    return answer


def main(arguments):
    files = [argument for argument in arguments if argument != "--feeds"]
    if len(files) != 1 or files[0].startswith("-"):
        sys.exit("usage: twin.py [--feeds] HALL.yaml")
    try:
        with open(files[0], encoding="utf-8") as file:
            answer = judge(file.read(), "--feeds" in arguments, ALL)
    except (OSError, yaml.YAMLError, ValueError) as problem:
        sys.exit(f"twin: {files[0]}: {problem}")
    print(json.dumps(answer, sort_keys=True, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
