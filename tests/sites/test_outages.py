#!/usr/bin/env python3
"""The worst outages of sites, power and cooling together: what sites/*/outages.csv says, by the program.

Outages that lose the same of the same elements, whatever is to blame, are one: `outage` is the first of them as the
program lists them, `alike` their number. They are ranked by the GPUs that lose power or cooling, then by the W that are
lost, then by the W of heat that nobody takes. A file holds the worst five of a site, or all where there are fewer, and
where some lose something in part unknown, that they do. `chain` is that of the part with the most of those W that can
be named. `with` is overlays of the same folder, in order, or empty. `after` is the time in s until the first limit of
the part with the most W that lose their cooling, `kind` and `harsh` the same at the ends of what is assumed; `never`,
`unknown`, or empty where all lose their supply. `python3 test_outages.py --print SITE [OVERLAY]...` prints the lines of
a file.
"""
import csv
import io
import re
import sys

from test_figures import SITES, Wrong, demand, expanded, report

TIMES = {"after": "nominal", "kind": "kind", "harsh": "harsh"}
COLUMNS = ["with", "rank", "outage", "alike", "gpus", "power", "heat", "unknown", *TIMES, "chain"]
GPUS = {  # of the elements that losses name
    "gb200-su": ((r"rack-\d+", 72), (r"rack-\d+\.tray\d+", 4)),
    "frontier": ((r"rack-\d+-\d", 512), (r"rack-\d+-\d\.node\d+", 4)),
    "catalina-pod": ((r"gpu-\d", 36),),  # 72 over the pair
}
MOST = 5


def gpus_of(site, names):
    total = 0
    for name in names:
        total += next((n for pattern, n in GPUS.get(site, ()) if re.fullmatch(pattern, name)), 0)
    return total


def racks_of_parts(site, elements):
    """Loads of a rack that stand for its GPUs, where the model has no nodes."""
    if site == "catalina-pod":
        return {name.split(".")[0] for name in elements}
    return elements


def report_with(site, overlays):
    first, *others = overlays.split() or [""]
    more = [argument for other in others for argument in ("--with", SITES / site / other)]
    return report(site, first + " / normal" if first else "normal", *more)


def outages(site, overlays):
    """By case: W of power and of heat, elements, whether some are unknown, the largest part with a chain, its time."""
    found = {}
    for entry in report_with(site, overlays)["lost"]:
        if entry["case"].startswith("normal"):
            continue
        have = found.setdefault(entry["case"], {"power": 0, "heat": 0, "names": set(), "unknown": False, "same": [],
                                                "most": (-1, []), "hot": (-1, None)})
        have[entry["what"]] += entry["total"]
        for part in entry["parts"]:
            have["unknown"] |= part["unknown"]
            have["names"] |= expanded(part["element"])
            have["same"].append((entry["what"], part["element"], part["value"], part["unknown"]))
            if part["chain"] and part["value"] > have["most"][0]:
                have["most"] = part["value"], part["chain"]
            if entry["what"] == "heat" and part["value"] > have["hot"][0]:
                have["hot"] = part["value"], part["limit_after"]
    return found


def times_of(have):
    """By column: s, "never", "unknown", or nothing where no heat is lost."""
    value, times = have["hot"]
    if value < 0:
        return dict.fromkeys(TIMES, "")
    if times is None:
        return dict.fromkeys(TIMES, "unknown")
    return {column: "never" if times[key] is None else "%.1f" % times[key] for column, key in TIMES.items()}


def worst(site, overlay):
    groups = {}
    for case, have in outages(site, overlay).items():
        groups.setdefault(repr(sorted(have["same"])), []).append((case, have))
    lines = []
    for group in groups.values():
        case, have = group[0]
        gpus = gpus_of(site, racks_of_parts(site, have["names"]))
        lines.append({"outage": case, "alike": len(group), "gpus": gpus, "power": have["power"], "heat": have["heat"],
                      "unknown": "yes" if have["unknown"] else "no", **times_of(have),
                      "chain": " > ".join(have["most"][1])})
    lines.sort(key=lambda line: (-line["gpus"], -line["power"] - line["heat"], -line["heat"]))
    return lines[:MOST]


def check_line(line, have):
    for column in ("outage", "chain", "unknown", *TIMES):
        demand(line[column] == have[column], "%s is %s, not %s", column, have[column], line[column])
    for column in ("alike", "gpus"):
        demand(int(line[column]) == have[column], "%s: %d, not %s", column, have[column], line[column])
    for column in ("power", "heat"):
        demand(abs(float(line[column]) - have[column]) <= 1e-6 * have[column] + 1e-3, "%s is %.3f W, not %s", column,
               have[column], line[column])


def lines_of(path):
    with open(path, encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        demand(reader.fieldnames == COLUMNS, "columns of %s are not %s", path, ",".join(COLUMNS))
        return list(reader)


def count(site, overlay, lines, have):
    demand(len(lines) == len(have), "%s with %s: %d lines, the program has %d", site, overlay, len(lines), len(have))


def cases():
    paths = sorted(SITES.glob("*/outages.csv"))
    demand(len(paths) >= 4, "%d sites have outages.csv", len(paths))
    for path in paths:
        site, lines = path.parent.name, lines_of(path)
        for overlay in dict.fromkeys(line["with"] for line in lines):
            mine, have = [line for line in lines if line["with"] == overlay], worst(site, overlay)
            yield ("%s %s, how many outages" % (site, overlay),
                   lambda mine=mine, have=have, site=site, overlay=overlay: count(site, overlay, mine, have))
            for line, found in zip(mine, have):
                yield ("%s %s, %s %s" % (site, overlay, line["rank"], line["outage"]),
                       lambda line=line, found=found: check_line(line, found))


def print_lines(site, overlay):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for rank, line in enumerate(worst(site, overlay), 1):
        watts = {what: "%.3f" % line[what] for what in ("power", "heat")}
        writer.writerow({**line, **watts, "with": overlay, "rank": rank})
    sys.stdout.write(out.getvalue())


def main():
    if sys.argv[1:2] == ["--print"]:
        print_lines(sys.argv[2], " ".join(sys.argv[3:]))
        return 0
    bad = 0
    try:
        for name, check in cases():
            try:
                check()
                print("ok " + name.replace(": ", " "))
            except Wrong as wrong:
                bad += 1
                print("not ok %s: %s" % (name.replace(": ", " "), wrong))
    except Wrong as wrong:
        bad += 1
        print("not ok outages: %s" % wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
