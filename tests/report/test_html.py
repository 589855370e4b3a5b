#!/usr/bin/python3
"""The HTML report read back as XML: nothing is fetched, the sections stand in their order, every row is there with the
figures of the JSON, headings and tables are made for screen readers, and names stay text."""
import pathlib
import re
import tempfile
import xml.etree.ElementTree

from test_report import case, demand, model, parse, run

SITES = ["sites/small-ab", "sites/piped-row", "sites/dps-144", "tests/golden/model-example/site.yaml", "tests/golden/rule-p104/site.yaml",
         "tests/golden/path-catcher/site.yaml", "tests/golden/report-outages/site.yaml"]
ORDER = ["summary", "oneline", "cooling", "binding", "violated", "cases", "unknowns", "waived", "defaults", "sources", "rows", "coverage"]


class Html:
    def __init__(self, data):
        text = data.decode()
        demand(text.startswith("<!DOCTYPE html>\n"), "it does not begin as HTML5")
        self.text = text
        self.root = xml.etree.ElementTree.fromstring(text[len("<!DOCTYPE html>\n"):])

    def all(self, tag):
        return self.root.iter(tag)

    def section(self, name):
        found = [one for one in self.all("section") if one.get("id") == name]
        return found[0] if found else None


def words(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def read(site, *options):
    return Html(run(site, "--format", "html", *options)), parse(run(site, "--format", "json", *options))


# --- checks of one report ----------------------------------------------------------------------------------------------

def fetches_nothing(html, _):
    for element in html.root.iter():
        demand(element.tag not in ("img", "iframe", "object", "embed", "audio", "video", "source", "base", "form"),
               "a %s", element.tag)
        for name, value in element.attrib.items():
            demand(not name.startswith("on"), "an attribute %s", name)
            if name in ("src", "href", "srcset", "action", "data", "poster"):
                demand(value.startswith("#") or value == "data:,", "%s=%s", name, value)
    for style in html.all("style"):
        demand("@import" not in style.text and "@font-face" not in style.text, "a style that fetches")
        for url in re.findall(r"url\(([^)]*)\)", style.text):
            demand(url.startswith("#"), "url(%s)", url)
    demand("http:" not in html.text and "https:" not in html.text, "an address")
    demand(len(list(html.all("script"))) == 1 and len(next(html.all("script")).text) < 1000, "more than a few lines of script")


def in_order(html, report):
    found = [one.get("id") for one in html.all("section")]
    demand(found == [one for one in ORDER if one in found], "sections %s", found)
    summary = report["summary"]
    there = {"violated": summary["violated"], "unknowns": len(report["unknowns"]), "waived": summary["waived"],
             "defaults": len(report["defaults"])}
    for name in ORDER:
        demand((name in found) == bool(there.get(name, True)) or name in ("sources", "cooling"), "section %s", name)


def verdict(html, report):
    text = next(one for one in html.all("p") if "verdict" in one.get("class", ""))
    first = run(report["site"]["file"], "--format", "text").decode().splitlines()[0]
    word = first.split()[0]
    demand(words(text).startswith(word + " "), "verdict %s", words(text))
    head = re.sub(r"\s+", " ", first).split(";")[0]
    demand(words(text).startswith(head), "%s instead of %s", words(text), head)


def counts(html, report):
    tiles = {words(one.find("dt")): int(one.find("dd").text) for one in html.section("summary").iter("div")
             if one.find("dd") is not None}
    summary = report["summary"]
    demand(tiles == {"violated": summary["violated"], "unknown": summary["unknown"], "waived": summary["waived"],
                     "hold": summary["holds"], "rows in all": summary["rows"], "cases": summary["cases"]}, "tiles %s", tiles)


def value_of(cell):
    data = cell.find("data")
    return None if data is None else float(data.get("value"))


def every_row(html, report):
    """Code, state, point, figures, case of each row, as JSON has them."""
    found = []
    for line in html.section("rows").iter("tr"):
        cells = list(line)
        if line.get("class"):
            found.append((words(cells[0]), words(cells[1]), words(cells[2]), int(words(cells[3]) or 1),
                          *(value_of(cell) for cell in cells[4:8]), words(cells[8])))
    rows = [(row["code"], row["state"], row["point"], row["members"], row["load"], row["limit"], row["headroom"],
             row["ratio"], row["case"]) for row in report["rows"]]
    demand(sorted(found, key=str) == sorted(rows, key=str), "rows differ: %s", sorted(set(found) ^ set(rows), key=str)[:3])


def findings(html, report):
    """Every violated row is among the findings: its point, or that of what it is alike; with its arithmetic."""
    section = html.section("violated")
    demand((section is None) == (report["summary"]["violated"] == 0), "section of violated rows")
    if section is None:
        return
    articles = [words(one) for one in section.iter("article")]
    becauses = {row["because"] for row in report["rows"] if row["state"] == "violated"}
    codes = {row["code"] for row in report["rows"] if row["state"] == "violated"}
    demand(codes == {text.split()[0] for text in articles}, "codes of findings")
    for text in articles:
        code = text.split()[0]
        demand(any(because in text for because in becauses), "no arithmetic in %s", text)
        row = next(row for row in report["rows"] if row["code"] == code)
        demand(row["formula"] in text and row["clause"] in text, "no formula or clause in %s", text)
    for table in section.iter("table"):
        for line in list(table.iter("tr"))[1:]:
            demand(re.search(r":\d+$", words(line[4])) or words(line[1]) in ("not given", "false", "true", "0", "") or
                   words(line[5]) in ("default", "computed"), "a number from nowhere: %s", words(line))


def lists(html, report):
    if report["unknowns"]:
        lines = [words(one) for one in html.section("unknowns").iter("tr")][1:]
        demand(len(lines) == len(report["unknowns"]), "%d unknowns", len(lines))
        for one in report["unknowns"]:
            place = "%s:%d" % (one["at"]["file"], one["at"]["line"]) if one["at"] else ""
            demand(any(one["element"] in line and place in line for line in lines), "unknown %s", one)
    if report["defaults"]:
        text = words(html.section("defaults"))
        for one in report["defaults"]:
            demand(one["field"] in text and one["source"] in text, "default %s", one)
    cases = words(html.section("cases"))
    for one in report["lost"][:100]:
        demand(one["case"] in cases, "loss in %s", one["case"])
    demand(("Outages that take most" in cases) == bool(report["worst"]), "section of outages that take most")
    for one in report["worst"]:
        for chain in one["chains"][:8]:
            demand(max(map(len, chain["chain"])) > 120 or " > ".join(chain["chain"]) in cases, "chain %s", chain["chain"])
    coverage = words(html.section("coverage"))
    for row in report["rows"]:
        demand(row["code"] in coverage, "rule %s", row["code"])
    for one in report["diagnostics"]:
        demand(one["message"] in coverage, "note %s", one["message"])


def table_of(html, label):
    found = [one for one in html.all("div") if one.get("aria-label") == label]
    return [[words(cell) for cell in line] for line in found[0].iter("tr")] if found else []


def outages(html, report):
    """Every loss is in the matrix of outages and layers, and what coolers share in its table."""
    lines = table_of(html, "Outages by layer")
    losses = [one for one in report["lost"] if one["case"] != "normal"]
    demand(bool(lines) or not losses, "no matrix of outages")
    for line in lines[1:]:
        demand(len(line) == len(lines[0]) >= 3 and all(line), "a line of the matrix: %s", line)
    for one in report["worst"]:
        line = next((line for line in lines if line[0].split("; ")[0] == one["case"]), None)
        demand(line, "%s is not in the matrix", one["case"])
        for column, what, word in ((1, "power", "lost"), (2, "heat", "without cooling")):
            lost = any(chain["what"] == what for chain in one["chains"])
            demand(lost == (word in line[column] or line[column] == "?"), "%s: %s", one["case"], line)
    shared = table_of(html, "Shared by what cools")[1:]
    demand([(line[0], line[1]) for line in shared] == [(one["body"], one["cause"]) for one in report["common"]],
           "shared %s", shared)


def drawn_chain(html, report):
    """The chain of the outage that takes most: thick lines, its ends named, and its case in the legend."""
    for drawing, stories in (("oneline", report["worst"]), ("cooling", [one for one in report["worst"] if one["heat"] > 0 or
                                                                        one["heat_unknown"]])):
        section = html.section(drawing)
        if section is None:
            continue
        classes = [one.get("class") or "" for one in section.iter() if one.tag == "g"]
        text = words(section)
        demand(("chain of " in text) == bool(stories), "%s: legend of the chain", drawing)
        if not stories:
            demand(not any("hit" in one.split() for one in classes), "%s: a mark without an outage", drawing)
            continue
        demand(len(stories[0]["case"]) > 34 or "chain of " + stories[0]["case"] in text, "%s: another outage", drawing)
        demand(any("hit" in one.split() for one in classes), "%s: nothing is marked", drawing)
        demand(any(word in text for word in (", out", ", lost", ", uncooled")), "%s: no mark in words", drawing)


def access(html, _):
    demand(html.root.get("lang") == "en" and words(next(html.all("title"))), "no language or title")
    levels = [int(one.tag[1]) for one in html.root.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    demand(levels[0] == 1 and levels.count(1) == 1, "headings %s", levels)
    demand(all(b <= a + 1 for a, b in zip(levels, levels[1:])), "a level is left out: %s", levels)
    ids = [one.get("id") for one in html.root.iter() if one.get("id")]
    demand(len(ids) == len(set(ids)), "an id stands twice")
    for link in html.all("a"):
        demand(link.get("href")[1:] in ids, "a link to nowhere: %s", link.get("href"))
    for name in ("aria-labelledby",):
        for element in html.root.iter():
            demand(set((element.get(name) or "").split()) <= set(ids), "labelled by nothing: %s", element.get(name))
    for table in html.all("table"):
        heads = list(table.find("thead").iter("th"))
        demand(all(one.get("scope") == "col" for one in heads), "a column head without scope")
        for line in table.find("tbody"):
            demand(line[0].tag == "th" and line[0].get("scope") in ("row", "rowgroup"), "a row without a head: %s", words(line))
            demand(all(one.get("scope") for one in line if one.tag == "th"), "a head without scope")
    for drawing in html.all("svg"):
        demand(drawing.get("role") == "img" and drawing.get("aria-labelledby"), "a drawing without a name")


def foot(html, report):
    text = words(next(html.all("footer")))
    for word in (report["headroom"], "schema %d" % report["schema"], report["site"]["hash"], report["site"]["file"]):
        demand(word in text, "no %s in the foot", word)


CHECKS = [("fetches nothing", fetches_nothing), ("sections in order", in_order), ("verdict", verdict), ("counts", counts),
          ("every row with its figures", every_row), ("findings with their arithmetic", findings), ("lists", lists), ("outages by layer", outages), ("drawn chain", drawn_chain),
          ("made for screen readers", access), ("foot", foot)]


# --- single cases ----------------------------------------------------------------------------------------------------------

def names_stay_text(folder):
    hostile = "<b>&\"'</script><script>alert(1)</script> | `x` \u202e"
    text = ("site: {name: %s, redundancy: none}\nelements:\n  grid: {type: utility, power: 1 kW, voltage: 415 V}\n"
            "  l1: {type: load, from: {to: grid, breaker: 10 A, phases: ABC}, power: 2 kW, power_factor: 1}\n"
            "  l2: {type: load, from: grid, power: 500 kW, power_factor: 1}\n"
            "cases:\n  %s: {out: [grid], because: %s}\n"
            "waive:\n  P103: {on: grid, until: 2099-01-01, because: %s}\n")
    quoted = '"%s"' % hostile.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202e")
    site = model(folder, text % (quoted, quoted, quoted, quoted))
    html, report = read(site)
    shown = hostile.replace("\u202e", "\ufffd")
    demand(report["site"]["name"] == hostile, "name %r", report["site"]["name"])
    demand(words(next(html.all("h1"))) == shown, "h1 %r", words(next(html.all("h1"))))
    demand(len(list(html.all("script"))) == 1 and not list(html.all("b")), "a name became markup")
    demand(shown in words(html.section("waived")), "the reason of the waiver")
    demand("common: " + shown in words(html.section("cases")), "the case")
    demand("One-line diagram of " + shown == html.section("oneline").find("figure/svg/title").text, "title of the diagram")
    svg = run(site, "--format", "svg")
    demand(xml.etree.ElementTree.fromstring(svg)[0].text == "One-line diagram of " + shown, "title of the drawing")
    access(html, report)
    findings(html, report)


def many_rows(folder):
    """1,200 racks that are too heavy for their devices: rows are folded, and the page stays small."""
    site = model(folder, "site: {name: many, redundancy: any-one}\nelements:\n"
                 "  grid: {type: utility, voltage: 415 V, power: 1 GW}\n"
                 "  rack-[0001-1200]:\n    type: rack\n    from: {to: grid, breaker: 10 A, phases: ABC}\n"
                 "    holds: {\"node[1-4]\": {type: node, power: 10 kW}}\n")
    html, report = read(site)
    every_row(html, report)
    findings(html, report)
    demand(len(html.text) < 200_000, "%d bytes", len(html.text))
    demand("worst of 1200: rack-[0001-1200]" in words(html.section("violated")), "members")


def parts_are_named(_):
    html, _ = read("tests/golden/model-example/site.yaml")
    text = words(html.section("sources"))
    demand("hgx-8" in text and "cdu-1350" in text, "sources %s", text)
    for line in list(html.section("sources").iter("tr"))[1:]:
        demand(words(line[4]) in ("verified", "computed", "secondary", "recalled", "assumed"), "trust of %s", words(line))


def same_bytes(_):
    for form in ("html", "svg", "md", "sarif"):
        one = run("tests/golden/model-example/site.yaml", "--format", form)
        demand(one == run("tests/golden/model-example/site.yaml", "--format", form, "--threads", "1"), "%s differs", form)


def selected_rules(_):
    """Rules that were not asked for neither colour the diagram nor fill tables."""
    html, report = read("sites/dps-144", "--select", "R101")
    every_row(html, report)
    demand("P103 107.5" not in words(html.section("oneline")), "the diagram shows a rule that was not asked for")


def base_outages_are_said(_):
    html, _ = read("sites/dps-144", "--out", "FloorPDU-[1,2]")
    demand("Out of service in every case: FloorPDU-1, FloorPDU-2" in words(html.section("summary")), "summary %s",
           words(html.section("summary")))
    demand("Out of service" not in read("sites/dps-144")[0].text, "an outage that nobody asked for")


def main():
    for site in SITES:
        name = pathlib.PurePath(site.replace("/site.yaml", "")).name
        try:
            html, report = read(site)
        except Exception as fault:
            print("not ok %s is well-formed: %s: %s" % (name, type(fault).__name__, fault))
            continue
        for title, check in CHECKS:
            case("%s %s" % (name, title), check, html, report)
    with tempfile.TemporaryDirectory(prefix="headroom-html-") as folder:
        for check in (names_stay_text, many_rows, parts_are_named, same_bytes, selected_rules,
                      base_outages_are_said):
            case(check.__name__.replace("_", " "), check, folder)


if __name__ == "__main__":
    main()
