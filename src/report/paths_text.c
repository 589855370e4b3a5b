/* paths_text.c - the paths of an element for people: whether all is well, the paths as chains of names, what takes the
 * element out alone, what paths share, how far each level can be loaded, and who takes over from whom. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/units.h"
#include "report/paths.h"
#include "report/text.h"

enum { WIDTH = 100, DIGITS = 4, SHARED = 12, CARRIED = 12 }; /* lines of each list */

typedef struct printer {
    hr_text_out t;
    const hr_paths *p;
    const hr_site *s;
    hr_buf scratch;
} printer;

static const char *quantity(char text[64], double v, hr_dim dim)
{
    hr_unit_text(text, 64, v, dim, DIGITS);
    return text;
}

static void plural(hr_buf *out, size_t n, const char *one, const char *many)
{
    hr_buf_printf(out, "%zu %s", n, n == 1 ? one : many);
}

/* --- the verdict ------------------------------------------------------------------------------------------------- */

static size_t singles_in(const hr_paths *p, uint8_t base)
{
    size_t n = 0;
    for (size_t i = 0; i < p->single.n; i++) n += ((const hr_single *)p->single.item)[i].base == base;
    return n;
}

static const hr_measure *measure(const hr_level *l, int which) { return which ? &l->device : &l->rating; }

/* The least factor of all, or the first that is not known. */
static void add_least(printer *x)
{
    const hr_paths *p = x->p;
    const hr_bind *least = NULL;
    size_t unknown = 0;
    for (uint32_t i = 0; i < p->n_level; i++)
        for (int k = 0; k < 2; k++) {
            const hr_measure *m = measure(&p->level[i], k);
            if (!m->present) continue;
            unknown += m->unknown;
            if (!m->unknown && m->any.at != HR_NONE && (!least || m->any.factor < least->factor)) least = &m->any;
        }
    if (least) {
        char text[32];
        hr_num_text(text, sizeof text, least->factor, DIGITS);
        hr_buf_printf(&x->t.line, "; largest common factor %s: ", text);
        hr_point_name(x->s, p->c->limits.item[least->at].point, &x->t.line);
    }
    if (unknown) hr_buf_printf(&x->t.line, "; "), plural(&x->t.line, unknown, "limit unknown", "limits unknown");
}

static void print_verdict(printer *x)
{
    static const struct {
        const char *word;
        hr_paint paint;
    } said[HR_VERDICTS] = {[HR_HOLDS] = {"HOLDS", HR_GREEN},
                           [HR_VIOLATED] = {"VIOLATED", HR_RED},
                           [HR_V_UNKNOWN] = {"UNKNOWN", HR_YELLOW}};
    const hr_paths *p = x->p;
    hr_verdict v = hr_paths_verdict(p);
    size_t singles = singles_in(p, HR_BASE_UTILITY), more = singles_in(p, HR_BASE_GENERATORS);
    hr_paint_add(x->t.out, x->t.color, said[v].paint, said[v].word);
    hr_buf_z(&x->t.line, "  ");
    hr_paths_element_name(p, &x->t.line);
    hr_buf_z(&x->t.line, ": ");
    if (!p->served) hr_buf_z(&x->t.line, "not served in the normal state");
    else if (singles) plural(&x->t.line, singles, "single point of failure", "single points of failure");
    else hr_buf_z(&x->t.line, "no single point of failure");
    if (p->served && more) hr_buf_printf(&x->t.line, ", %zu while on generators", more);
    add_least(x);
    hr_text_end_line(&x->t);
}

/* --- paths ---------------------------------------------------------------------------------------------------------- */

static const char *way_text(printer *x, const hr_path *path)
{
    char text[64];
    hr_buf *b = &x->scratch;
    hr_text_restart(b);
    hr_buf_z(b, hr_way_word[path->way]);
    if (path->way != HR_WAY_AUTOMATIC) return hr_text_of(b);
    if (!path->time_known) hr_buf_z(b, ", time not given");
    else hr_buf_printf(b, ", %s", quantity(text, path->time, HR_DIM_SECOND));
    return hr_text_of(b);
}

static void print_path(printer *x, uint32_t i, uint32_t way_width)
{
    const hr_path *path = &x->p->path[i];
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)(i + 1));
    const char *way = way_text(x, path);
    uint32_t indent = 2 + 3 + 2 + way_width + 2;
    hr_buf_printf(x->t.out, "  %3s  %s%*s  ", number, way, (int)(way_width - hr_text_columns(way)), "");
    hr_text_note(&x->t, hr_paths_chain(x->p, path, " > ", &x->t.line));
    if (path->store != HR_NONE) {
        hr_buf_z(&x->t.line, " (");
        hr_text_note(&x->t, hr_unit_names(x->s, path->store, &x->t.line));
        hr_buf_z(&x->t.line, " carries meanwhile)");
    }
    hr_buf wrapped = {0};
    hr_line_wrap(&wrapped, hr_buf_text(&x->t.line), indent, indent + 2, x->t.width);
    if (wrapped.n > indent) hr_buf_z(x->t.out, wrapped.s + indent);
    else hr_buf_c(x->t.out, '\n');
    x->t.out->failed |= wrapped.failed;
    hr_buf_free(&wrapped);
    hr_text_restart(&x->t.line);
}

static void print_paths(printer *x)
{
    const hr_paths *p = x->p;
    uint32_t width = 4;
    hr_text_heading(&x->t, "Paths, in the order in which they are taken");
    for (uint32_t i = 0; i < p->n_path; i++) hr_text_widen(&width, hr_text_columns(way_text(x, &p->path[i])));
    for (uint32_t i = 0; i < p->n_path; i++) print_path(x, i, width);
    if (p->n_path == 0)
        hr_buf_z(x->t.out, p->c->site->unit[p->fed].wire_count ? "  none\n" : "  none: nothing feeds it\n");
    for (size_t i = 0; i < p->unlisted.n; i++) {
        const hr_unlisted *u = &((const hr_unlisted *)p->unlisted.item)[i];
        if (u->n) hr_buf_printf(&x->t.line, "  and %s%u more", u->at_least ? "at least " : "", (unsigned)u->n);
        else hr_buf_z(&x->t.line, "  and perhaps more");
        hr_buf_printf(&x->t.line, " %s by ", hr_way_word[u->way]);
        hr_view_target_name(x->s, (hr_target){HR_NONE, 0, u->cord, HR_OUT}, &x->t.line);
        hr_text_end_line(&x->t);
    }
}

/* --- what they share ------------------------------------------------------------------------------------------------- */

static void add_single(printer *x, const hr_single *k)
{
    if (k->group.n) hr_buf_str(&x->t.line, k->group);
    else hr_view_target_name(x->s, k->what, &x->t.line);
    if (k->unknown) hr_buf_z(&x->t.line, " (not known whether)");
}

static void print_singles(printer *x, uint8_t base, const char *lead)
{
    const hr_single *k = x->p->single.item;
    size_t n = 0;
    if (!singles_in(x->p, base)) return;
    hr_buf_z(&x->t.line, lead);
    for (size_t i = 0; i < x->p->single.n; i++) {
        if (k[i].base != base) continue;
        hr_buf_z(&x->t.line, n++ ? ", " : " ");
        add_single(x, &k[i]);
    }
    hr_text_end_paragraph(&x->t, 2);
}

/* "room east, room west" */
static void add_groups(printer *x, const char *word, const hr_str *name, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) hr_buf_printf(&x->t.line, "%s%s %.*s", i ? ", " : "; ", word, HR_STR_FMT(name[i]));
}

static void add_pairs(printer *x, const hr_shared *k)
{
    enum { PAIRS = 8 };
    const hr_pair *pair = k->pair.item;
    for (size_t i = 0; i < k->pair.n && i < PAIRS; i++)
        hr_buf_printf(&x->t.line, "%s%u+%u", i ? ", " : "", (unsigned)pair[i].a + 1, (unsigned)pair[i].b + 1);
    if (k->pair.n > PAIRS) hr_buf_printf(&x->t.line, " and %zu more pairs", k->pair.n - PAIRS);
}

static void print_shared(printer *x)
{
    const hr_paths *p = x->p;
    hr_text_heading(&x->t, "What they share");
    print_singles(x, HR_BASE_UTILITY, "alone takes it out:");
    print_singles(x, HR_BASE_GENERATORS, "alone takes it out while on generators:");
    if (p->single.n == 0) hr_buf_z(x->t.out, "  nothing alone takes it out\n");
    hr_id bar = hr_bar_of(x->s, p->fed);
    if (bar != HR_NONE) {
        hr_buf_z(&x->t.line, "all of it hangs on its bus bar, ");
        hr_text_note(&x->t, hr_unit_names(x->s, bar, &x->t.line));
        hr_buf_z(&x->t.line, ", whose fault counts as its own");
        hr_text_end_paragraph(&x->t, 2);
    }
    for (uint32_t i = 0; i < p->n_shared && i < SHARED; i++) {
        const hr_shared *k = &p->shared[i];
        hr_buf_z(&x->t.line, "paths ");
        add_pairs(x, k);
        hr_buf_z(&x->t.line, ": ");
        for (uint32_t u = 0; u < k->n_unit; u++) {
            if (u) hr_buf_z(&x->t.line, ", ");
            hr_text_note(&x->t, hr_unit_names(x->s, k->unit[u], &x->t.line));
        }
        if (k->n_unit == 0) hr_buf_z(&x->t.line, "no element");
        add_groups(x, "room", k->room, k->n_room);
        add_groups(x, "epo", k->epo, k->n_epo);
        hr_text_end_paragraph(&x->t, 2);
    }
    if (p->n_shared > SHARED) hr_text_more(&x->t, p->n_shared, SHARED, " combinations");
}

/* --- levels ----------------------------------------------------------------------------------------------------------- */

static void level_name(printer *x, const hr_level *l, hr_buf *out)
{
    hr_text_note(&x->t, hr_paths_level_name(x->p, l, out));
}

/* "P103 ups-1.out.power, 400 kW on 500 kW, fault: ups-2" */
static void bind_text(printer *x, const hr_bind *b, hr_buf *out)
{
    char text[64];
    if (b->at == HR_NONE) {
        hr_buf_z(out, "carries nothing in any of these cases");
        return;
    }
    const hr_limit *l = &x->p->c->limits.item[b->at];
    hr_dim dim = (hr_dim)hr_quantity_table[hr_point_quantity(l->point)].dim;
    hr_buf_printf(out, "%s ", hr_rules[l->rule]->code);
    hr_point_name(x->s, l->point, out);
    hr_buf_printf(out, ", %s", quantity(text, b->load, dim));
    hr_buf_printf(out, " on %s, ", quantity(text, b->limit, dim));
    hr_paths_case_name(x->p, b->case_, out);
}

static void unknown_text(printer *x, const hr_measure *m, hr_buf *out)
{
    hr_buf_printf(out, "%s of ", m->field ? m->field : "value");
    hr_view_target_name(x->s, m->missing, out);
}

static hr_paint paint_of(double factor) { return factor < 1 - 1e-9 ? HR_RED : HR_PLAIN; }

static void factor_text(char text[32], double factor)
{
    hr_num_text(text, 32, factor, DIGITS);
    if (!isfinite(factor)) snprintf(text, 32, "-");
}

static void share_cell(hr_table *t, double share)
{
    char text[48];
    hr_percent_text(text, sizeof text, share, DIGITS);
    hr_table_cell(t, HR_PLAIN, "%s", share > 0 ? text : "-");
}

static const char *level_word(const hr_level *l, int which)
{
    if (l->cords) return which ? "devices of cords" : "power supplies";
    return which ? "devices of feeds" : l->type->name;
}

static void number_cells(printer *x, hr_table *t, const hr_level *l, const hr_measure *m)
{
    char text[64];
    bool finite = m->own.at != HR_NONE && !m->unknown;
    hr_text_restart(&x->t.name);
    level_name(x, l, &x->t.name);
    hr_table_cell(t, HR_PLAIN, "%s", hr_text_cut(&x->t, hr_buf_text(&x->t.name), 32));
    hr_table_cell(t, HR_PLAIN, "%u", (unsigned)l->n);
    hr_table_cell(t, HR_PLAIN, "%s%s", l->now_unknown ? ">= " : "", quantity(text, l->now, HR_DIM_WATT));
    if (m->unknown) {
        hr_table_cell(t, HR_YELLOW, "%s", "unknown");
        return;
    }
    quantity(text, finite ? l->now * m->own.factor : 0, HR_DIM_WATT);
    hr_table_cell(t, HR_PLAIN, "%s", finite && l->now > 0 ? text : "-");
    share_cell(t, m->of_installed);
    factor_text(text, m->own.factor);
    hr_table_cell(t, paint_of(m->own.factor), "%s", text);
}

/* What binds stands below its row. Another outage than one of its own units may ask more of a level: that of a board
 * behind which several of them stand. */
static void reason(printer *x, const hr_measure *m, hr_buf *out)
{
    char text[32];
    hr_text_restart(out);
    if (m->unknown) {
        unknown_text(x, m, out);
        return;
    }
    bind_text(x, &m->own, out);
    if (m->any.factor < m->own.factor * (1 - 1e-9)) {
        factor_text(text, m->any.factor);
        hr_buf_printf(out, "; with any element or feed of these levels out %s: ", text);
        bind_text(x, &m->any, out);
    }
    if (!(m->harsh.factor < m->any.factor * (1 - 1e-9))) return;
    factor_text(text, m->harsh.factor);
    hr_buf_printf(out, "; at the bad ends of assumed ranges %s", text);
}

/* A device that is not given is one of many most often: they are named together below. */
static bool is_row(const hr_measure *m, int which) { return m->present && !(which && m->unknown); }

static void fill_table(printer *x, hr_table *t)
{
    static const char *const head[] = {"level", "units", "M", "load now", "largest", "installed", "factor"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) hr_table_cell(t, HR_DIM, "%s", head[i]);
    hr_table_row(t);
    for (uint32_t i = 0; i < x->p->n_level; i++)
        for (int k = 0; k < 2; k++) {
            const hr_level *l = &x->p->level[i];
            if (!is_row(measure(l, k), k)) continue;
            hr_table_cell(t, HR_PLAIN, "%s", level_word(l, k));
            number_cells(x, t, l, measure(l, k));
            hr_table_row(t);
        }
}

/* One line of a table at a time, so that others can stand between. */
static void next_line(printer *x, const char **at)
{
    const char *end = strchr(*at, '\n');
    size_t n = end ? (size_t)(end - *at) + 1 : strlen(*at);
    hr_buf_add(x->t.out, *at, n);
    *at += n;
}

static void print_table(printer *x)
{
    hr_table *t = hr_table_new("llrrrrr");
    hr_buf lines = {0};
    fill_table(x, t);
    hr_table_write(t, &lines, "  ", x->t.color);
    hr_table_free(t);
    const char *at = hr_text_of(&lines);
    next_line(x, &at);
    for (uint32_t i = 0; i < x->p->n_level; i++)
        for (int k = 0; k < 2; k++) {
            const hr_measure *m = measure(&x->p->level[i], k);
            if (!is_row(m, k)) continue;
            next_line(x, &at);
            reason(x, m, &x->t.line);
            hr_text_end_paragraph(&x->t, HR_TEXT_INDENT);
        }
    x->t.out->failed |= lines.failed;
    hr_buf_free(&lines);
}

static void print_unknown_devices(printer *x)
{
    size_t n = 0;
    for (uint32_t i = 0; i < x->p->n_level; i++) {
        const hr_measure *m = &x->p->level[i].device;
        if (!m->present || !m->unknown) continue;
        hr_buf_z(&x->t.line, n++ ? ", " : "devices of feeds not judged, unknown: ");
        unknown_text(x, m, &x->t.line);
    }
    if (n) hr_text_end_paragraph(&x->t, 2);
}

static void print_notes(printer *x)
{
    const hr_paths *p = x->p;
    bool first_order = false;
    char text[48], installed[48];
    for (uint32_t i = 0; i < p->n_level; i++) {
        const hr_level *l = &p->level[i];
        const hr_measure *m = &l->rating;
        first_order |= l->first_order;
        const hr_switch_ops *tie = l->type->power->switching;
        if ((tie && tie->device) || m->unknown || !(m->of_active > m->of_installed * (1 + 1e-9))) continue;
        hr_percent_text(text, sizeof text, m->of_active, DIGITS);
        hr_percent_text(installed, sizeof installed, m->of_installed, DIGITS);
        hr_buf_printf(&x->t.line, "%s: part of it stands by; %s of what is installed is %s of what carries load now",
                      l->type->name, installed, text);
        hr_text_end_paragraph(&x->t, 2);
    }
    if (!first_order) return;
    hr_buf_z(&x->t.line, "losses are part of these loads and are taken to grow with them: to first order");
    hr_text_end_paragraph(&x->t, 2);
}

static void print_levels(printer *x)
{
    hr_text_heading(&x->t, "Largest common load: all loads alike, with any one unit of the level out");
    if (x->p->n_level) print_table(x);
    else hr_buf_z(x->t.out, "  none\n");
    print_unknown_devices(x);
    print_notes(x);
}

/* --- who takes over from whom ---------------------------------------------------------------------------------------------- */

static bool same_power(double a, double b) { return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)); }

/* Units that take the same are named together. */
static void add_moved(printer *x, const hr_level_unit *u)
{
    enum { MOST = 6 };
    const hr_moved *m = u->moved.item;
    char text[64];
    hr_id same[64];
    size_t shown = 0;
    for (size_t i = 0; i < u->moved.n; i++) {
        bool before = false;
        uint32_t n = 0;
        for (size_t k = 0; k < i; k++) before |= same_power(m[k].w, m[i].w);
        for (size_t k = i; k < u->moved.n && n < 64 && !before; k++)
            if (same_power(m[k].w, m[i].w)) same[n++] = m[k].to;
        if (before || shown++ >= MOST) continue;
        hr_buf_printf(&x->t.line, "%s%s%s to ", shown > 1 ? ", " : "", quantity(text, m[i].w, HR_DIM_WATT),
                      n > 1 ? " each" : "");
        hr_text_note(&x->t, hr_fold_units(x->s, same, n, &x->t.line));
    }
    if (shown > MOST) hr_buf_printf(&x->t.line, " and %zu other amounts", shown - MOST);
}

static void print_unit(printer *x, const hr_level_unit *u)
{
    char text[64];
    hr_view_target_name(x->s, u->what, &x->t.line);
    hr_buf_printf(&x->t.line, ", %s: ", quantity(text, u->now, HR_DIM_WATT));
    add_moved(x, u);
    double rest = u->loads - u->lost;
    for (size_t i = 0; i < u->moved.n; i++) rest -= ((const hr_moved *)u->moved.item)[i].w;
    const char *comma = u->moved.n ? ", " : "";
    if (u->lost > 0) hr_buf_printf(&x->t.line, "%s%s lost", comma, quantity(text, u->lost, HR_DIM_WATT));
    if (u->lost > 0) comma = ", ";
    if (rest > 1e-6 * u->loads && !u->lost_unknown)
        hr_buf_printf(&x->t.line, "%s%s past this level", comma, quantity(text, rest, HR_DIM_WATT));
    if (u->lost_unknown) hr_buf_z(&x->t.line, "; not known whether all of it is carried");
    hr_text_end_paragraph(&x->t, 2);
}

static bool is_idle(const hr_level_unit *u)
{
    return u->loads <= 0 && u->moved.n == 0 && u->lost <= 0 && !u->lost_unknown;
}

/* What carries nothing and takes nothing with it is named together. */
static void print_idle(printer *x, const hr_level *l)
{
    hr_vec idle = {0};
    for (uint32_t i = 0; i < l->n; i++) {
        hr_id *slot = is_idle(&l->unit[i]) ? hr_vec_push(&idle, sizeof *slot) : NULL;
        if (slot) *slot = l->unit[i].what.unit;
        else if (is_idle(&l->unit[i])) hr_text_note(&x->t, HR_ENOMEM);
    }
    if (idle.n) {
        hr_text_note(&x->t, hr_fold_units(x->s, idle.item, idle.n, &x->t.line));
        hr_buf_z(&x->t.line, idle.n == 1 ? ": carries no load now" : ": carry no load now");
        hr_text_end_paragraph(&x->t, 2);
    }
    hr_vec_free(&idle);
}

static void print_carried(printer *x)
{
    hr_text_heading(&x->t, "Where the load of a unit goes when it is out");
    for (uint32_t i = 0; i < x->p->n_level; i++) {
        const hr_level *l = &x->p->level[i];
        size_t n = 0;
        if (l->cords) continue;
        for (uint32_t k = 0; k < l->n; k++)
            if (!is_idle(&l->unit[k]) && n++ < CARRIED) print_unit(x, &l->unit[k]);
        if (n > CARRIED) hr_text_more(&x->t, n, CARRIED, " of this level");
        print_idle(x, l);
    }
}

/* --- all ---------------------------------------------------------------------------------------------------------------------- */

hr_err hr_report_paths_text(const hr_paths *p, hr_buf *out, const hr_report_opts *o)
{
    static void (*const section[])(printer *) = {print_verdict, print_paths, print_shared, print_levels, print_carried};
    printer x = {
        .t = {.c = p->c, .out = out, .color = o->color, .width = o->width ? o->width : WIDTH}, .p = p, .s = p->c->site};
    for (size_t i = 0; i < sizeof section / sizeof *section && x.t.err == HR_OK; i++) section[i](&x);
    if (out->failed || x.t.name.failed || x.t.cut.failed || x.t.line.failed || x.scratch.failed)
        hr_text_note(&x.t, HR_ENOMEM);
    hr_buf_free(&x.t.name);
    hr_buf_free(&x.t.cut);
    hr_buf_free(&x.t.line);
    hr_buf_free(&x.scratch);
    return x.t.err;
}
