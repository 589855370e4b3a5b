"""Halls of any size for reports: blocks of two sides with generators, bypasses, ties and 20 racks each; racks that are declared
one by one, as importers write them; and rows of 20 racks, each on a CDU of its own, that share one plant."""

BLOCK = """  gen-[A,B][{b}]-[1-3]: {{type: generator, voltage: 415 V, rating: 2 MVA, power: 1.6 MW, start: 10 s, first_step: 100 %}}
  gpb-[A,B][{b}]: {{type: switchboard, rating: 8000 A, from: {{parallel: "gen-$1$2-[1-3]"}}}}
  tx-[A,B][{b}]: {{type: transformer, from: {{to: main-$1, breaker: 200 A}}, rating: 3 MVA, secondary: 415 V, winding: Dyn1, no_load_loss: 3 kW, load_loss: 20 kW}}
  msb-[A,B][{b}]: {{type: switchboard, rating: 5000 A, from: [{{to: tx-$1$2, time: 0.2 s}}, {{to: gpb-$1$2, closes: auto, time: 12 s}}]}}
  ups-[A,B][{b}]: {{type: ups, from: {{to: msb-$1$2, breaker: 5000 A}}, bypass: {{to: msb-$1$2, breaker: 5000 A}}, rating: 3 MW, autonomy: 5 min}}
  upb-[A,B][{b}]: {{type: switchboard, rating: 5000 A, from: [{{to: ups-$1$2}}, {{to: msb-$1$2, closes: manual}}]}}
  bus-[A,B][{b}]-[1-4]: {{type: busway, rating: 1200 A, length: 20 m, resistance: 0.03 mohm/m, from: {{to: upb-$1$2, breaker: 1200 A}}}}
  ats[{b}]: {{type: ats, rating: 200 A, from: [{{to: msb-A$1}}, {{to: msb-B$1, closes: auto, time: 3 s}}]}}
  mech1[{b}]: {{type: switchboard, rating: 200 A, from: ats$1}}
  mech2[{b}]: {{type: switchboard, rating: 200 A, from: msb-B$1}}
  tie[{b}]: {{type: breaker, between: [mech1$1, mech2$1], normally: open, closes: auto, time: 1 s, rating: 200 A}}
  row[{b}]-rack[1-4]-[1-5]:
    type: rack
    from: {{A: {{to: bus-A$1-$2, breaker: 250 A, phases: ABC}}, B: {{to: bus-B$1-$2, breaker: 250 A, phases: ABC}}}}
    holds: {{"node[01-18]": {{type: node, power: 7333 W, gpus: 4, psus: {{A: 2, B: 2, needed: 2, rating: 4 kW}}}}}}
"""


def blocks(count):
    last = str(count)
    return ("headroom: 1\nsite: {{name: {racks} racks, redundancy: any-one}}\nelements:\n"
            "  grid-[A,B]: {{type: utility, voltage: 13.8 kV, rating: {mva} MVA}}\n"
            "  main-[A,B]: {{type: switchboard, rating: 20000 A, from: grid-$1}}\n").format(
                racks=20 * count, mva=4 * count) + BLOCK.format(b="%s-%s" % ("1".zfill(len(last)), last))


def one_by_one(racks):
    """Every rack and every busway a declaration of its own."""
    text = ("headroom: 1\nsite: {name: one by one, redundancy: none}\nelements:\n"
            "  grid-A: {type: utility, voltage: 415 V, rating: 90 MVA}\n  grid-B: {type: utility, voltage: 415 V, rating: 90 MVA}\n")
    for i in range((racks + 9) // 10):
        for side in "AB":
            text += "  bus-%s%d: {type: busway, rating: 1200 A, length: 20 m, resistance: 0 ohm/m, from: grid-%s}\n" % (side, i, side)
    for i in range(racks):
        text += ("  r%04d: {type: rack, power: %d kW, power_factor: 1, from: {A: {to: bus-A%d, breaker: 63 A, phases: ABC}, "
                 "B: {to: bus-B%d, breaker: 63 A, phases: ABC}}}\n" % (i, 20 + i % 7, i // 10, i // 10))
    return text


def cooled(rows):
    return """headroom: 1
site: {{name: cooled rows, outdoor: {{dry_bulb: 32 degC, wet_bulb: 22 degC}}, redundancy: none}}
elements:
  grid: {{type: utility, voltage: 415 V, rating: 900 MVA}}
  "chiller-[1-4]": {{type: chiller, from: grid, cooling: {megawatts} MW, flow: {litres} L/min, supply: 20 degC, cop: 6}}
  fws: {{type: loop, fluid: water, supply: 20 degC, cooled_by: "chiller-[1-4]"}}
  "cdu-[1-{rows}]": {{type: cdu, from: grid, primary: fws, cooling: 2 MW, approach: 4 K, flow: 2600 L/min, primary_flow: 3000 L/min, power: 20 kW}}
  "tcs-[1-{rows}]": {{type: loop, fluid: PG25, supply: 30 degC, flow_per_power: 1.2 L/min/kW, cooled_by: "cdu-$1"}}
  "crah-[1-{rows}]": {{type: crah, from: grid, primary: fws, cooling: 500 kW, supply: 24 degC, airflow: 30 m3/s, approach: 6 K, primary_flow: 800 L/min, power: 10 kW}}
  hall: {{type: zone, cooled_by: "crah-[1-{rows}]", supply: 24 degC, dew_point: 12 degC, class: A2, leakage: 10 %, recirculation: 5 %}}
  "row[1-{rows}]-rack[01-20]":
    type: rack
    coolant: "tcs-$1"
    zone: hall
    from: grid
    holds: {{n: {{type: node, power: 100 kW, liquid_share: 85 %, airflow: 1 m3/s}}}}
""".format(rows=rows, megawatts=rows, litres=3000 * rows)
