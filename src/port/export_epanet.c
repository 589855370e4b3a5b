/* export_epanet.c - `headroom export epanet SITE`: the loop with pipes as an .inp file for EPANET, isothermal as it was solved.
 *
 * EPANET knows one fluid in a file, so a site with several such loops is written as one network only where all of them are
 * the same at the same temperature. Junctions keep their names, what stands between them its own. */
#include "engine/loop_net.h"
#include "port/epanet.h"
#include "port/export.h"

typedef struct writer {
    hr_ctx *ctx;
    const hr_site *site;
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

static hr_err write_view(const writer *w, hr_buf *out)
{
    const hr_loop_view *v = &w->view;
    const hr_str *node = names_of(w, v->node_unit, v->net.n_node), *link = names_of(w, v->link_unit, v->net.n_link);
    if (!node || !link) return HR_ENOMEM;
    char title[256];
    hr_unit_name(w->site, v->loop, 0, title, sizeof title);
    const hr_epanet_source source = {.title = title,
                                     .net = &v->net,
                                     .node_name = node,
                                     .link_name = link,
                                     .flow = v->flow,
                                     .rho = v->rho,
                                     .mu = v->mu};
    hr_id bad = HR_NONE;
    hr_err e = hr_epanet_write(&source, out, &bad);
    if (e != HR_EINPUT) return e;
    return refuse(w, bad != HR_NONE ? v->link_unit[bad] : v->loop, NULL, "it has no word for this one-way part");
}

static hr_err write_engine(writer *w, const hr_engine *e, hr_buf *out)
{
    hr_loop_view more;
    if (!hr_loop_view_at(e, 0, w->arena, &w->view))
        return refuse(w, w->site->self, "declare junctions and what stands between them: junction, pipe, valve, filter",
                      "no loop of this site has pipes");
    if (w->view.lacks.state != HR_S_KNOWN) return unsolved(w);
    if (hr_loop_view_at(e, 1, w->arena, &more))
        return refuse(w, more.loop, "take the junctions of the others out",
                      "more than one loop of this site has pipes");
    return write_view(w, out);
}

hr_err hr_export_run_epanet(const hr_export_in *in, hr_json_put *put, void *user)
{
    hr_engine *engine = NULL;
    hr_buf out = {0};
    writer w = {.ctx = in->ctx, .site = in->site, .arena = hr_arena_new()};
    hr_err e = w.arena ? hr_power_engine.build(&engine, in->ctx, in->site, HR_NOMINAL, NULL, 0) : HR_ENOMEM;
    if (e == HR_OK) e = write_engine(&w, engine, &out);
    hr_power_engine.free(engine);
    hr_arena_free(w.arena);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}
