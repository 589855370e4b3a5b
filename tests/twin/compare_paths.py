"""Random halls with transfers, ties, generators and UPS before headroom and the twin: the same losses in every case?

test_paths.py and test_paths_many.py run this over halls of paths.py. Each hall is judged by `headroom check` as people
run it, over all kinds of outages and both base states, and by twin.py. Compared are the number of cases, and for every
case by its name which loads are lost and how many watts: before the cascade and by it, part by part as they are printed.

headroom sweeps a few cases otherwise than the twin, which follows the text word for word. That is settled here, in the
list of cases; how a case settles is left to each:

- of two things at once each is an element that passes power on, or a source: a rack, a load, a cord can only take load
  away. any-two names the two in natural order; a site that asks for it is swept for maintenance+fault too;
- that all utilities fail at once is a common cause where there are several, and a generator;
- a breaker fails on the way into an element that passes power on; a fault behind a cord takes what it feeds and no more;
- where a board moves to a tie, the tie is stuck, not the board; generators can be stuck where the utilities are there:
  on generators they run already.

For each case headroom tells what is lost beyond the base state in which the case begins; the twin tells all that is
lost. A load that the base loses only by its cascade is news where the case loses it before.

Where the twin does not know the currents, only the losses before the cascade are compared.
"""
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import namedtuple

import compare
import paths
import twin

FAST = 250      # halls in test_paths.py
BLOCK = 50      # halls in one line of output
HANG = 120      # seconds until headroom is taken to hang; never a measure of speed

# what is lost in one case: name -> watts, None where they are unknown; `later` by the cascade, None where unknown
Lost = namedtuple("Lost", "first later")


# --- headroom -----------------------------------------------------------------


def ask_headroom(file):
    """What headroom says of a hall, as the object it prints."""
    command = [compare.program(), "check", "--format", "json", str(file)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=HANG)
    if done.returncode not in (0, 1):       # 1: some row is violated or unknown
        errors = done.stderr.decode("utf-8", "replace")[:2000]
        raise ValueError("headroom ended with %d: %s" % (done.returncode, errors))
    return json.loads(done.stdout)


def parts_of(said):
    """Case -> cascade or not -> its printed parts: (names, watts, whether some of their power is unknown)."""
    cases = {}
    for case in said["lost"]:
        if case["case"] in cases:
            raise ValueError("%s stands twice under lost" % case["case"])
        if sum(part["value"] for part in case["parts"]) != case["total"]:
            raise ValueError("%s: its parts do not add up to its total" % case["case"])
        parts = cases[case["case"]] = {False: [], True: []}
        for part in case["parts"]:
            parts[part["cascade"]].append((compare.names_of(part["element"]), part["value"], part["unknown"]))
    return cases


# --- the cases that headroom sweeps ---------------------------------------------


def passes_on(hall, name):
    element = hall.elements.get(name)
    return element is not None and element.kind not in ("rack", "load")


def asked_for(hall):
    """The words of redundancy that the site or a load says."""
    words = {hall.redundancy}
    for element in hall.elements.values():
        words.add(element.fields.get("redundancy"))
        words.update(held.get("redundancy") for held in (element.fields.get("holds") or {}).values())
    return words


def pairs(hall, base, maintenance):
    """Two things at once: a fault beside maintenance, or two faults."""
    faults = [(name, case) for name, case in twin.fault_cases(hall, base) if passes_on(hall, name)]
    if maintenance:
        for case in twin.maintenance_fault_cases(hall, base):
            words = case.name[:len(case.name) - len(base.suffix)].split(" + fault: ")
            if passes_on(hall, words[0][len("maintenance: "):]) and passes_on(hall, words[1]):
                yield case
        return
    faults.sort(key=lambda pair: twin.natural(pair[0]))
    for (first, one), (second, two) in itertools.combinations(faults, 2):
        yield base.case("fault: %s + fault: %s" % (first, second), one.out | two.out)


def stuck(hall, base, fault):
    feeds = twin.settle(hall, fault)
    for case in twin.stuck_cases(hall, base, fault):
        element = hall.elements[case.name[len("stuck: "):].split(" at fault: ")[0]]
        if element.kind == "generator":
            if base.suffix:
                continue
        elif not element.sides and feeds[element.name].place >= len(element.own):      # it moves to a tie
            continue
        yield case


def breaker_failures(hall, base):
    for case in twin.breaker_failure_cases(hall, base):
        wire = case.name[len("breaker failure: "):len(case.name) - len(base.suffix)]
        if passes_on(hall, re.split(r"\.(?:from|bypass)", wire)[0]):
            yield case


def all_utilities(hall, base):
    utilities = [element.name for element in hall.of_kind("utility")]
    if len(utilities) > 1 and hall.of_kind("generator"):
        yield base.case("common: all utilities", utilities)


def swept(hall):
    """(base, case) of everything that headroom sweeps."""
    bases, words = twin.bases_of(hall), asked_for(hall)
    for base in bases:
        for case in twin.cases_of(hall, base, ("normal", "fault", "common", "bypass")):
            yield base, case
        for _, fault in twin.fault_cases(hall, base):
            for case in stuck(hall, base, fault):
                yield base, case
        for case in breaker_failures(hall, base) if "tier-4" in hall.rules else ():
            yield base, case
    for case in all_utilities(hall, bases[0]):
        yield bases[0], case
    for _, case in twin.maintenance_cases(hall, bases[-1]):
        yield bases[-1], case
    if words & {"maintenance+fault", "any-two"}:
        for case in pairs(hall, bases[-1], maintenance=True):
            yield bases[-1], case
    if "any-two" in words:
        for case in pairs(hall, bases[0], maintenance=False):
            yield bases[0], case


# --- the twin --------------------------------------------------------------------


def truth_of(text):
    """Case name -> (name of the normal state of its base, what the twin loses)."""
    hall = twin.read_hall(text)
    unknown = twin.cascade_unknown(hall)
    truth = {}
    for base, case in swept(hall):
        if case.name in truth:
            raise ValueError("two cases named %s" % case.name)
        said, _ = twin.run_case(hall, base, case, not unknown, False)
        truth[case.name] = ("normal" + base.suffix, Lost(compare.everything_lost(said), said["cascade"]))
    return truth


def news(name, before, lost):
    """What headroom prints of a case, given what its base loses."""
    if name.startswith("normal"):
        return lost
    first = {load: watts for load, watts in lost.first.items() if load not in before.first}
    if lost.later is None or before.later is None:
        return Lost(first, None)
    known = set(before.first) | set(before.later)
    return Lost(first, {load: watts for load, watts in lost.later.items() if load not in known})


def hall_faults(said, truth):
    """Everything in which headroom and the twin differ on one hall."""
    faults, printed = [], parts_of(said)
    if said["summary"]["cases"] != len(truth):
        faults.append("cases: headroom counts %d, the twin %d" % (said["summary"]["cases"], len(truth)))
    faults += ["the twin has no case %s" % case for case in sorted(set(printed) - set(truth))]
    for name, (base, lost) in truth.items():
        expected = news(name, truth[base][1], lost)
        parts = printed.get(name, {False: [], True: []})
        faults += ["%s: %s" % (name, fault) for fault in compare.part_faults(parts[False], expected.first)]
        if expected.later is not None:
            faults += ["%s: by the cascade: %s" % (name, fault)
                       for fault in compare.part_faults(parts[True], expected.later)]
    return faults


def compare_text(text, folder):
    """(what is wrong, how many cases, how many losses in them)."""
    file = pathlib.Path(folder) / "hall.yaml"
    file.write_text(text)
    truth = truth_of(text)
    try:
        faults = hall_faults(ask_headroom(file), truth)
    except (ValueError, subprocess.TimeoutExpired) as fault:
        faults = [str(fault)]
    return faults, len(truth), sum(len(lost.first) + len(lost.later or ()) for _, lost in truth.values())


def told(name, faults, cases, lost):
    """One line of output; whether it is of a failed test."""
    if faults:
        more = "; and %d more" % (len(faults) - 8) if len(faults) > 8 else ""
        print("not ok %s: %s%s" % (name, "; ".join(" ".join(fault.split()) for fault in faults[:8]), more))
    else:
        print("ok %s (%d cases, %d lost loads)" % (name, cases, lost))
    sys.stdout.flush()
    return bool(faults)


def run_found():
    """Small halls on which the two once differed, each with the reason at its top."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-paths-") as folder:
        for file in sorted((pathlib.Path(__file__).parent / "found").glob("*.yaml")):
            failed |= told(file.stem + " agrees with the twin", *compare_text(file.read_text(), folder))
    return int(failed)


def run(first, count):
    """Compares the halls of the seeds first .. first + count - 1; one line for each block of them."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-paths-") as folder:
        for start in range(first, first + count, BLOCK):
            seeds = range(start, min(start + BLOCK, first + count))
            name = "halls %d to %d agree with the twin" % (seeds[0], seeds[-1])
            faults, cases, lost = [], 0, 0
            for seed in seeds:
                found, n, m = compare_text(paths.Hall(seed).text(), folder)
                faults += ["seed %d: %s" % (seed, fault) for fault in found]
                cases, lost = cases + n, lost + m
            failed |= told(name, faults, cases, lost)
    return int(failed)
