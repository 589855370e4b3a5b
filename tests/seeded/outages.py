"""The arithmetic by hand: every outage of a hall, and the most that each place carries in any of them.

Written from the text of the model language for halls of hall.py alone, and only for what these are made of.  A case is
settled by walking the elements in the order of supply, then summed by walking back.  Power travels as complex volt-amperes
of each phase: one number where all loads are three-phase, three where some are not.
"""
import dataclasses
import math

ROOT3 = math.sqrt(3)
TOLERANCE = 1 + 1e-9
EFFICIENCY = ((0.25, 0.94), (0.5, 0.96), (1.0, 0.95))               # of every ups: straight lines between the points
LINES = {"A": (0,), "B": (1,), "C": (2,), "AB": (0, 1), "BC": (1, 2), "CA": (2, 0)}
PASSES_ON = ("utility", "generator", "transformer", "pdu", "switchboard", "busway", "ups", "ats", "sts", "breaker")
MINE = ("source",)                                                  # what stands in place of a feed
STORE = ("store",)

ONE_THING = {"normal", "fault", "stuck at a utility", "bypass", "maintenance", "common"}
COVERED = {"none": {"normal"}, "any-one": ONE_THING,
           "maintenance+fault": ONE_THING | {"maintenance+fault", "stuck"}}


@dataclasses.dataclass(frozen=True)
class Case:
    kind: str = "normal"
    base: str = "utility"
    out: frozenset = frozenset()                # elements that fail, with what fails with them
    wires: frozenset = frozenset()              # (element, wire)
    maintained: frozenset = frozenset()         # elements taken out by hand, before anything fails
    maintained_wires: frozenset = frozenset()
    stuck: frozenset = frozenset()
    on_bypass: frozenset = frozenset()
    utility: bool = False                       # the fault is that of a utility


def ups_loss(watts, rating):
    x = watts / rating
    points = EFFICIENCY
    if x <= points[0][0]:
        at = points[0][1]
    elif x >= points[-1][0]:
        at = points[-1][1]
    else:
        (x0, y0), (x1, y1) = next((a, b) for a, b in zip(points, points[1:]) if x <= b[0])
        at = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return watts * (1 / at - 1)


class Outages:
    """Runs all cases of a hall; afterwards `peaks` and `lost` say what happened."""

    def __init__(self, hall):
        self.hall = hall
        self.elements = hall.elements
        self.by_name = {one.name: one for one in hall.elements}
        self.wires = {one.name: one.wires() for one in hall.elements}
        feeds = [feed for one in hall.elements for _, feed in self.wires[one.name]]
        self.named = {one: dict(wires) for one, wires in self.wires.items()}
        self.single_phase = any(feed.phases not in (None, "ABC") for feed in feeds)
        self.phases = 3 if self.single_phase else 1
        self.volts = {}
        for one in hall.elements:
            own = one.fields.get("voltage") or one.fields.get("secondary")
            above = [feed.to for _, feed in self.wires[one.name]] + list(one.between or ())
            self.volts[one.name] = own or (self.volts[above[0]] if above else None)
        self.tie_of = {board: one for one in hall.elements if one.between for board in one.between}
        self.peaks = {}             # (rule, element, wire) -> the most it carries
        self.lost = {}              # load -> the first case that loses it and must not
        self.live_in = {}           # base -> what feeds what
        self.intake_in = {}         # base -> generator -> W
        self.carried = {}           # element -> has it carried anything

    # --- which feed lives -----------------------------------------------------------------------------------------------

    def settle(self, case, hands=False, closed=frozenset(), standby=True):
        live = {}
        gone = case.maintained | (frozenset() if hands else case.out)
        cut = case.maintained_wires | (frozenset() if hands else case.wires)
        for one in self.elements:
            if one.between:
                self.settle_tie(one, case, live, gone, hands)
            elif one.name in gone:
                live[one.name] = ()
            else:
                live[one.name] = self.feed_of(one, case, live, cut, hands, closed, standby)
        return live

    def feed_of(self, one, case, live, cut, hands, closed, standby):
        before = self.live_in.get(case.base, {}).get(one.name)
        if one.type == "utility":
            return MINE if case.base == "utility" else ()
        if one.type == "generator":
            return () if one.name in case.stuck or (case.base == "utility" and not standby) else MINE
        usable = [(key, feed) for key, feed in self.wires[one.name] if (one.name, key) not in cut and live[feed.to]]
        if one.cords or one.parallel:
            return tuple(key for key, _ in usable)
        if one.name in case.on_bypass:
            usable = [(key, feed) for key, feed in usable if key == "bypass"]
        if one.name in case.stuck:
            return before if before and before[0] in dict(usable) else ()
        first = self.wires[one.name][0][0] if self.wires[one.name] else None
        by_itself = [key for key, feed in usable
                     if feed.auto or (feed.auto is None and key in (first, "bypass")) or (one.name, key) in closed]
        if by_itself:
            return (by_itself[0],)
        if hands and before and usable:
            return (usable[0][0],)
        return STORE if one.type == "ups" and not standby and one.name not in case.on_bypass else ()

    @staticmethod
    def settle_tie(tie, case, live, gone, hands):
        live[tie.name] = ()
        acts = hands or (tie.fields["closes"] == "auto" and tie.name not in case.stuck)
        for dead, other in (tie.between, tie.between[::-1]):
            if acts and tie.name not in gone and dead not in gone and not live[dead] and live[other]:
                live[dead], live[tie.name] = (tie.name,), (other,)
                return

    # --- what flows -----------------------------------------------------------------------------------------------------

    def add(self, total, more, share=1.0):
        for k in range(self.phases):
            total[k] += more[k] * share

    def load_of(self, va, phases):
        if not self.single_phase:
            return [va / 3]
        flow = [0j, 0j, 0j]
        if phases in (None, "ABC"):
            return [va / 3] * 3
        lines = LINES[phases.removesuffix("-N")]
        if len(lines) == 1:
            flow[lines[0]] = va
        else:
            flow[lines[0]] = va * complex(0.5, -0.5 / ROOT3)
            flow[lines[1]] = va * complex(0.5, 0.5 / ROOT3)
        return flow

    def total(self, flow):
        return sum(flow) * (3 // self.phases)

    def amps(self, flow, volts):
        return max(abs(part) for part in flow) * ROOT3 / volts

    def through_winding(self, flow, winding):
        if not self.single_phase or winding not in ("Dyn1", "Dyn11"):
            return list(flow)
        pairs = ("AB", "BC", "CA") if winding == "Dyn11" else ("CA", "AB", "BC")
        intake = [0j, 0j, 0j]
        for part, pair in zip(flow, pairs):
            self.add(intake, self.load_of(part, pair))
        return intake

    def intake(self, one, out):
        """What an element takes, for what it gives."""
        fields, loss, taken = one.fields, 0.0, list(out)
        if "secondary" in fields:
            mean = sum((3 * abs(part) / fields["rating"]) ** 2 for part in out) / self.phases
            loss = fields["no_load_loss"] + fields["load_loss"] * mean
            taken = self.through_winding(out, fields["winding"])
        elif one.type == "ups":
            loss = ups_loss(self.total(out).real, fields["rating"])
        elif "resistance" in fields:
            squares = sum((abs(part) * ROOT3 / self.volts[one.name]) ** 2 for part in out) * (3 // self.phases)
            loss = fields["resistance"] * fields["length"] * squares
        self.add(taken, self.load_of(complex(loss), None))
        return taken

    @staticmethod
    def live_psus(one, cords):
        """How many power supplies share the load: none where it is lost."""
        counts = [one.psus["cords"][cord] for cord in cords]
        live, each = sum(counts), one.fields["power"]
        rating = one.fields.get("psu", math.inf)
        return live if live and live >= one.psus["needed"] and rating * live * TOLERANCE >= each else 0

    @staticmethod
    def power_of(one):
        watts, pf = one.fields["power"], one.fields.get("power_factor", 1)
        return complex(watts, watts * math.sqrt(1 - pf * pf) / pf) * one.count * max(1, one.nodes)

    def flow(self, live):
        """Intakes, outputs and feeds of a settled case."""
        out = {one.name: [0j] * self.phases for one in self.elements}
        taken, wire = {}, {}
        for one in reversed(self.elements):
            feeds = live[one.name]
            if one.between:
                self.flow_tie(one, live, out, taken)
            elif not feeds or feeds == MINE or feeds == STORE:
                taken[one.name] = out[one.name] if feeds == MINE else [0j] * self.phases
                if not feeds:
                    out[one.name] = [0j] * self.phases
            elif one.cords:
                self.flow_rack(one, feeds, out, taken, wire)
            elif feeds[0] in self.named[one.name]:
                self.flow_series(one, feeds, out, taken, wire)
            else:                                                   # by the tie, which has taken it on already
                taken[one.name] = out[one.name]
        return out, taken, wire

    @staticmethod
    def flow_tie(tie, live, out, taken):
        taken[tie.name] = [0j] * len(next(iter(out.values())))
        if not live[tie.name]:
            return
        other = live[tie.name][0]
        fed = next(board for board in tie.between if board != other)
        taken[tie.name] = out[fed]
        out[other] = [a + b for a, b in zip(out[other], out[fed])]

    def flow_rack(self, one, cords, out, taken, wire):
        live, whole = self.live_psus(one, cords), [0j] * self.phases
        for cord in cords if live else ():
            part = self.load_of(self.power_of(one) * one.psus["cords"][cord] / live, one.cords[cord].phases)
            wire[one.name, cord] = [x / one.count for x in part]    # the cord of one of them
            self.add(out[one.cords[cord].to], part)
            self.add(whole, part)
        taken[one.name] = [x / one.count for x in whole]

    def flow_series(self, one, feeds, out, taken, wire):
        named = self.named[one.name]
        if one.type == "load":
            flow = self.load_of(self.power_of(one), named[feeds[0]].phases)
        else:
            flow = self.intake(one, out[one.name])
        taken[one.name] = flow
        weights = {key: self.by_name[named[key].to].fields.get("rating", 1) if one.parallel else 1 for key in feeds}
        for key in feeds:
            share = weights[key] / sum(weights.values())
            wire[one.name, key] = [x * share for x in flow]
            self.add(out[named[key].to], flow, share)

    # --- the most it ever is ---------------------------------------------------------------------------------------------

    def peak(self, value, *place):
        if value > self.peaks.get(place, -1):
            self.peaks[place] = value

    def measure(self, case, live, settled=True):
        out, taken, wire = self.flow(live)
        for one in self.elements:
            name, feeds = one.name, live[one.name]
            if not feeds or one.type == "load":
                continue
            if one.cords:
                self.measure_rack(one, feeds, taken[name])
            else:
                self.measure_element(one, case, out[name], taken[name], settled)
        for (name, key), flow in wire.items():
            feed = self.named[name][key]
            self.peak(self.amps(flow, self.volts[feed.to]), "P104", name, key)
        if settled:
            self.note_losses(case, live)
        return taken

    def measure_rack(self, one, cords, taken):
        self.peak(self.total(taken).real, "P103", one.name, "")
        live = self.live_psus(one, cords)
        if live:
            self.peak(one.fields["power"] / live, "P105", one.name, "")

    def measure_element(self, one, case, out, taken, settled):
        name = one.name
        if one.type == "breaker":
            self.peak(self.amps(taken, self.volts[name]), "P104", name, "through")
        elif one.type == "ups":
            self.peak(self.total(out).real, "P103", name, "")
            self.peak(abs(self.total(out)), "P102", name, "")
            self.peak(3 * max(abs(part) for part in out), "P106", name, "")
            if case.kind == "normal":
                self.peak(self.total(out).real, "P107", name, "")
        elif one.type in ("switchboard", "busway", "ats", "sts"):
            above = self.wires[name][0][1].to
            self.peak(self.amps(taken, self.volts[above]), "P101", name, "")
            self.peak(self.total(taken).real, "P103", name, "")
        else:
            self.peak(abs(self.total(taken)), "P102", name, "")
            self.peak(self.total(taken).real, "P103", name, "")
            if "secondary" in one.fields:
                self.peak(3 * max(abs(part) for part in out), "P106", name, "")
            elif one.type == "generator":
                self.peak(3 * max(abs(part) for part in taken), "P106", name, "")
        if one.type == "generator" and settled and case.base == "utility" and self.intake_in.get("utility", {}).get(name) == 0:
            self.peak(self.total(taken).real, "P108", name, "")

    def redundancy_of(self, one):
        return one.fields.get("redundancy") or self.hall.redundancy

    def is_lost(self, one, live):
        if one.cords:
            return not self.live_psus(one, live[one.name])
        return not live[one.name]

    def note_losses(self, case, live):
        for one in self.elements:
            if (one.cords or one.type == "load") and one.name not in case.out and case.kind in COVERED[self.redundancy_of(one)]:
                if self.is_lost(one, live):
                    self.lost.setdefault(one.name, case)

    # --- cases -----------------------------------------------------------------------------------------------------------

    def closed_by_hand(self, case):
        """What hands have closed for maintenance, and stays closed."""
        live = self.settle(case, hands=True)
        found = set()
        for one in self.elements:
            named = self.named[one.name]
            if live[one.name] and not one.cords and not one.parallel and live[one.name][0] in named:
                found.add((one.name, live[one.name][0]))
        return frozenset(found)

    def run(self, case):
        closed = frozenset()
        if case.maintained or case.maintained_wires:
            before = self.live_in[case.base]
            closed = frozenset(wire for wire in self.closed_by_hand(case) if before[wire[0]] != (wire[1],))
        live = self.settle(case, closed=closed)
        taken = self.measure(case, live)
        calls = {one.name for one in self.hall.of("generator") if case.base == "utility" and self.total(taken[one.name]).real > 0}
        if calls and not case.stuck and case.kind != "normal":
            self.measure(case, self.settle(case, closed=closed, standby=False), settled=False)
        return live, calls

    def stuck_after(self, case, live, calls):
        before, devices = self.live_in[case.base], set(calls)
        for one in self.elements:
            if one.between or one.cords or one.parallel or not live[one.name] or not before[one.name]:
                continue
            if live[one.name] != before[one.name] and MINE not in (live[one.name], before[one.name]):
                devices.add(live[one.name][0] if live[one.name][0] in self.by_name else one.name)
        kind = "stuck at a utility" if case.utility else "stuck"
        for device in sorted(devices):
            self.run(dataclasses.replace(case, kind=kind, stuck=frozenset([device])))

    def sides(self, one, maintained=False):
        whole = one.between and not (maintained and one.fields.get("drawout"))
        return frozenset((one.name,) + (one.between if whole else ()))

    def faults(self, base):
        for one in self.elements:
            if one.type in PASSES_ON and not (one.type == "utility" and base == "generators"):
                yield Case("fault", base, out=self.sides(one), utility=one.type == "utility")
            for key, feed in () if one.cords else self.wires[one.name]:
                if feed.breaker:
                    yield Case("fault", base, wires=frozenset([(one.name, key)]))

    def maintenances(self, base):
        for one in self.elements:
            if one.type not in PASSES_ON or (one.type == "utility" and base == "generators"):
                continue
            yield Case("maintenance", base, maintained=self.sides(one, True))
            for key, feed in self.wires[one.name]:
                above = self.by_name[feed.to]
                if feed.breaker and (above.type != "switchboard" or above.fields.get("drawout")):
                    yield Case("maintenance", base, maintained_wires=frozenset([(one.name, key)]))

    def common(self, base):
        groups = {}
        for one in self.elements:
            for word in ("room", "epo"):
                if word in one.fields:
                    groups.setdefault((word, one.fields[word]), set()).update(self.sides(one))
        for number, out in enumerate(self.hall.cases.values()):
            groups["case", number] = set().union(*(self.sides(self.by_name[name]) for name in out))
        if base == "utility" and self.hall.of("generator") and len(self.hall.of("utility")) > 1:
            groups["utilities", ""] = {one.name for one in self.hall.of("utility")}
        for out in groups.values():
            yield Case("common", base, out=frozenset(out))

    def pairs(self, base):
        whole = [case for case in self.maintenances(base) if case.maintained]
        single = [case for case in self.faults(base) if case.out]
        for a in whole:
            for b in single:
                if a.maintained != b.out:
                    yield Case("maintenance+fault", base, out=b.out, maintained=a.maintained)

    def all(self):
        bases = ["utility", "generators"] if self.hall.of("generator") else ["utility"]
        for base in bases:
            live = self.settle(Case(base=base))
            self.live_in[base] = live
            _, taken, _ = self.flow(live)
            self.intake_in[base] = {one.name: self.total(taken[one.name]).real for one in self.hall.of("generator")}
            self.run(Case(base=base))
        for base in bases:
            for case in self.faults(base):
                live, calls = self.run(case)
                self.stuck_after(case, live, calls)
            for one in self.hall.of("ups"):
                if one.bypass:
                    self.run(Case("bypass", base, on_bypass=frozenset([one.name])))
            for case in self.common(base):
                self.run(case)
        for case in self.maintenances(bases[-1]):
            self.run(case)
        asks = {self.redundancy_of(one) for one in self.elements if one.cords or one.type == "load"}
        for case in self.pairs(bases[-1]) if "maintenance+fault" in asks else ():
            self.run(case)
        return self

    # --- limits ----------------------------------------------------------------------------------------------------------

    def limits(self):
        """(rule, element, wire) -> what it may carry."""
        found = {}
        for one in self.elements:
            name, fields = one.name, one.fields
            for key, feed in self.wires[name]:
                if feed.breaker and feed.amps is not None:
                    found["P104", name, key] = feed.amps * (1 if feed.full else 0.8)
            if one.type == "breaker":
                found["P104", name, "through"] = fields["rating"] * (1 if fields["full_rated"] else 0.8)
            elif "rating" in fields and one.type != "floor":
                rule = {"ups": "P103", "rack": "P103"}.get(one.type) or ("P101" if one.type in (
                    "switchboard", "busway", "ats", "sts") else "P102")
                found[rule, name, ""] = fields["rating"]
            if ("secondary" in fields or one.type == "generator") and "rating" in fields:
                found["P106", name, ""] = fields["rating"]
            if "rating_va" in fields:
                found["P102", name, ""] = found["P106", name, ""] = fields["rating_va"]
            if "power" in fields and one.type in PASSES_ON:
                found["P103", name, ""] = fields["power"]
                if "first_step" in fields:
                    found["P108", name, ""] = fields["power"] * fields["first_step"]
            if "modules" in fields:
                found["P107", name, ""] = fields["modules"]["rating"] * (fields["modules"]["installed"] - 1)
        return found

    def violated(self):
        """What must be reported of loads and losses: {(rule, element, wire)}."""
        found = {place for place, limit in self.limits().items() if self.peaks.get(place, 0) > limit * TOLERANCE}
        found -= {(rule, name, "") for rule, name in self.hall.waivers.items()}
        return found | {("R101", name, "") for name in self.lost}

    def trips(self):
        """Elements with a device beyond its whole rating: there a cascade begins."""
        whole = {}
        for one in self.elements:
            for key, feed in self.wires[one.name]:
                if feed.amps is not None:
                    whole["P104", one.name, key] = feed.amps
            if one.type == "breaker":
                whole["P104", one.name, "through"] = one.fields["rating"]
        return {place for place, amps in whole.items() if self.peaks.get(place, 0) > amps * TOLERANCE}
