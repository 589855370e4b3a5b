"""A one-line diagram read back from its SVG: labels, symbols and lines as boxes and segments, and what they may not do."""
import re
import unicodedata
import xml.etree.ElementTree

CHARACTER = 7.3  # pixels that a character of 12 px takes in a fixed-width face: 0.6 em, a little more
ASCENT, DESCENT = 9.5, 2.5
SVG = "{http://www.w3.org/2000/svg}"


def columns(text):
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(unicodedata.combining(one) != 0 for one in text)


class Drawing:
    """labels: (box, text); symbols: (box, name); segments: (x0, y0, x1, y1). Boxes are x0, y0, x1, y1."""

    def __init__(self, data):
        self.root = xml.etree.ElementTree.fromstring(data)
        for element in self.root.iter():
            element.tag = element.tag.replace(SVG, "")
        self.size = [float(one) for one in self.root.get("viewBox").split()][2:]
        self.labels, self.symbols, self.segments, self.titles, self.classes = [], [], [], [], []
        self.paths, self.upright, self.thick = 0, set(), []
        for element in self.root:
            if element.tag == "g":
                self.take_group(element)
            elif element.tag == "path" and element.get("class") == "c":  # a chain, drawn over its lines
                self.thick += list(segments_of(element.get("d")))
            elif element.tag == "path":
                self.paths += 1
                self.take_path(element.get("d"))

    def take_group(self, group):
        x, y = (float(one) for one in re.match(r"translate\((\S+) (\S+)\)", group.get("transform")).groups())
        title = group.find("title")
        for text in group.findall("text"):
            if text.get("class") != "k":
                self.take_text(text, x, y)
        if title is not None:
            self.titles.append(title.text)
            self.classes.append(group.get("class"))
            self.symbols.append((self.body(group, x, y), title.text))

    def take_text(self, text, x, y):
        x, y, width = x + float(text.get("x")), y + float(text.get("y")), columns(text.text) * CHARACTER
        left = x - width / 2 if text.get("text-anchor") == "middle" else x
        self.labels.append(((left, y - ASCENT, left + width, y + DESCENT), text.text))

    def body(self, group, x, y):
        """Bars and ties are one rectangle, the others fill the middle."""
        shapes = [one for one in group if (one.get("class") or "").split()[:1] == ["f"]]
        if len(shapes) == 1 and shapes[0].tag == "rect":
            left, top = x + float(shapes[0].get("x")), y + float(shapes[0].get("y"))
            return left, top, left + float(shapes[0].get("width")), top + float(shapes[0].get("height"))
        return x - 16.5, y + 8, x + 16.5, y + 42

    def take_path(self, path):
        for line in segments_of(path):
            self.segments.append(line)
            if line[0] == line[2]:
                self.upright.add(line + (self.paths,))

    # --- what is wrong ---------------------------------------------------------------------------------------------------

    def faults(self):
        found = []
        for i, (box, text) in enumerate(self.labels):
            if box[0] < 0 or box[1] < 0 or box[2] > self.size[0] or box[3] > self.size[1]:
                found.append("%s stands outside" % text)
            found += ["%s lies on %s" % (text, other) for at, other in self.labels[i + 1:] if overlap(box, at)]
            found += ["%s lies on the symbol of %s" % (text, name.split(":")[0]) for at, name in self.symbols
                      if overlap(box, at)]
            found += ["a line strikes through %s" % text for line in self.segments if overlap(box, line)]
        for i, (box, name) in enumerate(self.symbols):
            found += ["%s lies on %s" % (name, other) for at, other in self.symbols[i + 1:] if overlap(box, at)]
        found += ["the chain leaves its lines at %s" % (line,) for line in self.thick
                  if not any(a[0] - 0.1 <= line[0] and a[1] - 0.1 <= line[1] and a[2] + 0.1 >= line[2] and a[3] + 0.1 >= line[3]
                             for a in self.segments)]
        return found + self.shared_lines()

    def shared_lines(self):
        """Two vertical lines of different symbols on each other could not be told apart."""
        upright = sorted(self.upright)
        return ["lines lie on each other at x %g, y %g" % (one[0], other[1]) for i, one in enumerate(upright)
                for other in upright[i + 1:i + 8]
                if one[0] == other[0] and one[3] > other[1] + 0.5 and one[4] != other[4]]


def segments_of(path):
    x = y = 0.0
    for command, first, second in re.findall(r"([MVH])([-\d.]+)(?: ([-\d.]+))?", path):
        if command == "M":
            x, y = float(first), float(second)
        elif command == "V":
            yield x, min(y, float(first)), x, max(y, float(first))
            y = float(first)
        else:
            yield min(x, float(first)), y, max(x, float(first)), y
            x = float(first)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
