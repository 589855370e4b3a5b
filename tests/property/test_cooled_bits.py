#!/usr/bin/env python3
"""Proves on random halls with power and cooling that settling what an outage changes gives what settling everything gives,
bit for bit: each loss, and each worst row of which the verdict is known. The halls are those of tests/twin/cooled_halls.py,
compared by prop_cooled, which takes files. Reads HR_BUILD, the build folder."""
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "twin"))
import cooled_halls  # noqa: E402

PROGRAM = pathlib.Path(os.environ.get("HR_BUILD", str(TOP / "build"))) / "tests" / "property" / "prop_cooled"
COUNT = 400 if os.environ.get("HR_LONG") else 200
BLOCK = 20
HANG = 600  # seconds until a block is taken to hang; never a measure of speed


def main():
    failed = False
    with tempfile.TemporaryDirectory(prefix="headroom-bits-") as folder:
        for start in range(0, COUNT, BLOCK):
            files = []
            for seed in range(start, start + BLOCK):
                file = pathlib.Path(folder) / ("hall-%d.yaml" % seed)
                file.write_text(cooled_halls.Hall(seed).text())
                files.append(str(file))
            done = subprocess.run([str(PROGRAM), *files], capture_output=True, check=False, timeout=HANG, cwd=TOP)
            name = "halls %d to %d: what changes alone gives the bits of everything" % (start, start + BLOCK - 1)
            why = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\n", " ")[-600:]
            print("ok " + name if done.returncode == 0 else "not ok %s: %s" % (name, why))
            failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
