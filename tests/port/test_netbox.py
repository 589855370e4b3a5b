#!/usr/bin/python3
"""NetBox there and back: a model that is exported, imported and exported again gives the same bytes; an export that is
imported, exported and imported again gives the same model but for what the export says that NetBox does not carry. And
what comes back from a model carries the same load on the same breakers. The program is $HEADROOM, else the one under test
($HR_PROGRAM), else build/headroom. Prints a line a check, as tests/run wants it."""
import json
import os
import pathlib
import re
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")
GOLDEN = TOP / "tests/golden"
MODELS = sorted(f for f in [*GOLDEN.glob("*/site.yaml"), *TOP.glob("sites/*/site.yaml")]
                if not f.parent.name.startswith("bad-"))
# Not broken.json: what hangs nowhere known is written without psus, which is one on each cord, and comes back so.
EXPORTS = [GOLDEN / "import-netbox/netbox.json", GOLDEN / "import-netbox-systems/netbox.json",
           *(GOLDEN / "import-netbox-shapes" / name for name in ("draws.json", "measured.json", "names.json", "pages",
                                                                 "voltages.json", "wiring.json"))]
# What the import makes and the export has no place for: the area of racks; that two infeeds are one panel.
NOT_CARRIED = re.compile(r"^    footprint: .*\n|\ncases:\n(?:  .*\n)+", re.M)
# Racks whose cords go from feed to node: their loads must come back as they were.
SAME_LOADS = ["sites/small-ab", "tests/golden/rack-ab", "tests/golden/path-three-cord"]


class Fault(Exception):
    pass


def run(*arguments, codes=(0,)):
    done = subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.returncode not in codes:
        raise Fault("%s: exit code %s: %s" % (arguments, done.returncode, done.stderr.decode()[-400:]))
    return done.stdout.decode()


def save(name, text):
    file = SCRATCH / name
    file.write_text(text)
    return file


def same(what, first, second):
    if first == second:
        return
    pairs = zip(first.splitlines() + [""], second.splitlines() + [""])
    at, (a, b) = next((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    raise Fault("%s differ in line %d: %r and %r" % (what, at, a[:200], b[:200]))


def imported(file):
    """The model made of an export; it is in canonical form."""
    text = run("import", "netbox", file)
    run("fmt", "--check", save("canonical.yaml", text))
    return text


def model_there_and_back(model):
    first = run("export", "netbox", model)
    json.loads(first)
    second = run("export", "netbox", save("back.yaml", imported(save("there.json", first))))
    same("the exports", first, second)


def body(model):
    """Without the comments, which tell what was in the export, and without what is not carried; elements, and what they
    hold, in the order of their text: it means nothing."""
    kept = NOT_CARRIED.sub("", re.sub(r"^#.*\n", "", model, flags=re.M)).rstrip()
    elements = [element.splitlines() for element in re.split(r"\n(?=  \S)", kept)]
    return "\n".join(sorted("\n".join(lines[:1] + sorted(lines[1:])) for lines in elements))


def export_there_and_back(export):
    first = imported(export)
    second = imported(save("there.json", run("export", "netbox", save("there.yaml", first))))
    same("the models", body(first), body(second))


def loads(model):
    """{cord or breaker: current} of all racks in the normal state."""
    table = run("export", "readings", model)
    return {m[1]: m[2] for m in re.finditer(r"^([\w.-]+\.(?:A|B|C)\.current\.[ABC]),([^,]*),A,known$", table, re.M)}


def same_loads(model):
    """psus.needed and power factors are not carried, so the normal state is compared, at unity."""
    first = loads(TOP / model)
    second = loads(save("back.yaml", imported(save("there.json", run("export", "netbox", TOP / model)))))
    if not first or first.keys() != second.keys():
        raise Fault("cords %s, came back as %s" % (sorted(first)[:6], sorted(second)[:6]))
    apart = [p for p in first if abs(float(first[p]) - float(second[p])) > 0.06 * float(first[p]) + 1e-9]
    if apart:
        raise Fault("%s: %s A, came back as %s A" % (apart[0], first[apart[0]], second[apart[0]]))


def check(name, test, *arguments):
    try:
        test(*arguments)
        print("ok " + name)
    except Fault as fault:
        print("not ok %s: %s" % (name, " ".join(str(fault).split())))


with tempfile.TemporaryDirectory() as scratch:
    SCRATCH = pathlib.Path(scratch)
    for file in MODELS:
        check("model %s there and back" % file.parent.name, model_there_and_back, file)
    for file in EXPORTS:
        check("export %s there and back" % file.stem, export_there_and_back, file)
    for site in SAME_LOADS:
        check("loads of %s come back" % pathlib.Path(site).name, same_loads, site)
