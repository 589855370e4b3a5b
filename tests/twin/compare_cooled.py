"""Random halls with power and cooling before headroom and the twin: the same loads without cooling in every case?

test_cooled.py and test_cooled_many.py run this over halls of cooled_halls.py.  Each hall is judged by `headroom check` as
people run it, over all kinds of outages and both base states, and by cooled_twin.py.  Compared are, for every case by its
name, which loads lose their cooling and how many watts of heat that is, before the cascade of power and by it.

The cases of power are those of compare_paths.py; to them come faults and maintenance of what cools, faults of the
pumps that it holds, one of each class of identical ones, and pumps that stand by and do not start when one of these calls.

For each case headroom tells what is lost beyond the base state in which the case begins; so is what the twin loses.
Where the twin does not know the currents, only the losses before the cascade are compared.

"""
import io
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import compare
import compare_paths
import cooled_halls
import cooled_twin
import twin

FAST = 60       # halls in test_cooled.py
BLOCK = 20      # halls in one line of output
HANG = 120      # seconds until headroom is taken to hang; never a measure of speed


# --- headroom -----------------------------------------------------------------


def run_headroom(*words):
    done = subprocess.run([compare.program(), *words], stdin=subprocess.DEVNULL, capture_output=True, check=False,
                          timeout=HANG)
    if done.returncode not in (0, 1):       # 1: some row is violated or unknown
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[:2000]))
    return done.stdout.decode()


def readings_of(file):
    return cooled_twin.read_readings(io.StringIO(run_headroom("export", "readings", str(file))))


def parts_of(said):
    """Case -> cascade or not -> its printed parts of heat: (names, watts, whether some of it is unknown)."""
    cases = {}
    for case in said["lost"]:
        if case["what"] != "heat":
            continue
        if case["case"] in cases:
            raise ValueError("%s stands twice under lost" % case["case"])
        if sum(part["value"] for part in case["parts"]) != case["total"]:
            raise ValueError("%s: its parts do not add up to its total" % case["case"])
        parts = cases[case["case"]] = {False: [], True: []}
        for part in case["parts"]:
            parts[part["cascade"]].append((compare.names_of(part["element"]), part["value"], part["unknown"]))
    return cases


# --- the cases that headroom sweeps ---------------------------------------------


def pump_classes(hall):
    """The first of each class of held pumps that live with their cooler: those of one declaration are alike."""
    first = []
    for cooler in hall.coolers.values():
        for text, fields in (cooler.element.fields.get("holds") or {}).items():
            if fields["type"] == "pump" and "from" not in fields:
                names = ["%s.%s" % (cooler.name, inner) for inner, _ in twin.expand(text)]
                first.append(min(names, key=twin.natural))
    return first


def doors(hall):
    return [held.name for name in hall.elements for held in hall.held[name] if held.kind == "rear-door"]


def cooler_wires(hall):
    """Feeds of coolers that can be worked on: their supply is no board that has to be dead for that."""
    for name in hall.coolers:
        element = hall.power.elements.get(name)
        for wire in element.wires if element else []:
            supply = hall.power.elements[wire.target]
            if wire.swept and (supply.kind != "switchboard" or supply.drawout):
                yield wire.name


def maintained(hall, base):
    """(name, case) of maintenance of coolers and of their feeds."""
    for name in [*hall.coolers, *cooler_wires(hall)]:
        yield name, base.case("maintenance: " + name, [name], wanted=frozenset(base.feeds))


def single_faults(hall, base):
    """(name, case) of what can stand in a pair: what passes power on, coolers, rear doors."""
    for name, case in twin.fault_cases(hall.power, base):
        if compare_paths.passes_on(hall.power, name) or name in hall.coolers:
            yield name, case
    for name in [*hall.coolers, *doors(hall)]:
        if name not in hall.power.elements:
            yield name, base.case("fault: " + name, [name])


def maintenance_and_fault(hall, base):
    """Pairs with something in them that cools."""
    cooling = {*hall.coolers, *doors(hall)}
    works = [(name, case) for name, case in twin.maintenance_cases(hall.power, base)
             if compare_paths.passes_on(hall.power, name)]
    works += [(name, case) for name, case in maintained(hall, base) if name in hall.coolers]
    for first, work in works:
        closed = twin.closed_by_hand(twin.settle(hall.power, work))
        for second, fault in single_faults(hall, base):
            if first != second and cooling & {first, second}:
                yield base.case("maintenance: %s + fault: %s" % (first, second), work.out | fault.out, closed=closed)


def two_faults(hall, base):
    cooling = {*hall.coolers, *doors(hall)}
    faults = sorted(single_faults(hall, base), key=lambda pair: twin.natural(pair[0]))
    for (first, one), (second, two) in itertools.combinations(faults, 2):
        if cooling & {first, second}:
            yield base.case("fault: %s + fault: %s" % (first, second), one.out | two.out)


def stuck_pumps(hall, base):
    """Each stopped pump that a fault calls, not starting."""
    faults = [case for _, case in twin.fault_cases(hall.power, base)]
    faults += [base.case("fault: " + name, [name]) for name in only_cool(hall)]
    if not any(pump.stopped for cooler in hall.coolers.values() for pump in cooler.pumps):
        return
    before = cooled_twin.supply_of(hall, base.case("normal"))
    for fault in faults:
        for name in cooled_twin.called(hall, fault, before):
            yield cooled_twin.Stuck(**{**vars(fault), "name": "stuck: %s at %s" % (name, fault.name)}, stays=name)


def only_cool(hall):
    """What faults take that the power twin does not know."""
    return [name for name in hall.coolers if name not in hall.power.elements] + pump_classes(hall) + doors(hall)


def swept(hall):
    """(base, case) of everything that headroom sweeps."""
    bases, words = twin.bases_of(hall.power), compare_paths.asked_for(hall.power)
    yield from compare_paths.swept(hall.power)
    for base in bases:
        for name in only_cool(hall):
            yield base, base.case("fault: " + name, [name])
        for case in stuck_pumps(hall, base):
            yield base, case
    for _, case in maintained(hall, bases[-1]):
        yield bases[-1], case
    if words & {"maintenance+fault", "any-two"}:
        for case in maintenance_and_fault(hall, bases[-1]):
            yield bases[-1], case
    if "any-two" in words:
        for case in two_faults(hall, bases[0]):
            yield bases[0], case


# --- the twin --------------------------------------------------------------------


def truth_of(hall):
    """Case name -> (name of the normal state of its base, (lost, unknown) before the cascade, after it or None)."""
    unknown, truth, calm = twin.cascade_unknown(hall.power), {}, {}
    for base, case in swept(hall):
        if case.name in truth:
            raise ValueError("two cases named %s" % case.name)
        if base.suffix not in calm:
            calm[base.suffix] = cooled_twin.normal_state(hall, base)
        truth[case.name] = ("normal" + base.suffix,) + cooled_twin.judge(hall, case, not unknown, calm[base.suffix])
    return truth


def by_load(lost, unknown):
    """Load -> (W that are known to be lost, whether there may be more)."""
    loads = {}
    for (load, _), (watts, more) in lost.items():
        before = loads.get(load, (0.0, False))
        loads[load] = before[0] + watts, before[1] or more
    for load, _ in unknown:
        loads[load] = (loads.get(load, (0.0, True))[0], True)
    return loads


def together(*losses):
    """All that is lost in some of these, medium by medium."""
    gone = {}
    for lost, _ in losses:
        for key, (watts, more) in lost.items():
            before = gone.get(key, (0.0, False))
            gone[key] = max(before[0], watts), before[1] or more
    return gone, set().union(*[unknown for _, unknown in losses]) - set(gone)


def beyond(lost, *others):
    """What loads lose more than in any of the others, where that is known; there may be more where that is new."""
    before = [by_load(*other) for other in others]
    found = {}
    for load, (watts, more) in by_load(*lost).items():
        least = max((one[load][0] for one in before if load in one), default=0.0)
        if watts > least * (1 + 1e-9) or more and not any(load in one for one in before):
            found[load] = (max(0.0, watts - least), more)
    return found


def expected(truth, name):
    """(lost before the cascade, lost by it or None), beyond what the base loses."""
    base, first, after = truth[name]
    bases = [] if name.startswith("normal") else [truth[base][1]]
    known = beyond(first, *bases)
    if after is None or truth[base][2] is None:
        return known, None
    if bases:
        bases.append(truth[base][2])
    return known, beyond(after, together(first, *bases))


def part_faults(parts, wanted):
    """What is wrong with the parts of one case, given load -> (W, whether there may be more)."""
    named = [name for names, _, _ in parts for name in names]
    faults = ["%s is named twice" % name for name in sorted(set(named)) if named.count(name) > 1]
    faults += ["headroom loses %s, the twin does not" % name for name in sorted(set(named) - set(wanted))]
    faults += ["the twin loses %s, headroom does not" % name for name in sorted(set(wanted) - set(named))]
    for names, value, unknown in parts if not faults else []:
        watts = sum(wanted[name][0] for name in names)
        if abs(value - watts) > 1e-9 * max(abs(watts), 1):
            faults.append("%s: headroom loses %r W, the twin %r W" % (",".join(names), value, watts))
        if unknown != any(wanted[name][1] for name in names):
            faults.append("%s: headroom says %s" % (",".join(names), "there may be more" if unknown else "that is all"))
    return faults


def hall_faults(said, truth):
    """Everything in which headroom and the twin differ on one hall."""
    faults, printed = [], parts_of(said)
    if said["summary"]["cases"] != len(truth):
        faults.append("cases: headroom counts %d, the twin %d" % (said["summary"]["cases"], len(truth)))
    faults += ["the twin has no case %s" % case for case in sorted({one["case"] for one in said["lost"]} - set(truth))]
    for name in truth:
        known, later = expected(truth, name)
        parts = printed.get(name, {False: [], True: []})
        faults += ["%s: %s" % (name, fault) for fault in part_faults(parts[False], known)]
        if later is not None:
            faults += ["%s: by the cascade: %s" % (name, fault) for fault in part_faults(parts[True], later)]
    return faults


def compare_text(text, folder):
    """(what is wrong, how many cases, how many losses in them)."""
    file = pathlib.Path(folder) / "hall.yaml"
    file.write_text(text)
    try:
        hall = cooled_twin.Hall(text, readings_of(file))
        truth = truth_of(hall)
        faults = hall_faults(json.loads(run_headroom("check", "--format", "json", str(file))), truth)
    except (ValueError, subprocess.TimeoutExpired) as fault:
        return [str(fault)], 0, 0
    return faults, len(truth), sum(len(first[0]) for _, first, _ in truth.values())


def worked_faults(text, truth):
    """Where the twin does not lose what was worked by hand: lines `#= CASE: LOAD WATTS, ...` at the top of a hall."""
    faults = []
    for line in text.splitlines():
        if line.startswith("#= "):
            name, _, loads = line[3:].rpartition(":")
            later = name.startswith("by the cascade: ")
            name = name[len("by the cascade: "):] if later else name
            wanted = {load: float(watts) for load, watts in (one.split() for one in loads.split(",") if one.strip())}
            found = expected(truth, name)[later] or {}
            if set(found) != set(wanted) or any(abs(found[load][0] - wanted[load]) > 1e-6 * wanted[load] for load in wanted):
                faults.append("%s: by hand %r, the twin %r" % (name, wanted, found))
    return faults


def run_worked():
    """Halls of the folder cooled: by hand, by the twin, by headroom."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-cooled-") as folder:
        for file in sorted((pathlib.Path(__file__).parent / "cooled").glob("*.yaml")):
            hall = cooled_twin.Hall(file.read_text(), readings_of(file))
            faults = worked_faults(file.read_text(), truth_of(hall))
            more, cases, lost = compare_text(file.read_text(), folder)
            failed |= compare_paths.told(file.stem, faults + more, cases, lost)
    return int(failed)


def run(first, count):
    """Compares the halls of the seeds first .. first + count - 1; one line for each block of them."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-cooled-") as folder:
        for start in range(first, first + count, BLOCK):
            seeds = range(start, min(start + BLOCK, first + count))
            name = "halls %d to %d lose their cooling as the twin says" % (seeds[0], seeds[-1])
            faults, cases, lost = [], 0, 0
            for seed in seeds:
                found, n, m = compare_text(cooled_halls.Hall(seed).text(), folder)
                faults += ["seed %d: %s" % (seed, fault) for fault in found]
                cases, lost = cases + n, lost + m
            failed |= compare_paths.told(name, faults, cases, lost)
    return int(failed)


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), int(sys.argv[2])))
