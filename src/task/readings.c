/* readings.c - every reading of one case, for a spreadsheet or a check from outside. */
#include "task/check.h"
#include "task/explain.h"

static const char *const state_words[] = {"known", "partial", "unknown", "off", "stale", "unsolved"};

bool hr_off_is_said(const hr_site *site, hr_id point)
{
    return hr_point_quantity(point) < HR_Q_PSU &&
           hr_unit_kind(site, site->port[hr_point_port(point)].unit) != HR_P_NONE;
}

static void add_line(hr_work *work, const hr_site *site, hr_id point, hr_buf *out)
{
    hr_reading r = hr_power_engine.reading(work, point);
    hr_quantity q = hr_point_quantity(point);
    char number[40];
    if (r.state == HR_S_OFF && !hr_off_is_said(site, point)) return;
    hr_num_text(number, sizeof number, r.v, 12);
    hr_point_name(site, point, out);
    hr_buf_printf(out, ",%s,%s,%s\n", r.state == HR_S_UNKNOWN ? "" : number, hr_quantity_table[q].unit,
                  state_words[r.state]);
}

hr_err hr_readings_csv(hr_ctx *ctx, const hr_site *site, const char *case_name, hr_buf *out)
{
    hr_arena *a = hr_arena_new();
    hr_engine *engine = NULL;
    hr_work *work = NULL;
    hr_case at;
    hr_err e = a ? hr_case_find(ctx, site, a, case_name, &at) : HR_ENOMEM;
    if (e == HR_OK) e = hr_power_engine.build(&engine, ctx, site, HR_NOMINAL, NULL, 0);
    if (e == HR_OK) e = hr_power_engine.work_new(&work, engine);
    if (e == HR_OK) {
        hr_power_engine.solve(work, &at);
        hr_buf_z(out, "point,value,unit,state\n");
        for (hr_id p = 0; p < site->n_port; p++)
            for (hr_quantity q = 0; q < HR_Q_COUNT; q++) add_line(work, site, hr_point_of(p, q), out);
        for (hr_quantity q = HR_Q_PUE; q <= HR_Q_WUE; q++) /* of the site as a whole */
            add_line(work, site, hr_point_of(site->unit[site->self].port, q), out);
        if (out->failed) e = HR_ENOMEM;
    }
    hr_power_engine.work_free(work);
    hr_power_engine.free(engine);
    hr_arena_free(a);
    return e;
}
