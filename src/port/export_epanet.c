/* export_epanet.c - `headroom export epanet SITE`: a loop with pipes as an .inp file for EPANET, isothermal as it was solved.
 *
 * EPANET knows one viscosity in a file, and loops run at temperatures of their own: a file holds one loop, and --loop says
 * which where there are several. Junctions keep their names, what stands between them its own. What an .inp file has no
 * word for goes along in its title and tags, for `import epanet`: epanet.h. */
#include <string.h>

#include "element/fields.h"
#include "engine/loop_net.h"
#include "port/epanet.h"
#include "port/export.h"

typedef struct writer {
    hr_ctx *ctx;
    const hr_site *site;
    const char *loop; /* the one that is wanted, or NULL */
    hr_arena *arena;
    hr_loop_view view;
} writer;

static hr_err refuse(const writer *w, hr_id unit, const char *help, const char *why)
{
    const hr_site *s = w->site;
    hr_span at = s->decl[s->unit[unit != HR_NONE ? unit : s->self].decl].at;
    return hr_diag_add(w->ctx, HR_ERROR, "M732", at, help, "no network for EPANET: %s", why);
}

static const hr_str *names_of(const writer *w, const hr_id *unit, uint32_t n)
{
    hr_str *name = HR_NEW_ARRAY(w->arena, hr_str, n);
    char text[512];
    for (uint32_t i = 0; name && i < n; i++) {
        size_t len = hr_unit_name(w->site, unit[i], 0, text, sizeof text);
        name[i] = hr_arena_str(w->arena, text, (uint32_t)(len < sizeof text ? len : sizeof text - 1));
        if (!name[i].s) return NULL;
    }
    return name;
}

/* What keeps it from being solved, in words. */
static hr_err unsolved(const writer *w)
{
    char name[256];
    hr_buf why = {0};
    const cool_amount *lacks = &w->view.lacks;
    hr_unit_name(w->site, lacks->unit < w->site->n_unit ? lacks->unit : w->view.loop, 0, name, sizeof name);
    hr_buf_printf(&why, "`%s` of %s is not given, so its flows are not known", lacks->missing, name);
    hr_err e = why.failed ? HR_ENOMEM : refuse(w, lacks->unit, NULL, why.s);
    hr_buf_free(&why);
    return e;
}

/* --- title and tags ----------------------------------------------------------------------------------------------- */

/* "headroom: fluid PG25" */
static const char *remark_of(const writer *w)
{
    hr_loop_fields f = {0};
    hr_unit_type(w->site, w->view.loop)->cooling->loop(hr_unit_fields(w->site, w->view.loop), &f);
    return hr_arena_printf(w->arena, HR_EPANET_REMARK "%s", hr_fluid_words[f.fluid->v]); /* known: it was solved */
}

/* Each link's type. */
static const hr_str *link_tags(const writer *w)
{
    hr_str *tag = HR_NEW_ARRAY(w->arena, hr_str, w->view.net.n_link);
    for (hr_id k = 0; tag && k < w->view.net.n_link; k++)
        tag[k] = hr_str_of(hr_unit_type(w->site, w->view.link_unit[k])->name);
    return tag;
}

static bool holds_manifold(const hr_site *s, hr_id rack)
{
    const hr_unit *u = &s->unit[rack];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_MANIFOLD) return true;
    return false;
}

/* What a file does not show of a link. */
static const char *const *link_notes(const writer *w)
{
    const char **note = HR_NEW_ARRAY(w->arena, const char *, w->view.net.n_link);
    for (hr_id k = 0; note && k < w->view.net.n_link; k++)
        note[k] = holds_manifold(w->site, w->view.link_unit[k])
                      ? "its manifold in one curve, right where it runs; trays are not in this file"
                      : NULL;
    return note;
}

/* Of nodes that hold their pressure: at what, and their elevation, which an .inp file does not have: "cdu@2.5". */
static const hr_str *node_tags(const writer *w)
{
    const hr_loop_view *v = &w->view;
    hr_str *tag = HR_NEW_ARRAY(w->arena, hr_str, v->net.n_node);
    char name[512], z[40];
    for (hr_id i = 0; tag && i < v->net.n_node; i++) {
        if (!v->net.node[i].fixed || v->held_by[i] == HR_NONE) continue;
        hr_unit_name(w->site, v->held_by[i], 0, name, sizeof name);
        hr_num_text(z, sizeof z, v->net.node[i].z, 15);
        const char *text = hr_arena_printf(w->arena, "%s@%s", name, z);
        if (!text) return NULL;
        tag[i] = hr_str_of(text);
    }
    return tag;
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */

static hr_err write_view(const writer *w, hr_buf *out)
{
    const hr_loop_view *v = &w->view;
    const hr_str *node = names_of(w, v->node_unit, v->net.n_node), *link = names_of(w, v->link_unit, v->net.n_link);
    char title[256];
    hr_unit_name(w->site, v->loop, 0, title, sizeof title);
    const hr_epanet_source source = {.title = title,
                                     .net = &v->net,
                                     .node_name = node,
                                     .link_name = link,
                                     .flow = v->flow,
                                     .rho = v->rho,
                                     .mu = v->mu,
                                     .remark = remark_of(w),
                                     .node_tag = node_tags(w),
                                     .link_tag = link_tags(w),
                                     .link_note = link_notes(w)};
    if (!source.link_note || !node || !link || !source.remark || !source.node_tag || !source.link_tag) return HR_ENOMEM;
    hr_id bad = HR_NONE;
    hr_err e = hr_epanet_write(&source, out, &bad);
    if (e != HR_EINPUT) return e;
    return refuse(w, bad != HR_NONE ? v->link_unit[bad] : v->loop, NULL, "it has no word for this one-way part");
}

/* The names of all loops with pipes: "fws, tcs". */
static void add_loops(const writer *w, const hr_engine *e, hr_buf *out)
{
    hr_loop_view v;
    char name[256];
    for (uint32_t k = 0; hr_loop_view_at(e, k, w->arena, &v); k++) {
        hr_unit_name(w->site, v.loop, 0, name, sizeof name);
        hr_buf_printf(out, "%s%s", k > 0 ? ", " : "", name);
    }
}

static hr_err refuse_choice(const writer *w, const hr_engine *e)
{
    hr_buf why = {0};
    if (w->loop) hr_buf_printf(&why, "`%s` is no loop with pipes; there is: ", w->loop);
    else hr_buf_z(&why, "several loops of this site have pipes, each at its own temperature: ");
    add_loops(w, e, &why);
    hr_err err =
        why.failed ? HR_ENOMEM
                   : refuse(w, w->site->self, "choose one with --loop NAME: EPANET has one viscosity in a file", why.s);
    hr_buf_free(&why);
    return err;
}

/* The loop that is wanted, or the only one, in w->view. */
static bool choose(writer *w, const hr_engine *e)
{
    hr_loop_view more;
    char name[256];
    if (!w->loop) return !hr_loop_view_at(e, 1, w->arena, &more);
    for (uint32_t k = 0; hr_loop_view_at(e, k, w->arena, &w->view); k++) {
        hr_unit_name(w->site, w->view.loop, 0, name, sizeof name);
        if (strcmp(name, w->loop) == 0) return true;
    }
    return false;
}

static hr_err write_engine(writer *w, const hr_engine *e, hr_buf *out)
{
    if (!hr_loop_view_at(e, 0, w->arena, &w->view))
        return refuse(w, w->site->self, "declare junctions and what stands between them: junction, pipe, valve, filter",
                      "no loop of this site has pipes");
    if (!choose(w, e)) return refuse_choice(w, e);
    if (w->view.lacks.state != HR_S_KNOWN) return unsolved(w);
    return write_view(w, out);
}

hr_err hr_export_run_epanet(const hr_export_in *in, hr_json_put *put, void *user)
{
    hr_engine *engine = NULL;
    hr_buf out = {0};
    writer w = {.ctx = in->ctx, .site = in->site, .loop = in->loop, .arena = hr_arena_new()};
    hr_err e = w.arena ? hr_power_engine.build(&engine, in->ctx, in->site, HR_NOMINAL, NULL, 0) : HR_ENOMEM;
    if (e == HR_OK) e = write_engine(&w, engine, &out);
    hr_power_engine.free(engine);
    hr_arena_free(w.arena);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}
