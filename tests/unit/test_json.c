/* test_json.c - the bytes of the JSON writer, in both layouts, of any size, and what it does when its sink is full. */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/str.h"

#include "cm.h"
#include "random.h"

static bool to_buf(void *user, const char *s, size_t n)
{
    hr_buf *b = user;
    hr_buf_add(b, s, n);
    return !b->failed;
}

static void compact_and_nested(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, false);
    hr_json_object(j);
    hr_json_key(j, "schema");
    hr_json_int(j, 1);
    hr_json_key(j, "rows");
    hr_json_array(j);
    hr_json_object(j);
    hr_json_object_end(j);
    hr_json_array(j);
    hr_json_array_end(j);
    hr_json_bool(j, true);
    hr_json_bool(j, false);
    hr_json_null(j);
    hr_json_z(j, NULL);
    hr_json_z(j, "x");
    hr_json_array_end(j);
    hr_json_key(j, "a\"b");
    hr_json_num(j, 0.5);
    hr_json_object_end(j);
    hr_json_end_line(j);
    hr_json_int(j, 2);
    hr_json_end_line(j);
    assert_true(hr_json_free(j));
    assert_string_equal(b.s, "{\"schema\":1,\"rows\":[{},[],true,false,null,null,\"x\"],\"a\\\"b\":0.5}\n2\n");
    hr_buf_free(&b);
}

static void pretty_with_rows_on_one_line(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, true);
    hr_json_object(j);
    hr_json_key(j, "n");
    hr_json_int(j, 2);
    hr_json_key(j, "rows");
    hr_json_array(j);
    for (int i = 0; i < 2; i++) {
        hr_json_object(j); /* this one is broken into lines: its member is not */
        hr_json_key(j, "at");
        hr_json_inline(j, true);
        hr_json_array(j);
        hr_json_int(j, i);
        hr_json_inline(j, true); /* counted */
        hr_json_object(j);
        hr_json_key(j, "k");
        hr_json_null(j);
        hr_json_key(j, "l");
        hr_json_array(j);
        hr_json_array_end(j);
        hr_json_object_end(j);
        hr_json_inline(j, false);
        hr_json_array_end(j);
        hr_json_inline(j, false);
        hr_json_object_end(j);
    }
    hr_json_array_end(j);
    hr_json_key(j, "empty");
    hr_json_object(j);
    hr_json_object_end(j);
    hr_json_object_end(j);
    hr_json_end_line(j);
    assert_true(hr_json_free(j));
    assert_string_equal(b.s, "{\n"
                             "  \"n\": 2,\n"
                             "  \"rows\": [\n"
                             "    {\n"
                             "      \"at\": [0, {\"k\": null, \"l\": []}]\n"
                             "    },\n"
                             "    {\n"
                             "      \"at\": [1, {\"k\": null, \"l\": []}]\n"
                             "    }\n"
                             "  ],\n"
                             "  \"empty\": {}\n"
                             "}\n");
    hr_buf_free(&b);
}

static const char *written_str(hr_buf *b, hr_str v)
{
    hr_json *j = hr_json_new(to_buf, b, false);
    b->n = 0;
    hr_json_str(j, v);
    assert_true(hr_json_free(j));
    return b->s;
}

/* Switched on inside an object that stands on a line of its own. */
static void pretty_list_with_one_row_a_line(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, true);
    hr_json_array(j);
    for (int i = 0; i < 2; i++) {
        hr_json_object(j);
        hr_json_inline(j, true);
        hr_json_key(j, "k");
        hr_json_int(j, i);
        hr_json_key(j, "list");
        hr_json_array(j);
        hr_json_null(j);
        hr_json_null(j);
        hr_json_array_end(j);
        hr_json_object_end(j);
        hr_json_inline(j, false);
    }
    hr_json_array_end(j);
    assert_true(hr_json_free(j));
    assert_string_equal(b.s, "[\n  {\"k\": 0, \"list\": [null, null]},\n  {\"k\": 1, \"list\": [null, null]}\n]");
    hr_buf_free(&b);
}

static void exact_numbers(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, false);
    hr_json_array(j);
    hr_json_exact(j, 0.1 + 0.2);
    hr_json_exact(j, 806400);
    hr_json_exact(j, 1.0 / 3);
    hr_json_num(j, 1.0 / 3);
    hr_json_array_end(j);
    assert_true(hr_json_free(j));
    assert_string_equal(b.s, "[0.30000000000000004,806400,0.3333333333333333,0.333333333333]");
    hr_buf_free(&b);
}

static void text_is_escaped(void **state)
{
    (void)state;
    hr_buf b = {0};
    assert_string_equal(written_str(&b, HR_STR("a\"b\\c\n\r\t\b\f\x01\x1F\x7F/")),
                        "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f/\"");
    assert_string_equal(written_str(&b, (hr_str){"\0z", 2}), "\"\\u0000z\"");
    assert_string_equal(written_str(&b, HR_STR("K\xC3\xA4lte \xE2\x82\xAC \xF0\x9F\x98\x80")),
                        "\"K\xC3\xA4lte \xE2\x82\xAC \xF0\x9F\x98\x80\"");
    assert_string_equal(written_str(&b, HR_STR("\xE4 \xC3 \xED\xA0\x80")), /* Latin-1, cut off, a surrogate */
                        "\"\\u00e4 \\u00c3 \\u00ed\\u00a0\\u0080\"");
    assert_string_equal(written_str(&b, (hr_str){NULL, 0}), "\"\"");
    hr_buf_free(&b);
}

/* Each special byte at each place relative to the blocks of eight. */
static void escapes_are_found_anywhere(void **state)
{
    (void)state;
    static const char rest[] = "xxxxxxxxxxxxxxxxxxxx\"";
    hr_buf b = {0};
    for (int byte = 0; byte < 128; byte++) {
        for (uint32_t at = 0; at < 20; at++) {
            char text[20], want[64];
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            written_str(&b, (hr_str){text, sizeof text});
            bool plain = byte >= 32 && byte < 127 && byte != '"' && byte != '\\';
            size_t length = strchr("\b\f\n\r\t\"\\", byte) != NULL && byte != 0 ? 2 : 6;
            assert_int_equal(b.n, plain ? 22 : 21 + length);
            if (plain) {
                want[0] = want[21] = '"';
                memcpy(want + 1, text, 20);
                assert_memory_equal(b.s, want, 22);
            } else {
                assert_int_equal(b.s[1 + at], '\\');
                assert_memory_equal(b.s + 1 + at + length, rest + at + 1, 20 - at);
            }
        }
    }
    hr_buf_free(&b);
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        double v;
        const char *text;
    } rows[] = {
        {0, "0"},
        {-0.0, "0"},
        {0.1 + 0.2, "0.3"},
        {9007199254740992.0, "9007199254740992"},
        {NAN, "null"},
        {-9007199254740991.0, "-9007199254740991"},
        {INFINITY, "null"},
        {-INFINITY, "null"},
        {1e21, "1e+21"},
        {1.0 / 3, "0.333333333333"},
        {1e300, "1e+300"},
        {-2.5e-9, "-2.5e-9"},
        {123456789012345.0, "123456789012345"},
        {1e16, "1e+16"},
    };
    hr_buf b = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        b.n = 0;
        hr_json *j = hr_json_new(to_buf, &b, false);
        hr_json_num(j, rows[i].v);
        assert_true(hr_json_free(j));
        assert_string_equal(b.s, rows[i].text);
    }
    b.n = 0;
    hr_json *j = hr_json_new(to_buf, &b, false);
    hr_json_array(j);
    hr_json_int(j, INT64_MIN);
    hr_json_int(j, INT64_MAX);
    hr_json_int(j, -7);
    hr_json_array_end(j);
    assert_true(hr_json_free(j));
    assert_string_equal(b.s, "[-9223372036854775808,9223372036854775807,-7]");
    hr_buf_free(&b);
}

/* Output far larger than the block must be the same bytes as its parts. */
static void large_output_is_whole(void **state)
{
    (void)state;
    hr_buf b = {0}, want = {0};
    static char text[200000];
    uint64_t seed = 9;
    memset(text, 'k', sizeof text);
    hr_json *j = hr_json_new(to_buf, &b, false);
    hr_json_array(j);
    hr_buf_c(&want, '[');
    for (int i = 0; i < 300; i++) {
        uint32_t n = random_below(&seed, i % 10 == 0 ? 200000 : 700);
        hr_json_str(j, (hr_str){text, n});
        if (i > 0) hr_buf_c(&want, ',');
        hr_buf_c(&want, '"');
        hr_buf_add(&want, text, n);
        hr_buf_c(&want, '"');
    }
    hr_json_array_end(j);
    hr_buf_c(&want, ']');
    assert_true(hr_json_free(j));
    assert_int_equal(b.n, want.n);
    assert_memory_equal(b.s, want.s, want.n);
    hr_buf_free(&b);
    hr_buf_free(&want);
}

static void depth_has_no_bound(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, true);
    for (int i = 0; i < 100; i++) hr_json_array(j);
    for (int i = 0; i < 100; i++) hr_json_array_end(j);
    assert_true(hr_json_free(j));
    assert_int_equal(b.s[b.n - 1], ']');
    const char *deepest = strstr(b.s, "[]");
    assert_non_null(deepest);
    for (int i = 1; i <= 198; i++) assert_int_equal(deepest[-i], ' ');
    assert_int_equal(deepest[-199], '\n');
    hr_buf_free(&b);
}

typedef struct small_sink {
    int calls, good;
} small_sink;

static bool full_soon(void *user, const char *s, size_t n)
{
    (void)s;
    (void)n;
    small_sink *sink = user;
    return ++sink->calls <= sink->good;
}

static void full_sink_is_told(void **state)
{
    (void)state;
    small_sink sink = {0, 2};
    hr_json *j = hr_json_new(full_soon, &sink, false);
    hr_json_array(j);
    for (int i = 0; i < 200000; i++) hr_json_z(j, "some text");
    hr_json_array_end(j);
    assert_false(hr_json_free(j));
    assert_int_equal(sink.calls, 3); /* writing stops at the first refusal */
    assert_false(hr_json_free(NULL));
    hr_json_object(NULL);
    hr_json_key(NULL, "k");
    hr_json_num(NULL, 1);
    hr_json_inline(NULL, true);
    hr_json_object_end(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact_and_nested),
        cmocka_unit_test(pretty_with_rows_on_one_line),
        cmocka_unit_test(pretty_list_with_one_row_a_line),
        cmocka_unit_test(exact_numbers),
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(escapes_are_found_anywhere),
        cmocka_unit_test(numbers),
        cmocka_unit_test(large_output_is_whole),
        cmocka_unit_test(depth_has_no_bound),
        cmocka_unit_test(full_sink_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
