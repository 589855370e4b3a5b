/* test_yaml.c - trees with the right texts and spans; every refusal with its code, its place and its words. */
#include "model/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "cm.h"

typedef struct fixture {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_id file;
} fixture;

static int setup(void **state)
{
    static fixture f;
    f = (fixture){hr_ctx_new("2026-01-01"), hr_arena_new(), HR_NONE};
    *state = &f;
    return f.ctx == NULL || f.arena == NULL;
}

static int teardown(void **state)
{
    fixture *f = *state;
    hr_arena_free(f->arena);
    hr_ctx_free(f->ctx);
    return 0;
}

static hr_ynode *parse_n(fixture *f, const char *text, size_t n)
{
    hr_ynode *root = NULL;
    assert_int_equal(hr_source_text(f->ctx, "test", text, n, &f->file), HR_OK);
    hr_err e = hr_yaml_parse(&root, f->ctx, f->arena, f->file);
    assert_int_equal(e, root != NULL ? HR_OK : HR_EINPUT);
    return root;
}

static hr_ynode *parse(fixture *f, const char *text) { return parse_n(f, text, strlen(text)); }

/* --- trees ------------------------------------------------------------------------------------------------- */

/* A tree on one line: {key: value, ...}, [item, ...], 'text' where it was quoted, ~ for nothing. */
static void describe(const hr_ynode *n, hr_buf *out)
{
    switch (n->kind) {
    case HR_Y_NULL: hr_buf_c(out, '~'); return;
    case HR_Y_SCALAR: hr_buf_printf(out, n->quoted ? "'%.*s'" : "%.*s", HR_STR_FMT(n->text)); return;
    default: break;
    }
    bool map = n->kind == HR_Y_MAP;
    hr_buf_c(out, map ? '{' : '[');
    for (uint32_t i = 0; i < n->n; i++) {
        if (i > 0) hr_buf_z(out, ", ");
        if (map) describe(n->u.pair[i].key, out);
        if (map) hr_buf_z(out, ": ");
        describe(map ? n->u.pair[i].value : n->u.item[i], out);
    }
    hr_buf_c(out, map ? '}' : ']');
}

static void is_tree(fixture *f, const char *text, const char *expected)
{
    const hr_ynode *root = parse(f, text);
    if (root == NULL) fail_msg("%s: %s", text, hr_diag_at(f->ctx, 0)->message);
    hr_buf b = {0};
    describe(root, &b);
    assert_string_equal(b.s, expected);
    hr_buf_free(&b);
}

static void trees(void **state)
{
    fixture *f = *state;
    is_tree(f, "", "~");
    is_tree(f, "# nothing\n\n", "~");
    is_tree(f, "---\n", "~");
    is_tree(f, "%YAML 1.2\n---\na: 1\n...\n# end\n", "{a: 1}");
    is_tree(f, "text", "text");
    is_tree(f, "a: 1\nb: yes\nc: \"yes\"\nd: 'it''s'\ne:\nf: ~\ng: ''",
            "{a: 1, b: yes, c: 'yes', d: 'it's', e: ~, f: ~, g: ''}");
    is_tree(f, "a:\n  b: {c: d, e: [1, 2,]}\n  f:\n  - x\n  - y: z\n    u: v\n",
            "{a: {b: {c: d, e: [1, 2]}, f: [x, {y: z, u: v}]}}");
    is_tree(f, "from: tx-[A,B]\nto: bus-[A,B][1-4] # comment", "{from: tx-[A,B], to: bus-[A,B][1-4]}");
    is_tree(f, "from: [A, B]\nto: {x: \"tx-[A,B]\"}", "{from: [A, B], to: {x: 'tx-[A,B]'}}");
    is_tree(f, "t: |\n  one\n  two\nu: >-\n  one\n  two\n", "{t: 'one\ntwo\n', u: 'one two'}");
    is_tree(f, "a: one\n  two\nb: \"one\n  two\"", "{a: one two, b: 'one two'}");
    is_tree(f, "? a\n: b\n? c", "{a: b, c: ~}");
    is_tree(f, "[a: 1, b]", "[{a: 1}, b]");
    is_tree(f, "\"<<\": 1", "{'<<': 1}");
    is_tree(f, "a: 1\r\nb: 2\r\n", "{a: 1, b: 2}");
    is_tree(f,
            "\xEF\xBB\xBF"
            "a: 1",
            "{a: 1}");
    is_tree(f, "a: {b: $1, c: x$2.y}", "{a: {b: $1, c: x$2.y}}");
    is_tree(f, "a: 'x'\n\"a \": 2\nA: 3", "{a: 'x', 'a ': 2, A: 3}");
}

static void json(void **state)
{
    fixture *f = *state;
    is_tree(f, "{\"a\":1,\"b\":[true,null,-1.5e3],\"c\":{\"d\":\"\"}}",
            "{'a': 1, 'b': [true, null, -1.5e3], 'c': {'d': ''}}");
    is_tree(f, "{\n\t\"a\" : \"x\\/y\",\n\t\"b\":\t\"\\u00e9\\t\\\"\\\\\"\n}", "{'a': 'x/y', 'b': 'é\t\"\\'}");
    is_tree(f, "[]", "[]");
    is_tree(f, "{}", "{}");
    is_tree(f, "\"\\u20AC\"", "'€'");
}

/* Texts are views into the source where they stand there as they are. */
static void texts_are_views(void **state)
{
    fixture *f = *state;
    const hr_ynode *root = parse(f, "plain: \"quoted\"\n'a''b': \"c\\td\"");
    hr_str body = hr_source_body(f->ctx, f->file);
    for (uint32_t i = 0; i < 2; i++) {
        const hr_ynode *side[] = {root->u.pair[i].key, root->u.pair[i].value};
        for (size_t k = 0; k < 2; k++) {
            bool inside = side[k]->text.s >= body.s && side[k]->text.s < body.s + body.n;
            assert_int_equal(inside, i == 0);
        }
    }
}

static void is_at(const hr_ynode *n, uint32_t line, uint32_t col, uint32_t len)
{
    if (n->at.line != line || n->at.col != col || n->at.len != len)
        fail_msg("%.*s: %u:%u+%u", HR_STR_FMT(n->text), n->at.line, n->at.col, n->at.len);
}

static void spans(void **state)
{
    fixture *f = *state;
    const hr_ynode *root = parse(f, "é: {ü: 'ö', €: \"ä\\n\"}\nlist:\n  - one\n  - - two\r\n  -\ntext: |-  # why\n  x\n"
                                    "more: a\n  b\nquoted: \"a  \n  b\"\nlast: 1");
    const hr_ynode *map = root->u.pair[0].value;
    is_at(root, 1, 1, 2);
    assert_false(root->flow);
    is_at(root->u.pair[0].key, 1, 1, 2);
    is_at(map, 1, 4, 1);
    assert_true(map->flow);
    is_at(map->u.pair[0].key, 1, 5, 2);
    is_at(map->u.pair[0].value, 1, 8, 4);
    is_at(map->u.pair[1].key, 1, 13, 3);
    is_at(map->u.pair[1].value, 1, 16, 6);
    const hr_ynode *list = root->u.pair[1].value;
    is_at(list, 3, 3, 1);
    is_at(list->u.item[0], 3, 5, 3);
    is_at(list->u.item[1], 4, 5, 1);
    is_at(list->u.item[1]->u.item[0], 4, 7, 3);
    is_at(list->u.item[2], 5, 4, 0);
    is_at(hr_yaml_get(root, "text"), 6, 7, 9);
    is_at(hr_yaml_get(root, "more"), 8, 7, 1);
    is_at(hr_yaml_get(root, "quoted"), 10, 9, 4);
    is_at(hr_yaml_get(root, "last"), 12, 7, 1);
}

/* libyaml takes U+2028, U+0085 and lone carriage returns for line ends, editors and the rest of us don't. */
static void lines_are_counted_like_editors_do(void **state)
{
    fixture *f = *state;
    const hr_ynode *root = parse(f, "a: \"x\xE2\x80\xA8y\xC2\x85z\" # \xE2\x80\xA8\nb: 1\rc: 2\n");
    is_at(hr_yaml_get(root, "a"), 1, 4, 10);
    is_at(hr_yaml_get(root, "b"), 2, 4, 1);
    is_at(hr_yaml_get(root, "c"), 2, 9, 1);
}

static void lookup(void **state)
{
    fixture *f = *state;
    const hr_ynode *root = parse(f, "a: 1\nb: [x]\nc:\nd: {}");
    assert_true(hr_str_is(hr_yaml_get(root, "a")->text, "1"));
    assert_null(hr_yaml_get(root, "x"));
    assert_null(hr_yaml_get(hr_yaml_get(root, "b"), "x"));
    assert_null(hr_yaml_get(NULL, "x"));
    assert_true(hr_yaml_pair(root, HR_STR("b")) == &root->u.pair[1]);
    assert_string_equal(hr_yaml_kind_word(hr_yaml_get(root, "a")), "a value");
    assert_string_equal(hr_yaml_kind_word(hr_yaml_get(root, "b")), "a list");
    assert_string_equal(hr_yaml_kind_word(hr_yaml_get(root, "c")), "nothing");
    assert_string_equal(hr_yaml_kind_word(hr_yaml_get(root, "d")), "a mapping");
}

/* --- refusals ---------------------------------------------------------------------------------------------- */

typedef struct refusal {
    const char *text;
    const char *code;
    uint32_t line, col, len;
    const char *words; /* in message or help */
} refusal;

static bool says(const hr_diag *d, const char *words)
{
    return strstr(d->message, words) != NULL || (d->help != NULL && strstr(d->help, words) != NULL);
}

/* Each text gives exactly one diagnostic. */
static void are_refused(fixture *f, const refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const refusal *r = &rows[i];
        size_t before = hr_diag_count(f->ctx);
        assert_null(parse(f, r->text));
        const hr_diag *d = hr_diag_at(f->ctx, before);
        if (d == NULL || hr_diag_count(f->ctx) != before + 1) fail_msg("%s: not one diagnostic", r->text);
        bool place = d->at.line == r->line && d->at.col == r->col && d->at.len == r->len;
        if (strcmp(d->code, r->code) != 0 || !place || !says(d, r->words))
            fail_msg("%s: %s %u:%u+%u %s (%s)", r->text, d->code, d->at.line, d->at.col, d->at.len, d->message,
                     d->help != NULL ? d->help : "");
    }
}

#define REFUSED(rows) are_refused(*state, rows, sizeof(rows) / sizeof(rows)[0])

static void syntax(void **state)
{
    static const refusal rows[] = {
        {"a:\n\tb: 1", "M103", 2, 1, 1, "a tab is used for indentation"},
        {"a:\n  -\tb: 1\n", "M103", 2, 4, 1, "a tab"},
        {"a: |\n\tb", "M103", 2, 1, 1, "a tab is used for indentation"},
        {"a:\n  b: x\n \ty", "M103", 3, 2, 1, "a tab is used for indentation"},
        {"a: 1\ntype:rack\nb: 1", "M103", 2, 1, 9, "put a space after the colon"},
        {"a: {}\ntype:rack\nb: 1", "M103", 2, 1, 9, "put a space after the colon"},
        {"x:\n  é type\n  b: 1", "M103", 2, 3, 7, "`key: value` is expected here"},
        {"x: {}\nword\n", "M103", 2, 1, 4, "`key: value` is expected here"},
        {"a: {b:[1]}", "M103", 1, 6, 1, "put a space after the colon"},
        {"a: b: c", "M103", 1, 5, 1, "a second `:`"},
        {"a: {b: c: d}", "M103", 1, 9, 1, "in quotes"},
        {"a: 1\n  b: 2", "M103", 2, 4, 1, "a value that began on a line above"},
        {"a: [1, 2\nb: 3", "M103", 2, 2, 1, "is the `[` at line 1 closed?"},
        {"a: {b: 1\n# end\n", "M103", 1, 4, 1, "the `{` opened here is never closed with `}`"},
        {"a: [1, 2]]", "M103", 1, 10, 1, "does not fit"},
        {"a: \"x\nb: 1", "M103", 1, 4, 1, "the quote \" opened here is never closed"},
        {"a: it's\nb: 'x", "M103", 2, 4, 1, "written twice"},
        {"a: \"x\n---\n\"", "M103", 2, 1, 1, "inside quotes"},
        {"a: @x", "M103", 1, 4, 1, "a value cannot begin with `@`"},
        {"a: %x", "M103", 1, 4, 1, "a value cannot begin with `%`"},
        {"a: [|]", "M103", 1, 5, 1, "a value cannot begin with `|`"},
        {"a: \"\\q\"", "M103", 1, 5, 2, "an escape"},
        {"a: \"\\x1\"", "M103", 1, 7, 1, "too few hexadecimal digits"},
        {"a: \"\\uD83D\\ude00\"", "M103", 1, 5, 12, "\\U0001F600"},
        {"a: \"\\uD83D x\"", "M103", 1, 5, 2, "does not exist in Unicode"},
        {"a: \"\\uD83D", "M103", 1, 5, 2, "does not exist in Unicode"},
        {"a: \"\\0\"", "M103", 1, 4, 4, "NUL"},
        {"a: \x01", "M103", 1, 4, 1, "U+0001"},
        {"a: \xC2\x80", "M103", 1, 4, 2, "U+0080"},
        {"a: é\x7F", "M103", 1, 5, 1, "U+007F"},
        {"a: - b", "M103", 1, 4, 1, "a list item cannot begin here"},
        {"a: ? b", "M103", 1, 4, 1, "a `?` key cannot begin here"},
        {"- a\nb: 1", "M103", 2, 1, 1, "a list item is expected here"},
        {"a:\n  b: 1\n c: 2", "M103", 3, 2, 1, "the indentation fits no key above"},
        {"{: b}", "M103", 1, 2, 1, "a value is expected here"},
        {": x", "M103", 1, 1, 1, "a key is missing"},
        {"a: \"b\" c", "M103", 1, 8, 1, "does not fit"},
        {"{a: 1} b", "M103", 1, 8, 1, "nothing may follow here"},
        {"a: {x: 1, , y: 2}", "M103", 1, 11, 1, "a value is expected here"},
        {"a: ]", "M103", 1, 4, 1, "a value is expected here"},
        {"a: | x\n  y", "M103", 1, 6, 1, "nothing may stand in the line"},
        {"a: |0\n  y", "M103", 1, 5, 1, "indentation 0"},
        {"%YAML 1.1\n%YAML 1.1\n---\na: 1", "M103", 2, 1, 1, "a second %YAML line"},
        {"%YAML 2.0\n---\na: 1", "M103", 1, 1, 1, "another version"},
        {"%FOO\n---\na: 1", "M103", 1, 1, 4, "begins with %"},
        {"%YAML x\n---\na: 1", "M103", 1, 1, 7, "begins with %"},
        {"%é\n", "M103", 1, 1, 3, "begins with %"},
    };
    REFUSED(rows);
}

static void unquoted_hostlists(void **state)
{
    static const refusal rows[] = {
        {"a: {to: tx-[A,B]}", "M302", 1, 9, 8, "write \"tx-[A,B]\""},
        {"from: [bus-[A,B][1-4], x]", "M302", 1, 8, 14, "write \"bus-[A,B][1-4]\""},
        {"from: [x, é, row[1-4]-rack[01-08].node*]", "M302", 1, 14, 26, "write \"row[1-4]-rack[01-08].node*\""},
        {"a: {tx-[A,B]: {x: 1}}", "M302", 1, 5, 8, "write \"tx-[A,B]\""},
        {"a: {to: [A,B]-tx, b: 2}", "M302", 1, 9, 8, "write \"[A,B]-tx\""},
        {"a: {to: [A,B][1-2]}", "M302", 1, 9, 10, "write \"[A,B][1-2]\""},
        {"from: [A,B]-x", "M302", 1, 7, 7, "write \"[A,B]-x\""},
        {"a: {to: tx-[A, B]}", "M302", 1, 9, 9, "write \"tx-[A,B]\""},
        {"a: {spread: bus-A[1-4],\n  b: 1}", "M302", 1, 13, 10, "write \"bus-A[1-4]\""},
        {"a: {to: upb-$1[1-2]}", "M302", 1, 9, 11, "write \"upb-$1[1-2]\""},
        {"a: [b c[1", "M103", 1, 8, 1, "expected here"}, /* no closed bracket: not taken for one */
        {"a: {b: \"x\"[1]}", "M103", 1, 11, 1, "expected here"},
    };
    REFUSED(rows);
}

static void features_refused(void **state)
{
    static const refusal rows[] = {
        {"a: &x 1", "M104", 1, 4, 2, "an anchor (`&x`)"},
        {"a: &x {b: 1}", "M104", 1, 4, 2, "an anchor (`&x`)"},
        {"a: &x [b]", "M104", 1, 4, 2, "an anchor"},
        {"b: *x", "M104", 1, 4, 2, "an alias (`*x`)"},
        {"b: {to: *-rack}", "M104", 1, 9, 6, "must be in quotes"},
        {"b: *", "M104", 1, 4, 1, "must be in quotes"},
        {"b: &", "M104", 1, 4, 1, "must be in quotes"},
        {"<<: {a: 1}", "M104", 1, 1, 2, "a merge key"},
        {"a: !!str x", "M104", 1, 4, 5, "a tag"},
        {"a: !x", "M104", 1, 4, 2, "a tag"},
        {"a: !x{", "M104", 1, 4, 1, "a tag"},
        {"a: !x!y z", "M104", 1, 4, 1, "a tag"},
        {"a: !<x", "M104", 1, 4, 1, "a tag"},
        {"%TAG !x! y\n---\na: 1", "M104", 1, 1, 10, "a %TAG directive"},
        {"a: 1\n---\nb: 2", "M104", 2, 1, 3, "a second document"},
        {"a: 1\n...\n# x\n--- b", "M104", 4, 1, 5, "a second document"},
        {"a: 1\n...\n%TAG ! x\n", "M104", 3, 1, 8, "a second document"},
        {"a: 1\r---\rb: 2", "M104", 1, 6, 3, "a second document"},
        {"a: 1\xE2\x80\xA8--- b", "M104", 1, 6, 5, "a second document"},
        {"a: 1\xC2\x85...\xC2\x85%TAG ! x", "M104", 1, 10, 8, "a second document"},
        {"# x\r%TAG ! x\r", "M104", 1, 5, 8, "a %TAG directive"},
    };
    REFUSED(rows);
}

static void shapes_refused(void **state)
{
    static const refusal rows[] = {
        {"? [a]\n: b", "M108", 1, 3, 1, "a key is a single value, found a list"},
        {"{[a]: b}", "M108", 1, 2, 1, "a key is a single value, found a list"},
        {"{{a: 1}: b}", "M108", 1, 2, 1, "a key is a single value, found a mapping"},
        {"?\n: b", "M108", 1, 2, 0, "a key is empty"},
    };
    REFUSED(rows);
}

static void duplicate_keys(void **state)
{
    static const refusal rows[] = {
        {"a: 1\nb: 2\n'a': 3", "M105", 3, 1, 3, "stands here and at line 1, column 1"},
        {"x: {a: 1, b: {a: 1}, a: 2}", "M105", 1, 22, 1, "line 1, column 5"},
    };
    REFUSED(rows);
    fixture *f = *state;
    hr_buf b = {0};
    for (int i = 0; i < 100; i++) hr_buf_printf(&b, "key%d: 1\n", i % 90);
    size_t before = hr_diag_count(f->ctx);
    assert_null(parse(f, b.s));
    assert_int_equal(hr_diag_count(f->ctx), before + 10);
    assert_int_equal(hr_diag_at(f->ctx, before)->at.line, 91);
    assert_true(says(hr_diag_at(f->ctx, before), "`key0` stands here and at line 1,"));
    hr_buf_free(&b);
}

/* What leaves the rest readable does not end the reading. */
static void faults_are_all_reported(void **state)
{
    fixture *f = *state;
    assert_null(parse(f, "a: &x 1\nb: *x\n<<: {}\nc: 1\nc: 2\nd: {to: tx-[A,B]}\n"));
    static const char *const codes[] = {"M104", "M104", "M104", "M302"};
    assert_int_equal(hr_diag_count(f->ctx), 4);
    for (size_t i = 0; i < 4; i++) assert_string_equal(hr_diag_at(f->ctx, i)->code, codes[i]);
}

static void invalid_utf8(void **state)
{
    fixture *f = *state;
    hr_ynode *root;
    assert_int_equal(hr_source_text(f->ctx, "test", "a: \xFF", 4, &f->file), HR_EINPUT); /* told there */
    assert_int_equal(hr_yaml_parse(&root, f->ctx, f->arena, f->file), HR_EINPUT);
    assert_null(root);
    assert_int_equal(hr_diag_count(f->ctx), 1);
    assert_string_equal(hr_diag_at(f->ctx, 0)->code, "M102");
    assert_int_equal(hr_diag_at(f->ctx, 0)->at.col, 4);
}

/* --- bounds ------------------------------------------------------------------------------------------------ */

/* `count` times `piece`, framed. */
static char *repeated(const char *before, const char *piece, size_t count, const char *after, size_t *n)
{
    hr_buf b = {0};
    hr_buf_z(&b, before);
    for (size_t i = 0; i < count; i++) hr_buf_z(&b, piece);
    hr_buf_z(&b, after);
    assert_false(b.failed);
    *n = b.n;
    return b.s;
}

static void depth_is_bounded(void **state)
{
    fixture *f = *state;
    static const char *const pieces[] = {"[", "{a: ", "- ", "{\"\":[", "[\n"};
    size_t n;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char *text = repeated("", pieces[i], 200000, "", &n);
        assert_null(parse_n(f, text, n));
        assert_string_equal(hr_diag_at(f->ctx, i)->code, "M106");
        assert_true(says(hr_diag_at(f->ctx, i), "64 levels"));
        free(text);
    }
    char *deepest = repeated("", "[", 64, "", &n), *whole = repeated(deepest, "]", 64, "", &n);
    assert_non_null(parse_n(f, whole, n));
    free(deepest);
    free(whole);
}

static void nodes_are_bounded(void **state)
{
    fixture *f = *state;
    size_t n;
    char *text = repeated("[", "a,", HR_YAML_MAX_NODES, "]", &n);
    assert_null(parse_n(f, text, n));
    assert_string_equal(hr_diag_at(f->ctx, 0)->code, "M106");
    free(text);
}

/* Texts of megabytes made to be slow: each is read or refused in about the time of a plain one. */
static void time_is_bounded(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *before, *piece;
        size_t count;
        const char *after, *code; /* NULL: it is read */
    } rows[] = {
        {"%TAG !a! x\n", "%TAG !a! x\n", 1 << 18, "---\na: 1", "M104"},
        {"a: 1\n...\n", "%TAG !a! x\n", 1 << 18, "---\na: 1", "M104"},
        {"a: 1\r...\r", "%TAG !a! x\r", 1 << 18, "---\ra: 1", "M104"},
        {"a: b", " ", 1 << 22, "c d", NULL},
        {"{\"é\": 1", ", \"é\"", 0, "}", NULL},
        {"{\"é\": [1", ",1", 1 << 20, "]}", NULL},
        {"", "# comment\n", 1 << 18, "", NULL},
        {"", "\n", 1 << 22, "", NULL},
        {"a: \"", "\\n", 1 << 20, "\"", NULL},
        {"", "aaaaaaaa", 1 << 18, ": 1", "M103"},
        {"x: [", "a: b,", 1 << 18, "]", NULL},
    };
    clock_t start = clock();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n;
        char *text = repeated(rows[i].before, rows[i].piece, rows[i].count, rows[i].after, &n);
        size_t before = hr_diag_count(f->ctx);
        const hr_ynode *root = parse_n(f, text, n);
        assert_int_equal(root != NULL, rows[i].code == NULL);
        if (root == NULL) assert_string_equal(hr_diag_at(f->ctx, before)->code, rows[i].code);
        free(text);
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20); /* about a second without sanitizers */
}

/* libyaml clears a buffer as long as the longest run of blanks at every word of a scalar. */
static void long_blanks_among_many_words(void **state)
{
    fixture *f = *state;
    size_t n, m;
    char *blanks = repeated("a: b", " ", 1 << 20, "", &n), *text = repeated(blanks, "c ", 1 << 20, "", &m);
    assert_null(parse_n(f, text, m));
    const hr_diag *d = hr_diag_at(f->ctx, 0);
    assert_string_equal(d->code, "M106");
    assert_true(d->at.line == 1 && d->at.col == 5 && says(d, "a run of 1048576 blanks"));
    free(blanks);
    free(text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(trees),
        TEST(json),
        TEST(texts_are_views),
        TEST(spans),
        TEST(lines_are_counted_like_editors_do),
        TEST(lookup),
        TEST(syntax),
        TEST(unquoted_hostlists),
        TEST(features_refused),
        TEST(shapes_refused),
        TEST(duplicate_keys),
        TEST(faults_are_all_reported),
        TEST(invalid_utf8),
        TEST(depth_is_bounded),
        TEST(nodes_are_bounded),
        TEST(time_is_bounded),
        TEST(long_blanks_among_many_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
