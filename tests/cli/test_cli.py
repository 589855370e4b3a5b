#!/usr/bin/python3
"""The command line as its users meet it: every example of --help runs, exit codes are those promised, messages name
what is wrong and the way out, results go to one place and everything else to another, manual pages and completion
scripts are those of the program. The program is $HEADROOM, else the one under test ($HR_PROGRAM), else build/headroom."""
import csv
import io
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import stat
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HEADROOM") or os.environ.get("HR_PROGRAM") or TOP / "build/headroom").resolve()
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "HEADROOM_PARTS")}
ENVIRONMENT.update(TERM="xterm", LC_ALL="C.UTF-8")

HOLDS = """\
headroom: 1
site: {name: Small, redundancy: none}
elements:
  grid: {type: utility, voltage: 415 V, rating: 500 kVA, power: 500 kW}
  bus: {type: busway, rating: 800 A, resistance: 0.05 mohm/m, length: 10 m,
        from: {to: grid, breaker: 800 A, phases: ABC}}
  rack-[1-2]: {type: rack, power: 20 kW, power_factor: 0.95, from: {to: bus, breaker: 63 A, phases: ABC}}
"""

PAIRS = """\
headroom: 1
site: {name: Pairs, redundancy: any-one}
parts:
  rack-40:
    type: rack
    power: {value: 40.3 kW, trust: recalled, source: "a note, \\"by hand\\"", as_of: 2026}
    power_factor: 0.95
    psus: {needed: 3, rating: 11.1 kW}
elements:
  grid: {type: utility, voltage: 13.8 kV, rating: 5 MVA, power: 4.6 MW}
  tx-[A,B]: {type: transformer, from: {to: grid, breaker: 120 A, phases: ABC}, rating: 1000 kVA, secondary: 415 V,
             winding: Dyn11, impedance: 5.75 %}
  bus-[A,B]:
    type: busway
    rating: 800 A
    resistance: 0.0333 mohm/m
    length: 77.7 ft
    room: electrical
    from: {to: tx-$1, breaker: {rating: 800 A, full_rated: true}, phases: ABC, cable: {size: 500 kcmil, sets: 2,
           length: 33.3 ft}}
  rack-[1-8]:
    part: rack-40
    weight: 1360 kg
    from: {A: {to: bus-A, breaker: 63 A, phases: ABC}, B: {to: bus-B, breaker: 63 A, phases: ABC}}
    psus: {A: 3, B: 3}
  fan-[1-4]: {type: load, power: 3.7 kW, from: {spread: "bus-[A,B]", breaker: 16 A, phases: A-N}}
"""


class Fault(Exception):
    pass


def demand(condition, text, *values):
    if not condition:
        raise Fault(" ".join((text % values if values else text).split())[:600])


def run(*arguments, **options):
    """Runs the program; returns (exit code, stdout, stderr)."""
    options.setdefault("env", ENVIRONMENT)
    options.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          cwd=SCRATCH, **options)
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def good(*arguments, code=0, **options):
    """Standard output of a run that must end with `code`."""
    got, out, err = run(*arguments, **options)
    demand(got == code, "%s: exit code %s, not %s: %s", arguments, got, code, err)
    return out


def shell(line, **environment):
    path = "%s:%s" % (BIN, os.environ.get("PATH", "/usr/bin:/bin"))
    done = subprocess.run(["/bin/sh", "-c", line], cwd=SCRATCH, env=dict(ENVIRONMENT, PATH=path, **environment),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def on_terminal(*arguments, **environment):
    """What the program writes when standard output and error are a terminal."""
    outer, inner = pty.openpty()
    child = subprocess.Popen([str(PROGRAM), *arguments], cwd=SCRATCH, env=dict(ENVIRONMENT, **environment),
                             stdin=subprocess.DEVNULL, stdout=inner, stderr=inner)
    os.close(inner)
    text = b""
    while True:
        try:
            piece = os.read(outer, 65536)
        except OSError:  # the terminal is gone
            break
        if not piece:
            break
        text += piece
    os.close(outer)
    child.wait()
    return text.decode()


def commands():
    section = good("--help").split("\nCommands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in section.splitlines() if line.startswith("  ") and line[2] != " "]


# --- help ------------------------------------------------------------------------------------------------------------

def examples():
    """[(line, exit code)] of the help of every command."""
    found = []
    for command in commands():
        text = good(command, "--help")
        demand("\nExamples:\n" in text, "`%s --help` shows no example", command)
        for line, meaning in re.findall(r"^  (headroom .*)\n((?:      .*\n?)+)", text.split("\nExamples:\n")[1], re.M):
            code = re.search(r"exit code (\d+)", " ".join(meaning.split()), re.I)
            found.append((line, int(code[1]) if code else 0))
    return found


def check_example(line, code):
    got, out, err = shell(line)
    demand(got == code, "exit code %s, not %s: %s", got, code, err)
    demand("error" not in err, "stderr: %s", err)
    file = re.search(r"(?:-o|>) (\S+)", line)
    result = (SCRATCH / file[1]).read_bytes() if file else out
    demand(result or "--write" in line or "--check" in line, "it writes nothing")


def check_help():
    names = commands()
    demand(len(names) >= 9, "commands: %s", names)
    for name in names:
        text = good(name, "--help")
        demand(good("help", name) == text == good(name, "-h") == good("--help", name), "help of %s differs", name)
        for option in re.findall(r"^  (?:-\w, |    )(--\w+)", text, re.M):
            page = good("--man", "headroom-%s.1" % name).replace("\\-", "-")
            demand(option in page, "%s is not in the manual page of %s", option, name)
    demand(good("help") == good("--help"), "`help` differs from --help")
    listed = good("explain")
    for code in re.findall(r"HR_RULE\((\w)(\d+)_", (TOP / "src/rule/rules.def").read_text()):
        code = "".join(code).upper()
        demand(re.search(r"^%s  \S" % code, listed, re.M), "`headroom explain` does not list rule %s", code)
    demand(all(len(line) <= 100 for name in names for line in good(name, "-h").splitlines()), "lines are too long")
    code, out, err = run()
    demand((code, out) == (2, "") and err == good("--help"), "`headroom` alone: exit code %s", code)


def check_version():
    header = (TOP / "include/headroom/headroom.h").read_text()
    version = re.search(r'HEADROOM_VERSION "(.*)"', header)[1]
    demand(good("--version") == good("-V") == "headroom %s\n" % version, "--version is not that of headroom.h")
    report = json.loads(good("check", "holds.yaml", "--format", "json"))
    demand(report["headroom"] == version, "reports have another version")


# --- exit codes and messages -----------------------------------------------------------------------------------------

def check_exit_codes():
    good("check", "holds.yaml")
    good("check", "holds.yaml", "--set", "rack-1.power=200 kW", code=1)  # violated
    good("check", "sites/dps-144", "--select", "P104", code=1)  # unknown only
    good("check", "nowhere.yaml", code=2)
    good("check", "wrong.yaml", code=2)
    demand(good("check", "wrong.yaml", "--format", "json", code=2) == "", "a wrong model yields a result")
    demand("error[M201]" in run("check", "wrong.yaml")[2], "no diagnostic for a wrong model")


USAGE = [  # arguments, and what standard error must say
    ("frobnicate", 'unknown command "frobnicate"'),
    ("chek holds.yaml", "did you mean `headroom check`?"),
    ("check", "needs SITE"),
    ("check holds.yaml more", 'no further argument "more"'),
    ("check holds.yaml --formt json", "did you mean --format?"),
    ("check holds.yaml --form json", "did you mean --format?"),
    ("check holds.yaml --format", "--format needs a value"),
    ("check holds.yaml --format jsn", "did you mean json?"),
    ("check holds.yaml --format=", "--format is empty"),
    ("check holds.yaml --format json --format csv", "--format is given twice"),
    ("check holds.yaml --paths", "--paths needs a value"),
    ("check holds.yaml --paths rck-1", 'did you mean "rack-1"?'),
    ("check holds.yaml --paths rack-1 --select P", "--select has no meaning beside --paths"),
    ("check holds.yaml --paths rack-1 --threads 2", "--threads has no meaning beside --paths"),
    ("check holds.yaml --paths rack-1 --format csv", "--paths has no form csv"),
    ("check holds.yaml --set --out", "write --set=--out"),
    ("check holds.yaml -o", "-o needs a value"),
    ("check holds.yaml -x", "unknown option -x"),
    ("check holds.yaml --threads many", "--threads is a whole number"),
    ("check holds.yaml --threads=-1", "--threads is a whole number"),
    ("check holds.yaml --today 2026-02-30", "--today is a date"),
    ("check holds.yaml --today tomorrow", "--today is a date"),
    ("check holds.yaml --help=yes", "--help takes no value"),
    ("check holds.yaml --select P104,Q7", "--select names no rule"),
    ("check holds.yaml --ignore p104", "did you mean P104?"),
    ("check holds.yaml --select P104 --ignore P", "leave no rule"),
    ("check holds.yaml --with nowhere.yaml", "nowhere.yaml"),
    ("check holds.yaml --set rack-9.power=1kW", "M501"),
    ("check holds.yaml --set rack-1.power", "M503"),
    ("check holds.yaml --case none", "M502"),
    ("check holds.yaml --out rack-9", "rack-9"),
    ("--threads 2 check holds.yaml", "stands before the command"),
    ("fmt holds.yaml --format json", "takes no --format"),
    ("fmt", "needs FILE"),
    ("fmt holds.yaml --check --write", "--check changes nothing"),
    ("fmt nowhere.yaml", "nowhere.yaml"),
    ("explain P999", "unknown code"),
    ("explain P14", "did you mean P104?"),
    ("explain holds.yaml", "SITE POINT"),
    ("explain P104 --set a.b=c", "no meaning beside a code"),
    ("explain holds.yaml bus.from.powr", "bus.from.powr"),
    ("explain holds.yaml nobody", "nobody"),
    ("explain holds.yaml bus --case storm", "storm"),
    ("schema bussway", "did you mean busway?"),
    ("schema --types busway", "has no place"),
    ("parts no-such-part", "no part is called"),
    ("parts dgx-b20x", "did you mean"),
    ("parts --type lorry", "unknown type"),
    ("parts --type zone", "no part of type zone"),
    ("parts dgx-b200 --trust verified", "no such part is verified throughout"),
    ("parts --trust believed", "verified, computed"),
    ("parts --format csv", "text or json"),
    ("import svg x", "is dps"),
    ("import dps nowhere.json", "nowhere.json"),
    ("import dps holds.yaml", "M701"),
    ("export ods holds.yaml", "csv, epanet, json, netbox, readings"),
    ("import netbox x.json --draw twice", "per-port or per-device"),
    ("export csv nowhere.yaml", "nowhere.yaml"),
    ("diff holds.yaml", "needs more arguments"),
    ("diff holds.yaml nowhere.yaml", "nowhere.yaml"),
    ("diff holds.yaml wrong.yaml", "M201"),
    ("diff holds.yaml holds.yaml --format csv", "text or json"),
    ("diff holds.yaml holds.yaml --select Q7", "--select names no rule"),
    ("template csv", "a CSV table needs a TYPE"),
    ("template csv rak", "did you mean rack?"),
    ("template csv rack rack", "stands twice"),
    ("template ods", "is csv or xlsx"),
    ("import xlsx nowhere.xlsx", "nowhere.xlsx"),
    ("import xlsx holds.yaml", "M720"),
    ("completion tcsh", "bash, zsh or fish"),
    ("help chek", "did you mean"),
    ("--man nothing.1", "no manual page"),
]


def check_usage(line, said):
    code, out, err = run(*line.split())
    demand(code == 2, "exit code %s: %s", code, err)
    demand(out == "", "it writes a result: %s", out)
    demand(err.startswith("error"), "stderr begins: %s", err)
    demand(said in err, "stderr lacks %s: %s", said, err)


def check_option_forms():
    plain = good("check", "holds.yaml", "--format", "csv", "--select", "P101")
    for line in ("check holds.yaml --format=csv --select=P101", "check --select P101 --format csv holds.yaml",
                 "check --format csv --select P101 -- holds.yaml",
                 "--color never check holds.yaml --format csv --select P101"):
        demand(good(*line.split()) == plain, "differs: %s", line)
    (SCRATCH / "-odd.yaml").write_text(HOLDS)
    demand(good("check", "--", "-odd.yaml") != "", "-- does not end the options")
    good("check", "holds.yaml", "-oshort.txt")
    good("check", "holds.yaml", "-o", "long.txt")
    demand((SCRATCH / "short.txt").read_text() == (SCRATCH / "long.txt").read_text(), "-oFILE differs from -o FILE")
    one, seven = (good("check", "holds.yaml", "--threads", n) for n in ("1", "7"))
    demand(one == seven, "the number of threads changes the result")


# --- where what goes -------------------------------------------------------------------------------------------------

def check_streams():
    code, out, err = run("check", "sites/dps-144")
    demand(code == 1 and out and err == "", "stderr without a terminal: %s", err)
    code, out, err = run("check", "later.yaml")
    demand("warning[M901]" in err and "M901" not in out, "warnings do not go to stderr")
    text = on_terminal("check", "holds.yaml")
    demand(re.search(r"\d+ cases in \d+\.\d+ s", text), "no time on a terminal: %s", text)
    demand("%" in text and "\r\x1b[K" not in text, "progress is shown for what takes no time")


def check_color():
    escape = "\x1b["
    demand(escape in on_terminal("check", "holds.yaml"), "no colour on a terminal")
    demand(escape not in on_terminal("check", "holds.yaml", NO_COLOR="1"), "colour in spite of NO_COLOR")
    demand(escape in on_terminal("check", "holds.yaml", NO_COLOR=""), "an empty NO_COLOR counts")
    demand(escape not in on_terminal("check", "holds.yaml", TERM="dumb"), "colour on a dumb terminal")
    demand(escape not in on_terminal("check", "holds.yaml", "--color=never"), "colour in spite of --color=never")
    demand(escape not in good("check", "holds.yaml"), "colour in a pipe")
    demand(escape in good("check", "holds.yaml", "--color=always"), "no colour with --color=always")
    demand(escape in good("check", "holds.yaml", "--color=always", env=dict(ENVIRONMENT, NO_COLOR="1")),
           "NO_COLOR wins over --color=always")
    demand(escape not in run("check")[2] and escape in run("check", "--color=always")[2], "colour of messages")
    on_terminal("check", "holds.yaml", "-o", "plain.txt")
    demand(escape not in (SCRATCH / "plain.txt").read_text(), "colour in the file of -o")


def pipe_without_reader(**options):
    """(exit code, stderr) of a run whose reader is gone before it starts."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, err = run("schema", stdout=writer, **options)
    finally:
        os.close(writer)
    return code, err


def check_closed_pipe():
    code, err = pipe_without_reader()
    demand(code == -signal.SIGPIPE and err == "", "exit code %s: %s", code, err)
    def ignore():
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)

    code, err = pipe_without_reader(restore_signals=False, preexec_fn=ignore)
    demand(code == 2 and "can't write to standard output" in err, "SIGPIPE ignored: exit code %s: %s", code, err)


def check_full_disk():
    for line in ("check holds.yaml", "check holds.yaml --format json", "schema", "--help", "export csv holds.yaml"):
        with open("/dev/full", "wb") as full:
            code, _, err = run(*line.split(), stdout=full)
        demand(code == 2 and "can't write to standard output: No space" in err, "%s: exit code %s: %s", line, code, err)
    code, _, err = run("schema", "-o", "/dev/full")
    demand(code == 2 and 'can\'t write "/dev/full": No space' in err, "-o /dev/full: exit code %s: %s", code, err)


def check_closed_streams():
    code, out, err = shell("headroom schema >&-")
    demand(code == 2 and "can't write" in err, "standard output closed: exit code %s: %s", code, err)
    code, _, _ = shell("headroom check nowhere.yaml -o kept.txt 2>&-")
    demand(code == 2 and not (SCRATCH / "kept.txt").exists(), "standard error closed: exit code %s", code)
    code, _, _ = shell("headroom check later.yaml -o whole.txt 2>&-")
    demand(code == 1 and "M901" not in (SCRATCH / "whole.txt").read_text(), "messages went into the result")


def leftovers():
    return [path.name for path in SCRATCH.glob(".headroom-*")]


def check_output_file():
    for path, reason in (("none/x.txt", "No such file"), ("sites", "Is a directory"),
                         ("holds.yaml/x", "Not a directory")):
        code, out, err = run("check", "holds.yaml", "-o", path)
        demand(code == 2 and out == "" and "can't write" in err and reason in err, "%s: %s: %s", path, code, err)
    kept = SCRATCH / "kept.csv"
    kept.write_text("before")
    good("check", "wrong.yaml", "--format", "csv", "-o", kept, code=2)
    demand(kept.read_text() == "before", "a run that failed changed the file")
    kept.chmod(0o640)
    (SCRATCH / "link.csv").symlink_to(kept)
    good("check", "holds.yaml", "--format", "csv", "-o", "link.csv")
    demand(kept.read_text().startswith("code,") and (SCRATCH / "link.csv").is_symlink(), "a link is not followed")
    demand(stat.S_IMODE(kept.stat().st_mode) == 0o640, "the mode of the file changed")
    printed = good("check", "holds.yaml", "--format", "csv")
    demand(printed == kept.read_bytes().decode(), "-o differs from standard output")
    demand(good("check", "holds.yaml", "-o", "/dev/stdout") == good("check", "holds.yaml"), "-o /dev/stdout")
    demand(not leftovers(), "left over: %s", leftovers())


# --- verbs -----------------------------------------------------------------------------------------------------------

def check_formats():
    whole = json.loads(good("check", "sites/dps-144", "--format", "json", code=1))
    lines = [json.loads(line) for line in good("check", "sites/dps-144", "--format", "jsonl", code=1).splitlines()]
    table = list(csv.DictReader(io.StringIO(good("check", "sites/dps-144", "--format", "csv", code=1))))
    demand(whole["rows"] == lines[:-1] and len(table) == len(whole["rows"]) > 10, "formats differ in their rows")
    normal = json.loads(good("check", "sites/dps-144", "--outages", "none", "--format", "json", code=1))
    demand(normal["summary"]["cases"] == 1 < whole["summary"]["cases"], "--outages none still sweeps")
    some = json.loads(good("check", "sites/dps-144", "--select=P", "--ignore=P104", "--format=json", code=1))
    demand({row["code"] for row in some["rows"]} == {"P103"}, "--select, --ignore")
    medium = json.loads(good("check", "sites/dps-144", "--case", "medium", "--format", "json", code=1))
    demand(medium["summary"]["violated"] == 0 < whole["summary"]["violated"], "--case changes nothing")
    out = json.loads(good("check", "sites/dps-144", "--out", "rack-[1-2]", "--format", "json", code=1))
    worst = [max(row["load"] for row in x["rows"] if row["element"] == "Utility") for x in (whole, out)]
    demand(abs(worst[0] - worst[1] - 2 * 18 * 5600) < 1e-6, "--out takes out %s W", worst[0] - worst[1])


def check_explain():
    rules = re.findall(r'\.code = "(\w+)"', "".join(path.read_text() for path in (TOP / "src/rule").glob("*.c")))
    diags = re.findall(r'^HR_DIAG\("(M\d+)", "(.*?)"', (TOP / "src/model/diags.def").read_text(), re.M)
    demand(len(rules) >= 7 and len(diags) >= 40, "too few codes: %s, %s", len(rules), len(diags))
    for code in rules:
        text = good("explain", code)
        demand(text.startswith(code + ": ") and "waive" in text.lower(), "explain %s: %s", code, text)
    for code, title in diags:
        demand(good("explain", code).startswith("%s: %s\n\n" % (code, title)), "explain %s", code)
    for line in ("FloorPDU-1.from.power", "FloorPDU-1", "rack-1.node3"):
        demand("site.yaml:" in good("explain", "sites/dps-144", line), "explain of %s names no line", line)
    normal = good("explain", "sites/dps-144", "Utility.out.power")
    medium = good("explain", "sites/dps-144", "Utility.out.power", "--case", "medium")
    outage = good("explain", "sites/dps-144", "Utility.out.power", "--case", "fault: FloorPDU-2")
    demand(len({normal, medium, outage}) == 3 and "460.8 kW" in medium and "604.8 kW" in outage, "cases do not differ")
    demand("1 kW" in good("explain", "holds.yaml", "rack-1", "--set", "rack-1.power=1 kW"), "--set is not laid over")


def check_fmt():
    ugly = SCRATCH / "ugly.yaml"
    ugly.write_text("headroom: 1\nelements:\n  grid:   {type: utility,voltage: 415V}   # a note\n")
    ugly.chmod(0o600)
    pretty = good("fmt", "ugly.yaml")
    demand("415 V" in pretty and "# a note" in pretty and ugly.read_text() != pretty, "fmt changes nothing: %s", pretty)
    demand(good("fmt", "--check", "ugly.yaml", code=1) == "ugly.yaml\n", "--check names another file")
    demand(good("fmt", "--write", "ugly.yaml") == "" and ugly.read_text() == pretty, "--write writes something else")
    demand(stat.S_IMODE(ugly.stat().st_mode) == 0o600, "--write changes the mode")
    before = ugly.stat().st_mtime_ns
    demand(good("fmt", "--write", "ugly.yaml") == "" and ugly.stat().st_mtime_ns == before, "it is touched again")
    demand(good("fmt", "--check", "ugly.yaml") == "", "--check after --write")
    (SCRATCH / "broken.yaml").write_text("headroom: [1\n")
    demand(good("fmt", "ugly.yaml", "broken.yaml", code=2) == "", "a broken file yields part of a result")
    demand(not leftovers(), "left over: %s", leftovers())


def check_parts():
    listed = good("parts").splitlines()
    demand(len(listed) > 20 and listed[0].split() == ["part", "type", "figures", "trust", "source"], "%s", listed[:2])
    line = next(line for line in listed if line.startswith("dgx-b200 "))
    demand("14.3 kW" in line and "recalled" in line, "the list promises more than its weakest figure: %s", line)
    nodes = good("parts", "--type", "node").splitlines()[1:]
    demand(nodes and all(line.split()[1] == "node" for line in nodes), "--type node: %s", nodes)
    demand(len(good("parts", "starline-t1-*").splitlines()) == 4, "a pattern selects other parts")
    demand(len(good("parts", "b300").splitlines()) > 2, "a part of a name selects nothing")
    sheet = good("parts", "dgx-b200")
    demand(re.search(r"psus\.rating +3\.3 kW +verified", sheet) and "nvidia.yaml:" in sheet, "one part: %s", sheet)
    backed = [line.split()[0] for line in good("parts", "--type", "node", "--trust", "computed").splitlines()[1:]]
    demand("dgx-b300" in backed and "dgx-b200" not in backed, "--trust computed: %s", backed)
    told = json.loads(good("parts", "dgx-b200", "--format", "json"))["parts"]
    demand(len(told) == 1 and told[0]["trust"] == "recalled" and told[0]["values"][0] == {
        "field": "power", "value": "14.3 kW", "trust": "recalled", "as_of": "2026", "source": "NVIDIA data sheet"},
           "one part as JSON: %s", told)
    own = SCRATCH / "own"
    own.mkdir()
    (own / "x.yaml").write_text("headroom: 1\nparts:\n"
                                "  base: {type: node, power: {value: 6 kW, range: [5 kW, 7 kW], trust: assumed},\n"
                                "         gpus: 8, source: one, as_of: 2025, trust: verified}\n"
                                "  more: {part: base, u: 4, source: two}\n")
    mine = dict(ENVIRONMENT, HEADROOM_PARTS="%s/none:%s" % (SCRATCH, own))
    demand(len(good("parts", env=mine).splitlines()) == 3, "HEADROOM_PARTS is not read")
    sheet = good("parts", "more", env=mine)
    demand(re.search(r"u +4 +verified +2025 +two", sheet), "values of its own: %s", sheet)
    demand(re.search(r"power +6 kW +\[5 kW, 7 kW\] +assumed +2025 +one", sheet), "values taken over: %s", sheet)
    told = {part["name"]: part for part in json.loads(good("parts", "--format", "json", env=mine))["parts"]}
    demand([v["field"] for v in told["more"]["values"]] == ["u", "power", "gpus"] and told["more"]["part"] == "base" and
           told["more"]["trust"] == "assumed" and told["more"]["values"][1]["range"] == ["5 kW", "7 kW"],
           "a derived part as JSON: %s", told["more"])
    code, _, err = run("parts", env=dict(ENVIRONMENT, HEADROOM_PARTS=str(SCRATCH / "none")))
    demand(code == 2 and "no part is found" in err, "an empty catalogue: %s: %s", code, err)


PLACE = {"at", "file", "line", "col"}


def without_places(value):
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in PLACE}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def check_csv(site):
    """A table read back gives the same rows, to the last digit."""
    table = good("export", "csv", site + ".yaml")
    (SCRATCH / "table.csv").write_text(table)
    name = re.search(r"site: (.*)", (SCRATCH / (site + ".yaml")).read_text())[0]
    (SCRATCH / "table.yaml").write_text("headroom: 1\n%s\nelements: {csv: table.csv}\n" % name)
    rows = []
    for model in (site + ".yaml", "table.yaml"):
        code, out, err = run("check", model, "--format", "json")
        demand(code in (0, 1), "%s: %s", model, err)
        rows.append(without_places(json.loads(out)["rows"]))
    demand(len(rows[0]) > 5 and rows[0] == rows[1], "rows differ: %s",
           [pair for pair in zip(*rows) if pair[0] != pair[1]][:1])
    demand(good("export", "csv", "table.yaml") == table, "a second export differs")


def check_csv_losses():
    code, out, err = run("export", "csv", "sites/dps-144")
    demand(code == 0 and err.count("warning[M603]") == 2 and "`holds`" in err, "what it holds: %s", err)
    code, out, err = run("export", "csv", "later.yaml")
    for what in ("alternative feeds", "not modelled yet"):
        demand(what in err, "no warning for %s: %s", what, err)
    split = list(csv.DictReader(io.StringIO(good("export", "csv", "pairs.yaml", "--set", "fan-3.power=5 kW"))))
    fans = {row["name"]: row for row in split if row["name"].startswith("fan")}
    demand(set(fans) == {"fan-1", "fan-2", "fan-3", "fan-4"}, "fans: %s", sorted(fans))
    demand(fans["fan-3"]["power.value [kW]"] == "5" and fans["fan-3"]["from.to"] == "bus-B", "fan-3: %s", fans["fan-3"])


def check_export_json():
    whole = json.loads(good("export", "json", "sites/dps-144", "--case", "low"))
    demand(sum(d["members"] for d in whole["declarations"]) == whole["site"]["elements"], "declarations do not add up")
    node = next(d for d in whole["declarations"] if d["type"] == "node")
    demand(node["fields"]["power"]["value"] == 1600 and node["fields"]["power"]["unit"] == "W", "node: %s", node)
    feeds = {(feed["elements"], feed["from"]) for feed in whole["feeds"]}
    demand(("rack-5", "FloorPDU-1") in feeds and ("FloorPDU-[1-4]", "Switchboard") in feeds, "feeds: %s", feeds)
    racks = json.loads(good("export", "json", "pairs.yaml"))["declarations"][3]
    demand(racks["fields"]["power"]["trust"] == "recalled", "trust is lost")


# --- made from the tables --------------------------------------------------------------------------------------------

def check_man():
    pages = good("--man").split()
    committed = sorted(path.name for path in (TOP / "man").iterdir())
    demand(committed == sorted(pages), "man/ holds %s, the program has %s: run make man", committed, sorted(pages))
    for page in pages:
        text = good("--man", page)
        demand(text == (TOP / "man" / page).read_text(), "man/%s is not current: run make man", page)
        demand(re.search(r"^\.TH HEADROOM", text, re.M) and ".SH NAME\n" in text, "%s has no title", page)
        demand(not re.search(r"^'|[^\x00-\x7f]", text, re.M), "%s holds what roff would misread", page)
    model = good("--man", "headroom-model.5").replace("\\-", "-")
    for word in re.findall(r"^  (\S+)  ", good("schema", "--types"), re.M):
        demand(word in model, "headroom-model(5) lacks the type %s", word)


BASH = """
. ./headroom.bash
complete() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _headroom
    echo "${COMPREPLY[*]}"
}
complete headroom che
complete headroom check --form
complete headroom check --format js
complete headroom check --format = c
complete headroom --color a
complete headroom import d
complete headroom schema busw
complete headroom check --set x=1 hold
complete headroom diff hold
complete headroom diff holds.yaml --outa
complete headroom diff --format j
complete headroom diff --outages f
complete headroom template c
complete headroom template xlsx busw
complete headroom export xl
complete headroom import xl
complete headroom explain P10
"""


def tables():
    """(commands, options, words) of the tables from which everything is made: {command: words of its first argument},
    {command: options}, {(command, option): words}, read from help alone."""
    takes, options, words = {}, {}, {}
    for command in commands():
        text = good(command, "--help")
        options[command] = set(re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", text, re.M)) | set(
            re.findall(r"^  (-\w) ", text, re.M))
        listed = re.search(r"FORMAT is\n\n((?:    .*\n)+)", text)
        takes[command] = re.findall(r"^    ([a-z-]+)  ", listed[1], re.M) if listed else []
    said = run("check", "holds.yaml", "--format", "?")[2]
    words["check", "--format"] = re.findall(r"[a-z]+", re.search(r"is (.*);", said)[1].replace(" or ", ", "))
    return takes, options, words


def check_words():
    """Every command, option and format stands in help, in the manual page and in all three completions, and what help
    calls a format is one."""
    takes, options, words = tables()
    scripts = {shell_: good("completion", shell_) for shell_ in ("bash", "zsh", "fish")}
    whole = good("--man", "headroom.1").replace("\\-", "-")
    for command in takes:
        page = good("--man", "headroom-%s.1" % command).replace("\\-", "-")
        demand(command in whole, "headroom(1) lacks %s", command)
        for option in options[command]:
            demand(option in page, "%s: the page lacks %s", command, option)
            name = option.lstrip("-")
            demand(re.search(r"(?<![\w-])%s(?![\w-])" % option, scripts["bash"]), "bash lacks %s", option)
            demand(re.search(r"'\*?%s[=+\[]" % option, scripts["zsh"]), "zsh lacks %s", option)
            demand(re.search(r" -%s %s " % ("l" if len(name) > 1 else "s", name), scripts["fish"]), "fish lacks %s", option)
        for word in takes[command]:
            demand(re.search(r"\b%s\b" % word, page), "%s: the page lacks %s", command, word)
            demand("first argument" not in run(command, word, "nowhere", "-o", "none/x")[2], "%s %s", command, word)
    for command, have in (("import", takes["import"]), ("export", takes["export"]), ("template", takes["template"])):
        said = run(command, "?", "x")[2]
        allowed = re.findall(r"[a-z-]+", re.search(r"is ([a-z, -]+);", said)[1].replace(" or ", ", "))
        demand(sorted(allowed) == sorted(have), "%s: help names %s, it takes %s", command, have, allowed)
        demand("%s:0) words='%s'" % (command, " ".join(allowed)) in scripts["bash"], "bash: %s %s", command, allowed)
        demand(":(%s)'" % " ".join(allowed) in scripts["zsh"], "zsh: %s %s", command, allowed)
        demand(" -a '%s'" % " ".join(allowed) in scripts["fish"], "fish: %s %s", command, allowed)
    for word in words["check", "--format"]:
        demand(word in good("check", "--help").split("--format")[1][:300], "check --format %s is not in help", word)


def check_completion():
    for name in ("bash", "zsh", "fish"):
        script = good("completion", name)
        (SCRATCH / ("headroom." + name)).write_text(script)
        demand(all(line.count("'") % 2 == 0 for line in script.splitlines()), "%s: a quote is left open", name)
        demand(all(word in script for word in commands()), "%s lacks a command", name)
        done = subprocess.run([name, "-n", str(SCRATCH / ("headroom." + name))], stderr=subprocess.PIPE)
        demand(done.returncode == 0, "%s -n: %s", name, done.stderr.decode())
    done = subprocess.run(["bash", "-c", BASH], cwd=SCRATCH, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    want = ["check", "--format", "json jsonl", "csv", "auto always", "dps", "busway", "holds.yaml",
            "holds.yaml", "--outages", "json", "fault", "csv", "busway", "xlsx", "xlsx"]
    got = done.stdout.decode().splitlines()
    demand(got[:-1] == want and "P104" in got[-1], "bash completes %s: %s", got, done.stderr.decode())


def check_catalogue_beside():
    """An installed program finds its parts beside itself, through a link too."""
    prefix = SCRATCH / "prefix"
    (prefix / "bin").mkdir(parents=True)
    shutil.copy(PROGRAM, prefix / "bin" / "headroom")
    shutil.copytree(TOP / "parts", prefix / "share/headroom/parts")
    (SCRATCH / "linked").symlink_to(prefix / "bin" / "headroom")
    done = subprocess.run([str(SCRATCH / "linked"), "parts", "dgx-b200"], env=ENVIRONMENT, stdout=subprocess.PIPE)
    demand(done.returncode == 0 and str(prefix / "bin/../share/headroom/parts") in done.stdout.decode(), "not found")


def check_paths():
    def paths(*arguments, code):
        return json.loads(good("check", *arguments, "--format", "json", code=code))

    whole = paths("sites/small-ab", "--paths", "row1-rack1", code=0)
    demand(whole["state"] == "holds" and len(whole["paths"]) == 2 and not whole["single_points"], "two sides: %s", whole["paths"])
    half = paths("sites/small-ab", "--paths", "row1-rack1", "--out", "tx-A", code=1)
    demand([path["chain"][0] for path in half["paths"]] == ["grid-B"], "--out tx-A: %s", half["paths"])
    alone = {point["what"] for point in half["single_points"]}
    demand({"grid-B", "tx-B", "board-B", "bus-1B"} <= alone, "--out tx-A: alone %s", alone)
    heavy = paths("sites/small-ab", "--paths", "row1-rack1", "--set", "row*-rack*.node*.power=10.9 kW", code=1)
    least = min(level["rating"]["any_outage"]["factor"] for level in heavy["levels"])
    demand(abs(least - 3 * 3.6 / 10.9) < 1e-9, "10.9 kW on three supplies of 3.6 kW: %s", least)
    text = good("check", "holds.yaml", "--paths", "rack-1", code=1)
    demand("alone takes it out: grid, bus, bus.from, rack-1.from" in " ".join(text.split()), "one side: %s", text)
    good("check", "sites/small-ab", "--paths", "row1-rack1", "-o", "paths.txt")
    demand((SCRATCH / "paths.txt").read_text().startswith("HOLDS  row1-rack1: "), "-o paths.txt")


CASES = [check_help, check_version, check_exit_codes, check_option_forms, check_streams, check_color, check_closed_pipe,
         check_full_disk, check_closed_streams, check_output_file, check_formats, check_explain, check_fmt, check_parts,
         check_csv_losses, check_export_json, check_paths, check_man, check_words, check_completion, check_catalogue_beside]


def case(name, how, *arguments):
    try:
        how(*arguments)
        print("ok " + name)
    except (Fault, OSError, ValueError, KeyError, IndexError, TypeError, StopIteration, UnicodeDecodeError) as fault:
        print("not ok %s: %s" % (name, fault if isinstance(fault, Fault) else repr(fault)))


def prepare():
    shutil.copytree(TOP / "sites", SCRATCH / "sites")
    shutil.copy(TOP / "tests/golden/import-dps/simulator.json", SCRATCH / "topology.json")
    shutil.copy(TOP / "tests/golden/import-epanet/two-racks.inp", SCRATCH / "loop.inp")
    shutil.copy(TOP / "tests/golden/import-netbox/netbox.json", SCRATCH / "netbox.json")
    shutil.copy(TOP / "tests/golden/import-netbox-device-type/server.yaml", SCRATCH / "device.yaml")
    shutil.copy(TOP / "tests/golden/model-example/site.yaml", SCRATCH / "later.yaml")
    (SCRATCH / "holds.yaml").write_text(HOLDS)
    (SCRATCH / "pairs.yaml").write_text(PAIRS)
    (SCRATCH / "wrong.yaml").write_text(HOLDS.replace("rating: 800 A, res", "ratting: 800 A, res"))
    BIN.mkdir()
    (BIN / "headroom").symlink_to(PROGRAM)


def main():
    prepare()
    for line, code in examples():
        case("example: " + line.replace(":", " "), check_example, line, code)
    for line, said in USAGE:
        case("refused: headroom " + line, check_usage, line, said)
    for site in ("holds", "pairs"):
        case("csv round trip of %s" % site, check_csv, site)
    for how in CASES:
        case(how.__name__[len("check_"):].replace("_", " "), how)


with tempfile.TemporaryDirectory(prefix="headroom-cli-") as scratch:
    SCRATCH = pathlib.Path(scratch).resolve()
    BIN = SCRATCH / "bin"
    main()
