"""When a chip of site-battery.yaml is at 89 degC, by small steps from the outage on: half of what moves goes at once, the rest after 300 s.
As it is, and by the bound of docs/physics/time-to-limit.md, from the steady state of the first stage on. Then with a fifth of its flow."""
DIE, PLATE, LEAKS, COAST = 40.0, 310.0, 1 / 0.015, 1.5  # J/K, J/K, W/K, s
FULL, HALF, STEP = 1.875, 100 / 187.5, 1e-3  # L/min of a plate; what one CDU of 100 moves of 187.5 L/min; s


def carried(flow):
    """W/K of the plate: R V by straight lines in the table, R ~ 1/V below it."""
    table = [(1.0, 0.0245), (1.8, 0.0209), (2.0, 0.0204)]
    if flow <= 1.0:
        return flow / 0.0245
    (a, x), (b, y) = next((p, q) for p, q in zip(table, table[1:]) if flow <= q[0])
    return flow / (x * a + (y * b - x * a) * (flow - a) / (b - a))


def when(stages, t, case, die):
    """stages: flow(t) of each one and when it begins; K above the inlet of 40 degC."""
    while die < 49:
        flow = next(f for begin, f in reversed(stages) if t >= begin)(t)
        inner = (die - case) * LEAKS
        die, case, t = die + STEP * (1000 - inner) / DIE, case + STEP * (inner - case * carried(flow)) / PLATE, t + STEP
        if t > 1000:
            return "never"
    return "%.1f s" % t


def coasting(t):
    return 1 / (1 + t / COAST)


low = HALF * FULL
first = lambda t: low + (FULL - low) * coasting(t)
second = lambda t: low * coasting(t - 300) + (FULL - low) * coasting(t)
bound = lambda t: low * coasting(t - 300)
steady = [1000 / carried(f) for f in (FULL, low)]
print("half of it alone:", when([(0, first)], 0, steady[0], steady[0] + 15))
print("by small steps:", when([(0, first), (300, second)], 0, steady[0], steady[0] + 15))
print("by the bound:", when([(300, bound)], 300, steady[1], steady[1] + 15))
print("all at once at 0:", when([(0, lambda t: FULL * coasting(t))], 0, steady[0], steady[0] + 15))
fifth = 40 / 187.5 * FULL
print("site-twice, 40 L/min from 0 to 22 s:", when([(0, lambda t: fifth + (FULL - fifth) * coasting(t))], 0, steady[0], steady[0] + 15))
