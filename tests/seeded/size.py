"""Chooses every rating of a hall: the smallest of its ladder that holds in the worst outage.

Losses depend on ratings, so it goes round until nothing changes.  A size that swings between two stays the larger.
"""
from hall import AMPS, LADDERS
from outages import Outages

ROUNDS = 12
PATIENT = 4         # rounds after which sizes only grow


class TooBig(Exception):
    """No size of a ladder is enough."""


def step_up(ladder, needed):
    for size in ladder:
        if size * (1 + 1e-9) >= needed:
            return size
    raise TooBig("%g is more than %g" % (needed, ladder[-1]))


def step_down(ladder, size):
    at = ladder.index(size)
    return ladder[at - 1] if at else None


def losses(element):
    """Of a transformer of this rating: watts, as makers' lists have them."""
    if "secondary" in element.fields:
        element.fields["no_load_loss"] = round(element.fields["rating"] * 0.0018)
        element.fields["load_loss"] = round(element.fields["rating"] * 0.0095)


def needed_for(element, field, rules, peaks):
    most = 0
    for rule in rules:
        peak = peaks.get((rule, element.name, "through" if element.type == "breaker" else ""), 0)
        if rule == "P108":
            peak /= element.fields["first_step"]
        if rule == "P104":
            peak /= 1 if element.fields["full_rated"] else 0.8
        most = max(most, peak)
    return most


def start(hall):
    for element in hall.elements:
        for field in element.sized:
            if field != "psu":
                element.fields[field] = LADDERS[element.type, field][0][-1]
        losses(element)


def resize(hall, peaks, only_grow):
    changed = False
    for element in hall.elements:
        for field in element.sized:
            ladder, rules = LADDERS[element.type, field]
            size = step_up(ladder, needed_for(element, field, rules, peaks))
            have = element.fields.get(field)
            if only_grow and have is not None:
                size = max(size, have)
            changed = changed or size != have
            element.fields[field] = size
        losses(element)
        feeds = element.wires()
        for key, feed in feeds:
            peak = peaks.get(("P104", element.name, key), 0)
            size = step_up(AMPS, peak / (1 if feed.full else 0.8)) if peak else feeds[0][1].amps or AMPS[-1]
            if only_grow and feed.amps:
                size = max(size, feed.amps)
            changed = changed or size != feed.amps
            feed.amps = size
    return changed


def choose(hall):
    """Sizes everything; returns the outages of the hall as it then is."""
    start(hall)
    for number in range(ROUNDS):
        found = Outages(hall).all()
        if not resize(hall, found.peaks, number >= PATIENT):
            return found
    raise TooBig("its sizes do not settle")
