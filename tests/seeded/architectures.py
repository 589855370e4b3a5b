"""Good halls: eight architectures, drawn by a seed.

Each builder lays out who feeds whom and draws what is to be carried; size.py then chooses every rating.  What a hall must
survive is written in it, and all that its rules ask for is given, so headroom must say that it holds.
"""
import outages
from hall import LADDERS, Feed, Hall
from size import step_up

EFFICIENCY = "{%s}" % ", ".join("%g %%: %g %%" % (100 * x, 100 * y) for x, y in outages.EFFICIENCY)
START, CLOSE, AUTONOMY = 10, 12, 300        # s: a generator starts, a board closes on it, a battery lasts


def rack_total(rack):
    return rack.fields["power"] * rack.count * max(1, rack.nodes)


class Builder:
    def __init__(self, kind, draw, seed, redundancy="any-one"):
        self.draw = draw
        self.hall = Hall(kind, "%s %d" % (kind, seed), redundancy)
        self.volts = draw.one([400, 415, 480])
        self.full = draw.chance(40)         # boards and their devices are an assembly listed for 100 %
        self.va = draw.chance(50)           # ups state volt-amperes too
        self.room = draw.chance(50)

    def feed(self, to, **more):
        return Feed(to, full=self.full, **more)

    def of_side(self, side):
        return {"room": "room-" + side} if self.room else {}

    def grid(self, name="grid"):
        self.hall.add(name, "utility", {"voltage": 13800}, sized=("rating",))

    def transformer(self, name, grid, side):
        fields = {"secondary": self.volts, "impedance": 0.0575, "winding": self.draw.one(["Dyn1", "Dyn11"])}
        self.hall.add(name, "transformer", {**fields, **self.of_side(side)}, [Feed(grid)], sized=("rating",))

    def generator(self, name, side, step=None):
        step = step or self.draw.one([1, 0.9, 0.8, 0.7])
        self.hall.add(name, "generator", {"voltage": self.volts, "start": START, "first_step": step, **self.of_side(side)},
                      sized=("rating", "power"))

    def board(self, name, feeds, side=None, **more):
        return self.hall.add(name, "switchboard", self.of_side(side) if side else {}, feeds, sized=("rating",), **more)

    def main(self, name, tx, gen, side):
        """A board on its transformer, or on generators."""
        self.board(name, [self.feed(tx), self.feed(gen, auto=True, transition="open", time=CLOSE)], side)

    def ups(self, name, feeds, side, bypass=None, **more):
        fields = {"autonomy": AUTONOMY, "efficiency": EFFICIENCY, "mode": "double-conversion", **self.of_side(side), **more}
        self.hall.add(name, "ups", fields, feeds, bypass=self.feed(bypass) if bypass else None,
                      sized=("rating", "rating_va") if self.va else ("rating",))

    def modules(self, ups, rack):
        """One module more than the load of these racks takes."""
        watts, each = rack_total(self.hall.get(rack)), 1000 * self.draw.one([10, 20, 25, 50])
        needed = -(-watts // each)
        self.hall.get(ups).fields["modules"] = {"rating": each, "installed": needed + 1, "needed": needed}

    def wrap(self, board):
        """The way around a ups, which hands close."""
        return self.feed(board, auto=False, transition="closed", time=0.2)

    def busway(self, name, board, side):
        fields = dict(self.of_side(side))
        if self.draw.chance(50):
            fields.update(length=self.draw.between(12, 60), resistance=self.draw.between(20, 90) * 1e-6)
        self.hall.add(name, "busway", fields, [self.feed(board)], sized=("rating",))

    def racks(self, name, count, watts, cords, needed, each=None, phases="ABC", **more):
        """Racks alike: cord -> its supply; `each` power supplies on every cord."""
        draw = self.draw
        each = each or draw.between(1, 3)
        nodes = draw.between(2, 6) if draw.chance(30) else 0
        watts = watts // nodes if nodes else watts
        fields = {"power": watts, "power_factor": draw.one([1, 1, 0.98, 0.95]), **more}
        sized = ("psu", "rating") if draw.chance(30) else ("psu",)
        self.hall.add(name, "rack", fields,
                      cords={cord: Feed(to, phases=phases) for cord, to in cords.items()}, count=count, nodes=nodes,
                      psus={"cords": {cord: each for cord in cords}, "needed": needed * each, "hold_up": 0.02}, sized=sized)

    def motor(self, name, watts, first, second, rank):
        """A pump or fan with its own transfer switch."""
        self.hall.add(name, "load", {"power": watts, "power_factor": 0.88, "ride_through": 60, "duty": "continuous"},
                      [self.feed(first, phases="ABC"),
                       self.feed(second, phases="ABC", auto=True, transition="open", time=2, priority=rank)])

    def motors(self, watts, boards):
        for number in range(self.draw.between(1, 2)):
            first, second = self.draw.some(boards, 2)
            self.motor("motor-%d" % (number + 1), watts // 40 // 100 * 100, first, second, number + 1)

    def lights(self, boards):
        """What may be lost: behind one switch."""
        self.hall.add("ats-1", "ats", {}, [self.feed(boards[0]), self.feed(boards[1], auto=True, transition="open", time=3)],
                      sized=("rating",))
        self.hall.add("lights", "load", {"power": 1000 * self.draw.between(4, 20), "power_factor": 0.9, "redundancy": "none",
                                         "ride_through": 1, "duty": "continuous"}, [self.feed("ats-1", phases="ABC")])

    def rack_watts(self):
        return 100 * self.draw.between(150, 1300)

    def floor(self):
        """A floor that carries the racks: uniform, under a foot, and rolling."""
        racks = self.hall.of("rack")
        for rack in racks:
            rack.fields.update(weight=10 * self.draw.between(60, 160), floor="hall", feet=4)
        weight = sum(rack.fields["weight"] * rack.count * 9.80665 for rack in racks)
        worst = max(rack.fields["weight"] for rack in racks) * 9.80665
        area = max(20, round(weight / 6000))
        self.hall.times["floor"] = {"rating": weight / area, "point_load": worst / 4, "rolling_load": worst}
        self.hall.add("hall", "floor", {"area": area, **{field: 100 * (int(value) // 100 + 1) if field != "rating"
                                                         else 250 * (int(value) // 250 + 1)
                                                         for field, value in self.hall.times["floor"].items()}})


def two_sides(draw, seed):
    """2N: two sides with transformer, generator, ups with wrap-around; motors and lights on both."""
    b = Builder("2n", draw, seed)
    sides, ways = "AB", draw.between(1, 2)
    b.grid()
    for side in sides:
        b.transformer("tx-" + side, "grid", side)
        b.generator("gen-" + side, side)
        b.main("msb-" + side, "tx-" + side, "gen-" + side, side)
        b.ups("ups-" + side, [b.feed("msb-" + side)], side, bypass="msb-" + side)
        b.board("upb-" + side, [b.feed("ups-" + side), b.wrap("msb-" + side)], side)
        for way in range(1, ways + 1):
            b.busway("bus-%s%d" % (side, way), "upb-" + side, side)
    total = 0
    for way in range(1, ways + 1):
        count, watts = draw.between(2, 6), b.rack_watts()
        total += count * watts
        b.racks("rack-%d" % way, count, watts, {side: "bus-%s%d" % (side, way) for side in sides}, 1)
    b.motors(total, ["msb-A", "msb-B"])
    b.lights(["msb-A", "msb-B"])
    if draw.chance(60):
        b.floor()
    return b.hall


def parallel_units(draw, seed):
    """N+1: generators in parallel on two buses, ups in parallel on each side."""
    b = Builder("n+1", draw, seed)
    sets, units, step = draw.between(3, 5), draw.between(3, 4), draw.one([1, 0.9, 0.8])
    b.room = False
    b.grid()
    for number in range(1, sets + 1):
        b.generator("gen-%d" % number, None, step)
    for side in "AB":
        b.transformer("tx-" + side, "grid", side)
        b.board("gpb-" + side, [b.feed("gen-%d" % number) for number in range(1, sets + 1)], side, parallel=True)
        b.main("msb-" + side, "tx-" + side, "gpb-" + side, side)
        for number in range(1, units + 1):
            b.ups("ups-%s%d" % (side, number), [b.feed("msb-" + side)], side)
        b.board("upb-" + side, [b.feed("ups-%s%d" % (side, number)) for number in range(1, units + 1)], side, parallel=True)
        b.busway("bus-" + side, "upb-" + side, side)
    total = 0
    for number in range(1, draw.between(1, 2) + 1):
        count, watts = draw.between(3, 8), b.rack_watts()
        total += count * watts
        b.racks("rack-%d" % number, count, watts, {side: "bus-" + side for side in "AB"}, 1)
    b.motors(total, ["msb-A", "msb-B"])
    return b.hall


def all_pairs(draw, seed):
    """Distributed redundant: four or five sides, the racks on all pairs of them."""
    b = Builder("distributed", draw, seed)
    n = draw.between(4, 5)
    b.grid()
    for side in range(1, n + 1):
        b.transformer("tx-%d" % side, "grid", str(side))
        b.generator("gen-%d" % side, str(side))
        b.main("msb-%d" % side, "tx-%d" % side, "gen-%d" % side, str(side))
        b.ups("ups-%d" % side, [b.feed("msb-%d" % side)], str(side), bypass="msb-%d" % side)
        b.busway("bus-%d" % side, "ups-%d" % side, str(side))
    watts, pf = b.rack_watts(), draw.one([1, 0.98, 0.95])
    count = 2 if n == 5 else draw.one([2, 4])       # a ring has n pairs instead of n (n - 1) / 2
    for i in range(1, n + 1):
        for k in range(i + 1, n + 1):
            b.racks("rack-%d%d" % (i, k), count, watts, {"A": "bus-%d" % i, "B": "bus-%d" % k}, 1, each=2)
    for rack in b.hall.of("rack"):
        rack.nodes, rack.fields["power"], rack.fields["power_factor"] = 0, watts, pf
    return b.hall


def blocks(draw, seed):
    """Block redundant: each block on a ups of its own, one reserve behind static switches."""
    b = Builder("block", draw, seed)
    n = draw.between(2, 4)
    b.grid()
    for block in [str(number) for number in range(1, n + 1)] + ["R"]:
        b.transformer("tx-" + block, "grid", block)
        b.generator("gen-" + block, block)
        b.main("msb-" + block, "tx-" + block, "gen-" + block, block)
        b.ups("ups-" + block, [b.feed("msb-" + block)], block, bypass="msb-" + block)
    for block in range(1, n + 1):
        for half in "AB":
            b.hall.add("sts-%d%s" % (block, half), "sts", {},
                       [b.feed("ups-%d" % block),
                        b.feed("ups-R", auto=True, transition="open", time=0.004, priority=2 * block + (half == "B"))],
                       sized=("rating",))
        b.racks("rack-%d" % block, draw.between(2, 6), b.rack_watts(), {half: "sts-%d%s" % (block, half) for half in "AB"}, 1)
        b.modules("ups-%d" % block, "rack-%d" % block)
    return b.hall


def oversold_reserve(draw, seed):
    """A reserve for one of two blocks: who gets it, where both need it, is a matter of priority. That it is overloaded until
    the second gives way is waived."""
    b = Builder("oversold", draw, seed)
    b.room = b.va = False
    b.grid("grid-X")
    b.grid("grid-Y")
    for block in "12R":
        b.transformer("tx-" + block, "grid-X" if block == "1" else "grid-Y", block)
        b.board("msb-" + block, [b.feed("tx-" + block)], block)
        b.ups("ups-" + block, [b.feed("msb-" + block)], block)
    most, count, watts = 0, draw.between(3, 6), b.rack_watts()
    for block in (1, 2):
        for half in "AB":
            b.hall.add("sts-%d%s" % (block, half), "sts", {},
                       [b.feed("ups-%d" % block),
                        b.feed("ups-R", auto=True, transition="open", time=0.004, priority=2 * block + (half == "B"))],
                       sized=("rating",))
        b.racks("rack-%d" % block, count, watts - 100 * block, {half: "sts-%d%s" % (block, half) for half in "AB"}, 1,
                redundancy="any-one" if block == 1 else "none")
        most = max(most, rack_total(b.hall.get("rack-%d" % block)))
    reserve = b.hall.get("ups-R")
    reserve.sized, reserve.fields["rating"] = (), step_up(LADDERS["ups", "rating"][0], most)
    b.hall.cases["both"] = ["ups-1", "ups-2"]
    b.hall.waivers["P103"] = "ups-R"
    return b.hall


def ties(draw, seed):
    """Main-tie-main twice: racks have one cord in each, on opposite sources."""
    b = Builder("main-tie-main", draw, seed)
    b.room = False
    for source in "AB":
        b.grid("grid-" + source)
    for line in "12":
        for source in "AB":
            b.transformer("tx-%s%s" % (line, source), "grid-" + source, None)
            b.board("msb-%s%s" % (line, source), [b.feed("tx-%s%s" % (line, source))], tied=True)
        b.hall.add("tie-" + line, "breaker",
                   {"normally": "open", "closes": "auto", "full_rated": draw.chance(50), "drawout": True, "time": 0.5},
                   between=("msb-%sA" % line, "msb-%sB" % line), sized=("rating",))
    total = 0
    for name, cords in (("rack-1", ("1A", "2B")), ("rack-2", ("1B", "2A"))):
        for cord in cords:
            b.busway("bus-" + cord, "msb-" + cord, None)
        count, watts = draw.between(2, 8), b.rack_watts()
        total += count * watts
        b.racks(name, count, watts, {"A": "bus-" + cords[0], "B": "bus-" + cords[1]}, 1)
    b.motors(total, ["msb-1A", "msb-2B"])
    return b.hall


def single_phase(draw, seed):
    """Racks on one pair of lines each, AB, BC and CA alike, behind pdus with transformers; or on one line and neutral."""
    b = Builder("single-phase", draw, seed)
    neutral = draw.chance(40)
    b.volts = 415 if neutral else 480
    taps = ("A-N", "B-N", "C-N") if neutral else ("AB", "BC", "CA")
    ways = draw.between(1, 2)
    each, watts = draw.between(1, 3), 100 * draw.between(25, 120)
    for side in "AB":
        b.grid("grid-" + side)
        b.transformer("tx-" + side, "grid-" + side, side)
        b.board("msb-" + side, [b.feed("tx-" + side)], side)
        for way in range(1, ways + 1):
            name = "pdu-%s%d" % (side, way)
            if neutral:
                b.busway(name, "msb-" + side, side)
            else:
                b.hall.add(name, "pdu", {"secondary": 208, "impedance": 0.045, "winding": draw.one(["Dyn1", "Dyn11"]),
                                         **b.of_side(side)}, [b.feed("msb-" + side)], sized=("rating",))
    for way in range(1, ways + 1):
        for tap in taps:
            b.racks("rack-%d%s" % (way, tap[:2].strip("-")), each, watts, {side: "pdu-%s%d" % (side, way) for side in "AB"}, 1,
                    each=2, phases=tap)
    for rack in b.hall.of("rack"):
        rack.nodes, rack.fields["power"], rack.fields["power_factor"] = 0, watts, 0.98
    return b.hall


def three_cords(draw, seed):
    """Three sides, three cords, any two of which carry the rack."""
    b = Builder("three-cord", draw, seed)
    for side in "ABC":
        b.grid("grid-" + side)
        b.transformer("tx-" + side, "grid-" + side, side)
        b.board("msb-" + side, [b.feed("tx-" + side)], side)
        b.ups("ups-" + side, [b.feed("msb-" + side)], side, bypass="msb-" + side)
        b.board("upb-" + side, [b.feed("ups-" + side), b.wrap("msb-" + side)], side)
        b.busway("bus-" + side, "upb-" + side, side)
    for number in range(1, draw.between(1, 3) + 1):
        b.racks("rack-%d" % number, draw.between(2, 6), b.rack_watts(), {side: "bus-" + side for side in "ABC"}, 2)
    if draw.chance(50):
        b.floor()
    return b.hall


def four_cords(draw, seed):
    """Maintenance and a fault: three mains, two ups that may be on each of them, two boards behind each, four cords."""
    b = Builder("maintenance+fault", draw, seed, "maintenance+fault")
    b.room = False
    b.grid()
    for main in "123":
        b.transformer("tx-" + main, "grid", None)
        b.generator("gen-" + main, None)
        b.main("msb-" + main, "tx-" + main, "gen-" + main, None)
    for side, mains in (("A", "123"), ("B", "231")):
        feeds = [b.feed("msb-" + mains[0])]
        feeds += [b.feed("msb-" + main, auto=True, transition="open", time=1, priority=1 if side == "A" else 2)
                  for main in mains[1:]]
        b.ups("ups-" + side, feeds, None)
        for half in "12":
            b.board("upb-%s%s" % (side, half), [b.feed("ups-" + side), b.wrap("msb-" + mains[0]), b.wrap("msb-" + mains[1])])
    for number in range(1, draw.between(1, 2) + 1):
        b.racks("rack-%d" % number, draw.between(2, 5), b.rack_watts(),
                {cord: "upb-" + cord for cord in ("A1", "A2", "B1", "B2")}, 1, each=1)
    return b.hall


ALL = (two_sides, parallel_units, all_pairs, blocks, oversold_reserve, ties, single_phase, three_cords, four_cords)
