#!/usr/bin/python3
"""slow. The one-line diagram of every model among the tests, of drawn halls and of large ones, and the cooling diagram of every
one that cools and of drawn plants: no label lies on another, on a symbol or under a line; every symbol has a title; large halls
stay small drawings."""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / folder) for folder in ("seeded", "twin")]

import yaml

import big_halls
import cooling_plants
import seeded
from drawing import Drawing
from test_report import PROGRAM, TOP, case, demand, run

WIDEST = 1400  # pixels: beyond it a reader only scrolls
PLANTS = 60
COOLING = ("--format", "svg", "--diagram", "cooling")


def draw(site):
    return Drawing(run(site, "--format", "svg"))


def is_clean(site):
    drawing = draw(site)
    demand(not drawing.faults(), "%s", "; ".join(drawing.faults()[:4]))
    demand(len(drawing.titles) == len(drawing.symbols), "symbols without a title")
    demand(drawing.size[0] <= WIDEST, "%g pixels wide", drawing.size[0])


def good_models(*form):
    """Every model among the golden tests that opens, and has such a drawing."""
    for file in sorted(TOP.glob("tests/golden/*/site.yaml")):
        site = str(file.relative_to(TOP))
        done = subprocess.run([PROGRAM, "check", site, *form, "--outages", "none"], cwd=TOP, capture_output=True)
        if done.returncode in (0, 1):
            yield site


def many_models():
    sites = list(good_models("--format", "svg"))
    demand(len(sites) > 60, "only %d models open", len(sites))
    for site in sites:
        drawing = Drawing(run(site, "--format", "svg"))
        demand(not drawing.faults(), "%s: %s", site, "; ".join(drawing.faults()[:4]))


def cooling_is_clean(site, name):
    drawing = Drawing(run(site, *COOLING, "--outages", "fault"))
    demand(not drawing.faults(), "%s: %s", name, "; ".join(drawing.faults()[:4]))
    demand(drawing.symbols and len(drawing.titles) == len(drawing.symbols), "%s: symbols without a title", name)
    demand(drawing.size[0] <= WIDEST, "%s: %g pixels wide", name, drawing.size[0])


def cooled_models():
    sites = list(good_models(*COOLING))
    demand(len(sites) > 30, "only %d models are cooled", len(sites))
    for site in sites:
        cooling_is_clean(site, site)


def cooled_plants(folder):
    for seed in range(PLANTS):
        file = pathlib.Path(folder) / ("plant-%d.yaml" % seed)
        file.write_text(cooling_plants.plant(seed))
        cooling_is_clean(str(file), "plant %d" % seed)


def cooled_rows(folder, rows):
    """Rows alike are one symbol each of rack, CDU and loop, below one plant."""
    file = pathlib.Path(folder) / ("cooled-%d.yaml" % rows)
    file.write_text(big_halls.cooled(rows))
    cooling_is_clean(str(file), "%d rows" % rows)
    drawing = Drawing(run(str(file), *COOLING, "--outages", "none"))
    demand(counts(drawing, "rack") == 20 * rows and counts(drawing, "cdu") == rows, "%s", drawing.titles)
    demand(len(drawing.symbols) <= 12, "%d symbols", len(drawing.symbols))


def drawn_halls(folder):
    for number, hall in enumerate(seeded.good_halls()):
        file = pathlib.Path(folder) / ("seeded-%d.yaml" % number)
        file.write_text(hall.text())
        drawing = Drawing(run(str(file), "--format", "svg", "--outages", "none"))
        demand(not drawing.faults(), "hall %d, %s: %s", number, hall.make.__name__, "; ".join(drawing.faults()[:4]))


def large(folder, name, text, symbols):
    file = pathlib.Path(folder) / (name + ".yaml")
    file.write_text(text)
    data = run(str(file), "--format", "svg", "--outages", "none")
    demand(data == run(str(file), "--format", "svg", "--outages", "none"), "another drawing the second time")
    drawing = Drawing(data)
    demand(not drawing.faults(), "%s", "; ".join(drawing.faults()[:4]))
    demand(len(drawing.symbols) <= symbols, "%d symbols", len(drawing.symbols))
    demand(drawing.size[0] <= WIDEST, "%g pixels wide", drawing.size[0])
    return drawing


def counts(drawing, kind):
    """How many elements of a type the symbols stand for."""
    found = [re.search(r": %s\b(?:.*?, (\d+) elements)?" % kind, title) for title in drawing.titles]
    return sum(int(one[1] or 1) for one in found if one)


def blocks(folder, count):
    drawing = large(folder, "blocks", big_halls.blocks(count), 40)
    for kind, each in (("rack", 20), ("generator", 6), ("busway", 8), ("ups", 2)):
        demand(counts(drawing, kind) == each * count, "%d of %s", counts(drawing, kind), kind)


def one_by_one(folder):
    drawing = large(folder, "one", big_halls.one_by_one(1400), 40)
    demand(counts(drawing, "rack") == 1400 and counts(drawing, "busway") == 280, "racks or busways are missing")


def sides():
    """A stands on the left of B, layer by layer."""
    drawing = draw("sites/small-ab")
    at = {name.split(":")[0]: box[0] for box, name in drawing.symbols}
    for a, b in (("grid-A", "grid-B"), ("tx-A", "tx-B"), ("board-A", "board-B"), ("bus-1A", "bus-1B"), ("bus-2A", "bus-1B")):
        demand(at[a] < at[b], "%s stands on the right of %s", a, b)
    demand(counts(drawing, "rack") == 16, "%d racks", counts(drawing, "rack"))


def order_of_lines(folder):
    """Elements written from the last to the first are the same drawing."""
    for name, text in (("small", (TOP / "sites/small-ab/site.yaml").read_text()), ("blocks", big_halls.blocks(2)),
                       ("catcher", (TOP / "tests/golden/path-catcher/site.yaml").read_text())):
        file = pathlib.Path(folder) / (name + ".yaml")
        site = yaml.safe_load(text)
        drawn = []
        for turn in (1, -1):
            site["elements"] = dict(list(site["elements"].items())[::turn])
            file.write_text(yaml.safe_dump(site, sort_keys=False, width=1000))
            drawn.append(run(str(file), "--format", "svg", "--outages", "none"))
        demand(drawn[0] == drawn[1], "%s is drawn otherwise", name)


def ties():
    """A tie is level with the two that it ties; what is open is dashed."""
    drawing = draw("tests/golden/path-main-tie-main/site.yaml")
    at = {name.split(":")[0]: box for box, name in drawing.symbols}
    demand(at["msb-A"][1] == at["msb-B"][1], "the two boards are not level")
    middle = (at["tie"][1] + at["tie"][3]) / 2
    demand(at["msb-A"][1] < middle < at["msb-A"][3], "the tie is not level with them")
    demand(at["msb-A"][2] <= at["tie"][0] and at["tie"][2] <= at["msb-B"][0], "the tie does not stand between them")
    dashed = [path.get("d") for path in drawing.root.findall("path") if path.get("class") == "o"]
    demand(len(dashed) == 1 and "H" in dashed[0], "dashed: %s", dashed)


def heat():
    """Colours follow the ratio; a word or a mark says the same."""
    drawing = draw("sites/dps-144")
    of = dict(zip((title.split(":")[0] for title in drawing.titles), (one.replace(" hit", "") for one in drawing.classes)))
    demand(of["Utility"] == "over" and of["FloorPDU-1"] == "cool unknown" and of["unlisted"] == "cool unknown", "%s", of)
    words = [text for _, text in drawing.labels]
    demand("P103 107.5 % !" in words and "P103 44.8 % ?" in words and "unknown" in words, "%s", words)
    near = draw("sites/small-ab")
    demand("near" in near.classes, "nothing is near its limit: %s", near.classes)


def main():
    for site in ("sites/small-ab", "sites/dps-144", "tests/golden/model-example/site.yaml"):
        case("%s is drawn clean" % site, is_clean, site)
    case("every model among the golden tests", many_models)
    with tempfile.TemporaryDirectory(prefix="headroom-drawing-") as folder:
        case("halls drawn by chance", drawn_halls, folder)
        case("cooling of every model among the golden tests", cooled_models)
        case("cooling of plants drawn by chance", cooled_plants, folder)
        for rows in (1, 7, 70):
            case("cooling of %d rows" % rows, cooled_rows, folder, rows)
        for count in (1, 2, 9, 70):
            case("%d racks in blocks" % (20 * count), blocks, folder, count)
        case("1400 racks one by one", one_by_one, folder)
        case("the order of lines changes nothing", order_of_lines, folder)
    case("side A is left of side B", sides)
    case("ties stand level", ties)
    case("colours follow the ratio", heat)


if __name__ == "__main__":
    main()
