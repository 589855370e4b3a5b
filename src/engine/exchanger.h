/* exchanger.h - heat from one stream to another: plate exchangers of CDUs, coils and rear doors.
 *
 * Effectiveness and number of transfer units: Q = eff C_min (T_hot,in - T_cold,in), with C the flow times the specific
 * heat. Each C takes the mean specific heat between the two inlets, the widest that either stream can be changed: so
 * eff = 1 takes the smaller stream exactly to the other inlet, and none can be taken further. What leaves is inlet
 * enthalpy and Q over flow; the balance closes to rounding whatever the specific heats do.
 *
 * "it" is the stream to be cooled (racks, room air), "primary" the one that cools. Heat is positive from it to primary
 * and may come out negative. Flows in kg/s and >= 0, temperatures in K. Inlets must lie in the range of both fluids;
 * else nothing is worked out and the function says false. Equations: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_EXCHANGER_H
#define HR_ENGINE_EXCHANGER_H

#include "engine/fluid.h"

typedef struct hr_stream {
    const hr_fluid *fluid; /* NULL: vapour that condenses at T */
    double flow, T;        /* T where it enters */
} hr_stream;

/* What is printed on a CDU: heat moved at these flows, with `supply` to the racks and the primary water entering
 * `approach` below it. */
typedef struct hr_nameplate {
    double heat, approach, supply; /* W, K, K */
    hr_fluid it_fluid, primary_fluid;
    double it_flow, primary_flow;
} hr_nameplate;

typedef struct hr_exchanger {
    double it_film, primary_film; /* W/K, hA of either side at its rated flow */
    double it_flow, primary_flow; /* kg/s, rated */
} hr_exchanger;

typedef struct hr_exchange {
    double heat; /* W */
    double effectiveness, capacity_ratio, ntu, ua;
    double it_out, primary_out;     /* K */
    double it_h_out, primary_h_out; /* J/kg */
} hr_exchange;

/* --- closed forms: counterflow ------------------------------------------------------------------------------------ */

/* ntu >= 0, 0 <= z = C_min / C_max <= 1; exact at z = 1 and smooth around it. */
double hr_counterflow_effectiveness(double ntu, double z);
double hr_counterflow_ntu(double effectiveness, double z); /* 0 <= effectiveness < 1 */
/* hA / hA0 of a film at flow / rated flow: its 0.8th power; below 0.1 an even quartic that does not vanish. */
double hr_film_ratio(double flow_ratio);
/* Rated figures from capacity rates C in W/K that somebody has chosen. False where no exchanger could do it. */
bool hr_exchanger_rate(double heat, double approach, double c_it, double c_primary, hr_exchange *out);

/* --- exchangers --------------------------------------------------------------------------------------------------- */

/* False where the nameplate asks for what no exchanger can do, or its fluids do not hold. An exchanger made so moves
 * exactly its nameplate's heat at its nameplate's flows and inlets. */
bool hr_exchanger_of_nameplate(hr_exchanger *x, const hr_nameplate *n);
/* A coil in vapour that condenses `approach` above the primary that enters: heat and primary of the nameplate. All that
 * stands in the way of heat is counted as the film of the primary. */
bool hr_condenser_of_nameplate(hr_exchanger *x, const hr_nameplate *n);
double hr_exchanger_ua(const hr_exchanger *x, double it_flow, double primary_flow); /* W/K */
bool hr_exchanger_heat(const hr_exchanger *x, const hr_stream *it, const hr_stream *primary, hr_exchange *out);
/* A coil or a rear door whose effectiveness is given. */
bool hr_coil_heat(double effectiveness, const hr_stream *it, const hr_stream *primary, hr_exchange *out);

typedef enum hr_supply_state {
    HR_SUPPLY_MET,
    HR_SUPPLY_COLD, /* the stream comes in no warmer than the set point: no primary flow, it leaves as it came */
    HR_SUPPLY_SHORT /* all of the primary flow does not get there: out->it_out is where it ends */
} hr_supply_state;

/* The primary flow, up to primary->flow, at which the stream leaves at the set point, to 1e-12 of the heat. */
bool hr_exchanger_supply(const hr_exchanger *x, const hr_stream *it, const hr_stream *primary, double set_point,
                         double *primary_flow, hr_supply_state *state, hr_exchange *out);

/* The primary flow, up to primary->flow, at which a coil takes `heat` of vapour. False where all of it takes less. */
bool hr_condenser_flow(const hr_exchanger *x, const hr_stream *vapour, const hr_stream *primary, double heat,
                       double *primary_flow);

#endif
