#!/usr/bin/python3
"""`check --format sarif` against what the standard requires and against the JSON of the same check; `--format md` as
tables that keep their columns whatever names hold."""
import json
import pathlib
import re
import tempfile
import urllib.parse

import jsonschema

from sarif_schema import LOG
from test_report import TOP, case, demand, model, parse, run

SITES = ["sites/small-ab", "sites/dps-144", "tests/golden/model-example/site.yaml", "tests/golden/rule-p104/site.yaml",
         "tests/golden/path-catcher/site.yaml", "tests/golden/rule-s102/site.yaml"]


def sarif_of(site, *options):
    return parse(run(site, "--format", "sarif", *options).decode())


def text_at(place):
    """What stands at a physical location, None without a region."""
    region = place.get("region")
    if not region:
        return None
    file = TOP / urllib.parse.unquote(place["artifactLocation"]["uri"])
    line = file.read_text().splitlines()[region["startLine"] - 1]
    start = region["startColumn"] - 1
    demand(start < len(line), "%s: column %d of %d", file, region["startColumn"], len(line))
    return line[start:region.get("endColumn", start + 2) - 1]


def follows_the_standard(sarif, _):
    jsonschema.Draft7Validator.check_schema(LOG)
    jsonschema.Draft7Validator(LOG).validate(sarif)
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    demand(len(sarif["runs"]) == 1 and len({rule["id"] for rule in rules}) == len(rules), "runs or rules")
    for result in sarif["runs"][0]["results"]:
        demand(rules[result["ruleIndex"]]["id"] == result["ruleId"], "index of %s", result["ruleId"])


def has_every_finding(sarif, report):
    level = {"violated": "error", "waived": "error", "unknown": "warning"}
    rows = [row for row in report["rows"] if row["state"] != "holds"]
    results = sarif["runs"][0]["results"]
    demand(len(rows) == len(results), "%d results for %d rows", len(results), len(rows))
    for row, result in zip(rows, results):
        said = result["properties"]
        for key in ("state", "element", "members", "point", "unit", "load", "load_state", "limit", "ratio", "headroom", "case",
                    "clause", "edition"):
            demand(said[key] == row[key], "%s of %s: %r", key, row["point"], said[key])
        demand(result["ruleId"] == row["code"] and result["level"] == level[row["state"]], "%s", result)
        demand(row["because"] in result["message"]["text"] and row["point"] in result["message"]["text"], "%s", result)
        demand(("suppressions" in result) == (row["state"] == "waived"), "suppression of %s", row["point"])
        place = result["locations"][0]["physicalLocation"]
        if row["at"]:
            demand(place["artifactLocation"]["uri"] == row["at"]["file"], "file %s", place)
            demand((place["region"]["startLine"], place["region"]["startColumn"]) == (row["at"]["line"], row["at"]["col"]),
                   "place %s", place)


def stands_where_it_says(sarif, report):
    for result in sarif["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        if not place["artifactLocation"]["uri"].startswith(("sites/", "tests/")):
            continue
        text = text_at(place)
        demand(text is None or text.strip(), "nothing at %s", place)


def fingerprints_differ(sarif, _):
    prints = [result["partialFingerprints"]["headroomPoint/v1"] + result["ruleId"] for result in sarif["runs"][0]["results"]]
    demand(len(prints) == len(set(prints)), "two results have one fingerprint")


def notes_are_there(sarif, report):
    notes = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    demand([note["descriptor"]["id"] for note in notes] == [one["code"] for one in report["diagnostics"]], "notes")


CHECKS = [("follows the standard", follows_the_standard), ("has every finding", has_every_finding),
          ("stands where it says", stands_where_it_says), ("fingerprints differ", fingerprints_differ),
          ("notes", notes_are_there)]


def fingerprints_stay(folder):
    """A line more above a finding moves it and changes nothing of what it is."""
    text = ("site: {name: x, redundancy: none}\nelements:\n  grid: {type: utility, power: 1 kW, voltage: 415 V}\n"
            "  l1: {type: load, from: {to: grid, breaker: 10 A, phases: ABC}, power: 20 kW, power_factor: 1}\n")
    before = sarif_of(model(folder, text))["runs"][0]["results"]
    after = sarif_of(model(folder, "# a line more\n\n" + text))["runs"][0]["results"]
    key = "partialFingerprints"
    demand(before and [one[key] for one in before] == [one[key] for one in after], "fingerprints changed")
    lines = [[one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in them] for them in (before, after)]
    demand([line + 2 for line in lines[0]] == lines[1], "lines %s", lines)


def waived_is_suppressed(folder):
    text = ("site: {name: x, redundancy: none}\nelements:\n  grid: {type: utility, power: 1 kW, voltage: 415 V}\n"
            "  l1: {type: load, from: grid, power: 20 kW, power_factor: 1}\n"
            "waive:\n  P103: {on: grid, until: 2099-01-01, because: \"a \\\"reason\\\"\"}\n")
    results = sarif_of(model(folder, text))["runs"][0]["results"]
    found = [one for one in results if "suppressions" in one]
    demand([one["ruleId"] for one in found] == ["P103"], "%s", found)
    one = found[0]["suppressions"][0]
    demand(one["justification"] == "a \"reason\" (until 2099-01-01)", "%s", one)
    demand(one["location"]["physicalLocation"]["region"]["startLine"] == 7, "%s", one)


def names_of_files(folder):
    """A file whose name no URI may hold as it stands."""
    strange = pathlib.Path(folder) / "a b %ü"
    strange.mkdir()
    (strange / "site.yaml").write_text("headroom: 1\nsite: {name: x, redundancy: none}\nelements:\n"
                                       "  grid: {type: utility, power: 1 kW}\n  l1: {type: load, from: grid, power: 2 kW}\n")
    sarif = sarif_of(str(strange))
    follows_the_standard(sarif, None)
    uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    demand(uri == (strange / "site.yaml").as_uri(), "%s", uri)


# --- Markdown ------------------------------------------------------------------------------------------------------------

def cells(line):
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def tables(text):
    """Runs of lines that begin with |."""
    found, now = [], []
    for line in text.splitlines() + [""]:
        if line.startswith("|"):
            now.append(line)
        elif now:
            found.append(now)
            now = []
    return found


def markdown(site):
    text, report = run(site, "--format", "md").decode(), parse(run(site, "--format", "json"))
    plain = run(site, "--format", "text").decode().splitlines()
    demand(text.startswith("# " + plain[0].split()[0] + "\n\n"), "it begins with %s", text[:40])
    demand(plain[-1] in text.splitlines(), "it does not count as text does")
    for table in tables(text):
        demand(re.fullmatch(r"\|( -+:? \|)+", table[1]), "second line %s", table[1])
        demand({cells(line) for line in table} == {cells(table[0])}, "columns of %s: %s", table[0], [cells(l) for l in table])
    for heading, there in (("Violated", report["summary"]["violated"]), ("Unknown", report["unknowns"]),
                           ("Defaults used", report["defaults"]), ("Lost by case, worst first", report["lost"]),
                           ("Waived", report["summary"]["waived"])):
        demand(("## " + heading in text.splitlines()) == bool(there), "section %s", heading)


def markdown_escapes(folder):
    text = ("site: {name: x, redundancy: none}\nelements:\n  grid: {type: utility, power: 1 kW, voltage: 415 V}\n"
            "  l1: {type: load, from: grid, power: 20 kW, power_factor: 1}\n"
            "cases:\n  \"a|b <i> `c` \\n_d_\": {out: [grid], because: x}\n"
            "waive:\n  P103: {on: grid, until: 2099-01-01, because: \"x | y\\\\| <b>\"}\n")
    site = model(folder, text)
    markdown(site)
    out = run(site, "--format", "md").decode()
    demand(r"x \| y\\\| &lt;b&gt;" in out, "the reason of the waiver")
    demand(r"common: a\|b &lt;i&gt; \`c\`  \_d\_" in out, "the name of the case")


def main():
    for site in SITES:
        name = pathlib.PurePath(site.replace("/site.yaml", "")).name
        try:
            sarif, report = sarif_of(site), parse(run(site, "--format", "json"))
        except Exception as fault:
            print("not ok %s as sarif: %s: %s" % (name, type(fault).__name__, fault))
            continue
        for title, check in CHECKS:
            case("%s as sarif %s" % (name, title), check, sarif, report)
        case("%s as Markdown" % name, markdown, site)
    with tempfile.TemporaryDirectory(prefix="headroom-forms-") as folder:
        for check in (fingerprints_stay, waived_is_suppressed, names_of_files, markdown_escapes):
            case(check.__name__.replace("_", " "), check, folder)


if __name__ == "__main__":
    main()
