"""Good halls with one fault each: every fault found, none invented.

    seeded.py [--keep FOLDER] [--only WORD]     runs all, prints what each rule caught

Good halls come from architectures.py, their ratings from size.py: the smallest that hold in the worst outage by the
arithmetic of outages.py, which knows nothing of headroom.  Each must come out as holding, without an unknown row.  Then
faults.py puts exactly one fault into a copy; what must be reported is written before headroom is asked.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "twin"))

import architectures
import faults
import size
import twin
from halls import Draw
from outages import Outages

TOP = pathlib.Path(__file__).resolve().parents[2]
SEED = 20260101
HALLS = 4           # good halls of each architecture
OF_CLASS = 5        # faults of each class, as far as halls have them
TRIES = 14          # candidates looked at for each of them
HANG = 120          # seconds until headroom is taken to hang; never a measure of speed
DONE = {0: "holds", 1: "does not hold"}


def program():
    return os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")


def ask(file):
    """What headroom says of a file, and its exit code."""
    done = subprocess.run([program(), "check", "--format", "json", "--threads", "1", str(file)], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=HANG)
    if done.returncode not in DONE:
        raise ValueError("headroom ended with %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[:600]))
    return json.loads(done.stdout), done.returncode


# --- what was said -------------------------------------------------------------------------------------------------------

def declared(element):
    """The declaration behind a name of a row: rack-1-3 or rack-1-3.node[1-4] are members of rack-1."""
    name = element.split(".")[0]
    return re.sub(r"-\[?\d[^-]*$", "", name) if re.match(r"(rack|ring)-.*-", name) else name


def place(row):
    wire = row["port"] if row["code"] == "P104" else ""
    return row["code"], declared(row["element"]), wire


class Said:
    """The rows of one hall that are not green."""

    def __init__(self, answer):
        rows = answer["rows"]
        self.violated = {place(row) for row in rows if row["state"] == "violated" and not row["cascade"]}
        self.cascade = {place(row) for row in rows if row["state"] in ("violated", "unknown") and row["cascade"]}
        self.unknown = {place(row) for row in rows if row["state"] == "unknown" and not row["cascade"]}
        self.fields = {(declared(name), gap["field"]) for gap in answer["unknowns"]
                       for name, _ in twin.expand(gap["element"])}
        self.summary = answer["summary"]


def pairs(places):
    return {(rule, name) for rule, name, _ in places}


def words(places):
    return ", ".join(sorted(" ".join(place).strip() for place in places)[:6])


def good_faults(answer, code):
    said = Said(answer)
    if code == 0 and not (said.violated | said.cascade | said.unknown):
        return []
    return ["exit code %d, violated: %s; unknown: %s" % (code, words(said.violated | said.cascade), words(said.unknown))]


# --- one fault ------------------------------------------------------------------------------------------------------------

TIMES = ("R103", "R104", "S101", "S102", "S103")        # rules that outages.py does not work out


def judge_missing(fault, said):
    """An input taken out: the rows that need it are unknown and name it; nothing else is."""
    element, field = fault.missing
    wrong = ["violated though nothing is: " + words(said.violated)] if said.violated else []
    other = {one for one in said.fields if one[1] != field or (element and one[0] != element)}
    wrong += ["names %s.%s as missing" % one for one in sorted(other)]
    if field != "priority" and not any(name == field for _, name in said.fields):
        wrong.append("does not name %s" % field)
    return wrong


def judge_computed(fault, said, outages):
    """Every place beyond its limit is reported, and no other."""
    must = outages.violated()
    times = {one for one in said.violated if one[0] in TIMES}
    wrong = ["not found: " + words(must - said.violated)] if must - said.violated else []
    allowed = fault.times | {one for some in fault.expect for one in some}
    odd = {one for one in said.violated - times - must} | {one for one in times if one[:2] not in allowed}
    if odd:
        wrong.append("invented: " + words(odd))
    wrong += ["cascade without an overload: " + words(said.cascade)] if said.cascade and not (must - {
        one for one in must if one[0] == "R101"}) else []
    if any(one[0] != "R101" for one in said.cascade):
        wrong.append("cascade of no load: " + words(said.cascade))
    if said.unknown:
        wrong.append("unknown: " + words(said.unknown))
    return wrong


def judge(fault, said, outages):
    reported = pairs(said.violated | said.cascade | said.unknown)
    wrong = ["not found: none of " + words((*one, "") for one in some) for some in fault.expect if not some & reported]
    if fault.missing:
        return wrong + judge_missing(fault, said)
    if fault.computed:
        return wrong + judge_computed(fault, said, outages)
    return wrong


def caught_by(fault, said):
    """The rules that reported it where it was expected."""
    reported = pairs(said.violated | said.cascade | said.unknown)
    return {rule for some in fault.expect for rule, _ in some & reported}


# --- all of it ------------------------------------------------------------------------------------------------------------

def good_halls():
    found = []
    for number, make in enumerate(architectures.ALL):
        seed = SEED + 1000 * number
        while sum(hall.make is make for hall in found) < HALLS:
            hall = make(Draw(seed), seed - SEED)
            hall.make, seed = make, seed + 1
            try:
                size.choose(hall)
            except size.TooBig:
                continue
            found.append(hall)
    return found


def is_fault(fault):
    """Whether the arithmetic agrees that something is wrong with it; (outages, yes or no)."""
    if not fault.computed or fault.missing:
        return None, True
    outages = Outages(fault.hall).all()
    beyond = pairs(outages.violated())
    return outages, not fault.must_overload or all(some & beyond for some in fault.expect)


def choose_faults(halls):
    """Some of each class, taken in turn from halls in a drawn order."""
    draw, chosen = Draw(SEED), []
    for find in faults.CLASSES:
        by_kind = collections.defaultdict(list)
        for hall in halls:
            for fault in find(hall, draw):
                by_kind[fault.kind].append(fault)
        for kind in sorted(by_kind):
            taken = 0
            for fault in draw.some(by_kind[kind], min(len(by_kind[kind]), OF_CLASS * TRIES)):
                outages, real = is_fault(fault) if taken < OF_CLASS else (None, False)
                if real:
                    chosen.append((fault, outages))
                    taken += 1
    return chosen


def table(results):
    """Class by class: how many, how many found, and by which rules."""
    kinds, rules = {}, collections.Counter()
    for fault, wrong, caught in results:
        line = kinds.setdefault(fault.kind, [0, 0, collections.Counter()])
        line[0] += 1
        line[1] += not wrong
        line[2].update(caught)
        rules.update(caught)
    print("%-40s seeded  found  by" % "fault")
    for kind, (seeded, found, by) in kinds.items():
        print("%-40s %6d %6d  %s" % (kind, seeded, found, ", ".join("%s %d" % one for one in sorted(by.items()))))
    print("%-40s %6d %6d  %s" % ("all", len(results), sum(not wrong for _, wrong, _ in results),
                                 ", ".join("%s %d" % one for one in sorted(rules.items()))))


def report(name, wrong):
    if wrong:
        print("not ok %s: %s" % (name, "; ".join(" ".join(one.split()) for one in wrong[:4])))
    else:
        print("ok %s" % name)
    sys.stdout.flush()


def check_fault(item):
    number, fault, outages, folder = item
    file = pathlib.Path(folder) / ("fault-%03d.yaml" % number)
    file.write_text("# %s: %s\n%s" % (fault.kind, fault.what, fault.hall.text()))
    try:
        said = Said(ask(file)[0])
    except (ValueError, subprocess.TimeoutExpired) as error:
        return [str(error)], set()
    return judge(fault, said, outages), caught_by(fault, said)


def run_good(halls, folder):
    failed = False
    for number, hall in enumerate(halls):
        file = pathlib.Path(folder) / ("good-%02d.yaml" % number)
        file.write_text(hall.text())
        wrong = good_faults(*ask(file))
        failed = failed or bool(wrong)
        report("good hall %s holds" % hall.site["name"], wrong)
    return failed


def run_bad(chosen, folder):
    """Asks for all of them; the lines come class by class."""
    items = [(number, fault, outages, folder) for number, (fault, outages) in enumerate(chosen)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(check_fault, items))
    results = [(fault, wrong, caught) for (_, fault, _, _), (wrong, caught) in zip(items, answers)]
    for (number, fault, _, _), (wrong, _) in zip(items, answers):
        report("%03d %s, %s: %s" % (number, fault.hall.site["name"], fault.kind, fault.what) if not wrong else
               "%03d %s, %s, %s" % (number, fault.hall.site["name"], fault.kind, fault.what), wrong)
    return results


def may_fail(good, chosen, folder):
    """The comparison itself: it must complain where a fault is passed over, where one is invented, where a good hall is not."""
    wrong = []
    answer = ask(pathlib.Path(folder) / "good-00.yaml")[0]
    row = next(one for one in answer["rows"] if one["code"] == "P104")
    odd = {**row, "state": "violated", "element": "elsewhere"}
    for number, (fault, outages) in enumerate(chosen):
        found = ask(pathlib.Path(folder) / ("fault-%03d.yaml" % number))[0] if number % 20 == 0 else None
        if not judge(fault, Said({**answer, "unknowns": []}), outages):
            wrong.append("passed over: %s" % fault.what)
        if found and not judge(fault, Said({**found, "rows": found["rows"] + [odd]}), outages) and (fault.computed or fault.missing):
            wrong.append("invented: %s" % fault.what)
        if found and not good_faults(found, 1):
            wrong.append("good: %s" % fault.what)
    return wrong if good and chosen else ["nothing was tried"]


def run(folder, only=None):
    halls = good_halls()
    failed = run_good(halls, folder)
    chosen = [(fault, outages) for fault, outages in choose_faults(halls) if not only or only in fault.kind]
    results = run_bad(chosen, folder)
    wrong = may_fail(halls, chosen, folder)
    report("what is passed over or invented is noticed", wrong)
    failed = failed or bool(wrong)
    enough = len(results) >= 200 or only
    report("at least 200 faults are seeded", [] if enough else ["only %d" % len(results)])
    table(results)
    return 1 if failed or not enough or any(wrong for _, wrong, _ in results) else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path, help="leave the halls there")
    parser.add_argument("--only", metavar="WORD", help="faults whose class holds this word")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return run(options.keep, options.only)
    with tempfile.TemporaryDirectory(prefix="headroom-seeded-") as folder:
        return run(folder, options.only)


if __name__ == "__main__":
    sys.exit(main())
