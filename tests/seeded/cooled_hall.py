"""Good halls with their cooling: 2N of power, N+1 of everything that cools, all figures given, drawn by a seed.

Power is sized well above what it carries, so that only cooling can fall short. What cools is sized 10 % above what N of N+1
units carry. `Hall.heat`, `Hall.need` and the like are the figures by which cooled_faults.py plants its faults.
"""
import copy
import math
import re

HEAT_OF_WATER = 4.18e6      # J/(m3 K), rounded; margins of what is planted are far wider
SPARE = 1.1                 # of N units of N+1
AIR = 0.09                  # m3/s for each kW: it rises by 9.4 K
RISE = 10                   # K of primary water at a nameplate
DIE = 34 + 35               # degC, of a die: supply, and 1 kW on 0.020 + 0.015 K/W
LIMIT = 87                  # degC, of a die of 1 kW
DOOR = 0.8                  # of its rack's heat that a door takes


def units(value, unit, digits=3):
    return ("%.*f" % (digits, value)).rstrip("0").rstrip(".") + " " + unit


def kw(watts):
    return units(watts / 1000, "kW")


def lpm(value):
    return units(value, "L/min", 1)


def feed(*boards, amps=800, time="0.1 s"):
    """One feed, or alternatives of which the later ones close by themselves."""
    first = {"to": boards[0], "breaker": "%d A" % amps, "phases": "ABC"}
    if len(boards) == 1:
        return first
    return [first] + [{**first, "to": board, "closes": "auto", "time": time} for board in boards[1:]]


def text_of(value):
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (text_of(key), text_of(one)) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(text_of(one) for one in value)
    return '"%s"' % value if re.search(r"[\[\]*,]", str(value)) else str(value)


class Hall:
    def __init__(self, kind, seed):
        self.kind, self.name = kind, "%s %d" % (kind, seed)
        self.site = {"name": self.name, "redundancy": "any-one", "outdoor": {"dry_bulb": "25 degC", "wet_bulb": "18 degC"},
                     "limits": {"pue": 2, "wue": "5 L/kWh"}}
        self.elements, self.jobs = {}, {}
        self.racks = {}         # row -> names
        self.loop = {}          # row -> its loop
        self.gpus = {}          # row -> GPUs of one rack
        self.heat, self.need, self.coolers = {}, {}, {}         # body -> W, L/min, names
        self.volume = {}        # loop -> m3

    def copy(self):
        return copy.deepcopy(self)

    def text(self):
        lines = ["headroom: 1", "site: " + text_of(self.site), "elements:"]
        lines += ["  %s: %s" % (text_of(name), text_of(one)) for name, one in self.elements.items()]
        if self.jobs:
            lines += ["jobs:"] + ["  %s: %s" % (name, text_of(one)) for name, one in self.jobs.items()]
        return "\n".join(lines) + "\n"

    def above(self, board):
        """Single things whose loss is that of a board: it, and what stands above it."""
        head, _, side = board.partition("-")
        return ["%s-%s" % (one, side) for one in {"upb": ("upb", "ups", "msb"), "mech": ("mech", "msb"), "msb": ("msb",)}[head]]


class Builder:
    def __init__(self, kind, draw, seed):
        self.draw, self.hall = draw, Hall(kind, seed)
        self.volts = draw.one([400, 415, 480])
        if kind != "pool" and draw.chance(50):
            self.hall.site["rules"] = ["tier-3"]
        self.power()

    def add(self, name, kind, **fields):
        self.hall.elements[name] = {"type": kind, **fields}

    def power(self):
        self.add("grid", "utility", voltage="13.8 kV", rating="20 MVA")
        for side in "AB":
            self.add("tx-" + side, "transformer", **{"from": {"to": "grid", "breaker": "600 A"}}, rating="6 MVA",
                     secondary="%d V" % self.volts, no_load_loss="5 kW", load_loss="30 kW", winding="Dyn11")
            self.add("gen-" + side, "generator", voltage="%d V" % self.volts, rating="7 MVA", power="6 MW", start="10 s",
                     first_step="100 %", continuous_power="6 MW", fuel="24 h")
            self.board("msb-" + side, 8000, [{"to": "tx-" + side, "breaker": "8000 A"}, {
                "to": "gen-" + side, "breaker": "10000 A", "closes": "auto", "transition": "open", "time": "12 s"}])
            self.add("ups-" + side, "ups", **{"from": {"to": "msb-" + side, "breaker": "6000 A"}}, rating="3 MW",
                     autonomy="300 s", mode="double-conversion", efficiency={"50 %": "96 %", "100 %": "95 %"})
            self.board("upb-" + side, 6000, {"to": "ups-" + side, "breaker": "6000 A"})
            self.board("mech-" + side, 5000, {"to": "msb-" + side, "breaker": "5000 A"})

    def board(self, name, amps, feeds):
        self.add(name, "switchboard", rating="%d A" % amps, **{"from": feeds})

    def places(self, count, board):
        """Feeds of N+1 units: one on each side alone, the others on either."""
        sides = self.draw.one(["AB", "BA"])
        return [feed(*["%s-%s" % (board, one) for one in
                       (sides[k % 2] if k < 2 else sides[k % 2] + sides[(k + 1) % 2])]) for k in range(count)]

    def coolers(self, body, stem, kind, count, feeds, **fields):
        names = ["%s-%d" % (stem, k + 1) for k in range(count)]
        self.hall.coolers[body] = names
        for name, where in zip(names, feeds):
            self.add(name, kind, **{"from": where}, **copy.deepcopy(fields))
        return names

    # --- loads ------------------------------------------------------------------------------------------------------------

    def liquid_row(self, row, boards=("upb-A", "upb-B"), pumps=False, primary="fws", least=1, **more):
        """Racks on cold plates, their loop, its CDUs, N+1."""
        draw, hall, name = self.draw, self.hall, "row-%s" % row
        count, nodes, n = draw.between(3, 7), draw.between(3, 6), draw.between(least, 3)
        watts, share = 100 * draw.between(90, 120), draw.one([75, 80, 85])
        heat, need = count * nodes * watts * share / 100, count * nodes * 12
        node = {"type": "node", "power": kw(watts), "gpus": 8, "liquid_share": "%d %%" % share, "flow": "12 L/min",
                "psus": {**{cord: 1 for cord, _ in zip("AB", boards)}, "needed": 1, "rating": "15 kW", "hold_up": "20 ms"},
                "plate": {"count": 8, "power": "1 kW", "resistance": {"1.5 L/min": "0.02 K/W"}, "die_resistance": "0.015 K/W",
                          "limit": "%d degC" % LIMIT}}
        self.add("%s-[1-%d]" % (name, count), "rack", coolant="tcs-%s" % row, zone="hall", cooling="cold-plate",
                 **{"from": {cord: feed(board, amps=250) for cord, board in zip("AB", boards)}},
                 holds={"node-[1-%d]" % nodes: node}, **more)
        hall.racks[row] = ["%s-%d" % (name, k + 1) for k in range(count)]
        hall.gpus[row], hall.loop[row], loop = 8 * nodes, "tcs-%s" % row, "tcs-%s" % row
        hall.heat[loop], hall.need[loop] = heat, need
        hall.heat["hall"] = hall.heat.get("hall", 0) + count * nodes * watts * (100 - share) / 100
        hall.volume[loop] = draw.between(100, 400) / 1000
        self.add(loop, "loop", fluid="PG25", supply="34 degC", volume="%g m3" % hall.volume[loop], cooled_by=[])
        self.cdus(row, n, pumps, primary, boards)

    def cdus(self, row, n, pumps, primary, boards):
        hall, loop = self.hall, "tcs-%s" % row
        own = 1000 * self.draw.between(1, 3)
        cooling = SPARE * (hall.heat[loop] + 3000 * (n + 1)) / n
        fields = {"power": kw(own), "primary": primary, "cooling": kw(cooling), "flow": lpm(SPARE * hall.need[loop] / n),
                  "approach": "4 K", "primary_flow": lpm(cooling / HEAT_OF_WATER / RISE * 60000), "restart": "1 s"}
        where = self.places(n + 1, "upb") if len(boards) == 2 else [feed(boards[0])] * (n + 1)
        if pumps:
            fields.update(needed=1, holds={
                "pump-%d" % (k + 1): {"type": "pump", "from": feed("upb-" + side, amps=63), "power": "1 kW", "restart": "1 s"}
                for k, side in enumerate("AB")})
            where = [feed("upb-A", "upb-B"), feed("upb-B", "upb-A")] + where[2:]
        self.hall.elements[loop]["cooled_by"] = self.coolers(loop, "cdu-%s" % row, "cdu", n + 1, where, **fields)
        for name, value in (("heat", hall.heat[loop] + (own + 2000 * pumps) * (n + 1)),
                            ("need", (hall.heat[loop] + (own + 2000 * pumps) * (n + 1)) / HEAT_OF_WATER / RISE * 60000)):
            bodies = getattr(hall, name)
            bodies[primary] = bodies.get(primary, 0) + value

    def door_row(self, row):
        """Racks with rear doors in an aisle of their own."""
        draw, hall = self.draw, self.hall
        count, watts = draw.between(6, 9), 1000 * draw.between(20, 30)
        node = {"type": "node", "power": kw(watts), "psus": {"A": 1, "B": 1, "needed": 1, "rating": "40 kW", "hold_up": "20 ms"}}
        door = {"type": "rear-door", "primary": "doors", "cooling": kw(DOOR * watts), "effectiveness": "70 %", "flow": "80 L/min"}
        self.add("row-%s-[1-%d]" % (row, count), "rack", zone="aisle", cooling="rear-door", airflow_proved="yes",
                 **{"from": {side: feed("upb-" + side, amps=250) for side in "AB"}}, holds={"node": node, "door": door})
        hall.racks[row] = ["row-%s-%d" % (row, k + 1) for k in range(count)]
        hall.heat["doors"], hall.need["doors"] = DOOR * watts * count, 80 * count
        hall.heat["aisle"] = (1 - DOOR) * watts * count + DOOR * watts
        self.loop("doors", "18 degC", "chd", "chiller", 1)
        self.zone("aisle", "crd", "chw-d", "chd-w", count * watts)

    # --- what takes it ----------------------------------------------------------------------------------------------------

    def loop(self, body, supply, stem, kind, n, boards=None):
        hall, draw = self.hall, self.draw
        heat = SPARE * hall.heat[body] / n
        fields = {"cooling": kw(heat), "flow": lpm(SPARE * hall.need[body] / n), "restart": "60 s"}
        if kind == "chiller":
            fields.update(power=kw(heat / 3), cop=draw.one([4, 5, 6]), cop_at="30 degC", cop_slope="2 %", max_outdoor="45 degC")
        else:
            fields.update(power=kw(heat * 0.025), approach="4 K")
            if kind == "dry-cooler":
                fields["max_outdoor"] = "45 degC"
        hall.volume[body] = max(2, math.ceil(hall.heat[body] * 300 / HEAT_OF_WATER / 10))
        where = [feed(boards)] * (n + 1) if boards else self.places(n + 1, "mech")
        names = self.coolers(body, stem, kind, n + 1, where, **fields)
        self.add(body, "loop", fluid="water", supply=supply, volume="%g m3" % hall.volume[body], cooled_by=names,
                 **{"class": "W32"})

    def zone(self, zone, stem, water, chillers, air=None):
        """A zone, its air handlers (N on each side), their water and its chillers."""
        hall, n = self.hall, self.draw.between(1, 2)
        heat = SPARE * (hall.heat[zone] * 1.05)
        air = SPARE * (air or hall.heat[zone]) / 1000 * AIR / n
        fields = {"power": kw(heat * 0.02 / n), "primary": water, "cooling": kw(heat * 1.05 / n), "airflow": units(air, "m3/s"),
                  "approach": "6 K", "primary_flow": lpm(heat / n / HEAT_OF_WATER / 6 * 60000), "restart": "1 s"}
        where = [feed("upb-" + "AB"[k % 2]) for k in range(2 * n)]
        names = self.coolers(zone, stem, "crah", 2 * n, where, **fields)
        self.add(zone, "zone", supply="24 degC", **{"class": "A2"}, leakage="0 %", recirculation="0 %", dew_point="10 degC",
                 airflow_per_power="%g L/min/kW" % (AIR * 60000), cooled_by=names)
        hall.heat[water], hall.need[water] = heat * 1.15, heat / HEAT_OF_WATER / 6 * 60000
        self.loop(water, "14 degC", chillers, "chiller", self.draw.between(1, 2))

    def job(self, least):
        total = sum(len(racks) * self.hall.gpus.get(row, 0) for row, racks in self.hall.racks.items())
        self.hall.jobs["train"] = {"gpus": total, "min_gpus": least(total)}


def liquid(draw, seed, kind="chillers", pumps=False):
    """Rows on cold plates, one plant for all of them, one zone."""
    b = Builder(kind, draw, seed)
    for row in range(1, draw.between(1, 3) + 1):
        b.liquid_row(row, pumps=pumps, least=2 if row == 1 and not pumps else 1)
    plant = {"dry coolers": "dry-cooler", "towers": "cooling-tower"}.get(kind, "chiller")
    b.loop("fws", "29 degC" if plant == "dry-cooler" else "24 degC", "ch", plant, draw.between(1, 3))
    b.zone("hall", "crah", "chw", "chw-ch")
    if draw.chance(50):
        b.job(lambda total: total - max(b.hall.gpus.values()))
    return b.hall


def doors(draw, seed):
    """A row on cold plates beside a row of rear doors."""
    b = Builder("rear doors", draw, seed)
    b.liquid_row(1)
    b.loop("fws", "24 degC", "ch", "chiller", draw.between(1, 2))
    b.zone("hall", "crah", "chw", "chw-ch")
    b.door_row(2)
    return b.hall


def pool(draw, seed):
    """Two halves of a cluster, each with supply and cooling from one side: a job lives on either, no rack must."""
    b = Builder("pool", draw, seed)
    for row, side in ((1, "A"), (2, "B")):
        b.liquid_row(row, boards=("upb-" + side,), primary="fws-" + side, redundancy="none")
        b.loop("fws-" + side, "24 degC", "ch-" + side, "chiller", draw.between(1, 2), boards="mech-" + side)
    b.zone("hall", "crah", "chw", "chw-ch")
    b.job(lambda total: min(len(b.hall.racks[row]) * b.hall.gpus[row] for row in (1, 2)))
    return b.hall


KINDS = {
    "chillers": liquid,
    "dry coolers": lambda draw, seed: liquid(draw, seed, "dry coolers"),
    "towers": lambda draw, seed: liquid(draw, seed, "towers"),
    "pumps": lambda draw, seed: liquid(draw, seed, "pumps", pumps=True),
    "rear doors": doors,
    "pool": pool,
}
