#!/usr/bin/python3
"""Every code has a golden case, and every message of a bad input says where, what and the way out.

Codes are the rows of src/model/diags.def and the `.code` of the rules in src/rule; a case is a folder of tests/golden
whose `out` or `err` holds the code. Of the folders bad-*: exit code 2, nothing on stdout, and each error has a place
and a help. Prints a line a check, as tests/run wants it.
"""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = TOP / "tests/golden"

# Named on the command line, so they stand in no text.
NO_PLACE = {"M101", "M501", "M502", "M504", "M505", "M720", "M721"}
# What is allowed stands in the message itself.
NO_HELP = {"M101", "M205", "M701", "M710", "M713"}


def read(file):
    return file.read_bytes().decode("utf-8", "backslashreplace") if file.exists() else ""


def diagnostics(err):
    """The errors and warnings of an `err`, each with its lines."""
    return [part for part in re.split(r"\n\n(?=(?:error|warning|note)\b)", err) if part.strip()]


def check(name, fault):
    print("%sok %s%s" % ("not " if fault else "", name, ": " + fault if fault else ""))
    return bool(fault)


def declared_codes():
    diags = re.findall(r'^HR_DIAG\("(\w+)"', read(TOP / "src/model/diags.def"), re.M)
    names = re.findall(r"^HR_RULE\((\w+)\)", read(TOP / "src/rule/rules.def"), re.M)
    rules = [re.search(r'\.code = "(\w+)"', read(TOP / "src/rule" / (name + ".c"))) for name in names]
    return diags, [found[1] if found else "none in " + name for found, name in zip(rules, names)]


def used_codes():
    """Codes in the calls that report them, with the file."""
    for file in sorted((TOP / "src").rglob("*.c")):
        for code in re.findall(r'HR_(?:ERROR|WARNING|NOTE),\s*"(\w+)"', read(file)):
            yield code, file.relative_to(TOP)


def check_codes(folders):
    diags, rules = declared_codes()
    shown = {folder: read(folder / "out") + read(folder / "err") for folder in folders}
    bad = check("codes are declared once", ", ".join({c for c in diags + rules if (diags + rules).count(c) > 1}))
    unknown = {"%s in %s" % (code, file) for code, file in used_codes() if code not in diags}
    bad |= check("codes in use are declared", ", ".join(sorted(unknown)))
    for code in diags + rules:
        have = [folder for folder, text in shown.items() if re.search(r"\b%s\b" % code, text)]
        bad |= check("code %s has a case" % code, "" if have else "no golden case shows it")
    return bad


def fault_of(part):
    head = re.match(r"(error|warning)\[(\w+)\]: .", part)
    if not head:
        return "not a diagnostic: %r" % part[:60]
    if not re.search(r"^ *--> .+:\d+:\d+$", part, re.M) and head[2] not in NO_PLACE:
        return "%s has no place" % head[2]
    if " = help: " not in part and head[2] not in NO_HELP:
        return "%s has no help" % head[2]
    return ""


def check_bad_input(folder):
    err = read(folder / "err")
    parts = [part for part in diagnostics(err) if not part.startswith("note:")]
    faults = [fault for fault in map(fault_of, parts) if fault]
    if not any(part.startswith("error[") for part in parts):
        faults.append("no error in err")
    if read(folder / "exit").strip() != "2":
        faults.append("the exit code is not 2")
    if read(folder / "out"):
        faults.append("something on stdout")
    if re.search(r"(?<![\w.])/(?:work|tmp|home|root|usr)/", err + read(folder / "cmd")):
        faults.append("a path of the machine")
    return check("input %s" % folder.name, "; ".join(faults))


def main():
    folders = sorted(path for path in GOLDEN.iterdir() if path.is_dir())
    bad = check_codes(folders)
    for folder in folders:
        if folder.name.startswith("bad-"):
            bad |= check_bad_input(folder)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
