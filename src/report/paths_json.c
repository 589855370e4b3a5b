/* paths_json.c - the paths of an element for programs: one object. Every key is always there; what is not known is
 * null. Paths count from 1. */
#include <math.h>
#include <string.h>

#include "report/paths.h"
#include "report/report.h"

typedef struct writer {
    hr_json *j;
    const hr_paths *p;
    const hr_site *s;
    hr_buf text;
    hr_err err;
} writer;

static hr_buf *restart(writer *w)
{
    w->text.n = 0;
    if (w->text.s) w->text.s[0] = '\0';
    return &w->text;
}

static void put_text(writer *w)
{
    if (w->text.failed) w->err = HR_ENOMEM;
    hr_json_str(w->j, hr_buf_text(&w->text));
}

static void note(writer *w, hr_err e)
{
    if (w->err == HR_OK) w->err = e;
}

static void put_target(writer *w, const char *key, hr_target t)
{
    hr_view_target_name(w->s, t, restart(w));
    hr_json_key(w->j, key);
    put_text(w);
}

static void put_unit(writer *w, hr_id unit)
{
    hr_view_target_name(w->s, (hr_target){unit, 0, HR_NONE, HR_OUT}, restart(w));
    put_text(w);
}

static void put_known(writer *w, const char *key, bool known, double v)
{
    hr_json_key(w->j, key);
    if (known) hr_json_num(w->j, v);
    else hr_json_null(w->j);
}

static void begin_line(writer *w)
{
    hr_json_object(w->j);
    hr_json_inline(w->j, true);
}

static void end_line(writer *w)
{
    hr_json_object_end(w->j);
    hr_json_inline(w->j, false);
}

/* --- paths ---------------------------------------------------------------------------------------------------------- */

static hr_str cord_of(const writer *w, hr_id wire) { return w->s->port[w->s->wire[wire].port].name; }

static void put_path(writer *w, uint32_t i)
{
    const hr_path *x = &w->p->path[i];
    bool automatic = x->way == HR_WAY_AUTOMATIC;
    begin_line(w);
    hr_json_key_int(w->j, "number", i + 1);
    hr_json_key_str(w->j, "cord", cord_of(w, x->wire[0]));
    hr_json_key_z(w->j, "way", hr_way_word[x->way]);
    put_known(w, "time", automatic && x->time_known, x->time);
    hr_json_key(w->j, "carried_by");
    if (x->store != HR_NONE) put_unit(w, x->store);
    else hr_json_null(w->j);
    hr_json_key(w->j, "chain");
    hr_json_array(w->j);
    for (uint32_t k = x->n; k-- > 0;) {
        note(w, hr_paths_step_name(w->p, x, k, restart(w)));
        put_text(w);
    }
    hr_paths_end_name(w->p, x, restart(w));
    put_text(w);
    hr_json_array_end(w->j);
    if (x->way == HR_WAY_BY_HAND)
        put_target(w, "closed_by_hand", (hr_target){HR_NONE, 0, x->wire[x->first_hand], HR_OUT});
    else hr_json_key(w->j, "closed_by_hand"), hr_json_null(w->j);
    end_line(w);
}

static void put_paths(writer *w)
{
    const hr_unlisted *u = w->p->unlisted.item;
    hr_json_key(w->j, "paths");
    hr_json_array(w->j);
    for (uint32_t i = 0; i < w->p->n_path; i++) put_path(w, i);
    hr_json_array_end(w->j);
    hr_json_key(w->j, "not_listed");
    hr_json_array(w->j);
    for (size_t i = 0; i < w->p->unlisted.n; i++) {
        begin_line(w);
        hr_json_key_str(w->j, "cord", cord_of(w, u[i].cord));
        hr_json_key_z(w->j, "way", hr_way_word[u[i].way]);
        hr_json_key_int(w->j, "paths", u[i].n);
        hr_json_key_bool(w->j, "at_least", u[i].at_least);
        end_line(w);
    }
    hr_json_array_end(w->j);
}

/* --- what they share ------------------------------------------------------------------------------------------------- */

static void put_singles(writer *w)
{
    const hr_single *x = w->p->single.item;
    hr_json_key(w->j, "single_points");
    hr_json_array(w->j);
    for (size_t i = 0; i < w->p->single.n; i++) {
        begin_line(w);
        if (x[i].group.n) hr_json_key_str(w->j, "what", x[i].group);
        else put_target(w, "what", x[i].what);
        hr_json_key_z(w->j, "kind", x[i].group.n ? "group" : x[i].what.wire != HR_NONE ? "feed" : "element");
        hr_json_key_z(w->j, "base", hr_base_word[x[i].base]);
        hr_json_key_z(w->j, "state", x[i].unknown ? "unknown" : "lost");
        end_line(w);
    }
    hr_json_array_end(w->j);
}

static void put_names(writer *w, const char *key, const hr_str *name, uint32_t n)
{
    hr_json_key(w->j, key);
    hr_json_array(w->j);
    for (uint32_t i = 0; i < n; i++) hr_json_str(w->j, name[i]);
    hr_json_array_end(w->j);
}

static void put_shared(writer *w)
{
    hr_json_key(w->j, "shared");
    hr_json_array(w->j);
    for (uint32_t i = 0; i < w->p->n_shared; i++) {
        const hr_shared *x = &w->p->shared[i];
        const hr_pair *pair = x->pair.item;
        begin_line(w);
        hr_json_key(w->j, "pairs");
        hr_json_array(w->j);
        for (size_t k = 0; k < x->pair.n; k++) {
            hr_json_array(w->j);
            hr_json_int(w->j, pair[k].a + 1);
            hr_json_int(w->j, pair[k].b + 1);
            hr_json_array_end(w->j);
        }
        hr_json_array_end(w->j);
        hr_json_key(w->j, "elements");
        hr_json_array(w->j);
        for (uint32_t u = 0; u < x->n_unit; u++) put_unit(w, x->unit[u]);
        hr_json_array_end(w->j);
        put_names(w, "rooms", x->room, x->n_room);
        put_names(w, "epo", x->epo, x->n_epo);
        end_line(w);
    }
    hr_json_array_end(w->j);
}

/* --- levels ----------------------------------------------------------------------------------------------------------- */

static void put_bind(writer *w, const char *key, const hr_bind *b)
{
    hr_json_key(w->j, key);
    if (b->at == HR_NONE) {
        hr_json_null(w->j);
        return;
    }
    const hr_limit *l = &w->p->c->limits.item[b->at];
    hr_json_object(w->j);
    hr_json_key_num(w->j, "factor", b->factor);
    hr_json_key_z(w->j, "code", hr_rules[l->rule]->code);
    hr_point_name(w->s, l->point, restart(w));
    hr_json_key(w->j, "point");
    put_text(w);
    hr_json_key_z(w->j, "unit", hr_quantity_table[hr_point_quantity(l->point)].unit);
    hr_json_key_num(w->j, "load", b->load);
    hr_json_key_num(w->j, "limit", b->limit);
    hr_paths_case_name(w->p, b->case_, restart(w));
    hr_json_key(w->j, "case");
    put_text(w);
    hr_json_object_end(w->j);
}

static void put_measure(writer *w, const char *key, const hr_level *l, const hr_measure *m)
{
    static const hr_bind none = {.at = HR_NONE};
    hr_json_key(w->j, key);
    if (!m->present) {
        hr_json_null(w->j);
        return;
    }
    bool known = !m->unknown && m->own.at != HR_NONE;
    hr_json_object(w->j);
    hr_json_key_z(w->j, "state", hr_verdict_word[hr_measure_verdict(m)]);
    put_known(w, "factor", known, m->own.factor);
    put_known(w, "largest", known && l->now > 0 && !l->now_unknown, l->now * m->own.factor);
    put_known(w, "of_installed", known && m->of_installed > 0, m->of_installed);
    put_known(w, "of_active", known && m->of_active > 0, m->of_active);
    put_bind(w, "binds", m->unknown ? &none : &m->own);
    put_bind(w, "any_outage", m->unknown ? &none : &m->any);
    put_bind(w, "harsh", m->unknown ? &none : &m->harsh);
    hr_json_key(w->j, "missing");
    if (m->unknown) {
        hr_json_object(w->j);
        put_target(w, "element", m->missing);
        hr_json_key_z(w->j, "field", m->field);
        hr_json_object_end(w->j);
    } else {
        hr_json_null(w->j);
    }
    hr_json_object_end(w->j);
}

static void put_level_unit(writer *w, const hr_level_unit *u)
{
    const hr_moved *m = u->moved.item;
    begin_line(w);
    put_target(w, "element", u->what);
    hr_json_key_num(w->j, "load", u->now);
    hr_json_key(w->j, "goes_to");
    hr_json_array(w->j);
    for (size_t i = 0; i < u->moved.n; i++) {
        hr_json_object(w->j);
        hr_json_key(w->j, "element");
        put_unit(w, m[i].to);
        hr_json_key_num(w->j, "load", m[i].w);
        hr_json_object_end(w->j);
    }
    hr_json_array_end(w->j);
    put_known(w, "lost", !u->lost_unknown, u->lost);
    end_line(w);
}

static void put_level(writer *w, const hr_level *l)
{
    hr_json_object(w->j);
    note(w, hr_paths_level_name(w->p, l, restart(w)));
    hr_json_key(w->j, "level");
    put_text(w);
    hr_json_key_z(w->j, "type", l->type->name);
    hr_json_key_bool(w->j, "cords", l->cords);
    hr_json_key_z(w->j, "base", hr_base_word[l->base]);
    put_known(w, "load", !l->now_unknown, l->now);
    hr_json_key_bool(w->j, "first_order", l->first_order);
    put_measure(w, "rating", l, &l->rating);
    put_measure(w, "devices", l, &l->device);
    hr_json_key(w->j, "units");
    hr_json_array(w->j);
    for (uint32_t i = 0; i < l->n; i++) put_level_unit(w, &l->unit[i]);
    hr_json_array_end(w->j);
    hr_json_object_end(w->j);
}

/* --- all ---------------------------------------------------------------------------------------------------------------- */

static void put_head(writer *w)
{
    hr_json_key_int(w->j, "schema", HR_SCHEMA);
    hr_json_key_z(w->j, "headroom", HR_VERSION);
    hr_json_key(w->j, "site");
    hr_json_object(w->j);
    hr_json_key_str(w->j, "name", w->s->name);
    hr_json_key_z(w->j, "file", hr_source_name(w->s->ctx, w->s->file));
    hr_json_key_z(w->j, "hash", w->s->hash);
    hr_json_object_end(w->j);
    hr_json_key_z(w->j, "verb", "check");
    hr_paths_element_name(w->p, restart(w));
    hr_json_key(w->j, "paths_of");
    put_text(w);
    hr_json_key_z(w->j, "state", hr_verdict_word[hr_paths_verdict(w->p)]);
    hr_json_key_bool(w->j, "served", w->p->served);
}

hr_err hr_report_paths_json(const hr_paths *p, hr_json_put *put, void *user)
{
    writer w = {.j = hr_json_new(put, user, true), .p = p, .s = p->c->site};
    hr_json_object(w.j);
    put_head(&w);
    put_paths(&w);
    put_singles(&w);
    put_shared(&w);
    hr_json_key(w.j, "levels");
    hr_json_array(w.j);
    for (uint32_t i = 0; i < p->n_level; i++) put_level(&w, &p->level[i]);
    hr_json_array_end(w.j);
    hr_json_object_end(w.j);
    hr_json_end_line(w.j);
    bool whole = hr_json_free(w.j);
    hr_buf_free(&w.text);
    if (w.err != HR_OK) return w.err;
    return whole ? HR_OK : HR_EIO;
}
