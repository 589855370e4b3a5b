"""What the tests against EPANET share: the peer, and how its figures are compared. EPANET comes as WebAssembly in the npm
package epanet-js, of the version in package-lock.json; npm fetches it once. Without it a test fails."""
import fcntl
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

BOUND = 1e-4  # of the figure itself; of the largest of its kind where it is less than a thousandth of that
LEAK = 1e-6   # of the largest flow: what EPANET lets through where all is closed and the engine has 0


class Fault(Exception):
    pass


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True)
    if done.returncode != 0:
        raise Fault("%s: exit code %d: %s" % (pathlib.Path(command[0]).name, done.returncode,
                                              " ".join((done.stderr or done.stdout).split())[-400:]))
    return done.stdout


def fetch():
    """The package of the lock file; nothing is fetched when it is there. Tests run beside each other and npm unpacks in
    place: whoever comes second waits, and only the list that npm writes last tells that all of it is there."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Fault("no %s: see [peer] in the file packages" % program)
    with open(HERE / "package-lock.json") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (HERE / "node_modules" / ".package-lock.json").is_file():
            run("npm", "ci", "--no-audit", "--no-fund", cwd=HERE)


def figures(lines):
    """{(kind, name): value}"""
    found = {}
    for line in lines:
        kind, name, value = line.split()
        found[kind, name] = float(value)
    return found


def ask(files):
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
