/* fuzz_yaml.c - any bytes as YAML: every span lies inside the source, what is read stands there, and a tree written
 * out as quoted flow YAML is read back as the same tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/yaml.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

/* Where a span begins in the source, once it is known to lie in one line of it. */
static size_t check_span(const hr_ctx *ctx, hr_id file, hr_span at)
{
    hr_str body = hr_source_body(ctx, file), line = hr_source_line(ctx, file, at.line);
    CHECK(at.file == file && at.line > 0 && at.col > 0);
    size_t from = hr_source_offset(ctx, file, at.line, at.col);
    size_t begin = hr_source_offset(ctx, file, at.line, 1);
    CHECK(from + at.len <= body.n);
    CHECK(from - begin <= line.n && from - begin + at.len <= (size_t)line.n + 1); /* the end of a line may be marked */
    return from;
}

static void check_scalar(const hr_ctx *ctx, hr_id file, const hr_ynode *n)
{
    size_t from = check_span(ctx, file, n->at);
    hr_str body = hr_source_body(ctx, file);
    hr_str slice = hr_str_trim((hr_str){body.s + from, n->at.len});
    CHECK(n->at.len > 0);
    if (n->quoted) {
        CHECK(memchr("\"'|>", body.s[from], 4) != NULL);
    } else { /* a plain scalar is its first line, then what the lines below add */
        const char *stop = slice.n > 0 ? memchr(slice.s, '\r', slice.n) : NULL;
        uint32_t known = stop != NULL ? (uint32_t)(stop - slice.s) : slice.n;
        while (known > 0 && (slice.s[known - 1] == ' ' || slice.s[known - 1] == '\t')) known--;
        bool odd_break = false; /* line ends of which only libyaml knows are folded inside the slice */
        for (uint32_t i = 0; i + 1 < known; i++) odd_break = odd_break || slice.s[i] == '\xC2' || slice.s[i] == '\xE2';
        CHECK(odd_break || (n->text.n >= known && memcmp(n->text.s, slice.s, known) == 0));
    }
}

/* Recursion is fine here: depth is bounded, which is checked. */
static void check_tree(const hr_ctx *ctx, hr_id file, const hr_ynode *n, uint32_t depth)
{
    CHECK(depth <= HR_YAML_MAX_DEPTH + 1);
    if (n->kind == HR_Y_SCALAR) {
        check_scalar(ctx, file, n);
        return;
    }
    check_span(ctx, file, n->at);
    for (uint32_t i = 0; i < n->n; i++) {
        if (n->kind == HR_Y_SEQ) {
            check_tree(ctx, file, n->u.item[i], depth + 1);
            continue;
        }
        const hr_ypair *pair = &n->u.pair[i];
        CHECK(pair->key->kind == HR_Y_SCALAR);
        CHECK(hr_yaml_pair(n, pair->key->text) == pair); /* no key stands twice */
        check_tree(ctx, file, pair->key, depth + 1);
        check_tree(ctx, file, pair->value, depth + 1);
    }
}

/* --- writing ----------------------------------------------------------------------------------------------- */

static void write_text(hr_buf *out, hr_str text)
{
    hr_buf_c(out, '"');
    for (uint32_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == '"' || c == '\\' || c == '/') hr_buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F) hr_buf_printf(out, "\\x%02x", c);
        /* Line ends and characters that may only be written as escapes: U+0080..9F, U+2028 and 9, U+FEFF, U+FFFE.. */
        else if (c == 0xC2) hr_buf_printf(out, "\\u%04X", (unsigned char)text.s[++i]);
        else if (c == 0xE2 || c == 0xEF) {
            unsigned code = (c & 0xFu) << 12 | ((unsigned char)text.s[i + 1] & 0x3Fu) << 6;
            code |= (unsigned char)text.s[i + 2] & 0x3Fu;
            hr_buf_printf(out, "\\u%04x", code);
            i += 2;
        } else hr_buf_c(out, (char)c);
    }
    hr_buf_c(out, '"');
}

/* `? "key" : value` has no bound on the length of a key. */
static void write_tree(hr_buf *out, const hr_ynode *n)
{
    if (n->kind == HR_Y_NULL) hr_buf_z(out, "~");
    if (n->kind == HR_Y_SCALAR) write_text(out, n->text);
    if (n->kind == HR_Y_NULL || n->kind == HR_Y_SCALAR) return;
    bool map = n->kind == HR_Y_MAP;
    hr_buf_c(out, map ? '{' : '[');
    for (uint32_t i = 0; i < n->n; i++) {
        if (i > 0) hr_buf_z(out, ", ");
        if (map) hr_buf_z(out, "? ");
        if (map) write_tree(out, n->u.pair[i].key);
        if (map) hr_buf_z(out, " : ");
        write_tree(out, map ? n->u.pair[i].value : n->u.item[i]);
    }
    hr_buf_c(out, map ? '}' : ']');
}

static void check_same(const hr_ynode *a, const hr_ynode *b)
{
    if (a->kind == HR_Y_NULL) {
        CHECK(b->kind == HR_Y_SCALAR && hr_str_is(b->text, "~"));
        return;
    }
    CHECK(a->kind == b->kind && a->n == b->n && hr_str_eq(a->text, b->text));
    for (uint32_t i = 0; i < a->n; i++) {
        if (a->kind == HR_Y_MAP) check_same(a->u.pair[i].key, b->u.pair[i].key);
        if (a->kind == HR_Y_MAP) check_same(a->u.pair[i].value, b->u.pair[i].value);
        else check_same(a->u.item[i], b->u.item[i]);
    }
}

static void check_again(hr_ctx *ctx, hr_arena *arena, const hr_ynode *root)
{
    hr_buf text = {0};
    hr_id file;
    hr_ynode *again;
    write_tree(&text, root);
    CHECK(!text.failed);
    CHECK(hr_source_text(ctx, "again", text.s, text.n, &file) == HR_OK);
    CHECK(hr_yaml_parse(&again, ctx, arena, file) == HR_OK);
    check_same(root, again);
    check_tree(ctx, file, again, 1);
    hr_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_arena *arena = hr_arena_new();
    hr_id file = HR_NONE;
    hr_ynode *root = NULL;
    CHECK(ctx != NULL && arena != NULL);
    bool text = hr_source_text(ctx, "fuzz", (const char *)data, size, &file) == HR_OK;
    size_t before = hr_diag_errors(ctx);
    hr_err e = hr_yaml_parse(&root, ctx, arena, file); /* what is no text can be parsed too: it is refused again */
    CHECK(e == HR_OK || e == HR_EINPUT);
    CHECK((e == HR_OK) == (root != NULL) && (text || e == HR_EINPUT));
    if (text) CHECK((e == HR_OK) == (hr_diag_errors(ctx) == before)); /* else the reason may have been told */
    for (size_t i = before; i < hr_diag_count(ctx); i++) check_span(ctx, file, hr_diag_at(ctx, i)->at);
    if (root != NULL) {
        check_tree(ctx, file, root, 1);
        check_again(ctx, arena, root);
    }
    hr_arena_free(arena);
    hr_ctx_free(ctx);
    return 0;
}
