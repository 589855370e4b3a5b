#!/usr/bin/env python3
"""findings.py FILE [OPTION]...: what `headroom check FILE [OPTION]...` finds, a line a finding, to be held against
figures worked by hand.

    CODE STATE POINT LOAD on LIMIT = RATIO | CASE       a row: the worst case of one limit
    lost CASE | ELEMENT WATTS, blame BLAME              a loss of power; `by cascade` where devices had to open first
    uncooled CASE | ELEMENT WATTS, blame BLAME: CHAIN   a loss of cooling, and the way it takes from its cause to the load

States and cases are those of the program; figures are SI with four places, `?` is unknown. Rows and losses are sorted
by their words. Places of one port with the same figures share a line: current.A,B,C. Rows without a limit (a feed
without a breaker) are named in one line for each code. What is unusual stands after the case: a stage other than
`settled`, `by cascade`, `not protected`.
"""
import json
import subprocess
import sys


def figure(value):
    return "-" if value is None else ("%.4f" % value).rstrip("0").rstrip(".")


def row_words(row):
    base = row["point"][:-len(row["place"]) - 1] if row["place"] else row["point"]
    words = [] if row["stage"] == "settled" else ["in stage " + row["stage"]]
    if row["cascade"]:
        words.append("by cascade")
    if not row["case_detail"]["protected"]:
        words.append("not protected")
    load = figure(row["load"]) + {"known": "", "off": " (off)"}.get(row["load_state"], " at least")
    if row["load_state"] == "unknown":
        load = "?"
    left = "%s %s %s" % (row["code"], row["state"], base)
    right = "%s on %s = %s | %s" % (load, figure(row["limit"]), figure(row["ratio"]), ", ".join([row["case"]] + words))
    return left, row["place"], right


def main():
    done = subprocess.run(["headroom", "check", "--format", "json"] + sys.argv[1:], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode("utf-8", "replace"))
    found = json.loads(done.stdout)
    places, open_ended = {}, {}
    for row in found["rows"]:
        if row["state"] == "unknown" and row["limit"] is None:
            open_ended.setdefault(row["code"], []).append(row["point"])
            continue
        left, place, right = row_words(row)
        places.setdefault((left, right), []).append(place)
    print("%s: %d cases" % (" ".join(sys.argv[1:]), found["summary"]["cases"]))
    for (left, right), names in sorted(places.items()):
        print("  %s%s %s" % (left, "." + ",".join(sorted(names)) if names[0] else "", right))
    for code, points in sorted(open_ended.items()):
        print("  %s unknown without a limit: %s" % (code, " ".join(sorted(points))))
    for lost in sorted(found["lost"], key=lambda lost: lost["case"]):
        for part in sorted(lost["parts"], key=lambda part: part["element"]):
            watts = "?" if part["unknown"] else figure(part["value"])
            heat = lost["what"] == "heat"
            print("  %s %s | %s %s, blame %s%s%s" % ("uncooled" if heat else "lost", lost["case"], part["element"], watts,
                                                   part["blame"], ": " + " > ".join(part["chain"]) if heat else "",
                                                   ", by cascade" if part["cascade"] else ""))


main()
