#!/usr/bin/python3
"""slow: heads and flows of the hydraulic engine against EPANET, live, to 1e-4: files written by hand, and loops written
by the engine's own writer. EPANET comes as WebAssembly in the npm package epanet-js, of the version in
package-lock.json; npm fetches it once. Without it the test fails. Prints a line a check, as tests/run wants it."""
import os
import pathlib
import tempfile

import epanet_peer as peer

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build"))
SOLVE = BUILD / "tests" / "peer" / "solve_inp"

BY_HAND = ["two-racks", "mixed", "town"]
LOOPS = [(8,), (128,), (1024,), (8, "plates"), (128, "plates", "shut"), (1024, "plates"), (64, "plates", "warm"),
         (128, "shut", "spare"), (64, "cubic", "plates", "shut", "spare"), (1024, "cubic", "warm")]


def main():
    with tempfile.TemporaryDirectory(prefix="headroom-epanet-") as scratch:
        files, errors = {}, {}
        for name in BY_HAND:
            files["by hand, " + name] = HERE / (name + ".inp")
        for loop in LOOPS:
            name = "loop of %d racks%s" % (loop[0], "".join(", " + word for word in loop[1:]))
            files[name] = pathlib.Path(scratch) / ("-".join(map(str, loop)) + ".inp")
            try:
                files[name].write_text(peer.run(SOLVE, "--write", *loop))
            except (peer.Fault, OSError) as why:
                errors[name] = str(why)
        try:
            peer.fetch()
            answers = peer.ask([file for name, file in files.items() if name not in errors])
        except (peer.Fault, OSError, ValueError) as why:
            print("not ok EPANET answers: %s" % why)
            return
        print("ok EPANET answers")
        for name, file in files.items():
            if name in errors:
                print("not ok %s: %s" % (name, errors[name]))
            else:
                peer.check(name, lambda: peer.figures(peer.run(SOLVE, file).splitlines()), lambda: answers[str(file)])


main()
