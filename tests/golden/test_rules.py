#!/usr/bin/python3
"""Every rule has a golden folder rule-CODE whose check shows it hold, violated and unknown.

The folder's own `cmd` runs again as JSON, so the three states are those of the rows and no word in a text. Prints a
line a check, as tests/run wants it.
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = TOP / "tests/golden"
STATES = {"holds", "violated", "unknown"}

# Rules that have fewer states by what they are.
FEWER = {
    "R102": {"unknown"},                # a type that is not modelled is never judged
    "C104": {"holds", "unknown"},       # heat without a place is in no sum, so nothing is exceeded by it
    "R205": {"unknown"},                # outages of cooling are not judged yet, so neither statement can be made
    "R215": {"unknown"},
    "P105": {"holds", "unknown"},       # supplies that are too weak lose their load, so it is R101 that is violated
}


def codes():
    names = re.findall(r"^HR_RULE\((\w+)\)", (TOP / "src/rule/rules.def").read_text(), re.M)
    for name in names:
        yield from re.findall(r'\.code = "(\w+)"', (TOP / "src/rule" / (name + ".c")).read_text())


def checks(folder):
    """The check commands of a folder, as lists of arguments that print JSON."""
    for line in (folder / "cmd").read_text().splitlines():
        words = shlex.split(line, comments=True)
        if words[:2] != ["headroom", "check"] or "--paths" in words:
            continue
        if "--format" in words:
            at = words.index("--format")
            del words[at:at + 2]
        yield words[1:] + ["--format", "json"]


def states(code):
    found = set()
    for folder in sorted(GOLDEN.glob("rule-%s*" % code.lower())):
        for arguments in checks(folder):
            done = subprocess.run([os.environ["HR_PROGRAM"], *arguments], cwd=folder, capture_output=True, text=True)
            if done.returncode in (0, 1):
                found |= {row["state"] for row in json.loads(done.stdout)["rows"] if row["code"] == code}
    return found


def main():
    bad = 0
    for code in codes():
        lacking = FEWER.get(code, STATES) - states(code)
        bad |= bool(lacking)
        print("%sok rule %s%s" % ("not " if lacking else "", code,
                                  ": no golden row is " + ", ".join(sorted(lacking)) if lacking else ""))
    return bad


if __name__ == "__main__":
    sys.exit(main())
