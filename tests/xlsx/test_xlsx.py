#!/usr/bin/python3
"""Workbooks: what is written is taken apart with zipfile and an XML reader, its formulas are worked out anew here and
compared with what the report says; what is read back is the same model; what is wrong is told by sheet and cell."""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import tempfile
import zipfile
from xml.etree import ElementTree

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HR_PROGRAM") or TOP / "build/headroom").resolve()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SITES = ["sites/small-ab", "sites/dps-144", "tests/golden/rack-ab/site.yaml", "tests/golden/diff-fields/a.yaml"]


class Fault(Exception):
    pass


def demand(condition, text, *values):
    if not condition:
        raise Fault(" ".join((text % values if values else text).split())[:600])


def run(*arguments, code=0, **environment):
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=TOP, stdin=subprocess.DEVNULL,
                          capture_output=True, env=dict(os.environ, **environment))
    demand(done.returncode == code, "%s: exit code %s, not %s: %s", arguments, done.returncode, code,
           done.stderr.decode())
    return done.stdout, done.stderr.decode()


# --- a reader of its own ---------------------------------------------------------------------------------------------

class Book:
    """The sheets of a workbook: {name: {"B2": (value, formula)}}, and the XML of each."""

    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        demand(self.zip.testzip() is None, "a part of the archive is damaged")
        names = [part.filename for part in self.zip.infolist()]
        demand(len(names) == len(set(names)), "parts stand twice: %s", names)
        self.shared = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
                       for si in self.xml("xl/sharedStrings.xml").iter(MAIN + "si")]
        self.sheet, self.tree = {}, {}
        for i, sheet in enumerate(self.xml("xl/workbook.xml").iter(MAIN + "sheet"), 1):
            tree = self.tree[sheet.get("name")] = self.xml("xl/worksheets/sheet%d.xml" % i)
            self.sheet[sheet.get("name")] = {c.get("r"): self.cell(c) for c in tree.iter(MAIN + "c")}

    def xml(self, part):
        return ElementTree.fromstring(self.zip.read(part))

    def cell(self, c):
        value, formula = c.find(MAIN + "v"), c.find(MAIN + "f")
        text = value.text if value is not None else None
        if text is not None:
            text = self.shared[int(text)] if c.get("t") == "s" else text if c.get("t") == "str" else float(text)
        return text, formula.text if formula is not None else None

    def rows(self, name):
        """[{heading: value}] with the number of each row under None."""
        cells = self.sheet[name]
        heads = {key[:-1]: value for key, (value, _) in cells.items() if re.fullmatch("[A-Z]+1", key)}
        last = max(int(re.sub("[A-Z]", "", key)) for key in cells)
        return [dict({head: cells.get(col + str(row), ("",))[0] for col, head in heads.items()}, **{"": row})
                for row in range(2, last + 1)]


# --- formulas worked out ---------------------------------------------------------------------------------------------

class Formula:
    """The little of the language of formulas that workbooks use here."""
    TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|[A-Za-z]+!\$?[A-Z]+:\$?[A-Z]+|Rows!\$B:\$B|\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?'
                       r'|[A-Z]+(?=\()|\d+(?:\.\d+)?(?:E[-+]?\d+)?|>=|<=|[-+*/(),=<>])')

    def __init__(self, book, sheet, text):
        self.book, self.cells = book, book.sheet[sheet]
        self.tokens = self.TOKEN.findall(text)
        demand("".join(self.tokens) == text.replace(" ", ""), "a formula that is not understood: %s", text)

    def value(self):
        self.at = 0
        result = self.comparison()
        demand(self.at == len(self.tokens), "text behind the formula: %s", self.tokens[self.at:])
        return result

    def next(self, *wanted):
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if wanted and token not in wanted:
            return None
        self.at += 1
        return token

    def comparison(self):
        left = self.sum()
        sign = self.next("=", "<", ">", "<=", ">=")
        if not sign:
            return left
        right = self.sum()
        if isinstance(left, str) != isinstance(right, str):
            left, right = isinstance(left, str), isinstance(right, str)  # a text is never equal, and always greater
        return {"=": left == right, "<": left < right, ">": left > right, "<=": left <= right,
                ">=": left >= right}[sign]

    def sum(self):
        result = self.product()
        while (sign := self.next("+", "-")):
            result = result + self.product() if sign == "+" else result - self.product()
        return result

    def product(self):
        result = self.one()
        while (sign := self.next("*", "/")):
            result = result * self.one() if sign == "*" else result / self.one()
        return result

    def arguments(self):
        """Positions of the arguments, so that IF works out only what it takes."""
        starts, depth = [self.at], 0
        while depth >= 0:
            token = self.next()
            depth += {"(": 1, ")": -1}.get(token, 0)
            if token == "," and depth == 0:
                starts.append(self.at)
        end = self.at
        return starts, end

    def work(self, start):
        self.at = start
        return self.comparison()

    def one(self):
        token = self.next()
        if token == "(":
            result = self.comparison()
            demand(self.next(")"), "a bracket is left open")
            return result
        if token[0] == '"':
            return token[1:-1].replace('""', '"')
        if token[0].isdigit():
            return float(token)
        if self.next("("):
            starts, end = self.arguments()
            result = getattr(self, "do_" + token)(starts)
            self.at = end
            return result
        if ":" in token:
            return token
        value = self.cells.get(token.replace("$", ""), (None, None))[0]
        return "" if value is None else value

    def do_IF(self, starts):
        return self.work(starts[1] if self.work(starts[0]) else starts[2])

    def do_OR(self, starts):
        return any([self.work(start) for start in starts])

    def do_AND(self, starts):
        return all(self.work(start) for start in starts)

    def do_ISNUMBER(self, starts):
        return isinstance(self.work(starts[0]), float)

    def do_COUNTIF(self, starts):
        sheet, columns = self.work(starts[0]).split("!")
        column = columns.split(":")[0].replace("$", "")
        word = self.work(starts[1])
        return float(sum(value == word for key, (value, _) in self.book.sheet[sheet].items()
                         if re.sub(r"\d", "", key) == column))

    def do_SUM(self, starts):
        first, last = self.work(starts[0]).split(":")
        return sum(self.cells[first[0] + str(i)][0] for i in range(int(first[1:]), int(last[1:]) + 1))


def near(a, b):
    return a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) <= 1e-12 * max(abs(a), abs(b)))


def check_formulas(site):
    book = Book(run("export", "xlsx", site)[0])
    report = json.loads(run("check", site, "--format", "json", code=CODES[site])[0])
    seen = 0
    for sheet in book.sheet:
        for key, (value, formula) in book.sheet[sheet].items():
            if formula is None:
                continue
            worked = Formula(book, sheet, formula).value()
            demand(near(worked, "" if value is None else value), "%s!%s: %s is %s, kept is %s", sheet, key, formula,
                   worked, value)
            seen += 1
    rows = book.rows("Rows")
    demand(len(rows) == len(report["rows"]) and seen >= 2 * len(rows), "%s rows, %s formulas", len(rows), seen)
    for row, said in zip(rows, report["rows"]):
        for head, key in (("rule", "code"), ("state", "state"), ("element", "element"), ("point", "point"),
                          ("unit", "unit"), ("case", "case"), ("clause", "clause"), ("because", "because")):
            demand((row[head] or "") == said[key], "%s: %s is %s, reported %s", said["point"], head, row[head], said[key])
        for key in ("load", "limit", "headroom", "ratio"):
            value = row[key] if isinstance(row[key], float) else None
            known = said[key]
            demand((value is None) == (known is None) and (known is None or abs(value - known) <= 1e-9 * abs(known)),
                   "%s: %s is %s, reported %s", said["point"], key, row[key], known)
    counts = {row[0]: row[1] for row in ((book.sheet["Summary"].get("A%d" % i, ("",))[0],
                                          book.sheet["Summary"].get("B%d" % i, ("",))[0]) for i in range(1, 30))}
    for word in ("holds", "violated", "unknown", "waived", "rows"):
        demand(counts[word] == report["summary"][word], "%s: %s", word, counts[word])
    demand(len(book.rows("Unknowns")) == len(report["unknowns"]), "unknowns differ")
    demand(len(book.rows("Defaults")) == len(report["defaults"]), "defaults differ")
    lost = sum(len(case["parts"]) for case in report["lost"])
    demand(len(book.rows("Losses")) == lost, "losses: %s of %s", len(book.rows("Losses")), lost)


def check_looks():
    book = Book(run("export", "xlsx", "sites/dps-144")[0])
    rows = len(book.rows("Rows"))
    tree = book.tree["Rows"]
    pane = next(tree.iter(MAIN + "pane"))
    demand(pane.get("state") == "frozen" and pane.get("ySplit") == "1", "the header is not frozen")
    demand(next(tree.iter(MAIN + "autoFilter")).get("ref") == "A1:U%d" % (rows + 1), "no filter over the rows")
    colours = {}
    papers = [fill.get("rgb") for fill in book.xml("xl/styles.xml").iter(MAIN + "bgColor") if fill.get("rgb")]
    demand(papers == ["FFD9D9D9", "FFF4B6B6", "FFFCE4A8", "FFC9E7CB"], "colours: %s", papers)
    for rule in tree.iter(MAIN + "cfRule"):
        formula = rule.find(MAIN + "formula").text
        for row in book.rows("Rows"):
            text = re.sub(r"\$([A-Z])2", lambda m: m[1] + str(row[""]), formula)
            if row[""] not in colours and Formula(book, "Rows", text).value():
                colours[row[""]] = int(rule.get("priority"))
    want = {row[""]: 1 if row["state"] == "unknown" else 2 if row["state"] == "violated" else
            3 if row["ratio"] >= 0.8 else 4 for row in book.rows("Rows")}
    demand(colours == want and set(want.values()) >= {1, 2, 4}, "colours: %s, not %s", colours, want)


def check_same_bytes():
    with tempfile.TemporaryDirectory() as folder:
        one = run("export", "xlsx", "sites/dps-144", TZ="Asia/Tokyo")[0]
        two = run("export", "xlsx", "sites/dps-144", "-o", folder + "/a.xlsx", TZ="UTC", TMPDIR=folder)[0]
        demand(two == b"" and (pathlib.Path(folder) / "a.xlsx").read_bytes() == one, "two runs differ")
        demand([path.name for path in pathlib.Path(folder).iterdir()] == ["a.xlsx"], "left over: %s",
               os.listdir(folder))
    book = Book(one)
    demand({part.date_time for part in book.zip.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "times of parts")
    created = re.search(rb"created[^>]*>([^<]*)", book.zip.read("docProps/core.xml"))[1]
    demand(created == b"2000-01-01T00:00:00Z", "created %s", created)


def check_round_trip(site):
    """The model read back is the same, but for what a warning named and what no table carries."""
    with tempfile.TemporaryDirectory() as folder:
        _, said = run("export", "xlsx", site, "-o", folder + "/a.xlsx")
        model = run("import", "xlsx", folder + "/a.xlsx", "-o", folder + "/b.yaml") and folder + "/b.yaml"
        run("fmt", "--check", model)
        compared = subprocess.run([PROGRAM, "diff", site, model, "--format", "json"], cwd=TOP, capture_output=True)
        demand(compared.returncode in (0, 1), "it does not open: %s", compared.stderr.decode())
        report = json.loads(compared.stdout)
        lost = set(re.findall(r"does not carry `(\S+?)`", said))
        changed = {(change["section"], change["field"] or "") for change in report["model"]}
        others = {change for change in changed if change[0] in ("element", "site")
                  and not any(change[1].startswith(name) for name in lost)}
        demand(not others, "not carried, and not told: %s", others)
        demand(report["findings"] == [] or lost, "findings differ: %s", report["findings"][:1])


def check_templates():
    book = Book(run("template", "xlsx")[0])
    types = [line.split()[0] for line in run("schema", "--types")[0].decode().split("\n\n")[0].splitlines()[1:]]
    demand(list(book.sheet) == ["Read me", "site"] + types, "sheets: %s", list(book.sheet))
    for name in types:
        heads = [value for key, (value, _) in book.sheet[name].items() if re.fullmatch("[A-Z]+1", key)]
        table = next(csv.reader(io.StringIO(run("template", "csv", name)[0].decode())))
        demand([head for head in heads if head != "held_by"] == table, "%s: the table has %s", name,
               set(heads) ^ set(table))
        fields = run("schema", name)[0].decode().split("Fields of every element")[0].split("A feed is")[0]
        for field in re.findall(r"^  ([a-z_]+)  ", fields, re.M):
            known = any(head == field or head.startswith((field + ".", field + " ")) for head in heads)
            takes = re.search(r"^  %s +(.*)" % field, fields, re.M)[1]
            carried = not re.match(r"points|\[x, y\]|a list of|elements by name|anything", takes)
            demand(known == carried, "%s.%s: column %s, takes %s", name, field, known, takes)
    part = "xl/worksheets/sheet%d.xml" % (list(book.sheet).index("load") + 1)
    lists = {item.get("sqref").split(":")[0]: item.find(MAIN + "formula1").text
             for item in book.xml(part).iter(MAIN + "dataValidation") if item.get("type") == "list"}
    column = {value: re.sub(r"\d", "", key) for key, (value, _) in book.sheet["load"].items() if key.endswith("1")}
    demand(lists[column["duty"] + "2"] == '"continuous,intermittent"', "choices of duty: %s", lists)
    comments = "".join(book.zip.read(name).decode() for name in book.zip.namelist() if "comments" in name)
    demand("power factor of its own power" in comments and "bare numbers, in kW" in comments, "no comments on headers")
    demand(run("template", "xlsx")[0] == run("template", "xlsx", TZ="Asia/Tokyo")[0], "two runs differ")


SUPPLY = """headroom: 1
site: {name: From a table, redundancy: none}
elements:
  csv: table.csv
  supply-[A,B]: {type: utility, voltage: 415 V, rating: 5 MVA}
"""
ALONE = {"ats": "M316", "sts": "M316", "breaker": "M108|M210|M313", "power-shelf": "", "rack-pdu": "", "bbu": "",
         "bus-bar": "", "node": ""}  # what a single row of a table cannot be


def check_csv_template(name):
    """The table as it is holds nothing; with the # taken away its example row is read."""
    with tempfile.TemporaryDirectory() as folder:
        text = run("template", "csv", name)[0].decode()
        (pathlib.Path(folder) / "hall.yaml").write_text(SUPPLY)
        (pathlib.Path(folder) / "table.csv").write_text(text)
        elements = json.loads(run("export", "json", folder + "/hall.yaml")[0])["site"]["elements"]
        demand(elements == 2, "examples are read: %s elements", elements)
        (pathlib.Path(folder) / "table.csv").write_text(text.replace("\n#" + name, "\n" + name, 1))
        done = subprocess.run([PROGRAM, "export", "json", folder + "/hall.yaml"], capture_output=True)
        err = done.stderr.decode()
        if name in ALONE and done.returncode == 2:
            demand(not re.search(r"error\[M(2|6)", err.replace("M210", "")), "%s", err)
            return
        demand(done.returncode == 0, "%s", err)
        types = {d["type"] for d in json.loads(done.stdout)["declarations"]}
        demand(name in types, "the example is not there: %s", types)


# --- what is wrong ---------------------------------------------------------------------------------------------------

def workbook(sheets, shared=None, kind="s"):
    """A workbook as other programs write them: {name: [[text, number, ...]]}, texts shared or inline."""
    out, texts = io.BytesIO(), []

    def cell(row, col, value):
        name = "%s%d" % (chr(65 + col), row)
        if value is None:
            return ""
        if isinstance(value, bool):
            return '<c r="%s" t="b"><v>%d</v></c>' % (name, value)
        if isinstance(value, (int, float)):
            return '<c r="%s" s="1"><v>%r</v></c>' % (name, value)
        if value.startswith("#REF"):
            return '<c r="%s" t="e"><v>%s</v></c>' % (name, value)
        quoted = value.replace("&", "&amp;").replace("<", "&lt;")
        if kind == "inlineStr":
            return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (name, quoted)
        texts.append(quoted)
        return '<c r="%s" t="s"><v>%d</v></c>' % (name, len(texts) - 1)

    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, rows in enumerate(sheets.values(), 1):
            lines = ["<row r=\"%d\">%s</row>" % (r, "".join(cell(r, c, v) for c, v in enumerate(row)))
                     for r, row in enumerate(rows, 1) if row]
            archive.writestr("xl/worksheets/s%d.xml" % i,
                             '<worksheet xmlns="x"><sheetData>%s</sheetData></worksheet>' % "".join(lines))
        archive.writestr("xl/sharedStrings.xml", shared or "<sst>%s</sst>" % "".join(
            "<si><r><t>%s</t></r><r><t>%s</t></r><rPh><t>aid</t></rPh></si>" % (text[:1], text[1:]) for text in texts))
        archive.writestr("xl/workbook.xml", '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets>%s</x:sheets></x:workbook>' %
                         "".join('<x:sheet name="%s" r:id="i%d"/>' % (name, i) for i, name in enumerate(sheets, 1)))
        archive.writestr("xl/_rels/workbook.xml.rels", "<R>%s%s</R>" % (
            "".join('<Relationship Id="i%d" Target="/xl/worksheets/s%d.xml" Type="t/worksheet"/>' % (i, i)
                    for i in range(1, len(sheets) + 1)),
            '<Relationship Id="s" Target="sharedStrings.xml" Type="t/sharedStrings"/>'))
    return out.getvalue()


GOOD = {
    "notes": [["anything", 1]],
    "site": [["name", "redundancy", "frequency [Hz]"], ["Hall, \"one\"", "any-one", 50]],
    "utility": [["name", "voltage [V]", "rating"], ["grid-[A,B]", 415, "2 MVA"]],
    "busway": [["name", "from.to", "from.breaker [A]", "from.breaker.full_rated", "rating [A]"],
               ["#bus-9", "nowhere", 1, True, 1], None, ["bus-[A,B]", "grid-$1", None, None, 800.5]],
    "rack": [["name", "part", "type", "from.A.to", "from.B.to"], ["rack-[1-2]", None, None, "bus-A", "bus-B"]],
    "node": [["name", "held_by", "power [kW]", "psus.A", "psus.B", "psus.needed", "because"],
             ["node[1-4]", "rack-[1-2]", 0.1, 2, 2, 2, "two\nlines & <more>: #1"]],
}


def import_of(data, code=0):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "h.xlsx").write_bytes(data)
        done = subprocess.run([PROGRAM, "import", "xlsx", "h.xlsx"], cwd=folder, capture_output=True)
        demand(done.returncode == code, "exit code %s: %s", done.returncode, done.stderr.decode())
        if code == 0:
            (pathlib.Path(folder) / "h.yaml").write_bytes(done.stdout)
            opened = subprocess.run([PROGRAM, "export", "json", "h.yaml"], cwd=folder, capture_output=True)
            demand(opened.returncode == 0, "it does not open: %s", opened.stderr.decode())
            return done.stdout.decode(), json.loads(opened.stdout)
        demand(done.stdout == b"", "a wrong workbook yields a model")
        return done.stderr.decode()


def changed(sheet, row, col, value):
    sheets = {name: [list(line) if line else line for line in rows] for name, rows in GOOD.items()}
    sheets[sheet][row - 1][col - 1] = value
    return sheets


def check_import():
    shared, site = import_of(workbook(GOOD))
    inline, _ = import_of(workbook(GOOD, kind="inlineStr"))
    demand(shared == inline, "texts that are shared and texts that are not differ")
    got = {d["name"]: d["fields"] for d in site["declarations"]}
    demand(set(got) == {"grid-[A,B]", "bus-[A,B]", "rack-[1-2]", "node[1-4]"}, "declarations: %s", list(got))
    demand(got["bus-[A,B]"]["rating"]["value"] == 800.5 and got["grid-[A,B]"]["rating"]["value"] == 2e6, "%s", got)
    demand(got["node[1-4]"]["power"]["value"] == 100 and site["site"]["nodes"] == 8, "nodes: %s", got["node[1-4]"])
    demand(site["site"]["name"] == 'Hall, "one"' and "frequency: 50 Hz" in shared, "site: %s", site["site"])


WRONG = [  # what is changed, and what must be said
    (("utility", 2, 2, "415 V"), "M602", "utility!B2"),
    (("utility", 2, 3, "2 MW"), "M202", "utility!C2"),
    (("utility", 2, 3, 2000), "M203", "utility!C2"),
    (("utility", 1, 3, "ratting"), "M201", "utility!C1"),
    (("utility", 1, 3, "rating [furlong]"), "M602", "utility!C1"),
    (("utility", 2, 1, "grid[A"), "M301", "utility!A2"),
    (("utility", 2, 1, None), "M210", "utility!A2"),
    (("utility", 2, 2, "#REF!"), "M720", "utility!B2"),
    (("busway", 4, 1, "#REF!"), "M720", "busway!A4"),
    (("rack", 2, 3, "rak"), "M207", "rack!C2"),
    (("node", 2, 2, "rack-9"), "M304", "node!B2"),
    (("node", 2, 3, -5), "M204", "node!C2"),
    (("site", 2, 2, "plenty"), "M205", "site!B2"),
    (("site", 1, 1, "label"), None, None),
]


def check_wrong(change, code, place):
    if code is None:
        import_of(workbook(changed(*change)))  # a sheet that is no table is not read
        return
    said = import_of(workbook(changed(*change)), code=2)
    demand("error[%s]: h.xlsx: %s: " % (code, place) in said, "said: %s", said)


def check_damage():
    whole = workbook(GOOD)
    twice = {name: rows for name, rows in GOOD.items()}
    twice["rack"] = GOOD["rack"] + [GOOD["rack"][1]]
    demand("M303" in import_of(workbook(twice), code=2), "an element that stands twice")
    demand("M720" in import_of(workbook({"notes": [["a"]]}), code=2), "a workbook without elements")
    for at in range(0, len(whole), 97):
        import_of(whole[:at], code=2)
    for text, said in (("<!DOCTYPE sst [<!ENTITY a 'b'>]><sst>&a;</sst>", "document type"), ("<sst><si>", "no element"),
                       ("<sst></sst>", "not in the list of texts")):
        demand(said in import_of(workbook(GOOD, shared=text), code=2), "%s", text)
    damaged = bytearray(whole)
    damaged[60] ^= 0x55
    demand(re.search("damaged|checksum", import_of(bytes(damaged), code=2)), "a changed byte")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    demand("xl/_rels/workbook.xml.rels: this part is missing" in import_of(out.getvalue(), code=2), "a missing part")
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        pass
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (65 << 20))
    demand("larger than 64 MiB" in import_of(out.getvalue(), code=2), "a part that unpacks to too much")


CODES = {"sites/small-ab": 0, "sites/dps-144": 1, "tests/golden/rack-ab/site.yaml": 1,
         "tests/golden/diff-fields/a.yaml": 1}


def case(name, how, *arguments):
    try:
        how(*arguments)
        print("ok " + name)
    except (Fault, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, StopIteration,
            zipfile.BadZipFile, ElementTree.ParseError) as fault:
        print("not ok %s: %s" % (name, fault if isinstance(fault, Fault) else repr(fault)))


for hall in SITES:
    case("formulas of %s" % hall, check_formulas, hall)
    case("round trip of %s" % hall, check_round_trip, hall)
case("frozen, filtered, coloured", check_looks)
case("same bytes", check_same_bytes)
case("templates", check_templates)
for line in run("schema", "--types")[0].decode().split("\n\n")[0].splitlines()[1:]:
    case("csv template of %s" % line.split()[0], check_csv_template, line.split()[0])
case("import", check_import)
for one in WRONG:
    case("refused: %s!%s = %s" % (one[0][0], "%s%d" % (chr(64 + one[0][2]), one[0][1]), one[0][3]), check_wrong, *one)
case("damage", check_damage)
