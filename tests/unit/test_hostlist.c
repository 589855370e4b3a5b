/* test_hostlist.c - patterns expand to the names they should, what is wrong is said precisely, folding gives back
 * exactly the set it was given. */
#include "model/hostlist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cm.h"
#include "random.h"

typedef struct fixture {
    hr_ctx *ctx;
    hr_arena *arena;
} fixture;

static int setup(void **state)
{
    static fixture f;
    f = (fixture){hr_ctx_new("2026-01-01"), hr_arena_new()};
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

/* --- expansion --------------------------------------------------------------------------------------------- */

/* All names with blanks between. */
static void is_expanded(fixture *f, const char *text, bool dots, bool globs, const char *expected)
{
    hr_hostlist h;
    hr_err e = hr_hostlist_parse(&h, f->ctx, f->arena, hr_str_of(text), HR_NOWHERE, dots, globs);
    if (e != HR_OK) fail_msg("%s: %s", text, hr_diag_at(f->ctx, hr_diag_count(f->ctx) - 1)->message);
    hr_buf all = {0};
    hr_buf_z(&all, "");
    for (uint32_t i = 0; i < h.count; i++) {
        if (i > 0) hr_buf_c(&all, ' ');
        hr_hostlist_name(&h, i, &all);
    }
    assert_string_equal(all.s, expected);
    hr_buf_free(&all);
}

static void expansions(void **state)
{
    fixture *f = *state;
    is_expanded(f, "hall", false, false, "hall");
    is_expanded(f, "tx-[1-4]", false, false, "tx-1 tx-2 tx-3 tx-4");
    is_expanded(f, "rack[08-11]", false, false, "rack08 rack09 rack10 rack11");
    is_expanded(f, "rack[8-11]", false, false, "rack8 rack9 rack10 rack11");
    is_expanded(f, "ups-[A,B]", false, false, "ups-A ups-B");
    is_expanded(f, "[B,A]", false, false, "B A");
    is_expanded(f, "bus-[A,B][1-2]", false, false, "bus-A1 bus-A2 bus-B1 bus-B2");
    is_expanded(f, "r[1-2]-x[07,09-10,A]-y", false, false,
                "r1-x07-y r1-x09-y r1-x10-y r1-xA-y r2-x07-y r2-x09-y r2-x10-y r2-xA-y");
    is_expanded(f, "row[1-2].node[0-1]", true, false, "row1.node0 row1.node1 row2.node0 row2.node1");
    is_expanded(f, "row[1-2]*.node?", true, true, "row1*.node? row2*.node?");
    is_expanded(f, "[0-0]", false, false, "0");
    is_expanded(f, "x[00-01]", false, false, "x00 x01");
    is_expanded(f, "x[999999999999999998-999999999999999999]", false, false, "x999999999999999998 x999999999999999999");
    is_expanded(f, "x[0000000000000000000000000007]", false, false, "x0000000000000000000000000007"); /* a word */
    is_expanded(f, "a[1][2][3][4][5][6][7][8]b", false, false, "a12345678b");
    assert_int_equal(hr_diag_count(f->ctx), 0);
}

static void captures(void **state)
{
    fixture *f = *state;
    hr_hostlist h;
    assert_int_equal(hr_hostlist_parse(&h, NULL, f->arena, HR_STR("row[1-4]-rack[01-08]"), HR_NOWHERE, false, false),
                     HR_OK);
    hr_buf b = {0};
    assert_true(hr_hostlist_capture(&h, 9, 1, &b));
    hr_buf_c(&b, ' ');
    assert_true(hr_hostlist_capture(&h, 9, 2, &b));
    assert_string_equal(b.s, "2 02");
    assert_false(hr_hostlist_capture(&h, 9, 3, &b));
    assert_false(hr_hostlist_capture(&h, 9, 0, &b));
    hr_buf_free(&b);
}

/* Any of four million names is made without the others. */
static void large_lists(void **state)
{
    fixture *f = *state;
    hr_hostlist h;
    hr_buf b = {0};
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, HR_STR("r[0-4194303]"), HR_NOWHERE, false, false), HR_OK);
    assert_int_equal(h.count, HR_HOSTLIST_MAX);
    hr_hostlist_name(&h, 4194303, &b);
    assert_string_equal(b.s, "r4194303");
    hr_buf_free(&b);
    hr_str too_many[] = {HR_STR("r[0-4194304]"), HR_STR("r[1-2049][1-2048]"), HR_STR("r[0-999999999999999999]"),
                         HR_STR("r[0-4194303,a]")};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, too_many[i], HR_NOWHERE, false, false), HR_EINPUT);
        assert_string_equal(hr_diag_at(f->ctx, i)->message, "more than 4194304 names in one list");
    }
}

/* --- refusals ---------------------------------------------------------------------------------------------- */

static void refusals(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *text;
        uint32_t col, len; /* where, when the text begins in column 1 */
        const char *message;
    } rows[] = {
        {"", 1, 0, "an empty name"},
        {"tx-[1-4", 4, 1, "the `[` is never closed"},
        {"tx-[", 4, 1, "the `[` is never closed"},
        {"tx-1]", 5, 1, "a `]` without a `[` before it"},
        {"tx-[]", 4, 2, "empty brackets"},
        {"tx-[1,,2]", 6, 1, "an empty item in brackets"},
        {"tx-[,1]", 4, 1, "an empty item in brackets"},
        {"tx-[1,]", 6, 1, "an empty item in brackets"},
        {"tx-[4-1]", 5, 3, "`4-1` is a range from high to low"},
        {"tx-[01-100]", 5, 6, "`01-100` is a range whose ends are padded differently"},
        {"tx-[1-09]", 5, 4, "`1-09` is a range whose ends are padded differently"},
        {"tx-[A-C]", 5, 3, "`A-C` is a range of letters: a dash in brackets stands between two numbers"},
        {"tx-[1-B]", 5, 3, "`1-B` is no range: a dash in brackets stands between two numbers"},
        {"tx-[1-2-3]", 5, 5, "`1-2-3` is no range: a dash in brackets stands between two numbers"},
        {"tx-[-]", 5, 1, "`-` is no range: a dash in brackets stands between two numbers"},
        {"tx-[0-1234567890123456789]", 5, 21, "`0-1234567890123456789` is too large a number: 18 digits are the most"},
        {"tx-[1[2]]", 6, 1, "a bracket inside brackets"},
        {"tx-[1.2]", 6, 1, "a dot or pattern inside brackets"},
        {"tx-[*]", 5, 1, "a dot or pattern inside brackets"},
        {"tx-[A, B]", 7, 1, "a blank in a name or its brackets"},
        {"a,b", 2, 1, "a comma outside brackets"},
        {"a b", 2, 1, "a blank in a name or its brackets"},
        {"a.b", 2, 1, "a dot in a name"},
        {"a*", 2, 1, "a pattern where a name is expected"},
        {"rück", 2, 2, "`ü` is not allowed in a name: names are the letters a-z and A-Z, digits, - and _"},
        {"rü[é]", 2, 2, "`ü` is not allowed in a name: names are the letters a-z and A-Z, digits, - and _"},
        {"r[é]", 3, 2, "`é` is not allowed in a name: names are the letters a-z and A-Z, digits, - and _"},
        {"a/b", 2, 1, "`/` is not allowed in a name: names are letters, digits, - and _"},
        {"a\x01", 2, 1, "`?` is not allowed in a name: names are letters, digits, - and _"},
        {"$1", 1, 1, "`$` is not allowed in a name: names are letters, digits, - and _"},
        {"a[1][2][3][4][5][6][7][8][9]", 26, 1, "more than 8 brackets in one name"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hr_hostlist h;
        hr_span at = {0, (uint32_t)i + 1, 1, (uint32_t)strlen(rows[i].text)};
        hr_str text = hr_str_of(rows[i].text);
        assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, text, at, false, false), HR_EINPUT);
        const hr_diag *d = hr_diag_at(f->ctx, i);
        assert_string_equal(d->code, "M301");
        assert_string_equal(d->message, rows[i].message);
        if (d->at.line != i + 1 || d->at.col != rows[i].col || d->at.len != rows[i].len)
            fail_msg("%s: column %u, length %u", rows[i].text, d->at.col, d->at.len);
        assert_int_equal(hr_hostlist_parse(&h, NULL, f->arena, text, at, false, false), HR_EINPUT);
    }
}

static void dots_part_names(void **state)
{
    fixture *f = *state;
    static const char *const texts[] = {".a", "a.", "a..b", "a[1].", "."};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        hr_hostlist h;
        assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, hr_str_of(texts[i]), HR_NOWHERE, true, false),
                         HR_EINPUT);
        assert_string_equal(hr_diag_at(f->ctx, i)->message, "a dot with no name on one side");
    }
    is_expanded(f, "a[1].b", true, false, "a1.b");
    is_expanded(f, "a.[1]", true, false, "a.1");
}

static void names_have_a_length(void **state)
{
    fixture *f = *state;
    char text[300];
    hr_hostlist h;
    memset(text, 'a', sizeof text);
    memcpy(text + 250, "[001-100]", 9);
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, (hr_str){text, 261}, HR_NOWHERE, false, false), HR_OK);
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, (hr_str){text, 262}, HR_NOWHERE, false, false), HR_EINPUT);
    assert_string_equal(hr_diag_at(f->ctx, 0)->message, "a name of more than 255 characters");
}

/* A scalar in quotes: the caret counts from behind the quote. One with escapes: the whole scalar. */
static void spans_in_quotes(void **state)
{
    fixture *f = *state;
    hr_hostlist h;
    hr_str text = HR_STR("a b");
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, text, (hr_span){0, 1, 5, 5}, false, false), HR_EINPUT);
    assert_int_equal(hr_diag_at(f->ctx, 0)->at.col, 7);
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, text, (hr_span){0, 1, 5, 8}, false, false), HR_EINPUT);
    assert_int_equal(hr_diag_at(f->ctx, 1)->at.col, 5);
    assert_int_equal(hr_diag_at(f->ctx, 1)->at.len, 8);
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, text, HR_NOWHERE, false, false), HR_EINPUT);
    assert_int_equal(hr_diag_at(f->ctx, 2)->at.file, HR_NONE);
}

/* --- folding ----------------------------------------------------------------------------------------------- */

/* Splits at blanks, folds, compares. */
static void is_folded(const char *names, const char *expected)
{
    hr_str name[64];
    size_t n = 0;
    for (const char *p = names; *p != '\0'; p += *p == ' ') {
        size_t length = strcspn(p, " ");
        name[n++] = (hr_str){p, (uint32_t)length};
        p += length;
    }
    hr_buf b = {0};
    assert_int_equal(hr_hostlist_fold(name, n, &b), HR_OK);
    assert_string_equal(b.s != NULL ? b.s : "", expected);
    hr_buf_free(&b);
}

static void folds(void **state)
{
    (void)state;
    is_folded("", "");
    is_folded("hall", "hall");
    is_folded("tx-1", "tx-1");
    is_folded("tx-A tx-B", "tx-A,tx-B");
    is_folded("tx-2 tx-1 tx-3 tx-1", "tx-[1-3]");
    is_folded("tx-1 tx-3 tx-4", "tx-[1,3-4]");
    is_folded("r08 r09 r10 r11", "r[08-11]");
    is_folded("r8 r9 r10 r11", "r[8-11]");
    is_folded("r1 r01 r2 r02 r10", "r[1-2,01-02,10]");
    is_folded("r9 r09 r10", "r[9,09-10]");
    is_folded("r99 r100", "r[99-100]");
    is_folded("r099 r100 r101", "r[099-101]");
    is_folded("0 1", "[0-1]");
    is_folded("a1b1 a1b2 a2b1 a2b2", "a[1-2]b[1-2]");
    is_folded("a1b1 a1b2 a2b1", "a1b[1-2],a2b1");
    is_folded("a1b a2b a1c", "a[1-2]b,a1c");
    is_folded("row2-rack1 row10-rack1 row1-rack1 row3-rack2", "row[1-2,10]-rack1,row3-rack2");
    is_folded("x1 y2.z3 y2.z4", "x1,y2.z[3-4]");
    is_folded("x999999999999999998 x999999999999999999", "x[999999999999999998-999999999999999999]");
    is_folded("x9999999999999999998 x9999999999999999999", "x9999999999999999998,x9999999999999999999");
    is_folded("a1_9999999999999999999 a2_9999999999999999999", "a[1-2]_9999999999999999999");
}

/* No more brackets than a pattern may have. */
static void fold_stops_at_eight_brackets(void **state)
{
    (void)state;
    enum { RUNS = 10 };
    char text[1 << RUNS][2 * RUNS + 1];
    hr_str name[1 << RUNS];
    for (uint32_t i = 0; i < 1 << RUNS; i++) {
        for (uint32_t k = 0; k < RUNS; k++) {
            text[i][2 * k] = 'x';
            text[i][2 * k + 1] = (char)('0' + ((i >> k) & 1));
        }
        name[i] = (hr_str){text[i], 2 * RUNS};
    }
    hr_buf b = {0};
    assert_int_equal(hr_hostlist_fold(name, 1 << RUNS, &b), HR_OK);
    assert_string_equal(b.s, "x0x0x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1],"
                             "x0x1x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1],"
                             "x1x0x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1],"
                             "x1x1x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]x[0-1]");
    hr_buf_free(&b);
}

static int text_cmp(const void *a, const void *b) { return strcmp(a, b); }

enum { NAMES = 400, LENGTH = 24 };

/* Expands a list of patterns into sorted texts; returns how many. */
static size_t expand(hr_arena *arena, hr_str list, char (*out)[LENGTH], size_t room)
{
    size_t n = 0;
    uint32_t from = 0, depth = 0;
    for (uint32_t i = 0; i <= list.n; i++) {
        if (i < list.n && list.s[i] == '[') depth++;
        if (i < list.n && list.s[i] == ']') depth--;
        if (i < list.n && (list.s[i] != ',' || depth > 0)) continue;
        hr_hostlist h;
        assert_int_equal(hr_hostlist_parse(&h, NULL, arena, (hr_str){list.s + from, i - from}, HR_NOWHERE, true, false),
                         HR_OK);
        for (uint32_t k = 0; k < h.count; k++, n++) {
            hr_buf b = {0};
            hr_hostlist_name(&h, k, &b);
            assert_true(n < room && b.n < LENGTH);
            memcpy(out[n], b.s, b.n + 1);
            hr_buf_free(&b);
        }
        from = i + 1;
    }
    qsort(out, n, LENGTH, text_cmp);
    return n;
}

/* A name from a small world, so that sets are dense, with holes, paddings and several runs. */
static size_t random_name(uint64_t *random, char *out)
{
    static const char *const stem[] = {"r", "row", "tx-", "a", "n_"};
    size_t n = 0;
    uint32_t runs = random_below(random, 4);
    n += (size_t)snprintf(out, LENGTH, "%s", stem[random_below(random, 5)]);
    for (uint32_t k = 0; k < runs; k++) {
        int width = random_below(random, 4) == 0 ? (int)random_below(random, 4) : 0;
        n += (size_t)snprintf(out + n, LENGTH - n, "%0*u", width, random_below(random, runs == 1 ? 120 : 5));
        if (k + 1 < runs || random_below(random, 8) == 0) n += (size_t)snprintf(out + n, LENGTH - n, ".%s", stem[k]);
    }
    return n;
}

/* expand(fold(set)) == set, each name once. */
static void fold_there_and_back(void **state)
{
    fixture *f = *state;
    uint64_t random = 3;
    static char names[NAMES][LENGTH], back[NAMES + 1][LENGTH];
    for (int round = 0; round < 2000; round++) {
        hr_str set[NAMES];
        size_t n = random_below(&random, NAMES) + 1, unique = 0;
        for (size_t i = 0; i < n; i++) set[i] = (hr_str){names[i], (uint32_t)random_name(&random, names[i])};
        hr_buf b = {0};
        assert_int_equal(hr_hostlist_fold(set, n, &b), HR_OK);
        size_t got = expand(f->arena, (hr_str){b.s, (uint32_t)b.n}, back, NAMES + 1);
        qsort(names, n, LENGTH, text_cmp);
        for (size_t i = 0; i < n; i++) {
            if (i > 0 && strcmp(names[i], names[i - 1]) == 0) continue;
            assert_true(unique < got);
            assert_string_equal(names[i], back[unique]);
            unique++;
        }
        assert_int_equal(got, unique);
        hr_buf_free(&b);
    }
}

/* The nodes of a campus of 1 GW, in random order: one pattern, near-linear time. */
static void fold_of_a_campus(void **state)
{
    fixture *f = *state;
    enum { RACKS = 7200, NODES = 18, ALL = RACKS * NODES };
    hr_str *name = malloc(ALL * sizeof *name);
    hr_hostlist h;
    uint64_t random = 4;
    hr_buf text = {0}, folded = {0};
    hr_str campus = HR_STR("rack[0001-7200].node[01-18]");
    assert_int_equal(hr_hostlist_parse(&h, f->ctx, f->arena, campus, HR_NOWHERE, true, false), HR_OK);
    assert_int_equal(h.count, ALL);
    for (uint32_t i = 0; i < ALL; i++) hr_hostlist_name(&h, i, &text);
    assert_int_equal(text.n % ALL, 0);
    uint32_t length = (uint32_t)(text.n / ALL);
    for (uint32_t i = 0; i < ALL; i++) {
        uint32_t k = random_below(&random, i + 1);
        name[i] = name[k];
        name[k] = (hr_str){text.s + (size_t)i * length, length};
    }
    clock_t start = clock();
    assert_int_equal(hr_hostlist_fold(name, ALL, &folded), HR_OK);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_string_equal(folded.s, campus.s);
    assert_true(seconds < 5); /* a fraction of a second without sanitizers */
    hr_buf_free(&text);
    hr_buf_free(&folded);
    free(name);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(expansions),
        TEST(captures),
        TEST(large_lists),
        TEST(refusals),
        TEST(dots_part_names),
        TEST(names_have_a_length),
        TEST(spans_in_quotes),
        cmocka_unit_test(folds),
        cmocka_unit_test(fold_stops_at_eight_brackets),
        TEST(fold_there_and_back),
        TEST(fold_of_a_campus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
