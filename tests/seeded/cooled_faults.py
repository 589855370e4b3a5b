"""Single faults across media put into good halls of cooled_hall.py, and what must be said of each.

What is expected follows from how a fault is planted: which rows must be violated, what alone takes the cooling of which racks,
and by which way. A way is a list of sets of names, from what is named as the cause to the racks. A chain is the shortest way
through what is out, without supply, does not run or does not hold: where a cause also takes a cooler that stands nearer to the
racks, whose body does not hold, the way by that may be the shorter one.
"""
import dataclasses
import math

from cooled_hall import DIE, HEAT_OF_WATER, LIMIT, feed, kw, lpm

CLASS_END, INLET = 35, 24       # degC: upper end of A2, set point of the zone
MASS_OF_ZONE = 8000             # J/K for each kW of racks: the most that is assumed of what the air of a zone touches


@dataclasses.dataclass
class Fault:
    kind: str
    what: str
    hall: object
    violated: set                           # (rule, element), all of them
    racks: set                              # that lose their cooling
    causes: dict                            # what alone is out -> ways, of which the shortest counts
    timed: bool = False                     # it comes back, too late

    def outs(self):
        """What may be out where a row is worst: a cause, or what alone is above one of them."""
        found = set(self.causes) | {one for cause in self.causes for one in above(self.hall, cause)}
        return found | {"gen-" + one[-1] for one in found if one.startswith("msb-")}


def above(hall, name):
    """Boards that supply it, and what stands above them."""
    feeds = hall.elements[name].get("from", [])
    for one in feeds if isinstance(feeds, list) else [feeds]:
        if one["to"].partition("-")[0] in ("upb", "mech"):
            yield from hall.above(one["to"])


def figure(text):
    return float(text.split()[0])


def job_rows(hall, racks):
    """R105, where the job has too few GPUs left with these racks lost."""
    lost = sum(hall.gpus.get(row, 0) * len(racks & set(names)) for row, names in hall.racks.items())
    return {("R105", name) for name, job in hall.jobs.items() if job["gpus"] - lost < job["min_gpus"]}


def lost(kind, what, hall, racks, causes):
    racks = set(racks)
    rules = ("R106", "R205") if "rules" in hall.site else ("R106",)      # maintenance takes what a fault takes here
    violated = {(rule, one) for rule in rules for one in racks}
    return Fault(kind, what, hall, violated | job_rows(hall, racks), racks, causes)


def ways_from(hall, board, way):
    """The way of a board and of all above it."""
    path = hall.above(board)
    return {cause: [[{one} for one in path[number::-1]] + way] for number, cause in enumerate(path)}


def from_board(hall, board, way, nearer=()):
    """Ways from a board and from all above it; `nearer` names bodies right below the racks that then do not hold."""
    found = ways_from(hall, board, way)
    for body in nearer:
        side = "upb-" + board[-1]
        coolers = {one for one in hall.coolers[body] if hall.elements[one]["from"] == feed(side)}
        for cause, ways in ways_from(hall, side, [coolers, {body}, way[-1]]).items() if coolers else ():
            if cause in found:
                found[cause] += ways
    return found


def of_plant(hall, body):
    """Rows whose CDUs give their heat to a loop, and the way from it."""
    rows = [row for row, loop in hall.loop.items() if hall.elements[hall.coolers[loop][0]]["primary"] == body]
    cdus = {cdu for row in rows for cdu in hall.coolers[hall.loop[row]]}
    racks = {rack for row in rows for rack in hall.racks[row]}
    return racks, [{body}, cdus, {hall.loop[row] for row in rows}, racks]


def in_zone(hall, zone):
    racks = {rack for row, names in hall.racks.items() for rack in names
             if hall.elements["row-%s-[1-%d]" % (row, len(names))]["zone"] == zone}
    return racks, [{zone}, racks]


def move(hall, coolers, board):
    for name in coolers:
        hall.elements[name]["from"] = feed(board)


def all_on(kind, hall, coolers, board, racks, way, nearer=()):
    bad = hall.copy()
    move(bad, coolers, board)
    return lost(kind, "%s on %s" % (coolers[0][:-2], board), bad, racks, from_board(hall, board, [set(coolers)] + way, nearer))


def cdus_on_one_board(hall, draw):
    for row, loop in hall.loop.items():
        if hall.kind == "pool" or hall.kind == "pumps":
            continue
        racks = set(hall.racks[row])
        for board in draw.shuffled(["upb-A", "upb-B"]):
            yield all_on("CDUs of a row on one board", hall, hall.coolers[loop], board, racks, [{loop}, racks])


def pumps_on_one_feed(hall, draw):
    for row, loop in hall.loop.items() if hall.kind == "pumps" else ():
        racks, cdus = set(hall.racks[row]), hall.coolers[loop]
        for board in draw.shuffled(["upb-A", "upb-B"]):
            bad = hall.copy()
            for cdu in cdus:
                for pump in bad.elements[cdu]["holds"].values():
                    pump["from"] = feed(board, amps=63)
            pumps = {"%s.pump-%d" % (cdu, k) for cdu in cdus for k in (1, 2)}
            yield lost("pumps of a row on one feed", "pumps of %s on %s" % (loop, board), bad, racks,
                       from_board(hall, board, [pumps, set(cdus), {loop}, racks]))


def cdu_rated_too_low(hall, draw):
    """With any other of its row out it gets more than it may, with all of them not."""
    for row, loop in hall.loop.items():
        if hall.kind == "pool":
            continue
        cdus, racks = hall.coolers[loop], set(hall.racks[row])
        weak = draw.one(cdus)
        bad, k = hall.copy(), len(cdus)
        it = bad.elements[weak]
        heat = hall.heat[loop] + (1000 * figure(it["power"]) + (2000 if "holds" in it else 0)) * k
        low, high = heat / k, heat / (k - 1)
        cooling = low + (high - low) * draw.between(30, 65) / 100
        it["primary_flow"] = lpm(figure(it["primary_flow"]) * cooling / 1000 / figure(it["cooling"]))
        it["cooling"] = kw(cooling)
        yield lost("CDU rated too low", "%s %s" % (weak, it["cooling"]), bad, racks,
                   {cdu: [[{cdu}, {loop}, racks]] for cdu in cdus if cdu != weak})


def cdu_moves_too_little(hall, draw):
    """With any other of its row out the row gets less than it needs."""
    for row, loop in hall.loop.items():
        if hall.kind == "pool":
            continue
        cdus, racks = hall.coolers[loop], set(hall.racks[row])
        weak, bad = draw.one(cdus), hall.copy()
        it = bad.elements[weak]
        it["flow"] = lpm((hall.need[loop] - (len(cdus) - 2) * figure(it["flow"])) * draw.between(75, 95) / 100)
        yield lost("CDU moves too little", "%s %s" % (weak, it["flow"]), bad, racks,
                   {cdu: [[{cdu}, {loop}, racks]] for cdu in cdus if cdu != weak})


def plant_on_one_board(kind, kinds):
    def find(hall, draw):
        if hall.kind in kinds:
            racks, way = of_plant(hall, "fws")
            for board in draw.some(["mech-A", "mech-B", "msb-A", "msb-B"], 3):
                yield all_on(kind, hall, hall.coolers["fws"], board, racks, way, hall.loop.values())
    return find


def air_on_one_board(hall, draw):
    if hall.kind in ("rear doors", "pool"):
        return
    racks, way = in_zone(hall, "hall")
    for board in draw.shuffled(["upb-A", "upb-B"]):
        yield all_on("air handlers of a zone on one board", hall, hall.coolers["hall"], board, racks, way)
    racks, way = in_zone(hall, "hall")
    for board in draw.some(["mech-A", "mech-B"], 1):
        yield all_on("chillers of air on one board", hall, hall.coolers["chw"], board, racks,
                     [{"chw"}, set(hall.coolers["hall"])] + way, ["hall"])


def primary_flow_too_small(hall, draw):
    """All of what supplies the primary loop moves enough, one fewer does not."""
    if hall.kind == "pool":
        return
    coolers, bad = hall.coolers["fws"], hall.copy()
    racks, way = of_plant(hall, "fws")
    low, high = hall.need["fws"] / len(coolers), hall.need["fws"] / (len(coolers) - 1)
    for name in coolers:
        bad.elements[name]["flow"] = lpm(low + (high - low) * 0.4)
    yield lost("primary flow too small with one out", "fws", bad, racks, {one: [[{one}] + way] for one in coolers})


def no_alternative(hall, draw):
    """A third unit and more stands on one side, with one that always does."""
    bodies = [] if hall.kind in ("pool", "pumps") else list(hall.loop.values())
    for body in bodies + ([] if hall.kind == "pool" else ["fws"]):
        coolers = hall.coolers[body]
        for odd in draw.some(coolers[2:], min(1, len(coolers) - 2)):
            bad = hall.copy()
            it = bad.elements[odd]
            it["from"] = it["from"][0]
            board = it["from"]["to"]
            alone = coolers[0] if hall.elements[coolers[0]]["from"]["to"] == board else coolers[1]
            racks, way = of_plant(hall, "fws")
            if body != "fws":
                racks = {rack for row, loop in hall.loop.items() if loop == body for rack in hall.racks[row]}
                way = [{body}, racks]
            yield lost("feed without its alternative", "%s on %s alone" % (odd, board), bad, racks,
                       from_board(hall, board, [{odd, alone}] + way, hall.loop.values() if body == "fws" else ()))


def shared_with_ups(hall, draw):
    """Chillers of one half of a cluster on the board that supplies the other half: together it is all of the job."""
    for row, side, other in ((1, "A", "B"), (2, "B", "A")) if hall.kind == "pool" else ():
        body = "fws-" + side
        racks, way = of_plant(hall, body)
        for board in draw.some(["msb-" + other, "upb-" + other], 2):
            fault = all_on("UPS and chillers share a board", hall, hall.coolers[body], board, racks, way)
            fault.violated = {("R105", "train")}        # no rack is asked for, the job is
            yield fault


def doors_on_one_chiller(hall, draw):
    for kept in ("chd-1", "chd-2") if hall.kind == "rear doors" else ():
        bad = hall.copy()
        bad.elements["doors"]["cooled_by"] = [kept]
        gone = "chd-2" if kept == "chd-1" else "chd-1"
        del bad.elements[gone]
        racks = set(hall.racks[2])
        way = [{"doors"}, {rack + ".door" for rack in racks}, racks]
        causes = {kept: [[{kept}] + way]}
        if draw.chance(50):
            bad.elements[kept]["from"] = feed("mech-A", "mech-B")
        else:
            causes.update(from_board(hall, bad.elements[kept]["from"]["to"], [{kept}] + way, ["aisle"]))
        yield lost("rear doors on one chiller", kept, bad, racks, causes)


def slow_restart(hall, _draw):
    """Twice as long as what is stored takes, nothing that is assumed being able to help."""
    for body in () if hall.kind in ("pool", "rear doors") else ("fws", "chw"):
        heat = hall.heat[body] if body == "fws" else hall.heat["hall"]
        racks = of_plant(hall, "fws")[0]
        if body == "fws":
            stored = sum(hall.volume[one] for one in ["fws"] + list(hall.loop.values())) * HEAT_OF_WATER * (LIMIT - DIE)
        else:
            watts = sum(hall.heat[loop] for loop in hall.loop.values()) + hall.heat["hall"]
            stored = (hall.volume["chw"] * HEAT_OF_WATER + MASS_OF_ZONE * watts / 1000) * (CLASS_END - INLET)
        bad = hall.copy()
        restart = "%d min" % math.ceil(2 * stored / heat / 60)
        for name in hall.coolers[body]:
            bad.elements[name]["restart"] = restart
        yield Fault("restart too long", "%s of what cools %s" % (restart, body), bad, {("R107", one) for one in racks}, racks,
                    {"grid": [[{body}]]}, timed=True)


FINDERS = (cdus_on_one_board, pumps_on_one_feed, cdu_rated_too_low, cdu_moves_too_little,
           plant_on_one_board("chillers on one board", ("chillers",)),
           plant_on_one_board("dry coolers or towers on one board", ("dry coolers", "towers")),
           air_on_one_board, primary_flow_too_small, no_alternative, shared_with_ups, doors_on_one_chiller, slow_restart)
