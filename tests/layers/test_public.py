#!/usr/bin/python3
"""Proves what an installation holds: one header, which stands alone, and the program with its data."""
import os
import pathlib
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build"))


def case(name, fault):
    print("not ok %s: %s" % (name, " ".join(fault.split())) if fault else "ok " + name)


def run(*command, **options):
    """What went wrong with a command, or None."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    return None if done.returncode == 0 else "%s: %s" % (command[0], (done.stderr or done.stdout).strip())


def installed(prefix, folder):
    return sorted(str(path.relative_to(prefix)) for path in (prefix / folder).rglob("*") if path.is_file())


with tempfile.TemporaryDirectory(prefix="headroom-install-") as scratch:
    prefix = pathlib.Path(scratch) / "prefix"
    case("it installs", run("cmake", "--install", BUILD, "--prefix", prefix))
    headers = installed(prefix, "include")
    case("headroom.h is the only header installed",
         None if headers == ["include/headroom/headroom.h"] else "found %s" % headers)
    for folder in ("parts", "sites"):
        kept = {str(path.relative_to(TOP)) for path in (TOP / folder).rglob("*") if path.is_file()}
        there = {name[len("share/headroom/"):] for name in installed(prefix, "share/headroom/" + folder)}
        case("all of %s is installed" % folder, None if kept == there else "differs: %s" % sorted(kept ^ there))
    case("the program is installed", None if os.access(prefix / "bin" / "headroom", os.X_OK) else "no bin/headroom")
    source = pathlib.Path(scratch) / "alone.c"
    source.write_text("#include <headroom/headroom.h>\nint main(void) { return 0; }\n")
    case("headroom.h stands alone",
         run(os.environ.get("CC", "cc"), "-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only",
             "-I", prefix / "include", source))
