/* export.c - the table of exporters, and those that hand over what another layer or file makes. */
#include "port/export.h"

#include <string.h>

#include "task/explain.h"

const hr_exporter hr_exporters[] = {
#define HR_EXPORT(id, word, needs) {word, needs, hr_export_run_##id},
#include "port/exporters.def"
#undef HR_EXPORT
    {NULL, 0, NULL},
};

const hr_exporter *hr_exporter_find(const char *word)
{
    for (const hr_exporter *e = hr_exporters; e->word; e++)
        if (strcmp(e->word, word) == 0) return e;
    return NULL;
}

hr_err hr_export_hand_over(hr_buf *result, hr_json_put *put, void *user)
{
    hr_err e = result->failed ? HR_ENOMEM : HR_OK;
    if (e == HR_OK && result->n > 0 && !put(user, result->s, result->n)) e = HR_EIO;
    hr_buf_free(result);
    return e;
}

/* Tables are made whole first, because their warnings come before them. */
hr_err hr_export_run_csv(const hr_export_in *in, hr_json_put *put, void *user)
{
    hr_buf out = {0};
    hr_err e = hr_export_csv(in->ctx, in->site, &out);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}

hr_err hr_export_run_json(const hr_export_in *in, hr_json_put *put, void *user)
{
    return hr_export_json(in->site, put, user);
}

hr_err hr_export_run_readings(const hr_export_in *in, hr_json_put *put, void *user)
{
    hr_buf out = {0};
    hr_err e = hr_readings_csv(in->ctx, in->site, in->outage, &out);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}
