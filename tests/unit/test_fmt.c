/* test_fmt.c - the canonical form: what changes, what stays, and that a second run changes nothing. */
#include "unit/cm.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "model/fmt.h"
#include "model/yaml.h"

static hr_err format(hr_ctx *ctx, const char *text, hr_buf *out)
{
    hr_id file;
    hr_err e = hr_source_text(ctx, "x.yaml", text, strlen(text), &file);
    return e == HR_OK ? hr_fmt(ctx, file, &hr_builtin_types, out) : e;
}

static void becomes(const char *before, const char *after)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf once = {0}, twice = {0};
    assert_non_null(ctx);
    assert_int_equal(format(ctx, before, &once), HR_OK);
    assert_int_equal(hr_diag_count(ctx), 0);
    assert_string_equal(once.n > 0 ? once.s : "", after);
    assert_int_equal(format(ctx, after, &twice), HR_OK);
    assert_string_equal(twice.n > 0 ? twice.s : "", after);
    hr_buf_free(&once);
    hr_buf_free(&twice);
    hr_ctx_free(ctx);
}

static void stays(const char *text) { becomes(text, text); }

static void blanks_and_lines(void **state)
{
    (void)state;
    becomes("a: 1  \nb: 2\t\n", "a: 1\nb: 2\n");
    becomes("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n");
    becomes("a: 1", "a: 1\n");
    becomes("a: 1\n\n\n\n", "a: 1\n");
    becomes("\n\n\na: 1\n\n\n\nb: 2\n", "a: 1\n\nb: 2\n");
    becomes("a:\t1\n", "a: 1\n");
    becomes("", "");
    becomes("a: {b: 1}\t\n", "a: {b: 1}\n");
    becomes("\xEF\xBB\xBF"
            "a: 1\n",
            "a: 1\n");
}

static void braces(void **state)
{
    (void)state;
    becomes("a: { b: 1 ,c:   2,d : [ 1,2 , 3 ] }\n", "a: {b: 1, c: 2, d: [1, 2, 3]}\n");
    becomes("a: {}\nb: [ ]\nc: [ 1 , ]\n", "a: {}\nb: []\nc: [1,]\n");
    becomes("{\"a\":1,\"b\":[true,null]}", "{\"a\": 1, \"b\": [true, null]}\n");
    becomes("a: {b: , c}\n", "a: {b: , c}\n");
    becomes("a: {\n  b: 1 ,\n\n\n  c: [1,\n      2 ]\n}\n", "a: {\n  b: 1,\n\n  c: [1,\n      2]\n}\n");
    becomes("a: [{b: 1},{c: 2}]\n", "a: [{b: 1}, {c: 2}]\n");
}

static void alignment_stays(void **state)
{
    (void)state;
    stays("a:    {b: 1}\nlong: {b: 1}\n");
    stays("a   : 1\nlong: 2\n");
    stays("a: 1     # one\nlong: 2  # two\n");
    stays("-   a: 1\n    b: 2\n- - c\n  - d\n");
    stays("? a\n: b\n");
}

static void comments_stay(void **state)
{
    (void)state;
    becomes("# one  \n\n\n\n  #  two\ta {b ,c}\na: 1 # three  \n#four",
            "# one\n\n  #  two\ta {b ,c}\na: 1 # three\n#four\n");
    becomes("a: [#b\n 1,#c\n 2 ]\n", "a: [ #b\n 1, #c\n 2]\n");
    becomes("a: 1\t# b\n", "a: 1 # b\n");
    becomes("# only this", "# only this\n");
}

static void texts_stay(void **state)
{
    (void)state;
    stays("a: \"b ,c  {d}\\n  \"\nb: 'it''s  {a ,b}'\n");
    stays("a: \"two  \n  lines \"\n");
    stays("a: |\n  b  \n\n\n\n  c ,d: {e ,f}\nb: 1\n");
    becomes("a: |  \n  b  \n\n\n\n\nb: 1\n", "a: |\n  b  \n\nb: 1\n");
    stays("a: |+\n  b\n\n\n\nb: 1\n");
    stays("a: |+\n  b\n\n\n");
    stays("a: |\n  b");
    becomes("a: |-\n  b\n\n\n", "a: |-\n  b\n");
    becomes("a: >\r\n  b\r\n  c\r\n", "a: >\n  b\n  c\n");
    becomes("a: one  \n  two\n", "a: one\n  two\n");
}

static void documents(void **state)
{
    (void)state;
    stays("%YAML 1.1\n---\na: 1\n...\n");
    stays("--- {a: 1}\n");
    becomes("---   \n\n\na: 1\n", "---\n\na: 1\n");
}

static void quantities_are_spelled_alike(void **state)
{
    (void)state;
    becomes("elements:\n  x: {type: utility, voltage: 13.8kV, rating: 5 MVA}\n",
            "elements:\n  x: {type: utility, voltage: 13.8 kV, rating: 5 MVA}\n");
    becomes("elements:\n  x:\n    type: load\n    power: 1_000W   # c\n",
            "elements:\n  x:\n    type: load\n    power: 1_000 W   # c\n");
    becomes("site: {outdoor: {dry_bulb: 38\xC2\xB0"
            "C}}\n",
            "site: {outdoor: {dry_bulb: 38 degC}}\n");
    becomes("jobs: {j: {gpus: 8, length: 3days}}\n", "jobs: {j: {gpus: 8, length: 3 days}}\n");
    becomes("elements: {x: {type: load, power: {value: 5kW, range: [4kW,6 kW]}}}\n",
            "elements: {x: {type: load, power: {value: 5 kW, range: [4 kW, 6 kW]}}}\n");
    becomes(
        "elements: {x: {type: rack, from: {A: {to: y, breaker: 16A, time: 20ms}}, holds: {n: {type: node, power: 5kW, "
        "psus: {A: 1, rating: 3kW}}}}}\n",
        "elements: {x: {type: rack, from: {A: {to: y, breaker: 16 A, time: 20 ms}}, holds: {n: {type: node, power: 5 "
        "kW, "
        "psus: {A: 1, rating: 3 kW}}}}}\n");
    becomes("elements: {x: {type: switchboard, from: [{to: y, breaker: {rating: 16A}}, {to: z, cable: {size: 4/0AWG, "
            "length: 3ft}}]}}\n",
            "elements: {x: {type: switchboard, from: [{to: y, breaker: {rating: 16 A}}, {to: z, cable: {size: 4/0 AWG, "
            "length: 3 ft}}]}}\n");
    becomes("elements: {x: {type: switchboard, from: {parallel: [{to: y, time: 1min}]}}}\n",
            "elements: {x: {type: switchboard, from: {parallel: [{to: y, time: 1 min}]}}}\n");
    becomes("elements: {x: {part: p, power: 5kW}}\nparts: {p: {part: q}, q: {type: load, power: 6kW}}\n",
            "elements: {x: {part: p, power: 5 kW}}\nparts: {p: {part: q}, q: {type: load, power: 6 kW}}\n");
}

static void other_places_are_left_alone(void **state)
{
    (void)state;
    stays("elements: {x: {type: load, power: \"5kW\", because: 5kW}}\n");           /* in quotes; a text */
    stays("elements: {x: {part: unknown, power: 5kW}}\n");                          /* no type, no table */
    stays("elements: {x: {type: switch, cooling: 5kW}}\n");                         /* a type still to come */
    stays("elements: {x: {type: load, power: 5kVA}, y: {type: load, power: 5}}\n"); /* wrong, and said so elsewhere */
    stays("parts: {p: {part: q, power: 5kW}, q: {part: p}}\n");
    stays("other: {power: 5kW}\ncases: {c: {set: {x.power: 5kW}}}\n");
    stays("elements: [5kW]\nsite: 5kW\njobs: [1]\nparts: x\n");
}

static void what_does_not_parse_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"a: [1\n", "a: 1\na: 2\n", "a: &b 1\n", "b: 1\n\xEF\xBB\xBFx: 2\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        hr_ctx *ctx = hr_ctx_new("2026-01-01");
        hr_buf out = {0};
        hr_buf_z(&out, "before");
        assert_int_equal(format(ctx, texts[i], &out), HR_EINPUT);
        assert_true(hr_diag_count(ctx) > 0);
        assert_string_equal(out.s, "before"); /* nothing was added */
        hr_buf_free(&out);
        hr_ctx_free(ctx);
    }
}

static void files_of_the_repository_are_canonical(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/golden/model-example/site.yaml", "sites/dps-144/site.yaml"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        hr_ctx *ctx = hr_ctx_new("2026-01-01");
        hr_buf out = {0};
        hr_id file;
        assert_int_equal(hr_source_read(ctx, paths[i], HR_NOWHERE, &file), HR_OK);
        assert_int_equal(hr_fmt(ctx, file, &hr_builtin_types, &out), HR_OK);
        assert_string_equal(out.s, hr_source_body(ctx, file).s);
        hr_buf_free(&out);
        hr_ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_and_lines),
        cmocka_unit_test(braces),
        cmocka_unit_test(alignment_stays),
        cmocka_unit_test(comments_stay),
        cmocka_unit_test(texts_stay),
        cmocka_unit_test(documents),
        cmocka_unit_test(quantities_are_spelled_alike),
        cmocka_unit_test(other_places_are_left_alone),
        cmocka_unit_test(what_does_not_parse_is_refused),
        cmocka_unit_test(files_of_the_repository_are_canonical),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
