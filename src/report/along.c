/* along.c - the worst circuits of loops with pipes, in words and rows of a table. */
#include "report/along.h"

#include <stdio.h>

#include "model/units.h"
#include "report/lines.h"

enum { DIGITS = 4 };

const char hr_along_head[] = "through|to junction|>flow|>loss|>pipe so far|>pressure|>temperature";

static bool is_bare(const hr_along *a, hr_id unit)
{
    if (hr_unit_cooling(a->c->site, unit) != HR_COOLING_LOOP) return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->path[i].view.loop == unit) return false;
    return true;
}

static hr_err list(hr_along *a)
{
    const hr_site *s = a->c->site;
    const hr_engine *e = a->c->engine[HR_NOMINAL];
    hr_loop_view v;
    uint32_t n = hr_loop_view_count(e);
    a->path = HR_NEW_ARRAY(a->arena, hr_loop_path, n);
    a->name = HR_NEW_ARRAY(a->arena, hr_str, n);
    a->bare = HR_NEW_ARRAY(a->arena, hr_id, s->n_unit);
    if (!a->path || !a->name || !a->bare) return HR_ENOMEM;
    for (; a->n < n; a->n++) {
        (void)hr_loop_view_at(e, a->n, a->arena, &v);
        hr_err err = hr_loop_path_find(&v, a->arena, &a->path[a->n]);
        if (err != HR_OK) return err;
        a->name[a->n] = hr_along_name(a, v.loop);
        if (!a->name[a->n].s) return HR_ENOMEM;
    }
    for (hr_id i = 0; i < s->n_unit; i++)
        if (is_bare(a, i)) a->bare[a->n_bare++] = i;
    return HR_OK;
}

hr_err hr_along_open(hr_along *a, const hr_check *c)
{
    *a = (hr_along){.c = c, .arena = hr_arena_new()};
    return a->arena ? list(a) : HR_ENOMEM;
}

void hr_along_close(hr_along *a)
{
    hr_arena_free(a->arena);
    *a = (hr_along){0};
}

/* --- words ---------------------------------------------------------------------------------------------------------- */

static void name(const hr_along *a, hr_id unit, hr_buf *out)
{
    if (hr_unit_names(a->c->site, unit, out) != HR_OK) out->failed = true;
}

hr_str hr_along_name(const hr_along *a, hr_id unit)
{
    hr_buf text = {0};
    name(a, unit, &text);
    hr_str kept = text.failed ? (hr_str){NULL, 0} : hr_arena_str(a->arena, text.s ? text.s : "", text.n);
    hr_buf_free(&text);
    return kept;
}

static void add_load(const hr_along *a, const hr_loop_path *p, hr_buf *out)
{
    char part[48];
    if (p->worst == HR_NONE) return;
    hr_num_text(part, sizeof part, 100 * p->part, DIGITS);
    hr_buf_z(out, " through ");
    name(a, p->view.link_unit[p->worst], out);
    bool cooler = p->view.what[p->worst] == NET_PRIMARY;
    hr_buf_printf(out, ", which gets %s %% of %s%s,", part,
                  cooler ? "its `primary_flow` with its valve open" : "the flow that it needs",
                  p->n_load > 1 ? ", the least of all" : "");
}

static void lacks_words(const hr_along *a, const hr_loop_path *p, hr_buf *out)
{
    const cool_amount *lacks = &p->view.lacks;
    if (cool_is(lacks)) {
        hr_buf_z(out, "nothing flows round, so there is no circuit to show");
        return;
    }
    hr_buf_printf(out, "not known along it: `%s` of ", lacks->missing);
    name(a, lacks->unit < a->c->site->n_unit ? lacks->unit : p->view.loop, out);
    hr_buf_z(out, " is not given");
}

void hr_along_words(const hr_along *a, const hr_loop_path *p, hr_buf *out)
{
    name(a, p->view.loop, out);
    hr_buf_z(out, ": ");
    if (!hr_along_has_path(p)) {
        lacks_words(a, p, out);
        return;
    }
    hr_buf_z(out, "from ");
    name(a, p->source, out);
    add_load(a, p, out);
    hr_buf_printf(out, " and back%s ", p->source == p->end ? " to" : ", here to");
    name(a, p->end, out);
}

static bool knows_T(const hr_loop_path *p)
{
    bool all = true;
    for (uint32_t i = 0; i < p->n_point; i++) all = all && p->view.T[p->point[i].node] > 0;
    return all;
}

/* The junction at which pressures begin where the loop states none. */
static hr_id reference(const hr_loop_path *p)
{
    for (uint32_t i = 0; i < p->view.net.n_node; i++)
        if (p->view.net.node[i].fixed && p->view.net.node[i].pressure == 0) return p->view.node_unit[i];
    return p->view.node_unit[p->point[p->n_point - 1].node];
}

void hr_along_pressure_words(const hr_along *a, const hr_loop_path *p, hr_buf *out)
{
    hr_buf_z(out, "kPa above ");
    if (p->view.has_pressure) hr_buf_z(out, "the air");
    else name(a, reference(p), out);
}

void hr_along_note(const hr_along *a, const hr_loop_path *p, hr_buf *out)
{
    if (!p->view.has_pressure) {
        hr_buf_z(out, "The loop does not say its `pressure`: what stands here is above that at ");
        name(a, reference(p), out);
        hr_buf_c(out, '.');
    }
    if (!knows_T(p)) hr_buf_printf(out, "%sTemperatures that are left out are not known.", out->n ? " " : "");
}

void hr_along_bare_words(const hr_along *a, hr_buf *out)
{
    if (a->n_bare == 0) return;
    for (uint32_t i = 0; i < a->n_bare; i++) {
        if (i) hr_buf_z(out, ", ");
        name(a, a->bare[i], out);
    }
    hr_buf_printf(out,
                  ": %s without pipes is one ideal header, so that pressures along it are not known; supply and return "
                  "stand in the cooling diagram.",
                  HR_PLURAL(a->n_bare, "a loop", "each loop"));
}

/* --- rows ----------------------------------------------------------------------------------------------------------- */

static void put(hr_along_figure *f, bool known, double v, hr_dim dim)
{
    *f = (hr_along_figure){.v = v, .known = known};
    if (known) hr_unit_text(f->text, sizeof f->text, v, dim, DIGITS);
    else (void)snprintf(f->text, sizeof f->text, "unknown");
}

/* In one unit, so that a column can be compared. */
static void put_kpa(hr_along_figure *f, double pascal)
{
    *f = (hr_along_figure){.v = pascal, .known = true};
    char number[40];
    hr_num_text(number, sizeof number, pascal / 1000, DIGITS);
    (void)snprintf(f->text, sizeof f->text, "%s kPa", number);
}

bool hr_along_row_at(const hr_along *a, const hr_loop_path *p, uint32_t i, hr_along_row *out)
{
    const hr_loop_point *x = &p->point[i];
    const hr_loop_view *v = &p->view;
    double T = v->T[x->node];
    out->through = hr_along_name(a, x->link != HR_NONE ? v->link_unit[x->link] : p->source);
    out->junction = hr_along_name(a, v->node_unit[x->node]);
    put(&out->figure[HR_ALONG_FLOW], true, x->flow / v->rho, HR_DIM_M3_PER_S);
    put_kpa(&out->figure[HR_ALONG_LOSS], x->loss);
    put(&out->figure[HR_ALONG_LENGTH], true, x->length, HR_DIM_METRE);
    put_kpa(&out->figure[HR_ALONG_PRESSURE], v->pressure[x->node]);
    put(&out->figure[HR_ALONG_T], T > 0, T, HR_DIM_KELVIN);
    return out->through.s && out->junction.s;
}
