/* yaml.c - libyaml's events -> a tree of nodes with spans.
 *
 * Nothing here recurses: open mappings and lists stand in a small array, finished children wait in one stack until
 * their parent closes. Faults that leave the rest readable (a duplicate key, an anchor) are reported and the reading
 * goes on, so that one run shows them all.
 *
 * What an adversary could make slow is refused before libyaml sees it or as soon as its events show it. libyaml 0.2.5
 * takes time quadratic in the depth of open brackets (bounded by our depth), in the number of %TAG lines (refused), and
 * in long runs of blanks between the words of one scalar, whose buffer it clears at every word (bounded below). */
#include "model/yaml.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "model/yaml_error.h"

/* A run of blanks beyond BLANK_RUN is refused when there are so many runs that clearing could take a second. */
#define BLANK_RUN 1024u
#define BLANK_WORK (UINT64_C(1) << 33)

enum {
    FEW_KEYS = 12,        /* compared one by one; more go through a hash table */
    NODE = sizeof(void *) /* an entry in a stack or list of nodes */
};

typedef struct frame {
    hr_ynode *node;
    size_t first; /* its first child in the stack of finished nodes */
} frame;

typedef struct reader {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_yplace place;
    hr_vec done; /* of hr_ynode *: finished nodes whose parent is still open */
    frame open[HR_YAML_MAX_DEPTH];
    uint32_t depth;
    uint32_t nodes;
    bool faults; /* something was reported and the reading went on */
    bool ended;  /* the document is complete */
} reader;

/* --- places ------------------------------------------------------------------------------------------------ */

void hr_yplace_move(hr_yplace *p, size_t chars)
{
    if (chars < p->line_chars) { /* an earlier line: only diagnostics look back so far */
        p->byte = p->chars = p->line_byte = p->line_chars = 0;
        p->line = 1;
    }
    const char *s = p->text.s;
    while (p->chars > chars) {
        do p->byte--;
        while (p->byte > 0 && ((unsigned char)s[p->byte] & 0xC0) == 0x80);
        p->chars--;
    }
    while (p->chars < chars && p->byte < p->text.n) {
        bool newline = s[p->byte] == '\n';
        do p->byte++;
        while (p->byte < p->text.n && ((unsigned char)s[p->byte] & 0xC0) == 0x80);
        p->chars++;
        if (!newline) continue;
        p->line++;
        p->line_byte = p->byte;
        p->line_chars = p->chars;
    }
}

hr_span hr_yplace_span(hr_yplace *p, size_t from, size_t to)
{
    hr_yplace_move(p, from);
    hr_span at = {p->file, p->line, p->chars - p->line_chars + 1, 0};
    uint32_t start = p->byte;
    if (to <= from) return at;
    hr_yplace_move(p, to);
    uint32_t end = p->byte;
    const char *newline = memchr(p->text.s + start, '\n', end - start);
    if (newline != NULL) {
        end = (uint32_t)(newline - p->text.s);
        if (end > start && p->text.s[end - 1] == '\r') end--;
    }
    at.len = end - start;
    return at;
}

static hr_span event_span(reader *r, const yaml_event_t *e)
{
    return hr_yplace_span(&r->place, e->start_mark.index, e->end_mark.index);
}

/* From where an event begins to the next blank: its anchor or tag, which libyaml puts first. */
static hr_span word_span(reader *r, const yaml_event_t *e)
{
    hr_span at = event_span(r, e);
    hr_yplace_move(&r->place, e->start_mark.index);
    const char *s = r->place.text.s + r->place.byte;
    uint32_t left = r->place.text.n - r->place.byte;
    uint32_t n = 0;
    while (n < left && (unsigned char)s[n] > ' ') n++;
    at.len = n;
    return at;
}

/* Reports a fault that leaves the rest readable. */
static hr_err fault(reader *r, hr_err e)
{
    if (e != HR_EINPUT) return e;
    r->faults = true;
    return HR_OK;
}

/* --- the text before it is parsed -------------------------------------------------------------------------- */

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 ||
           code == 0x2029;
}

/* YAML's set of characters. */
static bool is_allowed(uint32_t code)
{
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0x7E || code == 0x85 || (code >= 0xA0 && code != 0xFFFE && code != 0xFFFF);
}

static hr_span byte_span(const reader *r, size_t byte, uint32_t len)
{
    hr_yplace p = r->place;
    while (p.byte < byte) hr_yplace_move(&p, (size_t)p.chars + 1);
    return (hr_span){p.file, p.line, p.chars - p.line_chars + 1, len};
}

static hr_err refuse_character(reader *r, size_t byte, unsigned length, uint32_t code)
{
    if (length == 0) {
        return hr_diag_add(r->ctx, HR_ERROR, "M102", byte_span(r, byte, 1), "save the file as UTF-8 text",
                           "not UTF-8: byte 0x%02X", (unsigned)(unsigned char)r->place.text.s[byte]);
    }
    return hr_diag_add(r->ctx, HR_ERROR, "M103", byte_span(r, byte, length),
                       "remove it; inside double quotes it can be written as an escape",
                       "the character U+%04X is not allowed in YAML", (unsigned)code);
}

typedef struct runs {
    size_t count, longest, where, current;
} runs;

static void runs_count(runs *b, bool blank, size_t i, size_t length)
{
    if (!blank) {
        b->current = 0;
        return;
    }
    if (b->current == 0) b->count++;
    b->current += length;
    if (b->current > b->longest) {
        b->longest = b->current;
        b->where = i + length - b->current;
    }
}

static hr_err check_text(reader *r)
{
    hr_str text = r->place.text;
    runs b = {0};
    for (size_t i = 0; i < text.n;) {
        uint32_t code = (unsigned char)text.s[i];
        unsigned length = 1;
        if (code >= 0x80) length = hr_utf8_decode(text.s + i, text.n - i, &code);
        if (length == 0 || !is_allowed(code)) return refuse_character(r, i, length, code);
        runs_count(&b, is_blank(code), i, length);
        i += length;
    }
    if (b.longest <= BLANK_RUN || (uint64_t)b.longest * b.count <= BLANK_WORK) return HR_OK;
    return hr_diag_add(r->ctx, HR_ERROR, "M106", byte_span(r, b.where, 0), "shorten it",
                       "a run of %zu blanks in a text of this size; up to %u are read whatever the size", b.longest,
                       BLANK_RUN);
}

/* Where the line that byte i stands in ends and the next begins, as libyaml sees lines. */
static uint32_t line_end(hr_str text, uint32_t i, uint32_t *next)
{
    for (; i < text.n; i++) {
        const char *s = text.s + i;
        uint32_t left = text.n - i, length = *s == '\n' || *s == '\r';
        if (left >= 2 && memcmp(s, "\xC2\x85", 2) == 0) length = 2;
        if (left >= 3 && (memcmp(s, "\xE2\x80\xA8", 3) == 0 || memcmp(s, "\xE2\x80\xA9", 3) == 0)) length = 3;
        if (length == 0) continue;
        *next = i + length;
        return i;
    }
    *next = text.n;
    return text.n;
}

/* The directives at the head of the text: libyaml compares every %TAG with every other before it says a word. */
static hr_err check_directives(reader *r)
{
    hr_str text = r->place.text;
    for (uint32_t i = 0, next; i < text.n; i = next) {
        const char *line = text.s + i;
        uint32_t n = line_end(text, i, &next) - i;
        hr_str words = hr_str_trim((hr_str){line, n});
        if (words.n > 0 && words.s[0] != '#' && words.s[0] != '%') return HR_OK; /* here the document begins */
        if (n >= 4 && memcmp(line, "%TAG", 4) == 0) {
            return hr_diag_add(r->ctx, HR_ERROR, "M104", byte_span(r, i, n), "remove the line: tags are not used",
                               "a %%TAG directive; tags are refused");
        }
    }
    return HR_OK;
}

/* What stands behind the document's end may only be blanks, comments and `...`. */
static hr_err check_rest(reader *r, const yaml_event_t *e)
{
    hr_str text = r->place.text;
    hr_yplace_move(&r->place, e->start_mark.index);
    bool line_start = false;
    for (uint32_t i = r->place.byte, next; i < text.n; i = next, line_start = true) {
        uint32_t n = line_end(text, i, &next) - i;
        hr_str words = hr_str_trim((hr_str){text.s + i, n});
        bool dashes = words.n >= 3 && memcmp(words.s, "---", 3) == 0;
        bool dots = words.n >= 3 && memcmp(words.s, "...", 3) == 0;
        if (i == r->place.byte) line_start = e->start_mark.column == 0;
        if (words.n > 0 && line_start && words.s == text.s + i && (dashes || words.s[0] == '%')) {
            return hr_diag_add(r->ctx, HR_ERROR, "M104", byte_span(r, i, words.n),
                               "split the documents into files and name them under `include:`",
                               "a second document begins here; a file holds one");
        }
        if (words.n > 0 && words.s[0] != '#' && !dots) return HR_OK; /* libyaml says what is wrong with it */
    }
    return HR_OK;
}

/* --- nodes ------------------------------------------------------------------------------------------------- */

static bool key_expected(const reader *r)
{
    if (r->depth == 0) return false;
    const frame *top = &r->open[r->depth - 1];
    return top->node->kind == HR_Y_MAP && (r->done.n - top->first) % 2 == 0;
}

static hr_err node_new(reader *r, hr_ykind kind, hr_span at, hr_ynode **out)
{
    if (++r->nodes > HR_YAML_MAX_NODES) {
        return hr_diag_add(r->ctx, HR_ERROR, "M106", at, "split it into several files",
                           "more than %u values in one file", HR_YAML_MAX_NODES);
    }
    hr_ynode *n = HR_NEW(r->arena, hr_ynode);
    hr_ynode **slot = n != NULL ? hr_vec_push(&r->done, NODE) : NULL;
    if (slot == NULL) return HR_ENOMEM;
    n->kind = (uint8_t)kind;
    n->at = at;
    *slot = *out = n;
    return HR_OK;
}

static hr_err refuse_anchor_and_tag(reader *r, const yaml_event_t *e, const void *anchor, const void *tag)
{
    if (anchor != NULL) {
        return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M104", word_span(r, e),
                                    "write the value where it is used, or declare many elements with a hostlist",
                                    "an anchor (`&%s`); anchors are refused", (const char *)anchor));
    }
    if (tag != NULL) {
        return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M104", word_span(r, e),
                                    "remove it; a text that begins with ! must be in quotes",
                                    "a tag (`%s`); tags are refused", (const char *)tag));
    }
    return HR_OK;
}

static hr_err take_alias(reader *r, const yaml_event_t *e)
{
    hr_ynode *n = NULL;
    hr_err err = node_new(r, HR_Y_NULL, event_span(r, e), &n);
    if (err != HR_OK) return err;
    return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M104", n->at,
                                "a pattern that begins with * must be in quotes; otherwise write the value itself",
                                "an alias (`*%s`); aliases are refused", (const char *)e->data.alias.anchor));
}

/* A view into the source where the text stands there letter by letter, else a copy. */
static bool scalar_text(reader *r, const yaml_event_t *e, hr_str *out)
{
    const char *value = (const char *)e->data.scalar.value;
    size_t n = e->data.scalar.length;
    hr_yplace_move(&r->place, e->start_mark.index);
    size_t from = r->place.byte + (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE);
    if (from <= r->place.text.n && n <= r->place.text.n - from && memcmp(r->place.text.s + from, value, n) == 0) {
        *out = (hr_str){r->place.text.s + from, (uint32_t)n};
        return true;
    }
    *out = hr_arena_str(r->arena, value, n);
    return out->s != NULL;
}

static hr_err check_scalar(reader *r, const hr_ynode *n, bool is_key)
{
    if (n->text.n > 0 && memchr(n->text.s, '\0', n->text.n) != NULL) {
        return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M103", n->at, "remove the escape \\0 (or \\x00, \\u0000)",
                                    "a NUL character in a text"));
    }
    if (!is_key) return HR_OK;
    if (n->kind == HR_Y_NULL) {
        return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M108", n->at, "write `name: value`", "a key is empty"));
    }
    if (!n->quoted && hr_str_is(n->text, "<<")) {
        return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M104", n->at, "use a part for values that are shared",
                                    "a merge key (`<<`); merge keys are refused"));
    }
    return HR_OK;
}

static hr_err take_scalar(reader *r, const yaml_event_t *e)
{
    bool is_key = key_expected(r);
    bool quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    bool nothing = !quoted && e->data.scalar.length == 0;
    hr_err err = refuse_anchor_and_tag(r, e, e->data.scalar.anchor, e->data.scalar.tag);
    if (err != HR_OK) return err;
    hr_ynode *n = NULL;
    if ((err = node_new(r, nothing ? HR_Y_NULL : HR_Y_SCALAR, event_span(r, e), &n)) != HR_OK) return err;
    n->quoted = quoted;
    if (!nothing && !scalar_text(r, e, &n->text)) return HR_ENOMEM;
    return check_scalar(r, n, is_key);
}

static hr_err take_start(reader *r, const yaml_event_t *e, hr_ykind kind)
{
    bool map = kind == HR_Y_MAP;
    bool is_key = key_expected(r);
    hr_err err = map ? refuse_anchor_and_tag(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag)
                     : refuse_anchor_and_tag(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
    if (err != HR_OK) return err;
    hr_span at = hr_yplace_span(&r->place, e->start_mark.index, e->start_mark.index + 1);
    if (r->depth == HR_YAML_MAX_DEPTH) {
        return hr_diag_add(r->ctx, HR_ERROR, "M106", at, "is a bracket left open?", "nested more than %d levels deep",
                           HR_YAML_MAX_DEPTH);
    }
    if (is_key) {
        err = fault(r, hr_diag_add(r->ctx, HR_ERROR, "M108", at, "put a key that holds brackets in quotes",
                                   "a key is a single value, found %s", map ? "a mapping" : "a list"));
        if (err != HR_OK) return err;
    }
    hr_ynode *n = NULL;
    if ((err = node_new(r, kind, at, &n)) != HR_OK) return err;
    n->flow = map ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                  : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    r->open[r->depth++] = (frame){n, r->done.n};
    return HR_OK;
}

/* --- closing a mapping or list ----------------------------------------------------------------------------- */

static hr_err refuse_duplicate(reader *r, const hr_ynode *first, const hr_ynode *again)
{
    return fault(r, hr_diag_add(r->ctx, HR_ERROR, "M105", again->at, "rename one of the two, or take it out",
                                "the key `%.*s` stands here and at line %u, column %u of the same mapping",
                                HR_STR_FMT(again->text), first->at.line, first->at.col));
}

static hr_err check_few_keys(reader *r, const hr_ynode *map)
{
    for (uint32_t i = 1; i < map->n; i++) {
        const hr_ynode *key = map->u.pair[i].key;
        uint32_t k = 0;
        while (k < i && (key->kind != map->u.pair[k].key->kind || !hr_str_eq(key->text, map->u.pair[k].key->text))) k++;
        if (k == i || key->kind != HR_Y_SCALAR) continue;
        hr_err e = refuse_duplicate(r, map->u.pair[k].key, key);
        if (e != HR_OK) return e;
    }
    return HR_OK;
}

static hr_err check_many_keys(reader *r, const hr_ynode *map)
{
    hr_map seen = {0};
    hr_err e = hr_map_reserve(&seen, map->n) ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < map->n && e == HR_OK; i++) {
        const hr_ynode *key = map->u.pair[i].key;
        uint32_t old = HR_NONE;
        if (key->kind != HR_Y_SCALAR) continue;
        if (!hr_map_add(&seen, key->text, i, &old)) e = HR_ENOMEM;
        else if (old != HR_NONE) e = refuse_duplicate(r, map->u.pair[old].key, key);
    }
    hr_map_free(&seen);
    return e;
}

static hr_err take_end(reader *r)
{
    frame *top = &r->open[--r->depth];
    hr_ynode *n = top->node;
    hr_ynode **child = (hr_ynode **)r->done.item + top->first;
    size_t count = r->done.n - top->first;
    r->done.n = top->first;
    if (count == 0) return HR_OK;
    if (n->kind == HR_Y_SEQ) {
        n->u.item = hr_arena_array(r->arena, count, NODE);
        if (n->u.item == NULL) return HR_ENOMEM;
        memcpy(n->u.item, child, count * NODE);
        n->n = (uint32_t)count;
        return HR_OK;
    }
    n->u.pair = HR_NEW_ARRAY(r->arena, hr_ypair, count / 2);
    if (n->u.pair == NULL) return HR_ENOMEM;
    for (; n->n < count / 2; n->n++, child += 2) n->u.pair[n->n] = (hr_ypair){child[0], child[1]};
    return n->n <= FEW_KEYS ? check_few_keys(r, n) : check_many_keys(r, n);
}

/* --- events ------------------------------------------------------------------------------------------------ */

static hr_err take_event(reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_ALIAS_EVENT: return take_alias(r, e);
    case YAML_SCALAR_EVENT: return take_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT: return take_start(r, e, HR_Y_SEQ);
    case YAML_MAPPING_START_EVENT: return take_start(r, e, HR_Y_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return take_end(r);
    case YAML_DOCUMENT_END_EVENT: return check_rest(r, e);
    case YAML_STREAM_END_EVENT: r->ended = true; return HR_OK;
    default: return HR_OK;
    }
}

static hr_err read_events(reader *r, yaml_parser_t *parser)
{
    while (!r->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return hr_yaml_problem(r->ctx, parser, &r->place);
        hr_err e = take_event(r, &event);
        yaml_event_delete(&event);
        if (e != HR_OK) return e;
    }
    return r->faults ? HR_EINPUT : HR_OK;
}

static hr_err parse_text(reader *r)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return HR_ENOMEM;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING); /* never guessed: the text was checked */
    yaml_parser_set_input_string(&parser, (const unsigned char *)r->place.text.s, r->place.text.n);
    hr_err e = read_events(r, &parser);
    yaml_parser_delete(&parser);
    return e;
}

hr_err hr_yaml_parse(hr_ynode **root, hr_ctx *ctx, hr_arena *arena, hr_id file)
{
    *root = NULL;
    reader r = {.ctx = ctx, .arena = arena};
    r.place = (hr_yplace){.text = hr_source_body(ctx, file), .file = file, .line = 1};
    hr_err e = check_text(&r);
    if (e == HR_OK) e = check_directives(&r);
    if (e == HR_OK) e = parse_text(&r);
    if (e == HR_OK && r.done.n == 0) { /* no document at all */
        hr_ynode *nothing;
        e = node_new(&r, HR_Y_NULL, (hr_span){file, 1, 1, 0}, &nothing);
    }
    if (e == HR_OK) {
        assert(r.done.n == 1); /* a second document was refused */
        *root = ((hr_ynode **)r.done.item)[0];
    }
    hr_vec_free(&r.done);
    return e;
}

/* --- reading the tree -------------------------------------------------------------------------------------- */

hr_ypair *hr_yaml_pair(const hr_ynode *map, hr_str key)
{
    if (map == NULL || map->kind != HR_Y_MAP) return NULL;
    for (uint32_t i = 0; i < map->n; i++) {
        if (hr_str_eq(map->u.pair[i].key->text, key)) return &map->u.pair[i];
    }
    return NULL;
}

hr_ynode *hr_yaml_get(const hr_ynode *map, const char *key)
{
    hr_ypair *p = hr_yaml_pair(map, hr_str_of(key));
    return p != NULL ? p->value : NULL;
}

const char *hr_yaml_kind_word(const hr_ynode *n)
{
    switch (n->kind) {
    case HR_Y_SCALAR: return "a value";
    case HR_Y_MAP: return "a mapping";
    case HR_Y_SEQ: return "a list";
    default: return "nothing";
    }
}
