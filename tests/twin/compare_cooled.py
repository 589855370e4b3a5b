"""Random halls with power and cooling before headroom and the twin: the same loads without cooling in every case?

test_cooled.py and test_cooled_many.py run this over halls of cooled_halls.py.  Each hall is judged by `headroom check` as
people run it, over all kinds of outages and both base states, and by cooled_twin.py.  Compared are, for every case by its
name, which loads lose their cooling and how many watts of heat that is, before the cascade of power and by it.

The cases of power are those of compare_paths.py; to them come faults and maintenance of what cools, and faults of the
pumps that it holds, one of each class of identical ones.

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
    """(first of each class of held pumps, all others): those of one declaration in one cooler are alike."""
    first, others = [], []
    for cooler in hall.coolers.values():
        held = cooler.element.fields.get("holds") or {}
        for text, fields in held.items():
            if fields["type"] == "pump":
                names = ["%s.%s" % (cooler.name, inner) for inner, _ in twin.expand(text)]
                names.sort(key=twin.natural)
                first.append(names[0])
                others += names[1:]
    return first, others


def swept(hall):
    """(base, case) of everything that headroom sweeps."""
    first, others = pump_classes(hall)
    bases = twin.bases_of(hall.power)
    for base, case in compare_paths.swept(hall.power):
        if not any("fault: " + name in case.name for name in others):
            yield base, case
    unfed = [name for name in itertools.chain(hall.coolers, first) if name not in hall.power.elements]
    for base in bases:
        for name in unfed:
            yield base, base.case("fault: " + name, [name])
    worst = bases[-1]
    for name in hall.coolers:
        yield worst, worst.case("maintenance: " + name, [name], wanted=frozenset(worst.feeds))


# --- the twin --------------------------------------------------------------------


def truth_of(hall):
    """Case name -> (name of the normal state of its base, (lost, unknown) before the cascade, after it or None)."""
    unknown, truth = twin.cascade_unknown(hall.power), {}
    for base, case in swept(hall):
        if case.name in truth:
            raise ValueError("two cases named %s" % case.name)
        truth[case.name] = ("normal" + base.suffix,) + cooled_twin.judge(hall, case, not unknown)
    return truth


def by_load(lost):
    """Load -> W, None where some of it is unknown."""
    loads = {}
    for (load, _), watts in lost.items():
        loads[load] = None if watts is None or load in loads and loads[load] is None else loads.get(load, 0.0) + watts
    return loads


def expected(truth, name):
    """(lost before the cascade, lost by it or None), beyond what the base loses."""
    base, first, after = truth[name]
    known, later = dict(first[0]), dict(after[0]) if after else None
    if not name.startswith("normal"):
        _, before, at_last = truth[base]
        known = {key: watts for key, watts in known.items() if key not in before[0]}
        if later is not None:
            later = None if at_last is None else {key: watts for key, watts in later.items()
                                                  if key not in before[0] and key not in at_last[0]}
    if later is not None:
        later = by_load({key: watts for key, watts in later.items() if key not in first[0]})
    return by_load(known), later


def hall_faults(said, truth):
    """Everything in which headroom and the twin differ on one hall."""
    faults, printed = [], parts_of(said)
    if said["summary"]["cases"] != len(truth):
        faults.append("cases: headroom counts %d, the twin %d" % (said["summary"]["cases"], len(truth)))
    faults += ["the twin has no case %s" % case for case in sorted({one["case"] for one in said["lost"]} - set(truth))]
    for name in truth:
        known, later = expected(truth, name)
        parts = printed.get(name, {False: [], True: []})
        faults += ["%s: %s" % (name, fault) for fault in compare.part_faults(parts[False], known)]
        if later is not None:
            faults += ["%s: by the cascade: %s" % (name, fault) for fault in compare.part_faults(parts[True], later)]
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
            wanted = {load: float(watts) for load, watts in (one.split() for one in loads.split(",") if one.strip())}
            found = expected(truth, name)[0]
            if set(found) != set(wanted) or any(abs(found[load] - wanted[load]) > 1e-6 * wanted[load] for load in wanted):
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
