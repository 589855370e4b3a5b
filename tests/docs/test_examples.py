"""Shows that the examples in README.md and docs/*.md are what the program prints today.

An example is an indented block whose first line begins with `$ headroom`; the lines below it must be the program's
output, where a line `...` stands for any lines left out. Run from the top folder.
"""
import os
import pathlib
import shlex
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or str(TOP / "build" / "headroom")


def blocks(text):
    block = []
    for line in text.split("\n") + [""]:
        if line.startswith("    ") or (block and not line.strip()):
            block.append(line[4:])
            continue
        while block and not block[-1].strip():
            block.pop()
        if block and block[0].startswith("$ headroom "):
            yield block[0][len("$ headroom "):], block[1:]
        block = []


def explain_difference(shown, printed):
    at = 0
    for line in shown:
        if line == "...":
            continue
        if line not in printed[at:]:
            return "not printed: %r" % line
        at = printed.index(line, at) + 1
    gaps = "..." in shown
    if not gaps and shown != printed:
        return "other lines are printed: %r" % [line for line in printed if line not in shown]
    return None


def main():
    found = 0
    for page in [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]:
        for words, shown in blocks(page.read_text()):
            found += 1
            name = "%s: %s" % (page.relative_to(TOP), words)
            run = subprocess.run([PROGRAM, *shlex.split(words)], cwd=TOP, capture_output=True, text=True)
            why = explain_difference(shown, run.stdout.rstrip("\n").split("\n"))
            print("not ok %s: %s" % (name, why) if why else "ok %s" % name)
    if not found:
        print("not ok examples: none found")


main()
