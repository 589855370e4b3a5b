/* made.c - what every importer shares: names that the language takes, notes for the head of the model, folded lines. */
#include "port/made.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/hostlist.h"
#include "model/units.h"

enum {
    NAME_BYTES = 200, /* of a name from the file; 255 are allowed, and suffixes come behind */
    DIGITS = 15
};

/* --- names ------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

hr_str hr_name_legal(hr_arena *arena, hr_str given)
{
    hr_buf b = {0};
    for (uint32_t i = 0; i < given.n && b.n < NAME_BYTES; i++) {
        bool good = is_name_char(given.s[i]);
        if (good) hr_buf_c(&b, given.s[i]);
        else if (b.n > 0 && b.s[b.n - 1] != '-') hr_buf_c(&b, '-');
    }
    while (b.n > 0 && given.n > 0 && !is_name_char(given.s[given.n - 1]) && b.s[b.n - 1] == '-') b.n--;
    bool begins = b.n > 0 && b.s[0] != '-' && b.s[0] != '_';
    const char *z = hr_arena_printf(arena, "%s%.*s", begins ? "" : "x", (int)b.n, b.n > 0 ? b.s : "");
    bool failed = b.failed || z == NULL;
    hr_buf_free(&b);
    return failed ? (hr_str){NULL, 0} : hr_str_of(z);
}

/* How often a name was wanted again; NULL when memory ran out. */
static uint32_t *counter_of(hr_namer *n, hr_str wanted)
{
    uint32_t at;
    if (!hr_map_add(&n->bases, wanted, (uint32_t)n->base.n, &at)) return NULL;
    return at == HR_NONE ? hr_vec_push(&n->base, sizeof(uint32_t)) : (uint32_t *)n->base.item + at;
}

static bool is_reserved(hr_str name) { return hr_str_is(name, "csv"); } /* names tables under elements: */

bool hr_namer_is_free(const hr_namer *n, hr_str name)
{
    return !is_reserved(name) && hr_map_get(&n->names, name) == HR_NONE;
}

static hr_str take(hr_namer *n, hr_str wanted)
{
    hr_str name = wanted;
    while (name.s != NULL) {
        uint32_t old = HR_NONE;
        bool reserved = is_reserved(name);
        if (!reserved && !hr_map_add(&n->names, name, 0, &old)) break;
        if (!reserved && old == HR_NONE) return name;
        uint32_t *again = counter_of(n, wanted);
        if (again == NULL) break;
        name = hr_str_of(hr_arena_printf(n->arena, "%.*s-%u", HR_STR_FMT(wanted), ++*again + 1));
    }
    return (hr_str){NULL, 0};
}

hr_str hr_namer_take(hr_namer *n, hr_str name, const char *suffix)
{
    if (name.s == NULL) return name;
    if (suffix[0] == '\0') return take(n, name);
    const char *z = hr_arena_printf(n->arena, "%.*s%s", HR_STR_FMT(name), suffix);
    return z != NULL ? take(n, hr_str_of(z)) : (hr_str){NULL, 0};
}

void hr_namer_close(hr_namer *n)
{
    hr_vec_free(&n->base);
    hr_map_free(&n->bases);
    hr_map_free(&n->names);
}

/* --- text -------------------------------------------------------------------------------------------------- */

/* A character that may stand as it is in a comment or in quotes: on one line, and without effect on a terminal. */
static bool is_plain(uint32_t code)
{
    return !hr_utf8_unsafe(code) && code != 0x2028 && code != 0x2029 && code != 0xFEFF;
}

void hr_made_comment(hr_buf *b, hr_str v)
{
    for (uint32_t i = 0; i < v.n;) {
        uint32_t code = 0;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code);
        if (length > 0 && is_plain(code)) hr_buf_add(b, v.s + i, length);
        else hr_buf_c(b, '?');
        i += length > 0 ? length : 1;
    }
}

void hr_made_quoted(hr_buf *b, hr_str v)
{
    hr_buf_c(b, '"');
    for (uint32_t i = 0; i < v.n;) {
        uint32_t code = 0;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code);
        bool plain = length > 0 && is_plain(code);
        if (plain && (code == '"' || code == '\\')) hr_buf_c(b, '\\');
        if (plain) hr_buf_add(b, v.s + i, length);
        else hr_buf_printf(b, "\\U%08X", (unsigned)code);
        i += length > 0 ? length : 1;
    }
    hr_buf_c(b, '"');
}

void hr_made_power(hr_buf *b, const char *field, double watts)
{
    char text[64];
    hr_unit_text(text, sizeof text, watts, HR_DIM_WATT, DIGITS);
    hr_buf_printf(b, "%s: %s", field, text);
}

void hr_made_cord(hr_buf *b, size_t i)
{
    if (i < 26) hr_buf_c(b, (char)('A' + i));
    else hr_buf_printf(b, "P%zu", i + 1);
}

/* --- notes ------------------------------------------------------------------------------------------------- */

void hr_note(hr_notes *n, hr_made_section s, const char *fmt, ...)
{
    hr_buf line = {0};
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&line, fmt, ap);
    va_end(ap);
    hr_buf_z(&n->text[s], "#   ");
    if (line.n > 0) hr_made_comment(&n->text[s], (hr_str){line.s, (uint32_t)line.n});
    hr_buf_c(&n->text[s], '\n');
    n->text[s].failed |= line.failed;
    hr_buf_free(&line);
}

void hr_note_names(hr_notes *n, hr_made_section s, const char *what, const hr_vec *names)
{
    hr_buf folded = {0};
    hr_err e = names->n > 0 ? hr_hostlist_fold(names->item, names->n, &folded) : HR_OK;
    if (e != HR_OK || folded.failed) n->text[s].failed = true;
    else if (folded.n > 0) hr_note(n, s, "%s: %s", what, folded.s);
    hr_buf_free(&folded);
}

void hr_notes_write(const hr_notes *n, hr_buf *out)
{
    static const char *const titles[HR_MADE_SECTIONS] = {"Inferred", "Not in the file, so unknown", "Not taken over",
                                                         "Renamed (names are letters, digits, - and _)"};
    for (int s = 0; s < HR_MADE_SECTIONS; s++) {
        out->failed |= n->text[s].failed;
        if (n->text[s].n == 0) continue;
        hr_buf_printf(out, "# %s:\n", titles[s]);
        hr_buf_add(out, n->text[s].s, n->text[s].n);
    }
}

void hr_notes_close(hr_notes *n)
{
    for (int s = 0; s < HR_MADE_SECTIONS; s++) hr_buf_free(&n->text[s]);
}

/* --- lists ------------------------------------------------------------------------------------------------- */

/* The length of the hostlist that begins at `from` of folded names: up to the comma outside its brackets. */
static size_t next_list(const hr_buf *folded, size_t from)
{
    size_t i = from;
    for (uint32_t depth = 0; i < folded->n && (folded->s[i] != ',' || depth > 0); i++) {
        if (folded->s[i] == '[') depth++;
        if (folded->s[i] == ']') depth--;
    }
    return i - from;
}

hr_err hr_made_names(hr_buf *b, const hr_vec *names)
{
    hr_buf folded = {0};
    hr_err e = hr_hostlist_fold(names->item, names->n, &folded);
    size_t first = next_list(&folded, 0);
    bool several = first < folded.n;
    if (several) hr_buf_c(b, '[');
    for (size_t from = 0, n; e == HR_OK && (n = next_list(&folded, from)) > 0; from += n + 1) {
        const char *quote = memchr(folded.s + from, '[', n) != NULL ? "\"" : "";
        hr_buf_printf(b, "%s%s%.*s%s", from > 0 ? ", " : "", quote, (int)n, folded.s + from, quote);
    }
    if (several) hr_buf_c(b, ']');
    if (folded.failed) e = HR_ENOMEM;
    hr_buf_free(&folded);
    return e;
}

/* --- what a rack holds ------------------------------------------------------------------------------------- */

typedef struct alike { /* elements of one rack that have the same fields */
    hr_str fields;
    hr_vec name; /* hr_str */
} alike;

hr_err hr_held_add(hr_held *h, hr_str name, hr_str fields)
{
    uint32_t at;
    if (!hr_map_add(&h->index, fields, (uint32_t)h->groups.n, &at)) return HR_ENOMEM;
    alike *g = at == HR_NONE ? hr_vec_push(&h->groups, sizeof *g) : (alike *)h->groups.item + at;
    if (g == NULL) return HR_ENOMEM;
    g->fields = fields;
    hr_str *slot = hr_vec_push(&g->name, sizeof *slot);
    if (slot == NULL) return HR_ENOMEM;
    *slot = name;
    return HR_OK;
}

static hr_err add_folded(hr_buf *out, const alike *g)
{
    hr_buf folded = {0};
    hr_err e = hr_hostlist_fold(g->name.item, g->name.n, &folded);
    for (size_t from = 0, n; e == HR_OK && (n = next_list(&folded, from)) > 0; from += n + 1)
        hr_buf_printf(out, "      %.*s: %.*s\n", (int)n, folded.s + from, HR_STR_FMT(g->fields));
    if (folded.failed) e = HR_ENOMEM;
    hr_buf_free(&folded);
    return e;
}

hr_err hr_held_write(const hr_held *h, hr_buf *out)
{
    hr_err e = HR_OK;
    for (size_t i = 0; i < h->groups.n && e == HR_OK; i++) e = add_folded(out, (alike *)h->groups.item + i);
    return e;
}

void hr_held_close(hr_held *h)
{
    for (size_t i = 0; i < h->groups.n; i++) hr_vec_free(&((alike *)h->groups.item + i)->name);
    hr_vec_free(&h->groups);
    hr_map_free(&h->index);
}
