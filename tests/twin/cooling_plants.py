"""Random plants for test_cooling.py: the same seed gives the same text."""
import random


def flow(rng, low, high):
    return "%.1f L/min" % rng.uniform(low, high)


class Plant:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.free = random.Random("economisers %d" % seed)      # of its own: other plants stay as they are
        self.lines = []

    def add(self, name, **fields):
        self.lines.append("  %s: {%s}" % (name, ", ".join("%s: %s" % pair for pair in fields.items())))

    def chance(self, p):
        return self.rng.random() < p

    def economisers(self, loop, kind, heat, moves):
        """Ahead of what cools a facility loop; their names."""
        r = self.free
        if kind == "cooling-tower" or r.random() < 0.5:
            return ""
        n = r.randint(1, 2)
        more = {"cooling": "%.1f kW" % (heat * r.uniform(0.3, 1.2) / n), "approach": "%.1f K" % r.uniform(1, 4),
                "power": "%.2f kW" % (heat * 0.01)}
        if kind == "condenser":
            more.update(primary=loop + "w", primary_flow="%.1f L/min" % (moves * r.uniform(0.5, 1.5)))
        if r.random() < 0.4:
            more["flow"] = "%.1f L/min" % (moves * r.uniform(0.3, 1.5))
        if r.random() < 0.5:
            more["variable"] = "true"
        if r.random() < 0.3:
            more["max_outdoor"] = "%.1f degC" % r.uniform(5, 30)
        names = "%se-[1-%d]" % (loop[0], n)
        self.add(names, type="economiser", **{"from": "msb"}, **more)
        return names

    def rejection(self, loop, heat, supply):
        """What gives the heat of a facility loop (kW) to the outdoor air."""
        r = self.rng
        n, kind = r.randint(1, 3), r.choice(["chiller", "dry-cooler", "cooling-tower", "condenser"])
        margin = r.uniform(1.1, 2.0)
        each = "%.1f kW" % (heat * margin / n)
        moves = heat * r.uniform(0.9, 2.5) / n       # L/min; sometimes short
        names = "%s-[1-%d]" % (loop[0] + "c", n)
        if kind in ("chiller", "condenser"):
            more = {"flow": "%.1f L/min" % moves}
            if self.chance(0.4):
                more.update(cop="%.2f" % r.uniform(4.5, 6.5), cop_at="%.1f degC" % r.uniform(25, 35),
                            cop_slope="%.2f %%" % r.uniform(1.5, 3))
            if kind == "condenser":
                more.update(primary=loop + "w", primary_flow="%.1f L/min" % (moves * 1.3))
                self.add(loop + "w", type="loop", fluid=r.choice(["water", "PG20"]), supply="30 degC",
                         cooled_by=loop + "t")
                self.add(loop + "t", type="cooling-tower", **{"from": "msb"}, cooling="%.1f kW" % (heat * margin * 1.5),
                         flow="%.1f L/min" % (moves * 1.3 * n * r.uniform(0.8, 1.5)))
            self.add(names, type="chiller", **{"from": "msb"}, cooling=each, **more)
        else:
            more = {"variable": "true"} if self.chance(0.5) else {}
            if kind == "cooling-tower" and self.chance(0.5):
                more["blow_down"] = "25 %"
            self.add(names, type=kind, **{"from": "msb"}, cooling=each, flow="%.1f L/min" % moves, **more)
        ahead = self.economisers(loop, kind, heat, moves)
        self.add(loop, type="loop", fluid=r.choice(["water", "PG25", "PG30"]), supply="%.1f degC" % supply,
                 cooled_by='["%s", "%s"]' % (ahead, names) if ahead else '"%s"' % names)

    def racks(self, coolant, zone, n, door=None):
        """n racks; returns their liquid heat, air heat (kW) and coolant they need (L/min)."""
        r = self.rng
        nodes, power, share = r.randint(1, 6), r.uniform(4, 16), r.choice([0.7, 0.8, 0.9])
        chips = 4
        each = r.uniform(0.8, 2.6)
        node = "{type: node, power: %.2f kW, liquid_share: %g %%, flow: %.2f L/min, airflow: %.1f cfm" % (
            power, share * 100, each * chips, power * (1 - share) * r.uniform(90, 160))
        node += (", plate: {count: %d, power: %.0f W, resistance: {0.4 L/min: 0.0389 K/W, 1 L/min: 0.0245 K/W, "
                 "2 L/min: 0.0204 K/W, 2.4 L/min: 0.0197 K/W}}}" % (chips, power * share * 900 / chips))
        held = '"n[1-%d]": %s' % (nodes, node)
        if self.chance(0.3):
            held += ", sw: {type: load, power: 1.5 kW, liquid_share: 0 %, airflow: 150 cfm}"
        if door:
            held += ", door: {type: rear-door, primary: %s, flow: %.1f L/min, cooling: %.1f kW%s}" % (
                door, r.uniform(20, 60), r.uniform(3, 30), "")
        self.add("%sr-[1-%d]" % (coolant[1:], n), type="rack", coolant=coolant, zone=zone, **{"from": "upb"},
                 holds="{%s}" % held)
        return n * nodes * power * share, n * nodes * power * (1 - share) + 2 * n, n * nodes * each * chips


def tanks(p, seed, warm):
    """Baths that are pumped and baths that boil; returns their heat to the baths and to air (kW)."""
    r = random.Random(seed + 10 ** 6)       # of their own: the rest of a plant is what it is without them
    liquid = air = 0.0
    for i in range(r.choice([0, 0, 1, 2])):
        n, each = r.randint(1, 3), r.uniform(20, 90)
        heat = n * each
        part = r.randint(70, 95) if r.random() < 0.3 else 100     # all of it where nothing is said
        share = ", liquid_share: %d %%, airflow: %.0f cfm" % (part, each / 4 * (100 - part) * 1.2) if part < 100 else ""
        p.add("b%dr-[1-%d]" % (i, n), type="rack", coolant="b%d" % i, **{"from": "msb"},
              holds='{"n[1-4]": {type: node, power: %.3f kW%s}}' % (each / 4, share),
              **({"zone": "hall"} if share else {}))
        cooling = heat * r.uniform(0.9, 1.6)
        fields = {"from": r.choice(["upb", "msb"]), "power": "%.2f kW" % (heat * r.uniform(0.005, 0.03)),
                  "primary": "fws", "cooling": "%.1f kW" % cooling}
        if r.random() < 0.5:
            rho, heat_capacity = r.uniform(750, 1800), r.uniform(1100, 2300)
            rise, approach = r.uniform(4, 12), r.uniform(5, 12)
            flow = cooling * 6e7 / (rho * heat_capacity * rise)
            fields.update(supply="%.1f degC" % (warm + r.uniform(4, 18)), flow="%.1f L/min" % flow,
                          approach="%.1f K" % approach,
                          primary_flow="%.1f L/min" % (cooling / (rise + approach) * 14.5 * r.uniform(1.15, 2.5)),
                          flow_per_power="%.3f L/min/kW" % (flow / heat * r.uniform(0.5, 1.2)),
                          fluid="{density: %.0f kg/m3, heat_capacity: %.0f J/(kg K), viscosity: %.2f mm2/s, "
                          "conductivity: %.3f W/(m K)}" % (rho, heat_capacity, r.uniform(2, 12), r.uniform(0.06, 0.15)))
            if r.random() < 0.4:
                fields.update(needed=2, holds='{"p[1-%d]": {type: pump}}' % r.randint(2, 3))
        else:
            approach = r.uniform(12, 28)
            fields.update(boiling="%.1f degC" % r.uniform(42, 61), approach="%.1f K" % approach,
                          primary_flow="%.1f L/min" % (cooling / approach * 14.5 * r.uniform(1.1, 2.2)))
        p.add("b%d" % i, type="tank", **fields)
        liquid, air = liquid + heat * part / 100, air + heat * (100 - part) / 100
    return liquid, air


def plant(seed):
    p = Plant(seed)
    r = p.rng
    warm = r.uniform(16, 30)
    liquid = air = 0.0
    doors = p.chance(0.3)
    for i in range(r.randint(1, 4)):
        heat, to_air, needs = p.racks("t%d" % i, "hall", r.randint(1, 4), "fws" if doors else None)
        liquid, air = liquid + heat, air + to_air
        units = r.randint(1, 2)
        fields = {"from": r.choice(["upb", "msb"]), "power": "%.2f kW" % (heat * r.uniform(0.01, 0.03) + 0.2),
                  "cooling": "%.1f kW" % (heat / units * r.uniform(1.0, 1.8)), "approach": "%.1f K" % r.uniform(3, 6),
                  "flow": "%.1f L/min" % (needs / units * r.uniform(0.8, 1.8))}
        if p.chance(0.5):
            fields["variable"] = "true"
        if p.chance(0.8) or i == 0:
            fields["primary"] = "fws"
            fields["primary_flow"] = "%.1f L/min" % (float(fields["flow"].split()[0]) * r.uniform(1.0, 2.0))
        else:
            fields["zone"] = "hall"
            fields.pop("variable", None)
            if p.chance(0.5):
                fields["airflow"] = "%.0f cfm" % (heat / units * r.uniform(60, 180))
            air += heat
        pumps = r.randint(0, 3)
        if pumps:
            stopped = ", standby: stopped" if p.chance(0.3) else ""
            fields["needed"] = r.randint(1, pumps)
            fields["holds"] = '{"p[1-%d]": {type: pump%s}}' % (pumps, "")
            if stopped and pumps > 1:
                fields["holds"] = '{"p[1-%d]": {type: pump}, q: {type: pump%s}}' % (pumps - 1, stopped)
        p.add("cdu%d-[1-%d]" % (i, units), type="cdu", **fields)
        p.add("t%d" % i, type="loop", fluid=r.choice(["PG25", "PG20", "water"]),
              supply="%.1f degC" % (warm + r.uniform(2, 14)), cooled_by='"cdu%d-*"' % i)
    baths, beside = tanks(p, seed, warm)
    liquid, air = liquid + baths, air + beside
    supply = max(warm + 3, r.uniform(20, 27))
    air += 60
    n = r.randint(1, 3)
    each = {"cooling": "%.1f kW" % (air / n * r.uniform(1.0, 1.7)), "airflow": "%.0f cfm" % (air * r.uniform(80, 220) / n)}
    if p.chance(0.6):
        each.update(type="crah", primary="fws", approach="%.1f K" % r.uniform(4, 7),
                    primary_flow="%.1f L/min" % (float(each["airflow"].split()[0]) * 8.5e-3 * r.uniform(1.0, 1.8) * 1.0))
        if p.chance(0.5):
            each["variable"] = "true"
    else:
        each.update(type="crac", power="%.1f kW" % (air / n / 3))
    p.add("ah-[1-%d]" % n, **{"from": "upb"}, **each)
    zone = {"leakage": "%.0f %%" % r.uniform(3, 20)} if p.chance(0.5) else {}
    ahead = ""
    if p.free.random() < 0.4:
        fields = {"airflow": "%.0f cfm" % (air * p.free.uniform(40, 160)), "power": "%.2f kW" % (air * 0.02)}
        if p.free.random() < 0.5:
            fields["variable"] = "true"
        if p.free.random() < 0.3:
            fields["max_outdoor"] = "%.1f degC" % p.free.uniform(5, 30)
        p.add("oa", type="air-economiser", **{"from": "msb"}, **fields)
        ahead = "oa, "
    p.add("hall", type="zone", supply="%.1f degC" % supply, cooled_by='[%s"ah-*"]' % ahead, airflow_per_power="120 cfm/kW", **zone)
    p.rejection("fws", liquid + air, warm)
    p.add("ups", type="ups", **{"from": "msb"}, rating="%.0f kW" % ((liquid + air) * r.uniform(1.2, 2.5)),
          efficiency="{20 %: 92 %, 50 %: 96 %, 100 %: 95 %}", zone="hall")
    return "\n".join([
        "headroom: 1", "site: {name: plant %d, outdoor: {dry_bulb: %.1f degC, wet_bulb: %.1f degC}}" % (
            seed, r.uniform(warm - 14, warm + 4) if p.chance(0.7) else 38, r.uniform(10, warm - 2)),
        "elements:", "  grid: {type: utility, voltage: 415 V}", "  msb: {type: switchboard, from: grid}",
        "  upb: {type: switchboard, from: ups}"] + p.lines) + "\n"
