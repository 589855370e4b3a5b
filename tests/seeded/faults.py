"""Single faults to put into good halls, and what must be said of each.

Every class yields candidates for a hall: a name, a change of a copy of the hall, and what must come out of it.  A fault
that the arithmetic of outages.py shows to change nothing (a board one size down that still holds) is no fault and is left
out; of what it shows to be beyond a limit, every place must be reported and no other.
"""
import dataclasses

from hall import LADDERS
from size import losses, step_down

SLOW = 400          # s: longer than a battery lasts and than a motor rides through


@dataclasses.dataclass
class Fault:
    kind: str
    what: str
    hall: object
    expect: list                            # sets of (rule, element): of each at least one must be reported
    times: frozenset = frozenset()          # (rule, element) of times and steps that may be reported with it
    computed: bool = True                   # outages.py can say what it does
    missing: tuple = None                   # (element, field) that was taken out: then rows are unknown, not violated
    must_overload: bool = False             # it is a fault only where something is beyond its limit


def racks_of(hall):
    return [one.name for one in hall.of("rack")]


def all_times(hall, *rules):
    """Loads that may be without supply, when what stands far above them is slow."""
    found = {("R103", one.name) for one in hall.elements if one.cords or (one.type == "load" and "redundancy" not in one.fields)}
    return frozenset(found | {("R104", one.name) for one in hall.of("ups") if "R104" in rules})


# --- one size down ----------------------------------------------------------------------------------------------------------

def one_size_down(hall, kinds, fields=("rating",)):
    for one in hall.of(*kinds):
        for field in one.sized:
            smaller = step_down(LADDERS[one.type, field][0], one.fields[field]) if field in fields else None
            if not smaller:
                continue
            bad = hall.copy()
            it = bad.get(one.name)
            it.fields[field] = smaller
            losses(it)
            rules = ("R101",) if field == "psu" else LADDERS[one.type, field][1]
            # Too weak for one cord, it is also without supply until a tie has closed.
            times = {("R103", one.name)} if field == "psu" else set()
            yield "%s %s %s" % (one.name, field, smaller), bad, [{(rule, one.name) for rule in rules}], frozenset(times)


def sized(kind, kinds, fields=("rating",)):
    def find(hall, _draw):
        for what, bad, expect, times in one_size_down(hall, kinds, fields):
            yield Fault(kind, what, bad, expect, times, must_overload=True)
    return find


def breaker_down(kind, chosen):
    def find(hall, _draw):
        for one in hall.elements:
            for key, feed in one.wires():
                smaller = step_down(LADDERS["breaker", "rating"][0], feed.amps)
                if not chosen(hall, one, key, feed) or not smaller:
                    continue
                bad = hall.copy()
                bad.get(one.name).named_wires()[key].amps = smaller
                yield Fault(kind, "%s.%s %d A" % (one.name, key, smaller), bad, [{("P104", one.name)}], must_overload=True)
    return find


def is_main(hall, one, _key, feed):
    return one.type == "switchboard" and hall.get(feed.to).type in ("transformer", "generator")


def is_cord(_hall, one, _key, _feed):
    return bool(one.cords)


def is_feeder(hall, one, key, feed):
    return not is_main(hall, one, key, feed) and not is_cord(hall, one, key, feed)


def not_listed(hall, _draw):
    """A device that is not listed for 100 % where the drawing counts on it."""
    for one in hall.elements:
        for key, feed in one.wires():
            if feed.full:
                bad = hall.copy()
                bad.get(one.name).named_wires()[key].full = False
                yield Fault("device not listed for 100 %", "%s.%s" % (one.name, key), bad, [{("P104", one.name)}],
                            must_overload=True)


# --- one wire wrong ---------------------------------------------------------------------------------------------------------

def swapped_phase(hall, draw):
    """One rack's tap on other lines: those of its neighbour."""
    if hall.kind != "single-phase":
        return
    for one in hall.of("rack"):
        cord = draw.one(sorted(one.cords))
        for other in hall.of("rack"):
            taps = {feed.phases for feed in one.cords.values()}
            if other is one or other.cords[cord].to != one.cords[cord].to or other.cords[cord].phases in taps:
                continue
            bad = split(hall, one, lambda it, tap=other.cords[cord].phases: setattr(it.cords[cord], "phases", tap))
            above = one.cords[cord].to
            path = {above, "msb-" + cord, "tx-" + cord, "grid-" + cord}
            expect = {(rule, name) for rule in ("P101", "P102", "P104", "P106") for name in path}
            yield Fault("swapped phase", "%s.%s on %s" % (one.name, cord, other.cords[cord].phases), bad, [expect],
                        must_overload=True)


def split(hall, rack, change):
    """One member of a declaration of racks becomes one of its own, changed."""
    bad = hall.copy()
    it = bad.get(rack.name)
    if it.count == 1:
        change(it)
        return bad
    odd = it.copy()
    it.count -= 1
    odd.name, odd.count = it.name + "odd", 1
    change(odd)
    bad.elements.insert(bad.elements.index(it) + 1, odd)
    return bad


def odd_name(rack):
    return rack.name if rack.count == 1 else rack.name + "odd"


def shared_busway(hall, draw):
    """Both whips of a rack on one busway: cord by cord they look like two."""
    if hall.kind in ("single-phase", "maintenance+fault", "oversold"):
        return
    for one in hall.of("rack"):
        first, second = draw.some(sorted(one.cords), 2)
        bad = split(hall, one, lambda it, a=first, b=second: setattr(it.cords[b], "to", it.cords[a].to))
        yield Fault("both whips on one busway", "%s.%s to %s" % (one.name, second, one.cords[first].to), bad,
                    [{("R101", odd_name(one))}], frozenset([("R103", odd_name(one))]))     # until a tie has closed


OTHER_SIDE = {"A": "B", "B": "A"}


def shared_board(hall, _draw):
    """What bears the name of one side is fed from the other."""
    if hall.kind not in ("2n", "n+1", "three-cord"):
        return
    order = [element.name for element in hall.elements]
    for one in hall.of("busway", "switchboard"):
        key, feed = one.wires()[0]
        head, _, side = feed.to.partition("-")
        if one.parallel or head not in ("msb", "ups", "upb") or side[0] not in OTHER_SIDE:
            continue
        swapped = "%s-%s%s" % (head, OTHER_SIDE[side[0]], side[1:])
        if order.index(swapped) > order.index(one.name):
            continue                # a hall is in the order of supply
        bad = hall.copy()
        bad.get(one.name).named_wires()[key].to = swapped
        ways = [rack.name for rack in hall.of("rack")
                if one.type != "busway" or any(cord.to == one.name for cord in rack.cords.values())]
        yield Fault("shared board", "%s fed from %s" % (one.name, swapped), bad, [{("R101", rack)} for rack in ways])


def shared_generator(hall, _draw):
    """Both sides call the same generator."""
    if hall.kind not in ("2n", "distributed"):
        return
    for one in hall.of("switchboard"):
        if not one.name.startswith("msb-"):
            continue
        own = one.feeds[1].to
        for gen in hall.of("generator"):
            if hall.elements.index(gen) >= hall.elements.index(hall.get(own)):
                continue            # a hall is in the order of supply
            bad = hall.copy()
            bad.get(one.name).feeds[1].to = gen.name
            side, other = own.removeprefix("gen-"), gen.name.removeprefix("gen-")
            both = {rack.name for rack in hall.of("rack") if {side, other} <= {
                cord.to.removeprefix("bus-")[0] for cord in rack.cords.values()}}
            yield Fault("shared generator", "%s calls %s" % (one.name, gen.name), bad, [{("R101", rack)} for rack in sorted(both)])


def ring(hall, _draw):
    """All pairs wired as a ring: each side shares racks with its two neighbours alone."""
    if hall.kind != "distributed":
        return
    sides, bad = len(hall.of("ups")), hall.copy()
    racks = bad.of("rack")
    total = sum(rack.count for rack in racks)
    if total % sides:
        return
    for number, rack in enumerate(racks):
        if number >= sides:
            bad.elements.remove(rack)
            continue
        i, k = number + 1, (number + 1) % sides + 1
        rack.name, rack.count = "ring-%d%d" % (i, k), total // sides
        rack.cords["A"].to, rack.cords["B"].to = "bus-%d" % i, "bus-%d" % k
    rules = ("P101", "P102", "P103", "P104", "P106")
    names = [one.name for one in bad.of("ups", "busway", "transformer", "switchboard", "generator")]
    yield Fault("ring for all pairs", "%d sides" % sides, bad, [{(rule, name) for rule in rules for name in names}],
                must_overload=True)


# --- a way missing ----------------------------------------------------------------------------------------------------------

def second_feed(kind, change):
    """The second feed of a main board or of a motor is missing, or waits for hands."""
    def find(hall, _draw):
        for one in hall.of("switchboard", "load"):
            if len(one.feeds) != 2 or "redundancy" in one.fields or (one.type == "switchboard" and not one.name.startswith("msb-")):
                continue
            if one.type == "switchboard" and hall.kind not in ("2n", "n+1", "distributed"):
                continue
            bad = hall.copy()
            change(bad.get(one.name))
            racks = racks_of(hall) if one.type == "switchboard" else [one.name]
            if hall.kind == "distributed":
                side = one.name.removeprefix("msb-")
                racks = [rack for rack in racks if side in rack.removeprefix("rack-")]
            yield Fault(kind, "%s.from[2]" % one.name, bad, [{("R101", rack)} for rack in racks])
    return find


def drop_second(one):
    del one.feeds[1]


def by_hand(one):
    one.feeds[1].auto = False


def manual_reserve(hall, _draw):
    """The static switches of a block go to the reserve only by hand."""
    for rack in hall.of("rack") if hall.kind == "block" else ():
        bad = hall.copy()
        for feed in rack.cords.values():
            by_hand(bad.get(feed.to))
        yield Fault("second feed closes by hand", "reserve of %s" % rack.name, bad, [{("R101", rack.name)}])


def no_wrap_around(hall, _draw):
    """A ups whose output boards have no way around it: found when it is in maintenance and the other fails."""
    for side in "AB" if hall.kind == "maintenance+fault" else "":
        bad = hall.copy()
        for half in "12":
            del bad.get("upb-%s%s" % (side, half)).feeds[1:]
        yield Fault("missing wrap-around", "ups-" + side, bad, [{("R101", rack)} for rack in racks_of(hall)])


def one_unit_fewer(hall, _draw):
    """One generator or ups fewer than N+1."""
    if hall.kind != "n+1":
        return
    units = [one for one in hall.of("generator", "ups")]
    for one in units:
        bad = hall.copy()
        bad.elements = [it for it in bad.elements if it.name != one.name]
        for board in bad.of("switchboard"):
            board.feeds = [feed for feed in board.feeds if feed.to != one.name]
        rest = {it.name for it in units if it.type == one.type and it.name != one.name}
        rules = {"generator": ("P102", "P103", "P106", "P108"), "ups": ("P102", "P103", "P106")}[one.type]
        yield Fault("one %s fewer" % one.type, one.name, bad, [{(rule, name) for rule in rules for name in rest}],
                    must_overload=True)


def one_psu_fewer(hall, draw):
    """A power supply that was never plugged in, where all of a cord are needed."""
    for one in hall.of("rack"):
        cord = draw.one(sorted(one.cords))
        if one.fields.get("redundancy") == "none" or one.psus["cords"][cord] < 2 or one.psus["needed"] < one.psus["cords"][cord]:
            continue
        bad = split(hall, one, lambda it, c=cord: it.psus["cords"].update({c: it.psus["cords"][c] - 1}))
        yield Fault("one power supply fewer", "%s.%s" % (one.name, cord), bad, [{("R101", odd_name(one))}],
                    frozenset([("R103", odd_name(one))]))


def modules(hall, _draw):
    """A ups with N modules instead of N+1."""
    for one in hall.of("ups"):
        if "modules" in one.fields:
            bad = hall.copy()
            bad.get(one.name).fields["modules"]["installed"] -= 1
            yield Fault("one ups module fewer", one.name, bad, [{("P107", one.name)}], must_overload=True)


def one_room(hall, _draw):
    """Both sides of something in one room, or behind one emergency power-off."""
    if hall.kind not in ("2n", "n+1"):
        return
    heads = [one.name[:-1] for one in hall.elements if one.name.endswith("A") and one.type in ("switchboard", "ups", "busway")]
    for head in heads:
        for word in ("room", "epo"):
            bad = hall.copy()
            for side in "AB":
                bad.get(head + side).fields[word] = "plant"
            yield Fault("both sides in one %s" % word, head + "[A,B]", bad, [{("R101", rack)} for rack in racks_of(hall)])


def more_load(hall, draw):
    """A rack of the next generation in the old place."""
    for one in hall.of("rack"):
        if one.fields.get("redundancy") == "none":
            continue
        more = draw.between(15, 25)
        bad = split(hall, one, lambda it, by=more: it.fields.update(power=it.fields["power"] * by // 10, psu=it.fields["psu"] * 3))
        name = odd_name(one)
        yield Fault("rack that draws more", name, bad, [{("P104", name), ("P103", name)}], must_overload=True)


# --- times ------------------------------------------------------------------------------------------------------------------

def short_battery(hall, _draw):
    for one in hall.of("ups") if hall.of("generator") else ():
        bad = hall.copy()
        bad.get(one.name).fields["autonomy"] = 5
        # A reserve whose own board sticks lives for as long as its battery, which headroom does not count on.
        behind = frozenset(("R103", rack) for rack in racks_of(hall) if hall.kind == "block" and rack[-1] == one.name[-1])
        yield Fault("battery shorter than the start", one.name, bad, [{("R104", one.name)}], behind)


def slow(hall):
    """Main boards whose generators come late, and the ups behind them."""
    found = []
    for one in hall.of("switchboard"):
        if one.name.startswith("msb-") and len(one.feeds) == 2 and hall.kind != "maintenance+fault":
            below = [ups.name for ups in hall.of("ups") if ups.feeds[0].to == one.name]
            found.append((one, below))
    return found


def slow_start(hall, _draw):
    mains = slow(hall)
    for gen in hall.of("generator") if mains else ():
        bad = hall.copy()
        bad.get(gen.name).fields["start"] = SLOW
        fed = [ups for main, below in mains for ups in below if hall.kind == "n+1" or main.feeds[1].to == gen.name]
        yield Fault("generator starts late", gen.name, bad, [{("R104", ups)} for ups in fed], all_times(hall))


def slow_close(hall, _draw):
    for main, below in slow(hall):
        bad = hall.copy()
        bad.get(main.name).feeds[1].time = SLOW
        yield Fault("transfer slower than the battery", main.name, bad, [{("R104", ups)} for ups in below], all_times(hall))


def small_step(hall, _draw):
    for one in hall.of("generator"):
        bad = hall.copy()
        step = bad.get(one.name).fields["first_step"]
        for less in (0.1, 0.2, 0.3, 0.4, 0.5):
            bad.get(one.name).fields["first_step"] = round(step - less, 6)
            if step - less <= 0.1:
                break
            yield Fault("first step too small", "%s %g" % (one.name, step - less), bad.copy(), [{("P108", one.name)}],
                        must_overload=True)


def slow_switch(hall, _draw):
    """Static switches slower than power supplies hold up."""
    for rack in hall.of("rack") if hall.kind in ("block", "oversold") else ():
        if rack.fields.get("redundancy") == "none":
            continue
        bad = hall.copy()
        for feed in rack.cords.values():
            bad.get(feed.to).feeds[1].time = 0.03
        yield Fault("transfer slower than the hold-up", rack.name, bad, [{("R103", rack.name)}])


def short_hold_up(hall, _draw):
    for rack in hall.of("rack") if hall.kind in ("block", "oversold") else ():
        if rack.fields.get("redundancy") != "none":
            bad = split(hall, rack, lambda it: it.psus.update(hold_up=0.003))
            yield Fault("hold-up shorter than the transfer", rack.name, bad, [{("R103", odd_name(rack))}])


def short_ride(hall, _draw):
    for one in hall.of("load"):
        if "redundancy" in one.fields:
            continue
        bad = hall.copy()
        bad.get(one.name).fields["ride_through"] = 0.1
        yield Fault("motor that rides through too little", one.name, bad, [{("R103", one.name)}])
        bad = hall.copy()
        bad.get(one.name).feeds[1].time = 90
        yield Fault("motor switch too slow", one.name, bad, [{("R103", one.name)}])


# --- the reserve ----------------------------------------------------------------------------------------------------------

def no_priority(hall, _draw):
    for rack in ("rack-1", "rack-2") if hall.kind == "oversold" else ():
        bad = hall.copy()
        for feed in bad.get(rack).cords.values():
            bad.get(feed.to).feeds[1].priority = None
        yield Fault("missing priority", "reserve of " + rack, bad, [{("R101", "rack-1")}], missing=(None, "priority"))


def wrong_priority(hall, _draw):
    if hall.kind == "oversold":
        bad = hall.copy()
        for number, one in enumerate(reversed(bad.of("sts"))):
            one.feeds[1].priority = number + 2
        yield Fault("wrong priority", "block 2 before block 1", bad, [{("R101", "rack-1")}], computed=False)


# --- floors ---------------------------------------------------------------------------------------------------------------

def weak_floor(hall, _draw):
    rules = {"rating": ("S101", ["hall"]), "point_load": ("S102", None), "rolling_load": ("S103", None)}
    for field, needed in hall.times.get("floor", {}).items():
        bad = hall.copy()
        bad.get("hall").fields[field] = int(needed * 0.97)
        rule, names = rules[field]
        heaviest = max(hall.of("rack"), key=lambda rack: rack.fields["weight"])
        yield Fault("floor too weak", field, bad, [{(rule, name)} for name in names or [heaviest.name]],
                    frozenset((rule, rack.name) for rack in hall.of("rack") if rack.fields["weight"] >= 0.97 * heaviest.fields["weight"]))


def heavy_rack(hall, _draw):
    for rack in hall.of("rack") if "floor" in hall.times else ():
        bad = split(hall, rack, lambda it: it.fields.update(weight=2500))
        name = odd_name(rack)
        yield Fault("heavy rack", name, bad, [{("S102", name)}, {("S103", name)}], frozenset([("S101", "hall")]))


# --- inputs taken out -----------------------------------------------------------------------------------------------------

def removed_breaker(hall, _draw):
    for one in hall.elements:
        for key, _ in one.wires():
            bad = hall.copy()
            bad.get(one.name).named_wires()[key].breaker = False
            yield Fault("breaker not given", "%s.%s" % (one.name, key), bad, [{("P104", one.name)}], computed=False,
                        missing=(one.name, "breaker"))


def removed_time(hall, _draw):
    for one in hall.of("switchboard", "sts", "load"):
        if len(one.feeds) == 2 and one.feeds[1].auto and not (one.type == "sts" and hall.kind == "oversold"):
            bad = hall.copy()
            bad.get(one.name).feeds[1].time = None
            rule = {"switchboard": {("R104", ups.name) for ups in hall.of("ups")},
                    "sts": {("R103", rack) for rack in racks_of(hall)}}.get(one.type, {("R103", one.name)})
            if one.type == "sts":
                other = one.name[:-1] + ("B" if one.name.endswith("A") else "A")
                bad.get(other).feeds[1].time = None
            if one.type != "switchboard" or hall.kind != "maintenance+fault":
                yield Fault("time not given", one.name, bad, [rule], computed=False, missing=(None, "time"))


NEEDED = {
    "utility": {"rating": "P102"},
    "generator": {"rating": "P102", "power": "P103", "start": None, "first_step": "P108"},
    "transformer": {"rating": "P102"},
    "pdu": {"rating": "P102"},
    "switchboard": {"rating": "P101"},
    "busway": {"rating": "P101"},
    "ats": {"rating": "P101"},
    "sts": {"rating": "P101"},
    "ups": {"rating": "P103", "autonomy": "R104"},
    "breaker": {"rating": "P104"},
    "rack": {"psu": "P105"},
    "load": {"ride_through": "R103"},
    "floor": {"rating": "S101", "point_load": "S102", "rolling_load": "S103"},
}
SPELT = {"psu": "psus.rating"}


def removed_rating(hall, _draw):
    for one in hall.elements:
        for field, rule in NEEDED[one.type].items():
            if field not in one.fields or (one.type == "load" and "redundancy" in one.fields):
                continue
            if (hall.kind == "oversold" and one.name == "ups-R") or (hall.kind == "maintenance+fault" and field == "start"):
                continue            # waived; of three mains each ups waits for the first
            if field == "autonomy" and not hall.of("generator"):
                continue            # a feed that is lost stays lost: no time depends on it
            bad = hall.copy()
            del bad.get(one.name).fields[field]
            floor = {(rule, rack) for rack in racks_of(hall)} if one.type == "floor" and rule != "S101" else set()
            expect = [floor or {(rule, one.name)}] if rule else [{("R104", ups.name) for ups in hall.of("ups")}]
            yield Fault("%s of %s not given" % (SPELT.get(field, field), one.type), one.name, bad, expect, computed=False,
                        missing=(None if one.type == "floor" else one.name, SPELT.get(field, field)))


def removed_load(hall, _draw):
    for one in hall.of("rack"):
        bad = hall.copy()
        del bad.get(one.name).fields["power"]
        above = next(iter(one.cords.values())).to
        yield Fault("power of rack not given", one.name, bad, [{(rule, above) for rule in ("P101", "P102", "P103")}],
                    computed=False, missing=(one.name, "power"))
        bad = hall.copy()
        for feed in bad.get(one.name).cords.values():
            feed.phases = None
        yield Fault("phases of rack not given", one.name, bad, [{("P104", one.name)}], computed=False,
                    missing=(one.name, "phases"))


def removed_redundancy(hall, _draw):
    bad = hall.copy()
    bad.site["redundancy"] = None
    racks = [rack.name for rack in hall.of("rack") if "redundancy" not in rack.fields]
    if racks:
        yield Fault("redundancy not given", "site", bad, [{("R101", rack)} for rack in racks], computed=False,
                    missing=(None, "redundancy"))


CLASSES = (
    breaker_down("feed breaker one size down", is_feeder),
    breaker_down("main breaker one size down", is_main),
    breaker_down("rack breaker one size down", is_cord),
    sized("tie one size down", ("breaker",)),
    sized("transformer one size down", ("transformer",)),
    sized("pdu one size down", ("pdu",)),
    sized("ups one size down", ("ups",)),
    sized("ups one size down in VA", ("ups",), ("rating_va",)),
    sized("generator one size down in VA", ("generator",)),
    sized("generator one size down in W", ("generator",), ("power",)),
    sized("board one size down", ("switchboard",)),
    sized("busway one size down", ("busway",)),
    sized("transfer switch one size down", ("ats", "sts")),
    sized("utility one size down", ("utility",)),
    sized("power supplies one size down", ("rack",), ("psu",)),
    sized("rack rating one size down", ("rack",)),
    not_listed, swapped_phase, shared_busway, shared_board, shared_generator, ring,
    second_feed("missing second feed", drop_second), second_feed("second feed closes by hand", by_hand), manual_reserve,
    no_wrap_around, one_unit_fewer, one_psu_fewer, modules, one_room, more_load,
    short_battery, slow_start, slow_close, small_step, slow_switch, short_hold_up, short_ride,
    no_priority, wrong_priority, weak_floor, heavy_rack,
    removed_breaker, removed_time, removed_rating, removed_load, removed_redundancy,
)
