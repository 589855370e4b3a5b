/* halls.h - the halls that benchmarks measure, written as models of any size.
 *
 * One block is a pair of 3 MVA transformers and boards, four busways a side and 20 racks of 132 kW with a cord on
 * either side: 18 nodes of 4 GPUs each. 70 blocks are 1,400 racks, 100,800 GPUs, 185 MW; 360 blocks are 7,200 racks,
 * 518,400 GPUs, 950 MW of nodes: the 1 GW campus. Everything holds with any one thing out, so the sweep has no
 * shortcuts and the output is folded. */
#ifndef HR_BENCH_HALLS_H
#define HR_BENCH_HALLS_H

#include <stdio.h>

static inline void hall_write(FILE *f, unsigned blocks)
{
    char last[16];
    int width = snprintf(last, sizeof last, "%u", blocks);
    double mw = blocks * 3.2, amps = mw * 1e6 / (13800 * 1.7320508) + 1;
    fprintf(f, "headroom: 1\nsite: {name: %u racks, redundancy: any-one}\nelements:\n", 20 * blocks);
    fprintf(f, "  grid-[A,B]: {type: utility, voltage: 13.8 kV, rating: %.1f MVA}\n", mw);
    fprintf(
        f,
        "  main-[A,B]: {type: switchboard, rating: %.0f A, from: {to: grid-$1, breaker: {rating: %.0f A, full_rated: "
        "true}}}\n",
        amps, amps);
    fprintf(f,
            "  tx-[A,B][%0*u-%u]: {type: transformer, from: {to: main-$1, breaker: {rating: 175 A, full_rated: false}},"
            " rating: 3 MVA, secondary: 415 V, winding: Dyn1, cooling: liquid, no_load_loss: 3 kW, load_loss: 20 kW}\n",
            width, 1u, blocks);
    fprintf(f,
            "  msb-[A,B][%0*u-%u]: {type: switchboard, rating: 4000 A, from: {to: tx-$1$2, breaker: {rating: 4000 A, "
            "full_rated: true}}}\n",
            width, 1u, blocks);
    fprintf(f,
            "  bus-[A,B][%0*u-%u]-[1-4]: {type: busway, rating: 1200 A, length: 20 m, resistance: 0.03 mohm/m, from: "
            "{to: msb-$1$2, breaker: {rating: 1200 A, full_rated: true}}}\n",
            width, 1u, blocks);
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
