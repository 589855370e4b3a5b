/* template.c - the columns of a type, and an example row, from its field table.
 *
 * The cords of a load with power supplies are called A and B; who has others writes their names into the header. Examples stand
 * where a field is needed: the examples of units, and names that a small hall could have. */
#include "port/template.h"

#include <math.h>
#include <string.h>

#include "model/fields.h"
#include "model/units.h"
#include "port/sheet.h"

static const char *const flag_words[] = {"true", "false", NULL};

typedef struct lister {
    hr_arena *a;
    hr_vec *out;
    hr_buf *omitted;
    bool cords, failed;
} lister;

static const char *below(lister *l, const char *prefix, const char *name)
{
    const char *path = hr_arena_printf(l->a, "%s%s%s", prefix, prefix[0] ? "." : "", name);
    if (!path) l->failed = true;
    return path;
}

static hr_template_column *add(lister *l, const char *path, const char *doc, const char *example)
{
    hr_template_column *c = path && !l->failed ? hr_vec_push(l->out, sizeof *c) : NULL;
    if (!c) {
        l->failed = true;
        return NULL;
    }
    *c = (hr_template_column){.path = path, .need = "", .doc = doc ? doc : "", .example = example};
    return c;
}

static void omit(lister *l, const char *path, const char *what)
{
    hr_buf_printf(l->omitted, "%s%s (%s)", l->omitted->n > 0 ? ", " : "", path, what);
}

static const char *need(lister *l, const hr_field *f)
{
    const char *text = "";
    if (f->dflt) text = hr_arena_printf(l->a, "default %s", f->dflt);
    else if (f->flags & HR_NEED) text = "needed";
    else if (f->flags & HR_NEED_ONE) text = "needed: one of those marked so";
    if (!text) l->failed = true;
    return text;
}

/* A curve has as many points as its maker likes. */
static void omit_curve(lister *l, const char *path, hr_dim dim)
{
    const char *text =
        hr_arena_printf(l->a, "a curve: a column for each point, like %s.%s", path, hr_unit_example(dim));
    if (!text) l->failed = true;
    else omit(l, path, text);
}

/* The example of a dimension as a bare number in its column's unit. */
static const char *example_number(lister *l, hr_dim dim, const char *unit, bool ratio)
{
    double si, scale = 1, offset = 0;
    hr_buf text = {0};
    if (dim == HR_DIM_NONE) return ratio ? "0.95" : "1.5";
    const char *example = hr_unit_example(dim);
    if (hr_unit_parse(hr_str_of(example), dim, &si) != HR_UNIT_OK || !hr_sheet_scale(dim, unit, &scale, &offset))
        return "";
    hr_str kept = {"", 0};
    if (hr_sheet_exact(si, dim, unit, scale, offset, &text)) kept = hr_arena_str(l->a, text.s, text.n);
    if (text.failed || !kept.s) l->failed = true;
    hr_buf_free(&text);
    return kept.s ? kept.s : "";
}

static void add_quantity(lister *l, const hr_field *f, const char *path)
{
    hr_dim dim = (hr_dim)f->dim;
    const char *unit = dim == HR_DIM_NONE || f->kind == HR_F_COUNT ? NULL : hr_unit_likely(dim);
    bool needed = (f->flags & (HR_NEED | HR_NEED_ONE)) != 0, ratio = (f->flags & HR_IS_RATIO_0_1) != 0;
    const char *example = !needed ? "" : f->kind == HR_F_COUNT ? "2" : example_number(l, dim, unit, ratio);
    hr_template_column *c = add(l, path, f->doc, example);
    if (!c) return;
    c->unit = unit;
    c->number = true;
    c->whole = f->kind == HR_F_COUNT;
    c->negative = (f->flags & HR_MAY_NEGATIVE) || dim == HR_DIM_KELVIN;
    c->need = need(l, f);
}

static void add_words(lister *l, const char *path, const char *const *words, const char *needed, const char *doc)
{
    hr_template_column *c = add(l, path, doc, needed[0] == 'n' ? words[0] : "");
    if (!c) return;
    c->words = words;
    c->need = needed;
}

static void add_text(lister *l, const char *path, const char *needed, const char *doc, const char *example)
{
    hr_template_column *c = add(l, path, doc, example);
    if (c) c->need = needed;
}

static void list_fields(lister *l, const hr_field *table, const char *prefix);

static void add_feed(lister *l, const char *path, const char *needed, const char *supply)
{
    add_text(l, below(l, path, "to"), needed, "the element that feeds it", supply);
    size_t phases = l->out->n;
    add_words(l, below(l, path, "phases"), hr_phase_words, "", "phases it takes");
    if (l->out->n > phases && supply[0]) ((hr_template_column *)l->out->item)[phases].example = hr_phase_words[0];
    list_fields(l, hr_breaker_fields, below(l, path, "breaker"));
    list_fields(l, hr_feed_fields, path);
    list_fields(l, hr_cable_fields, below(l, path, "cable"));
}

static void add_from(lister *l, const hr_field *f, const char *path)
{
    if (l->cords && f->kind == HR_F_FROM) {
        add_feed(l, below(l, path, "A"), need(l, f), "supply-A");
        add_feed(l, below(l, path, "B"), "", "supply-B");
        return;
    }
    add_feed(l, path, f->kind == HR_F_FROM ? need(l, f) : "", f->kind == HR_F_FROM ? "supply-A" : "");
}

static void add_psus(lister *l, const hr_field *f, const char *path)
{
    static const char *const cord[] = {"A", "B"};
    for (int i = 0; i < 2; i++) {
        hr_template_column *c = add(l, below(l, path, cord[i]), f->doc, "");
        if (c) c->number = c->whole = true;
    }
    list_fields(l, hr_psu_fields, path);
}

static void add_field(lister *l, const hr_field *f, const char *path)
{
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: add_quantity(l, f, path); break;
    case HR_F_FLAG: add_words(l, path, flag_words, need(l, f), f->doc); break;
    case HR_F_CHOICE: add_words(l, path, f->words, need(l, f), f->doc); break;
    case HR_F_TEXT:
    case HR_F_TEXTS:
    case HR_F_REF: add_text(l, path, need(l, f), f->doc, ""); break;
    case HR_F_BYPASS:
    case HR_F_FROM: add_from(l, f, path); break;
    case HR_F_PSUS: add_psus(l, f, path); break;
    case HR_F_RECORD: list_fields(l, f->record, path); break;
    case HR_F_CURVE: omit_curve(l, path, (hr_dim)f->dim); break;
    case HR_F_RECORDS: omit(l, path, "a list of records"); break;
    case HR_F_BETWEEN: omit(l, path, "the two elements that it ties"); break;
    case HR_F_HOLDS:
    case HR_F_OPEN: break; /* not read yet */
    }
}

static void list_fields(lister *l, const hr_field *table, const char *prefix)
{
    bool feed = table == hr_feed_fields;
    for (const hr_field *f = table; prefix && f && f->name && !l->failed; f++) {
        if (feed && (strcmp(f->name, "to") == 0 || strcmp(f->name, "spread") == 0)) continue;
        const char *path = below(l, prefix, f->name);
        if (path) add_field(l, f, path);
    }
}

/* --- fields of every element ------------------------------------------------------------------------------- */

static void list_heads(lister *l, const hr_type *type)
{
    const char *name = hr_arena_printf(l->a, "%s-1", type->name);
    add_text(l, "name", "needed", "its name; rack-[1-8] stands for eight of them", name ? name : "");
    add_text(l, "type", "needed, unless part is given", "the element type", type->name);
    add_text(l, "part", "", "preset from the catalogue: `headroom parts` lists it; what stands here wins over it", "");
}

static void list_common(lister *l)
{
    for (const hr_field *f = hr_common_fields; f->name && !l->failed; f++) {
        if (strcmp(f->name, "type") == 0 || strcmp(f->name, "part") == 0 || strcmp(f->name, "holds") == 0) continue;
        if (strcmp(f->name, "trust") == 0) add_words(l, "trust", hr_trust_words, "", f->doc);
        else add_field(l, f, f->name);
    }
}

/* Whether its feeds are cords with names: it has power supplies. */
static bool has_cords(const hr_type *type)
{
    for (const hr_field *f = type->fields; f && f->name; f++)
        if (f->kind == HR_F_PSUS) return true;
    return false;
}

hr_err hr_template_columns(hr_arena *a, const hr_type *type, bool section, const char *held_by, hr_vec *out,
                           hr_buf *omitted)
{
    lister l = {.a = a, .out = out, .omitted = omitted, .cords = has_cords(type)};
    if (!section) list_heads(&l, type);
    if (held_by) add_text(&l, "held_by", "", held_by, "");
    list_fields(&l, type->fields, "");
    if (!section) list_common(&l);
    return l.failed || omitted->failed ? HR_ENOMEM : HR_OK;
}
