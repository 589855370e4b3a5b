/* story.c - the outages that take most, in words. */
#include "report/story.h"

#include <math.h>

#include "engine/heat_time.h"
#include "model/units.h"
#include "report/lines.h"
#include "report/words.h"

void hr_story_cases(const hr_stories *s, const hr_story *x, uint32_t most, hr_buf *out)
{
    uint32_t shown = x->n_case > most ? most - 1 : x->n_case;
    for (uint32_t i = 0; i < shown; i++) {
        if (i) hr_buf_z(out, "; ");
        hr_case_words(s->c, x->case_[i], out);
    }
    if (shown < x->n_case) hr_buf_printf(out, "; and %u more cases", x->n_case - shown);
    if (x->on_path) hr_buf_printf(out, "; %u on its path take%s the same", x->on_path, x->on_path > 1 ? "" : "s");
}

void hr_story_soonest(const hr_stories *s, const hr_story *x, hr_buf *out)
{
    char text[HR_HEAT_TIMES_TEXT];
    const hr_heat_times t = {x->soonest_after, x->soonest_after, x->soonest_after};
    if (x->soonest == HR_NONE) return;
    hr_buf_z(out, "; a limit is reached sooner in ");
    hr_case_words(s->c, x->soonest, out);
    hr_heat_times_text(text, sizeof text, &t);
    hr_buf_printf(out, ", after %s", text);
}

void hr_story_watts(double w, bool unknown, hr_buf *out)
{
    char text[48];
    hr_unit_text(text, sizeof text, w, HR_DIM_WATT, 4);
    if (unknown && w == 0) hr_buf_z(out, "unknown");
    else hr_buf_printf(out, "%s%s", unknown ? ">= " : "", text);
}

void hr_story_takes(const hr_story *x, hr_buf *out)
{
    char text[40];
    const char *before = "takes ";
    hr_num_text(text, sizeof text, x->gpus, 12);
    if (x->gpus_unknown && x->gpus == 0) {
        hr_buf_printf(out, "%sGPUs not known", before);
        before = ", ";
    } else if (x->gpus > 0) {
        hr_buf_printf(out, "%s%s%s %s", before, x->gpus_unknown ? ">= " : "", text, HR_PLURAL(x->gpus, "GPU", "GPUs"));
        before = ", ";
    }
    if (x->racks) {
        hr_buf_printf(out, "%s%u %s", before, x->racks, HR_PLURAL(x->racks, "rack", "racks"));
        before = ", ";
    }
    for (int k = 0; k < 2; k++) {
        if (x->lost[k] == 0) continue;
        hr_buf_printf(out, "%s%s ", before, hr_words_what(k));
        hr_story_watts(x->w[k], x->unknown[k], out);
        before = ", ";
    }
}

static void put_lacking(const hr_check *c, const hr_loss_time *t, hr_buf *out)
{
    hr_buf_printf(out, ": `%s` of ", t->field);
    if (hr_unit_names(c->site, t->unit, out) != HR_OK) out->failed = true;
}

/* "; limit after 43 s (12..90)", "; no limit reached": of the load that stands for the chain. */
static void put_time(const hr_check *c, const hr_chain *x, bool shutdown, hr_buf *out)
{
    char text[HR_HEAT_TIMES_TEXT];
    const char *what = shutdown ? ", shutdown" : "; limit";
    hr_loss_time t = hr_check_loss_time(c, x->first, shutdown);
    bool named = t.field && t.unit != HR_NONE, at_worst = isfinite(t.s[HR_HARSH]);
    const hr_heat_times all = {t.s[HR_KIND], t.s[HR_NOMINAL], t.s[HR_HARSH]},
                        worst = {t.s[HR_HARSH], t.s[HR_HARSH], t.s[HR_HARSH]};
    out->failed |= t.failed;
    hr_heat_times_text(text, sizeof text, t.when == HR_WHEN_NOT_REACHED ? &worst : &all);
    switch (t.when) {
    case HR_WHEN_REACHED: hr_buf_printf(out, "%s after %s", what, text); break;
    case HR_WHEN_NOT_REACHED:
        hr_buf_z(out, shutdown ? ", no shutdown" : "; no limit reached");
        if (at_worst) hr_buf_printf(out, " (at the harsh end of what is assumed after %s)", text);
        break;
    case HR_WHEN_AT_MOST:
        if (shutdown || !named) break;
        hr_buf_printf(out, "; limit after at most %s", text);
        put_lacking(c, &t, out);
        break;
    case HR_WHEN_UNKNOWN:
        if (shutdown) break;
        hr_buf_z(out, "; limit after unknown");
        if (named) put_lacking(c, &t, out);
        break;
    case HR_WHEN_NONE:
    case HR_WHENS: break;
    }
}

void hr_story_steps(const hr_check *c, const hr_chain *x, uint32_t width, hr_buf *out)
{
    for (uint32_t i = 0; i < x->n_step; i++) {
        if (i) hr_buf_z(out, " > ");
        if (i || x->n_way == 1) hr_line_cut(out, x->step[i].name, width);
        else hr_buf_add(out, x->step[i].name.s, x->step[i].name.n);
    }
    if (x->n_way == 1 && !hr_str_eq(c->blame[x->blame].text, x->step[0].name))
        hr_buf_printf(out, "; blame %.*s", HR_STR_FMT(c->blame[x->blame].text));
    if (x->cascade) hr_buf_z(out, "; by the cascade");
    put_time(c, x, false, out);
    put_time(c, x, true, out);
}

void hr_story_chain(const hr_check *c, const hr_chain *x, uint32_t width, hr_buf *out)
{
    hr_buf_printf(out, "%s ", hr_words_what(x->heat));
    hr_story_watts(x->w, x->unknown, out);
    hr_buf_z(out, ": ");
    hr_story_steps(c, x, width, out);
}
