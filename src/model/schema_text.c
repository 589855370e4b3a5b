/* schema_text.c - the field tables for people: the list of types, and the fields of one. */

#include "base/term.h"
#include "model/fields.h"
#include "model/schema.h"
#include "model/units.h"

/* --- types ------------------------------------------------------------------------------------------------- */

static hr_err write_table(hr_table *t, hr_buf *out, const char *indent)
{
    hr_table_write(t, out, indent, false);
    hr_table_free(t);
    return out->failed ? HR_ENOMEM : HR_OK;
}

static hr_err list_types(hr_buf *out, const hr_types *types, bool modelled)
{
    hr_table *t = hr_table_new("ll");
    for (size_t i = 0; i < types->n; i++) {
        const hr_type *type = types->type[i];
        if (type->modelled != modelled) continue;
        hr_table_cell(t, HR_PLAIN, "%s", type->name);
        hr_table_cell(t, HR_PLAIN, "%s", type->doc);
        hr_table_row(t);
    }
    return write_table(t, out, "  ");
}

hr_err hr_schema_types(hr_buf *out, const hr_types *types)
{
    hr_buf_z(out, "Types of elements:\n");
    hr_err e = list_types(out, types, true);
    hr_buf_z(out, "\nWords for types that are still to come; what such an element draws is unknown:\n");
    if (e == HR_OK) e = list_types(out, types, false);
    hr_buf_printf(out, "\nParts of a model with fields of their own:\n  site  %s\n  job   %s\n", types->site->doc,
                  types->job->doc);
    return e == HR_OK && out->failed ? HR_ENOMEM : e;
}

const hr_type *hr_schema_find(const hr_types *types, hr_str name)
{
    if (hr_str_is(name, types->site->name)) return types->site;
    if (hr_str_is(name, types->job->name)) return types->job;
    return hr_types_find(types, name);
}

/* --- fields of one type ------------------------------------------------------------------------------------ */

static void take_words(hr_buf *b, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) hr_buf_printf(b, "%s%s", i > 0 ? " | " : "", words[i]);
}

/* What may stand behind the colon. */
static void take(hr_buf *b, const hr_field *f)
{
    static const char *const by_kind[] = {
        [HR_F_COUNT] = "a whole number",
        [HR_F_FLAG] = "true | false",
        [HR_F_TEXT] = "a text",
        [HR_F_TEXTS] = "a text or a list",
        [HR_F_REF] = "names of elements",
        [HR_F_FROM] = "a feed, or several",
        [HR_F_BYPASS] = "a feed",
        [HR_F_BETWEEN] = "[x, y]",
        [HR_F_PSUS] = "{A: 2, B: 2, needed: 2, rating: 3.3 kW}",
        [HR_F_RECORD] = "{...}",
        [HR_F_RECORDS] = "a list of {...}",
        [HR_F_HOLDS] = "elements by name",
        [HR_F_OPEN] = "anything: not read yet",
    };
    if (f->kind == HR_F_CHOICE) {
        take_words(b, f->words);
    } else if (f->kind == HR_F_QUANTITY) {
        hr_buf_printf(b, "%s, e.g. %s", hr_unit_dim_word((hr_dim)f->dim), hr_unit_example((hr_dim)f->dim));
    } else if (f->kind == HR_F_CURVE) {
        hr_buf_printf(b, "points {%s: %s, ...}", hr_unit_example((hr_dim)f->dim), hr_unit_example((hr_dim)f->dim2));
    } else {
        hr_buf_z(b, by_kind[f->kind]);
    }
}

static void need(hr_buf *b, const hr_field *f)
{
    if (f->dflt != NULL) hr_buf_printf(b, "default %s", f->dflt);
    else if (f->flags & HR_NEED) hr_buf_z(b, "needed");
    else if (f->flags & HR_NEED_ONE) hr_buf_z(b, "needed: one");
}

typedef struct listing {
    hr_table *table;
    bool failed;
} listing;

static void line(listing *l, const char *prefix, const char *name, const char *takes, const char *needed,
                 const char *doc)
{
    hr_table_cell(l->table, HR_PLAIN, "%s%s", prefix, name);
    hr_table_cell(l->table, HR_PLAIN, "%s", takes);
    hr_table_cell(l->table, HR_PLAIN, "%s", needed);
    hr_table_cell(l->table, HR_PLAIN, "%s", doc);
    hr_table_row(l->table);
}

static void list_fields(listing *l, const char *prefix, const hr_field *table);

static void list_field(listing *l, const char *prefix, const hr_field *f)
{
    hr_buf takes = {0}, needed = {0}, deeper = {0};
    take(&takes, f);
    need(&needed, f);
    hr_buf_printf(&deeper, "%s%s.", prefix, f->name);
    l->failed |= takes.failed || needed.failed || deeper.failed;
    if (!l->failed) {
        line(l, prefix, f->name, takes.s, needed.s != NULL ? needed.s : "", f->doc != NULL ? f->doc : "");
        if (f->kind == HR_F_RECORD || f->kind == HR_F_RECORDS) list_fields(l, deeper.s, f->record);
        if (f->kind == HR_F_PSUS) list_fields(l, deeper.s, hr_psu_fields);
    }
    hr_buf_free(&takes);
    hr_buf_free(&needed);
    hr_buf_free(&deeper);
}

static void list_fields(listing *l, const char *prefix, const hr_field *table)
{
    for (const hr_field *f = table; f->name != NULL; f++) list_field(l, prefix, f);
}

static hr_err list_table(hr_buf *out, const char *title, const hr_field *table)
{
    listing l = {hr_table_new("llll"), false};
    hr_buf_printf(out, "\n%s\n", title);
    list_fields(&l, "", table);
    hr_err e = write_table(l.table, out, "  ");
    return l.failed ? HR_ENOMEM : e;
}

static hr_err list_feed(hr_buf *out)
{
    listing l = {hr_table_new("llll"), false};
    hr_buf phases = {0};
    hr_buf_z(
        out,
        "\nA feed is the name of an element, or {to: NAME, ...} with the fields below. `from` takes one feed; a list\n"
        "of alternatives in order; {parallel: [...]}; or, where there are power supplies, {A: feed, B: feed}.\n");
    take_words(&phases, hr_phase_words);
    list_fields(&l, "", hr_feed_fields);
    line(&l, "", "phases", phases.failed ? "" : phases.s, "", "phases it takes");
    line(&l, "", "breaker", "its rating, or {...}", "", "breaker at the supply end");
    list_fields(&l, "breaker.", hr_breaker_fields);
    line(&l, "", "cable", "{...}", "", "cable of the feed");
    list_fields(&l, "cable.", hr_cable_fields);
    l.failed |= phases.failed;
    hr_buf_free(&phases);
    hr_err e = write_table(l.table, out, "  ");
    return l.failed ? HR_ENOMEM : e;
}

static bool is_fed(const hr_type *type)
{
    for (const hr_field *f = type->fields; f->name != NULL; f++)
        if (f->kind == HR_F_FROM) return true;
    return false;
}

static void held(hr_buf *out, const hr_type *type)
{
    if (type->held == NULL) return;
    hr_buf_z(out, "It may hold: ");
    for (size_t i = 0; type->held[i] != NULL; i++) hr_buf_printf(out, "%s%s", i > 0 ? ", " : "", type->held[i]);
    hr_buf_z(out, ".\n");
}

hr_err hr_schema_type(hr_buf *out, const hr_types *types, const hr_type *type)
{
    bool element = type != types->site && type != types->job;
    hr_buf_printf(out, "%s: %s\n", type->name, type->doc);
    if (!type->modelled)
        hr_buf_z(out, "Still to come: of its fields only those below are read; what it draws is unknown.\n");
    held(out, type);
    hr_err e = HR_OK;
    if (type->fields->name != NULL) e = list_table(out, "Fields:", type->fields);
    if (e == HR_OK && is_fed(type)) e = list_feed(out);
    if (e == HR_OK && element) e = list_table(out, "Fields of every element:", hr_common_fields);
    return e == HR_OK && out->failed ? HR_ENOMEM : e;
}
