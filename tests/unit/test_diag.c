/* test_diag.c - diagnostics as printed: rustc's form, with the caret where it belongs. */
#include "report/diag.h"

#include <string.h>

#include "base/utf8.h"

#include "cm.h"
#include "random.h"

/* What is printed for one error in `text`, at line:col of `length` bytes. */
static const char *printed(const char *text, uint32_t line, uint32_t col, uint32_t length, const char *help)
{
    static hr_buf out;
    hr_buf_free(&out);
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    hr_source_text(ctx, "hall.yaml", text, strlen(text), &file);
    size_t at = hr_diag_count(ctx); /* a refused text has spoken first */
    hr_diag_add(ctx, HR_ERROR, "M202", (hr_span){file, line, col, length}, help, "message");
    hr_diag_write(ctx, hr_diag_at(ctx, at), &out, false);
    assert_false(out.failed);
    hr_ctx_free(ctx);
    return out.s;
}

static void form_is_rustcs(void **state)
{
    (void)state;
    assert_string_equal(printed("a\n\n\n\n\n\n\n\n\n  rating: 1200 furlong\nz", 10, 11, 12, "did you mean `A`?"),
                        "error[M202]: message\n"
                        "  --> hall.yaml:10:11\n"
                        "   |\n"
                        "10 |   rating: 1200 furlong\n"
                        "   |           ^^^^^^^^^^^^\n"
                        "   = help: did you mean `A`?\n");
    assert_string_equal(printed("key", 1, 1, 3, NULL), "error[M202]: message\n"
                                                       " --> hall.yaml:1:1\n"
                                                       "  |\n"
                                                       "1 | key\n"
                                                       "  | ^^^\n");
}

static void edges_of_a_line(void **state)
{
    (void)state;
    /* nothing to mark, behind the end, an empty line, a span over several lines, CRLF */
    assert_non_null(strstr(printed("abc", 1, 2, 0, NULL), "1 | abc\n  |  ^\n"));
    assert_non_null(strstr(printed("abc", 1, 4, 0, NULL), "1 | abc\n  |    ^\n"));
    assert_non_null(strstr(printed("abc", 1, 90, 5, NULL), "1 | abc\n  |    ^\n"));
    assert_non_null(strstr(printed("", 1, 1, 0, NULL), "1 |\n  | ^\n"));
    assert_non_null(strstr(printed("ab\ncd", 1, 2, 4, NULL), "1 | ab\n  |  ^\n"));
    assert_non_null(strstr(printed("ab\r\ncd", 1, 1, 2, NULL), "1 | ab\n  | ^^\n"));
    assert_non_null(strstr(printed("ab", 7, 1, 2, NULL), "7 |\n  | ^\n")); /* a line that is not there */
}

static void caret_lines_up(void **state)
{
    (void)state;
    assert_non_null(strstr(printed("\tx: \tbad", 1, 6, 3, NULL), "1 |     x:     bad\n  |            ^^^\n"));
    assert_non_null(strstr(printed("K\xC3\xA4lte: \xE2\x82\xAC"
                                   "5",
                                   1, 8, 3, NULL),
                           "1 | K\xC3\xA4lte: \xE2\x82\xAC"
                           "5\n  |        ^\n"));
    assert_non_null(strstr(printed("\xE9\x9B\xBB: x", 1, 4, 1, NULL), "1 | \xE9\x9B\xBB: x\n  |     ^\n"));
    assert_non_null(strstr(printed("\xE9\x9B\xBB: x", 1, 1, 3, NULL), "\n  | ^^\n")); /* two columns wide */
    assert_non_null(strstr(printed("a\xCC\x88: x", 1, 5, 1, NULL), "1 | a\xCC\x88: x\n  |    ^\n"));
}

static void source_can_not_drive_the_terminal(void **state)
{
    (void)state;
    const char *out =
        printed("a\033[2J\x07\xC2\x9B\xE2\x80\xAE: x\x7F", 1, 10, 1, "see \033]0;x\x07 here\nand there\n");
    assert_non_null(strstr(out, "1 | a?[2J???: x?\n  |          ^\n"));
    assert_non_null(strstr(out, "  = help: see ?]0;x? here\n          and there\n"));
    assert_null(strchr(out, '\033'));
    assert_non_null(
        strstr(printed("ab\xFF\xE4z", 1, 5, 1, NULL), "1 | ab??z\n  |     ^\n")); /* not UTF-8: refused, shown */
}

static size_t columns_of_line(const char *line)
{
    return hr_utf8_columns((hr_str){line, (uint32_t)strcspn(line, "\n")});
}

/* In a long line of letters that occur once per place, the caret must stand under the marked one, wherever it is. */
static void long_lines_are_windowed(void **state)
{
    (void)state;
    char text[1001];
    for (int n = 150; n <= 1000; n += 50) {
        for (int at = 0; at < n; at++) {
            memset(text, '-', sizeof text);
            text[n] = '\0';
            text[at] = 'X';
            const char *out = printed(text, 1, (uint32_t)at + 1, 1, NULL);
            const char *shown = strstr(out, "1 | ") + 4;
            const char *carets = strstr(shown, "\n  | ") + 5;
            assert_int_equal(columns_of_line(shown), n < 160 ? n : 160);
            assert_int_equal(strcspn(carets, "^"), strcspn(shown, "X"));
            assert_int_equal(columns_of_line(carets) - strcspn(carets, "^"), 1);
            if (n > 160) assert_non_null(strstr(shown, "..."));
        }
    }
    memset(text, 'w', 1000);
    text[1000] = '\0';
    const char *out = printed(text, 1, 11, 900, NULL); /* carets end where the window does */
    const char *last = strrchr(out, '|') + 2;
    assert_int_equal(columns_of_line(last), 157);
    assert_int_equal(strcspn(last, "^"), 10);
}

/* Wide characters and tabs over the edges of the window: never wider than 160, the caret still right. */
static void window_cuts_wide_characters(void **state)
{
    (void)state;
    static const char *const piece[] = {"-", "\t", "\xE9\x9B\xBB", "\xC3\xA4", "a\xCC\x88", "\033"};
    uint64_t seed = 41;
    for (int round = 0; round < 3000; round++) {
        hr_buf line = {0};
        uint32_t n = 60 + random_below(&seed, 300), mark = random_below(&seed, n), col = 0, chars = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (i == mark) {
                hr_buf_c(&line, 'X');
                col = ++chars;
                continue;
            }
            uint32_t k = random_below(&seed, 6);
            hr_buf_z(&line, piece[k]);
            chars += k == 4 ? 2 : 1;
        }
        const char *out = printed(line.s, 1, col, 1, NULL);
        const char *shown = strstr(out, "1 | ") + 4;
        const char *carets = strstr(shown, "\n  | ") + 5;
        const char *x = strchr(shown, 'X');
        assert_non_null(x);
        assert_true(columns_of_line(shown) <= 160);
        assert_int_equal(strcspn(carets, "^"), hr_utf8_columns((hr_str){shown, (uint32_t)(x - shown)}));
        hr_buf_free(&line);
    }
}

static void without_a_place(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    hr_source_text(ctx, "hall\033.yaml", "x", 1, &file);
    hr_diag_add(ctx, HR_WARNING, "M501", HR_NOWHERE, "look at --help", "no such option \033[31m");
    hr_diag_add(ctx, HR_NOTE, "M107", (hr_span){file, 0, 0, 0}, NULL, "of the whole file");
    hr_buf out = {0};
    hr_diag_write_all(ctx, &out, false);
    assert_string_equal(out.s, "warning[M501]: no such option ?[31m\n"
                               "  = help: look at --help\n"
                               "\n"
                               "note[M107]: of the whole file\n"
                               " --> hall?.yaml\n");
    hr_buf_free(&out);
    hr_ctx_free(ctx);
}

static void suppressed_errors_are_told(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_buf out = {0};
    hr_diag_write_all(ctx, &out, false);
    assert_int_equal(out.n, 0);
    for (int i = 0; i < 101; i++) hr_diag_add(ctx, HR_ERROR, "M201", HR_NOWHERE, NULL, "e%d", i);
    hr_diag_write_all(ctx, &out, false);
    const char *tail = "error[M201]: e99\n\nnote: 1 more error is not shown\n";
    assert_string_equal(out.s + out.n - strlen(tail), tail);
    hr_diag_add(ctx, HR_ERROR, "M201", HR_NOWHERE, NULL, "e");
    out.n = 0;
    hr_diag_write_all(ctx, &out, false);
    assert_non_null(strstr(out.s, "note: 2 more errors are not shown\n"));
    hr_buf_free(&out);
    hr_ctx_free(ctx);
}

/* Colour adds escape sequences and nothing else. */
static void colour_changes_no_text(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    hr_source_text(ctx, "t", "abc: 1", 6, &file);
    hr_diag_add(ctx, HR_ERROR, "M201", (hr_span){file, 1, 2, 2}, "help", "m");
    hr_diag_add(ctx, HR_WARNING, "M401", (hr_span){file, 1, 2, 2}, NULL, "m");
    hr_buf plain = {0}, color = {0}, stripped = {0};
    hr_diag_write_all(ctx, &plain, false);
    hr_diag_write_all(ctx, &color, true);
    for (const char *p = color.s; *p != '\0'; p++) {
        if (*p == '\033') {
            p += strcspn(p, "m");
        } else {
            hr_buf_c(&stripped, *p);
        }
    }
    assert_true(color.n > plain.n);
    assert_string_equal(stripped.s, plain.s);
    hr_buf_free(&plain);
    hr_buf_free(&color);
    hr_buf_free(&stripped);
    hr_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(form_is_rustcs),          cmocka_unit_test(edges_of_a_line),
        cmocka_unit_test(caret_lines_up),          cmocka_unit_test(source_can_not_drive_the_terminal),
        cmocka_unit_test(long_lines_are_windowed), cmocka_unit_test(window_cuts_wide_characters),
        cmocka_unit_test(without_a_place),         cmocka_unit_test(suppressed_errors_are_told),
        cmocka_unit_test(colour_changes_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
