#!/usr/bin/env python3
"""Which loads lose their cooling in which outage: a second computation, to check the C program against.

Written from docs/physics/cooling-outages.md alone; shares no code with headroom.  What has supply in a case comes from
the power twin (twin.py): coolers, and pumps with feeds of their own, are loads to it.  Then balances of heat and flow as
the text has them: what lives, from the outdoor air down; heat and flow, from loads up; what holds; what is lost.

    cooled_twin.py HALL.yaml READINGS.csv

The normal state is not solved here: what coolers draw in it, what rear doors and economisers take, what the primary of
an economiser without others carries, is taken from the readings of the program (`headroom export readings`).  Headers are ideal; what has junctions is refused.

A quantity that is not wholly known is an interval: what is known of it, and no upper end.  A comparison that the
interval leaves open is unknown.

What the text leaves open, and what is done here:

 1. A held pump with `standby: stopped` starts when another of its CDU does not turn.
 2. Of a rack that loses some of what it holds, only what has supply needs flow.
 3. A rear door that is out needs no flow.
 4. An economiser ahead needs `primary_flow` x min(1, heat / cooling) of its primary, and is one of the running coolers
    of 3.4.
 5. Where the shares of coolers are not known, all together are still beyond what they can take when their body is.
 6. A body is without heat where nothing gives it any; what economisers ahead take of that has to be moved too.
"""
import csv
import functools
import sys
from collections import namedtuple
from dataclasses import dataclass, field

import yaml

import cooling_twin
import twin
import twin_model
from cooling_twin import Element, Liquid, number

COOLERS = {"cdu", "chiller", "crah", "crac", "dry-cooler", "cooling-tower", "heat-exchanger", "economiser",
           "air-economiser", "tank"}
COMPRESSORS, OUTDOORS = {"chiller", "crac"}, {"dry-cooler", "cooling-tower", "economiser", "air-economiser"}
TO_BODIES = {"cdu", "heat-exchanger", "crah", "tank"}       # have to name what takes their heat
FREE = {"economiser", "air-economiser"}
AIRY = {"crah", "crac", "air-economiser"}
UPPER = {"A1": 32, "A2": 35, "A3": 40, "A4": 45, "H1": 22}      # degC
ELECTRICAL = {"type", "from", "power", "power_factor", "redundancy", "room", "epo"}
CLOSE = 1e-9
PLACELESS = 1.0             # W without a place that are rounding
INFINITE = float("inf")


class Range(namedtuple("Range", "low high")):
    """What is known of a quantity."""

    def __add__(self, other):
        return Range(self.low + other.low, self.high + other.high)

    def times(self, factor):
        return Range(self.low * factor, self.high * factor if factor else 0.0)

    @property
    def known(self):
        return self.low == self.high


NOTHING, ANYTHING = Range(0.0, 0.0), Range(0.0, INFINITE)


def exactly(value):
    return ANYTHING if value is None else Range(value, value)


def total(ranges):
    return functools.reduce(Range.__add__, ranges, NOTHING)


def no_more(load, limit):
    """Whether load <= limit: True, False or None."""
    if load.high <= limit.low * (1 + CLOSE):
        return True
    if load.low > limit.high * (1 + CLOSE):
        return False
    return None


def every(truths):
    """All true: True; one false: False; else None."""
    truths = list(truths)
    return False if False in truths else None if None in truths else True


@dataclass
class Stuck(twin.Case):
    """A fault, and a stopped pump that does not start when that calls it."""
    stays: str = None


@dataclass
class Pump:
    name: str
    fed: bool
    stopped: bool
    power: float
    alike: int          # which declaration of its cooler it is of


@dataclass
class Cooler:
    element: Element
    body: str
    to: str
    pumps: list
    ahead: bool = False

    @property
    def name(self):
        return self.element.name

    @property
    def kind(self):
        return self.element.kind

    def flow(self):
        return self.element.get("airflow" if self.kind in AIRY else "flow")


@dataclass
class Body:
    element: Element
    coolers: list = field(default_factory=list)

    @property
    def name(self):
        return self.element.name

    @property
    def kind(self):
        return self.element.kind


@dataclass
class State:
    """One case."""
    out: set = field(default_factory=set)
    runs: dict = field(default_factory=dict)
    dead: dict = field(default_factory=dict)
    part: dict = field(default_factory=dict)        # of its pumps
    pumping: dict = field(default_factory=dict)     # W that pumps with feeds of their own put into the loop
    gives: dict = field(default_factory=dict)       # (load, body) -> W
    heat: dict = field(default_factory=dict)        # body -> W
    rest: dict = field(default_factory=dict)        # body -> W, economisers ahead taken off
    need: dict = field(default_factory=dict)        # body -> m3/s
    takes: dict = field(default_factory=dict)       # cooler -> W
    doors: dict = field(default_factory=dict)       # rack -> (loop of its door, its zone, all of its air heat)
    holds: dict = field(default_factory=dict)
    nowhere: set = field(default_factory=set)       # (rack, the field that it lacks)


# --- the hall -----------------------------------------------------------------


def declared(document):
    """(name, fields, held: [(name, fields)]) of everything at the top."""
    for declaration, fields in document["elements"].items():
        for name, captures in twin_model.expand(declaration):
            own = dict(fields)
            for key in {"cooled_by", "primary", "coolant", "zone"} & set(fields):
                if isinstance(fields[key], str):
                    own[key] = twin_model.fill_captures(fields[key], captures)
            held = [("%s.%s" % (name, inner), inside) for text, inside in (fields.get("holds") or {}).items()
                    for inner, _ in twin_model.expand(text)]
            yield name, own, held


def electrical(document):
    """The hall as the power twin reads it: coolers and pumps with feeds are loads, what is in racks are nodes."""
    elements, pumps = {}, {}
    for declaration, fields in document["elements"].items():
        kind = fields["type"]
        if kind in ("loop", "zone") or kind in COOLERS and "from" not in fields:
            continue
        if kind in COOLERS:
            elements[declaration] = {**{key: value for key, value in fields.items() if key in ELECTRICAL}, "type": "load"}
            for text, inside in (fields.get("holds") or {}).items():
                if "from" in inside:
                    pumps["%s.%s" % (declaration, text)] = {
                        **{key: value for key, value in inside.items() if key in ELECTRICAL}, "type": "load"}
            continue
        fields = dict(fields)
        if "holds" in fields:
            fields["holds"] = {text: {**inside, "type": "node"} for text, inside in fields["holds"].items()
                               if inside["type"] in ("node", "load")}
        elements[declaration] = fields
    return {**document, "elements": {**elements, **pumps}, "cases": {}}


class Hall:
    def __init__(self, text, readings):
        self.document = document = yaml.load(text, Loader=yaml.BaseLoader)
        self.normal = readings
        shadow = electrical(document)
        self.power = twin.read_hall(yaml.safe_dump(shadow, sort_keys=False))
        self.elements, self.held, self.decl = {}, {}, {}
        for name, fields, held in declared(document):
            self.elements[name] = Element(name, fields["type"], fields)
            self.held[name] = [Element(inner, inside["type"], inside) for inner, inside in held]
        self.find_bodies()
        self.find_commons()
        self.limit = number(document["site"]["limits"]["inlet_high"]) if "inlet_high" in document["site"].get("limits", {}) \
            else None

    def find_bodies(self):
        names = list(self.elements)
        self.bodies = {n: Body(e) for n, e in self.elements.items() if e.kind in ("loop", "zone", "tank")}
        self.coolers = {}
        for body in self.bodies.values():
            by = body.name if body.kind == "tank" else body.element.fields.get("cooled_by", [])
            for name in twin_model.names_meant([by] if isinstance(by, str) else by, names):
                element = self.elements[name]
                pumps = [Pump(h.name, "from" in h.fields, h.fields.get("standby") == "stopped", h.get("power", 0.0),
                              id(h.fields)) for h in self.held[name] if h.kind == "pump"]
                to = element.fields.get("primary", element.fields.get("zone"))
                self.coolers[name] = Cooler(element, body.name, to, pumps)
                body.coolers.append(name)
            kinds = {self.coolers[n].kind for n in body.coolers}
            for n in body.coolers:
                self.coolers[n].ahead = self.coolers[n].kind in FREE and not kinds <= FREE
        self.upwards = []           # what gives heat before what takes it
        while len(self.upwards) < len(self.bodies):
            ready = [n for n in self.bodies if n not in self.upwards
                     and all(c.body in self.upwards for c in self.coolers.values() if c.to == n)]
            if not ready:
                raise twin.Refused("bodies that cool each other")
            self.upwards += ready

    def find_commons(self):
        """Named cases, rooms, epos: also of what the power twin does not know."""
        known = list(self.elements)
        known += [h.name for n in self.elements for h in self.held[n] if h.kind != "rear-door"]
        known += [wire.name for wire in self.power.all_wires()]
        common, groups = {}, {"room": {}, "epo": {}}
        for name, case in (self.document.get("cases") or {}).items():
            if "out" in case:
                entries = [case["out"]] if isinstance(case["out"], str) else case["out"]
                common[name] = set().union(*[outed(entry, known) for entry in entries])
        for key in ("room", "epo"):
            for name, element in self.power.elements.items():
                if key in element.fields:
                    groups[key].setdefault(element.fields[key], set()).add(name)
            for name, element in self.elements.items():
                if key in element.fields and name not in self.power.elements:
                    groups[key].setdefault(element.fields[key], set()).add(name)
        self.power.groups = set()
        for key, found in groups.items():
            for group, members in found.items():
                self.power.groups.add("%s %s" % (key, group))
                common["%s %s" % (key, group)] = members
        self.power.common = common

    def reading(self, name, quantity):
        """Of the normal state; None where it is not known."""
        return self.normal.get("%s.%s" % (name, quantity))

    def draw(self, name):
        port = "from" if "from" in self.elements[name].fields else "heat"
        if self.elements[name].kind == "heat-exchanger":
            return 0.0
        return self.reading(name, port + ".draw")


def outed(entry, known):
    if entry in known:
        return {entry}
    head, dot, tail = entry.partition(".from")
    found = set()
    for name, _ in twin_model.expand(head):
        matches = twin_model.matching(name + dot + tail, known)
        if not matches:
            raise twin.Refused("out: %s: there is no %s" % (entry, name))
        found.update(matches)
    return found


def read_readings(file):
    return {row["point"]: float(row["value"]) for row in csv.DictReader(file)
            if row["value"] and row["state"] in ("known", "off")}


# --- 1. what lives --------------------------------------------------------------


def turning(hall, cooler, supplied, out):
    """Pumps of it that turn."""
    lives = cooler.name not in out and supplied.get(cooler.name, True)
    able = [pump for pump in cooler.pumps
            if pump.name not in out and (supplied[pump.name] if pump.fed else lives)]
    others = [pump for pump in cooler.pumps if not pump.stopped]
    called = any(pump not in able for pump in others)
    return [pump for pump in able if called or not pump.stopped]


def supply_of(hall, case):
    return with_supply(hall, case, twin.serve(hall.power, case, twin.settle(hall.power, case)))


def called(hall, case, before):
    """Names of stopped pumps that a fault calls, one of each class of identical ones without feeds of their own; `before`
    is what has supply in the base state."""
    now, names = supply_of(hall, case), []
    for cooler in hall.coolers.values():
        classes = set()
        for pump in cooler.pumps:
            if not pump.stopped or missing(cooler, before, set()) or not missing(cooler, now, case.out):
                continue
            if cooler.name in case.out or pump.name in case.out or not now.get(cooler.name, True):
                continue
            if pump.fed and now[pump.name] or not pump.fed and pump.alike not in classes:
                names.append(pump.name)
                classes.add(pump.alike)
    return names


def missing(cooler, supplied, out):
    """Whether one of its pumps that should always turn does not; those without feeds turn while the cooler lives."""
    return any(not pump.stopped and (pump.name in out or pump.fed and not supplied[pump.name]) for pump in cooler.pumps)


def live(hall, state, supplied, out):
    for name in reversed(hall.upwards):
        body = hall.bodies[name]
        for each in body.coolers:
            cooler = hall.coolers[each]
            turn = turning(hall, cooler, supplied, out)
            if {each, name} & out or not supplied.get(each, True) or cooler.pumps and not turn:
                state.runs[each] = False
            elif cooler.to is not None and state.dead[cooler.to] is not False:
                state.runs[each] = None if state.dead[cooler.to] is None else False
            else:
                state.runs[each] = True
            needed = cooler.element.get("needed", sum(not pump.stopped for pump in cooler.pumps))
            state.part[each] = min(1.0, len(turn) / needed) if cooler.pumps and needed else 1.0
            state.pumping[each] = sum(pump.power for pump in turn if pump.fed)
        some = [state.runs[each] for each in body.coolers if not hall.coolers[each].ahead]
        state.dead[name] = name in out or bool(some) and (False if True in some else None if None in some else True)


# --- 2. heat and flow -------------------------------------------------------------


def own_loads(hall, name):
    """What a rack holds that gives heat, or the rack or load itself."""
    inside = [h for h in hall.held[name] if h.kind in ("node", "load")]
    return inside or [hall.elements[name]]


def load_heat(hall, state, served):
    """What each load gives, and needs."""
    for name, element in hall.elements.items():
        if element.kind == "rack":
            rack_heat(hall, state, served, element)
        elif element.kind == "load" and "zone" in element.fields and served[name]:
            heat = exactly(element.get("power"))
            state.gives[name, element.fields["zone"]] = heat
            ask(state, element.fields["zone"], air_need(hall, element, heat, element.fields["zone"]))


def ask(state, body, need):
    state.need[body] = state.need.get(body, NOTHING) + need


def by_heat(own, heat, rate):
    if own is not None:
        return exactly(own)
    if rate is None:
        return NOTHING if heat == NOTHING else ANYTHING
    return heat.times(rate)


def air_need(hall, load, heat, zone):
    return by_heat(load.get("airflow"), heat, hall.bodies[zone].element.get("airflow_per_power"))


def rack_heat(hall, state, served, rack):
    coolant, zone = rack.fields.get("coolant"), rack.fields.get("zone")
    liquid, air = NOTHING, NOTHING
    for load in own_loads(hall, rack.name):
        if not served[load.name]:
            continue
        bath = coolant is not None and hall.bodies[coolant].kind == "tank"
        share, heat = load.get("liquid_share", 1.0 if bath else 0.0), exactly(load.get("power"))
        liquid, air = liquid + heat.times(share), air + heat.times(1 - share)
        if coolant is not None and not (bath and "boiling" in hall.elements[coolant].fields):
            ask(state, coolant, by_heat(load.get("flow"), heat.times(share),
                                        hall.bodies[coolant].element.get("flow_per_power")))
        if zone is not None:
            ask(state, zone, air_need(hall, load, heat.times(1 - share), zone))
    wet = rack.fields.get("cooling") in ("cold-plate", "immersion") \
        or any(load.get("liquid_share", 0.0) > 0 for load in own_loads(hall, rack.name))
    if coolant is None and zone is not None and wet and (liquid + air).high > PLACELESS:
        state.nowhere.add((rack.name, "coolant"))
    door = next((h for h in hall.held[rack.name] if h.kind == "rear-door"), None)
    if door and door.name not in state.out:
        air = door_heat(hall, state, rack, door, air)
    if coolant is not None:
        state.gives[rack.name, coolant] = liquid
    if zone is not None:
        state.gives[rack.name, zone] = air
    elif coolant is not None and air.high > PLACELESS:
        state.nowhere.add((rack.name, "zone"))


def door_heat(hall, state, rack, door, air):
    """What a rear door leaves of the air heat of its rack."""
    loop = door.fields["primary"]
    ask(state, loop, exactly(door.get("flow")))
    if state.dead[loop] or air == NOTHING:
        return air
    taken = exactly(hall.reading(door.name, "heat.heat"))
    taken = Range(min(taken.low, air.low), min(taken.high, air.high, door.get("cooling", INFINITE)))
    if state.dead[loop] is None:
        taken = Range(0.0, taken.high)
    state.doors[rack.name] = loop, rack.fields.get("zone"), air
    key = rack.name, loop
    state.gives[key] = state.gives.get(key, NOTHING) + taken
    left = Range(max(0.0, air.low - taken.high), max(0.0, air.high - taken.low) if air.high < INFINITE else INFINITE)
    return NOTHING if left.high <= CLOSE * air.low else left        # rounding


def cooler_share(hall, body, state, cooler, rest):
    """Its share of the heat of its body."""
    mine = [hall.coolers[n] for n in body.coolers if not hall.coolers[n].ahead]
    running = [c for c in mine if state.runs[c.name] is not False]
    if any(state.runs[c.name] is None for c in running):
        return Range(0.0, rest.high)
    if len(running) == 1:
        return rest
    if all(c.flow() is not None for c in mine):
        weights = {c.name: c.flow() * state.part[c.name] for c in running}
    elif all(c.element.get("cooling") is not None for c in running):
        weights = {c.name: c.element.get("cooling") for c in running}
    else:
        return Range(0.0, rest.high)
    return rest.times(weights[cooler.name] / sum(weights.values()))


def put_in(hall, state, cooler):
    """What a running cooler puts into its own body."""
    if cooler.kind in COMPRESSORS | OUTDOORS | {"heat-exchanger"} or to_air(hall, cooler):
        return exactly(state.pumping[cooler.name])
    return exactly(hall.draw(cooler.name)) + exactly(state.pumping[cooler.name])


def to_air(hall, cooler):
    return cooler.kind == "cdu" and cooler.to is not None and hall.bodies[cooler.to].kind == "zone"


def compressor_draw(hall, cooler, heat):
    """The draw of the normal state in proportion to heat."""
    port = "from" if "from" in cooler.element.fields else "heat"
    draw, normal = hall.draw(cooler.name), hall.reading(cooler.name, port + ".heat")
    if heat == NOTHING:
        return NOTHING
    return ANYTHING if draw is None or not normal else heat.times(draw / normal)


def hand_up(hall, state, cooler, heat):
    """What a cooler that may run gives to what takes its heat, and needs of that."""
    state.takes[cooler.name] = heat
    if cooler.to is None:
        return
    given = heat
    if cooler.kind in COMPRESSORS:
        given = heat + compressor_draw(hall, cooler, heat)
    elif to_air(hall, cooler):
        given = heat + exactly(hall.draw(cooler.name))
    need = primary_need(hall, cooler, heat, given)
    if state.runs[cooler.name] is None:
        given, need = Range(0.0, given.high), Range(0.0, need.high)
    state.heat[cooler.to] = state.heat.get(cooler.to, NOTHING) + given
    ask(state, cooler.to, need)


def primary_need(hall, cooler, heat, given):
    element = cooler.element
    if to_air(hall, cooler):
        return by_heat(element.get("airflow"), given, hall.bodies[cooler.to].element.get("airflow_per_power"))
    flow, cooling = element.get("primary_flow"), element.get("cooling")
    if flow is not None:
        if cooling is None:
            return NOTHING if heat.high == 0 else Range(0.0, flow)
        return Range(flow * min(1.0, heat.low / cooling), flow * min(1.0, heat.high / cooling))
    rise = element.get("primary_rise")
    if rise is None or "supply" not in hall.elements[cooler.to].fields:
        return NOTHING if heat.high == 0 else ANYTHING
    loop = hall.bodies[cooler.to].element
    liquid = Liquid(loop.fields["fluid"])
    mean = loop.get("supply") + rise / 2
    return heat.times(1 / (liquid.rho(mean) * liquid.cp(mean) * rise))


def carry(hall, state):
    for name in hall.upwards:
        body = hall.bodies[name]
        heat = state.heat.get(name, NOTHING) + total(h for (_, to), h in state.gives.items() if to == name)
        mine = [hall.coolers[n] for n in body.coolers if state.runs[n] is not False]
        for cooler in mine:
            own = put_in(hall, state, cooler)
            heat = heat + (own if state.runs[cooler.name] else Range(0.0, own.high))
        state.heat[name], rest = heat, heat
        state.need.setdefault(name, NOTHING)
        for cooler in mine:
            if cooler.ahead:
                port = "from" if "from" in cooler.element.fields else "heat"
                taken = exactly(hall.reading(cooler.name, port + ".heat"))
                most = INFINITE if taken.known else cooler.element.get("cooling", INFINITE)
                taken = Range(min(taken.low, rest.low), min(taken.high, rest.high, most))
                if state.runs[cooler.name] is None:
                    taken = Range(0.0, taken.high)
                hand_up(hall, state, cooler, taken)
                if taken != NOTHING:
                    rest = Range(max(0.0, rest.low - taken.high), max(0.0, rest.high - taken.low)
                                 if rest.high < INFINITE else INFINITE)
        state.rest[name] = rest
        for cooler in mine:
            if not cooler.ahead:
                hand_up(hall, state, cooler, cooler_share(hall, body, state, cooler, rest))


# --- 3. what holds ----------------------------------------------------------------


def most_heat(hall, cooler):
    """Its `cooling`; of an economiser without others no more than its primary carries."""
    rated = exactly(cooler.element.get("cooling"))
    if cooler.kind != "economiser" or cooler.ahead or cooler.to is None:
        return rated
    carried = exactly(hall.reading(cooler.name, "from.primary_carries"))
    return Range(min(rated.low, carried.low), min(rated.high, carried.high))


def heat_holds(hall, state, name, behind):
    """Whether no cooler is given more than it takes; nor all together, where their shares are not known."""
    truths = []
    for cooler in behind:
        capacity = most_heat(hall, cooler)
        if capacity.high < INFINITE or state.takes[cooler.name].high > 0:
            truths.append(no_more(state.takes[cooler.name], Range(0.0, INFINITE) if capacity == ANYTHING else capacity))
    if no_more(state.rest[name], total(most_heat(hall, cooler) for cooler in behind)) is False:
        truths.append(False)
    return every(truths)


def able(hall, state, body, mine):
    """The most that its coolers can move."""
    moved = NOTHING
    for cooler in mine:
        one = exactly(cooler.flow()).times(state.part[cooler.name]) if cooler.flow() is not None else ANYTHING
        moved = moved + (one if state.runs[cooler.name] else Range(0.0, one.high))
    return moved


def flow_holds(hall, state, body, mine):
    element, need = body.element, state.need[body.name]
    if body.kind == "tank" and "boiling" in element.fields:
        return True
    own = element.get("flow") if body.kind == "loop" else None
    if body.kind == "zone" and "supply" in element.fields and ("class" in element.fields or hall.limit is not None):
        return inlet_holds(hall, state, body, mine)
    return no_more(need, exactly(own) if own is not None else able(hall, state, body, mine))


def inlet_holds(hall, state, body, mine):
    element, need, heat = body.element, state.need[body.name], state.heat[body.name]
    moved = able(hall, state, body, mine)
    if need.high == 0:
        return True
    upper = hall.limit if hall.limit is not None else UPPER[element.fields["class"]] + cooling_twin.ZERO
    if not need.known:
        return None
    supply, air = element.get("supply"), cooling_twin.Air(element.get("pressure", 101325.0))

    def inlet(flow, heat):
        part = max(element.get("recirculation", 0.05), 1 - (1 - element.get("leakage", 0.10)) * flow / need.low)
        rise = heat / (air.rho(supply) * air.cp(supply) * need.low)
        return INFINITE if part >= 1 else supply + part / (1 - part) * rise

    def reached(flow, heat):
        return inlet(flow, heat) - cooling_twin.ZERO <= (upper - cooling_twin.ZERO) * (1 + CLOSE)
    least, most = reached(moved.low, heat.high), reached(moved.high, heat.low)
    return least if least == most else None


def hold(hall, state):
    for name in reversed(hall.upwards):
        body = hall.bodies[name]
        if state.heat[name].high == 0:
            state.holds[name] = True
            continue
        mine = [hall.coolers[n] for n in body.coolers if state.runs[n] is not False]
        behind = [c for c in mine if not c.ahead]
        truths = [None if state.dead[name] is None else not state.dead[name], heat_holds(hall, state, name, behind),
                  flow_holds(hall, state, body, behind)]
        for cooler in mine:
            takes = state.takes[cooler.name]
            if cooler.to is None and cooler.kind in TO_BODIES and takes.high > 0:
                truths.append(None)
            elif cooler.to is not None and takes.high > 0:
                above = state.holds[cooler.to]
                truths.append(above if above or takes.low > 0 and state.runs[cooler.name] else None)
        state.holds[name] = every(truths)
        if state.heat[name].low == 0 and state.holds[name] is False:
            state.holds[name] = None


# --- 4. what is lost --------------------------------------------------------------


def settle(hall, served, out):
    """One case: its state, given what has supply."""
    state = State(out)
    supplied = {name: alive for name, alive in served.items() if name in hall.coolers or "." in name}
    live(hall, state, supplied, out)
    load_heat(hall, state, served)
    carry(hall, state)
    hold(hall, state)
    return state


def lost(state):
    """({(load, body): (W that are known to be lost, whether there may be more)}, set of (load, body) that may be lost)."""
    gone, unknown = {}, set(state.nowhere)
    for (load, body), heat in state.gives.items():
        if heat.high > 0 and state.holds[body] is False:
            gone[load, body] = heat.low, not heat.known
        elif heat.high > 0 and state.holds[body] is None:
            unknown.add((load, body))
    for load, (loop, zone, air) in state.doors.items():     # however it divides between the two, all of it is lost
        if (load, loop) in gone and (load, zone) in gone:
            gone[load, loop], gone[load, zone] = (0.0, False), (air.low, not air.known)
    return gone, unknown


def with_supply(hall, case, served):
    """Name -> whether it has supply, of all loads; those that are out have none."""
    alive = {load.name: False for load in hall.power.all_loads()}
    alive.update({name: share is not None for name, (_, share) in served.items()})
    return alive


def only_takes_away(hall, state, calm):
    """Whether nothing that cools stops against the base state, and no load gives more: then cooling is not asked."""
    return (all(state.runs[name] is not False and state.part[name] >= calm.part[name] or calm.runs[name] is False
                for name in hall.coolers)
            and not any(held.kind == "rear-door" and held.name in state.out
                        for name in hall.elements for held in hall.held[name])
            and all(heat.high <= calm.gives.get(key, NOTHING).high * (1 + CLOSE) for key, heat in state.gives.items()))


def judge(hall, case, with_cascade, calm=None):
    """(lost, unknown) before the cascade, and after it (None where that is not known); `calm` is the base state."""
    def lost_with(served):
        state = settle(hall, with_supply(hall, case, served), case.out | {getattr(case, "stays", None)})
        return lost(calm if calm and only_takes_away(hall, state, calm) else state)

    feeds = twin.settle(hall.power, case)
    served = twin.serve(hall.power, case, feeds)
    first = lost_with(served)
    if not with_cascade:
        return first, None
    after, tripped = twin.cascade(hall.power, case, feeds, served)
    if tripped is None:
        return first, None
    return first, lost_with(after) if tripped else first


def normal_state(hall, base):
    """The base state itself, without any outage."""
    case = base.case("normal")
    served = twin.serve(hall.power, case, twin.settle(hall.power, case))
    return settle(hall, with_supply(hall, case, served), case.out)


def main(arguments):
    with open(arguments[0], encoding="utf-8") as text, open(arguments[1], encoding="utf-8") as readings:
        hall = Hall(text.read(), read_readings(readings))
    for base, case in twin.all_cases(hall.power, twin.ALL):
        (gone, unknown), _ = judge(hall, case, False)
        if gone or unknown:
            print(case.name, base.suffix, gone, sorted(unknown))


if __name__ == "__main__":
    main(sys.argv[1:])
