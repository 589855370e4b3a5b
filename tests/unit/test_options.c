/* test_options.c - the table of commands and options holds together, and arguments are taken apart as it says. */
#include "cli/options.h"

#include <string.h>

#include "cli/help.h"

#include "cm.h"

#define ARGUMENTS(...) \
    (char *[]){"headroom", __VA_ARGS__}, (int)(sizeof(char *[]){"headroom", __VA_ARGS__} / sizeof(char *))

static bool parse(hr_args *a, char **argv, int argc) { return hr_args_parse(a, argc, argv); }

/* --- the table --------------------------------------------------------------------------------------------- */

static bool share_a_command(const hr_option *a, const hr_option *b) { return (a->commands & b->commands) != 0; }

static void options_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *a = &hr_options[i];
        assert_true(a->name[0] || a->letter[0]);
        assert_true(strlen(a->letter) <= 1);
        assert_int_equal(a->kind == HR_VALUE_NONE, a->argument == NULL);
        assert_int_equal(a->kind == HR_VALUE_WORD, a->words != NULL);
        for (size_t k = i + 1; k < HR_OPT_COUNT; k++) {
            const hr_option *b = &hr_options[k];
            if (!share_a_command(a, b)) continue;
            assert_false(a->name[0] && strcmp(a->name, b->name) == 0);
            assert_false(a->letter[0] && strcmp(a->letter, b->letter) == 0);
        }
    }
}

static void commands_are_complete(void **state)
{
    (void)state;
    for (size_t i = 0; i < HR_CMD_COUNT; i++) {
        const hr_command *c = &hr_commands[i];
        assert_non_null(c->run);
        assert_true(c->least <= c->most);
        assert_int_equal(c->first == HR_VALUE_WORD, c->words != NULL);
        assert_true(c->summary[strlen(c->summary) - 1] != '.');
        bool shown = false;
        for (size_t k = 0; k < hr_example_count; k++) shown = shown || &hr_commands[hr_examples[k].command] == c;
        assert_true(shown);
    }
}

/* --- parsing ----------------------------------------------------------------------------------------------- */

static void values_come_in_all_forms(void **state)
{
    (void)state;
    hr_args a;
    assert_true(parse(&a, ARGUMENTS("check", "--set", "a.b=c", "x", "--format=json", "-oout", "--set=d.e==f")));
    assert_string_equal(a.command->name, "check");
    assert_int_equal(a.argument.n, 1);
    assert_string_equal(hr_args_at(&a, 0), "x");
    assert_null(hr_args_at(&a, 1));
    assert_int_equal(a.value[HR_OPT_set].n, 2);
    assert_string_equal(hr_args_values(&a, HR_OPT_set)[0], "a.b=c");
    assert_string_equal(hr_args_values(&a, HR_OPT_set)[1], "d.e==f");
    assert_string_equal(hr_args_value(&a, HR_OPT_format, "text"), "json");
    assert_string_equal(hr_args_value(&a, HR_OPT_file, "-"), "out");
    assert_string_equal(hr_args_value(&a, HR_OPT_outages, "fault"), "fault");
    assert_false(hr_args_has(&a, HR_OPT_help));
    hr_args_free(&a);
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    hr_args a;
    assert_true(parse(&a, ARGUMENTS("fmt", "--check", "--", "--check", "-", "-x")));
    assert_int_equal(a.value[HR_OPT_check].n, 1);
    assert_int_equal(a.argument.n, 3);
    assert_string_equal(hr_args_at(&a, 0), "--check");
    hr_args_free(&a);
}

static void one_dash_is_an_argument(void **state)
{
    (void)state;
    hr_args a;
    assert_true(parse(&a, ARGUMENTS("fmt", "-")));
    assert_string_equal(hr_args_at(&a, 0), "-");
    hr_args_free(&a);
}

static void help_needs_no_arguments(void **state)
{
    (void)state;
    hr_args a;
    assert_true(parse(&a, ARGUMENTS("export", "-hV")));
    assert_true(hr_args_has(&a, HR_OPT_help) && hr_args_has(&a, HR_OPT_version));
    hr_args_free(&a);
    assert_true(parse(&a, ARGUMENTS("--help")));
    assert_null(a.command);
    hr_args_free(&a);
}

/* An option of the same name that another command has too is the command's own. */
static void names_belong_to_commands(void **state)
{
    (void)state;
    hr_args a;
    assert_true(parse(&a, ARGUMENTS("explain", "s", "p", "--case", "pit")));
    assert_string_equal(hr_args_value(&a, HR_OPT_point_case, ""), "pit");
    assert_false(hr_args_has(&a, HR_OPT_case_));
    hr_args_free(&a);
}

static void refused(char **argv, int argc, const char *fault, const char *help)
{
    hr_args a;
    assert_false(parse(&a, argv, argc));
    assert_non_null(a.fault.s);
    if (!strstr(a.fault.s, fault)) fail_msg("\"%s\" is not in \"%s\"", fault, a.fault.s);
    if (help && (!a.help.s || !strstr(a.help.s, help)))
        fail_msg("\"%s\" is not in \"%s\"", help, a.help.s ? a.help.s : "");
    hr_args_free(&a);
}

static void faults_are_named(void **state)
{
    (void)state;
    refused(ARGUMENTS("--"), "a command is missing", NULL);
    refused(ARGUMENTS("checks"), "unknown command \"checks\"", "headroom check");
    refused(ARGUMENTS("check", "x", "--oot", "y"), "unknown option --oot", "--out");
    refused(ARGUMENTS("check", "x", "--thr=2"), "unknown option --thr", "--threads");
    refused(ARGUMENTS("check", "x", "--man=2"), "--man takes no value", NULL);
    refused(ARGUMENTS("check", "x", "--today", "2025-02-29"), "--today is a date", NULL);
    refused(ARGUMENTS("check", "x", "--today", "2026-13-01"), "--today is a date", NULL);
    refused(ARGUMENTS("check", "x", "--threads", "99999999999999999999"), "up to 1024", NULL);
    refused(ARGUMENTS("check", "x", "--threads", "1.5"), "whole number", NULL);
    refused(ARGUMENTS("check", "x", "-o", "-h"), "-o needs a value", "-o-h");
    refused(ARGUMENTS("schema", "--format", "csv"), "`headroom schema` takes no --format", NULL);
    refused(ARGUMENTS("export", "csv"), "needs more arguments", "export FORMAT SITE");
    refused(ARGUMENTS("completion", "fihs"), "bash, zsh or fish", "fish");
    refused(ARGUMENTS("-x"), "unknown option -x", NULL);
}

static void leap_days_are_dates(void **state)
{
    (void)state;
    static char *const days[] = {"2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        hr_args a;
        assert_true(parse(&a, ARGUMENTS("check", "x", "--today", days[i])));
        hr_args_free(&a);
    }
    refused(ARGUMENTS("check", "x", "--today", "1900-02-29"), "--today is a date", NULL);
}

/* --- layout ------------------------------------------------------------------------------------------------ */

static void wrapped(const char *text, size_t indent, size_t width, size_t column, const char *want)
{
    hr_buf out = {0};
    hr_help_wrap(&out, text, indent, width, column);
    assert_string_equal(out.s, want);
    hr_buf_free(&out);
}

static void texts_are_wrapped(void **state)
{
    (void)state;
    wrapped("one two three", 2, 9, 0, "one two\n  three\n");
    wrapped("one two three", 2, 9, 4, "one\n  two\n  three\n");
    wrapped("incomprehensibilities are words", 0, 10, 0, "incomprehensibilities\nare words\n");
    wrapped("a\n\n    b   c\n\nd", 0, 20, 0, "a\n\n    b   c\n\nd\n");
}

static void roff_is_escaped(void **state)
{
    (void)state;
    hr_buf out = {0};
    hr_roff_text(&out, ".a `b-c` 'd' \\ \xC2\xB5\n\n    x\n      y\n\nz");
    assert_string_equal(out.s,
                        "\\&.a \\fBb\\-c\\fR \\(aqd\\(aq \\e \\[u00B5]\n.PP\n.RS 4\n.nf\nx\n  y\n.fi\n.RE\n.PP\nz\n");
    hr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_told_apart),   cmocka_unit_test(commands_are_complete),
        cmocka_unit_test(values_come_in_all_forms), cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(one_dash_is_an_argument),  cmocka_unit_test(help_needs_no_arguments),
        cmocka_unit_test(names_belong_to_commands), cmocka_unit_test(faults_are_named),
        cmocka_unit_test(leap_days_are_dates),      cmocka_unit_test(texts_are_wrapped),
        cmocka_unit_test(roff_is_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
