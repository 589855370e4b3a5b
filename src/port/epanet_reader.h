/* epanet_reader.h - inside the EPANET reader: what one file has given so far.
 *
 * epanet_text.c splits the file; epanet_tables.c reads options, patterns and curves; epanet_read.c nodes and links. */
#ifndef HR_PORT_EPANET_READER_H
#define HR_PORT_EPANET_READER_H

#include "base/map.h"
#include "port/epanet_text.h"

typedef struct epanet_curve {
    hr_str name;
    hr_span at;
    hr_vec x, y; /* of double: as they stand in the file */
} epanet_curve;

typedef struct epanet_reader {
    epanet_text t;
    hr_arena *arena;
    hr_map nodes, links, curves, patterns;
    hr_vec node, node_name;      /* of hr_hydraulic_node, hr_str */
    hr_vec link, link_name;      /* of hr_hydraulic_link, hr_str */
    hr_vec node_mark, link_mark; /* of hr_epanet_mark */
    hr_vec spread;               /* of bool, by node: its demand stands in [DEMANDS] */
    hr_vec curve;                /* of epanet_curve */
    hr_vec pattern;              /* of double: the first value of each */
    double flow_unit, length_unit, viscosity, demand_multiplier;
    uint8_t friction;
    bool metric;
    hr_str default_pattern;
    bool options_noted, times_noted;
} epanet_reader;

void epanet_read_option(epanet_reader *r, const epanet_line *line);
void epanet_read_pattern(epanet_reader *r, const epanet_line *line);
void epanet_read_curve(epanet_reader *r, const epanet_line *line);
void epanet_read_time(epanet_reader *r, const epanet_line *line);

/* The first value of the pattern a word names; a fault when there is none. */
bool epanet_pattern(epanet_reader *r, hr_str name, hr_span at, double *value);
/* The curve a word names, for its use. NULL, with a fault. */
const hr_pump_curve *epanet_pump_curve(epanet_reader *r, hr_str name, hr_span at);
const hr_head_curve *epanet_loss_curve(epanet_reader *r, hr_str name, hr_span at);

#endif
