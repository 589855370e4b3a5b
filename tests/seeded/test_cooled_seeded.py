#!/usr/bin/env python3
"""Proves that single faults across media put into good halls with cooling are found, with what is to blame and the way it
takes, and that none is invented.

    test_cooled_seeded.py [KEEP]        leaves the halls in the folder KEEP

What must be said is written by cooled_faults.py before headroom is asked.
"""
import collections
import pathlib
import subprocess
import sys
import tempfile

import seeded       # also makes the modules of twin/ known

import cooled_faults
import cooled_hall
import twin
from halls import Draw

SEED = 20260401
HALLS = 5           # good halls of each kind
OF_KIND = 10        # faults of each kind


def names(text):
    return [name for name, _ in twin.expand(text)]


class Said:
    def __init__(self, answer):
        rows = answer["rows"]
        self.rows = {(row["code"], row["element"]): row for row in rows if row["state"] == "violated"}
        self.unknown = {(row["code"], row["element"]) for row in rows if row["state"] == "unknown"}
        self.cascade = {(row["code"], row["element"]) for row in rows if row["state"] == "violated" and row["cascade"]}
        # (case, rack) -> what is to blame and the way
        self.heat = {(one["case"], rack): part for one in answer["lost"] if one["what"] == "heat"
                     for part in one["parts"] for rack in names(part["element"])}


def words(places):
    return ", ".join(sorted(" ".join(one) for one in places)[:5])


def goes(hall, part, ways):
    """By one of the shortest of them, and through the loop of that row."""
    chain, loops, least = part["chain"], set(hall.loop.values()), min(len(way) for way in ways)
    row = next(row for row, racks in hall.racks.items() if chain[-1] in racks) if chain[-1] in names(part["element"]) else None
    return row is not None and (chain[-2] not in loops or chain[-2] == hall.loop[row]) and len(chain) == least and any(
        len(way) == least and all(one in some for one, some in zip(chain, way)) for way in ways)


def judge_ways(fault, said):
    """What alone is out takes the cooling of all racks that are meant, by the way that is meant."""
    wrong = []
    for cause, ways in fault.causes.items():
        for rack in sorted(fault.racks):
            part = said.heat.get(("fault: " + cause, rack))
            if not part or part["unknown"] or not part["value"] > 0:
                wrong.append("%s does not lose its cooling by %s" % (rack, cause))
            elif part["blame"] != cause:
                wrong.append("%s: blame %s, not %s" % (rack, part["blame"], cause))
            elif not goes(fault.hall, part, ways):
                wrong.append("%s: by %s" % (rack, " > ".join(part["chain"])))
    return wrong


def judge_times(fault, said):
    """The outage is that of what is meant, and the body that is meant is named."""
    wrong = []
    for place in sorted(fault.violated & set(said.rows)):
        row = said.rows[place]
        for cause, ways in fault.causes.items():
            if cause not in row["case_detail"]["out"] or not any(body in row["because"] for body in ways[0][0]):
                wrong.append("%s: %s, %s" % (place[1], row["case"], row["because"]))
    return wrong


def judge_cases(fault, said):
    """Each row is violated in an outage in which one of what is meant, or of what its feeds share, is out."""
    return [] if fault.timed else ["%s: in %s" % (place[1], said.rows[place]["case"])
                                   for place in sorted(fault.violated & set(said.rows))
                                   if not set(said.rows[place]["case_detail"]["out"]) & fault.outs()]


def judge(fault, said, good):
    found = set(said.rows) - set(good.rows)
    wrong = ["not found: " + words(fault.violated - found)] if fault.violated - found else []
    if found - fault.violated:
        wrong.append("invented: " + words(found - fault.violated))
    if said.unknown - good.unknown:
        wrong.append("unknown: " + words(said.unknown - good.unknown))
    if said.cascade:
        wrong.append("cascade: " + words(said.cascade))
    odd = {rack for _, rack in set(said.heat) - set(good.heat)} - fault.racks
    if odd:
        wrong.append("loses its cooling too: " + ", ".join(sorted(odd)[:5]))
    return wrong + (judge_times if fault.timed else judge_ways)(fault, said) + judge_cases(fault, said)


def good_halls():
    return [make(Draw(SEED + 100 * k + number), number) for k, make in enumerate(cooled_hall.KINDS.values())
            for number in range(1, HALLS + 1)]


def chosen_faults(halls):
    """So many of each kind, taken in turn from halls in a drawn order; (fault, number of its good hall)."""
    draw, by_kind = Draw(SEED), collections.defaultdict(list)
    for find in cooled_faults.FINDERS:
        for number, hall in enumerate(halls):
            for fault in find(hall, draw):
                by_kind[fault.kind].append((fault, number))
    return [one for some in by_kind.values() for one in draw.some(some, min(len(some), OF_KIND))]


def asked(folder, name, hall):
    file = pathlib.Path(folder) / (name + ".yaml")
    file.write_text(hall.text())
    return seeded.ask(file)


def run_good(halls, folder):
    """What is said of each; it must hold, and nothing may be unknown."""
    said, failed = [], False
    for number, hall in enumerate(halls):
        answer, code = asked(folder, "good-%02d" % number, hall)
        one = Said(answer)
        wrong = ["exit code %d: %s" % (code, words(set(one.rows) | one.unknown))] if code or one.rows or one.unknown else []
        seeded.report("good hall with cooling, %s, holds" % hall.name, wrong)
        said.append(one)
        failed = failed or bool(wrong)
    return said, failed


def may_fail(fault, said, good):
    """The comparison complains of a fault passed over, of a row invented, of the blame and of a way that is not meant."""
    if not judge(fault, good, good):
        return ["passed over: " + fault.what]
    said.rows["R106", "elsewhere"] = next(iter(said.rows.values()))
    wrong = [] if judge(fault, said, good) else ["invented: " + fault.what]
    del said.rows["R106", "elsewhere"]
    for part in said.heat.values():
        part["chain"] = part["chain"][:1] + part["chain"][2:]
    return wrong + ([] if fault.timed or judge(fault, said, good) else ["way: " + fault.what])


def run_bad(chosen, said, folder):
    counts, odd = collections.defaultdict(lambda: [0, 0]), []
    for number, (fault, of) in enumerate(chosen):
        try:
            found = Said(asked(folder, "fault-%03d" % number, fault.hall)[0])
            wrong = judge(fault, found, said[of])
            odd += may_fail(fault, found, said[of]) if not wrong else []
        except (ValueError, subprocess.TimeoutExpired) as error:
            wrong = [str(error)]
        seeded.report("%03d %s, %s, %s" % (number, fault.hall.name, fault.kind, fault.what), wrong)
        counts[fault.kind][0] += 1
        counts[fault.kind][1] += not wrong
    seeded.report("what is passed over or invented across media is noticed", odd)
    return counts, bool(odd)


def table(counts):
    print("%-40s seeded  found" % "fault across media")
    for kind, (planted, found) in list(counts.items()) + [("all", [sum(one) for one in zip(*counts.values())])]:
        print("%-40s %6d %6d" % (kind, planted, found))


def run(folder):
    halls = good_halls()
    said, failed = run_good(halls, folder)
    counts, odd = run_bad(chosen_faults(halls), said, folder)
    planted, found = (sum(one) for one in zip(*counts.values()))
    seeded.report("at least 100 faults across media are seeded", [] if planted >= 100 else ["only %d" % planted])
    table(counts)
    return 1 if failed or odd or planted < 100 or found < planted else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        pathlib.Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        sys.exit(run(sys.argv[1]))
    with tempfile.TemporaryDirectory(prefix="headroom-cooled-seeded-") as scratch:
        sys.exit(run(scratch))
