/* schema.c - the field tables as a JSON Schema.
 *
 * Every kind of field has one definition, written once and referred to. A quantity is a string whose pattern is built
 * from the unit table, so an editor underlines `5 kW` where kVA is meant. An element is any mapping whose `type`, where
 * it has one, brings its own fields by an if/then; without one (`part:`) its fields cannot be known here.
 *
 * YAML readers turn 4 into a number and yes into a truth value before the schema sees them, and our reader does not
 * care: so counts and ratios may be numbers or strings, and texts may be anything single. */
#include "model/schema.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "model/fields.h"
#include "model/units.h"

/* Names are hostlists: letters, digits, - and _; numbers and words in brackets. `csv` names tables instead. */
#define NAME_PATTERN "^(?!csv$)[A-Za-z0-9_-]*(\\[[A-Za-z0-9_, -]+\\][A-Za-z0-9_-]*)*$"
#define DIGITS "([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?"

static const char *const dim_names[HR_DIM_COUNT_] = {
    [HR_DIM_NONE] = "ratio",
    [HR_DIM_VOLT] = "voltage",
    [HR_DIM_AMP] = "current",
    [HR_DIM_WATT] = "power",
    [HR_DIM_VA] = "apparent-power",
    [HR_DIM_VAR] = "reactive-power",
    [HR_DIM_OHM] = "resistance",
    [HR_DIM_OHM_PER_M] = "resistance-by-length",
    [HR_DIM_HERTZ] = "frequency",
    [HR_DIM_SECOND] = "time",
    [HR_DIM_JOULE] = "energy",
    [HR_DIM_KELVIN] = "temperature",
    [HR_DIM_KELVIN_DIFF] = "temperature-difference",
    [HR_DIM_METRE] = "length",
    [HR_DIM_M2] = "area",
    [HR_DIM_M3] = "volume",
    [HR_DIM_KG] = "mass",
    [HR_DIM_NEWTON] = "force",
    [HR_DIM_PASCAL] = "pressure",
    [HR_DIM_M3_PER_S] = "volume-flow",
    [HR_DIM_KG_PER_S] = "mass-flow",
    [HR_DIM_WATT_PER_S] = "power-ramp",
    [HR_DIM_WATT_PER_K] = "heat-conductance",
    [HR_DIM_BIT_PER_S] = "data-rate",
    [HR_DIM_BYTE] = "data",
    [HR_DIM_USD] = "money",
    [HR_DIM_USD_PER_J] = "energy-price",
    [HR_DIM_M2_CONDUCTOR] = "conductor-size",
    [HR_DIM_WATT_PER_M2] = "power-density",
    [HR_DIM_FLOW_PER_WATT] = "flow-by-power",
    [HR_DIM_M3_PER_JOULE] = "water-by-energy",
    [HR_DIM_KELVIN_PER_WATT] = "thermal-resistance",
    [HR_DIM_KG_PER_M3] = "density",
    [HR_DIM_J_PER_KG_K] = "specific-heat",
    [HR_DIM_M2_PER_S] = "viscosity",
    [HR_DIM_WATT_PER_M_K] = "thermal-conductivity",
};

/* --- small parts ------------------------------------------------------------------------------------------- */

static bool put(void *user, const char *s, size_t n)
{
    hr_buf *out = user;
    hr_buf_add(out, s, n);
    return !out->failed;
}

static void pair(hr_json *j, const char *key, const char *value)
{
    hr_json_key(j, key);
    hr_json_z(j, value);
}

static void key_object(hr_json *j, const char *key)
{
    hr_json_key(j, key);
    hr_json_object(j);
}

static void key_array(hr_json *j, const char *key)
{
    hr_json_key(j, key);
    hr_json_array(j);
}

static void words(hr_json *j, const char *key, const char *const *list)
{
    key_array(j, key);
    for (; *list != NULL; list++) hr_json_z(j, *list);
    hr_json_array_end(j);
}

static void no_others(hr_json *j)
{
    hr_json_key(j, "additionalProperties");
    hr_json_bool(j, false);
}

/* A short text put together on the stack; what the tables hold fits. */
typedef struct text {
    char s[2048];
    size_t n;
} text;

static void add(text *t, const char *z)
{
    size_t n = strlen(z);
    assert(n < sizeof t->s - t->n);
    memcpy(t->s + t->n, z, n + 1);
    t->n += n;
}

/* {"$ref": "#/definitions/PREFIX NAME"} */
static void refer2(hr_json *j, const char *prefix, const char *name)
{
    text path = {.n = 0};
    add(&path, "#/definitions/");
    add(&path, prefix);
    add(&path, name);
    hr_json_object(j);
    pair(j, "$ref", path.s);
    hr_json_object_end(j);
}

static void refer(hr_json *j, const char *name) { refer2(j, "", name); }

static void key_refer(hr_json *j, const char *key, const char *name)
{
    hr_json_key(j, key);
    refer(j, name);
}

/* A mapping of names to one kind of thing; pattern NULL: of any names. */
static void named(hr_json *j, const char *pattern, const char *name)
{
    pair(j, "type", "object");
    if (pattern == NULL) {
        key_refer(j, "additionalProperties", name);
        return;
    }
    key_object(j, "patternProperties");
    key_refer(j, pattern, name);
    hr_json_object_end(j);
    no_others(j);
}

/* --- quantities -------------------------------------------------------------------------------------------- */

static void add_escaped(text *t, const char *unit)
{
    for (; *unit != '\0'; unit++) {
        char c[2] = {*unit, '\0'};
        if (strchr("\\^$.|?*+()[]{}", *unit) != NULL) add(t, "\\");
        add(t, c);
    }
}

static text pattern_of(hr_dim dim, bool negative)
{
    text t = {.n = 0};
    double scale, offset;
    const char *unit;
    add(&t, negative ? "^\\s*[-+]?" : "^\\s*\\+?");
    add(&t, dim == HR_DIM_M2_CONDUCTOR ? "([1-4]/0|" DIGITS ")" : DIGITS);
    add(&t, "\\s*(");
    for (size_t i = 0; (unit = hr_unit_at(dim, i, &scale, &offset)) != NULL; i++) {
        if (i > 0) add(&t, "|");
        add_escaped(&t, unit);
    }
    add(&t, dim == HR_DIM_NONE ? ")?\\s*$" : ")\\s*$"); /* a ratio may be a bare number */
    return t;
}

/* Units are plain to read in the pattern and in the example. */
static void plain_quantity(hr_json *j, hr_dim dim, bool negative, bool fraction)
{
    text pattern = pattern_of(dim, negative);
    hr_json_object(j);
    pair(j, "description", hr_unit_dim_word(dim));
    if (dim == HR_DIM_NONE) {
        key_array(j, "type");
        hr_json_z(j, "number");
        hr_json_z(j, "string");
        hr_json_array_end(j);
        if (!negative) hr_json_key(j, "minimum"), hr_json_int(j, 0);
        if (fraction) hr_json_key(j, "maximum"), hr_json_int(j, 1);
    } else {
        pair(j, "type", "string");
    }
    pair(j, "pattern", pattern.s);
    key_array(j, "examples");
    hr_json_z(j, hr_unit_example(dim));
    hr_json_array_end(j);
    hr_json_object_end(j);
}

/* {value: 6.6 kW, range: [6 kW, 7 kW], trust: assumed, source: ..., as_of: ..., because: ...} of what `plain` writes. */
static void long_form(hr_json *j, const char *plain)
{
    hr_json_object(j);
    pair(j, "type", "object");
    key_object(j, "properties");
    key_refer(j, "value", plain);
    key_object(j, "range");
    pair(j, "description", "lowest and highest it may be");
    pair(j, "type", "array");
    key_refer(j, "items", plain);
    hr_json_key(j, "minItems"), hr_json_int(j, 2);
    hr_json_key(j, "maxItems"), hr_json_int(j, 2);
    hr_json_object_end(j);
    key_refer(j, "trust", "trust");
    key_refer(j, "source", "text");
    key_refer(j, "as_of", "text");
    key_refer(j, "because", "text");
    hr_json_object_end(j);
    words(j, "required", (const char *const[]){"value", NULL});
    no_others(j);
    hr_json_object_end(j);
}

static void number_definition(hr_json *j, const char *name, const char *plain)
{
    key_object(j, name);
    key_array(j, "anyOf");
    refer(j, plain);
    long_form(j, plain);
    hr_json_array_end(j);
    hr_json_object_end(j);
}

static void count_definition(hr_json *j, const char *name, int least, const char *pattern)
{
    key_object(j, name);
    pair(j, "description", least > 0 ? "a whole number, one or more" : "a whole number, zero or more");
    words(j, "type", (const char *const[]){"integer", "string", NULL});
    hr_json_key(j, "minimum"), hr_json_int(j, least);
    pair(j, "pattern", pattern);
    hr_json_object_end(j);
}

static void number_definitions(hr_json *j)
{
    char plain[64];
    for (hr_dim dim = HR_DIM_NONE; dim < HR_DIM_COUNT_; dim++) {
        snprintf(plain, sizeof plain, "plain-%s", dim_names[dim]);
        hr_json_key(j, plain);
        plain_quantity(j, dim, dim == HR_DIM_KELVIN, false); /* of all dimensions only degrees have negative values */
        number_definition(j, dim_names[dim], plain);
    }
    hr_json_key(j, "plain-fraction");
    plain_quantity(j, HR_DIM_NONE, false, true);
    number_definition(j, "fraction", "plain-fraction");
    count_definition(j, "plain-count", 0, "^\\s*\\+?" DIGITS "\\s*$");
    count_definition(j, "plain-count-positive", 1, "^\\s*\\+?" DIGITS "\\s*$");
    number_definition(j, "count", "plain-count");
    number_definition(j, "count-positive", "plain-count-positive");
}

/* --- words and texts --------------------------------------------------------------------------------------- */

static void text_definitions(hr_json *j)
{
    key_object(j, "text");
    words(j, "type", (const char *const[]){"string", "number", "boolean", NULL});
    hr_json_object_end(j);
    key_object(j, "texts");
    key_array(j, "anyOf");
    refer(j, "text");
    hr_json_object(j);
    pair(j, "type", "array");
    key_refer(j, "items", "text");
    hr_json_object_end(j);
    hr_json_array_end(j);
    hr_json_object_end(j);
    key_object(j, "flag");
    key_array(j, "enum");
    hr_json_bool(j, true);
    hr_json_bool(j, false);
    for (const char *const *w = (const char *const[]){"true", "false", "yes", "no", NULL}; *w != NULL; w++)
        hr_json_z(j, *w);
    hr_json_array_end(j);
    hr_json_object_end(j);
    key_object(j, "trust");
    words(j, "enum", hr_trust_words);
    hr_json_object_end(j);
}

/* --- fields ------------------------------------------------------------------------------------------------ */

static void properties(hr_json *j, const hr_field *table);

static const char *definition_of(const hr_field *f)
{
    static const char *const by_kind[] = {
        [HR_F_FLAG] = "flag",  [HR_F_TEXT] = "text",   [HR_F_TEXTS] = "texts",
        [HR_F_REF] = "texts",  [HR_F_FROM] = "from",   [HR_F_PSUS] = "psus",
        [HR_F_HOLDS] = "held", [HR_F_BYPASS] = "feed", [HR_F_BETWEEN] = "pair",
    };
    if (f->kind == HR_F_COUNT) return (f->flags & HR_POSITIVE) != 0 ? "count-positive" : "count";
    if (f->kind == HR_F_QUANTITY && f->dim == HR_DIM_NONE && (f->flags & HR_IS_RATIO_0_1) != 0) return "fraction";
    if (f->kind == HR_F_QUANTITY) return dim_names[f->dim];
    if (f->kind == HR_F_TEXT && strcmp(f->name, "trust") == 0) return "trust"; /* texts in the table, words in truth */
    if (f->kind == HR_F_TEXT && strcmp(f->name, "type") == 0) return "type-word";
    return f->kind < sizeof by_kind / sizeof *by_kind ? by_kind[f->kind] : NULL;
}

static void describe(hr_json *j, const hr_field *f, const hr_field *table)
{
    text t = {.n = 0};
    add(&t, f->doc != NULL ? f->doc : f->name);
    if (f->flags & HR_NEED) add(&t, ". Needed: without it results are unknown");
    const char *between = ". Needed is one of: ";
    for (const hr_field *g = table; (f->flags & HR_NEED_ONE) && g->name != NULL; g++) {
        if (!(g->flags & HR_NEED_ONE)) continue;
        add(&t, between);
        add(&t, g->name);
        between = ", ";
    }
    if (f->kind == HR_F_OPEN) add(&t, ". Kept, not read yet");
    pair(j, "description", t.s);
    if (f->dflt != NULL) pair(j, "default", f->dflt);
}

/* {25 %: 96 %, 50 %: 97 %} */
static void curve(hr_json *j, const hr_field *f)
{
    text x = pattern_of((hr_dim)f->dim, f->dim == HR_DIM_KELVIN);
    pair(j, "type", "object");
    key_object(j, "patternProperties");
    key_refer(j, x.s, dim_names[f->dim2]);
    hr_json_object_end(j);
    no_others(j);
}

static void record(hr_json *j, const hr_field *table)
{
    pair(j, "type", "object");
    key_object(j, "properties");
    properties(j, table);
    hr_json_object_end(j);
    no_others(j);
}

static void field(hr_json *j, const char *key, const hr_field *f, const hr_field *table)
{
    const char *definition = definition_of(f);
    key_object(j, key);
    describe(j, f, table);
    bool signed_ = f->kind == HR_F_QUANTITY && (f->flags & HR_MAY_NEGATIVE) != 0 && f->dim != HR_DIM_KELVIN;
    if (definition != NULL) {
        key_array(j, "allOf"); /* beside a bare $ref the description would be ignored */
        if (signed_) plain_quantity(j, (hr_dim)f->dim, true, false);
        else refer(j, definition);
        hr_json_array_end(j);
    } else if (f->kind == HR_F_CHOICE) {
        words(j, "enum", f->words);
    } else if (f->kind == HR_F_CURVE) {
        curve(j, f);
    } else if (f->kind == HR_F_RECORD) {
        record(j, f->record);
    } else if (f->kind == HR_F_RECORDS) {
        pair(j, "type", "array");
        key_object(j, "items");
        record(j, f->record);
        hr_json_object_end(j);
    }
    hr_json_object_end(j);
}

static void properties(hr_json *j, const hr_field *table)
{
    for (const hr_field *f = table; f->name != NULL; f++) field(j, f->name, f, table);
}

/* --- feeds ------------------------------------------------------------------------------------------------- */

static void record_definition(hr_json *j, const char *name, const hr_field *table)
{
    key_object(j, name);
    record(j, table);
    hr_json_object_end(j);
}

static void any_of(hr_json *j, const char *const *names)
{
    key_array(j, "anyOf");
    for (; *names != NULL; names++) refer(j, *names);
    hr_json_array_end(j);
}

static void any_required(hr_json *j, const char *const *names)
{
    key_array(j, "anyOf");
    for (; *names != NULL; names++) {
        hr_json_object(j);
        words(j, "required", (const char *const[]){*names, NULL});
        hr_json_object_end(j);
    }
    hr_json_array_end(j);
}

static void feed_definitions(hr_json *j)
{
    record_definition(j, "breaker-record", hr_breaker_fields);
    record_definition(j, "cable", hr_cable_fields);
    key_object(j, "breaker");
    pair(j, "description", "its breaker: a rating, or a record");
    any_of(j, (const char *const[]){"current", "breaker-record", NULL});
    hr_json_object_end(j);

    key_object(j, "feed-record");
    pair(j, "type", "object");
    key_object(j, "properties");
    properties(j, hr_feed_fields);
    key_refer(j, "breaker", "breaker");
    key_refer(j, "cable", "cable");
    key_object(j, "phases");
    pair(j, "description", "phases it takes");
    words(j, "enum", hr_phase_words);
    hr_json_object_end(j);
    hr_json_object_end(j);
    any_required(j, (const char *const[]){"to", "spread", NULL});
    no_others(j);
    hr_json_object_end(j);

    key_object(j, "feed");
    pair(j, "description", "the element that feeds, or {to: it, ...}");
    any_of(j, (const char *const[]){"text", "feed-record", NULL});
    hr_json_object_end(j);
}

/* One feed, a list of alternatives, {parallel: [...]} or {A: feed, B: feed}. */
static void from_definition(hr_json *j)
{
    key_object(j, "feed-list");
    pair(j, "type", "array");
    key_refer(j, "items", "feed");
    hr_json_key(j, "minItems"), hr_json_int(j, 1);
    hr_json_object_end(j);

    key_object(j, "parallel");
    pair(j, "type", "object");
    key_object(j, "properties");
    key_object(j, "parallel");
    pair(j, "description", "sources in parallel");
    any_of(j, (const char *const[]){"text", "feed-list", NULL});
    hr_json_object_end(j);
    hr_json_object_end(j);
    words(j, "required", (const char *const[]){"parallel", NULL});
    no_others(j);
    hr_json_object_end(j);

    key_object(j, "cords");
    pair(j, "type", "object");
    key_object(j, "propertyNames");
    key_object(j, "not");
    key_array(j, "enum");
    for (const hr_field *f = hr_feed_fields; f->name != NULL; f++) hr_json_z(j, f->name);
    for (const char *const *w = (const char *const[]){"breaker", "cable", "phases", "parallel", NULL}; *w != NULL; w++)
        hr_json_z(j, *w);
    hr_json_array_end(j);
    hr_json_object_end(j);
    hr_json_object_end(j);
    hr_json_key(j, "minProperties"), hr_json_int(j, 1);
    key_refer(j, "additionalProperties", "feed");
    hr_json_object_end(j);

    key_object(j, "pair");
    pair(j, "type", "array");
    key_refer(j, "items", "text");
    hr_json_key(j, "minItems"), hr_json_int(j, 2);
    hr_json_key(j, "maxItems"), hr_json_int(j, 2);
    hr_json_object_end(j);

    key_object(j, "from");
    any_of(j, (const char *const[]){"feed", "feed-list", "parallel", "cords", NULL});
    hr_json_object_end(j);
}

static void psus_definition(hr_json *j)
{
    key_object(j, "psus");
    pair(j, "type", "object");
    key_object(j, "properties");
    properties(j, hr_psu_fields);
    hr_json_object_end(j);
    key_refer(j, "additionalProperties", "count"); /* per cord */
    hr_json_object_end(j);
}

/* --- elements ---------------------------------------------------------------------------------------------- */

/* The fields of every element, each in a definition of its own: "common-room", ... */
static void common_definitions(hr_json *j)
{
    char name[64];
    for (const hr_field *f = hr_common_fields; f->name != NULL; f++) {
        snprintf(name, sizeof name, "common-%s", f->name);
        field(j, name, f, hr_common_fields);
    }
}

static void common_properties(hr_json *j, bool may_hold)
{
    for (const hr_field *f = hr_common_fields; f->name != NULL; f++) {
        if (f->kind == HR_F_HOLDS && !may_hold) continue;
        hr_json_key(j, f->name);
        refer2(j, "common-", f->name);
    }
}

static void type_words(hr_json *j, const hr_types *types)
{
    key_object(j, "type-word");
    pair(j, "description", "the type of an element");
    key_array(j, "enum");
    for (size_t i = 0; i < types->n; i++) hr_json_z(j, types->type[i]->name);
    hr_json_array_end(j);
    hr_json_object_end(j);
}

/* What it holds must be of these types, where a type is given. */
static void held_types(hr_json *j, const hr_type *type)
{
    if (!type->modelled || type->held == NULL) return;
    key_array(j, "allOf");
    hr_json_object(j);
    key_object(j, "properties");
    key_object(j, "holds");
    key_object(j, "additionalProperties");
    key_object(j, "properties");
    key_object(j, "type");
    words(j, "enum", type->held);
    for (int i = 0; i < 6; i++) hr_json_object_end(j);
    hr_json_array_end(j);
}

static void type_definition(hr_json *j, const hr_type *type)
{
    char name[80];
    snprintf(name, sizeof name, "type-%s", type->name);
    key_object(j, name);
    pair(j, "description", type->doc);
    key_object(j, "properties");
    properties(j, type->fields);
    common_properties(j, !type->modelled || type->held != NULL);
    hr_json_object_end(j);
    held_types(j, type);
    if (type->modelled) no_others(j);
    hr_json_object_end(j);
}

/* By its type an element has its fields. */
static void by_type(hr_json *j, const hr_types *types)
{
    key_array(j, "allOf");
    for (size_t i = 0; i < types->n; i++) {
        hr_json_object(j);
        key_object(j, "if");
        key_object(j, "properties");
        key_object(j, "type");
        pair(j, "const", types->type[i]->name);
        hr_json_object_end(j);
        hr_json_object_end(j);
        words(j, "required", (const char *const[]){"type", NULL});
        hr_json_object_end(j);
        hr_json_key(j, "then");
        refer2(j, "type-", types->type[i]->name);
        hr_json_object_end(j);
    }
    hr_json_array_end(j);
}

static void element_definitions(hr_json *j, const hr_types *types)
{
    common_definitions(j);
    type_words(j, types);
    key_object(j, "part");
    pair(j, "description", "a preset: fields that elements take over");
    pair(j, "type", "object");
    key_object(j, "properties");
    common_properties(j, true);
    hr_json_object_end(j);
    by_type(j, types);
    hr_json_object_end(j);

    key_object(j, "element");
    pair(j, "description", "an element, or many of a kind by a hostlist");
    key_array(j, "allOf");
    refer(j, "part");
    hr_json_array_end(j);
    any_required(j, (const char *const[]){"type", "part", NULL});
    hr_json_object_end(j);

    key_object(j, "held");
    named(j, NAME_PATTERN, "element");
    hr_json_object_end(j);
    for (size_t i = 0; i < types->n; i++) type_definition(j, types->type[i]);
}

/* --- sections ---------------------------------------------------------------------------------------------- */

static void case_definition(hr_json *j)
{
    key_object(j, "case");
    pair(j, "type", "object");
    key_object(j, "properties");
    key_refer(j, "out", "texts");
    key_object(j, "set");
    pair(j, "description", "values by path: ELEMENT.FIELD");
    pair(j, "type", "object");
    hr_json_object_end(j);
    key_refer(j, "because", "text");
    hr_json_object_end(j);
    no_others(j);
    hr_json_object_end(j);
}

static void waiver_definitions(hr_json *j)
{
    key_object(j, "waiver");
    pair(j, "type", "object");
    key_object(j, "properties");
    key_refer(j, "on", "texts");
    key_object(j, "until");
    pair(j, "description", "last day it holds, YYYY-MM-DD");
    pair(j, "type", "string");
    pair(j, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    hr_json_object_end(j);
    key_refer(j, "because", "text");
    hr_json_object_end(j);
    words(j, "required", (const char *const[]){"on", "until", "because", NULL});
    no_others(j);
    hr_json_object_end(j);

    key_object(j, "waivers");
    key_array(j, "anyOf");
    refer(j, "waiver");
    hr_json_object(j);
    pair(j, "type", "array");
    key_refer(j, "items", "waiver");
    hr_json_object_end(j);
    hr_json_array_end(j);
    hr_json_object_end(j);
}

static void definitions(hr_json *j, const hr_types *types)
{
    key_object(j, "definitions");
    text_definitions(j);
    number_definitions(j);
    feed_definitions(j);
    from_definition(j);
    psus_definition(j);
    record_definition(j, "site", types->site->fields);
    record_definition(j, "job", types->job->fields);
    case_definition(j);
    waiver_definitions(j);
    element_definitions(j, types);
    hr_json_object_end(j);
}

static void section(hr_json *j, const char *name, const char *doc, const char *pattern, const char *definition)
{
    key_object(j, name);
    pair(j, "description", doc);
    named(j, pattern, definition);
    hr_json_object_end(j);
}

static void elements_section(hr_json *j)
{
    key_object(j, "elements");
    pair(j, "description", "what the hall is made of, by name");
    pair(j, "type", "object");
    key_object(j, "properties");
    key_refer(j, "csv", "texts");
    hr_json_object_end(j);
    key_object(j, "patternProperties");
    key_refer(j, NAME_PATTERN, "element");
    hr_json_object_end(j);
    no_others(j);
    hr_json_object_end(j);
}

static void sections(hr_json *j)
{
    key_object(j, "properties");
    key_object(j, "headroom");
    pair(j, "description", "version of the format");
    key_array(j, "enum");
    hr_json_int(j, 1);
    hr_json_z(j, "1");
    hr_json_array_end(j);
    hr_json_object_end(j);
    key_object(j, "include");
    pair(j, "description", "files that belong to the model, beside it or in the catalogue");
    key_array(j, "allOf");
    refer(j, "texts");
    hr_json_array_end(j);
    hr_json_object_end(j);
    key_refer(j, "site", "site");
    elements_section(j);
    section(j, "parts", "presets with a source, by name", NULL, "part");
    section(j, "jobs", "runs of work, by name", NULL, "job");
    section(j, "cases", "common causes and settings, by name", NULL, "case");
    section(j, "waive", "waived rules, by code", "^[A-Z][0-9]+$", "waivers");
    hr_json_object_end(j);
}

hr_err hr_schema_write(hr_buf *out, const hr_types *types)
{
    hr_json *j = hr_json_new(put, out, true);
    hr_json_object(j);
    pair(j, "$schema", "http://json-schema.org/draft-07/schema#");
    pair(j, "title", "headroom model");
    pair(j, "type", "object");
    words(j, "required", (const char *const[]){"headroom", NULL});
    sections(j);
    no_others(j);
    definitions(j, types);
    hr_json_object_end(j);
    hr_json_end_line(j);
    return hr_json_free(j) && !out->failed ? HR_OK : HR_ENOMEM;
}
