/* halls.h - the halls that benchmarks measure, written as models of any size.
 *
 * One block has two sides, each with a 3.2 MVA transformer, three generators of 1.6 MW on a paralleling bus, a main board
 * that takes either, a UPS of 3 MW with static and wrap-around bypass and four busways; 20 racks of 132 kW with a cord on
 * either side, 18 nodes of 4 GPUs each; and two boards for cooling with an automatic tie, one behind a transfer switch.
 * 70 blocks are 1,400 racks, 100,800 GPUs, 185 MW; 360 blocks are 7,200 racks, 518,400 GPUs, 950 MW of nodes: the 1 GW
 * campus. Everything holds with any one thing out, so the sweep has no shortcuts and the output is folded.
 *
 * With liquid cooling a block has instead: four loops of five racks, each with two CDUs of two pumps, one of which carries
 * it, on either facility loop and fed from two boards; five CRAHs, four of which carry the air of its 20 racks; and of
 * the hall's loops two dry coolers on either facility loop, two chillers, two towers behind those. So an outage of what cools reaches up to all of the hall, and power reaches what cools at every board. */
#ifndef HR_BENCH_HALLS_H
#define HR_BENCH_HALLS_H

#include <stdbool.h>
#include <stdio.h>

#define FULL(amps) "breaker: {rating: " amps " A, full_rated: true}"

static inline void hall_sources(FILE *f, unsigned blocks, int width)
{
    double mva = blocks * 3.6, amps = mva * 1e6 / (13800 * 1.7320508) + 1;
    fprintf(f, "  grid-[A,B]: {type: utility, voltage: 13.8 kV, rating: %.1f MVA}\n", mva);
    fprintf(
        f,
        "  main-[A,B]: {type: switchboard, rating: %.0f A, drawout: true, from: {to: grid-$1, breaker: {rating: %.0f "
        "A, full_rated: true}}}\n",
        amps, amps);
    fprintf(f,
            "  gen-[A,B][%0*u-%u]-[1-3]: {type: generator, voltage: 415 V, rating: 2 MVA, power: 1.6 MW, start: 10 s, "
            "first_step: 100 %%}\n",
            width, 1u, blocks);
    fprintf(f,
            "  gpb-[A,B][%0*u-%u]: {type: switchboard, rating: 8000 A, drawout: true, from: {parallel: [{to: "
            "\"gen-$1$2-[1-3]\", " FULL("3200") "}]}}\n",
            width, 1u, blocks);
    fprintf(f,
            "  tx-[A,B][%0*u-%u]: {type: transformer, from: {to: main-$1, " FULL(
                "200") "},"
                       " rating: 3.2 MVA, secondary: 415 V, winding: Dyn1, cooling: liquid, no_load_loss: 3 kW, "
                       "load_loss: 20 kW}\n",
            width, 1u, blocks);
}

static inline void hall_boards(FILE *f, unsigned blocks, int width)
{
    fprintf(f,
            "  msb-[A,B][%0*u-%u]: {type: switchboard, rating: 5000 A, drawout: true, from: [{to: tx-$1$2, " FULL(
                "5000") ", time: 0.2 s}, {to: gpb-$1$2, closes: auto, time: 12 s, " FULL("5000") "}]}\n",
            width, 1u, blocks);
    fprintf(
        f,
        "  ups-[A,B][%0*u-%u]: {type: ups, from: {to: msb-$1$2, " FULL("5000") "}, bypass: {to: msb-$1$2, " FULL(
            "5000") "}, rating: 3 MW, autonomy: 5 min, efficiency: {25 %%: 96 %%, 50 %%: 97 %%, 100 %%: 96.6 %%}}\n",
        width, 1u, blocks);
    fprintf(f,
            "  upb-[A,B][%0*u-%u]: {type: switchboard, rating: 5000 A, drawout: true, from: [{to: ups-$1$2, " FULL(
                "5000") "}, {to: msb-$1$2, closes: manual, transition: closed, " FULL("5000") "}]}\n",
            width, 1u, blocks);
    fprintf(f,
            "  bus-[A,B][%0*u-%u]-[1-4]: {type: busway, rating: 1200 A, length: 20 m, resistance: 0.03 mohm/m, from: "
            "{to: upb-$1$2, " FULL("1200") "}}\n",
            width, 1u, blocks);
}

static inline void hall_cooling(FILE *f, unsigned blocks, int width)
{
    fprintf(f,
            "  ats[%0*u-%u]: {type: ats, rating: 200 A, from: [{to: msb-A$1, " FULL(
                "200") "}, {to: msb-B$1, closes: auto, "
                       "time: 3 s, " FULL("200") "}]}\n",
            width, 1u, blocks);
    fprintf(f,
            "  mech1[%0*u-%u]: {type: switchboard, rating: 200 A, from: {to: ats$1, " FULL(
                "200") "}}\n"
                       "  mech2[%0*u-%u]: {type: switchboard, rating: 200 A, from: {to: msb-B$1, " FULL(
                           "200") "}}\n"
                                  "  tie[%0*u-%u]: {type: breaker, between: [mech1$1, mech2$1], normally: open, "
                                  "closes: auto, time: 1 s, rating: "
                                  "200 A, full_rated: true}\n"
                                  "  chiller-[1,2][%0*u-%u]: {type: load, power: 30 kW, power_factor: 0.9, redundancy: "
                                  "none, ride_through: 1 min, "
                                  "from: {to: mech$1$2, breaker: 100 A, phases: ABC}}\n",
            width, 1u, blocks, width, 1u, blocks, width, 1u, blocks, width, 1u, blocks);
}

/* What a block has for cooling by liquid: boards on either side, tied. */
static inline void hall_boards_of_cooling(FILE *f, unsigned blocks, int width)
{
    fprintf(f,
            "  ats[%0*u-%u]: {type: ats, rating: 800 A, from: [{to: msb-A$1, " FULL(
                "800") "}, {to: msb-B$1, closes: auto, "
                       "time: 3 s, " FULL("800") "}]}\n",
            width, 1u, blocks);
    fprintf(f,
            "  mech-1[%0*u-%u]: {type: switchboard, rating: 800 A, from: {to: ats$1, " FULL(
                "800") "}}\n"
                       "  mech-2[%0*u-%u]: {type: switchboard, rating: 800 A, from: {to: msb-B$1, " FULL("800") "}}\n",
            width, 1u, blocks, width, 1u, blocks);
}

/* A cooler's two feeds, the first of which it has while that lives. */
#define EITHER_BOARD(amps) \
    "ride_through: 1 min, from: [{to: mech-1$1, breaker: " amps \
    " A, phases: ABC}, {to: mech-2$1, closes: auto, time: " \
    "1 s, breaker: " amps " A, phases: ABC}]"

static inline void hall_coolers(FILE *f, unsigned blocks, int width)
{
    fprintf(f,
            "  cdu[%0*u-%u]-[1-4]-[A,B]: {type: cdu, primary: fws-$3, cooling: 650 kW, flow: 900 L/min, approach: 4 K, "
            "primary_rise: 12 K, power: 10 kW, power_factor: 0.9, variable: true, needed: 1, " EITHER_BOARD(
                "30") ", holds: {\"pump-[1-2]\": {type: pump}}}\n"
                      "  crah[%0*u-%u]-[1-5]: {type: crah, primary: chilled, cooling: 110 kW, airflow: 26000 m3/h, "
                      "approach: 6 K, "
                      "primary_rise: 6 K, power: 4 kW, power_factor: 0.9, " EITHER_BOARD("30") "}\n",
            width, 1u, blocks, width, 1u, blocks);
    fprintf(f,
            "  chiller[%0*u-%u]-[1-2]: {type: chiller, primary: condenser, cooling: 550 kW, flow: 2000 L/min, "
            "primary_rise: 5 K, primary_flow: 2200 L/min, cop: 5.5, cop_at: 30 degC, cop_slope: 2.5 %%, power: 100 kW, "
            "power_factor: 0.9, " EITHER_BOARD(
                "200") "}\n"
                       "  tower[%0*u-%u]-[1-2]: {type: cooling-tower, cooling: 650 kW, flow: 2400 L/min, power: 8 kW, "
                       "power_factor: 0.9, " EITHER_BOARD("30") "}\n"
                                                                "  dry[%0*u-%u]-[A,B]-[1-2]: {type: dry-cooler, "
                                                                "cooling: 1.25 MW, flow: 2000 L/min, approach: 6 K, "
                                                                "power: 25 kW, power_factor: 0.9, " EITHER_BOARD(
                                                                    "60") "}\n",
            width, 1u, blocks, width, 1u, blocks, width, 1u, blocks);
}

static inline void hall_loops(FILE *f, unsigned blocks, int width)
{
    fprintf(
        f,
        "  tcs[%0*u-%u]-[1-4]: {type: loop, fluid: PG25, supply: 42 degC, flow_per_power: 1.2 L/min/kW, cooled_by: "
        "\"cdu$1-$2-[A,B]\"}\n"
        "  air[%0*u-%u]: {type: zone, supply: 22 degC, class: A2, airflow_per_power: 220 m3/h/kW, dew_point: 12 degC, "
        "leakage: 3 %%, recirculation: 3 %%, cooled_by: \"crah$1-[1-5]\"}\n",
        width, 1u, blocks, width, 1u, blocks);
    fputs("  fws-[A,B]: {type: loop, fluid: water, supply: 36 degC, cooled_by: \"dry*-$1-*\"}\n"
          "  chilled: {type: loop, fluid: water, supply: 12 degC, cooled_by: \"chiller*\"}\n"
          "  condenser: {type: loop, fluid: water, supply: 28 degC, cooled_by: \"tower*\"}\n",
          f);
}

typedef enum hall_cooled { HALL_AS_LOADS, HALL_BY_LIQUID } hall_cooled;

static inline void hall_racks(FILE *f, unsigned blocks, int width, hall_cooled how)
{
    bool liquid = how == HALL_BY_LIQUID;
    fprintf(f, "  row[%0*u-%u]-rack[1-4]-[1-5]:\n    type: rack\n    from:\n", width, 1u, blocks);
    fputs("      A: {to: bus-A$1-$2, breaker: 250 A, phases: ABC}\n"
          "      B: {to: bus-B$1-$2, breaker: 250 A, phases: ABC}\n",
          f);
    if (liquid) fputs("    coolant: tcs$1-$2\n    zone: air$1\n    cooling: cold-plate\n", f);
    fprintf(
        f,
        "    holds:\n"
        "      \"node[01-18]\": {type: node, power: 7333 W, gpus: 4,%s psus: {A: 2, B: 2, needed: 2, rating: 4 kW}}\n",
        liquid
            ? " liquid_share: 87 %, plate: {count: 4, power: 1.2 kW, resistance: {0.5 L/min: 0.04 K/W, 1.5 L/min: 0.02 "
              "K/W, 3 L/min: 0.015 K/W}, limit: 95 degC},"
            : "");
}

static inline void hall_write_cooled(FILE *f, unsigned blocks, hall_cooled how)
{
    char last[16];
    int width = snprintf(last, sizeof last, "%u", blocks);
    fprintf(f, "headroom: 1\nsite:\n  name: %u racks\n  rules: [tier-4]\n  redundancy: any-one\n", 20 * blocks);
    if (how == HALL_BY_LIQUID) fputs("  outdoor: {dry_bulb: 28 degC, wet_bulb: 22 degC}\n", f);
    fputs("elements:\n", f);
    hall_sources(f, blocks, width);
    hall_boards(f, blocks, width);
    if (how == HALL_BY_LIQUID) {
        hall_boards_of_cooling(f, blocks, width);
        hall_coolers(f, blocks, width);
        hall_loops(f, blocks, width);
    } else {
        hall_cooling(f, blocks, width);
    }
    hall_racks(f, blocks, width, how);
}

static inline void hall_write(FILE *f, unsigned blocks) { hall_write_cooled(f, blocks, HALL_AS_LOADS); }

/* 4,096 racks of four 8-GPU nodes: 131,072 GPUs, for expansion alone. */
static inline void expand_write(FILE *f)
{
    fputs("headroom: 1\nsite: {name: 131072 GPUs}\nelements:\n"
          "  grid-[A,B]: {type: utility, voltage: 415 V, rating: 250 MVA}\n"
          "  bus-[A,B][001-256]: {type: busway, rating: 1200 A, from: grid-$1}\n"
          "  row[001-256]-rack[01-16]:\n    type: rack\n    from: {A: bus-A$1, B: bus-B$1}\n"
          "    holds: {\"node[1-4]\": {type: node, power: 10.2 kW, gpus: 8}}\n",
          f);
}

#endif
