"""A second computation of heat, flow and temperature in the normal state, to check the C program against.

It reads one hall (YAML) and repeats, from a cold start, the balance of every loop and zone until nothing moves.  Written
from the equations of the trade and the text of the model alone; shares no code with headroom.  It knows utility,
switchboard, ups (with a curve of efficiency), rack, node, load, rear-door, loop, zone, cdu (with pumps), crah, crac,
chiller, dry-cooler, cooling-tower, tank, economiser and air-economiser (ahead of others); every number needed has to be
stated.

    solve(document) -> {point: value in SI}, the points named as `headroom export readings` names them

Conventions: coolant carries rho(mean) c_p(mean) V dT; air rho(supply) c_p V dT, as dry air of 1006 J/(kg K).  Glycol by
volume is turned into a mass fraction at 20 degC.  Exchangers: masses at the densities of the supply temperatures of the
nameplate, c_p by enthalpy, between the inlets for the capacity rates; films of the nameplate at the supply temperature of what is cooled.
Coils in vapour: all of their resistance is the film of the water.
"""
import functools
import math
import re

import twin_model

ZERO = 273.15
UNITS = {"W": 1, "kW": 1e3, "MW": 1e6, "L/min": 1 / 60000, "m3/s": 1, "K": 1, "K/W": 1, "V": 1, "VA": 1, "kVA": 1e3,
         "MVA": 1e6, "%": 0.01, "": 1, "L/min/kW": 1 / 6e7, "cfm/kW": 0.3048 ** 3 / 6e4, "cfm": 0.3048 ** 3 / 60,
         "L/kWh": 1 / 3.6e9, "kPa": 1e3, "Pa": 1, "kg/m3": 1, "J/(kg K)": 1, "mm2/s": 1e-6, "W/(m K)": 1}
AIR_R, AIR_CP = 287.042, 1006.0     # J/(kg K)
AIR_MU, AIR_K = 1.846e-5, 0.0263    # Pa s, W/(m K): dry air at 300 K

# Melinder (2010): rows i of (100 (x - 0.307031))^i, terms j of (t - 32.7083)^j, t in degC
RHO = ((1.018e3, -5.406e-1, -2.666e-3, 1.347e-5), (7.604e-1, -9.450e-3, 5.541e-5, -1.343e-7),
       (-2.498e-3, 2.700e-5, -4.018e-7, 3.376e-9), (-1.550e-4, 2.829e-6, -7.175e-9), (-1.131e-6, -2.221e-8), (2.342e-8,))
CP = ((3.882e3, 2.699, -1.659e-3, -1.032e-5), (-1.304e1, 5.070e-2, -4.752e-5, 1.522e-6),
      (-1.598e-1, 9.534e-5, 1.167e-5, -4.870e-8), (3.539e-4, 3.102e-5, -2.950e-7), (5.000e-5, -7.135e-7), (-4.959e-7,))
LN_MU = ((6.837e-1, -3.045e-2, 2.525e-4, -1.399e-6), (3.328e-2, -3.984e-4, 4.332e-6, -1.860e-8),
         (5.453e-5, -8.600e-8, -1.593e-8, -4.465e-11), (-3.900e-6, 1.054e-7, -1.589e-9), (-1.587e-8, 4.475e-10),
         (3.564e-9,))
COND = ((4.513e-1, 7.955e-4, 3.482e-8, -5.966e-9), (-4.795e-3, -1.678e-5, 8.941e-8, 1.493e-10),
        (2.076e-5, 1.563e-7, -4.615e-9, 9.897e-12), (-9.083e-8, -2.518e-9, 6.543e-11), (-5.952e-10, -3.605e-11),
        (2.104e-11,))


def collapse(table, x):
    """The cubic in t - 32.7083 that a table is at one mass fraction."""
    a = 100 * (x - 0.307031)
    out = [0.0] * 4
    for i, row in enumerate(table):
        for j, c in enumerate(row):
            out[j] += c * a ** i
    return out


def cubic(c, kelvin):
    b = kelvin - ZERO - 32.7083
    return c[0] + b * (c[1] + b * (c[2] + b * c[3]))


class Liquid:
    """A coolant by its words: water, PG20, PG25, PG30."""

    def __init__(self, word):
        x = 0.0
        if word != "water":
            phi, t = int(word[2:]) / 100, ZERO + 20
            water, r59, r60 = (cubic(collapse(RHO, x), t) for x in (0, 0.59, 0.60))
            glycol = r60 + (r60 - r59) / 0.01 * 0.40
            x = phi * glycol / (phi * glycol + (1 - phi) * water)
        self.rho_c, self.cp_c, self.mu_c, self.k_c = (collapse(table, x) for table in (RHO, CP, LN_MU, COND))

    def rho(self, t):
        return cubic(self.rho_c, t)

    def cp(self, t):
        return cubic(self.cp_c, t)

    def cp_between(self, a, b):
        """Mean specific heat between two temperatures: Simpson's rule, exact for a cubic."""
        return (self.cp(a) + 4 * self.cp((a + b) / 2) + self.cp(b)) / 6

    def film(self, kg, t):
        mu, k = math.exp(cubic(self.mu_c, t)) * 1e-3, cubic(self.k_c, t)
        return k * (kg / mu) ** 0.8 * (mu * self.cp(t) / k) ** (1 / 3)

    def rise(self, supply, flow, heat):
        """Kelvin that a heat adds to a flow (m3/s)."""
        if flow <= 0:
            return 0.0
        rise = 0.0
        for _ in range(50):
            mean = supply + rise / 2
            new = heat / (self.rho(mean) * self.cp(mean) * flow)
            if abs(new - rise) < 1e-13 * max(1, abs(new)):
                break
            rise = new
        return new


class Dielectric:
    """Of a tank: constant figures."""

    def __init__(self, f):
        self.density, self.heat = number(f["density"]), number(f["heat_capacity"])
        self.nu, self.k = number(f["viscosity"]), number(f["conductivity"])

    def rho(self, _t):
        return self.density

    def cp(self, _t):
        return self.heat

    def cp_between(self, _a, _b):
        return self.heat

    def film(self, kg, _t):
        mu = self.nu * self.density
        return self.k * (kg / mu) ** 0.8 * (mu * self.heat / self.k) ** (1 / 3)

    def rise(self, _supply, flow, heat):
        return heat / (self.density * self.heat * flow) if flow > 0 else 0.0


class Air:
    def __init__(self, pressure):
        self.pressure = pressure

    def rho(self, t):
        return self.pressure / (AIR_R * t)

    def cp(self, _t):
        return AIR_CP

    def cp_between(self, _a, _b):
        return AIR_CP

    def film(self, kg, _t):
        return AIR_K * (kg / AIR_MU) ** 0.8 * (AIR_MU * AIR_CP / AIR_K) ** (1 / 3)

    def rise(self, supply, flow, heat):
        return heat / (self.rho(supply) * AIR_CP * flow) if flow > 0 else 0.0


def number(text):
    """SI of one quantity."""
    found = re.fullmatch(r"\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(.*?)\s*", str(text))
    value, unit = float(found[1]), found[2]
    return value + ZERO if unit == "degC" else value * UNITS[unit]


class Element:
    def __init__(self, name, kind, fields):
        self.name, self.kind, self.fields = name, kind, fields

    def get(self, key, default=None):
        return number(self.fields[key]) if key in self.fields else default

    def flag(self, key):
        return str(self.fields.get(key, "false")).lower() == "true"


# --- exchangers ----------------------------------------------------------------


def effectiveness(ntu, z):
    if abs(1 - z) < 1e-10:
        return ntu / (1 + ntu)
    e = math.exp(-ntu * (1 - z))
    return (1 - e) / (1 - z * e)


def rates(hot, cold, kg1, kg2, supply, primary, heat):
    """Capacity rates of both streams between the temperatures at which they come in, and the rise of the first."""
    rise = heat / (kg1 * hot.cp(supply))
    for _ in range(60):
        new = heat / (kg1 * hot.cp_between(supply, supply + rise))
        done = abs(new - rise) < 1e-13 * max(1, new)
        rise = new
        if done:
            break
    return kg1 * hot.cp_between(primary, supply + rise), kg2 * cold.cp_between(primary, supply + rise), rise


class Exchanger:
    """Counterflow, from its nameplate."""

    def __init__(self, hot, cold, heat, approach, hot_flow, cold_flow, supply, primary):
        self.hot, self.cold = hot, cold
        self.rho1, self.rho2 = hot.rho(supply), cold.rho(primary)
        self.kg1, self.kg2 = hot_flow * self.rho1, cold_flow * self.rho2
        c1, c2, rise1 = rates(hot, cold, self.kg1, self.kg2, supply, primary, heat)
        self.hottest = supply + rise1      # beyond boiling no such nameplate holds
        low, high = min(c1, c2), max(c1, c2)
        e, z = heat / (low * (rise1 + approach)), low / high
        ua = low * (e / (1 - e) if abs(1 - z) < 1e-10 else math.log((1 - e) / (1 - e * z)) / (z - 1))
        r = hot.film(self.kg1, supply) / cold.film(self.kg2, supply)
        self.h1, self.h2 = (1 + r) * ua, (1 + r) * ua / r

    def ua(self, kg1, kg2):
        return 1 / (1 / (self.h1 * power8(kg1 / self.kg1)) + 1 / (self.h2 * power8(kg2 / self.kg2)))

    def supply(self, heat, flow, cold_flow, cold_supply, moved_at=None):
        """The supply that this heat comes to."""
        if heat <= 0:
            return cold_supply
        kg1 = flow * (self.rho1 if moved_at is None else self.hot.rho(moved_at))
        kg2 = cold_flow * self.cold.rho(cold_supply)
        ua, out = self.ua(kg1, kg2), cold_supply
        for _ in range(60):
            c1, c2, rise1 = rates(self.hot, self.cold, kg1, kg2, out, cold_supply, heat)
            low, high = min(c1, c2), max(c1, c2)
            new = cold_supply + heat / (effectiveness(ua / low, low / high) * low) - rise1
            if abs(new - out) < 1e-11:
                break
            out = new
        return new

    def flow_for(self, heat, flow, wanted, most, cold_supply, moved_at=None):
        """The primary flow at which it supplies what is wanted; `most` does better than that."""
        least, high = 0.0, most
        for _ in range(70):
            mid = (least + high) / 2
            if self.supply(heat, flow, mid, cold_supply, moved_at) > wanted:
                least = mid
            else:
                high = mid
        return high


class Condenser:
    """A coil in vapour at its boiling point, from its nameplate."""

    def __init__(self, cold, heat, boiling, primary, cold_flow):
        self.cold, self.rho2 = cold, cold.rho(primary)
        self.kg = cold_flow * self.rho2
        c = self.kg * cold.cp_between(primary, boiling)
        self.ua = -c * math.log(1 - heat / (c * (boiling - primary)))

    def heat(self, kg, hot, water):
        c = kg * self.cold.cp_between(water, hot)
        return c * (1 - math.exp(-self.ua * power8(kg / self.kg) / c)) * (hot - water)

    def lowest(self, heat, cold_flow, water):
        """What the vapour has to condense at: bisection."""
        if heat <= 0:
            return water
        kg, low, high = cold_flow * self.cold.rho(water), water, water + 60
        for _ in range(80):
            mid = (low + high) / 2
            low, high = (mid, high) if self.heat(kg, mid, water) < heat else (low, mid)
        return high

    def flow_for(self, heat, boiling, most, water):
        low, high = 0.0, most
        for _ in range(80):
            mid = (low + high) / 2
            low, high = (mid, high) if self.heat(mid * self.cold.rho(water), boiling, water) < heat else (low, mid)
        return high


def power8(x):
    """x^0.8, below 0.1 an even polynomial that meets it there with two derivatives (f'(0) = 0)."""
    if x >= 0.1:
        return x ** 0.8
    d, n = 0.1, 0.8
    f, g, h = d ** n, n * d ** (n - 1), n * (n - 1) * d ** (n - 2)
    c = (h - g / d) / (8 * d * d)           # f = a + b x2 + c x4
    b = (g - 4 * c * d ** 3) / (2 * d)
    return f - b * d ** 2 - c * d ** 4 + b * x * x + c * x ** 4


# --- the hall ------------------------------------------------------------------


class Body:
    """A loop, a zone or the bath of a tank."""

    def __init__(self, element, names):
        self.element, self.air, self.bath = element, element.kind == "zone", element.kind == "tank"
        self.boiling = element.get("boiling")
        if not self.boiling:
            self.fluid = (Air(element.get("pressure", 101325.0)) if self.air else
                          Dielectric(element.fields["fluid"]) if self.bath else Liquid(element.fields["fluid"]))
        self.set = self.boiling or element.get("supply")
        by = element.name if self.bath else element.fields["cooled_by"]
        self.cooler_names = twin_model.names_meant([by] if isinstance(by, str) else by, names)
        self.heat = self.need = self.able = 0.0
        self.supply = self.set
        self.inlet = self.back = self.set

    def rho_cp(self):
        """J/(m3 K), one for all of a loop, so that what its loads return mixes to what the loop returns."""
        mean = (self.supply + self.back) / 2
        return self.fluid.rho(mean) * self.fluid.cp(mean)

    def moved(self):
        """m3/s; the fluid of a bath goes round whatever is asked for."""
        return self.able if self.bath else min(self.need, self.able)

    def share(self):
        """Part of what is needed that can be moved."""
        return 1.0 if self.need <= self.able else self.able / self.need


class Cooler:
    def __init__(self, element, body, to, held):
        self.element, self.body, self.to = element, body, to
        kind = element.kind
        self.law = {"cdu": "exchanger", "crah": "exchanger", "heat-exchanger": "exchanger", "chiller": "compressor",
                    "crac": "compressor", "dry-cooler": "dry", "cooling-tower": "wet", "economiser": "free",
                    "air-economiser": "free", "tank": "condenser" if body.boiling else "exchanger"}[kind]
        if kind == "cdu" and "primary" not in element.fields:
            self.law = "air"
        self.cooling = element.get("cooling", math.inf if kind == "air-economiser" else None)
        self.approach = element.get("approach", {"dry": 8.0, "wet": 4.0}.get(self.law))
        self.set = element.get("supply", body.set)
        self.flow_rating = element.get("airflow" if kind in ("crah", "crac", "air-economiser") else "flow")
        fan = element.get("fan", {"crah": 0.03, "dry-cooler": 0.025, "cooling-tower": 0.015}.get(kind, 0.0))
        self.power = element.get("power") if "power" in element.fields else fan * self.cooling
        pumps = [h for h in held if h.kind == "pump"]
        needed = element.get("needed", len(pumps))      # one that stands by, stopped, turns when it is needed
        self.pumps = min(1.0, len(pumps) / needed) if pumps else 1.0
        self.rated = None if self.flow_rating is None else self.flow_rating * self.pumps
        self.heat = self.flow = self.primary = self.draw = self.water = self.rejected = 0.0
        self.out = self.lowest = self.set
        self.exchanger = None
        if self.law == "exchanger":
            primary = element.get("primary_supply", self.set - self.approach)
            self.primary_rated = element.get("primary_flow")
            if self.primary_rated is None:
                rise = element.get("primary_rise")
                mean = primary + rise / 2
                self.primary_rated = self.cooling / (to.fluid.rho(mean) * to.fluid.cp(mean) * rise)
            self.exchanger = Exchanger(body.fluid, to.fluid, self.cooling, self.approach, self.flow_rating,
                                       self.primary_rated, self.set, primary)
        elif self.law == "condenser":
            self.primary_rated = element.get("primary_flow")
            self.exchanger = Condenser(to.fluid, self.cooling, self.set, self.set - self.approach, self.primary_rated)
        elif to is not None and self.law in ("compressor", "free"):
            self.primary_rated = element.get("primary_flow")


class Rack:
    def __init__(self, element, held, share):
        self.element, self.held = element, [h for h in held if h.kind in ("node", "load")]
        self.door = next((h for h in held if h.kind == "rear-door"), None)
        loads = self.held or [element]
        self.power = sum(h.get("power") for h in loads)
        self.share = share      # of what says none
        self.liquid = sum(h.get("power") * h.get("liquid_share", share) for h in loads)
        self.loads = loads
        self.door_heat = 0.0
        self.door_draw = self.door.get("power", 0.0) if self.door else 0.0


class Hall:
    def __init__(self, document):
        self.elements, self.held = {}, {}
        for declaration, fields in document["elements"].items():
            for name, _ in twin_model.expand(declaration):
                self.elements[name] = Element(name, fields["type"], fields)
                self.held[name] = [Element(name + "." + inner, f["type"], f)
                                   for text, f in (fields.get("holds") or {}).items()
                                   for inner, _ in twin_model.expand(text)]
        outdoor = document["site"].get("outdoor", {})
        self.dry, self.wet = (number(outdoor[key]) if key in outdoor else None for key in ("dry_bulb", "wet_bulb"))
        names = list(self.elements)
        self.bodies = {n: Body(e, names) for n, e in self.elements.items() if e.kind in ("loop", "zone", "tank")}
        owner = {c: b for b in self.bodies.values() for c in b.cooler_names}
        self.coolers = {}
        for name, body in owner.items():
            e = self.elements[name]
            to = e.fields.get("primary", e.fields.get("zone"))
            self.coolers[name] = Cooler(e, body, self.bodies.get(to), self.held[name])
        for body in self.bodies.values():
            every = [self.coolers[n] for n in body.cooler_names]
            body.coolers = [c for c in every if c.law != "free"]
            body.ahead = [c for c in every if c.law == "free"]
        baths = {n for n, b in self.bodies.items() if b.bath}
        self.racks = [Rack(e, self.held[n], 1.0 if e.fields.get("coolant") in baths else 0.0)
                      for n, e in self.elements.items() if e.kind == "rack"]
        self.lone = [e for e in self.elements.values() if e.kind == "load"]
        self.upses = [e for e in self.elements.values() if e.kind == "ups"]
        self.losses = {}

    # electrical: a tree of single feeds
    def draws(self):
        out = {r.element.name: r.power for r in self.racks}
        out.update({e.name: e.get("power") for e in self.lone})
        out.update({n: c.draw for n, c in self.coolers.items()})
        return out

    def source_power(self):
        """Power of the source, and the loss of each ups."""
        down = {}
        for name, watts in self.draws().items():
            feed = self.elements[name].fields.get("from")
            if feed:
                down.setdefault(feed, []).append((name, watts))
        for e in self.elements.values():
            if e.kind in ("switchboard", "ups"):
                down.setdefault(e.fields["from"], []).append((e.name, None))

        def into(name):
            out = sum(w if w is not None else into(n) for n, w in down.get(name, []))
            e = self.elements[name]
            loss = ups_loss(e, out) if e.kind == "ups" else 0.0
            self.losses[name] = loss
            return out + loss
        return sum(into(n) for n, e in self.elements.items() if e.kind == "utility")


def ups_loss(e, out):
    points = sorted((number(k), number(v)) for k, v in e.fields["efficiency"].items())
    x = out / e.get("rating")
    if x <= points[0][0]:
        eff = points[0][1]
    elif x >= points[-1][0]:
        eff = points[-1][1]
    else:
        (x0, y0), (x1, y1) = next(((a, b) for a, b in zip(points, points[1:]) if a[0] <= x <= b[0]))
        eff = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return out * (1 / eff - 1)


def liquid_need(load, body, share):
    own = load.get("flow")
    if own is not None:
        return own
    return load.get("power") * load.get("liquid_share", share) * body.element.get("flow_per_power", 0.0)


def air_need(load, zone):
    own = load.get("airflow")
    if own is not None:
        return own
    return load.get("power") * (1 - load.get("liquid_share", 0.0)) * zone.element.get("airflow_per_power", 0.0)


def side_stream(cooler):
    """Air of its zone that a CDU without a primary blows: its own, else by all the heat that it leaves there."""
    own = cooler.element.get("airflow")
    if own is not None:
        return own
    return (cooler.rejected + cooler.draw) * cooler.to.element.get("airflow_per_power", 0.0)


def gather(hall):
    """Heat and needs go up."""
    heat, need = dict.fromkeys(hall.bodies, 0.0), dict.fromkeys(hall.bodies, 0.0)
    for rack in hall.racks:
        f = rack.element.fields
        coolant, zone = hall.bodies.get(f.get("coolant")), hall.bodies.get(f.get("zone"))
        if coolant:
            heat[f["coolant"]] += rack.liquid
            rack.need = sum(liquid_need(load, coolant, rack.share) for load in rack.loads)
            need[f["coolant"]] += rack.need
        air = rack.power - rack.liquid + rack.door_draw
        rack.air = air
        if zone:
            rack.airflow = sum(air_need(load, zone) for load in rack.loads)
            need[f["zone"]] += rack.airflow
            if rack.door:
                to = hall.bodies[rack.door.fields["primary"]]
                flow = rack.door.get("flow") * to.share()
                need[rack.door.fields["primary"]] += rack.door.get("flow")
                c_air = rack.airflow * zone.fluid.rho(zone.supply) * AIR_CP
                exhaust = zone.inlet + air / c_air
                rise = to.fluid.rise(to.supply, flow, rack.door_heat)
                mean = to.supply + rise / 2
                c_water = flow * to.fluid.rho(mean) * to.fluid.cp(mean)
                most = rack.door.get("effectiveness", 0.7) * min(c_air, c_water) * (exhaust - to.supply)
                rack.door_heat = max(0.0, min(most, rack.door.get("cooling", math.inf), air))
                heat[rack.door.fields["primary"]] += rack.door_heat
            heat[f["zone"]] += air - rack.door_heat
    for e in hall.lone:
        if "zone" in e.fields:
            heat[e.fields["zone"]] += e.get("power")
            need[e.fields["zone"]] += air_need(e, hall.bodies[e.fields["zone"]])
    for e in hall.upses:
        if "zone" in e.fields:
            heat[e.fields["zone"]] += hall.losses.get(e.name, 0.0)
    for cooler in hall.coolers.values():
        if cooler.law in ("exchanger", "condenser"):
            heat[cooler.body.element.name] += cooler.draw
        if cooler.to is not None:
            heat[cooler.to.element.name] += cooler.rejected + (cooler.draw if cooler.law == "air" else 0.0)
            need[cooler.to.element.name] += side_stream(cooler) if cooler.law == "air" else cooler.wants
    for name, body in hall.bodies.items():
        body.heat, body.need = heat[name], need[name]
        rated = [c.rated for c in body.coolers]
        own = None if body.bath else body.element.get("flow")
        body.able = own if own is not None else (sum(rated) if None not in rated else body.need)


def run_economisers(hall, body):
    """What stands ahead takes what its source is cold enough for: the most heat at which what leaves it is no nearer to
    the source than its approach, found by halving; a third of the way each sweep, so that it settles."""
    body.rest = body.heat
    if not body.ahead:
        return
    moved, wanted = min(body.need, body.able), []
    into = body.supply + body.fluid.rise(body.supply, moved, body.heat)
    stated = all(c.rated is not None for c in body.ahead)
    for c in body.ahead:
        e, source = c.element, hall.dry if c.to is None else c.to.supply
        shares = [o.rated if stated else o.cooling for o in body.ahead]
        part = moved * (c.rated if stated else c.cooling) / sum(shares)
        c.flow = c.asked = part if c.rated is None else min(part, c.rated)
        mean = body.supply if body.air else (body.supply + into) / 2
        passes = c.flow * body.fluid.rho(mean) * body.fluid.cp(mean)
        share = 1.0 if c.to is None else c.to.share()
        low, high = 0.0, min(c.cooling * share, max(0.0, 2 * passes * (into - source)))
        if c.to is not None:            # nor more than warms its primary to what comes in
            carried = c.primary_rated * share * c.to.fluid.rho(source) * c.to.fluid.cp(source)
            high = min(high, carried * max(0.0, into - source))
        if "max_outdoor" in e.fields and hall.dry > e.get("max_outdoor") or passes <= 0 or into <= source:
            high = 0.0
        for _ in range(200 if high else 0):
            q = (low + high) / 2
            if into - q / passes >= source + (0.0 if body.air else c.approach * q / (c.cooling * share)):
                low = q
            else:
                high = q
        c.into, c.passes, c.source, c.works = into, passes, source, high > 0
        wanted.append(high)
    scale = min(1.0, body.heat / sum(wanted)) if sum(wanted) > 0 else 1.0
    for c, q in zip(body.ahead, wanted):
        c.heat += (q * scale - c.heat) / 3
    total = sum(c.heat for c in body.ahead)
    for c in body.ahead:
        c.heat *= min(1.0, body.heat / total) if total > 0 else 1.0
        if c.heat < 1e-9 * body.heat:
            c.heat = 0.0
        c.rejected, c.out = c.heat, c.into - (c.heat / c.passes if c.passes > 0 else 0.0)
        c.wants = c.primary = c.primary_rated if c.works and c.to is not None else 0.0
        speed = 1.0
        if body.air:                    # outdoor air for as much of what comes back
            let_in = c.heat / (c.passes * (c.into - c.source)) if c.heat > 0 else 0.0
            c.asked, c.out = c.flow * let_in, c.source if c.heat > 0 else c.into
            speed = min(1.0, c.asked / c.rated) if c.element.flag("variable") and c.heat > 0 else 1.0
        elif c.element.flag("variable") and c.heat > 0:
            speed = min(1.0, c.approach * c.heat / c.cooling / (c.out - c.source))
        c.draw = c.power * speed ** 3 if c.works else 0.0
    body.rest = body.heat - sum(c.heat for c in body.ahead)
    if body.rest < 1e-9 * body.heat:
        body.rest = 0.0


def run_cooler(hall, cooler):
    body, live = cooler.body, cooler.body.coolers
    rated = [c.rated for c in live]
    part = cooler.rated / sum(rated) if None not in rated else cooler.cooling / sum(c.cooling for c in live)
    cooler.heat = body.rest * part
    cooler.flow = body.moved() * part
    cooler.asked = body.need * part
    cooler.wants = 0.0
    if cooler.law == "exchanger":
        to, x = cooler.to, cooler.exchanger
        wide = cooler.primary_rated * x.rho2 / to.fluid.rho(to.supply)     # the valve wide open passes its nameplate's kg/s
        works = cooler.flow > 0 and cooler.heat > 0
        full = x.supply(cooler.heat, cooler.flow, wide, to.supply, body.supply) if works else to.supply
        cooler.wants = wide
        if not works:
            cooler.wants = 0.0
        elif full < cooler.set:
            cooler.wants = x.flow_for(cooler.heat, cooler.flow, cooler.set, wide, to.supply, body.supply)
        cooler.primary = cooler.wants
        cooler.lowest, cooler.out = full, max(cooler.set, full)
        if not works and body.ahead and to.share() < 1 and to.supply < cooler.set:
            full = (cooler.set - to.supply) * to.fluid.cp_between(to.supply, cooler.set) / to.share()
            for _ in range(50):                                 # what it goes to with its heat
                cooler.out = to.supply + full / to.fluid.cp_between(to.supply, cooler.out)
        if to.share() < 1 and works:      # a loop in shortage gives each its part of what it wants
            cooler.lowest = x.supply(cooler.heat, cooler.flow, cooler.wants * to.share(), to.supply, body.supply)
            cooler.out = cooler.lowest
        cooler.rejected = cooler.heat
    elif cooler.law == "condenser":
        to, x = cooler.to, cooler.exchanger
        wide = cooler.primary_rated * x.rho2 / to.fluid.rho(to.supply)
        cooler.wants, cooler.lowest = wide, x.lowest(cooler.heat, wide, to.supply)
        if cooler.lowest < cooler.set:
            cooler.wants = x.flow_for(cooler.heat, cooler.set, wide, to.supply)
        if to.share() < 1:
            cooler.lowest = x.lowest(cooler.heat, cooler.wants * to.share(), to.supply)
        cooler.primary, cooler.out = cooler.wants, max(cooler.set, cooler.lowest)
        cooler.draw, cooler.rejected = cooler.power, cooler.heat
    elif cooler.law == "air":
        cooler.lowest = cooler.to.inlet + cooler.approach * cooler.heat / cooler.cooling
        cooler.out = max(cooler.set, cooler.lowest)
        cooler.rejected = cooler.heat
    elif cooler.law == "compressor":
        e = cooler.element
        against = hall.dry if cooler.to is None else cooler.to.supply
        cop = e.get("cop", 5.5) * (1 - e.get("cop_slope", 0.025) * (against - e.get("cop_at", ZERO + 30)))
        free = e.get("free_cooling")
        off = free is not None and cooler.to is None and against <= cooler.set - free
        cooler.draw = 0.0 if off else cooler.heat / cop
        cooler.out = cooler.set
        cooler.rejected = cooler.heat + cooler.draw
        if cooler.to is not None:
            cooler.wants = cooler.primary_rated if cooler.heat > 0 else 0.0
            cooler.primary = cooler.wants
    else:
        outdoor = hall.dry if cooler.law == "dry" else hall.wet
        span = cooler.approach * (cooler.heat / cooler.cooling if cooler.law == "dry" else 1.0)
        cooler.lowest = outdoor + span
        cooler.out = max(cooler.set, cooler.lowest)
        speed = 1.0
        if cooler.element.flag("variable") and cooler.lowest < cooler.set:
            speed = span / (cooler.set - outdoor)
        cooler.draw = cooler.power * speed ** 3
        cooler.rejected = cooler.heat
        if cooler.law == "wet":
            e = cooler.element
            cooler.water = cooler.heat * e.get("evaporation", 1 / 2.4e9) * (1 + e.get("blow_down", 0.0))
    if cooler.law in ("exchanger", "air"):
        speed = cooler.flow / cooler.rated if cooler.element.flag("variable") else 1.0
        cooler.draw = cooler.power * speed ** 3


def temperatures(body):
    parts = [(c.flow if c.flow > 0 else c.heat, c.out) for c in body.coolers]
    total = sum(w for w, _ in parts)
    body.supply = sum(w * t for w, t in parts) / total if total > 0 else body.set
    if body.boiling:
        body.back = body.supply
        return
    moved = body.moved()
    rise = body.fluid.rise(body.supply, moved, body.heat)
    body.back = body.supply + rise
    if body.air and body.need > 0:
        e = body.element
        r = max(e.get("recirculation", 0.05), 1 - (1 - e.get("leakage", 0.10)) * body.able / body.need)
        taken_in = body.fluid.rise(body.supply, body.need, body.heat)      # of the air that goes through the racks
        body.inlet = body.supply + r / (1 - r) * taken_in


def solve(document, sweeps=400):
    hall = Hall(document)
    for cooler in hall.coolers.values():
        cooler.wants = 0.0
    previous = None
    for _ in range(sweeps):
        source = hall.source_power()
        gather(hall)
        for body in hall.bodies.values():
            run_economisers(hall, body)
            for cooler in body.coolers:
                run_cooler(hall, cooler)
        for body in hall.bodies.values():
            temperatures(body)
        state = [source] + [v for b in hall.bodies.values() for v in (b.heat, b.need, b.supply, b.back, b.rest)]
        if previous and all(abs(a - b) <= 1e-12 * max(abs(a), 1e-3) for a, b in zip(state, previous)):
            return hall, readings(hall, source)
        previous = state
    raise ValueError("does not settle")


def readings(hall, source):
    out = {}
    for name, b in hall.bodies.items():
        if b.bath:
            continue
        out.update({f"{name}.heat.{q}": v for q, v in (("heat", b.heat), ("flow", b.able), ("flow_needed", b.need),
                                                       ("supply", b.supply), ("return", b.back))})
        if b.air:
            out[f"{name}.heat.inlet"] = b.inlet
    for name, c in hall.coolers.items():
        port = name + (".from." if "from" in c.element.fields else ".heat.")
        out.update({port + "heat": c.heat, port + "flow": c.asked, port + "supply": c.out, port + "draw": c.draw,
                    port + "return": c.body.back})
        if c.body.ahead and c not in c.body.ahead:      # what the economisers have left of it
            out[port + "return"] = c.body.supply + c.body.fluid.rise(c.body.supply, c.body.moved(), c.body.rest)
        if c.law == "condenser":
            out.pop(port + "flow")
        if c.law in ("exchanger", "condenser", "air", "dry", "wet"):
            out[port + "lowest_supply"] = c.lowest
        if c.law == "air":
            out[port + "primary_flow"] = side_stream(c)
        elif c.to is not None:
            out[port + "primary_flow"] = c.primary
    for rack in hall.racks:
        dies(hall, rack, out)
    for e in hall.upses:
        if "zone" in e.fields:
            out[e.name + ".out.air_heat"] = hall.losses[e.name]
    it = sum(r.power for r in hall.racks)
    out["site.pue"] = (source + sum(r.door_draw for r in hall.racks)) / it
    out["site.wue"] = sum(c.water for c in hall.coolers.values()) / it
    return out


def dies(hall, rack, out):
    name, f = rack.element.name, rack.element.fields
    coolant, zone = hall.bodies.get(f.get("coolant")), hall.bodies.get(f.get("zone"))
    if zone:
        out[name + ".from.inlet"] = zone.inlet
        out[name + ".from.air_heat"] = rack.air - rack.door_heat
        out[name + ".from.air_needed"] = rack.airflow * (1 - rack.door_heat / rack.air if rack.air > 0 else 1)
    if not coolant:
        return
    if coolant.bath:
        out.update({name + ".from.heat": rack.liquid, name + ".from.supply": coolant.supply,
                    name + ".from.return": coolant.back})
        if not coolant.boiling:
            out.update({name + ".from.flow": rack.need * coolant.share(), name + ".from.flow_needed": rack.need})
        return
    part = coolant.share()
    flow = rack.need * part
    out.update({name + ".from.heat": rack.liquid, name + ".from.flow": flow, name + ".from.flow_needed": rack.need,
                name + ".from.supply": coolant.supply,
                name + ".from.return": coolant.supply + rack.liquid / (flow * coolant.rho_cp())})
    for node in rack.held:
        plate = node.fields.get("plate")
        if plate and ("flow" in plate or "flow" in node.fields):
            through = number(plate["flow"]) if "flow" in plate else node.get("flow") / number(plate["count"])
            watts, jc = number(plate["power"]), number(plate.get("die_resistance", "0.015 K/W"))
            out[node.name + ".from.die"] = coolant.supply + watts * (resistance(plate, through * part) + jc)


def resistance(plate, flow):
    """R by flow: R V is straight between the points, R V is held outside."""
    points = sorted((number(k), number(v)) for k, v in plate["resistance"].items())
    products = [(v, v * r) for v, r in points]
    if flow <= products[0][0]:
        return products[0][1] / flow
    if flow >= products[-1][0]:
        return products[-1][1] / flow
    (a, p), (b, q) = next((s, t) for s, t in zip(products, products[1:]) if s[0] <= flow <= t[0])
    return (p + (q - p) * (flow - a) / (b - a)) / flow
