/* heat_pipe.h - what coolant loses to the surroundings of its pipe. */
#ifndef HR_ENGINE_HEAT_PIPE_H
#define HR_ENGINE_HEAT_PIPE_H

#include "engine/fluid.h"

/* J/kg that coolant entering with (h, T) loses, negative if it is warmed; ua_m is U pi D L / m in J/(kg K), > 0. *slope
 * is d h_out / d h_in; *T_out where it ends. The specific heat may change along the way as the fluid says. Outside its
 * range (T then is the end of it) a fluid goes on with the specific heat of that end, so that the law has no jump;
 * whether such a number may be used is for the caller to say. */
double hr_pipe_loss(const hr_fluid *f, double h, double T, double ua_m, double ambient, double *slope, double *T_out);

#endif
