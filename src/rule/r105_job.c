/* r105_job.c - R105: GPUs of a job that an outage leaves supplied, against those it cannot go on without. */
#include "element/job_fields.h"
#include "element/redundancy.h"
#include "element/site_fields.h"
#include "rule/redundancy.h"

/* A job that says what it cannot go on without asks for that in every single outage, even where single servers may be
 * lost; in pairs of outages where the site asks for those. */
static uint16_t kinds_of(const hr_site *site)
{
    const hr_choice any_one = {.v = HR_REDUNDANCY_ANY_ONE, .presence = HR_PRESENT};
    const hr_choice *asked = &((const hr_site_fields *)site->fields)->redundancy;
    return hr_redundancy_kinds(asked->presence && asked->v > HR_REDUNDANCY_ANY_ONE ? asked : &any_one);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (uint32_t j = 0; j < site->n_job; j++) {
        const hr_job_fields *f = site->job[j].fields;
        if (!f->min_gpus.presence) continue;
        hr_limit l = {.point = hr_point_of(site->n_port + j, HR_Q_GPUS),
                      .rule = rule,
                      .sense = HR_MIN,
                      .state = HR_S_KNOWN,
                      .value_point = HR_NONE,
                      .kinds = kinds_of(site),
                      .decl = site->n_decl + j,
                      .at = f->min_gpus.at,
                      .trust = f->min_gpus.trust};
        for (int c = 0; c < HR_CORNERS; c++) l.v[c] = f->min_gpus.v;
        l.input[l.n_input++] = hr_input_num("min_gpus", &f->min_gpus, HR_DIM_NONE);
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r105_job = {
    .code = "R105",
    .title = "GPUs left to a job",
    .clause = "",
    .edition = "",
    .formula = "GPUs supplied >= min_gpus",
    .text =
        "A job on many servers goes on while enough of them do: its continuity is that of the cluster and not of any "
        "one\n"
        "server. In each outage the GPUs on lost nodes, and on those that the outage itself takes, are taken from "
        "those the\n"
        "job may run on (`on`, all nodes when absent); what is left, but no more than its `gpus`, may not be below\n"
        "`min_gpus`. Every single outage counts, whatever single servers must survive; pairs of outages count where "
        "the\n"
        "`redundancy` of the site asks for them.\n"
        "\n"
        "Example: 1,024 GPUs on 32 racks of four nodes, min_gpus 992: the fault of one rack leaves 992: ratio 1.000, "
        "holds.\n"
        "Of two racks on one PDU: 960, ratio 1.033, violated.\n"
        "\n"
        "Unknown when `gpus` of a node it runs on is not given, or whether a node is lost is not known.\n",
    .declare = declare,
};
