/* man_model.c - headroom-model(5): the model language, with every type, field, unit, need and default from the tables
 * that the reader itself uses. */
#include <string.h>

#include "cli/help.h"
#include "element/types.h"
#include "model/fields.h"
#include "model/units.h"
#include "report/report.h"

static const char introduction[] =
    "A hall is one YAML file, with what it includes. Anchors, aliases, tags and merge "
    "keys are refused: each value stands "
    "where it is used. A key that stands twice, an unknown field and a quantity without "
    "its unit are errors. A value that "
    "is not known is left out: what depends on it is then unknown, never assumed.\n\n"
    "    headroom: 1\n"
    "    site: {name: Hall 1, redundancy: any-one}\n"
    "    elements:\n"
    "      grid-[A,B]: {type: utility, voltage: 415 V, rating: 1 MVA}\n"
    "      bus-[A,B]:  {type: busway, rating: 800 A, from: {to: grid-$1, breaker: 800 A}}\n"
    "      rack-[1-8]:\n"
    "        type: rack\n"
    "        from:\n"
    "          A: {to: bus-A, breaker: 80 A, phases: ABC}\n"
    "          B: {to: bus-B, breaker: 80 A, phases: ABC}\n"
    "        holds:\n"
    "          \"node[1-4]\": {type: node, power: 10.2 kW, gpus: 8, psus: {A: 3, B: 3, needed: 3, rating: 3.6 kW}}\n\n"
    "Many elements may stand in a table. A column `part` may name a part that holds nodes. Beside other elements, the "
    "same hall with its racks in racks.csv:\n\n"
    "    headroom: 1\n"
    "    site: {name: Hall 1, redundancy: any-one}\n"
    "    elements:\n"
    "      csv: racks.csv\n"
    "      grid-[A,B]: {type: utility, voltage: 415 V, rating: 1 MVA}\n"
    "      bus-[A,B]:  {type: busway, rating: 800 A, from: {to: grid-$1, breaker: 800 A}}\n"
    "    parts:\n"
    "      rack-of-4:\n"
    "        type: rack\n"
    "        holds:\n"
    "          \"node[1-4]\": {type: node, power: 10.2 kW, gpus: 8, psus: {A: 3, B: 3, needed: 3, rating: 3.6 kW}}\n\n"
    "racks.csv:\n\n"
    "    name,part,from.A.to,from.A.breaker [A],from.A.phases,from.B.to,from.B.breaker [A],from.B.phases\n"
    "    rack-[1-4],rack-of-4,bus-A,80,ABC,bus-B,80,ABC\n"
    "    rack-[5-8],rack-of-4,bus-A,80,ABC,bus-B,80,ABC\n";

static const struct {
    const char *name, *text;
} sections[] = {
    {"headroom", "the version of the format: 1"},
    {"include",
     "further files, looked for beside this one, then in the catalogue. Their sections are put together; the "
     "order means nothing"},
    {"site", "what is said of the site as a whole, see SITE"},
    {"elements",
     "what the hall is made of: a mapping from names to fields. `csv: FILE` reads a table, whose columns are "
     "field names with their unit in the header, `power [kW]`"},
    {"parts", "presets that elements take up with `part: NAME`; what the element says itself goes first"},
    {"jobs", "runs of work, see JOBS"},
    {"cases", "named cases: `out:` takes elements and feeds out of service together and is judged as a common cause, "
              "`set:` lays values over the model with --case, `because:` says why"},
    {"waive",
     "limits that may be exceeded for a while, by rule: `P104: {on: bus-B3, until: 2027-06-30, because: ...}`. "
     "An expired one is an error"},
};

static const char names_text[] =
    "A name may stand for many elements: `tx-[1-4]`, `rack[01-12]`, `ups-[A,B]`, `row[1-4]-rack[01-08]`. In what "
    "follows "
    "$1, $2 stand for what the brackets expanded to, counted from the left. A reference may be a name, a list of as "
    "many "
    "names (paired one by one) or a pattern with * and ?. Inside {} and [] a name with brackets is quoted. Held "
    "elements "
    "are named behind their holder: `rack-3.node2`; feeds behind what they feed: `rack-3.from.A`, `bus-1.from`.";

static const char values_text[] =
    "A quantity is a number with its unit: `415 V`, `13.8 kV`, `60 L/min`. kW and kVA are different dimensions. A "
    "ratio "
    "is a bare number or percent. In place of a number its long form says where it comes from:\n\n"
    "    power: {value: 6.6 kW, range: [6 kW, 7 kW], trust: assumed, source: data sheet, as_of: 2026}\n\n"
    "A value that is assumed with a range is judged at both ends: where they differ the row is unknown.";

static const char feeds_text[] =
    "`from` says where an element is fed from. It is a name; or one feed with its fields; or a list of alternatives in "
    "order; or {parallel: ...} for several sources at once; or, for loads with power supplies, named cords that feed "
    "at "
    "the same time: {A: ..., B: ...}. {spread: ...} instead of a name deals many elements over few.";

/* --- fields ------------------------------------------------------------------------------------------------ */

static void words_add(hr_buf *out, const char *const *words)
{
    for (size_t i = 0; words && words[i]; i++) hr_buf_printf(out, "%s%s", i ? ", " : "", words[i]);
}

/* "rating or power": the fields of which one is enough. */
static void needs_one_add(hr_buf *out, const hr_field *table)
{
    const char *between = "";
    for (; table->name; table++) {
        if (!(table->flags & HR_NEED_ONE)) continue;
        hr_buf_printf(out, "%s%s", between, table->name);
        between = " or ";
    }
}

static void kind_add(hr_buf *out, const hr_field *f, const hr_field *table)
{
    static const char *const medium[] = {"electrical", "liquid", "air", "floor", "fabric", ""};
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
        hr_buf_printf(out, "%s, e.g. %s", hr_unit_dim_word((hr_dim)f->dim), hr_unit_example((hr_dim)f->dim));
        break;
    case HR_F_COUNT: hr_buf_z(out, "whole number"); break;
    case HR_F_FLAG: hr_buf_z(out, "true or false"); break;
    case HR_F_CHOICE: words_add(out, f->words); break;
    case HR_F_TEXT: hr_buf_z(out, "text"); break;
    case HR_F_TEXTS: hr_buf_z(out, "text or a list of texts"); break;
    case HR_F_REF: hr_buf_printf(out, "reference, %s", medium[f->medium]); break;
    case HR_F_CURVE:
        hr_buf_printf(out, "curve {x: y, ...} of %s over %s", hr_unit_dim_word((hr_dim)f->dim2),
                      hr_unit_dim_word((hr_dim)f->dim));
        break;
    case HR_F_FROM: hr_buf_z(out, "feeds, see FEEDS"); break;
    case HR_F_BYPASS: hr_buf_z(out, "feed, see FEEDS"); break;
    case HR_F_BETWEEN: hr_buf_z(out, "two elements, [x, y]"); break;
    case HR_F_PSUS: hr_buf_z(out, "record, see POWER SUPPLIES"); break;
    case HR_F_RECORD: hr_buf_z(out, "record"); break;
    case HR_F_RECORDS: hr_buf_z(out, "list of records"); break;
    case HR_F_HOLDS: hr_buf_z(out, "elements by name"); break;
    case HR_F_OPEN: hr_buf_z(out, "kept as written, not yet computed with"); break;
    }
    if (f->flags & HR_NEED) hr_buf_z(out, "; needed");
    if (f->flags & HR_NEED_ONE) hr_buf_z(out, "; needed: "), needs_one_add(out, table);
    if (f->dflt) hr_buf_printf(out, "; default %s", f->dflt);
}

static void fields_add(hr_buf *out, const hr_field *table, const char *prefix)
{
    for (const hr_field *f = table; f && f->name; f++) {
        hr_buf kind = {0};
        kind_add(&kind, f, table);
        hr_buf_printf(out, ".TP\n\\fB%s%s\\fR (", prefix, f->name);
        hr_roff_word(out, (hr_str){kind.s, (uint32_t)kind.n});
        hr_buf_z(out, ")\n");
        hr_roff_text(out, f->doc);
        if (f->dflt && f->dflt_source) {
            hr_buf_z(out, ".br\nDefault: ");
            hr_roff_text(out, f->dflt_source);
        }
        out->failed = out->failed || kind.failed;
        hr_buf_free(&kind);
        if ((f->kind != HR_F_RECORD && f->kind != HR_F_RECORDS) || !f->record) continue;
        hr_buf nested = {0};
        hr_buf_printf(&nested, "%s%s.", prefix, f->name);
        fields_add(out, f->record, nested.s ? nested.s : "");
        out->failed = out->failed || nested.failed;
        hr_buf_free(&nested);
    }
}

static void feeds_add(hr_buf *out)
{
    hr_buf_z(out, ".SH FEEDS\n");
    hr_roff_text(out, feeds_text);
    fields_add(out, hr_feed_fields, "");
    hr_buf_z(out, ".TP\n\\fBphases\\fR (");
    hr_buf words = {0};
    words_add(&words, hr_phase_words);
    hr_roff_word(out, (hr_str){words.s, (uint32_t)words.n});
    hr_buf_free(&words);
    hr_buf_z(out, ")\nthe phases it takes from its supply\n.PP\n");
    hr_roff_text(out, "`breaker: 100 A` is short for `breaker: {rating: 100 A}`:");
    fields_add(out, hr_breaker_fields, "breaker.");
    fields_add(out, hr_cable_fields, "cable.");
    hr_buf_z(out, ".SH POWER SUPPLIES\n");
    hr_roff_text(out, "`psus: {A: 2, B: 2, needed: 2, rating: 3.3 kW}` says how many hang on each cord, and");
    fields_add(out, hr_psu_fields, "");
}

/* --- types ------------------------------------------------------------------------------------------------- */

static void type_add(hr_buf *out, const hr_type *t)
{
    hr_buf_z(out, ".SS ");
    hr_roff_word(out, hr_str_of(t->name));
    hr_buf_c(out, '\n');
    hr_roff_text(out, t->doc);
    if (t->held) {
        hr_buf_z(out, ".br\nMay hold: ");
        hr_buf words = {0};
        words_add(&words, t->held);
        hr_roff_word(out, (hr_str){words.s, (uint32_t)words.n});
        hr_buf_free(&words);
        hr_buf_c(out, '\n');
    }
    fields_add(out, t->fields, "");
}

static void types_add(hr_buf *out, const hr_types *types)
{
    hr_buf_z(out,
             ".SH ELEMENT TYPES\nA field marked as needed is never an error when it is absent, but rows that depend on "
             "it are unknown.\n.SS Fields of every element\n");
    fields_add(out, hr_common_fields, "");
    for (size_t i = 0; i < types->n; i++)
        if (types->type[i]->modelled) type_add(out, types->type[i]);
    hr_buf_z(out,
             ".SH TYPES TO COME\nModels may use these words today. Such an element is counted and named and its feeds "
             "are read; what it draws, and whether what hangs on it is served, is unknown.\n");
    for (size_t i = 0; i < types->n; i++) {
        if (types->type[i]->modelled) continue;
        hr_buf_z(out, ".TP\n\\fB");
        hr_roff_word(out, hr_str_of(types->type[i]->name));
        hr_buf_z(out, "\\fR\n");
        hr_roff_text(out, types->type[i]->doc);
    }
}

static void units_add(hr_buf *out)
{
    hr_buf_z(out, ".SH UNITS\n");
    for (int d = 0; d < HR_DIM_COUNT_; d++) {
        double scale, offset;
        const char *unit;
        hr_buf_printf(out, ".TP\n%s\n", hr_unit_dim_word((hr_dim)d));
        for (size_t i = 0; (unit = hr_unit_at((hr_dim)d, i, &scale, &offset)) != NULL; i++) {
            if (i > 0) hr_buf_z(out, ", ");
            hr_roff_word(out, hr_str_of(unit));
        }
        hr_buf_c(out, '\n');
    }
}

void hr_man_model(hr_buf *out)
{
    hr_buf_z(out, ".\\\" made by `make man` from the field tables\n"
                  ".TH HEADROOM-MODEL 5 \"\" \"headroom " HR_VERSION "\" \"File Formats\"\n.SH NAME\n"
                  "headroom\\-model \\- the model language of headroom\n.SH DESCRIPTION\n");
    hr_roff_text(out, introduction);
    hr_buf_z(out, ".SH SECTIONS OF A MODEL\n");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        hr_buf_printf(out, ".TP\n\\fB%s\\fR\n", sections[i].name);
        hr_roff_text(out, sections[i].text);
    }
    hr_buf_z(out, ".SH NAMES\n");
    hr_roff_text(out, names_text);
    hr_buf_z(out, ".SH VALUES\n");
    hr_roff_text(out, values_text);
    feeds_add(out);
    hr_buf_z(out, ".SH SITE\n");
    fields_add(out, hr_builtin_types.site->fields, "");
    hr_buf_z(out, ".SH JOBS\n");
    fields_add(out, hr_builtin_types.job->fields, "");
    types_add(out, &hr_builtin_types);
    units_add(out);
    hr_buf_z(out, ".SH SEE ALSO\n\\fBheadroom\\fR(1), \\fBheadroom\\-check\\fR(1), \\fBheadroom\\-schema\\fR(1)\n");
}
