/* epanet_units.h - the constants with which EPANET computes, in SI.
 *
 * EPANET works in feet and cubic feet a second and rounds what it converts with. With its figures, not nature's, results
 * agree to 1e-7 instead of 1e-3. Source: OpenWaterAnalytics/EPANET commit 473b87d, src/types.h, src/hydcoeffs.c,
 * src/input1.c, src/input2.c. */
#ifndef HR_PORT_EPANET_UNITS_H
#define HR_PORT_EPANET_UNITS_H

#include <math.h>

#define EPANET_FOOT 0.3048
#define EPANET_G (32.2 * EPANET_FOOT)                        /* m/s2 */
#define EPANET_CFS (EPANET_FOOT * EPANET_FOOT * EPANET_FOOT) /* m3/s */
#define EPANET_NU (1.1e-5 * EPANET_FOOT * EPANET_FOOT)       /* m2/s at VISCOSITY 1 */
#define EPANET_RHO 1000.0                                    /* kg/m3 at SPECIFIC GRAVITY 1; heads do not know it */
#define EPANET_LITRES (EPANET_CFS / 28.317)                  /* m3/s of 1 L/s */
#define EPANET_MINOR (0.02517 * 32.2 * M_PI * M_PI / 8)      /* it takes 0.02517 for 8 / (g pi2) */
#define EPANET_SHUT_OFF 1.33334                              /* of a one-point pump curve */
#define EPANET_HORSEPOWER (8.814 * EPANET_FOOT * EPANET_CFS * EPANET_RHO * EPANET_G) /* W */

#endif
