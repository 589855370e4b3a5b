/* epanet.h - networks of EPANET (.inp files), restricted to the first steady state: read and written.
 *
 * What is read is a network for engine/hydraulics.h. EPANET rounds some constants of nature; figures are taken so that
 * the engine's answer is EPANET's: see epanet_units.h. */
#ifndef HR_PORT_EPANET_H
#define HR_PORT_EPANET_H

#include "base/str.h"
#include "engine/hydraulics.h"
#include "headroom/diag.h"

enum { HR_EPANET_TITLES = 3 }; /* lines of a title that EPANET keeps */

typedef enum hr_epanet_kind { HR_EPANET_JUNCTION, HR_EPANET_RESERVOIR, HR_EPANET_TANK } hr_epanet_kind;

typedef struct hr_epanet_mark { /* what a file says of a node or link beyond its hydraulics */
    hr_span at;
    hr_str tag;   /* without characters: none */
    uint8_t kind; /* hr_epanet_kind, of a node */
} hr_epanet_mark;

typedef struct hr_epanet_left { /* a section that is passed over */
    const char *section;
    uint32_t lines;
} hr_epanet_left;

typedef struct hr_epanet {
    hr_hydraulic_net net; /* everything in it, and the names, lives in arena */
    const hr_str *node_name, *link_name;
    const hr_epanet_mark *node_mark, *link_mark;
    const hr_epanet_left *left; /* those with lines in them, in the order of epanet_sections.def */
    uint32_t n_left, n_pattern;
    hr_str title[HR_EPANET_TITLES];
    double rho, mu;     /* of the one fluid */
    double flow_unit;   /* m3/s that the file calls 1 */
    double length_unit; /* m */
    hr_arena *arena;
} hr_epanet;

/* What the second line of a title begins with in a file of `export epanet`; the word of its fluid follows. Its links are
 * tagged with their types; nodes that hold a pressure with whatever holds it and their elevation, "cdu@2.5". */
#define HR_EPANET_REMARK "headroom: fluid "

/* Wrong files, and what the engine has no law for, are refused with M730, all faults of a file at once. What is passed
 * over is said in notes, M731. */
hr_err hr_epanet_read(hr_epanet *out, hr_ctx *ctx, hr_id file);
void hr_epanet_close(hr_epanet *e);

/* Adds the model of a file that is read so, as YAML text that opens; M733 for what is no closed loop. */
hr_err hr_import_epanet(hr_ctx *ctx, hr_id file, hr_buf *out);

/* What is written: a network with one fluid. Names hold no blanks. flow is kg/s by link, where curves get their points
 * closest; NULL: nominal flows. Tags are words for whoever reads the file again; EPANET keeps and shows them. */
typedef struct hr_epanet_source {
    const char *title;
    const hr_hydraulic_net *net;
    const hr_str *node_name, *link_name; /* NULL: N1, N2, ...; L1, L2, ... */
    const double *flow;
    double rho, mu;
    const char *remark;                /* second line of the title, or NULL */
    const hr_str *node_tag, *link_tag; /* or NULL; without characters: none */
    const char *const *link_note;      /* or NULL; of a valve: what stands behind it as a comment, or NULL */
} hr_epanet_source;

/* Losses that EPANET has no law for become head-loss curves of 200 points, pump curves by points or in tables likewise.
 * HR_EINPUT where there is no way to say it: a one-way link that is no pipe and no pump; a stopped pump that lets flow
 * through; *link is it. */
hr_err hr_epanet_write(const hr_epanet_source *source, hr_buf *out, hr_id *link);

#endif
