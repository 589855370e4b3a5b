/* epanet.h - networks of EPANET (.inp files), restricted to the first steady state: read and written.
 *
 * What is read is a network for engine/hydraulics.h. EPANET rounds some constants of nature; figures are taken so that
 * the engine's answer is EPANET's: see epanet_units.h. */
#ifndef HR_PORT_EPANET_H
#define HR_PORT_EPANET_H

#include "base/str.h"
#include "engine/hydraulics.h"
#include "headroom/diag.h"

typedef struct hr_epanet {
    hr_hydraulic_net net; /* everything in it, and the names, lives in arena */
    const hr_str *node_name, *link_name;
    double rho, mu;     /* of the one fluid */
    double flow_unit;   /* m3/s that the file calls 1 */
    double length_unit; /* m */
    hr_arena *arena;
} hr_epanet;

/* Wrong files, and what the engine has no law for, are refused with M730, all faults of a file at once. What is passed
 * over is said in notes, M731. */
hr_err hr_epanet_read(hr_epanet *out, hr_ctx *ctx, hr_id file);
void hr_epanet_close(hr_epanet *e);

/* What is written: a network with one fluid. Names hold no blanks. flow is kg/s by link, where curves get their points
 * closest; NULL: nominal flows. */
typedef struct hr_epanet_source {
    const char *title;
    const hr_hydraulic_net *net;
    const hr_str *node_name, *link_name; /* NULL: N1, N2, ...; L1, L2, ... */
    const double *flow;
    double rho, mu;
} hr_epanet_source;

/* Losses that EPANET has no law for become head-loss curves of 200 points, pump curves by points or in tables likewise.
 * HR_EINPUT where there is no way to say it: a one-way link that is no pipe and no pump; a stopped pump that lets flow
 * through; *link is it. */
hr_err hr_epanet_write(const hr_epanet_source *source, hr_buf *out, hr_id *link);

#endif
