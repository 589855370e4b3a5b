#!/usr/bin/env python3
"""Random halls with power and cooling: what test_cooled.py is made of.

    cooled_halls.py SEED                        one hall, to stdout
    cooled_halls.py --into FOLDER FIRST COUNT   COUNT halls of the seeds FIRST, FIRST+1, ...: FOLDER/SEED.yaml

The same seed gives the same hall, byte for byte, on every host.  The electrical half is a hall of paths.py: boards,
transfers, ties, generators, UPS, racks on one to three cords.  To that come one to four loops of racks with CDUs (some
hold pumps, some of these have feeds of their own), baths, zones with air handlers or air conditioners, rear doors, and
one or two primary loops with what rejects their heat: chillers, dry coolers, towers, chillers on a loop of towers,
exchangers to such a loop, economisers ahead.  Coolers are fed as loads are, from one board or several.  Some pumps stand
by stopped; named cases and rooms take zones and loops.

Each body gets coolers for N, for N + 1, or for less than its loads ask; heat and flow apart, so that each is what fails.
In a fifth of the halls some figure that decides is left out.  Headers are ideal: no pipes.  Two coolers that feed each
other's body are not made, nor bodies that nothing cools.
"""
import argparse
import pathlib
import re
import sys
from types import SimpleNamespace

import paths
from halls import Draw
from paths import Ref, Thing, Wire

COOLERS = {"cdu", "chiller", "crah", "crac", "dry-cooler", "cooling-tower", "heat-exchanger", "economiser", "tank"}
BETWEEN = 1 << 40       # keeps the draws for cooling apart from those for power


def litres(value):
    return "%.1f L/min" % max(value, 0.1)


def kilowatts(value):
    return "%.2f kW" % (max(value, 10.0) / 1000)


class Hall(paths.Hall):
    def __init__(self, seed):
        self.cool = Draw(seed + BETWEEN)
        self.more = Draw(seed + 2 * BETWEEN)
        self.plain = []             # loops and zones: no part of the electrical path, never out themselves
        self.heat, self.need = {}, {}       # body -> W and L/min (of a zone cfm), roughly
        self.bodies = {}              # its figures, by its name
        self.primaries_of, self.figures = [], []
        super().__init__(seed)

    def between(self, low, high):
        """A real number: three digits of it are drawn."""
        return low + (high - low) * self.cool.below(1000) / 999

    def pairs(self):
        return self.size == "tiny" and len(self.things) <= 30

    # --- racks and loads give heat ----------------------------------------------------------------------------------

    def make_loads(self):
        super().make_loads()
        self.site["name"] = "cooled %s" % self.site["name"].split()[-1]
        cold = self.cool.chance(25)
        self.cold = cold
        self.site["outdoor"] = {"dry_bulb": "8 degC" if cold else "30 degC", "wet_bulb": "5 degC" if cold else "22 degC"}
        if self.cool.chance(10):
            self.site["limits"] = {"inlet_high": "%d degC" % self.cool.between(27, 38)}
        self.make_bodies()
        self.make_heat()
        for zone in self.zones:
            self.make_air(zone)
        for loop in self.loops:
            self.make_cdus(loop)
        for primary in self.primary:
            self.make_rejection(primary)
        self.leave_out()

    def body(self, name, **fields):
        assert name not in self.names
        self.names.append(name)
        self.bodies[name] = fields
        self.heat[name] = self.need[name] = 0.0
        self.plain.append(SimpleNamespace(name=name, fields=fields, count=1))
        return name

    def make_bodies(self):
        cool = self.cool
        self.primary, self.temperature = [], {}
        for n in range(1 + cool.chance(30)):
            style = cool.one(["chiller"] * 4 + ["dry-cooler", "cooling-tower", "condenser", "exchanger"])
            name = self.body("fws-%d" % (n + 1), type="loop", fluid=cool.one(["water", "PG25"]))
            self.temperature[name] = {"chiller": 18, "condenser": 18, "dry-cooler": 40}.get(style, 30)
            self.bodies[name]["supply"] = "%d degC" % self.temperature[name]
            self.primary.append(name)
            self.primaries_of.append(style)
        self.loops = []
        for n in range(cool.between(1, 4)):
            name = "tcs-%d" % (n + 1)
            if cool.chance(12):
                self.heat[name] = self.need[name] = 0.0
                self.bodies[name] = None              # a bath: made with its racks
            else:
                self.body(name, type="loop", fluid=cool.one(["PG25", "PG25", "water"]),
                          flow_per_power="%.2f L/min/kW" % self.between(1.0, 1.8))
            self.loops.append(name)
        self.zones = []
        for n in range(1 + cool.chance(25)):
            fields = {"type": "zone", "supply": "24 degC", "airflow_per_power": "%d cfm/kW" % cool.between(90, 140)}
            if cool.chance(45):
                fields["class"] = cool.one(["A1", "A2", "A2", "A3"])
                fields["leakage"] = "%d %%" % cool.between(3, 15)
                fields["recirculation"] = "%d %%" % cool.between(2, 12)
            self.zones.append(self.body("zone-%d" % (n + 1), **fields))

    def figures_of(self, name, unit):
        """What a body asks for by heat, in L/min or cfm for each kW."""
        fields = self.bodies[name]
        word = "airflow_per_power" if unit == "cfm" else "flow_per_power"
        return float((fields or {"flow_per_power": "1"})[word].split()[0])

    def make_heat(self):
        """Racks name a loop and a zone; what they hold says how its heat divides."""
        cool = self.cool
        for family in self.families:
            if family.members[0].kind == "rack":
                self.make_rack_heat(family)
            elif family.members[0].kind == "load" and cool.chance(30):
                zone = cool.one(self.zones)
                for thing in family.members:
                    thing.fields["zone"] = zone
                    self.heat[zone] += thing.own
                    self.need[zone] += thing.own / 1000 * self.figures_of(zone, "cfm")

    def make_rack_heat(self, family):
        cool, racks = self.cool, family.members
        wet = cool.chance(80)
        share = cool.one([50, 70, 80, 85, 90]) if wet else 0
        holds = racks[0].fields.get("holds")
        for fields in holds.values() if holds else [rack.fields for rack in racks[:1]]:
            watts = self.watts_of(fields)
            more = {"liquid_share": "%d %%" % share}
            if wet and cool.chance(50):
                more["flow"] = litres(watts / 1000 * share / 100 * self.between(0.9, 1.9))
            if cool.chance(50):
                more["airflow"] = "%.0f cfm" % max(1, watts / 1000 * (100 - share) / 100 * self.between(80, 150))
            for one in [fields] if holds else [rack.fields for rack in racks]:
                one.update(more)
        together = cool.chance(60)
        loop, zone = cool.one(self.loops), cool.one(self.zones)
        for rack in racks:
            if not together:
                loop, zone = cool.one(self.loops), cool.one(self.zones)
            if wet:
                rack.fields["coolant"] = loop
            if share < 100:
                rack.fields["zone"] = zone
            self.count_rack(rack, loop if wet else None, zone)
        if holds and cool.chance(12):
            self.make_door(racks, holds)

    @staticmethod
    def watts_of(fields):
        if "power" not in fields:
            return paths.UNKNOWN_WATTS / 2
        number, unit = fields["power"].split()
        return float(number) * {"W": 1, "kW": 1000}[unit]

    def count_rack(self, rack, loop, zone):
        holds = rack.fields.get("holds")
        items = [(self.count(name), fields) for name, fields in holds.items()] if holds else [(1, rack.fields)]
        for count, fields in items:
            watts, share = self.watts_of(fields) * count, float(fields["liquid_share"].split()[0]) / 100
            for body, part, own, unit in ((loop, share, "flow", "L/min"), (zone, 1 - share, "airflow", "cfm")):
                if body is None:
                    continue
                self.heat[body] += watts * part
                self.need[body] += (float(fields[own].split()[0]) * count if own in fields else
                                    watts * part / 1000 * self.figures_of(body, unit))

    @staticmethod
    def count(name):
        found = re.search(r"\[(.*)\]", name)
        total = 0
        for item in found[1].split(",") if found else ["1"]:
            ends = item.split("-")
            total += int(ends[1]) - int(ends[0]) + 1 if len(ends) == 2 else 1
        return total

    def make_door(self, racks, holds):
        primary = self.cool.one(self.primary)
        air = sum(self.watts_of(fields) * self.count(name) for name, fields in holds.items() if fields["type"] == "node")
        holds["door"] = {"type": "rear-door", "primary": primary, "flow": litres(air / 1000 * self.between(1, 3)),
                         "cooling": kilowatts(air * self.between(0.05, 0.4))}
        self.need[primary] += len(racks) * float(holds["door"]["flow"].split()[0])
        self.heat[primary] += len(racks) * float(holds["door"]["cooling"].split()[0]) * 500

    # --- coolers ----------------------------------------------------------------------------------------------------

    def sized(self, total, n):
        """What each of n is given of a total: for N + 1, for N, or for less."""
        style = self.cool.below(100)
        if style < 45 and n > 1:
            return total * self.between(1.06, 1.5) / (n - 1)
        if style < 97:
            return total * self.between(1.06, 2.4) / n
        return total * self.between(0.6, 0.99) / n

    def coolers(self, base, n, kind, watts):
        """n of a kind, fed as loads are."""
        cool, made = self.cool, self.family(base, n, kind, self.volts)
        if kind != "heat-exchanger":
            inside = self.crit + self.ways if kind in ("cdu", "crah", "crac", "tank") else []
            place = self.pool(self.raw + inside, self.volts)
            columns = [self.targets(place, n)]
            while len(columns) < 3 and cool.chance(45):
                other = self.others(columns[-1], self.pool(self.raw + self.crit, self.volts))
                if not other or any(a is b for column in columns for a, b in zip(column, other)):
                    break
                columns.append(other)
            self.several(made, columns)
            watts = max(100, round(watts / 100) * 100)
            for one in made:
                one.fields["power"] = "%d W" % watts
                one.own = watts
                for wire in one.wires:
                    wire.feed["phases"] = "ABC"
        return made

    def told(self, made, **fields):
        for one in made:
            one.fields.update(fields)
        self.figures.append((made, list(fields)))

    def names_of(self, *families):
        return [one.name for made in families for one in made]

    def pumps(self, made):
        """What CDUs hold, alike for all: pumps that live with them, or have a feed of their own."""
        cool = self.cool
        if cool.chance(30):
            return
        count = cool.between(1, 3)
        spare = cool.chance(25) and count > 1
        holds, own = {}, cool.chance(35)
        fields = {"type": "pump"}
        self.told(made, needed=cool.between(1, count - spare))
        boards = [cool.one(self.pool(self.raw + self.crit, self.volts)) for _ in range(2)]
        for number in range(2 if spare or own and count > 1 and cool.chance(50) else 1):
            one = dict(fields)
            if own:
                board = boards[number]
                one.update({"from": {"to": board.name, "phases": "ABC"}, "power": "%d W" % cool.between(300, 2000)})
            if number and spare:
                one["standby"] = "stopped"
            n = 1 if number else count - 1 if spare or own and count > 1 else count
            name = "pq"[number] + ("[1-%d]" % n if n > 1 else "")
            holds[name] = one
            for thing in made if own else []:
                for k in range(n):
                    pump = Thing(thing.family, ["%s-%s%d" % (thing.name, name[0], k)], "load", self.volts)
                    pump.own = float(one["power"].split()[0])
                    Wire(pump, ".from", board, one["from"], "one", 0, True)
        if own and count > 1 and len(holds) == 1 and not spare:
            holds = {"p[1-%d]" % count: next(iter(holds.values()))}
        for thing in made:
            thing.fields["holds"] = holds

    def make_cdus(self, loop):
        cool = self.cool
        heat, need = max(self.heat[loop], 2000.0), max(self.need[loop], 2.0)
        if self.bodies[loop] is None:
            self.make_tank(loop, heat)
            return
        n = cool.between(1, 3)
        primary = cool.one(self.primary)
        cooling, flow = self.sized(heat * 1.03, n), self.sized(need, n)
        made = self.coolers("cdu%s-" % loop[4:], n, "cdu", cooling * self.between(0.01, 0.03))
        supply = self.temperature[primary] + 6
        if cool.chance(12):
            zone = cool.one(self.zones)             # its heat goes into air; that was made before: it may be too much
            self.told(made, zone=zone, cooling=kilowatts(cooling), flow=litres(flow), approach="4 K")
            supply = 34
        else:
            move = litres(flow * self.between(1.0, 1.6))
            self.told(made, cooling=kilowatts(cooling), flow=litres(flow), approach="4 K", primary_flow=move)
            for one in made:
                one.fields["primary"] = primary
            self.heat[primary] += heat * 1.05
            self.need[primary] += float(move.split()[0]) * min(n, heat / cooling)
        if cool.chance(15):
            self.bodies[loop]["flow"] = litres(need * self.between(0.95, 1.8))
        self.pumps(made)
        self.bodies[loop].update(supply="%d degC" % supply, cooled_by=self.names_of(made))

    def make_tank(self, name, heat):
        cool = self.cool
        primary = cool.one(self.primary)
        while any(one.base.rstrip("-") == name for one in self.families):
            name += "b"
        made = self.family(name, 1, "tank", self.volts)
        tank = made[0]
        for thing in self.things:
            if thing.fields.get("coolant") == name or thing.fields.get("coolant") == name.rstrip("b"):
                thing.fields["coolant"] = tank.name
        self.single(tank, cool.one(self.pool(self.raw + self.crit, self.volts)))
        tank.own = max(100, round(heat * 0.01 / 100) * 100)
        tank.wires[0].feed["phases"] = "ABC"
        cooling = heat * self.between(1.05, 1.6)
        move = cooling / 1000 * self.between(1.5, 3)
        fields = {"power": "%d W" % tank.own, "cooling": kilowatts(cooling), "primary_flow": litres(move)}
        if cool.chance(60):
            fields.update(supply="%d degC" % (self.temperature[primary] + 12), approach="8 K",
                          flow=litres(heat / 1000 * self.between(2.4, 5)), flow_per_power="2.5 L/min/kW",
                          fluid={"density": "820 kg/m3", "heat_capacity": "2100 J/(kg K)", "viscosity": "6 mm2/s",
                                 "conductivity": "0.13 W/(m K)"})
        else:
            fields.update(boiling="60 degC", approach="20 K")
        self.told(made, **fields)
        tank.fields["primary"] = primary
        if "flow" in fields and cool.chance(50):
            tank.fields.update(needed=1, holds={"p[1-2]": {"type": "pump"}})
        self.heat[primary] += heat * 1.01
        self.need[primary] += move

    def make_air(self, zone):
        cool = self.cool
        heat, need = max(self.heat[zone], 2000.0), max(self.need[zone], 200.0)
        n = cool.between(1, 3)
        cooling, air = self.sized(heat * 1.05, n), self.sized(need * 1.1, n)
        chilled = cool.chance(60)
        made = self.coolers("%s%s-" % ("ah" if chilled else "ac", zone[5:]), n, "crah" if chilled else "crac",
                            cooling * (0.03 if chilled else 0.3))
        self.told(made, cooling=kilowatts(cooling), airflow="%.0f cfm" % air)
        if chilled:
            primary = cool.one(self.primary)
            move = litres(cooling / 1000 * self.between(1.4, 3))
            self.told(made, primary_flow=move)
            for one in made:
                one.fields.update(approach="4 K", primary=primary)
            self.heat[primary] += heat * 1.05
            self.need[primary] += float(move.split()[0]) * min(n, heat / cooling)
        self.bodies[zone]["cooled_by"] = self.names_of(made)

    def make_rejection(self, primary):
        cool, style = self.cool, self.primaries_of[self.primary.index(primary)]
        heat, need = max(self.heat[primary], 4000.0), max(self.need[primary], 4.0)
        n = cool.between(1, 3)
        cooling, flow = self.sized(heat * 1.03, n), self.sized(need, n)
        kind = {"condenser": "chiller", "exchanger": "heat-exchanger"}.get(style, style)
        base = {"chiller": "ch", "dry-cooler": "dc", "cooling-tower": "ct", "heat-exchanger": "hx"}[kind]
        made = self.coolers("%s%s-" % (base, primary[4:]), n, kind, cooling * (0.3 if kind == "chiller" else 0.025))
        self.told(made, cooling=kilowatts(cooling), flow=litres(flow))
        if kind == "chiller" and cool.chance(50):
            self.told(made, cop="%.1f" % self.between(4, 6))
        ahead = []
        if self.cold and style == "chiller" and cool.chance(50):
            ahead = self.coolers("ec%s-" % primary[4:], 1, "economiser", cooling * 0.01)
            self.told(ahead, cooling=kilowatts(heat * self.between(0.2, 0.9)))
            for one in ahead:
                one.fields["approach"] = "3 K"
        if style in ("condenser", "exchanger"):
            move = flow * self.between(1.0, 1.5)
            self.told(made, primary_flow=litres(move))
            outer = self.body("cws-%s" % primary[4:], type="loop", fluid="water", supply="26 degC")
            for one in made:
                one.fields["primary"] = outer
                if kind == "heat-exchanger":
                    one.fields["approach"] = "3 K"
            k = cool.between(1, 3)
            total = heat * (1.3 if kind == "chiller" else 1.0)
            each, moved = self.sized(total, k), self.sized(move * min(n, heat / cooling), k)
            last = self.coolers("ct%s-" % primary[4:], k, cool.one(["cooling-tower", "dry-cooler"]), each * 0.02)
            self.told(last, cooling=kilowatts(each), flow=litres(moved))
            self.bodies[outer]["cooled_by"] = self.names_of(last)
        if cool.chance(12):
            self.bodies[primary]["flow"] = litres(need * self.between(0.95, 1.8))
        self.bodies[primary]["cooled_by"] = self.names_of(ahead, made)

    def leave_out(self):
        """Some figure that decides, in a fifth of the halls."""
        cool = self.cool
        for _ in range(cool.one([0, 0, 0, 0, 0, 0, 0, 0, 1, 2])):
            made, fields = cool.one(self.figures)
            word = cool.one(fields)
            if cool.chance(20):
                body = self.bodies[cool.one([name for name in self.bodies if self.bodies[name]])]
                body.pop("flow_per_power", None)
            elif word not in ("zone", "fluid", "boiling"):
                for one in made:
                    one.fields.pop(word, None)

    # --- what stands by, and what takes whole places ---------------------------------------------------------------------

    def make_cases(self):
        super().make_cases()
        more, seen = self.more, []
        for thing in self.things:
            holds = thing.fields.get("holds", {})
            if thing.kind not in COOLERS or holds in seen or not holds:
                continue
            seen.append(holds)
            alike = [fields for fields in holds.values() if fields["type"] == "pump"]
            if alike and not any("standby" in fields for fields in alike) and more.chance(60):
                holds[more.one(["z", "z[1-2]"])] = {"type": "pump", "standby": "stopped"}
        places = [one.name for one in self.plain]
        for n in range(more.one([0, 0, 1, 2])):
            out = [more.one(places)] + ([more.one(places)] if more.chance(30) else [])
            self.cases["place-%d" % (n + 1)] = {"out": out + ([more.one(self.things).name] if more.chance(20) else [])}
        for one in self.plain + [thing for thing in self.things if thing.kind == "heat-exchanger"]:
            if more.chance(8):
                one.fields[more.one(["room", "epo"])] = more.one(["pit-1", "hall", "plant"])

    # --- as text ----------------------------------------------------------------------------------------------------

    def rate_elements(self, members):
        if members[0].kind not in COOLERS:
            super().rate_elements(members)

    def outed(self):
        text = super().outed()
        return text.split(".")[0] if re.search(r"\.(door|d\*)", text) else text

    def declarations(self):
        return super().declarations() + self.plain


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("numbers", metavar="SEED", type=int, nargs="+")
    options = parser.parse_args()
    if options.into:
        first, count = options.numbers
        for seed in range(first, first + count):
            (options.into / ("%d.yaml" % seed)).write_text(Hall(seed).text())
    else:
        for seed in options.numbers:
            sys.stdout.write(Hall(seed).text())


if __name__ == "__main__":
    main()
