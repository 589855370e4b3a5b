/* fmt.c - rewrites what stands between the tokens of a model file, and the spelling of its quantities; nothing else.
 *
 * YAML's scanner cuts the text into tokens. Tokens are copied; between two of them there are only blanks, line ends and
 * comments, and these follow a few rules: no tabs, no trailing blanks, one blank line at most, inside braces one space
 * behind `,` and `:` and none at the ends. Outside braces spaces stay, because people align columns. So the result
 * cannot differ in meaning unless a rule is wrong, and then the comparison at the end refuses to hand it out. */
#include "model/fmt.h"

#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "model/fmt_quantities.h"
#include "model/units.h"

typedef enum kind { /* of a token, as far as spacing is concerned */
                    START,
                    OPEN,  /* { [ */
                    CLOSE, /* } ] */
                    COMMA,
                    COLON, /* : */
                    DASH,  /* - in front of an item, ? in front of a long key */
                    SCALAR,
                    DOCUMENT, /* ---, ..., %YAML */
                    END
} kind;

typedef struct token {
    kind kind;
    yaml_scalar_style_t style;
    size_t from, to; /* bytes */
} token;

typedef struct formatter {
    hr_str source;
    hr_buf *out;
    size_t out_start;   /* where ours begins in out */
    size_t byte, chars; /* libyaml counts characters: how far they have been counted, and the byte there */
    token last;
    uint32_t depth;              /* of open braces and brackets */
    const char *mark;            /* a byte order mark that is no text: the scanner passes over those at line starts */
    const hr_spelling *spelling; /* the next ones */
    size_t spellings;
} formatter;

/* --- characters -------------------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* Length of the line end at byte i, by YAML 1.1: with NEL, LS and PS; 0 when there is none. */
static size_t break_length(hr_str s, size_t i)
{
    static const char *const breaks[] = {"\r\n", "\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
    for (size_t k = 0; k < sizeof breaks / sizeof *breaks; k++) {
        size_t n = strlen(breaks[k]);
        if (s.n - i >= n && memcmp(s.s + i, breaks[k], n) == 0) return n;
    }
    return 0;
}

static size_t byte_of(formatter *f, size_t chars)
{
    while (f->chars < chars && f->byte < f->source.n) {
        do f->byte++;
        while (f->byte < f->source.n && ((unsigned char)f->source.s[f->byte] & 0xC0) == 0x80);
        f->chars++;
    }
    return f->byte;
}

static bool at_line_start(const formatter *f)
{
    size_t n = f->out->n - f->out_start;
    if (n == 0) return true;
    const char *end = f->out->s + f->out->n;
    if (end[-1] == '\n') return true;
    return (n >= 2 && memcmp(end - 2, "\xC2\x85", 2) == 0) || /* only behind a block of text that ends so */
           (n >= 3 && (memcmp(end - 3, "\xE2\x80\xA8", 3) == 0 || memcmp(end - 3, "\xE2\x80\xA9", 3) == 0));
}

static void add_spaces(formatter *f, size_t n)
{
    while (n-- > 0) hr_buf_c(f->out, ' ');
}

/* --- between tokens ---------------------------------------------------------------------------------------- */

/* Spaces between two tokens of one line that had `were`. */
static size_t spaces_between(const formatter *f, kind next, size_t were)
{
    kind last = f->last.kind;
    if (f->depth > 0) {
        if (last == COLON) return 1; /* even if nothing follows: {a:} is refused by the scanner */
        if (last == OPEN || next == CLOSE || next == COMMA) return 0;
        if (last == COMMA || last == DASH) return 1;
        return next == COLON ? 0 : were;
    }
    return were == 0 && (last == COLON || last == DASH || last == DOCUMENT) ? 1 : were;
}

/* A comment and the blanks before it; returns where its line end stands. */
static size_t add_comment(formatter *f, hr_str gap, size_t blanks, size_t i)
{
    size_t end = i;
    if (gap.s[i] != '#') f->mark = gap.s + i;
    while (end < gap.n && break_length(gap, end) == 0) end++;
    size_t text_end = end;
    while (text_end > i && is_blank(gap.s[text_end - 1])) text_end--;
    add_spaces(f, blanks > 0 || at_line_start(f) ? blanks : 1);
    hr_buf_add(f->out, gap.s + i, text_end - i);
    return end;
}

static void add_gap(formatter *f, hr_str gap, kind next)
{
    size_t blank_lines = 0;
    for (size_t i = 0;;) {
        size_t from = i;
        while (i < gap.n && is_blank(gap.s[i])) i++;
        size_t blanks = i - from, line_end = i < gap.n ? break_length(gap, i) : 0;
        bool empty = at_line_start(f), comment = i < gap.n && line_end == 0, ends = i == gap.n && next != END;
        if (empty && (comment || ends) && blank_lines > 0 && f->out->n > f->out_start) hr_buf_c(f->out, '\n');
        if (comment) {
            i = add_comment(f, gap, blanks, i);
            line_end = i < gap.n ? break_length(gap, i) : 0;
            blank_lines = 0;
        } else if (line_end > 0 && empty) {
            blank_lines++;
        }
        if (ends) add_spaces(f, empty ? blanks : spaces_between(f, next, blanks));
        if (i == gap.n) return;
        if (!at_line_start(f)) hr_buf_c(f->out, '\n');
        i += line_end;
    }
}

/* --- tokens ------------------------------------------------------------------------------------------------ */

/* Line ends become \n, which is how YAML reads them; in plain text blanks before them mean nothing. */
static void add_lines(formatter *f, hr_str text, bool plain)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] != '\r' && text.s[i] != '\n') {
            hr_buf_c(f->out, text.s[i]);
            continue;
        }
        while (plain && is_blank(f->out->s[f->out->n - 1])) f->out->n--;
        if (text.s[i] == '\r' && i + 1 < text.n && text.s[i + 1] == '\n') i++;
        hr_buf_c(f->out, '\n');
    }
}

/* The empty lines behind a block of text belong to the gap, unless its header has a + that keeps them. */
static size_t block_end(const formatter *f, const token *t)
{
    hr_str s = f->source;
    size_t header = t->from, to = t->to;
    while (header < to && break_length(s, header) == 0 && !is_blank(s.s[header])) header++;
    if (memchr(s.s + t->from, '+', header - t->from) != NULL) return to;
    for (;;) {
        size_t last = to - t->from >= 2 && s.s[to - 1] == '\n' && s.s[to - 2] == '\r' ? 2 : 1;
        if (to - t->from <= last || (s.s[to - 1] != '\n' && s.s[to - 1] != '\r')) return to;
        char before = s.s[to - last - 1];
        if (before != '\n' && before != '\r') return to;
        to -= last;
    }
}

static bool is_block(const token *t)
{
    return t->kind == SCALAR && (t->style == YAML_LITERAL_SCALAR_STYLE || t->style == YAML_FOLDED_SCALAR_STYLE);
}

static void add_token(formatter *f, const token *t)
{
    hr_str text = {f->source.s + t->from, (uint32_t)(t->to - t->from)};
    while (f->spellings > 0 && f->spelling->at < t->from) f->spelling++, f->spellings--;
    if (t->kind == SCALAR && f->spellings > 0 && f->spelling->at == t->from) {
        hr_buf_str(f->out, f->spelling->text);
        return;
    }
    uint32_t header = 0; /* length of the first line of a block, which is no text yet */
    while (is_block(t) && header < text.n && break_length(text, header) == 0) header++;
    if (is_block(t)) header += (uint32_t)break_length(text, header);
    add_lines(f, (hr_str){text.s, header}, true);
    add_lines(f, (hr_str){text.s + header, text.n - header}, t->kind == SCALAR && t->style == YAML_PLAIN_SCALAR_STYLE);
}

static void take(formatter *f, token t)
{
    size_t from = f->last.to;
    if (is_block(&t)) t.to = block_end(f, &t);
    add_gap(f, (hr_str){f->source.s + from, (uint32_t)(t.from - from)}, t.kind);
    if (t.kind == CLOSE) f->depth--;
    if (t.kind == OPEN) f->depth++;
    add_token(f, &t);
    f->last = t;
}

/* One newline at the end, unless it would become part of a block of text that has none. */
static void add_end(formatter *f)
{
    size_t from = f->last.to;
    bool block = is_block(&f->last) && from == f->source.n;
    add_gap(f, (hr_str){f->source.s + from, (uint32_t)(f->source.n - from)}, END);
    if (!at_line_start(f) && !block) hr_buf_c(f->out, '\n');
}

/* --- the scanner ------------------------------------------------------------------------------------------- */

static bool kind_of(const yaml_token_t *t, kind *out)
{
    static const struct {
        yaml_token_type_t type;
        kind kind;
    } kinds[] = {
        {YAML_FLOW_MAPPING_START_TOKEN, OPEN}, {YAML_FLOW_SEQUENCE_START_TOKEN, OPEN},
        {YAML_FLOW_MAPPING_END_TOKEN, CLOSE},  {YAML_FLOW_SEQUENCE_END_TOKEN, CLOSE},
        {YAML_FLOW_ENTRY_TOKEN, COMMA},        {YAML_VALUE_TOKEN, COLON},
        {YAML_BLOCK_ENTRY_TOKEN, DASH},        {YAML_KEY_TOKEN, DASH},
        {YAML_SCALAR_TOKEN, SCALAR},           {YAML_DOCUMENT_START_TOKEN, DOCUMENT},
        {YAML_DOCUMENT_END_TOKEN, DOCUMENT},   {YAML_VERSION_DIRECTIVE_TOKEN, DOCUMENT},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].type != t->type) continue;
        *out = kinds[i].kind;
        return t->end_mark.index > t->start_mark.index; /* most keys are tokens without a text of their own */
    }
    return false;
}

static hr_err scan(formatter *f, yaml_parser_t *parser)
{
    for (bool ended = false; !ended;) {
        yaml_token_t yt;
        if (!yaml_parser_scan(parser, &yt)) return parser->error == YAML_MEMORY_ERROR ? HR_ENOMEM : HR_EINTERNAL;
        token t = {.style = YAML_ANY_SCALAR_STYLE};
        if (kind_of(&yt, &t.kind)) {
            if (yt.type == YAML_SCALAR_TOKEN) t.style = yt.data.scalar.style;
            t.from = byte_of(f, yt.start_mark.index);
            t.to = byte_of(f, yt.end_mark.index);
            take(f, t);
        }
        ended = yt.type == YAML_STREAM_END_TOKEN || yt.type == YAML_NO_TOKEN;
        yaml_token_delete(&yt);
    }
    add_end(f);
    return f->out->failed ? HR_ENOMEM : HR_OK;
}

/* Taken out, the columns behind it would change, and with them the meaning. */
static hr_err refuse_mark(hr_ctx *ctx, hr_id file, const char *mark)
{
    uint32_t line = 1;
    for (const char *s = hr_source_body(ctx, file).s; s < mark; s++) line += *s == '\n';
    return hr_diag_add(ctx, HR_ERROR, "M103", (hr_span){file, line, 1, 0}, "remove it",
                       "a byte order mark inside the text");
}

static hr_err format(hr_ctx *ctx, hr_id file, const hr_vec *spellings, hr_buf *out)
{
    hr_str source = hr_source_body(ctx, file);
    formatter f = {.source = source,
                   .out = out,
                   .out_start = out->n,
                   .last = {.kind = START},
                   .spelling = spellings->item,
                   .spellings = spellings->n};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return HR_ENOMEM;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)source.s, source.n);
    hr_err e = scan(&f, &parser);
    yaml_parser_delete(&parser);
    return e == HR_OK && f.mark != NULL ? refuse_mark(ctx, file, f.mark) : e;
}

/* --- the proof --------------------------------------------------------------------------------------------- */

static bool same_text(const hr_ynode *before, const hr_ynode *after)
{
    char canonical[160];
    if (hr_str_eq(before->text, after->text)) return true;
    return !before->quoted && hr_unit_canonical(before->text, canonical, sizeof canonical) &&
           hr_str_is(after->text, canonical);
}

static bool same_tree(const hr_ynode *before, const hr_ynode *after)
{
    if (before->kind != after->kind || before->quoted != after->quoted || before->flow != after->flow) return false;
    if (before->n != after->n || !same_text(before, after)) return false;
    for (uint32_t i = 0; i < before->n; i++) {
        if (before->kind == HR_Y_SEQ && !same_tree(before->u.item[i], after->u.item[i])) return false;
        if (before->kind != HR_Y_MAP) continue;
        const hr_ypair *x = &before->u.pair[i], *y = &after->u.pair[i];
        if (!same_tree(x->key, y->key) || !same_tree(x->value, y->value)) return false;
    }
    return true;
}

static hr_err prove(hr_ctx *ctx, hr_arena *arena, hr_id file, const hr_ynode *root, hr_str result)
{
    hr_id again;
    hr_ynode *after;
    if (hr_str_eq(hr_source_body(ctx, file), result)) return HR_OK;
    hr_err e = hr_source_text(ctx, hr_source_name(ctx, file), result.s, result.n, &again);
    if (e != HR_OK) return e;
    e = hr_yaml_parse(&after, ctx, arena, again);
    if (e == HR_ENOMEM) return e;
    return e == HR_OK && same_tree(root, after) ? HR_OK : HR_EINTERNAL;
}

hr_err hr_fmt(hr_ctx *ctx, hr_id file, const hr_types *types, hr_buf *out)
{
    hr_arena *arena = hr_arena_new();
    if (arena == NULL) return HR_ENOMEM;
    size_t start = out->n;
    hr_str source = hr_source_body(ctx, file);
    hr_vec spellings = {0};
    hr_ynode *root;
    hr_err e = hr_yaml_parse(&root, ctx, arena, file);
    if (e == HR_OK) e = hr_spellings(root, types, source, arena, &spellings);
    if (e == HR_OK) e = format(ctx, file, &spellings, out);
    if (e == HR_OK && out->n > start)
        e = prove(ctx, arena, file, root, (hr_str){out->s + start, (uint32_t)(out->n - start)});
    if (e != HR_OK && out->n > start) {
        out->n = start;
        out->s[start] = '\0';
    }
    hr_vec_free(&spellings);
    hr_arena_free(arena);
    return e;
}
