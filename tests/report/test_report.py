#!/usr/bin/python3
"""What `headroom check` writes, read back: every key of the JSON in its place and of its type, sums that add up to the
last bit, and the same rows in every format. The program is $HEADROOM, else the one under test ($HR_PROGRAM), else
build/headroom."""
import csv
import io
import json
import math
import os
import pathlib
import re
import subprocess
import tempfile
import unicodedata

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
SITES = ["sites/dps-144", "tests/golden/model-example"]
STATES = ["violated", "unknown", "waived", "holds"]  # in the order in which rows are sorted
TRUST = {"given", "verified", "computed", "secondary", "recalled", "assumed", "default"}


class Fault(Exception):
    pass


def demand(condition, text, *values):
    if not condition:
        raise Fault(text % values if values else text)


def run(site, *options):
    command = [PROGRAM, "check", site, *options]
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    demand(done.returncode in (0, 1), "%s: exit code %s: %s", " ".join(command), done.returncode,
           done.stderr.decode("utf-8", "replace"))
    return done.stdout


def without_doubles(pairs):
    keys = [key for key, _ in pairs]
    demand(len(keys) == len(set(keys)), "a key stands twice: %s", keys)
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=without_doubles,
                      parse_constant=lambda word: demand(False, "%s is no JSON", word))


# --- form: a dict says the keys in order, a list what all its items are, a tuple what may stand there ----------------

NUMBER = (int, float)
MAYBE_NUMBER = (int, float, type(None))
TIMES = ({"nominal": MAYBE_NUMBER, "kind": MAYBE_NUMBER, "harsh": MAYBE_NUMBER}, type(None))
WHENS = ("none", "reached", "not reached", "at most", "unknown")
WHEN = {"limit_kind": str, "limit_after": TIMES, "limit_at_most": TIMES,
        "shutdown_kind": str, "shutdown_after": TIMES, "shutdown_at_most": TIMES}
AT = ({"file": str, "line": int, "col": int}, type(None))
SUMMARY = {"rows": int, "holds": int, "violated": int, "unknown": int, "waived": int, "judged": int, "cases": int,
           "converged": bool, "worst": ({"code": str, "element": str, "ratio": MAYBE_NUMBER, "case": str}, type(None))}
ROW = {
    "code": str, "state": str, "element": str, "members": int, "point": str, "port": str, "quantity": str, "place": str,
    "unit": str, "sense": str, "load": MAYBE_NUMBER, "load_state": str, "limit": MAYBE_NUMBER, "ref": NUMBER, "ratio": MAYBE_NUMBER,
    "headroom": MAYBE_NUMBER, "case": str,
    "case_detail": {"kind": str, "base": str, "out": [str], "switched": [str], "protected": bool},
    "stage": str, "t": MAYBE_NUMBER, "cascade": bool, "clause": str, "edition": str, "formula": str, "because": str,
    "at": AT,
    "inputs": [{"name": str, "value": (bool, str) + MAYBE_NUMBER, "unit": str, "at": AT, "trust": str}],
    "load_inputs": [{"name": str, "value": MAYBE_NUMBER, "unit": str, "count": int, "carried": NUMBER, "at": AT, "trust": str}],
    "load_inputs_more": int,
}
REPORT = {
    "schema": int, "headroom": str,
    "site": {"name": str, "file": str, "hash": str, "elements": int, "racks": int, "nodes": int, "gpus": int},
    "verb": str, "summary": SUMMARY, "rows": [ROW],
    "lost": [{"case": str, "what": str, "unit": str, "total": NUMBER,
              "parts": [{"element": str, "value": NUMBER, "blame": str, "unknown": bool, "cascade": bool,
                         **WHEN, "chain": [str]}]}],
    "worst": [{"case": str, "cases": [str], "cases_more": int, "on_path": int, "after": MAYBE_NUMBER,
               "soonest": ({"case": str, "after": NUMBER}, type(None)), "gpus": NUMBER,
               "gpus_unknown": bool, "racks": int,
               "power": NUMBER, "power_unknown": bool, "heat": NUMBER, "heat_unknown": bool,
               "chains": [{"what": str, "unit": str, "value": NUMBER, "unknown": bool, "blame": str, "cascade": bool,
                           **WHEN, "chain": [str]}]}],
    "common": [{"body": str, "cause": str, "coolers": str, "stopped": int, "of": int, "supply": str, "left": str}],
    "defaults": [{"element": str, "field": str, "value": (bool, str) + NUMBER, "unit": str, "source": str,
                  "trust": str}],
    "unknowns": [{"element": str, "field": str, "needed_by": [str], "at": AT}],
    "not_judged": [{"set": str, "rules": int, "not_asked": int}],
    "diagnostics": [{"code": str, "severity": str, "message": str, "help": (str, type(None)), "at": AT}],
}


def conforms(value, form, path):
    if isinstance(form, dict):
        demand(isinstance(value, dict), "%s is no object", path)
        demand(list(value) == list(form), "%s has the keys %s instead of %s", path, list(value), list(form))
        for key in form:
            conforms(value[key], form[key], "%s.%s" % (path, key))
    elif isinstance(form, list):
        demand(isinstance(value, list), "%s is no list", path)
        for i, item in enumerate(value):
            conforms(item, form[0], "%s[%d]" % (path, i))
    elif isinstance(form, tuple):
        objects = [one for one in form if isinstance(one, dict)]
        if isinstance(value, dict) and objects:
            conforms(value, objects[0], path)
        else:
            demand(type(value) in form, "%s is %r", path, value)
    else:
        demand(type(value) is form, "%s is %r, not %s", path, value, form.__name__)


# --- checks of one report ------------------------------------------------------------------------------------------

def check_form(report):
    conforms(report, REPORT, "report")
    demand(report["schema"] == 1 and report["verb"] == "check", "another schema or verb")
    demand(re.fullmatch(r"\d+\.\d+\.\d+", report["headroom"]), "version %r", report["headroom"])
    demand(re.fullmatch(r"[0-9a-f]{16}", report["site"]["hash"]), "hash %r", report["site"]["hash"])
    demand(report["rows"] and report["defaults"] and report["unknowns"] and report["lost"], "a list is empty")


STAGES = ("bridge", "battery", "generator", "settled")
KINDS = ("normal", "fault", "stuck", "breaker failure", "bypass", "maintenance", "maintenance+fault", "two faults", "common")


def check_words(report):
    for row in report["rows"]:
        demand(row["state"] in STATES, "state %r", row["state"])
        demand(row["sense"] in ("max", "min"), "sense %r", row["sense"])
        demand(row["stage"] in STAGES, "stage %r", row["stage"])
        demand(row["case_detail"]["kind"] in KINDS, "kind %r", row["case_detail"]["kind"])
        demand(row["case_detail"]["base"] in ("utility", "generators"), "base %r", row["case_detail"]["base"])
        for one in row["inputs"] + row["load_inputs"]:
            demand(one["trust"] in TRUST, "trust %r", one["trust"])
        demand(len(row["load_inputs"]) <= 8, "%d load inputs", len(row["load_inputs"]))
        demand(row["load_inputs_more"] == 0 or len(row["load_inputs"]) == 8, "load inputs left out, yet not all shown")
        demand(all(one["count"] >= 1 for one in row["load_inputs"]), "a load input counted less than once")
        demand(row["because"], "%s has no because", row["point"])
    for one in report["lost"]:
        demand(one["what"] in ("power", "heat") and one["unit"] == "W", "what is lost: %r", one["what"])
    for one in report["common"]:
        demand(one["left"] in ("holds", "violated", "unknown"), "what is left: %r", one["left"])
        demand(1 <= one["stopped"] <= one["of"] > 1 and (one["stopped"] > 1 or one["supply"]), "shared %s", one)
    for one in report["defaults"]:
        demand(one["trust"] in TRUST and one["source"], "default without trust or source")
    codes = {row["code"] for row in report["rows"]}
    for one in report["unknowns"]:
        demand(one["needed_by"] and set(one["needed_by"]) <= codes, "needed by %s", one["needed_by"])


def check_times(report):
    """The kind of a time says which of the two keys beside it holds the time: no null has to be guessed at."""
    told = [(one["what"], part) for one in report["lost"] for part in one["parts"]]
    told += [(chain["what"], chain) for one in report["worst"] for chain in one["chains"]]
    for what, part in told:
        for name in ("limit", "shutdown"):
            kind, after, at_most = part[name + "_kind"], part[name + "_after"], part[name + "_at_most"]
            demand(kind in WHENS, "kind %r", kind)
            demand((after is not None) == (kind in ("reached", "not reached")), "%s, yet %s_after is %s", kind, name, after)
            demand((at_most is not None) == (kind == "at most"), "%s, yet %s_at_most is %s", kind, name, at_most)
            demand(what == "heat" or kind == "none", "a loss of power with a limit that is %s", kind)
            demand(what == "power" or name == "shutdown" or kind != "none", "a loss of heat without a word on its limit")
            if after or at_most:
                nominal = (after or at_most)["nominal"]
                demand((nominal is None) == (kind == "not reached"), "%s after %r", kind, nominal)


def check_chain(chain):
    """It begins at what is blamed: of several causes all stand in the first step, each with its way to where they meet."""
    demand(len(chain["chain"]) >= 2 or chain["chain"] == [chain["blame"]], "chain %s", chain)
    first = [branch.lstrip("(").partition(" > ")[0] for branch in re.split(r" \+ | or ", chain["chain"][0])]
    demand(first == re.split("[+|]", chain["blame"]), "blame %s of %s", chain["blame"], chain["chain"])


def check_worst(report):
    """The outages that take most: as much as the list of losses says, by chains that begin at what is blamed."""
    worst, total = report["worst"], {}
    demand(len(worst) <= 5 and bool(worst) == any(one["case"] != "normal" for one in report["lost"]), "%d stories", len(worst))
    for one in report["lost"]:
        total[one["case"], one["what"]] = one["total"]
    keys = [(-one["gpus"], one["racks"] == 0, math.inf if one["after"] is None else one["after"],
             -one["power"] - one["heat"]) for one in worst]
    demand(keys == sorted(keys), "order of stories %s", keys)
    named = [case for one in worst for case in one["cases"]]
    demand(len(named) == len(set(named)), "a case is in two stories")
    for one in worst:
        demand(one["case"] == one["cases"][0], "case %s", one["case"])
        if one["soonest"]:
            heat = [c["limit_after"]["nominal"] for c in one["chains"] if c["limit_kind"] == "reached"]
            demand(one["soonest"]["case"] != one["case"], "soonest in its first case: %s", one)
            demand(one["soonest"]["case"] in one["cases"] or one["cases_more"], "soonest in a case of another: %s", one)
            demand(all(one["soonest"]["after"] < t for t in heat), "soonest %s, chains %s", one["soonest"], heat)
        for what in ("power", "heat"):
            loss = total.get((one["case"], what), 0)
            demand(abs(one[what] - loss) <= 1e-9 * loss, "%s: %s %r, lost %r", one["case"], what, one[what], loss)
            chains = [chain for chain in one["chains"] if chain["what"] == what]
            parts = 0.0
            for chain in chains:  # each loss is in one chain, whatever has taken it together
                parts += chain["value"]
            demand(parts == one[what], "%s: chains of %s carry %r, not %r", one["case"], what, parts, one[what])
        for chain in one["chains"]:
            check_chain(chain)


def check_point_names(report):
    for row in report["rows"]:
        tail = [row["port"], row["quantity"]] + ([row["place"]] if row["place"] else [])
        demand(row["point"].endswith("." + ".".join(tail)), "point %s of port %s", row["point"], row["port"])
        case, on_generators = row["case"], row["case_detail"]["base"] == "generators"
        demand(case.endswith(", on generators") == on_generators, "case %s on %s", case, row["case_detail"]["base"])
        kind, _, name = case[:len(case) - on_generators * len(", on generators")].partition(": ")
        two = {"maintenance+fault": "maintenance", "two faults": "fault"}    # named by what comes first
        said = row["case_detail"]["kind"]
        demand(kind == two.get(said, said), "case %s of kind %s", case, said)
        demand((name == "") == (kind == "normal"), "case %s", case)
        if said == "fault":
            demand(row["case_detail"]["out"][-1:] == [name], "case %s takes out %s", row["case"],
                   row["case_detail"]["out"])


def close(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-9)


def check_arithmetic(report):
    for row in report["rows"]:
        load, limit = row["load"], row["limit"]
        if row["state"] != "unknown":
            demand(load is not None and limit is not None, "%s is %s without numbers", row["point"], row["state"])
        if load is None or limit is None:
            demand(row["ratio"] is None and row["headroom"] is None, "%s: ratio of nothing", row["point"])
            continue
        sign = 1 if row["sense"] == "max" else -1
        demand(abs(row["headroom"] - sign * (limit - load)) <= 1e-9 * max(abs(load), abs(limit)),
               "%s: headroom %r of %r and %r", row["point"], row["headroom"], load, limit)
        over, under = (load, limit) if row["sense"] == "max" else (limit, load)
        over, under = over - row["ref"], under - row["ref"]
        if under:
            demand(close(row["ratio"], over / under), "%s: ratio %r", row["point"], row["ratio"])
        else:
            demand(row["ratio"] == (None if over > 0 else 0), "%s: ratio %r of no limit", row["point"], row["ratio"])
        if row["state"] in ("violated", "waived"):
            demand(row["headroom"] < 0, "%s is %s with headroom", row["point"], row["state"])
        if row["state"] == "holds":
            demand(row["headroom"] >= -1e-9 * max(abs(load), abs(limit)), "%s holds without headroom", row["point"])


def check_summary(report):
    summary, rows = report["summary"], report["rows"]
    demand(summary["rows"] == len(rows), "%d rows, summary says %d", len(rows), summary["rows"])
    for state in STATES:
        found = sum(row["state"] == state for row in rows)
        demand(found == summary[state], "%d rows are %s, summary says %d", found, state, summary[state])
    demand(sum(summary[state] for state in STATES) == summary["rows"], "the states do not add up")
    decided = [row for row in rows if row["state"] in ("violated", "holds")]
    worst = summary["worst"]
    demand((worst is None) == (not decided), "worst is %r", worst)
    if worst:
        demand(worst == {key: decided[0][key] for key in worst}, "worst is %r, the first row %r", worst,
               {key: decided[0][key] for key in worst})


def natural(name):
    """Names in natural order: parts between dots one by one, digits by value."""
    key = []
    for text in re.findall(r"\d+|.", name):
        key.append((50, int(text), len(text)) if text.isdigit() else (1 if text == "." else 2 + ord(text), 0, 0))
    return key


def row_key(row):
    ratio = row["ratio"]
    if row["state"] == "unknown":
        ratio = 0
    return STATES.index(row["state"]), -(float("inf") if ratio is None else ratio), natural(row["element"])


def check_order(report):
    keys = [row_key(row) for row in report["rows"]]
    for one, other, row in zip(keys, keys[1:], report["rows"][1:]):
        # Ratios are written with 12 digits: such as differ less stand in the order of more digits.
        rounded = one[0] == other[0] and one[1] != other[1] and close(one[1], other[1])
        demand(one <= other or rounded, "%s %s stands too late", row["code"], row["point"])
    totals = [one["total"] for one in report["lost"]]
    demand(totals == sorted(totals, reverse=True), "lost is not worst first: %s", totals)


def check_sums(report):
    for one in report["lost"]:
        total = 0.0
        for part in one["parts"]:
            total += part["value"]
        demand(total == one["total"], "%s: parts add up to %r, total is %r", one["case"], total, one["total"])
        demand(one["parts"], "%s lost nothing", one["case"])
        keys = [(part["element"], part["blame"]) for part in one["parts"]]
        demand(len(keys) == len(set(keys)), "%s: a part stands twice", one["case"])
        demand(all(part["value"] > 0 or part["unknown"] for part in one["parts"]), "%s: a part of nothing", one["case"])


CHECKS = [("keys in order and typed", check_form), ("words", check_words), ("points and cases", check_point_names),
          ("headroom and ratio", check_arithmetic), ("summary adds up", check_summary), ("order", check_order),
          ("losses add up to the bit", check_sums), ("kinds of times", check_times), ("outages that take most", check_worst)]


# --- the other formats -----------------------------------------------------------------------------------------------

def check_jsonl(report, output):
    demand(output.endswith(b"\n"), "the last line has no end")
    lines = [parse(line) for line in output.decode().splitlines()]
    demand(lines[-1] == {"summary": report["summary"]}, "the last line is %r", lines[-1])
    demand(lines[:-1] == report["rows"], "rows differ from those of the JSON")
    demand([list(line) for line in lines[:-1]] == [list(ROW)] * len(report["rows"]), "keys differ from the JSON")


def as_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def check_csv(report, output):
    demand(output.count(b"\n") == output.count(b"\r\n"), "a line does not end with CR LF")
    table = list(csv.reader(io.StringIO(output.decode(), newline=""), strict=True))
    header, cells = table[0], table[1:]
    demand(len(cells) == report["summary"]["rows"], "%d lines for %d rows", len(cells), report["summary"]["rows"])
    scalars = [key for key in ROW if key not in ("case_detail", "at", "inputs", "load_inputs", "load_inputs_more")]
    demand(header == scalars + ["file", "line", "col"], "columns %s", header)
    for row, line in zip(report["rows"], cells):
        at = row["at"] or {"file": None, "line": None, "col": None}
        for key, cell in zip(header, line):
            value = at[key] if key in at else row[key]
            same = as_cell(value) == cell
            if type(value) in (int, float) and cell:
                same = float(cell) == value
            demand(same, "%s of %s: %r, not %r", key, row["point"], cell, value)


def columns(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check_text(report, output):
    summary = report["summary"]
    lines = output.decode().splitlines()
    word = "VIOLATED" if summary["violated"] else "UNKNOWN" if summary["unknown"] else "HOLDS"
    demand(lines[0].startswith(word + "  "), "the first line is %r", lines[0])
    counts = re.fullmatch(r"(\d+) rows?: (\d+) hold, (\d+) violated, (\d+) unknown, (\d+) waived; (\d+) cases? judged",
                          lines[-1])
    demand(counts, "the last line is %r", lines[-1])
    said = dict(zip(("rows", "holds", "violated", "unknown", "waived", "cases"), map(int, counts.groups())))
    demand(said == {key: summary[key] for key in said}, "the last line says %s", said)
    demand(b"\033" not in output, "colour where none was asked for")
    for line in lines[1:]:
        demand(columns(line) <= 100 or " " not in line.strip(), "wider than 100 columns: %r", line)
        demand(line == line.rstrip(), "blanks at the end of %r", line)
    for heading, key in (("Violated", "violated"), ("Unknown", "unknown"), ("Waived", "waived")):
        demand((heading in lines) == (summary[key] > 0), "section %s with %d rows", heading, summary[key])
    demand(("Defaults used" in lines) == bool(report["defaults"]), "section of defaults")
    demand(("Lost by case, worst first" in lines) == bool(report["lost"]), "section of losses")


# --- all ---------------------------------------------------------------------------------------------------------------

def case(name, check, *arguments):
    try:
        check(*arguments)
        print("ok " + name)
    except Fault as fault:
        print("not ok %s: %s" % (name, fault))
    except Exception as fault:  # a report that is not as the test thinks is a failed case, not a crash
        print("not ok %s: %s: %s" % (name, type(fault).__name__, fault))


def same_bytes(site):
    demand(run(site, "--format", "json") == run(site, "--format", "json"), "two runs differ")


def color_changes_no_text(site):
    plain = run(site, "--format", "text", "--color", "never")
    colored = run(site, "--format", "text", "--color", "always")
    demand(b"\033" in colored, "no colour")
    demand(re.sub(rb"\033\[[0-9;]*m", b"", colored) == plain, "colour changes more than colour")


def base_outage():
    """What --out takes out in the base is part of every case, before what the case itself takes out."""
    report = parse(run("sites/dps-144", "--format", "json", "--out", "FloorPDU-1"))
    for _, check in CHECKS:
        check(report)
    for row in report["rows"]:
        demand(row["case_detail"]["out"][0] == "FloorPDU-1", "%s: out %s", row["case"], row["case_detail"]["out"])
    lost = {one["case"]: one for one in report["lost"]}
    demand("normal" in lost, "nothing is lost in the normal state")
    demand(lost["normal"]["total"] == 201600, "lost in the normal state: %r", lost["normal"]["total"])


def published_hall():
    """144 x 5,600 W on 750 kW: the one violated row of the published example, to the last digit."""
    report = parse(run("sites/dps-144", "--format", "json"))
    violated = [row for row in report["rows"] if row["state"] == "violated"]
    demand([row["point"] for row in violated] == ["Utility.out.power"], "violated: %s",
           [row["point"] for row in violated])
    row = violated[0]
    demand((row["load"], row["limit"], row["ratio"], row["headroom"]) == (806400, 750000, 1.0752, -56400), "row %r", row)
    lost = {one["case"]: one for one in report["lost"]}
    parts = lost["fault: FloorPDU-1"]["parts"]
    demand([(part["element"], part["value"], part["blame"]) for part in parts] ==
           [("rack-1.node[1-18]", 100800, "FloorPDU-1"), ("rack-5.node[1-18]", 100800, "FloorPDU-1")], "parts %r", parts)
    demand(parts[0]["chain"] == ["FloorPDU-1", "rack-1", "rack-1.node1"], "chain %r", parts[0]["chain"])


def model(folder, text):
    file = pathlib.Path(folder) / "hall.yaml"
    file.write_text("headroom: 1\n" + text)
    return str(file)


def full_check(site, *options):
    report = parse(run(site, "--format", "json", *options))
    conforms(report, REPORT, "report")
    for _, check in CHECKS[1:]:
        check(report)
    check_jsonl(report, run(site, "--format", "jsonl", *options))
    check_csv(report, run(site, "--format", "csv", *options))
    check_text(report, run(site, "--format", "text", *options))
    return report


def odd_watts(folder):
    """Powers that no double holds exactly, in declarations of their own, so that every order of adding differs."""
    text = "site: {name: odd, redundancy: none}\nelements:\n  grid: {type: utility, power: 1 MW}\n"
    for i in range(1, 41):
        text += "  r%d: {type: rack, from: grid, holds: {\"n[1-7]\": {type: node, power: %d.%03d W}}}\n" % (
            i, 1000 + 37 * i, (i * 271) % 1000)
    report = full_check(model(folder, text))
    lost = {one["case"]: one for one in report["lost"]}
    demand(len(lost["fault: grid"]["parts"]) == 40, "%d parts", len(lost["fault: grid"]["parts"]))
    demand(lost["fault: grid"]["total"] != round(lost["fault: grid"]["total"]), "the watts are not odd")


def survivors_of_a_case(folder):
    """A node that is out itself is not among what its rack loses."""
    site = model(folder, "site: {name: some, redundancy: none}\nelements:\n"
                 "  grid: {type: utility, power: 1 MW}\n  bus: {type: switchboard, from: grid, power: 1 MW}\n"
                 "  rack-[1-3]: {type: rack, from: bus, holds: {\"node[1-9]\": {type: node, power: 1 kW}}}\n"
                 "cases:\n  both: {out: [rack-2.node3, bus], because: \"a test\"}\n")
    report = full_check(site)
    part = {one["case"]: one for one in report["lost"]}["common: both"]["parts"]
    demand(sum(one["value"] for one in part) == 26000, "lost %r", part)
    names = ",".join(one["element"] for one in part)
    demand("rack-2.node[1-2,4-9]" in names and "rack-[1,3].node[1-9]" in names, "names %s", names)


def joint_losses(folder):
    """What two things take together is told once, and what is told adds up to what is lost, to the last bit."""
    text = "site: {name: both, redundancy: none}\nelements:\n  \"grid-[A,B]\": {type: utility, power: 1 MW}\n" \
           "  \"board-[A,B]\": {type: switchboard, from: \"grid-$1\", power: 1 MW}\n" \
           "  \"strip-[1-3]\": {type: rack-pdu, from: board-B}\n"
    for i in range(1, 4):
        text += "  r%d: {type: rack, from: {A: board-A, B: strip-%d}, holds: {\"n[1-7]\": {type: node, " \
                "power: %d.%03d W, gpus: 8, psus: {A: 1, B: 1, needed: 1, rating: 9 kW}}}}\n" % (i, i, 1000 + 37 * i, i * 271)
    text += "cases:\n  pit: {out: [board-A, grid-B], because: a test}\n"
    report = full_check(model(folder, text))
    worst = next(one for one in report["worst"] if "common: pit" in one["cases"])
    watts = 0.0
    for i in range(1, 4):
        watts += 7 * (1000 + 37 * i + i * 0.271)
    demand(abs(worst["power"] - watts) < 1e-6, "lost %r, not %r", worst["power"], watts)
    chains = [(chain["chain"], chain["value"], chain["blame"]) for chain in worst["chains"]]
    demand(chains == [(["board-A + (grid-B > board-B > strip-[1-3])", "r1.n[1-7],r2.n[1-7],r3.n[1-7]"], worst["power"], "board-A+grid-B")], "%s", chains)
    text = text.replace("A: 1, B: 1, needed: 1", "A: 1, B: 1, needed: 2")  # of two supplies both are needed
    report = full_check(model(folder, text))
    worst = next(one for one in report["worst"] if "common: pit" in one["cases"])
    chains = [(chain["chain"], chain["blame"]) for chain in worst["chains"]]
    demand(chains == [(["board-A or (grid-B > board-B > strip-[1-3])", "r1.n[1-7],r2.n[1-7],r3.n[1-7]"], "board-A|grid-B")], "%s", chains)


def many_violated(folder):
    """Beyond 1,000 rows of a rule they are folded; text still shows them in a few lines."""
    site = model(folder, "site: {name: many, redundancy: any-one}\nelements:\n"
                 "  grid: {type: utility, voltage: 415 V, power: 1 GW}\n"
                 "  rack-[0001-1200]:\n    type: rack\n    from: {to: grid, breaker: 10 A, phases: ABC}\n"
                 "    holds: {\"node[1-4]\": {type: node, power: 10 kW}}\n")
    report = full_check(site)
    folded = [row for row in report["rows"] if row["state"] == "violated" and row["code"] == "P104"]
    demand([(row["element"], row["members"]) for row in folded] == [("rack-[0001-1200]", 1200)] * 3, "rows %r",
           [(row["element"], row["members"]) for row in folded])
    text = run(site, "--format", "text").decode()
    demand("rack-0001.from.current.A,B,C" in text and "worst of 1200: rack-[0001-1200]" in text, "text %s", text)
    demand(len(text.splitlines()) < 60, "%d lines", len(text.splitlines()))


def kinds_of_times(folder):
    """One hall in which a loss of heat has each kind of time, by its own figures; two halls where a field is missing."""
    text = (TOP / "tests/golden/heat-times/site-half.yaml").read_text()

    def kinds(site):
        report = parse(run(site, "--format", "json"))
        check_times(report)
        return {(one["case"], part["element"]): part for one in report["lost"] if one["what"] == "heat" for part in one["parts"]}

    def hall(name, text):
        (pathlib.Path(folder) / name).write_text(text)
        return kinds(str(pathlib.Path(folder) / name))

    part = hall("known.yaml", text)["fault: grid-1", "rack"]
    demand((part["limit_kind"], part["shutdown_kind"]) == ("reached", "reached"), "known %s", part)
    # Without a class the air's limit is not known, that of chips is: 560 kJ/K x 13.3 K / 40 kW or the pumps' 310 s
    part = hall("bounded.yaml", text.replace("class: A1, ", ""))["fault: grid-1", "rack"]
    demand((part["limit_kind"], part["limit_after"]) == ("at most", None), "bounded %s", part)
    demand(abs(part["limit_at_most"]["nominal"] - 310.46) < 0.1, "at most %s", part["limit_at_most"])
    # A flow that is 1 % too small, and heat that the other CDU takes: the chip is some tenths of a K warmer
    part = hall("never.yaml", text.replace("cooling: 60 kW, flow: 100", "cooling: 160 kW, flow: 180")
                .replace("primary_flow: 100", "primary_flow: 240"))["fault: cdu-1", "rack"]
    demand((part["limit_kind"], part["limit_after"]["nominal"]) == ("not reached", None), "never %s", part)
    demand(part["limit_after"]["harsh"] is None and part["shutdown_kind"] == "not reached", "never %s", part)
    # Plates without a limit, and no class
    part = hall("unknown.yaml", text.replace("class: A1, ", "").replace("limit: 89 degC, ", ""))["fault: grid-1", "rack"]
    demand((part["limit_kind"], part["limit_after"], part["limit_at_most"]) == ("unknown", None, None), "unknown %s", part)
    part = kinds("tests/golden/heat-times/site.yaml")["fault: crah", "rack"]  # of a rack cooled by air no chips are known of
    demand((part["limit_kind"], part["shutdown_kind"]) == ("reached", "none"), "no chips %s", part)


def hostile_words(folder):
    """What other people wrote can neither break a format nor drive a terminal."""
    site = model(folder, "site: {name: \"a\\e[31m, \\\"b\\\"\", redundancy: none}\nelements:\n"
                 "  grid: {type: utility, power: 1 kW}\n  l1: {type: load, from: grid, power: 2 kW}\n"
                 "cases:\n  \"x, \\\"y\\\" \\e[2J\": {out: [grid], because: \"1\\n2\"}\n")
    try:
        report = parse(run(site, "--format", "json"))
    except Fault:  # names with such characters may be refused, in which case nothing is shown
        return
    demand(report["site"]["name"] == "a\033[31m, \"b\"", "name %r", report["site"]["name"])
    check_csv(report, run(site, "--format", "csv"))
    demand(b"\033" not in run(site, "--format", "text", "--color", "never"), "an escape reaches the terminal")


def check_site(site):
    name = pathlib.PurePath(site).name
    try:
        report = parse(run(site, "--format", "json"))
        others = {form: run(site, "--format", form) for form in ("jsonl", "csv", "text")}
    except (Fault, ValueError, OSError) as fault:
        print("not ok %s runs: %s" % (name, fault))
        return
    for title, check in CHECKS:
        case("%s %s" % (name, title), check, report)
    case("%s jsonl has the same rows" % name, check_jsonl, report, others["jsonl"])
    case("%s csv has the same rows" % name, check_csv, report, others["csv"])
    case("%s text counts the same" % name, check_text, report, others["text"])
    case("%s same bytes again" % name, same_bytes, site)
    case("%s colour changes no text" % name, color_changes_no_text, site)


def main():
    for site in SITES:
        check_site(site)
    case("dps-144 as published", published_hall)
    case("dps-144 with a base outage", base_outage)
    with tempfile.TemporaryDirectory(prefix="headroom-report-") as folder:
        for check in (odd_watts, survivors_of_a_case, joint_losses, many_violated, kinds_of_times, hostile_words):
            case(check.__name__.replace("_", " "), check, folder)


if __name__ == "__main__":
    main()
