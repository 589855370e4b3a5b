#!/usr/bin/env python3
"""Published figures: what sites/*/figures.csv says, by the program; and what is known of each site as a whole.

A figure is a point in a case within a relative tolerance. The point must exist there and be known or partial: a value
that is off, or unknown, does not prove a figure. `normal` is the model as it stands; any other case goes through
--case, be it one of the model that sets values or an outage ("fault: FloorPDU-1"). `FILE / CASE` is a case with another
file of the same folder: laid over the model, or instead of it where the file is a model of its own, whose `site:` has
a name.

A row of a report stands here as (rule, element, state), and verdicts are compared with what README.md of the site says.
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

def parts_of(site, case):
    """The arguments that stand for a site in a case of figures.csv."""
    file, slash, case = case.rpartition(" / ")
    other = site / file
    model = not slash or "\nsite:\n  name:" in other.read_text(encoding="utf-8")
    arguments = [other if slash and model else site] + ([] if model else ["--with", other])
    return arguments + ([] if case == "normal" else ["--case", case])


def readings(site, case):
    text = run("export", "readings", *parts_of(site, case))
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


# --- what other sites say as a whole --------------------------------------------------------------------------------

def report(site, case="normal", *arguments):
    done = run("check", *parts_of(SITES / site, case), "--format", "json", *arguments, codes=(0, 1))
    return json.loads(done)


def rows_of(answer, code, place):
    """Rows of a rule at elements whose names begin so. There must be some."""
    rows = [row for row in answer["rows"] if row["code"] == code and row["element"].startswith(place)]
    demand(rows, "no row %s of %s", code, place)
    return rows


def states(answer, code, place):
    return {row["state"] for row in rows_of(answer, code, place)}


def violated(answer):
    return {(row["code"], row["element"]) for row in answer["rows"] if row["state"] == "violated"}


def feeds_of_60_a():
    answer = report("b300-su", "feeds-60.yaml / normal")
    demand(answer["summary"]["violated"] == 0, "%d rows violated", answer["summary"]["violated"])
    for code in ("P101", "P104", "P110"):
        demand(states(answer, code, "rack-") == {"holds"}, "%s: %s", code, states(answer, code, "rack-"))
    worst = max(rows_of(answer, "P104", "rack-"), key=lambda row: row["ratio"])
    demand(worst["case_detail"]["kind"] != "normal" and worst["limit"] == 48, "the worst is %s", worst)
    demand(states(answer, "P105", "rack-") == {"unknown"}, "power supplies are not published")


def feeds_of_30_a():
    answer = report("b300-su", "feeds-30.yaml / normal", "--outages", "none")
    demand(states(answer, "P104", "rack-") == {"violated"}, "P104 in the normal state: %s",
           states(answer, "P104", "rack-"))


def published_is_unknown():
    """What is not published is never judged as held or violated."""
    summary = report("b300-su")["summary"]
    demand(summary["violated"] == 0 and summary["holds"] == 1 and summary["unknown"] > 200, "b300-su: %s", summary)


def one_feed_a_rack():
    for case, code, state in (
            ("normal", "P104", "holds"), ("normal", "P103", "holds"), ("legacy-racks", "P103", "violated"),
            ("racks-of-2.yaml / normal", "P104", "holds"), ("racks-of-2.yaml / feed-30", "P104", "violated"),
            ("racks-of-2.yaml / normal", "P103", "violated"), ("racks-of-3.yaml / normal", "P104", "holds"),
            ("racks-of-4.yaml / normal", "P104", "holds"), ("racks-of-4.yaml / feed-60", "P104", "violated")):
        have = states(report("h100-1000", case, "--outages", "none"), code, "rack-")
        demand(state in have and (state == "violated" or have == {state}), "%s, %s: %s", case, code, have)
    counted = {case: report("h100-1000", case, "--outages", "none")["site"] for case in (
        "normal", "racks-of-2.yaml / normal", "racks-of-3.yaml / normal", "racks-of-4.yaml / normal",
        "whole-pods.yaml / normal")}
    have = [(site["racks"], site["nodes"], site["gpus"]) for site in counted.values()]
    demand(have == [(125, 125, 1000), (63, 125, 1000), (42, 125, 1000), (32, 125, 1000), (128, 128, 1024)], "%s", have)


def supplies_by_feeds():
    two = report("h100-1000", "feeds-ab.yaml / normal")
    demand(states(two, "R101", "rack-") == {"violated"} and "4 needed" in rows_of(two, "R101", "rack-")[0]["because"],
           "two feeds: %s", states(two, "R101", "rack-"))
    three = report("h100-1000", "feeds-abc.yaml / normal")
    demand(states(three, "R101", "rack-") == {"holds"}, "three feeds: %s", states(three, "R101", "rack-"))


def side_of_shelves_lost():
    """132 kW on 132 kW: met exactly, and holds. 1 W more on each tray is too much, and the rack is lost."""
    for arguments in (("at-132",), ("normal", "--set", "rack-*.tray*.power=7133.333333333333 W")):
        answer = report("gb200-su", *arguments)
        for row in rows_of(answer, "P105", "rack-1.shelf"):
            demand(row["state"] == "holds" and abs(row["headroom"]) < 1e-3 and row["case"].startswith("fault: side-"),
                   "%s %s W, %s", row["state"], row["headroom"], row["case"])
        demand(states(answer, "R101", "rack-") == {"holds"}, "R101: %s", states(answer, "R101", "rack-"))
    beyond = report("gb200-su", "normal", "--set", "rack-*.tray*.power=7134.333333333333 W")
    demand("violated" in states(beyond, "R101", "rack-"), "132.018 kW: %s", states(beyond, "R101", "rack-"))
    rest = rows_of(report("gb200-su", "at-132-without-loss"), "P103", "side-")
    demand(all(abs(row["headroom"] - 144e3) < 1 for row in rest), "1.2 MW leaves %s W", rest[0]["headroom"])


def legacy_hall_holds():
    """Exit code 0: judged whole, nothing unknown, nothing violated."""
    done = json.loads(run("check", SITES / "legacy-hall", "--format", "json", codes=(0,)))
    summary = done["summary"]
    demand(summary["holds"] == summary["rows"] > 100, "%s", summary)
    demand(not done["diagnostics"], "%s", done["diagnostics"])
    spared = report("legacy-hall", "normal", "--out", "crah-01", "--out", "chiller-1")["summary"]  # its N+1
    demand(spared["holds"] == spared["rows"] > 100, "%s", spared)


def legacy_hall_with_ai():
    """Every layer that README.md names, and none of those it says hold."""
    answer = report("legacy-hall", "ai.yaml / normal")
    unknown = {(row["code"], row["element"]) for row in answer["rows"] if row["state"] == "unknown"}
    proof = {(code, "ai-%d" % i) for code in ("S107", "C116") for i in range(1, 5)}  # of airflow, beyond 20 kW
    demand(unknown == proof, "unknown: %s", unknown)
    have = violated(answer)
    for row in (("P104", "ai-1"), ("P104", "dual-1A"), ("P101", "dual-1A"), ("P104", "pdu-1"), ("P102", "pdu-1"),
                ("P103", "ups"), ("P107", "ups"), ("P104", "ups"), ("P102", "tx"), ("P108", "gen"), ("P104", "mech"),
                ("S107", "ai-1"), ("C116", "ai-1"), ("R101", "ai-1"), ("R101", "row1-rack11"), ("S103", "ai-1")):
        demand(row in have, "%s of %s is not violated", *row)
    for code, place in (("S101", "raised"), ("S102", "ai-"), ("P102", "grid"), ("P104", "msb"), ("P104", "panel-"),
                        ("P101", "upb"), ("P103", "gen")):
        demand("violated" not in states(answer, code, place), "%s of %s is violated", code, place)
    for code, place in (("C101", "crah-"), ("C102", "crah-"), ("C103", "crah-"), ("C101", "chiller-"), ("C105", "hall")):
        demand(states(answer, code, place) == {"holds"}, "%s of %s: %s", code, place, states(answer, code, place))
    short = violated(report("legacy-hall", "ai.yaml / as-cooled"))
    for row in (("C101", "crah-01"), ("C102", "crah-01"), ("C101", "chiller-1"), ("C105", "hall")):
        demand(row in short, "%s of %s is not violated", *row)


def row_of_six_positions():
    """Each position full, the row full, and nothing for a side rack out or for fans."""
    def at(answer, code, place):
        row = rows_of(answer, code, place)[0]
        return row["state"], round(row["headroom"])

    pod = report("catalina-pod")
    for code, place in (("C101", "side-"), ("C101", "hall-air"), ("C116", "gpu-")):
        demand(at(pod, code, place) == ("holds", 0), "%s of %s: %s", code, place, at(pod, code, place))
    demand(pod["summary"]["violated"] == 0, "%s", violated(pod))
    for arguments, code, place, headroom in (
            (("normal", "--out", "side-1"), "C101", "side-2", -6667), (("fans",), "C101", "hall-air", -3200),
            (("each-rack-alone",), "S107", "gpu-", -40000)):
        answer = report("catalina-pod", *arguments)
        demand(at(answer, code, place) == ("violated", headroom), "%s: %s", arguments, at(answer, code, place))
        beyond = {have[0] for have in violated(answer)}
        lost = code == "C101"  # what is too much for a cooler is lost as it stands
        demand(beyond == ({code, "R106"} if lost else {code}), "%s: %s", arguments, violated(answer))


def cooling_holds():
    """What is published and assumed of cooling goes together: nothing is violated, and each of these rows is judged.

    But for R106 where an overlay has one of what cools, for want of anything published: its outage is a loss.
    """
    for arguments, held in (
            (("frontier",), (("C101", "cdu-"), ("C102", "cdu-"), ("C103", "cdu-"), ("C105", "htw"), ("P103", "supply"))),
            (("gb200-su", "cold-plates.yaml / at-132", "--out", "cdu-1"),
             (("C101", "cdu-2"), ("C103", "cdu-2"))),
            (("h100-1000", "air.yaml / nodes-only-crah-out"), (("C101", "crah-"), ("C102", "crah-"), ("C103", "crah-"))),
            (("h100-1000", "rear-door.yaml / nodes-only"), (("C101", "chiller-"), ("C109", "doors"), ("C114", "site")))):
        answer = report(*arguments)
        beyond = {row for row in violated(answer) if arguments[0] != "gb200-su" or row[0] != "R106"}
        demand(not beyond, "%s: %s", arguments, beyond)
        for code, place in held:
            demand(states(answer, code, place) == {"holds"}, "%s, %s of %s: %s", arguments, code, place,
                   states(answer, code, place))
        if arguments[0] == "gb200-su":      # 74 % of its flow as quoted; 102 % where both ranges are at their high ends
            demand(states(answer, "C102", "cdu-2") == {"unknown"}, "C102 of cdu-2: %s", states(answer, "C102", "cdu-2"))


def laid_out():
    files = sorted(SITES.glob("*/*.yaml"))
    done = run("fmt", "--check", *files, codes=(0, 1))
    demand(len(files) > 6 and not done, "not as `headroom fmt` writes them: %s", " ".join(done.split()))


def cases():
    yield from figure_cases()
    yield "sites laid out", laid_out
    yield "dps-144 largest uniform node limit", largest_uniform_limit
    yield "dps-144 loss of FloorPDU-1", loss_of_a_pdu
    yield "b300-su feeds of 60 A pass with one lost", feeds_of_60_a
    yield "b300-su feeds of 30 A fail in the normal state", feeds_of_30_a
    yield "b300-su as published is unknown", published_is_unknown
    yield "h100-1000 one feed a rack", one_feed_a_rack
    yield "h100-1000 power supplies on two and three feeds", supplies_by_feeds
    yield "gb200-su a side of shelves lost", side_of_shelves_lost
    yield "cooling of sites holds", cooling_holds
    yield "catalina-pod, a row of six positions", row_of_six_positions
    yield "legacy-hall holds", legacy_hall_holds
    yield "legacy-hall with racks of 80 kW", legacy_hall_with_ai


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
