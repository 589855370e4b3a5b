#!/usr/bin/python3
"""What `make install` and `make deb` give: the files that belong there, a program that finds its catalogue wherever the
tree was moved, a library that a C program of ten lines links with through pkg-config, manual pages without warnings,
completion scripts that their shells read, and a package whose bytes are the same each time."""
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HR_BUILD", TOP / "build")).resolve()
CACHE = dict(re.findall(r"^(\w+):\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.M))
PAGES = sorted(path.name for path in (TOP / "man").iterdir())
CLEAN = {name: value for name, value in os.environ.items()
         if name not in ("HEADROOM_PARTS", "PKG_CONFIG_PATH", "DESTDIR", "SOURCE_DATE_EPOCH")}

PROGRAM = r"""
#include <headroom/headroom.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    headroom_context *h = headroom_new("2026-01-01");
    headroom_site *site;
    headroom_check *check;
    headroom_summary sum;
    if (argc < 3 || headroom_add_parts(h, argv[1]) || headroom_open(&site, h, argv[2], NULL)) return 1;
    if (headroom_check_site(&check, site, NULL)) return 2;
    headroom_check_summary(check, &sum);
    printf("%s %u %u\n", headroom_version(), sum.rows, sum.cases);
    headroom_check_free(check), headroom_site_free(site), headroom_free(h);
    return 0;
}
"""


class Fault(Exception):
    pass


def demand(condition, text, *values):
    if not condition:
        raise Fault(" ".join((text % values if values else text).split())[:600])


def run(*command, code=0, cwd=TOP, **environment):
    done = subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, env=dict(CLEAN, **environment))
    demand(done.returncode == code, "%s: exit code %s: %s", command, done.returncode, done.stderr or done.stdout)
    return done.stdout


def files(root):
    return {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}


def expected(zsh, lib="lib"):
    """All files below the prefix."""
    data = {"share/headroom/%s" % path.relative_to(TOP) for folder in ("parts", "sites")
            for path in (TOP / folder).rglob("*") if path.is_file()}
    docs = {"share/doc/headroom/%s" % path.relative_to(TOP) for path in (TOP / "docs").rglob("*") if path.is_file()}
    return data | docs | {"share/man/man%s/%s" % (page[-1], page) for page in PAGES} | {
        "bin/headroom", lib + "/libheadroom.a", lib + "/pkgconfig/headroom.pc", "include/headroom/headroom.h",
        "share/doc/headroom/LICENSE", "share/doc/headroom/README.md",
        "share/bash-completion/completions/headroom", "share/zsh/%s/_headroom" % zsh,
        "share/fish/vendor_completions.d/headroom.fish"}


# --- make install ----------------------------------------------------------------------------------------------------

def check_files():
    demand(files(ROOT / "opt/hall") == expected("site-functions"), "differs: %s",
           sorted(files(ROOT / "opt/hall") ^ expected("site-functions")))
    with tempfile.TemporaryDirectory() as folder:
        run("cmake", "--install", BUILD, "--prefix", "/usr", DESTDIR=folder)
        got = files(pathlib.Path(folder) / "usr")
        demand(got == expected("vendor-completions"), "/usr differs: %s", sorted(got ^ expected("vendor-completions")))
    said = run("make", "-n", "install", "PREFIX=/opt/hall", "DESTDIR=/stage")
    demand("cmake --install build --prefix /opt/hall" in said, "make install says %s", said)


def check_no_paths():
    """Nothing installed knows where it was built."""
    for name in ("bin/headroom", "lib/libheadroom.a", "lib/pkgconfig/headroom.pc"):
        text = (ROOT / "opt/hall" / name).read_bytes()
        if CACHE["CMAKE_BUILD_TYPE"] == "Release":
            for folder in ("src", "include", "build"):  # the top alone may be part of a path that is meant
                demand(str(TOP / folder).encode() not in text, "%s holds %s", name, TOP / folder)


def check_program(prefix):
    program = prefix / "bin/headroom"
    with tempfile.TemporaryDirectory() as elsewhere:
        listed = run(program, "parts", "dgx-b200", cwd=elsewhere)
        demand("nvidia.yaml:" in listed, "the catalogue is not found: %s", listed)
        report = json.loads(run(program, "check", prefix / "share/headroom/sites/small-ab", "--format", "json",
                                cwd=elsewhere))
        demand(report["summary"]["violated"] == 0 and report["summary"]["rows"] > 10, "%s", report["summary"])
        run(program, "check", prefix / "share/headroom/sites/dps-144", cwd=elsewhere, code=1)
    return report["summary"]


def check_moved():
    check_program(ROOT / "opt/hall")
    moved = SCRATCH / "some where"
    shutil.copytree(ROOT / "opt/hall", moved, symlinks=True)
    check_program(moved)


def check_library(prefix):
    """Compiled with the flags of the build itself, so that a library with sanitizers finds them."""
    source, program = SCRATCH / "ten.c", SCRATCH / "ten"
    source.write_text(PROGRAM)
    path = str(prefix / "lib/pkgconfig")
    flags = run("pkg-config", "--cflags", "--libs", "headroom", PKG_CONFIG_PATH=path).split()
    own = CACHE.get("CMAKE_C_FLAGS", "").split()
    run(CACHE["CMAKE_C_COMPILER"], "-std=c17", "-Wall", "-Wextra", "-Werror", *own, source, "-o", program, *flags)
    said = run(program, prefix / "share/headroom/parts", prefix / "share/headroom/sites/small-ab").split()
    summary = check_program(prefix)
    version = run("pkg-config", "--modversion", "headroom", PKG_CONFIG_PATH=path).strip()
    demand(said == [version, str(summary["rows"]), str(summary["cases"])], "%s: %s, not %s", version, said, summary)


# --- pages and completions -------------------------------------------------------------------------------------------

def check_page(page):
    path = TOP / "man" / page
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8", str(path)], capture_output=True, text=True)
    demand(done.returncode == 0 and not done.stderr, "groff: %s", done.stderr)
    done = subprocess.run(["man", "--warnings", "-l", str(path)], capture_output=True, text=True,
                          env=dict(CLEAN, MANWIDTH="80", LC_ALL="C.UTF-8", MANPAGER="cat"))
    demand(done.returncode == 0 and not done.stderr, "man: %s", done.stderr)
    plain = re.sub(".\b", "", done.stdout)
    for section in ("NAME", "DESCRIPTION"):
        demand(re.search("^%s$" % section, plain, re.M), "no section %s", section)
    wide = [line for line in plain.splitlines() if len(line) > 120]
    demand(not wide, "a line that should have been broken: %s", wide[:1])


ZSH = """
fpath=(%s $fpath)
autoload -Uz compinit && compinit -u -d %s/dump
print -r -- ${_comps[headroom]}
"""


def check_shells():
    share = ROOT / "opt/hall/share"
    run("bash", "-n", share / "bash-completion/completions/headroom")
    run("zsh", "-n", share / "zsh/site-functions/_headroom")
    run("fish", "-n", share / "fish/vendor_completions.d/headroom.fish")
    found = run("zsh", "-f", "-c", ZSH % (share / "zsh/site-functions", SCRATCH)).strip()
    demand(found == "_headroom", "zsh finds %s for headroom", found)
    script = share / "fish/vendor_completions.d/headroom.fish"

    def fish(line):
        said = run("fish", "--no-config", "-c", "source %s; complete -C '%s'" % (script, line), cwd=SCRATCH,
                   HOME=str(SCRATCH))
        return {answer.split("\t")[0] for answer in said.splitlines()}

    demand(fish("headroom dif") == {"diff"}, "fish: dif gives %s", fish("headroom dif"))
    demand("--select" in fish("headroom diff --sel"), "fish: %s", fish("headroom diff --sel"))
    demand("xlsx" in fish("headroom export xl"), "fish: %s", fish("headroom export xl"))
    demand({"text", "json"} <= fish("headroom diff --format "), "fish: %s", fish("headroom diff --format "))


# --- make deb --------------------------------------------------------------------------------------------------------

def check_deb():
    made = [pathlib.Path(run(TOP / "tools/deb", BUILD, SCRATCH / folder, SOURCE_DATE_EPOCH=date, TZ=zone).strip())
            for folder, date, zone in (("1", "1700000000", "UTC"), ("2", "1700000000", "Asia/Tokyo"),
                                       ("3", "1700000001", "UTC"))]
    one, two, later = (path.read_bytes() for path in made)
    demand(one == two, "two packages differ")
    demand(one != later, "the date does not enter")
    version = re.search(r'HEADROOM_VERSION "(.*)"', (TOP / "include/headroom/headroom.h").read_text())[1]
    architecture = run("dpkg", "--print-architecture").strip()
    demand(made[0].name == "headroom_%s_%s.deb" % (version, architecture), "it is called %s", made[0].name)
    listed = {line.split()[5][len("./usr/"):] for line in run("dpkg-deb", "-c", made[0]).splitlines()
              if not line.startswith("d")}
    want = {re.sub(r"(^share/man/.*)", r"\1.gz", name) for name in expected("vendor-completions")}
    want = want - {"share/doc/headroom/LICENSE"} | {"share/doc/headroom/copyright", "share/doc/headroom/changelog.gz"}
    demand(listed == want, "its files differ: %s", sorted(listed ^ want))
    owners = {line.split()[1] for line in run("dpkg-deb", "-c", made[0]).splitlines()}
    demand(owners == {"root/root"}, "owners: %s", owners)
    fields = dict(re.findall(r"^(\S+): (.*)$", run("dpkg-deb", "-f", made[0]), re.M))
    demand(fields["Version"] == version and fields["Section"] == "science" and fields["Package"] == "headroom",
           "control: %s", fields)
    for name in ("libc6", "libyaml-0-2", "libexpat1", "zlib1g", "libxlsxwriter4", "libcholmod3"):
        demand(name in fields["Depends"], "it does not depend on %s: %s", name, fields["Depends"])
    unpacked = SCRATCH / "unpacked"
    run("dpkg", "-x", made[0], unpacked)
    check_program(unpacked / "usr")
    run("md5sum", "--quiet", "-c", sums(made[0]), cwd=unpacked)
    page = gzip.decompress((unpacked / "usr/share/man/man1/headroom.1.gz").read_bytes()).decode()
    demand(page == (TOP / "man/headroom.1").read_text(), "another manual page")
    demand("Apache-2.0" in (unpacked / "usr/share/doc/headroom/copyright").read_text(), "no copyright")


def sums(package):
    folder = SCRATCH / "control"
    run("dpkg-deb", "-e", package, folder)
    return folder / "md5sums"


def case(name, how, *arguments):
    try:
        how(*arguments)
        print("ok " + name)
    except (Fault, OSError, ValueError, KeyError, IndexError, TypeError) as fault:
        print("not ok %s: %s" % (name, fault if isinstance(fault, Fault) else repr(fault)))


with tempfile.TemporaryDirectory(prefix="headroom-installed-") as scratch:
    SCRATCH = pathlib.Path(scratch).resolve()
    ROOT = SCRATCH / "root"
    case("it installs into DESTDIR", lambda: run("cmake", "--install", BUILD, "--prefix", "/opt/hall", DESTDIR=str(ROOT)))
    case("files", check_files)
    case("no paths of the build", check_no_paths)
    case("moved elsewhere", check_moved)
    case("ten lines of C", check_library, ROOT / "opt/hall")
    case("completion in three shells", check_shells)
    for name in PAGES:
        case("manual page %s" % name, check_page, name)
    case("package", check_deb)
