/* test_lines.c - pieces of text for people: nothing wider than asked for, no number that says the opposite. */
#include "report/lines.h"

#include <string.h>

#include "base/utf8.h"

#include "cm.h"
#include "random.h"

static const char *cut(const char *name, uint32_t width)
{
    static hr_buf out;
    hr_buf_free(&out);
    hr_line_cut(&out, hr_str_of(name), width);
    return out.s;
}

static void names_are_cut_in_the_middle(void **state)
{
    (void)state;
    assert_string_equal(cut("rack-1", 6), "rack-1");
    assert_string_equal(cut("rack-[0001-7200].node[1-18]", 15), "rack-[...[1-18]");
    assert_string_equal(cut("rack-[0001-7200].node[1-18]", 14), "rack-[...1-18]");
    assert_string_equal(cut("abcdefgh", 5), "a...h");
}

static void cut_names_fit(void **state)
{
    (void)state;
    static const char *const piece[] = {"-", "\xE9\x9B\xBB", "\xC3\xA4", "a\xCC\x88", "\xFF"};
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        hr_buf name = {0}, out = {0};
        for (uint32_t n = 1 + random_below(&seed, 40); n > 0; n--) hr_buf_z(&name, piece[random_below(&seed, 5)]);
        uint32_t width = 5 + random_below(&seed, 30), all = (uint32_t)hr_utf8_columns(hr_buf_text(&name));
        hr_line_cut(&out, hr_buf_text(&name), width);
        assert_true(hr_utf8_columns(hr_buf_text(&out)) <= width);
        assert_int_equal(strstr(out.s, "...") != NULL, all > width);
        hr_buf_free(&name);
        hr_buf_free(&out);
    }
}

static void paragraphs_are_wrapped(void **state)
{
    (void)state;
    hr_buf out = {0};
    hr_line_wrap(&out, HR_STR("one two three\nfour aVeryLongWordIndeed x"), 2, 4, 14);
    assert_string_equal(out.s, "  one two\n    three four\n    aVeryLongWordIndeed\n    x\n");
    hr_buf_free(&out);
    hr_line_wrap(&out, HR_STR("  a \033[2J  "), 0, 2, 20);
    assert_string_equal(out.s, "a ?[2J\n");
    hr_buf_free(&out);
    hr_line_wrap(&out, HR_STR("  "), 2, 2, 20);
    assert_int_equal(out.n, 0);
}

static const char *percent(double ratio)
{
    static char text[64];
    hr_view v = {.ratio = ratio, .has_ratio = true};
    hr_line_percent(&v, text, sizeof text);
    return text;
}

static void percent_never_hides_a_violation(void **state)
{
    (void)state;
    assert_string_equal(percent(1.0752), "107.5 %");
    assert_string_equal(percent(0), "0.0 %");
    assert_string_equal(percent(0.05), "5.0 %");
    assert_string_equal(percent(1), "100.0 %");
    assert_string_equal(percent(0.999936), "99.994 %");
    assert_string_equal(percent(1.00004), "100.004 %");
    assert_string_equal(percent(1.000000002), "100.0000002 %");
    assert_string_equal(percent(-0.25), "-25.0 %");
    assert_string_equal(percent(1e12), "100000000000000 %");
    hr_view none = {.ratio = 1};
    char text[64];
    hr_line_percent(&none, text, sizeof text);
    assert_string_equal(text, "-");
}

static void loads_say_what_is_known(void **state)
{
    (void)state;
    char text[64];
    hr_limit limit = {.sense = HR_MAX};
    hr_view v = {
        .limit = &limit, .quantity = &hr_quantity_table[HR_Q_POWER], .load = 806400, .at = 750000, .headroom = -56400};
    hr_line_load(&v, text, sizeof text);
    assert_string_equal(text, "unknown");
    hr_line_headroom(&v, text, sizeof text);
    assert_string_equal(text, "-");
    v.has_load = v.has_at = v.has_headroom = true;
    hr_line_load(&v, text, sizeof text);
    assert_string_equal(text, "806.4 kW");
    v.lower_bound = true;
    hr_line_load(&v, text, sizeof text);
    assert_string_equal(text, ">= 806.4 kW");
    hr_line_limit(&v, text, sizeof text);
    assert_string_equal(text, "750 kW");
    limit.sense = HR_MIN;
    hr_line_limit(&v, text, sizeof text);
    assert_string_equal(text, ">= 750 kW");
    hr_line_headroom(&v, text, sizeof text);
    assert_string_equal(text, "<= -56.4 kW");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_cut_in_the_middle), cmocka_unit_test(cut_names_fit),
        cmocka_unit_test(paragraphs_are_wrapped),      cmocka_unit_test(percent_never_hides_a_violation),
        cmocka_unit_test(loads_say_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
