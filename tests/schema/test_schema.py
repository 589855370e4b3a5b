#!/usr/bin/python3
"""The JSON Schema that `headroom schema` prints accepts the models of this repository, whichever way a YAML reader types
their scalars, and refuses what an editor should underline."""
import copy
import json
import os
import pathlib
import re
import subprocess

import jsonschema
import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]


class Typed(yaml.SafeLoader):
    """Scalars as editors type them, by YAML 1.2: numbers, true and false, but no dates, and `on` is a word."""


Typed.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Typed.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def case(name, why):
    print("not ok %s: %s" % (name, why) if why else "ok " + name)


def first_fault(validator, model):
    faults = sorted(validator.iter_errors(model), key=lambda fault: list(map(str, fault.absolute_path)))
    if not faults:
        return None
    deepest = jsonschema.exceptions.best_match(faults)
    return "/".join(map(str, deepest.absolute_path)) + ": " + deepest.message[:200].replace("\n", " ")


def accept_files(validator):
    files = ["tests/golden/model-example/site.yaml", "sites/dps-144/site.yaml"]
    files += sorted(str(path.relative_to(TOP)) for folder in ("parts", "tests/twin/halls")
                    for path in (TOP / folder).glob("*.yaml"))
    for file in files:
        text = (TOP / file).read_text()
        for loader in (Typed, yaml.BaseLoader):
            case("accepts %s, %s" % (file, loader.__name__), first_fault(validator, yaml.load(text, loader)))


GOOD = {
    "a feed": "{elements: {x: {type: load, from: y}}}",
    "a record": "{elements: {x: {type: load, from: {to: y, breaker: 100 A, cable: {size: 4/0 AWG, length: 30 m}}}}}",
    "alternatives": "{elements: {x: {type: switchboard, from: [y, {to: z, time: 20 ms, closes: auto}]}}}",
    "parallel sources": "{elements: {x: {type: switchboard, from: {parallel: [y, {to: z}]}}}}",
    "cords": "{elements: {x: {type: rack, from: {A: y, B: {to: z, phases: A-N}}}}}",
    "spread": "{elements: {x: {type: rack, from: {spread: 'y[1-2]'}}}}",
    "an assumed value": "{elements: {x: {type: load, power: {value: 5 kW, range: [4 kW, 6 kW], trust: assumed}}}}",
    "a part of unknown type": "{elements: {x: {part: y, supply: 18 degC}}}",
    "a type still to come": "{elements: {x: {type: switch, volume: 20 m3, from: y}}}",
    "percent and plain ratio": "{elements: {x: {type: node, liquid_share: 94 %, power_factor: 0.95}}}",
    "units without blank": "{elements: {x: {type: load, power: 5.5kW}}}",
    "degrees below zero": "{site: {outdoor: {dry_bulb: -18 degC}}}",
    "tables": "{elements: {csv: [racks.csv], x: {type: load}}}",
    "truth values": "{elements: {x: {type: switchboard, drawout: yes}, y: {type: switchboard, drawout: 'true'}}}",
    "a waiver, and several": "{waive: {P104: {on: x, until: '2027-06-30', because: y},"
                             " R101: [{on: [x], until: '2027-06-30', because: y}]}}",
    "jobs and cases": "{jobs: {j: {gpus: 8, length: 72 h, phases: []}}, cases: {c: {out: x, because: y},"
                      " d: {set: {x.power: 5 kW}}}}",
}

BAD = {
    "no version": ("{elements: {}}", "headroom"),
    "another version": ("{headroom: 2}", "headroom"),
    "an unknown section": ("{elemnts: {}}", "elemnts"),
    "an unknown field": ("{elements: {x: {type: load, powr: 5 kW}}}", "powr"),
    "an unknown field of a record": ("{elements: {x: {type: load, from: {to: y, braker: 5 A}}}}", "elements/x/from"),
    "an unknown field of a held element": ("{elements: {x: {type: rack, holds: {n: {type: node, watts: 5}}}}}",
                                           "watts"),
    "an unknown field of a job": ("{jobs: {j: {gpu: 8}}}", "gpu"),
    "an unknown field of the site": ("{site: {nam: x}}", "nam"),
    "an unknown field of a part": ("{parts: {p: {type: load, powr: 5 kW}}}", "powr"),
    "kVA for kW": ("{elements: {x: {type: load, power: 5 kVA}}}", "elements/x/power"),
    "kW for kVA": ("{elements: {x: {type: transformer, rating: 2500 kW}}}", "elements/x/rating"),
    "a unit left out": ("{elements: {x: {type: load, power: 5000}}}", "elements/x/power"),
    "a unit that is none": ("{elements: {x: {type: load, power: 5 kw}}}", "elements/x/power"),
    "a negative power": ("{elements: {x: {type: load, power: -5 kW}}}", "elements/x/power"),
    "a wrong unit in a range": ("{elements: {x: {type: load, power: {value: 5 kW, range: [4 kW, 6 kVA]}}}}",
                                "elements/x/power"),
    "a wrong unit in a feed": ("{elements: {x: {type: load, from: {to: y, time: 3 m}}}}", "elements/x/from"),
    "a wrong unit of the site": ("{site: {outdoor: {dry_bulb: 38 kW}}}", "site/outdoor/dry_bulb"),
    "a misspelt type": ("{elements: {x: {type: transfomer}}}", "elements/x/type"),
    "neither type nor part": ("{elements: {x: {power: 5 kW}}}", "elements/x"),
    "a word that is no choice": ("{elements: {x: {type: transformer, winding: Dyn5}}}", "elements/x/winding"),
    "a trust that is none": ("{parts: {p: {trust: sure}}}", "parts/p/trust"),
    "phases that are none": ("{elements: {x: {type: load, from: {to: y, phases: AD}}}}", "elements/x/from"),
    "a ratio above one": ("{elements: {x: {type: load, power_factor: 1.5}}}", "elements/x/power_factor"),
    "half a GPU": ("{elements: {x: {type: node, gpus: 4.5}}}", "elements/x/gpus"),
    "what a rack cannot hold": ("{elements: {x: {type: rack, holds: {u: {type: utility}}}}}", "elements/x/holds/u"),
    "what a load cannot hold": ("{elements: {x: {type: load, holds: {n: {type: node}}}}}", "holds"),
    "a feed to nowhere": ("{elements: {x: {type: load, from: {breaker: 5 A}}}}", "elements/x/from"),
    "a name that is none": ("{elements: {'x y': {type: load}}}", "x y"),
    "a list for a mapping": ("{elements: [x]}", "elements"),
    "nothing for an element": ("{elements: {x: }}", "elements/x"),
    "a waiver without end": ("{waive: {P104: {on: x, because: y}}}", "waive/P104"),
    "a date that is none": ("{waive: {P104: {on: x, until: soon, because: y}}}", "waive/P104"),
    "an unknown field of a case": ("{cases: {c: {outt: x}}}", "outt"),
}


def check_snippets(validator):
    for name, text in GOOD.items():
        model = yaml.load(text, Typed)
        model["headroom"] = 1
        case("accepts " + name, first_fault(validator, model))
    for name, (text, where) in BAD.items():
        model = yaml.load(text, Typed)
        if name != "no version":
            model.setdefault("headroom", 1)
        fault = first_fault(validator, model)
        case("refuses " + name, "accepted" if fault is None else
             "found elsewhere: " + fault if where not in fault else None)


def broken_models(model):
    """The example with one thing broken at a time."""
    for name, path, value in (
            ("an unknown field", ("elements", "grid", "volts"), "13.8 kV"),
            ("a wrong unit", ("elements", "tx-[A,B]", "rating"), "2500 kW"),
            ("a misspelt type", ("elements", "bus-[A,B][1-4]", "type"), "buswey"),
            ("a wrong unit in a cord", ("elements", "row[1-4]-rack[01-08]", "from", "A", "breaker"), "100 kA/s")):
        broken = copy.deepcopy(model)
        at = broken
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        yield name, broken


def check_breaking(validator):
    model = yaml.load((TOP / "tests/golden/model-example/site.yaml").read_text(), Typed)
    for name, broken in broken_models(model):
        case("refuses the example with " + name, None if first_fault(validator, broken) else "accepted")


def check_patterns(schema):
    """Patterns are read by editors as ECMAScript: nothing that only Python understands."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            found.extend([node["pattern"]] if isinstance(node.get("pattern"), str) else [])
            found.extend(node.get("patternProperties", {}))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(schema)
    odd = [pattern for pattern in found if re.search(r"\(\?[^!:=]|\\[AZzGQE]|\[:", pattern)]
    case("patterns are plain", odd and str(odd[:3]) or (None if len(found) > 20 else "only %d found" % len(found)))


def examples_fit(schema):
    for name, definition in schema["definitions"].items():
        if "examples" in definition:
            wrong = [text for text in definition["examples"] if not re.search(definition["pattern"], text)]
            case("examples of %s" % name, wrong and str(wrong))


def main():
    text = subprocess.run([os.environ["HR_PROGRAM"], "schema"], check=True, stdout=subprocess.PIPE).stdout
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    case("is a draft-07 schema", None if "draft-07" in schema["$schema"] else schema["$schema"])
    validator = jsonschema.Draft7Validator(schema)
    accept_files(validator)
    check_snippets(validator)
    check_breaking(validator)
    check_patterns(schema)
    examples_fit(schema)


main()
