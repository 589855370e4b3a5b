/* fields.c - reads mappings by field table: numbers with units, words, references, feeds, records.
 *
 * The tables belong to the element types; nothing here knows a type. Every value keeps its span, its trust and where
 * it came from, so that any row it reaches can show it. All faults of a mapping are reported, not only the first. */
#include "model/fields.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/units.h"

const hr_field hr_common_fields[] = {
    {.name = "room", .kind = HR_F_TEXTS, .doc = "common-cause group: the room it stands in"},
    {.name = "epo", .kind = HR_F_TEXTS, .doc = "common-cause group: the emergency power-off that drops it"},
    {.name = "position", .kind = HR_F_OPEN, .doc = "row and column, or x and y in m"},
    {.name = "weight",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_KG,
     .harsh = HR_HARSH_HIGH,
     .doc = "its own mass as installed, without that of what it holds"},
    {.name = "source", .kind = HR_F_TEXT, .doc = "where its values come from"},
    {.name = "as_of", .kind = HR_F_TEXT, .doc = "date of the source"},
    {.name = "trust", .kind = HR_F_TEXT, .doc = "given, verified, computed, secondary, recalled, assumed"},
    {.name = "because", .kind = HR_F_TEXT, .doc = "why it is so"},
    {.name = "type", .kind = HR_F_TEXT, .doc = "the element type"},
    {.name = "part", .kind = HR_F_TEXT, .doc = "preset from the catalogue or from parts:"},
    {.name = "holds", .kind = HR_F_HOLDS, .doc = "elements held inside, by name"},
    {.name = NULL},
};

hr_err hr_wrong_shape(hr_ctx *ctx, const hr_ynode *n, const char *name, const char *expected)
{
    bool map = strncmp(expected, "a mapping", 9) == 0, list = strncmp(expected, "a list", 6) == 0;
    const char *help = n->kind == HR_Y_NULL ? "leave the line out if there is nothing to say"
                       : map                ? "write `name: value` lines below it, or {name: value, ...}"
                       : list               ? "write [a, b], or a line `- a` for each"
                                            : "write a single value, without brackets, braces or dashes";
    if (!map && !list && n->kind == HR_Y_SCALAR) help = NULL;
    return hr_diag_add(ctx, HR_ERROR, "M108", n->at, help, "`%s` takes %s, found %s", name, expected,
                       hr_yaml_kind_word(n));
}

/* --- numbers ------------------------------------------------------------------------------------------------- */

/* The unit that is likely meant; both where it may be the plain one or the one with k: 5600 is W, 12 is kW. */
static hr_err unit_missing(hr_reader *r, const hr_field *f, const hr_ynode *n)
{
    hr_dim dim = (hr_dim)f->dim;
    const char *likely = hr_unit_likely(dim), *si = hr_unit_si(dim);
    char help[256];
    double v;
    bool both = dim == HR_DIM_WATT || dim == HR_DIM_VA || dim == HR_DIM_VAR;
    bool large = hr_num_parse(n->text, &v) && v >= 1000;
    if (both)
        snprintf(help, sizeof help, "did you mean \"%.*s %s\" or \"%.*s %s\"?", HR_STR_FMT(n->text),
                 large ? si : likely, HR_STR_FMT(n->text), large ? likely : si);
    else snprintf(help, sizeof help, "did you mean \"%.*s %s\"?", HR_STR_FMT(n->text), likely);
    return hr_diag_add(r->ctx, HR_ERROR, "M203", n->at, help, "`%s` takes %s, found \"%.*s\" without a unit", f->name,
                       hr_unit_dim_word(dim), HR_STR_FMT(n->text));
}

static hr_err unit_error(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_unit_err e)
{
    hr_dim dim = (hr_dim)f->dim;
    hr_str t = n->text;
    char help[256];
    switch (e) {
    case HR_UNIT_MISSING: return unit_missing(r, f, n);
    case HR_UNIT_WRONG: {
        hr_dim is = hr_unit_dim_of(t);
        bool w_va = (dim == HR_DIM_VA && is == HR_DIM_WATT) || (dim == HR_DIM_WATT && is == HR_DIM_VA);
        snprintf(help, sizeof help, w_va ? "kW and kVA differ: write e.g. %s here" : "write e.g. %s",
                 hr_unit_example(dim));
        return hr_diag_add(r->ctx, HR_ERROR, "M202", n->at, help, "`%s` takes %s, \"%.*s\" is %s", f->name,
                           hr_unit_dim_word(dim), HR_STR_FMT(t), hr_unit_dim_word(is));
    }
    case HR_UNIT_UNKNOWN:
        if (!hr_unit_hint(t, dim, help, sizeof help))
            snprintf(help, sizeof help, "write e.g. %s", hr_unit_example(dim));
        return hr_diag_add(r->ctx, HR_ERROR, "M202", n->at, help, "`%s` takes %s, found \"%.*s\" with an unknown unit",
                           f->name, hr_unit_dim_word(dim), HR_STR_FMT(t));
    case HR_UNIT_NOT_FINITE:
        return hr_diag_add(r->ctx, HR_ERROR, "M204", n->at, "leave the field out if the value is not known",
                           "`%s` must be a finite number, found \"%.*s\"", f->name, HR_STR_FMT(t));
    default:
        snprintf(help, sizeof help, "write e.g. %s", hr_unit_example(dim));
        return hr_diag_add(r->ctx, HR_ERROR, "M202", n->at, help, "`%s` takes %s, found \"%.*s\"", f->name,
                           hr_unit_dim_word(dim), HR_STR_FMT(t));
    }
}

static hr_err check_range(hr_reader *r, const hr_field *f, const hr_ynode *n, double v)
{
    const char *why = NULL, *way = "leave the field out if the value is not known";
    bool percent = n->text.n && memchr(n->text.s, '%', n->text.n);
    char meant[128];
    if (v < 0 && f->dim == HR_DIM_KELVIN) {
        why = "is below absolute zero", way = "write e.g. 18 degC";
    } else if (v < 0 && !(f->flags & HR_MAY_NEGATIVE)) {
        why = "may not be negative", way = "write the amount without a sign";
    } else if (v == 0 && (f->flags & HR_POSITIVE)) {
        why = "must be more than zero";
    } else if (v > 1 && (f->flags & HR_IS_RATIO_0_1)) {
        why = "may not exceed 100 %", way = "write a share, 95 % or 0.95";
        if (!percent && v >= 10 && v <= 100)
            snprintf(meant, sizeof meant, "did you mean \"%.*s %%\"?", HR_STR_FMT(n->text)), way = meant;
    }
    if (!why) return HR_OK;
    return hr_diag_add(r->ctx, HR_ERROR, "M204", n->at, way, "`%s` %s, found \"%.*s\"", f->name, why,
                       HR_STR_FMT(n->text));
}

static hr_err parse_quantity(hr_reader *r, const hr_field *f, const hr_ynode *n, double *v)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, f->name, hr_unit_dim_word((hr_dim)f->dim));
    hr_unit_err e = hr_unit_parse(n->text, (hr_dim)f->dim, v);
    if (f->kind == HR_F_COUNT && e != HR_UNIT_NOT_FINITE) {
        bool whole = e == HR_UNIT_OK && fabs(*v) <= 1e15 && *v == floor(*v) && !memchr(n->text.s, '%', n->text.n);
        if (!whole)
            return hr_diag_add(r->ctx, HR_ERROR, "M206", n->at, "write a number as 4, without a unit",
                               "`%s` counts: a whole number, found \"%.*s\"", f->name, HR_STR_FMT(n->text));
    }
    if (e != HR_UNIT_OK) return unit_error(r, f, n, e);
    return check_range(r, f, n, *v);
}

const char *const hr_trust_words[] = {"given",    "verified", "computed", "secondary",
                                      "recalled", "assumed",  "default",  NULL};

hr_err hr_read_trust(hr_reader *r, const hr_ynode *n, uint8_t *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, "trust", "one word");
    for (uint8_t i = 0; hr_trust_words[i]; i++)
        if (hr_str_is(n->text, hr_trust_words[i])) return *out = i, HR_OK;
    const char *near = hr_str_closest(n->text, hr_trust_words, 7);
    char help[64];
    if (near) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    return hr_diag_add(r->ctx, HR_ERROR, "M205", n->at, near ? help : NULL,
                       "`trust` is given, verified, computed, secondary, recalled, assumed or default; found \"%.*s\"",
                       HR_STR_FMT(n->text));
}

/* Provenance of the text a value stands in: the innermost origin around it. */
static hr_id origin_of(const hr_reader *r, hr_span at)
{
    uint32_t lo = 0, hi = r->n_origin;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        const hr_origin *o = &r->origin[mid];
        if (o->file < at.file || (o->file == at.file && o->first <= hr_place_of(at))) lo = mid + 1;
        else hi = mid;
    }
    uint32_t i = lo ? lo - 1 : HR_NONE;
    while (i != HR_NONE && (r->origin[i].file != at.file || r->origin[i].last < hr_place_of(at)))
        i = r->origin[i].outer;
    return i != HR_NONE ? r->origin[i].provenance : HR_NONE;
}

static uint8_t origin_trust(const hr_reader *r, hr_id provenance)
{
    return provenance == HR_NONE ? HR_GIVEN : (uint8_t)r->site->provenance[provenance].trust;
}

static hr_err own_provenance(hr_reader *r, const hr_ynode *n, hr_num *out)
{
    const hr_ynode *source = hr_yaml_get(n, "source"), *as_of = hr_yaml_get(n, "as_of");
    if (!source && !as_of) return HR_OK;
    hr_site *s = r->site;
    hr_provenance *grown = HR_NEW_ARRAY(r->arena, hr_provenance, (size_t)s->n_provenance + 1);
    if (!grown) return HR_ENOMEM;
    if (s->n_provenance) memcpy(grown, s->provenance, s->n_provenance * sizeof *grown);
    hr_provenance *p = &grown[s->n_provenance];
    if (out->provenance != HR_NONE) *p = s->provenance[out->provenance];
    p->trust = (hr_trust)out->trust;
    if (source) p->source = source->text;
    if (as_of) p->as_of = as_of->text;
    s->provenance = grown;
    out->provenance = s->n_provenance++;
    return HR_OK;
}

static hr_err read_range(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_num *out)
{
    if (n->kind == HR_Y_SEQ && n->n != 2)
        return hr_diag_add(r->ctx, HR_ERROR, "M108", n->at, "write [lowest, highest]",
                           "the range of `%s` is a list of two, found a list of %u", f->name, n->n);
    if (n->kind != HR_Y_SEQ) return hr_wrong_shape(r->ctx, n, "range", "a list of two, [lowest, highest]");
    hr_err e = parse_quantity(r, f, n->u.item[0], &out->lo);
    if (e == HR_OK) e = parse_quantity(r, f, n->u.item[1], &out->hi);
    if (e != HR_OK) return e;
    hr_str lo = n->u.item[0]->text, hi = n->u.item[1]->text;
    if (out->lo > out->hi)
        return hr_diag_add(r->ctx, HR_ERROR, "M204", n->u.item[0]->at, "write the range as [lowest, highest]",
                           "the range of `%s` is reversed: \"%.*s\" to \"%.*s\"", f->name, HR_STR_FMT(lo),
                           HR_STR_FMT(hi));
    if (out->v < out->lo || out->v > out->hi)
        return hr_diag_add(r->ctx, HR_ERROR, "M204", out->at, "the range [lowest, highest] holds the value",
                           "the value of `%s` lies outside its range \"%.*s\" to \"%.*s\"", f->name, HR_STR_FMT(lo),
                           HR_STR_FMT(hi));
    if (out->lo < out->hi) r->site->has_ranges = true;
    if (out->lo < out->hi && hr_harsh_is_either(f->harsh)) r->site->has_far = true;
    return HR_OK;
}

/* The long form of a value: {value: 6.6 kW, trust: assumed, range: [6 kW, 7 kW], source: ..., as_of: ...}. */
static hr_err read_long_num(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_num *out)
{
    static const char *const keys[] = {"value", "range", "trust", "source", "as_of", "because"};
    for (uint32_t i = 0; i < n->n; i++) {
        hr_ynode *k = n->u.pair[i].key;
        bool known = false;
        for (size_t j = 0; j < sizeof keys / sizeof *keys; j++) known |= hr_str_is(k->text, keys[j]);
        if (!known)
            return hr_diag_add(r->ctx, HR_ERROR, "M201", k->at,
                               "parts of a value: value, range, trust, source, as_of, because",
                               "`%s` is a quantity; it has no field `%.*s`", f->name, HR_STR_FMT(k->text));
    }
    const hr_ynode *value = hr_yaml_get(n, "value"), *range = hr_yaml_get(n, "range"), *trust = hr_yaml_get(n, "trust");
    if (!value)
        return hr_diag_add(r->ctx, HR_ERROR, "M210", n->at, "write {value: ..., trust: ..., range: [..., ...]}",
                           "`%s` lacks its `value`", f->name);
    hr_err e = parse_quantity(r, f, value, &out->v);
    if (e != HR_OK) return e;
    out->at = value->at;
    out->lo = out->hi = out->v;
    if (trust && (e = hr_read_trust(r, trust, &out->trust)) != HR_OK) return e;
    if (range && (e = read_range(r, f, range, out)) != HR_OK) return e;
    return own_provenance(r, n, out);
}

hr_err hr_read_num(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_num *out)
{
    *out = (hr_num){.presence = HR_PRESENT, .at = n->at};
    out->provenance = origin_of(r, n->at);
    out->trust = origin_trust(r, out->provenance);
    hr_err e;
    if (n->kind == HR_Y_MAP) {
        e = read_long_num(r, f, n, out);
    } else {
        e = parse_quantity(r, f, n, &out->v);
        out->lo = out->hi = out->v;
    }
    if (e != HR_OK) out->presence = HR_ABSENT;
    return e;
}

/* --- words ----------------------------------------------------------------------------------------------------- */

hr_err hr_read_text(hr_reader *r, const char *name, const hr_ynode *n, hr_text *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, name, "a single value");
    *out = (hr_text){n->text, HR_PRESENT, origin_trust(r, origin_of(r, n->at)), n->at};
    return HR_OK;
}

hr_err hr_read_texts(hr_reader *r, const char *name, const hr_ynode *n, hr_texts *out)
{
    uint32_t count = n->kind == HR_Y_SEQ ? n->n : 1;
    out->item = HR_NEW_ARRAY(r->arena, hr_text, count);
    if (!out->item) return HR_ENOMEM;
    out->n = 0;
    for (uint32_t i = 0; i < count; i++) {
        hr_err e = hr_read_text(r, name, n->kind == HR_Y_SEQ ? n->u.item[i] : n, &out->item[i]);
        if (e != HR_OK) return e;
        out->n++;
    }
    return HR_OK;
}

static hr_err read_flag(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_flag *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, f->name, "true or false");
    bool yes = hr_str_is(n->text, "true") || hr_str_is(n->text, "yes");
    bool no = hr_str_is(n->text, "false") || hr_str_is(n->text, "no");
    if (!yes && !no)
        return hr_diag_add(r->ctx, HR_ERROR, "M205", n->at, "write true, false, yes or no",
                           "`%s` takes true or false, found \"%.*s\"", f->name, HR_STR_FMT(n->text));
    *out = (hr_flag){yes, HR_PRESENT, origin_trust(r, origin_of(r, n->at)), n->at};
    return HR_OK;
}

static hr_err read_choice(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_choice *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, f->name, "one word");
    hr_buf list = {0};
    int16_t i = 0;
    for (; f->words[i]; i++) {
        if (hr_str_is(n->text, f->words[i])) break;
        if (i) hr_buf_z(&list, f->words[i + 1] ? ", " : " or ");
        hr_buf_z(&list, f->words[i]);
    }
    hr_err e = HR_OK;
    if (f->words[i]) {
        *out = (hr_choice){i, HR_PRESENT, origin_trust(r, origin_of(r, n->at)), n->at};
    } else {
        const char *near = hr_str_closest(n->text, f->words, (size_t)i);
        char help[128];
        if (near) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
        e = hr_diag_add(r->ctx, HR_ERROR, "M205", n->at, near ? help : NULL, "`%s` is %s; found \"%.*s\"", f->name,
                        list.s ? list.s : "", HR_STR_FMT(n->text));
    }
    hr_buf_free(&list);
    return e;
}

/* --- feeds ------------------------------------------------------------------------------------------------------- */

const char *const hr_phase_words[] = {"ABC", "AB", "BC", "CA", "A-N", "B-N", "C-N", NULL};
static const int16_t phase_sets[] = {HR_A | HR_B | HR_C, HR_A | HR_B, HR_B | HR_C, HR_C | HR_A,
                                     HR_A | HR_N,        HR_B | HR_N, HR_C | HR_N};

uint8_t hr_phase_set(int16_t word) { return (uint8_t)phase_sets[word]; }

static hr_err read_phases(hr_reader *r, const hr_ynode *n, hr_choice *out)
{
    for (size_t i = 0; n->kind == HR_Y_SCALAR && hr_phase_words[i]; i++)
        if (hr_str_is(n->text, hr_phase_words[i])) {
            *out = (hr_choice){phase_sets[i], HR_PRESENT, HR_GIVEN, n->at};
            return HR_OK;
        }
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(r->ctx, n, "phases", "one word");
    return hr_diag_add(r->ctx, HR_ERROR, "M205", n->at,
                       "lines are A, B, C (also called L1, L2, L3), the neutral is N: A-N",
                       "`phases` is ABC, AB, BC, CA, A-N, B-N or C-N; found \"%.*s\"", HR_STR_FMT(n->text));
}

#define AT(type, member) (uint16_t) offsetof(type, member)

static hr_err read_breaker(hr_reader *r, const hr_ynode *n, hr_breaker_rec *out)
{
    out->present = true;
    out->at = n->at;
    if (n->kind == HR_Y_SCALAR) return hr_read_num(r, &hr_breaker_fields[0], n, &out->rating);
    return hr_fields_read(r, hr_breaker_fields, out, n, "breaker", NULL, false);
}

static hr_err read_cable(hr_reader *r, const hr_ynode *n, const hr_cable_rec **out)
{
    hr_cable_rec *cable = HR_NEW(r->arena, hr_cable_rec);
    if (!cable) return HR_ENOMEM;
    cable->at = n->at;
    *out = cable;
    return hr_fields_read(r, hr_cable_fields, cable, n, "cable", NULL, false);
}

static const char *const closes_words[] = {"auto", "manual", NULL};
static const char *const transition_words[] = {"open", "closed", NULL};

const hr_field hr_feed_fields[] = {
    {.name = "to", .kind = HR_F_TEXT, .offset = AT(hr_feed, to), .doc = "the element that feeds"},
    {.name = "spread", .kind = HR_F_TEXT, .offset = AT(hr_feed, to), .doc = "deal the members over these, in blocks"},
    {.name = "closes",
     .kind = HR_F_CHOICE,
     .words = closes_words,
     .offset = AT(hr_feed, closes),
     .doc = "whether it closes by itself"},
    {.name = "transition",
     .kind = HR_F_CHOICE,
     .words = transition_words,
     .offset = AT(hr_feed, transition),
     .doc = "break before make, or make before break"},
    {.name = "time",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_SECOND,
     .offset = AT(hr_feed, time),
     .harsh = HR_HARSH_HIGH,
     .doc = "transfer time"},
    {.name = "priority",
     .kind = HR_F_COUNT,
     .offset = AT(hr_feed, priority),
     .doc = "who goes first to a shared reserve"},
    {.name = "receptacle",
     .kind = HR_F_TEXT,
     .offset = AT(hr_feed, receptacle),
     .doc = "receptacle at its end: L21-30, IEC60309-3P+N+E-32"},
    {.name = NULL},
};

static bool is_feed_word(hr_str key)
{
    for (const hr_field *f = hr_feed_fields; f->name; f++)
        if (hr_str_is(key, f->name)) return true;
    return hr_str_is(key, "breaker") || hr_str_is(key, "cable") || hr_str_is(key, "phases");
}

static hr_err read_feed(hr_reader *r, const hr_ynode *n, hr_feed *out)
{
    static const char *const own[] = {"breaker", "cable", "phases", NULL};
    out->at = n->at;
    if (n->kind == HR_Y_SCALAR) return hr_read_text(r, "from", n, &out->to);
    if (n->kind != HR_Y_MAP) return hr_wrong_shape(r->ctx, n, "from", "the name of an element or {to: name, ...}");
    hr_err e = hr_fields_read(r, hr_feed_fields, out, n, "feed", own, false), e2 = HR_OK;
    const hr_ynode *v;
    if ((v = hr_yaml_get(n, "breaker")) && (e2 = read_breaker(r, v, &out->breaker)) != HR_OK) e = e2;
    if ((v = hr_yaml_get(n, "cable")) && (e2 = read_cable(r, v, &out->cable)) != HR_OK) e = e2;
    if ((v = hr_yaml_get(n, "phases")) && (e2 = read_phases(r, v, &out->phases)) != HR_OK) e = e2;
    out->spread = hr_yaml_get(n, "spread") != NULL;
    if (e != HR_OK) return e;
    if (out->spread && hr_yaml_get(n, "to"))
        return hr_diag_add(r->ctx, HR_ERROR, "M313", n->at, "`to` names one element, `spread` deals many over several",
                           "a feed has either `to` or `spread`, not both");
    if (out->to.presence == HR_ABSENT)
        return hr_diag_add(r->ctx, HR_ERROR, "M210", n->at, "write {to: NAME, ...}", "the feed lacks `to`");
    return HR_OK;
}

static hr_err read_feed_list(hr_reader *r, const hr_ynode *n, hr_from *out)
{
    if (n->kind == HR_Y_SCALAR) {
        out->n = 1;
        out->feed = HR_NEW(r->arena, hr_feed);
        return out->feed ? read_feed(r, n, out->feed) : HR_ENOMEM;
    }
    if (n->kind != HR_Y_SEQ || n->n == 0) return hr_wrong_shape(r->ctx, n, "from", "a list of feeds");
    out->feed = HR_NEW_ARRAY(r->arena, hr_feed, n->n);
    if (!out->feed) return HR_ENOMEM;
    out->n = n->n;
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < n->n; i++)
        if ((e2 = read_feed(r, n->u.item[i], &out->feed[i])) != HR_OK) e = e2;
    return e;
}

/* Key order never means anything: cords are kept in natural order of their names. */
static void sort_cords(hr_from *from)
{
    for (uint32_t i = 1; i < from->n; i++)
        for (uint32_t j = i; j > 0 && hr_name_cmp(from->feed[j - 1].cord, from->feed[j].cord) > 0; j--) {
            hr_feed t = from->feed[j];
            from->feed[j] = from->feed[j - 1];
            from->feed[j - 1] = t;
        }
}

static hr_err read_cords(hr_reader *r, const hr_ynode *n, hr_from *out)
{
    out->form = HR_FROM_CORDS;
    out->n = n->n;
    out->feed = HR_NEW_ARRAY(r->arena, hr_feed, n->n);
    if (!out->feed) return HR_ENOMEM;
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < n->n; i++) {
        const hr_ypair *p = &n->u.pair[i];
        if (is_feed_word(p->key->text))
            return hr_diag_add(r->ctx, HR_ERROR, "M210", p->key->at, "write {to: NAME, ...}",
                               "the feed has `%.*s` but lacks `to`", HR_STR_FMT(p->key->text));
        out->feed[i].cord = p->key->text;
        if ((e2 = read_feed(r, p->value, &out->feed[i])) != HR_OK) e = e2;
    }
    sort_cords(out);
    return e;
}

hr_err hr_read_from(hr_reader *r, const hr_ynode *n, hr_from *out)
{
    out->at = n->at;
    if (n->kind == HR_Y_SEQ) {
        out->form = HR_FROM_ALTERNATIVES;
        return read_feed_list(r, n, out);
    }
    const hr_ynode *parallel = n->kind == HR_Y_MAP ? hr_yaml_get(n, "parallel") : NULL;
    if (parallel) {
        out->form = HR_FROM_PARALLEL;
        if (n->n != 1)
            return hr_diag_add(r->ctx, HR_ERROR, "M313", n->at,
                               "what belongs to one source stands with it: {parallel: [{to: a, breaker: 400 A}, ...]}",
                               "`parallel` stands alone in its mapping");
        return read_feed_list(r, parallel, out);
    }
    if (n->kind == HR_Y_MAP && n->n && !hr_yaml_get(n, "to") && !hr_yaml_get(n, "spread")) return read_cords(r, n, out);
    out->form = HR_FROM_ONE;
    out->n = 1;
    out->feed = HR_NEW(r->arena, hr_feed);
    return out->feed ? read_feed(r, n, out->feed) : HR_ENOMEM;
}

/* --- power supplies ------------------------------------------------------------------------------------------------ */

static const char *const connection_words[] = {"line-line", "line-neutral", "three-phase", NULL};

const hr_field hr_psu_fields[] = {
    {.name = "needed",
     .kind = HR_F_COUNT,
     .flags = HR_POSITIVE,
     .offset = AT(hr_psus, needed),
     .harsh = HR_HARSH_HIGH,
     .doc = "how many must live"},
    {.name = "rating",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_WATT,
     .flags = HR_POSITIVE,
     .harsh = HR_HARSH_LOW,
     .offset = AT(hr_psus, rating),
     .doc = "what one may carry"},
    {.name = "installed", .kind = HR_F_COUNT, .offset = AT(hr_psus, installed), .doc = "how many there are"},
    {.name = "voltage",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_VOLT,
     .offset = AT(hr_psus, voltage),
     .doc = "output voltage"},
    {.name = "efficiency",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_NONE,
     .flags = HR_IS_RATIO_0_1 | HR_POSITIVE,
     .harsh = HR_HARSH_LOW,
     .offset = AT(hr_psus, efficiency),
     .doc = "efficiency at load"},
    {.name = "hold_up",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_SECOND,
     .harsh = HR_HARSH_LOW,
     .offset = AT(hr_psus, hold_up),
     .doc = "how long they carry on without input at rated load; else 20 ms"},
    {.name = "input_low",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_VOLT,
     .flags = HR_POSITIVE,
     .harsh = HR_HARSH_HIGH,
     .offset = AT(hr_psus, input_low),
     .doc = "lowest input voltage they are rated for"},
    {.name = "input_high",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_VOLT,
     .flags = HR_POSITIVE,
     .harsh = HR_HARSH_LOW,
     .offset = AT(hr_psus, input_high),
     .doc = "highest input voltage they are rated for"},
    {.name = "connection",
     .kind = HR_F_CHOICE,
     .words = connection_words,
     .offset = AT(hr_psus, connection),
     .doc = "what they lie across where their cord has three lines"},
    {.name = NULL},
};

static const hr_field *find_field(const hr_field *table, hr_str name)
{
    for (; table->name; table++)
        if (hr_str_is(name, table->name)) return table;
    return NULL;
}

static hr_err read_field(hr_reader *r, const hr_field *f, const hr_ynode *n, void *struct_);

static hr_err read_psus(hr_reader *r, const hr_ynode *n, hr_psus *out)
{
    hr_field count = {.kind = HR_F_COUNT, .dim = HR_DIM_NONE};
    if (n->kind != HR_Y_MAP)
        return hr_wrong_shape(r->ctx, n, "psus", "a mapping {A: 2, B: 2, needed: 2, rating: 3.3 kW}");
    out->present = true;
    out->at = n->at;
    out->cord = HR_NEW_ARRAY(r->arena, struct hr_psu_cord, n->n);
    if (!out->cord) return HR_ENOMEM;
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < n->n; i++) {
        const hr_ypair *p = &n->u.pair[i];
        const hr_field *f = find_field(hr_psu_fields, p->key->text);
        if (f) {
            e2 = read_field(r, f, p->value, out);
        } else {
            char name[64];
            snprintf(name, sizeof name, "psus.%.*s", HR_STR_FMT(p->key->text));
            count.name = name;
            out->cord[out->n].cord = p->key->text;
            e2 = hr_read_num(r, &count, p->value, &out->cord[out->n++].count);
        }
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

/* --- curves ---------------------------------------------------------------------------------------------------------- */

static hr_err read_curve(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_curve *out)
{
    if (n->kind != HR_Y_MAP) return hr_wrong_shape(r->ctx, n, f->name, "a curve {25 %: 96 %, 50 %: 97 %}");
    hr_field fx = *f, fy = *f;
    fx.flags &= (uint8_t)~HR_IS_RATIO_0_1; /* that is said of what it gives */
    fy.dim = f->dim2;
    out->at = n->at;
    out->x = HR_NEW_ARRAY(r->arena, double, n->n);
    out->y = HR_NEW_ARRAY(r->arena, double, n->n);
    if (!out->x || !out->y) return HR_ENOMEM;
    for (uint32_t i = 0; i < n->n; i++) {
        hr_err e = parse_quantity(r, &fx, n->u.pair[i].key, &out->x[i]);
        if (e == HR_OK) e = parse_quantity(r, &fy, n->u.pair[i].value, &out->y[i]);
        if (e != HR_OK) return e;
        if (i && out->x[i] <= out->x[i - 1])
            return hr_diag_add(r->ctx, HR_ERROR, "M204", n->u.pair[i].key->at, "put the points in order",
                               "the points of `%s` must ascend from left to right", f->name);
        out->n++;
    }
    return HR_OK;
}

/* --- the table ---------------------------------------------------------------------------------------------------------- */

static hr_err read_record(hr_reader *r, const hr_field *f, const hr_ynode *n, void *out)
{
    return hr_fields_read(r, f->record, out, n, f->name, NULL, false);
}

static hr_err read_records(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_records *out)
{
    if (n->kind != HR_Y_SEQ) return hr_wrong_shape(r->ctx, n, f->name, "a list of mappings");
    *out = (hr_records){.n = n->n, .size = f->size, .present = true, .at = n->at};
    out->item = hr_arena_array(r->arena, n->n, f->size);
    out->span = HR_NEW_ARRAY(r->arena, hr_span, n->n);
    if (!out->item || !out->span) return HR_ENOMEM;
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < n->n; i++) {
        out->span[i] = n->u.item[i]->at;
        e2 = hr_fields_read(r, f->record, hr_record_at(out, i), n->u.item[i], f->name, NULL, false);
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

static hr_err read_bypass(hr_reader *r, const hr_ynode *n, hr_from *out)
{
    out->form = HR_FROM_ONE;
    out->at = n->at;
    out->n = 1;
    out->feed = HR_NEW(r->arena, hr_feed);
    return out->feed ? read_feed(r, n, out->feed) : HR_ENOMEM;
}

static hr_err read_between(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_texts *out)
{
    if (n->kind != HR_Y_SEQ || n->n != 2)
        return hr_diag_add(r->ctx, HR_ERROR, "M108", n->at, "write [x, y]: the two elements that it ties",
                           "`%s` takes a list of two elements", f->name);
    return hr_read_texts(r, f->name, n, out);
}

static hr_err read_field(hr_reader *r, const hr_field *f, const hr_ynode *n, void *struct_)
{
    void *at = (char *)struct_ + f->offset;
    if (n->kind == HR_Y_NULL && f->kind != HR_F_OPEN)
        return hr_diag_add(r->ctx, HR_ERROR, "M108", n->at, "leave the line out if the value is not known",
                           "`%s` has no value", f->name);
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: return hr_read_num(r, f, n, at);
    case HR_F_FLAG: return read_flag(r, f, n, at);
    case HR_F_CHOICE: return read_choice(r, f, n, at);
    case HR_F_TEXT: return hr_read_text(r, f->name, n, at);
    case HR_F_TEXTS:
    case HR_F_REF: return hr_read_texts(r, f->name, n, at);
    case HR_F_CURVE: return read_curve(r, f, n, at);
    case HR_F_FROM: return hr_read_from(r, n, at);
    case HR_F_BYPASS: return read_bypass(r, n, at);
    case HR_F_BETWEEN: return read_between(r, f, n, at);
    case HR_F_PSUS: return read_psus(r, n, at);
    case HR_F_RECORD: return read_record(r, f, n, at);
    case HR_F_RECORDS: return read_records(r, f, n, at);
    case HR_F_HOLDS:
    case HR_F_OPEN: return HR_OK;
    }
    return HR_EINTERNAL;
}

/* `ignore` are the fields that stand in no table: those of every element, or those with short forms of a feed. */
static hr_err unknown_field(hr_reader *r, const hr_field *table, const hr_ynode *key, const char *owner,
                            const char *const *ignore)
{
    const char *names[128];
    size_t n = 0;
    for (const hr_field *f = table; f->name && n < 100; f++) names[n++] = f->name;
    for (; ignore && *ignore && n < 128; ignore++) names[n++] = *ignore;
    const char *near = hr_str_closest(key->text, names, n);
    hr_buf help = {0};
    hr_buf_z(&help, near ? "did you mean `" : "its fields: ");
    for (size_t i = 0; !near && i < n; i++) hr_buf_printf(&help, "%s%s", i ? ", " : "", names[i]);
    if (near) hr_buf_printf(&help, "%s`?", near);
    hr_err e =
        hr_diag_add(r->ctx, HR_ERROR, "M201", key->at, help.s, "%s has no field `%.*s`", owner, HR_STR_FMT(key->text));
    hr_buf_free(&help);
    return e;
}

static bool listed(const char *const *list, hr_str word)
{
    for (; list && *list; list++)
        if (hr_str_is(word, *list)) return true;
    return false;
}

/* `rating: 1,200 A` inside {}: the comma ends the value, and `200 A` is taken for a key without a value. */
static bool splits_a_number(const hr_ypair *p, const hr_ypair *next)
{
    const hr_ynode *a = p->value, *b = next->key;
    if (a->kind != HR_Y_SCALAR || a->quoted || a->text.n == 0 || next->value->kind != HR_Y_NULL) return false;
    if (b->kind != HR_Y_SCALAR || b->quoted || b->text.n == 0) return false;
    char before = a->text.s[a->text.n - 1], behind = b->text.s[0];
    bool beside = a->at.line == b->at.line && a->at.col + a->at.len + 1 == b->at.col;
    return beside && before >= '0' && before <= '9' && behind >= '0' && behind <= '9';
}

static hr_err split_number(hr_reader *r, const hr_ypair *p, const hr_ypair *next)
{
    hr_span at = p->value->at;
    hr_str a = p->value->text, b = next->key->text;
    char help[128];
    at.len += 1 + next->key->at.len;
    snprintf(help, sizeof help, "group digits with _ (%.*s_%.*s); a decimal takes a point (%.*s.%.*s)", HR_STR_FMT(a),
             HR_STR_FMT(b), HR_STR_FMT(a), HR_STR_FMT(b));
    return hr_diag_add(r->ctx, HR_ERROR, "M202", at, help,
                       "a comma in the number of `%.*s`: inside {} it ends the value", HR_STR_FMT(p->key->text));
}

/* A default enters like a written value, marked as such; that it was used is listed by whoever used it. */
static hr_err apply_default(hr_reader *r, const hr_field *f, void *struct_)
{
    void *at = (char *)struct_ + f->offset;
    hr_ynode n = {.kind = HR_Y_SCALAR, .at = HR_NOWHERE, .text = hr_str_of(f->dflt)};
    if (f->kind == HR_F_QUANTITY || f->kind == HR_F_COUNT) {
        hr_num *v = at;
        if (v->presence != HR_ABSENT) return HR_OK;
        hr_err e = hr_read_num(r, f, &n, v);
        v->presence = HR_DEFAULTED, v->trust = HR_DEFAULT;
        return e;
    }
    if (f->kind == HR_F_CHOICE) {
        hr_choice *v = at;
        if (v->presence != HR_ABSENT) return HR_OK;
        hr_err e = read_choice(r, f, &n, v);
        v->presence = HR_DEFAULTED, v->trust = HR_DEFAULT;
        return e;
    }
    if (f->kind == HR_F_FLAG) {
        hr_flag *v = at;
        if (v->presence != HR_ABSENT) return HR_OK;
        hr_err e = read_flag(r, f, &n, v);
        v->presence = HR_DEFAULTED, v->trust = HR_DEFAULT;
        return e;
    }
    return HR_EINTERNAL;
}

hr_err hr_fields_read(hr_reader *r, const hr_field *table, void *out, const hr_ynode *map, const char *owner,
                      const char *const *ignore, bool open)
{
    if (map->kind != HR_Y_MAP) return hr_wrong_shape(r->ctx, map, owner, "a mapping of fields");
    hr_err worst = HR_OK;
    for (uint32_t i = 0; i < map->n; i++) {
        const hr_ypair *p = &map->u.pair[i];
        const hr_field *f = find_field(table, p->key->text);
        hr_err e = HR_OK;
        if (i + 1 < map->n && !open && splits_a_number(p, p + 1)) e = split_number(r, p, p + 1), i++;
        else if (f) e = read_field(r, f, p->value, out);
        else if (!open && !listed(ignore, p->key->text)) e = unknown_field(r, table, p->key, owner, ignore);
        if (e != HR_OK) worst = e;
    }
    for (const hr_field *f = table; f->name && worst == HR_OK; f++)
        if (f->dflt) worst = apply_default(r, f, out);
    return worst;
}
