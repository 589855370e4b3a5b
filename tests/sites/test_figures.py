#!/usr/bin/env python3
"""Published figures: what sites/*/figures.csv says, by the program; and what is known of dps-144 as a whole.

A figure is a point in a case within a relative tolerance. The point must exist there and be known or partial: a value
that is off, or unknown, does not prove a figure. `normal` is the model as it stands; any other case goes through
--case, be it one of the model that sets values or an outage ("fault: FloorPDU-1").
"""
import csv
import io
import json
import os
import pathlib
import subprocess
import sys

SITES = pathlib.Path(__file__).resolve().parent.parent.parent / "sites"
DPS = SITES / "dps-144"
COLUMNS = ["point", "case", "value", "unit", "tolerance", "source"]


class Wrong(Exception):
    pass


def run(*arguments, codes=(0,)):
    done = subprocess.run([os.environ["HR_PROGRAM"], *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise Wrong("headroom %s: exit code %d\n%s" % (" ".join(map(str, arguments)), done.returncode, done.stderr))
    return done.stdout


def demand(condition, text, *values):
    if not condition:
        raise Wrong(text % values)


# --- figures -----------------------------------------------------------------------------------------------------

def readings(site, case):
    text = run("export", "readings", site, *([] if case == "normal" else ["--case", case]))
    return {row["point"]: row for row in csv.DictReader(io.StringIO(text))}


def check_figure(figure, rows):
    demand(figure["point"] in rows, "there is no such point")
    row, value, tolerance = rows[figure["point"]], float(figure["value"]), float(figure["tolerance"])
    demand(row["state"] in ("known", "partial"), "it is %s", row["state"])
    demand(row["unit"] == figure["unit"], "it is in %s, the figure in %s", row["unit"], figure["unit"])
    demand(abs(float(row["value"]) - value) <= tolerance * abs(value), "%s %s, the figure is %s (%s)", row["value"],
           row["unit"], figure["value"], figure["source"])


def figures_of(site):
    with open(site / "figures.csv", encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        demand(reader.fieldnames == COLUMNS, "columns of %s/figures.csv are not %s", site.name, ",".join(COLUMNS))
        figures = list(reader)
    demand(figures, "%s/figures.csv holds no figure", site.name)
    return figures


def figure_cases():
    sites = sorted(path.parent for path in SITES.glob("*/figures.csv"))
    demand(sites, "no site has figures.csv")
    for site in sites:
        solved = {}
        for figure in figures_of(site):
            case = figure["case"]
            if case not in solved:
                solved[case] = readings(site, case)
            yield ("%s %s, %s" % (site.name, figure["point"], case),
                   lambda figure=figure, rows=solved[case]: check_figure(figure, rows))


# --- dps-144 as a whole --------------------------------------------------------------------------------------------

def check_json(*arguments):
    return json.loads(run("check", DPS, "--format", "json", *arguments, codes=(0, 1)))


def is_violated(watts):
    answer = check_json("--set", "rack-*.node*.power=%d W" % watts)
    return answer["summary"]["violated"] > 0


def largest_uniform_limit():
    """750 kW / 144 = 5,208.33 W."""
    holds, violated = 1, 10000
    demand(not is_violated(holds) and is_violated(violated), "no limit between %d and %d W", holds, violated)
    while violated - holds > 1:
        middle = (holds + violated) // 2
        holds, violated = (holds, middle) if is_violated(middle) else (middle, violated)
    demand(holds == 5208, "it is %d W, not 5208 W", holds)


def loss_of_a_pdu():
    entries = [e for e in check_json()["lost"] if e["case"] == "fault: FloorPDU-1" and e["what"] == "power"]
    demand(len(entries) == 1, "%d entries under lost", len(entries))
    entry = entries[0]
    demand(entry["unit"] == "W", "its unit is %s", entry["unit"])
    total = 0
    for part in entry["parts"]:
        demand(part["blame"] == "FloorPDU-1", "%s is blamed on %s", part["element"], part["blame"])
        total += part["value"]  # in printed order: exactly
    demand(total == entry["total"] == 201600, "parts add up to %r, total %r, not 201600", total, entry["total"])
    rows = readings(DPS, "fault: FloorPDU-1")
    lost = {point.split(".")[0]: float(row["value"]) for point, row in rows.items()
            if point.endswith(".lost") and float(row["value"] or 0) > 0}
    demand(set(lost) == {"rack-1", "rack-5"}, "racks with losses: %s", sorted(lost))
    named = " ".join(part["element"] for part in entry["parts"])
    demand(expanded(named) == {"rack-%d.node%d" % (r, n) for r in (1, 5) for n in range(1, 19)}, "lost are %s", named)


def expanded(names):
    """The elements that hostlists separated by blanks or commas stand for."""
    result = set()
    for name in names.replace("],", "] ").split():
        parts = [""]
        while name:
            head, bracket, tail = name.partition("[")
            inside, _, name = tail.partition("]")
            choices = [""]
            if bracket:
                choices = []
                for item in inside.split(","):
                    first, _, last = item.partition("-")
                    choices += [str(i) for i in range(int(first), int(last or first) + 1)]
            parts = [p + head + c for p in parts for c in choices]
        result |= set(parts)
    return result


def cases():
    yield from figure_cases()
    yield "dps-144 largest uniform node limit", largest_uniform_limit
    yield "dps-144 loss of FloorPDU-1", loss_of_a_pdu


def main():
    bad = 0
    try:
        for name, check in cases():
            try:
                check()
                print("ok " + name)
            except Wrong as wrong:
                bad += 1
                print("not ok %s: %s" % (name.replace(": ", " "), wrong))
    except Wrong as wrong:  # a case that cannot be opened at all
        bad += 1
        print("not ok figures: %s" % wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
