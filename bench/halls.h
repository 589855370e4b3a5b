/* halls.h - the halls that benchmarks measure, written as models of any size.
 *
 * One block has two sides, each with a 3 MVA transformer, three generators of 1.6 MW on a paralleling bus, a main board
 * that takes either, a UPS of 3 MW with static and wrap-around bypass and four busways; 20 racks of 132 kW with a cord on
 * either side, 18 nodes of 4 GPUs each; and two boards for cooling with an automatic tie, one behind a transfer switch.
 * 70 blocks are 1,400 racks, 100,800 GPUs, 185 MW; 360 blocks are 7,200 racks, 518,400 GPUs, 950 MW of nodes: the 1 GW
 * campus. Everything holds with any one thing out, so the sweep has no shortcuts and the output is folded. */
#ifndef HR_BENCH_HALLS_H
#define HR_BENCH_HALLS_H

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
                       " rating: 3 MVA, secondary: 415 V, winding: Dyn1, cooling: liquid, no_load_loss: 3 kW, "
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

static inline void hall_write(FILE *f, unsigned blocks)
{
    char last[16];
    int width = snprintf(last, sizeof last, "%u", blocks);
    fprintf(f, "headroom: 1\nsite: {name: %u racks, rules: [tier-4], redundancy: any-one}\nelements:\n", 20 * blocks);
    hall_sources(f, blocks, width);
    hall_boards(f, blocks, width);
    hall_cooling(f, blocks, width);
    fprintf(f, "  row[%0*u-%u]-rack[1-4]-[1-5]:\n    type: rack\n    from:\n", width, 1u, blocks);
    fputs("      A: {to: bus-A$1-$2, breaker: 250 A, phases: ABC}\n"
          "      B: {to: bus-B$1-$2, breaker: 250 A, phases: ABC}\n"
          "    holds:\n"
          "      \"node[01-18]\": {type: node, power: 7333 W, gpus: 4, psus: {A: 2, B: 2, needed: 2, rating: 4 kW}}\n",
          f);
}

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
