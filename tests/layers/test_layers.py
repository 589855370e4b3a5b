#!/usr/bin/python3
"""Proves the order of the layers from the object files of the build and from the includes of the sources, and that
the proof itself notices a breach."""
import os
import pathlib
import subprocess
import tempfile

import layers

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build"))


def case(name, faults):
    print("not ok %s: %s" % (name, "; ".join(faults)) if faults else "ok " + name)


def check_tree():
    case("every folder of src is a layer", layers.unknown_folders(TOP))
    objects, missing = layers.built_objects(TOP, BUILD)
    case("every source has an object file", missing)
    faults = layers.symbol_faults(objects)
    for layer in layers.LAYERS:
        if layers.sources(TOP, layer, (".c", ".h", ".def")):
            case("symbols of %s" % layer, faults[layer])
            case("includes of %s" % layer, layers.include_faults(TOP, layer))
    case("includes of the public headers", layers.public_include_faults(TOP))


def write(top, name, text):
    file = top / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def compile_object(source):
    target = source.with_suffix(".o")
    subprocess.run([os.environ.get("CC", "cc"), "-c", source, "-o", target], check=True)
    return target


def expect(name, faults, words):
    """A breach must be found, once, and named."""
    found = [fault for fault in faults if all(word in fault for word in words)]
    case(name, [] if len(found) == 1 and len(faults) == 1 else ["expected one fault, found %s" % faults])


def check_the_check():
    with tempfile.TemporaryDirectory(prefix="headroom-layers-") as folder:
        top = pathlib.Path(folder).resolve()
        low = write(top, "src/base/low.c", "int hr_high(void);\nint hr_low(void);\nint hr_low(void) { return hr_high(); }\n")
        high = write(top, "src/cli/high.c", "int hr_low(void);\nint hr_high(void);\nint hr_high(void) { return 1; }\n"
                     "int hr_use(void);\nint hr_use(void) { return hr_low(); }\n")
        objects = {"base": [compile_object(low)], "cli": [compile_object(high)]}
        faults = layers.symbol_faults(objects)
        expect("a call upwards is found", faults["base"], ["low.o", "hr_high", "cli"])
        case("a call downwards is fine", faults["cli"])

        lost = write(top, "src/base/lost.c", "int hr_nowhere(void);\nint lost(void);\nint lost(void) { return hr_nowhere(); }\n")
        expect("a call into nothing is found", layers.symbol_faults({"base": [compile_object(lost)]})["base"],
               ["hr_nowhere", "no layer"])

        twin = write(top, "src/model/twin.c", "int hr_low(void);\nint hr_low(void) { return 2; }\n")
        expect("a symbol defined twice is found",
               layers.symbol_faults({"base": objects["base"], "model": [compile_object(twin)], "cli": objects["cli"]})["model"],
               ["hr_low", "twin.o", "low.o"])

        write(top, "src/rule/rule.h", "")
        write(top, "include/headroom/id.h", "")
        write(top, "src/engine/up.c", '#include "rule/rule.h"\n')
        write(top, "src/model/up.c", '#  include "../rule/rule.h"\n')
        write(top, "src/task/down.c", '#include <stdio.h>\n#include "rule/rule.h"\n#include "headroom/id.h"\n')
        write(top, "include/headroom/bad.h", '#include "rule/rule.h"\n')
        write(top, "src/misc/x.c", "")
        expect("an include upwards is found", layers.include_faults(top, "engine"), ["src/engine/up.c", "src/rule/rule.h"])
        expect("an include upwards by path is found", layers.include_faults(top, "model"), ["src/model/up.c"])
        case("an include downwards is fine", layers.include_faults(top, "task"))
        expect("a public header that reaches into src is found", layers.public_include_faults(top), ["bad.h"])
        expect("a folder outside the order is found", layers.unknown_folders(top), ["misc"])
        expect("a source without an object file is found", layers.built_objects(top, top / "build")[1][:1],
               ["src/base/"])


check_tree()
check_the_check()
