/* test_term.c - when there is colour, and what tables look like. */
#define _XOPEN_SOURCE 700
#include "base/term.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cm.h"

/* A terminal of our own, so that "is a terminal" can be tested anywhere. */
static FILE *open_terminal(void)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (fd < 0) return NULL;
    return fdopen(fd, "w");
}

static void colour_when_wanted(void **state)
{
    (void)state;
    FILE *plain = tmpfile();
    assert_non_null(plain);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    assert_false(hr_term_color(plain, HR_COLOR_AUTO));
    assert_true(hr_term_color(plain, HR_COLOR_ALWAYS));
    fclose(plain);
    FILE *terminal = open_terminal();
    assert_non_null(terminal);
    assert_true(hr_term_color(terminal, HR_COLOR_AUTO));
    assert_false(hr_term_color(terminal, HR_COLOR_NEVER));
    setenv("NO_COLOR", "1", 1);
    assert_false(hr_term_color(terminal, HR_COLOR_AUTO));
    assert_true(hr_term_color(terminal, HR_COLOR_ALWAYS)); /* asked for by name */
    setenv("NO_COLOR", "", 1);
    assert_true(hr_term_color(terminal, HR_COLOR_AUTO));
    setenv("TERM", "dumb", 1);
    assert_false(hr_term_color(terminal, HR_COLOR_AUTO));
    fclose(terminal);
}

static void paint_is_closed(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_paint_add(&b, true, HR_RED, "bad");
    hr_paint_add(&b, true, HR_PLAIN, "-");
    hr_paint_add(&b, false, HR_RED, "off");
    hr_paint_add(&b, true, HR_GREEN, "");
    assert_string_equal(b.s, "\033[1;31mbad\033[0m-off");
    hr_buf_free(&b);
}

static void table_is_aligned(void **state)
{
    (void)state;
    hr_table *t = hr_table_new("lrl");
    hr_table_cell(t, HR_PLAIN, "element");
    hr_table_cell(t, HR_PLAIN, "ratio");
    hr_table_cell(t, HR_PLAIN, "note");
    hr_table_row(t);
    hr_table_cell(t, HR_PLAIN, "K\xC3\xA4lte-%d", 1);
    hr_table_cell(t, HR_RED, "%.2f", 0.5);
    hr_table_row(t); /* a missing cell, and no blanks for it */
    hr_table_cell(t, HR_PLAIN, "\xE9\x9B\xBB");
    hr_table_cell(t, HR_PLAIN, "10.25");
    hr_table_cell(t, HR_PLAIN, "a\033b\n");
    hr_table_cell(t, HR_PLAIN, "beyond the columns");
    hr_table_row(t);
    hr_table_row(t); /* an empty row */
    hr_table_cell(t, HR_PLAIN, "last");
    hr_buf b = {0};
    hr_table_write(t, &b, "> ", false);
    assert_false(b.failed);
    assert_string_equal(b.s, "> element  ratio  note\n"
                             "> K\xC3\xA4lte-1   0.50\n"
                             "> \xE9\x9B\xBB       10.25  a?b?\n"
                             "> \n"
                             "> last\n");
    b.n = 0;
    hr_table_write(t, &b, "", true);
    assert_non_null(b.s);
    assert_string_equal(b.s, "element  ratio  note\n"
                             "K\xC3\xA4lte-1   \033[1;31m0.50\033[0m\n" /* padding stands outside the colour */
                             "\xE9\x9B\xBB       10.25  a?b?\n"
                             "\n"
                             "last\n");
    hr_buf_free(&b);
    hr_table_free(t);
}

static void no_table_is_told(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_table_cell(NULL, HR_PLAIN, "x");
    hr_table_row(NULL);
    hr_table_write(NULL, &b, "", false);
    assert_true(b.failed);
    hr_table_free(NULL);
    hr_buf_free(&b);
    hr_table *t = hr_table_new("l");
    hr_table_write(t, &b, "", false);
    assert_false(b.failed);
    assert_int_equal(b.n, 0);
    hr_table_free(t);
    hr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colour_when_wanted),
        cmocka_unit_test(paint_is_closed),
        cmocka_unit_test(table_is_aligned),
        cmocka_unit_test(no_table_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
