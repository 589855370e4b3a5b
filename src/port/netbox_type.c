/* netbox_type.c - a device type of the NetBox device-type library as a part.
 *
 * These files are written by many hands and rarely name a source, so all that comes from them is recalled. A type with
 * outlets becomes a rack-pdu: the library says which leg an outlet is on, never how many amperes a bank may carry. Any
 * other becomes a node: it draws what its power ports say together. */
#include <math.h>
#include <string.h>

#include "model/units.h"
#include "port/import.h"
#include "port/netbox.h"

enum { DIGITS = 15, LEGS = 3 };

typedef struct part {
    hr_members m;
    hr_arena *arena;
    hr_nb_draw draw;
    hr_str manufacturer, model, slug, unit;
    double height, weight, power;
    bool has_height, has_weight, maximum;
    uint32_t ports, stated; /* power ports, and those with a draw */
    uint32_t outlets, leg[LEGS];
    hr_notes notes;
} part;

/* --- reading ----------------------------------------------------------------------------------------------- */

static hr_err read_optional(const part *x, const hr_ynode *map, const char *name, double *out, bool *has)
{
    const hr_ynode *n = hr_member(map, name);
    hr_err e = n != NULL ? hr_member_number(&x->m, n, name, out) : HR_OK;
    if (n != NULL && e == HR_OK) *has = true;
    return e;
}

static hr_err read_port(part *x, const hr_ynode *n)
{
    double allocated = 0, maximum = 0;
    bool has_allocated = false, has_maximum = false;
    if (n->kind != HR_Y_MAP) return hr_member_shape(&x->m, n, "power-ports", "a list of mappings");
    hr_err e = read_optional(x, n, "allocated_draw", &allocated, &has_allocated);
    e = hr_keep_worst(read_optional(x, n, "maximum_draw", &maximum, &has_maximum), e);
    x->ports++;
    x->stated += has_allocated || has_maximum;
    x->maximum |= has_maximum && !has_allocated;
    double draw = has_allocated ? allocated : maximum;
    x->power = x->draw == HR_NB_PER_DEVICE ? fmax(x->power, draw) : x->power + draw;
    return e;
}

static hr_err read_outlet(part *x, const hr_ynode *n)
{
    static const char *const legs[LEGS] = {"A", "B", "C"};
    hr_str leg = {"", 0};
    if (n->kind != HR_Y_MAP) return hr_member_shape(&x->m, n, "power-outlets", "a list of mappings");
    hr_err e = hr_member_text(&x->m, n, "feed_leg", &leg);
    x->outlets++;
    for (int k = 0; k < LEGS; k++) x->leg[k] += hr_str_is(leg, legs[k]);
    return e;
}

typedef hr_err reader(part *x, const hr_ynode *n);

static hr_err read_list(part *x, const hr_ynode *root, const char *name, reader *read)
{
    const hr_ynode *list = hr_member(root, name);
    hr_err e = HR_OK;
    if (list == NULL) return HR_OK;
    if (list->kind != HR_Y_SEQ) return hr_member_shape(&x->m, list, name, "a list of mappings");
    for (uint32_t i = 0; i < list->n; i++) e = hr_keep_worst(read(x, list->u.item[i]), e);
    return e;
}

static hr_err read_root(part *x, const hr_ynode *root)
{
    static const struct {
        const char *name;
        size_t offset;
        bool needed;
    } texts[] = {{"manufacturer", offsetof(part, manufacturer), true},
                 {"model", offsetof(part, model), true},
                 {"slug", offsetof(part, slug), false},
                 {"weight_unit", offsetof(part, unit), false}};
    hr_err e = HR_OK;
    if (root->kind != HR_Y_MAP)
        return hr_diag_add(x->m.ctx, HR_ERROR, x->m.code, root->at, NULL,
                           "a device type is a mapping with manufacturer and model, found %s", hr_yaml_kind_word(root));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hr_str *field = (hr_str *)(void *)((char *)x + texts[i].offset);
        if (texts[i].needed && hr_member(root, texts[i].name) == NULL)
            e = hr_keep_worst(hr_member_missing(&x->m, root, "the device type", texts[i].name), e);
        else e = hr_keep_worst(hr_member_text(&x->m, root, texts[i].name, field), e);
    }
    e = hr_keep_worst(read_optional(x, root, "u_height", &x->height, &x->has_height), e);
    e = hr_keep_worst(read_optional(x, root, "weight", &x->weight, &x->has_weight), e);
    e = hr_keep_worst(read_list(x, root, "power-ports", read_port), e);
    return hr_keep_worst(read_list(x, root, "power-outlets", read_outlet), e);
}

/* --- writing ----------------------------------------------------------------------------------------------- */

static hr_str name_of(const part *x)
{
    const char *z = hr_arena_printf(x->arena, "%.*s-%.*s", HR_STR_FMT(x->manufacturer), HR_STR_FMT(x->model));
    if (z == NULL) return (hr_str){NULL, 0};
    return hr_name_legal(x->arena, x->slug.n > 0 ? x->slug : hr_str_of(z));
}

static void add_line(hr_buf *b, const char *field, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, DIGITS);
    hr_buf_printf(b, "    %s: %s\n", field, text);
}

static void add_strip(part *x, hr_buf *b)
{
    uint32_t legs = 0, named = 0;
    for (int k = 0; k < LEGS; k++) legs += x->leg[k] > 0, named += x->leg[k];
    hr_note(&x->notes, HR_MADE_INFERRED, "rack-pdu, for it has outlets");
    hr_note(&x->notes, HR_MADE_MISSING, "its rating, and that of its banks");
    if (legs == LEGS) hr_buf_z(b, "    phases: ABC\n");
    if (legs < LEGS || named < x->outlets) {
        hr_note(&x->notes, HR_MADE_MISSING, "its banks: not every outlet names a leg of three");
        return;
    }
    hr_note(&x->notes, HR_MADE_INFERRED, "a bank for each leg; which lines a leg lies on is not in the file");
    for (int k = 0; k < LEGS; k++) hr_buf_printf(b, "%s{outlets: %u}", k > 0 ? ", " : "    banks: [", x->leg[k]);
    hr_buf_z(b, "]\n");
}

static void add_node(part *x, hr_buf *b)
{
    hr_note(&x->notes, HR_MADE_INFERRED, "node, for it has no outlets");
    if (x->stated > 0) {
        add_line(b, "power", x->power, HR_DIM_WATT);
        hr_note(&x->notes, HR_MADE_INFERRED, "power is the %s of %u power ports by %s",
                x->draw == HR_NB_PER_DEVICE ? "largest" : "sum", x->stated,
                x->maximum ? "maximum_draw, mostly a nameplate" : "allocated_draw");
    } else hr_note(&x->notes, HR_MADE_MISSING, "its power");
    if (x->stated > 0 && x->stated < x->ports)
        hr_note(&x->notes, HR_MADE_INFERRED, "of %u power ports some have no draw", x->ports);
    if (x->ports > 0) {
        hr_buf_printf(b, "    psus: {installed: %u}\n", x->ports);
        hr_note(&x->notes, HR_MADE_MISSING, "how many power supplies it needs, and their rating");
    }
    if (x->has_height && x->height > 0 && x->height < 1000 && x->height == (uint32_t)x->height)
        hr_buf_printf(b, "    u: %.0f\n", x->height);
}

static hr_err write_part(part *x, hr_buf *out)
{
    hr_buf body = {0}, source = {0};
    hr_str name = name_of(x);
    double kg = hr_nb_kilograms(x->unit);
    if (x->outlets > 0) add_strip(x, &body);
    else add_node(x, &body);
    if (x->has_weight && kg > 0) add_line(&body, "weight", x->weight * kg, HR_DIM_KG);
    hr_buf_printf(&source, "NetBox device type %.*s %.*s", HR_STR_FMT(x->manufacturer), HR_STR_FMT(x->model));
    hr_buf_z(out, "# Made from a device type of the NetBox device-type library.\n");
    hr_notes_write(&x->notes, out);
    hr_buf_printf(out, "headroom: 1\n\nparts:\n  %.*s:\n    type: %s\n    source: ", HR_STR_FMT(name),
                  x->outlets > 0 ? "rack-pdu" : "node");
    hr_made_quoted(out, (hr_str){source.s != NULL ? source.s : "", (uint32_t)source.n});
    hr_buf_z(out, "\n    trust: recalled\n");
    hr_buf_add(out, body.n > 0 ? body.s : "", body.n);
    bool failed = out->failed || body.failed || source.failed || name.s == NULL;
    hr_buf_free(&body);
    hr_buf_free(&source);
    return failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_import_netbox_type(hr_ctx *ctx, hr_id file, hr_nb_draw draw, hr_buf *out)
{
    part x = {.m = {ctx, "M713"}, .arena = hr_arena_new(), .draw = draw};
    hr_ynode *root;
    if (x.arena == NULL) return HR_ENOMEM;
    hr_err e = hr_yaml_parse(&root, ctx, x.arena, file);
    if (e == HR_OK) e = read_root(&x, root);
    if (e == HR_OK) e = write_part(&x, out);
    hr_notes_close(&x.notes);
    hr_arena_free(x.arena);
    return e;
}

hr_err hr_import_run_netbox_type(const hr_import_in *in, hr_buf *out)
{
    hr_id file;
    hr_err e = hr_source_read(in->ctx, in->path, HR_NOWHERE, &file);
    return e == HR_OK ? hr_import_netbox_type(in->ctx, file, (hr_nb_draw)in->draw, out) : e;
}
