/* view.c - a row as every report shows it. */
#include "report/view.h"

#include <math.h>

static bool is_number(uint8_t state) { return state == HR_S_KNOWN || state == HR_S_PARTIAL || state == HR_S_OFF; }

static const char *const state_words[] = {"known", "partial", "unknown", "off", "stale", "unsolved"};

hr_view hr_view_of(const hr_check *c, const hr_row *row)
{
    const hr_worst *w = &c->worst[row->limit];
    const hr_limit *l = &c->limits.item[row->limit];
    const hr_port *p = &c->site->port[hr_point_port(l->point)];
    bool judged = w->verdict != HR_VERDICTS;
    hr_view v = {.row = row,
                 .limit = l,
                 .rule = hr_rules[l->rule],
                 .unit = p->unit,
                 .port = p->name,
                 .quantity = &hr_quantity_table[hr_point_quantity(l->point)]};
    v.has_load = judged && is_number(w->load_state);
    v.has_at = judged && l->state != HR_S_UNKNOWN && !isnan(w->limit);
    v.load_state = v.has_load ? state_words[w->load_state] : "unknown";
    v.lower_bound = v.has_load && w->load_state == HR_S_PARTIAL;
    v.has_headroom = v.has_load && v.has_at;
    v.has_ratio = v.has_headroom && isfinite(w->ratio);
    if (v.has_load) v.load = w->load;
    if (v.has_at) v.at = w->limit;
    if (v.has_ratio) v.ratio = w->ratio;
    if (v.has_headroom) v.headroom = hr_row_headroom((hr_sense)l->sense, v.load, v.at);
    return v;
}

bool hr_view_can_bind(const hr_check *c, const hr_row *row)
{
    if (row->verdict == HR_V_UNKNOWN) return false;
    return row->verdict != HR_HOLDS || !c->limits.item[row->limit].stated;
}

const hr_row *hr_view_worst(const hr_check *c)
{
    for (uint32_t i = 0; i < c->n_row; i++)
        if (c->row[i].verdict != HR_WAIVED && hr_view_can_bind(c, &c->row[i]))
            return &c->row[i]; /* violated come first */
    return NULL;
}

/* n characters more at the end of out, to be written over; NULL when memory ran out. */
static char *make_room(hr_buf *out, size_t n)
{
    hr_buf_printf(out, "%*s", (int)n, "");
    return out->failed ? NULL : out->s + out->n - n;
}

void hr_view_case_name(const hr_check *c, uint32_t case_, hr_buf *out) { hr_case_words(c, case_, out); }

void hr_view_target_name(const hr_site *site, hr_target t, hr_buf *out)
{
    size_t n = hr_target_name(site, t, NULL, 0);
    char *at = make_room(out, n);
    if (at) hr_target_name(site, t, at, n + 1);
}
