"""The order of the layers of src/ and what breaks it. Used by test_layers.py.

Each layer uses only itself and those before it. Symbols prove it: whatever an object file leaves undefined must be
defined no later than in its own layer, so that a declaration written by hand does not hide a dependency that no
include shows. Includes are checked too, because types and inline functions leave no symbol.
"""
import pathlib
import re
import subprocess

LAYERS = ["base", "model", "element", "engine", "rule", "time", "task", "report", "port", "plant", "watch", "cli"]


def rank(layer):
    return LAYERS.index(layer)


def sources(top, layer, suffixes=(".c",)):
    return sorted(file for file in (top / "src" / layer).rglob("*") if file.suffix in suffixes)


def unknown_folders(top):
    """Folders of src/ that have no place in the order."""
    return sorted(path.name for path in (top / "src").iterdir() if path.is_dir() and path.name not in LAYERS)


def symbols(object_file):
    """The global symbols of an object file: (defined, undefined). Weak definitions, which several files may hold and
    compilers add for their instruments, do not count."""
    defined, undefined = set(), set()
    listing = subprocess.run(["nm", "-P", "-g", object_file], check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        name, kind = line.split()[:2]
        if kind not in "WVu":
            (undefined if kind in "Uwv" else defined).add(name)
    return defined, undefined


def symbol_faults(objects):
    """objects: {layer: [object files]}. Returns {layer: [what is wrong]}."""
    home, uses, faults = {}, [], {layer: [] for layer in objects}
    for layer in sorted(objects, key=rank):
        for file in objects[layer]:
            defined, undefined = symbols(file)
            uses.append((layer, file, undefined))
            for name in sorted(defined):
                if home.setdefault(name, (layer, file)) != (layer, file):
                    faults[layer].append("%s is defined in %s and in %s" % (name, file.name, home[name][1].name))
    for layer, file, undefined in uses:
        for name in sorted(undefined):
            if name in home and rank(home[name][0]) > rank(layer):
                faults[layer].append("%s uses %s of the later layer %s" % (file.name, name, home[name][0]))
            elif name not in home and name.startswith("hr_"):
                faults[layer].append("%s uses %s, which no layer defines" % (file.name, name))
    return faults


def included(file):
    """The names in quotes that a file includes."""
    return re.findall(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)


def resolve(top, file, name):
    """The file of this tree that an include means, or None. Looks where the compiler looks, in its order."""
    for folder in (file.parent, top / "include", top / "src"):
        candidate = (folder / name).resolve()
        if candidate.exists():
            return candidate.relative_to(top) if candidate.is_relative_to(top) else None
    return None


def include_faults(top, layer):
    """Includes of a layer's files that reach further than the layer may."""
    faults = []
    for file in sources(top, layer, (".c", ".h", ".def")):
        for name in included(file):
            target = resolve(top, file, name)
            if target is None:
                continue  # made by the build, or missing: then the compiler says so
            folders = target.parts
            if folders[0] == "src" and folders[1] in LAYERS and rank(folders[1]) <= rank(layer):
                continue
            if folders[:2] == ("include", "headroom"):
                continue
            faults.append("%s includes %s" % (file.relative_to(top), target))
    return faults


def public_include_faults(top):
    """Headers under include/ may lean on each other only: they are what all layers agree on."""
    faults = []
    for file in sorted((top / "include").rglob("*.h")):
        for name in included(file):
            target = resolve(top, file, name)
            if target is not None and target.parts[:2] != ("include", "headroom"):
                faults.append("%s includes %s" % (file.relative_to(top), target))
    return faults


def built_objects(top, build):
    """{layer: [object files]} of a build folder, and the sources that have none. Objects left over from sources that
    are gone do not count."""
    objects, missing = {}, []
    for layer in LAYERS:
        objects[layer] = []
        for source in sources(top, layer):
            target = "headroom" if source == top / "src" / "cli" / "main.c" else "hr_" + layer
            inside = pathlib.Path(str(source.relative_to(top)) + ".o")
            file = build / "CMakeFiles" / (target + ".dir") / inside
            if file.exists():
                objects[layer].append(file)
            else:
                missing.append(str(source.relative_to(top)))
    return objects, missing
