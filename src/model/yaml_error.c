/* yaml_error.c - what libyaml found wrong, in words that help.
 *
 * libyaml says which rule of its grammar broke ("did not find expected ',' or '}'"). What went wrong for the person who
 * wrote the text is usually one of a few things: a tab, a colon without a space, a bracket or quote left open, or a
 * hostlist without quotes inside {} or []. These are told from the source text at the place of the problem. */
#include "model/yaml_error.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

typedef struct problem {
    hr_ctx *ctx;
    const yaml_parser_t *parser;
    hr_yplace *place;
    hr_str text;
    size_t at, context;          /* in characters */
    uint32_t byte, context_byte; /* the same in bytes */
    uint32_t line, context_line;
} problem;

typedef hr_err problem_fn(const problem *p);

/* --- looking at the text ----------------------------------------------------------------------------------- */

static char char_at(const problem *p, size_t byte) { return byte < p->text.n ? p->text.s[byte] : '\0'; }

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static uint32_t line_begin(const problem *p, uint32_t byte)
{
    while (byte > 0 && p->text.s[byte - 1] != '\n') byte--;
    return byte;
}

static hr_str rest_of_line(const problem *p, uint32_t byte)
{
    uint32_t end = byte;
    while (end < p->text.n && p->text.s[end] != '\n') end++;
    return hr_str_trim((hr_str){p->text.s + byte, end - byte});
}

/* Only blanks and comments from here on? */
static bool nothing_follows(const problem *p, uint32_t byte)
{
    bool comment = false;
    for (; byte < p->text.n; byte++) {
        char c = p->text.s[byte];
        if (c == '\n') comment = false;
        else if (c == '#') comment = true;
        else if (!comment && !is_blank(c)) return false;
    }
    return true;
}

static bool first_of_line(const problem *p, uint32_t byte)
{
    uint32_t i = line_begin(p, byte);
    while (i < byte && is_blank(p->text.s[i])) i++;
    return i == byte;
}

static hr_span char_span(const problem *p, size_t chars, size_t count)
{
    return hr_yplace_span(p->place, chars, chars + count);
}

/* The rest of the line from a character on. */
static hr_span line_span(const problem *p, size_t chars, uint32_t byte)
{
    hr_span at = char_span(p, chars, 0);
    at.len = rest_of_line(p, byte).n;
    return at;
}

static hr_err say(const problem *p, const char *code, hr_span at, const char *help, const char *message)
{
    return hr_diag_add(p->ctx, HR_ERROR, code, at, help, "%s", message);
}

/* --- a hostlist without quotes ----------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_name(char c) { return is_word(c) || c == '.' || c == '$' || c == '*' || c == '?'; }

static bool is_inside(char c) { return is_word(c) || c == ',' || c == ' '; }

/* The end of the bracket group that begins at `i`, or i when it is none: [A,B], [1-4, 07]. */
static uint32_t group_end(hr_str text, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < text.n && is_inside(text.s[k])) k++;
    return k < text.n && text.s[k] == ']' && k > i + 1 ? k + 1 : i;
}

static uint32_t group_begin(hr_str text, uint32_t i)
{
    if (i < 3 || text.s[i - 1] != ']') return i;
    uint32_t k = i - 1;
    while (k > 0 && is_inside(text.s[k - 1])) k--;
    return k > 0 && text.s[k - 1] == '[' && k < i - 1 ? k - 1 : i;
}

/* The name with brackets that surrounds a byte; empty when there is none, or only a list. The groups and the letters
 * beside them must touch: `[A,B]` alone is a list, `tx-[A,B]` and `[1-2][A,B]` are not. */
static hr_str hostlist_around(hr_str text, uint32_t byte)
{
    uint32_t from = byte, to = byte;
    unsigned groups = 0, letters = 0;
    for (;;) {
        uint32_t begin = group_begin(text, from);
        if (begin != from) groups++;
        else if (from > 0 && is_name(text.s[from - 1])) letters++, begin = from - 1;
        if (begin == from) break;
        from = begin;
    }
    for (;;) {
        uint32_t end = to < text.n && text.s[to] == '[' ? group_end(text, to) : to;
        if (end != to) groups++;
        else if (to < text.n && is_name(text.s[to])) letters++, end = to + 1;
        if (end == to) break;
        to = end;
    }
    if (groups == 0 || groups + letters < 2) return (hr_str){0};
    return (hr_str){text.s + from, to - from};
}

/* libyaml stumbles over a hostlist at its first bracket, or at what follows one directly. */
static hr_err unquoted_hostlist(const problem *p)
{
    hr_str name = hostlist_around(p->text, p->byte);
    const char *stumble = p->text.s + p->byte;
    if (name.n == 0 || name.s == stumble || name.s + name.n == stumble) return HR_OK;
    size_t before = (size_t)(stumble - name.s); /* all ASCII */
    hr_span where = char_span(p, p->at - before, 0);
    where.len = name.n;
    hr_buf help = {0};
    hr_buf_z(&help, "write \"");
    for (uint32_t i = 0; i < name.n; i++) {
        if (name.s[i] != ' ') hr_buf_c(&help, name.s[i]);
    }
    hr_buf_z(&help, "\", with the quotes");
    hr_err e = help.failed ? HR_ENOMEM
                           : hr_diag_add(p->ctx, HR_ERROR, "M302", where, help.s,
                                         "the hostlist %.*s must be quoted here, where a bracket begins a list",
                                         HR_STR_FMT(name));
    hr_buf_free(&help);
    return e;
}

/* --- problems that need a look at the text ----------------------------------------------------------------- */

static hr_err no_token(const problem *p)
{
    char c = char_at(p, p->byte);
    if (c == '\t') {
        return say(p, "M103", char_span(p, p->at, 1), "indent with spaces",
                   first_of_line(p, p->byte) ? "a tab is used for indentation; YAML takes only spaces there"
                                             : "a tab stands where YAML takes only spaces");
    }
    return hr_diag_add(p->ctx, HR_ERROR, "M103", char_span(p, p->at, 1), "put the value in quotes",
                       "a value cannot begin with `%c`", c);
}

/* A line that should have been `key: value`. libyaml notices on a later line: the context is what the author sees. */
static hr_err no_colon(const problem *p)
{
    hr_str line = rest_of_line(p, p->context_byte);
    const char *colon = line.n > 0 ? memchr(line.s, ':', line.n) : NULL;
    bool tight = colon != NULL && colon + 1 < line.s + line.n && !is_blank(colon[1]) && colon > line.s;
    return say(p, "M103", line_span(p, p->context, p->context_byte),
               tight ? "put a space after the colon"
                     : "a key is followed by a colon and a space; the items of a list begin with a dash and a space",
               "`key: value` is expected here");
}

/* Is there a colon with a blank behind it, in from..to? */
static bool has_colon(const problem *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (p->text.s[i] == ':' && is_blank(char_at(p, (size_t)i + 1))) return true;
    }
    return false;
}

static uint32_t indentation(const problem *p, uint32_t line)
{
    uint32_t i = line;
    while (i < p->text.n && p->text.s[i] == ' ') i++;
    return i - line;
}

/* A line without a key, directly above a line with one in the same column: `type:rack`. */
static bool no_key_above(const problem *p, uint32_t line, uint32_t *above)
{
    if (line == 0) return false;
    *above = line_begin(p, line - 1);
    uint32_t blanks = indentation(p, line);
    if (indentation(p, *above) != blanks || has_colon(p, *above, line)) return false;
    *above += blanks;
    return rest_of_line(p, *above).n > 0;
}

/* A colon too many: a second one in the line, or a line below a value that is already complete. */
static hr_err colon_too_many(const problem *p)
{
    uint32_t begin = line_begin(p, p->byte), above = 0;
    if (has_colon(p, begin, p->byte)) {
        return say(p, "M103", char_span(p, p->at, 1), "put a text that holds a colon and a space in quotes",
                   "a second `:` in one `key: value`");
    }
    if (p->byte - begin > 1024)
        return say(p, "M103", char_span(p, p->at, 1), NULL, "the key before this `:` is longer than 1024 characters");
    if (no_key_above(p, begin, &above)) {
        problem line = *p;
        line.context_byte = above;
        for (uint32_t i = above; i < p->byte; i++) line.context += ((unsigned char)p->text.s[i] & 0xC0) != 0x80;
        line.context = p->at - (line.context - p->context);
        return no_colon(&line);
    }
    return say(p, "M103", char_span(p, p->at, 1),
               "indent this line like the key above it, or leave the value above empty to hold this line",
               "a `:` inside a value that began on a line above");
}

/* Inside {} or []: the bracket is never closed, or something stands where a comma should. */
static hr_err bracket(const problem *p)
{
    char open = char_at(p, p->context_byte);
    char close = open == '[' ? ']' : '}';
    if (nothing_follows(p, p->byte)) {
        return hr_diag_add(p->ctx, HR_ERROR, "M103", char_span(p, p->context, 1), "close it where the value ends",
                           "the `%c` opened here is never closed with `%c`", open, close);
    }
    char help[96];
    snprintf(help, sizeof help, "is the `%c` at line %u closed?", open, (unsigned)p->context_line);
    bool colon = char_at(p, p->byte) == ':' && p->context_line == p->line;
    return hr_diag_add(p->ctx, HR_ERROR, "M103", char_span(p, p->at, 1),
                       colon ? "put a text that holds a colon and a space in quotes" : help,
                       "`,` or `%c` is expected here", close);
}

/* Where the line above begins that is no comment and not empty; 0 when there is none. */
static uint32_t column_above(const problem *p)
{
    for (uint32_t line = line_begin(p, p->byte); line > 0;) {
        line = line_begin(p, line - 1);
        hr_str words = rest_of_line(p, line);
        if (words.n > 0 && words.s[0] != '#') return indentation(p, line) + 1;
    }
    return 0;
}

static hr_err no_key(const problem *p)
{
    hr_span first = char_span(p, p->context, 0);
    hr_span at = char_span(p, p->at, 1);
    char help[160];
    uint32_t above = column_above(p);
    snprintf(help, sizeof help,
             above == first.col
                 ? "the keys of this mapping stand in column %u, as at line %u"
                 : "the keys around stand in column %u, as at line %u; the line above begins in column %u",
             first.col, first.line, above);
    if (char_at(p, p->byte) == ':') return say(p, "M103", at, "write `name: value`", "a key is missing before the `:`");
    if (first_of_line(p, p->byte) && at.col != first.col)
        return say(p, "M103", at, help, "the indentation fits no key above");
    return say(p, "M103", at, "a value ends with its line; brackets and quotes end a value too",
               "this does not fit behind the value before it");
}

static hr_err open_quote(const problem *p)
{
    char quote = char_at(p, p->context_byte);
    return hr_diag_add(p->ctx, HR_ERROR, "M103", char_span(p, p->context, 1),
                       quote == '\'' ? "close it; inside single quotes a quote is written twice: 'it''s'"
                                     : "close it where the text ends",
                       "the quote %c opened here is never closed", quote);
}

static hr_err bad_escape(const problem *p)
{
    return say(p, "M103", char_span(p, p->at, 2),
               "in double quotes a backslash begins an escape: write \\\\ for a backslash, or use single quotes",
               "an escape that YAML does not know");
}

static unsigned hex(const char *s)
{
    unsigned v = 0;
    for (int i = 0; i < 4; i++) {
        char c = s[i];
        unsigned digit = 16;
        if (c >= '0' && c <= '9') digit = (unsigned)(c - '0');
        if (c >= 'a' && c <= 'f') digit = (unsigned)(c - 'a' + 10);
        if (c >= 'A' && c <= 'F') digit = (unsigned)(c - 'A' + 10);
        if (digit == 16) return 0;
        v = v * 16 + digit;
    }
    return v;
}

/* \uD83D\uDE00: a character that JSON writes as two escapes. libyaml reads only single ones. */
static hr_err bad_code(const problem *p)
{
    const char *s = p->text.s + p->byte; /* behind \u */
    uint32_t left = p->text.n - p->byte;
    unsigned high = left >= 4 ? hex(s) : 0;
    unsigned low = left >= 10 && s[4] == '\\' && s[5] == 'u' ? hex(s + 6) : 0;
    bool pair = high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000;
    hr_span at = char_span(p, p->at - 2, pair ? 12 : 2);
    if (!pair) return say(p, "M103", at, NULL, "an escape for a character that does not exist in Unicode");
    unsigned code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    char help[96];
    snprintf(help, sizeof help, "write the character itself, or \\U%08X", code);
    return say(p, "M103", at, help, "a character written as two escapes (a surrogate pair), which YAML does not have");
}

static hr_err bad_alias(const problem *p)
{
    hr_span at = char_span(p, p->context, 1);
    if (char_at(p, p->context_byte) == '*') {
        return say(p, "M104", at, "a pattern that begins with * must be in quotes", "an alias; aliases are refused");
    }
    return say(p, "M104", at, "a text that begins with & must be in quotes", "an anchor; anchors are refused");
}

static hr_err bad_tag(const problem *p)
{
    return say(p, "M104", char_span(p, p->context, 1), "a text that begins with ! must be in quotes",
               "a tag; tags are refused");
}

static hr_err bad_directive(const problem *p)
{
    return say(p, "M103", line_span(p, p->context, p->context_byte), "put a value that begins with % in quotes",
               "a line that begins with % is a directive, and this is none that is known");
}

/* --- the table --------------------------------------------------------------------------------------------- */

/* One row for each thing libyaml 0.2.5 says; the first row that fits counts. */
static const struct row {
    const char *context; /* how libyaml's context begins; NULL = any */
    const char *problem;
    problem_fn *say; /* or: */
    const char *message, *help;
} rows[] = {
    {"while scanning an a", NULL, bad_alias, NULL, NULL}, /* anchor, alias */
    {"while scanning a tag", NULL, bad_tag, NULL, NULL},
    {"while parsing a tag", NULL, bad_tag, NULL, NULL},
    {NULL, "found undefined tag handle", bad_tag, NULL, NULL},
    {NULL, "found character that cannot start any token", no_token, NULL, NULL},
    {NULL, "could not find expected ':'", no_colon, NULL, NULL},
    {NULL, "mapping values are not allowed in this context", colon_too_many, NULL, NULL},
    {NULL, "did not find expected ',' or ']'", bracket, NULL, NULL},
    {NULL, "did not find expected ',' or '}'", bracket, NULL, NULL},
    {NULL, "did not find expected key", no_key, NULL, NULL},
    {NULL, "found unexpected end of stream", open_quote, NULL, NULL},
    {NULL, "found unknown escape character", bad_escape, NULL, NULL},
    {NULL, "did not find expected hexdecimal number", NULL, "an escape with too few hexadecimal digits",
     "\\x takes 2 digits, \\u 4, \\U 8"},
    {NULL, "found invalid Unicode character escape code", bad_code, NULL, NULL},
    {NULL, "found unexpected document indicator", NULL, "`---` or `...` at the beginning of a line inside quotes",
     "is the quote above closed?"},
    {NULL, "found unexpected ':'", NULL, "a `:` without a space behind it, inside {} or []",
     "put a space after the colon"},
    {NULL, "found a tab character that violates indentation", NULL, "a tab is used for indentation",
     "indent with spaces"},
    {NULL, "found a tab character where an indentation space is expected", NULL, "a tab is used for indentation",
     "indent with spaces"},
    {NULL, "block sequence entries are not allowed in this context", NULL, "a list item cannot begin here",
     "begin `- ` items on a line of their own, or write [a, b]"},
    {NULL, "mapping keys are not allowed in this context", NULL, "a `?` key cannot begin here", "write `name: value`"},
    {NULL, "found an indentation indicator equal to 0", NULL, "a block text cannot have indentation 0",
     "write | or > alone"},
    {"while scanning a block scalar", NULL, NULL, "behind | or > nothing may stand in the line",
     "begin the text on the next line, or put it in quotes"},
    {NULL, "did not find expected <document start>", NULL, "nothing may follow here: the value before is complete",
     "is a key missing in front, or the indentation of this line different from the lines above?"},
    {NULL, "did not find expected node content", NULL, "a value is expected here",
     "leave the key out, or put the value in quotes"},
    {NULL, "did not find expected '-' indicator", NULL, "a list item is expected here: a dash and a space",
     "the items of a list stand in the same column"},
    {NULL, "found incompatible YAML document", NULL, "a %YAML line that asks for another version than 1.1 or 1.2",
     "remove the line"},
    {NULL, "found duplicate %YAML directive", NULL, "a second %YAML line", "remove the line"},
    {"while scanning a", NULL, bad_directive, NULL, NULL}, /* the rest: directives */
};

static const struct row *row_for(const yaml_parser_t *parser)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        const char *context = parser->context != NULL ? parser->context : "";
        if (r->context != NULL && strncmp(context, r->context, strlen(r->context)) != 0) continue;
        if (r->problem != NULL && strcmp(parser->problem, r->problem) != 0) continue;
        return r;
    }
    return NULL;
}

static hr_err translate(const problem *p)
{
    hr_err e = unquoted_hostlist(p);
    if (e != HR_OK) return e;
    const struct row *r = row_for(p->parser);
    if (r == NULL) return say(p, "M103", char_span(p, p->at, 1), NULL, p->parser->problem);
    return r->say != NULL ? r->say(p) : say(p, "M103", char_span(p, p->at, 1), r->help, r->message);
}

hr_err hr_yaml_problem(hr_ctx *ctx, const yaml_parser_t *parser, hr_yplace *place)
{
    if (parser->error == YAML_MEMORY_ERROR) return HR_ENOMEM;
    if (parser->problem == NULL) return HR_EINTERNAL;
    problem p = {.ctx = ctx, .parser = parser, .place = place, .text = place->text};
    p.at = parser->problem_mark.index;
    p.context = parser->context != NULL ? parser->context_mark.index : p.at;
    hr_yplace_move(place, p.context);
    p.context_byte = place->byte;
    p.context_line = place->line;
    hr_yplace_move(place, p.at);
    p.byte = place->byte;
    p.line = place->line;
    return translate(&p);
}
