#!/usr/bin/python3
"""Pressure and temperature along loops, read back from the HTML report: the points are those of `export readings`, what the
parts lose is what the pump adds, and the pressure where the pump draws is the one that the loop states. Beside that, in the
drawing no text lies on another or outside."""
import csv
import io
import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree

import yaml

from drawing import ASCENT, CHARACTER, DESCENT, SVG, columns, overlap
from test_html import read, words
from test_report import PROGRAM, TOP, case, demand, model, run

CLOSE = 1e-9  # relative; figures have 12 digits
SITES = {"sites/piped-row/site.yaml": {"tcs": ["s1", "s2", "s3", "s4", "r4", "r3", "r2", "r1", "r0"]},
         "tests/golden/export-epanet-loops/site.yaml": {"tcs": ["s1", "s2", "r2", "r1"], "fws": ["f1", "f2", "g2", "g1"]},
         "tests/golden/rule-c118/site.yaml": {name: ["s-" + name, "r-" + name] for name in ("bare", "deep", "good", "mute")}}
G = 9.80665


def near(found, wanted, scale, text, *values):
    demand(abs(found - wanted) <= CLOSE * abs(scale), text + ": %.12g is not %.12g", *values, found, wanted)


def paths(html):
    """By loop: (through, junction, flow, loss, length, pressure, temperature) of each point."""
    found, loop = {}, None
    for element in html.section("cooling").iter():
        label = element.get("aria-label") or ""
        if element.tag == "figure" and label.startswith("Pressure and temperature along "):
            loop = label.split()[-1]
        if element.tag == "table":
            found[loop] = [(words(line[0]), words(line[1]), *(None if cell.find("data") is None else
                                                              float(cell.find("data").get("value")) for cell in line[2:]))
                           for line in element.find("tbody")]
    return found


def readings(site):
    done = subprocess.run([PROGRAM, "export", "readings", site], cwd=TOP, capture_output=True, text=True, check=True)
    return {row["point"]: float(row["value"]) for row in csv.DictReader(io.StringIO(done.stdout)) if row["state"] == "known"}


def as_read(site, wanted):
    """Each point is what the check says at that junction and in that part."""
    found, said = paths(read(site)[0]), readings(site)
    demand({loop: [point[1] for point in path] for loop, path in found.items()} == wanted, "paths %s", found)
    compared = 0
    for path in found.values():
        for through, junction, flow, loss, _, pressure, warm in path:
            for point, value in ((junction + ".heat.static", pressure), (junction + ".heat.temperature", warm),
                                 (through + ".heat.flow", flow), (through + ".heat.drop", loss)):
                if point in said and not through.startswith(("cdu", "dry", "c-")):
                    near(value, said[point], said[point], "%s", point)
                    compared += 1
    demand(compared > len(wanted), "only %d figures compared", compared)


def adds_up(site, _):
    """Round the loop nothing is lost, and it ends at the pressure that is stated; between points are loss and height."""
    elements = yaml.safe_load((TOP / site).read_text())["elements"]
    loops = {}
    for name, fields in elements.items():
        one = re.fullmatch(r"\[(.*)\]", name)
        for member in one[1].split(",") if one else [name]:
            loops[member] = fields
    for loop, path in paths(read(site)[0]).items():
        head = -path[0][3]
        demand(head > 0, "%s: its pump adds %g Pa", loop, head)
        near(sum(point[3] for point in path[1:]), head, head, "%s: the sum of losses", loop)
        stated = float(loops[loop].get("pressure", "0 bar").split()[0]) * 1e5
        near(path[-1][5], stated, head, "%s: pressure at its reference", loop)
        for before, point in zip(path, path[1:]):
            if loop != "fws":  # of which one is higher than the other
                near(before[5] - point[5], point[3], head, "%s: %s to %s", loop, before[1], point[1])


def by_hand(_):
    """The row with pipes: the laws of its rack, its strainer and its CDU at the flows that stand there."""
    path = {point[0]: point for point in paths(read("sites/piped-row")[0])["tcs"]}
    rack, strainer, cdu, last = path["rack4"], path["strainer"], path["cdu"], path["rp-1"]
    near(rack[3], 150e3 * (rack[2] / 0.0024) ** 1.85, rack[3], "rack4")
    demand(abs(strainer[3] - 14604) < 1 and last[4] == 18, "strainer %g, %g m of pipe", strainer[3], last[4])
    at_20 = 200e3 * (4 / 3 - (cdu[2] / 0.010) ** 2 / 3)
    demand(abs(-cdu[3] / at_20 - 1007.4 / 1020.1) < 2e-4, "the head of its CDU is %g of that at 20 degC", -cdu[3] / at_20)
    # of all three racks it gets least
    said = readings("sites/piped-row")
    flow = {name: said[name + ".from.flow"] for name in ("rack2", "rack3", "rack4")}
    demand(min(flow, key=flow.get) == "rack4", "flows %s", flow)


# --- drawings ------------------------------------------------------------------------------------------------------------

def labels(svg):
    """Boxes of all text: x0, y0, x1, y1."""
    for group in [svg, *svg.iter(SVG + "g")]:
        down = float(re.match(r"translate\(0 (\S+)\)", group.get("transform", "translate(0 0)"))[1])
        for text in group.findall(SVG + "text"):
            width = columns(text.text) * CHARACTER
            if text.get("transform"):
                x, y = (float(one) for one in re.match(r"translate\((\S+) (\S+)\) rotate\(-90\)", text.get("transform")).groups())
                yield (x - ASCENT, down + y, x + DESCENT, down + y + width), text.text
                continue
            x, y = float(text.get("x")), down + float(text.get("y"))
            left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
            yield (left, y - ASCENT, left + width, y + DESCENT), text.text


def is_clean(site, plots):
    svg = xml.etree.ElementTree.fromstring(run(site, "--format", "svg", "--diagram", "loop"))
    wide, high = (float(one) for one in svg.get("viewBox").split()[2:])
    boxes = list(labels(svg))
    demand(len(boxes) > 10 * plots and len(list(svg.iter(SVG + "g"))) == plots, "%d plots", len(list(svg.iter(SVG + "g"))))
    for i, (box, text) in enumerate(boxes):
        demand(box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= high, "%s stands outside: %s", text, box)
        for at, other in boxes[i + 1:]:
            demand(not overlap(box, at), "%s lies on %s", text, other)
    for circle in svg.iter(SVG + "circle"):
        demand(circle.find(SVG + "title") is not None, "a point without a title")


# --- single cases ----------------------------------------------------------------------------------------------------------

LONG = """site: {name: long, outdoor: {dry_bulb: 30 degC}, redundancy: none}
elements:
  grid: {type: utility, voltage: 415 V, rating: 20 MVA}
  chiller: {type: chiller, from: grid, cooling: 9 MW, flow: 9000 L/min, supply: 20 degC}
  fws: {type: loop, fluid: water, supply: 20 degC, cooled_by: chiller}
  a-cooling-unit-with-a-long-name: {type: cdu, from: grid, primary: fws, cooling: 6 MW, approach: 4 K, flow: 7000 L/min, primary_flow: 8000 L/min, dp: 300 kPa, power: 5 kW, supplies: [first-junction-of-supply-1, first-junction-of-return-1]}
  tcs: {type: loop, fluid: PG25, supply: 40 degC, flow_per_power: 1.2 L/min/kW, cooled_by: a-cooling-unit-with-a-long-name}
  "first-junction-of-supply-[1-%(n)d]": {type: junction, loop: tcs}
  "first-junction-of-return-[1-%(n)d]": {type: junction, loop: tcs}
  "s-pipe-[2-%(n)d]": {type: pipe, between: ["first-junction-of-supply-[1-%(m)d]", "first-junction-of-supply-[2-%(n)d]"], length: 2 m, diameter: 200 mm, roughness: 0.05 mm}
  "r-pipe-[2-%(n)d]": {type: pipe, between: ["first-junction-of-return-[2-%(n)d]", "first-junction-of-return-[1-%(m)d]"], length: 2 m, diameter: 200 mm, roughness: 0.05 mm}
  "rack-in-the-long-row-[2-%(n)d]":
    type: rack
    coolant: ["first-junction-of-supply-$1", "first-junction-of-return-$1"]
    dp: 100 kPa
    from: grid
    holds: {n: {type: node, power: 60 kW, liquid_share: 100 %%}}
"""


def long_row(folder):
    """Eighty racks in a row: the last gets least; names are thinned out, and Markdown leaves out the middle."""
    site = model(folder, LONG % {"n": 81, "m": 80})
    is_clean(site, 1)
    path = paths(read(site)[0])["tcs"]
    demand(len(path) == 162 and "rack-in-the-long-row-81" in [point[0] for point in path], "%d points", len(path))
    text = run(site, "--format", "md").decode().split("## Along the loops")[1].split("\n## ")[0]
    demand(text.count("\n| ") == 42 and "and 122 points between" in text, "%d lines", text.count("\n| "))
    demand("does not say its" in text, "no word on what pressures are above")


def not_known(folder):
    """Without the loss of its racks nothing is known along a loop, and that is said with the field."""
    site = model(folder, (LONG % {"n": 3, "m": 2}).replace("    dp: 100 kPa\n", ""))
    html = read(site)[0]
    text = words(html.section("cooling"))
    demand(not paths(html) and "tcs: not known along it: `dp` of rack-in-the-long-row-2 is not given" in text, "%s", text)
    done = subprocess.run([PROGRAM, "check", site, "--format", "svg", "--diagram", "loop"], capture_output=True, text=True)
    demand(done.returncode == 2 and "M323" in done.stderr and "`dp` of rack-in-the-long-row-2" in done.stderr, "%s", done)


def ideal_header(_):
    """Loops without pipes are named."""
    text = words(read("tests/golden/model-example/site.yaml")[0].section("cooling"))
    demand("without pipes is one ideal header" in text, "%s", text[-300:])


def main():
    for site, wanted in SITES.items():
        name = pathlib.PurePath(site).parts[-2]
        case("%s is as its readings" % name, as_read, site, wanted)
        case("%s adds up" % name, adds_up, site, wanted)
        case("%s is drawn clean" % name, is_clean, site, len(wanted))
    with tempfile.TemporaryDirectory(prefix="headroom-along-") as folder:
        for check in (by_hand, long_row, not_known, ideal_header):
            case(check.__name__.replace("_", " "), check, folder)


if __name__ == "__main__":
    main()
