#!/usr/bin/python3
"""slow. The HTML report in Chromium: at 360, 768 and 1440 pixels, light, dark and printed. Nothing is fetched or complained
about, nothing scrolls sideways but tables, text is large enough and stands out enough, and paper shows all of it. Without
Chromium every case fails."""
import pathlib
import re
import subprocess
import tempfile

from browser import Browser
from test_report import Fault, case, demand, parse, run

SITES = ["sites/dps-144", "sites/piped-row", "sites/small-ab", "tests/golden/model-example/site.yaml", "tests/golden/path-catcher/site.yaml",
         "tests/golden/report-outages/site.yaml"]
PAPER = {"A4": (8.27, 11.69, 595, 842), "Letter": (8.5, 11, 612, 792)}
PRINTED = 26 / 25.4  # inches: the left and the right margin that the style asks for

# Every element that shows text of its own, with how it is shown. Contrast after WCAG 2.1; what lies under a text is the
# nearest background that is not transparent.
SHOWN = """(() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = c => { const v = c.slice(0, 3).map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
                       return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const under = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                       if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const found = [];
  for (const e of document.body.querySelectorAll('*')) {
    const own = Array.from(e.childNodes).filter(n => n.nodeType === 3).map(n => n.textContent).join('').trim();
    if (!own || ['STYLE', 'SCRIPT', 'title', 'desc'].includes(e.tagName) || e.tagName === 'style') continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (box.width === 0 || style.visibility === 'hidden') continue;
    const svg = e.ownerSVGElement, scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const ink = rgb(svg ? style.fill : style.color);
    const paper = svg && e.classList.contains('k') && style.stroke !== 'none' ? rgb(style.stroke)
                : svg && e.classList.contains('k') ? rgb(getComputedStyle(e.parentElement.querySelector('.f')).fill) : under(e);
    const a = light(ink), b = light(paper);
    found.push({text: own.slice(0, 40), size: parseFloat(style.fontSize) * scale,
                contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)});
  }
  return found;
})()"""

TARGETS = """Array.from(document.querySelectorAll('a, input, button')).map(e => {
  const box = e.getBoundingClientRect(); return {text: e.textContent || e.tagName, width: box.width, height: box.height}; })"""

WIDE = """Array.from(document.querySelectorAll('.scroll, table, pre')).filter(e => e.scrollWidth > e.clientWidth + 1)
  .map(e => e.getAttribute('aria-label') || e.tagName)"""


# --- checks of one page ---------------------------------------------------------------------------------------------------

def fetches_nothing(page, url):
    demand(page.requests == [url], "requests: %s", page.requests)


def says_nothing(page, _):
    demand(not page.complaints, "%s", page.complaints)


def fits(page, _):
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    demand(wide <= inner, "%d pixels on a page of %d", wide, inner)


def large_enough(page, _):
    small = [one for one in page.evaluate(SHOWN) if one["size"] < 11.99]
    demand(not small, "%d texts below 12 px: %s", len(small), small[:2])


def stands_out(page, _):
    pale = [one for one in page.evaluate(SHOWN) if one["contrast"] < 4.5]
    demand(not pale, "%d texts of too little contrast: %s", len(pale), pale[:2])


def can_be_hit(page, _):
    small = [one for one in page.evaluate(TARGETS) if one["height"] < 40 or one["width"] < 24]
    demand(not small, "targets too small: %s", small[:3])


def named(page, _):
    lang, title = page.evaluate("[document.documentElement.lang, document.title]")
    demand(lang == "en" and title, "lang %r, title %r", lang, title)
    levels = page.evaluate("Array.from(document.querySelectorAll('h1,h2,h3,h4,h5,h6')).map(e => +e.tagName[1])")
    demand(levels[:1] == [1] and levels.count(1) == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:])),
           "headings %s", levels)
    page.call("Accessibility.enable")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    images = [node for node in nodes if node.get("role", {}).get("value") in ("img", "image") and not node["ignored"]]
    demand(images and all(node["name"]["value"] for node in images), "images without a name")
    tables = [node for node in nodes if node.get("role", {}).get("value") == "region"]
    demand(all(node["name"]["value"] for node in tables), "a region without a name")


CHECKS = [("fetches nothing", fetches_nothing), ("complains of nothing", says_nothing), ("fits its width", fits),
          ("is large enough", large_enough), ("stands out", stands_out), ("can be hit", can_be_hit)]


def check_page(browser, file, name):
    """Light at every width; dark has the same layout."""
    page, url = browser.page(), file.as_uri()
    for scheme, width in (("light", 360), ("light", 768), ("light", 1440), ("dark", 768)):
        page.size(width)
        page.media(prefers_color_scheme=scheme)
        page.forget()
        page.open(url)
        for title, check in CHECKS:
            case("%s, %d px, %s, %s" % (name, width, scheme, title), check, page, url)
    case("%s is named" % name, named, page, url)
    page.close()


# --- paper ----------------------------------------------------------------------------------------------------------------

def output_of(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    demand(done.returncode == 0, "%s: %s", command[0], done.stderr.decode())
    return done.stdout.decode()


def is_printed(browser, file, report, folder, paper):
    width, height, points, high = PAPER[paper]
    page = browser.page()
    page.open(file.as_uri())
    pdf = pathlib.Path(folder) / "page.pdf"
    page.pdf(str(pdf), width, height)
    page.close()
    facts = dict(line.split(":", 1) for line in output_of("pdfinfo", pdf).splitlines())
    pages, size = int(facts["Pages"]), [float(one) for one in re.findall(r"[\d.]+", facts["Page size"])[:2]]
    demand(abs(size[0] - points) < 2 and abs(size[1] - high) < 2, "pages of %s", facts["Page size"])
    demand(2 <= pages <= 3 + len(report["rows"]) / 8, "%d pages for %d rows", pages, len(report["rows"]))
    text = re.sub(r"\s+", "", output_of("pdftotext", "-layout", pdf, "-"))
    plain = re.sub(r"\s+", "", output_of("pdftotext", "-raw", pdf, "-"))
    for row in report["rows"]:
        demand(row["code"] in text, "no %s on paper", row["code"])
        if row["state"] == "violated":
            demand(row["point"] in plain, "no %s on paper", row["point"])
    demand(re.sub(r"\s+", "", report["site"]["name"]) in plain and report["site"]["hash"] in plain, "no name or hash on paper")


def is_not_clipped(browser, file, paper):
    page = browser.page(int(96 * (PAPER[paper][0] - PRINTED)))
    page.media("print")
    page.open(file.as_uri())
    fits(page, None)
    wide = page.evaluate(WIDE)
    demand(not wide, "wider than the paper: %s", wide)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    demand(colour == "rgb(255, 255, 255)", "paper is %s", colour)
    page.media("print", prefers_color_scheme="dark")
    demand(page.evaluate("getComputedStyle(document.body).backgroundColor") == colour, "dark paper")
    page.close()


# --- script -----------------------------------------------------------------------------------------------------------------

ROWS = "Array.from(document.querySelectorAll('#rows tbody tr')).filter(e => e.getBoundingClientRect().height > 0).length"


def filters(browser, file, report):
    page = browser.page()
    page.open(file.as_uri())
    demand(page.evaluate(ROWS) == len(report["rows"]), "%s rows shown", page.evaluate(ROWS))
    page.evaluate("document.querySelector('.filter input').value = 'r101'; "
                  "document.querySelector('.filter input').dispatchEvent(new Event('input'))")
    wanted = sum("r101" in " ".join((row["code"], row["point"], row["case"])).lower() for row in report["rows"])
    demand(page.evaluate(ROWS) == wanted, "%s rows shown, not %d", page.evaluate(ROWS), wanted)
    page.close()


def works_without_script(browser, file, report):
    page = browser.page()
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(file.as_uri())
    demand(page.evaluate(ROWS) == len(report["rows"]), "rows are missing")
    demand(page.evaluate("document.querySelector('.filter').getBoundingClientRect().height") == 0, "a filter that does nothing")
    page.close()


def drawing_alone(browser, site, folder, *options):
    file = pathlib.Path(folder) / "alone.svg"
    file.write_bytes(run(site, "--format", "svg", *options))
    page = browser.page()
    page.open(file.as_uri())
    fetches_nothing(page, file.as_uri())
    says_nothing(page, None)
    demand(page.evaluate("document.documentElement.getBoundingClientRect().width") > 200, "nothing is drawn")
    wrong = page.evaluate("""Array.from(document.querySelectorAll('text:not(.k)')).filter(e =>
        e.getComputedTextLength() > 7.3 * e.textContent.length).map(e => e.textContent)""")
    demand(not wrong, "wider than the layout takes them to be: %s", wrong)
    page.close()


# --- that the checks can fail -------------------------------------------------------------------------------------------------

BAD = """<!DOCTYPE html><html><head><title></title></head><body style="background:#fff"><h2>x</h2>
<p style="font-size:9px">small</p><p style="color:#999">pale</p><a href="#x">link</a>
<div style="width:3000px">wide</div><img src="missing.png"><script>console.error('no'); throw 1</script>
<svg role="img" width="10" height="10"></svg></body></html>"""


def checks_can_fail(browser, folder):
    file = pathlib.Path(folder) / "bad.html"
    file.write_text(BAD)
    page = browser.page(360)
    page.open(file.as_uri())
    for title, check in CHECKS + [("is named", named)]:
        try:
            check(page, file.as_uri())
        except Fault:
            continue
        demand(False, "a bad page %s", title)
    page.close()


def check_site(browser, site, folder):
    name = pathlib.PurePath(site.replace("/site.yaml", "")).name
    file = pathlib.Path(folder) / (name + ".html")
    file.write_bytes(run(site, "--format", "html"))
    report = parse(run(site, "--format", "json"))
    check_page(browser, file, name)
    for paper in PAPER:
        case("%s printed on %s" % (name, paper), is_printed, browser, file, report, folder, paper)
        case("%s not clipped on %s" % (name, paper), is_not_clipped, browser, file, paper)
    case("%s filters its rows" % name, filters, browser, file, report)
    case("%s works without its script" % name, works_without_script, browser, file, report)
    case("%s as a drawing alone" % name, drawing_alone, browser, site, folder)
    if "id=\"cooling\"" in file.read_text():
        case("%s, cooling, as a drawing alone" % name, drawing_alone, browser, site, folder, "--diagram", "cooling")
    if "id=\"along-0-title\"" in file.read_text():
        case("%s, loops, as a drawing alone" % name, drawing_alone, browser, site, folder, "--diagram", "loop")


def main():
    try:
        with tempfile.TemporaryDirectory(prefix="headroom-browser-") as folder, Browser() as browser:
            case("checks can fail", checks_can_fail, browser, folder)
            for site in SITES:
                check_site(browser, site, folder)
    except Exception as fault:
        print("not ok browser: %s: %s" % (type(fault).__name__, fault))


if __name__ == "__main__":
    main()
