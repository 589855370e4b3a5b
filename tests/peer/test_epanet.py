#!/usr/bin/python3
"""slow: heads and flows of the hydraulic engine against EPANET, live, to 1e-4: files written by hand, and loops written
by the engine's own writer. EPANET comes as WebAssembly in the npm package epanet-js, of the version in
package-lock.json; npm fetches it once. Without it the test fails. Prints a line a check, as tests/run wants it."""
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build"))
SOLVE = BUILD / "tests" / "peer" / "solve_inp"

BOUND = 1e-4  # of the figure itself; of the largest of its kind where it is less than a thousandth of that
LEAK = 1e-6   # of the largest flow: what EPANET lets through where all is closed and the engine has 0
BY_HAND = ["two-racks", "mixed", "town"]
LOOPS = [(8,), (128,), (1024,), (8, "plates"), (128, "plates", "shut"), (1024, "plates"), (64, "plates", "warm"),
         (128, "shut", "spare"), (64, "cubic", "plates", "shut", "spare"), (1024, "cubic", "warm")]


class Fault(Exception):
    pass


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True)
    if done.returncode != 0:
        raise Fault("%s: exit code %d: %s" % (pathlib.Path(command[0]).name, done.returncode,
                                              " ".join((done.stderr or done.stdout).split())[-400:]))
    return done.stdout


def fetch_peer():
    """The package of the lock file; nothing is fetched when it is there."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Fault("no %s: see [peer] in the file packages" % program)
    if not (HERE / "node_modules" / "epanet-js").is_dir():
        run("npm", "ci", "--no-audit", "--no-fund", cwd=HERE)


def figures(lines):
    """{(kind, name): value}"""
    found = {}
    for line in lines:
        kind, name, value = line.split()
        found[kind, name] = float(value)
    return found


def ask_peer(files):
    """One process for all files: {file: figures}"""
    lines, answers, at = run("node", HERE / "epanet.mjs", *files).splitlines(), {}, None
    for line in lines:
        if line.startswith("file "):
            at = answers[line[5:]] = []
        else:
            at.append(line)
    return {name: figures(lines) for name, lines in answers.items()}


def compare(ours, theirs):
    """The largest relative difference and where it is."""
    if set(ours) != set(theirs):
        raise Fault("names differ: %s" % sorted(set(ours) ^ set(theirs))[:5])
    worst = (0.0, None)
    for kind in ("node", "link"):
        most = max(abs(value) for (k, _), value in theirs.items() if k == kind)
        for key, value in theirs.items():
            if key[0] == kind:
                share = abs(ours[key] - value) / max(abs(value), 1e-3 * most)
                if kind == "link" and abs(ours[key]) <= 1e-12 * most:
                    share = BOUND * abs(value) / (LEAK * most)
                if not share <= worst[0]:
                    worst = (share, key)
    return worst


def check(name, ours, theirs):
    try:
        share, where = compare(ours(), theirs())
        fault = None if share <= BOUND else "%.2e at %s" % (share, " ".join(where))
        print("not ok %s: %s" % (name, fault) if fault else "ok %s: within %.1e" % (name, share))
    except Fault as why:
        print("not ok %s: %s" % (name, why))


def main():
    with tempfile.TemporaryDirectory(prefix="headroom-epanet-") as scratch:
        files, errors = {}, {}
        for name in BY_HAND:
            files["by hand, " + name] = HERE / (name + ".inp")
        for loop in LOOPS:
            name = "loop of %d racks%s" % (loop[0], "".join(", " + word for word in loop[1:]))
            files[name] = pathlib.Path(scratch) / ("-".join(map(str, loop)) + ".inp")
            try:
                files[name].write_text(run(SOLVE, "--write", *loop))
            except (Fault, OSError) as why:
                errors[name] = str(why)
        try:
            fetch_peer()
            answers = ask_peer([file for name, file in files.items() if name not in errors])
        except (Fault, OSError, ValueError) as why:
            print("not ok EPANET answers: %s" % why)
            return
        print("ok EPANET answers")
        for name, file in files.items():
            if name in errors:
                print("not ok %s: %s" % (name, errors[name]))
            else:
                check(name, lambda: figures(run(SOLVE, file).splitlines()), lambda: answers[str(file)])


main()
