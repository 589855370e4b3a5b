/* dps_topology.h - what the two halves of the DPS import share: the file as a graph of entities. */
#ifndef HR_PORT_DPS_TOPOLOGY_H
#define HR_PORT_DPS_TOPOLOGY_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "model/yaml.h"

typedef enum hr_dps_type { /* the order of hr_dps_type_words */
                           HR_DPS_DOMAIN,
                           HR_DPS_DISTRIBUTION,
                           HR_DPS_SUPPLY,
                           HR_DPS_SYSTEM,
                           HR_DPS_GPU,
                           HR_DPS_CPU,
                           HR_DPS_TYPES
} hr_dps_type;

extern const char *const hr_dps_type_words[]; /* NULL-terminated */

typedef struct hr_dps_value { /* watts, where the file gives them */
    double w;
    bool given;
} hr_dps_value;

typedef struct hr_dps_entity {
    hr_str given; /* its name in the file */
    hr_span at;
    hr_dps_type type;
    hr_str model, policy; /* empty where absent */
    hr_dps_value limit, static_load;
    hr_dps_value node_limit; /* of the node, by its policy */
    bool limit_factor;       /* the limit has a power factor */
    bool telemetry, redfish;
    bool connected;  /* the topology speaks of it */
    bool percentage; /* its policy limits nodes by percentage */
    bool policy_found;
    hr_id *parent, *child; /* in the order of the file */
    uint32_t parents, children;
} hr_dps_entity;

typedef struct hr_dps {
    hr_str name;
    hr_dps_entity *entity;
    uint32_t n;
    bool policies; /* the file has some */
    hr_vec unread; /* hr_str: members that are not understood, each once */
} hr_dps;

/* Reads a file and checks it: every fault is reported (M701). All lives in the arena but the list `unread`. */
hr_err hr_dps_read(hr_dps *out, hr_ctx *ctx, hr_arena *arena, hr_id file);

#endif
