/* job.c - a run of work on some of the GPUs. What its phases do to power and traffic is kept as text until the engine
 * that reads it is there. */
#include "element/fields.h"
#include "element/job_fields.h"

typedef hr_job_fields fields;

static const hr_field table[] = {
    HR_FIELD_COUNT(gpus, HR_NEED | HR_POSITIVE, "GPUs it runs on"),
    HR_FIELD_REF(on, HR_ELECTRICAL, "nodes it may run on, as names or globs; all when absent"),
    HR_FIELD_COUNT(min_gpus, HR_POSITIVE, "GPUs below which it cannot go on"),
    HR_FIELD_OPEN("model", "the network that is trained or served"),
    HR_FIELD_OPEN("parallel", "how it is divided over GPUs"),
    HR_FIELD_OPEN("phases", "measured phases of one step"),
    HR_FIELD_OPEN("trace", "measured power over time"),
    HR_FIELD_OPEN("checkpoint", "how often its state is saved, and how long that takes"),
    HR_FIELD_QUANTITY(length, HR_DIM_SECOND, HR_HARSH_NONE, HR_POSITIVE, "how long it runs"),
    HR_FIELD_QUANTITY(start, HR_DIM_SECOND, HR_HARSH_NONE, 0, "when it starts, counted from the beginning"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    const fields *f = decl->fields;
    if (f->gpus.presence && f->min_gpus.presence && f->min_gpus.v > f->gpus.v)
        (void)hr_diag_add(site->ctx, HR_ERROR, "M204", f->min_gpus.at, "it is at most what the job runs on",
                          "`min_gpus` of `%.*s` is %g, more than its `gpus`, %g", HR_STR_FMT(decl->name), f->min_gpus.v,
                          f->gpus.v);
}

const hr_type hr_type_job = {
    .name = "job",
    .doc = "a run of work on some of the GPUs",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .complete = complete,
};
