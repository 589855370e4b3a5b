/* test_context.c - the context: options, diagnostics, and texts with their lines, from memory and from files. */
#define _XOPEN_SOURCE 700
#include "headroom/diag.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"

#include "cm.h"
#include "random.h"

#define TEXT(literal) (literal), sizeof(literal) - 1

static char folder[] = P_tmpdir "/headroom-context-XXXXXX";

static int folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int folder_remove(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *file_make(const char *name, const char *text, size_t n)
{
    const char *path = path_of(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static void today_is_given_or_the_clocks(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2031-02-03");
    assert_string_equal(hr_ctx_today(ctx), "2031-02-03");
    hr_ctx_free(ctx);
    hr_ctx_free(NULL);
    char before[16], after[16];
    time_t t = time(NULL);
    struct tm tm;
    strftime(before, sizeof before, "%Y-%m-%d", gmtime_r(&t, &tm));
    ctx = hr_ctx_new(NULL);
    t = time(NULL);
    strftime(after, sizeof after, "%Y-%m-%d", gmtime_r(&t, &tm));
    const char *today = hr_ctx_today(ctx);
    assert_true(strcmp(today, before) == 0 || strcmp(today, after) == 0);
    hr_ctx_free(ctx);
}

static void catalogues_are_copied_in_order(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    char name[] = "parts";
    assert_int_equal(hr_ctx_add_catalogue(ctx, name), HR_OK);
    name[0] = 'x';
    assert_int_equal(hr_ctx_add_catalogue(ctx, name), HR_OK);
    assert_int_equal(hr_ctx_catalogue_count(ctx), 2);
    assert_string_equal(hr_ctx_catalogue(ctx, 0), "parts");
    assert_string_equal(hr_ctx_catalogue(ctx, 1), "xarts");
    assert_null(hr_ctx_catalogue(ctx, 2));
    hr_ctx_free(ctx);
}

static void diagnostics_are_kept_and_counted(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    char help[] = "help", code[] = "M201";
    hr_span at = {3, 17, 63, 12};
    assert_int_equal(hr_diag_add(ctx, HR_WARNING, code, at, help, "found %s, %d", "x", 5), HR_OK);
    help[0] = code[0] = 'Z'; /* copied */
    assert_int_equal(hr_diag_add(ctx, HR_NOTE, "M202", HR_NOWHERE, NULL, "%s", ""), HR_OK);
    assert_int_equal(hr_diag_errors(ctx), 0);
    for (int i = 0; i < 130; i++) {
        assert_int_equal(hr_diag_add(ctx, HR_ERROR, "M203", HR_NOWHERE, NULL, "error %d", i), HR_EINPUT);
    }
    assert_int_equal(hr_diag_add(ctx, HR_NOTE, "M204", HR_NOWHERE, NULL, "kept"), HR_OK);
    assert_int_equal(hr_diag_errors(ctx), 130);
    assert_int_equal(hr_diag_count(ctx), 2 + 100 + 1);
    const hr_diag *d = hr_diag_at(ctx, 0);
    assert_string_equal(d->message, "found x, 5");
    assert_string_equal(d->help, "help");
    assert_string_equal(d->code, "M201");
    assert_int_equal(d->severity, HR_WARNING);
    assert_memory_equal(&d->at, &at, sizeof at);
    assert_string_equal(hr_diag_at(ctx, 1)->message, "");
    assert_null(hr_diag_at(ctx, 1)->help);
    assert_string_equal(hr_diag_at(ctx, 101)->message, "error 99");
    assert_string_equal(hr_diag_at(ctx, 102)->message, "kept");
    assert_null(hr_diag_at(ctx, 103));
    hr_ctx_free(ctx);
}

/* --- texts --- */

static void lines_and_offsets(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file = 9;
    char text[] = "one\r\nK\xC3\xA4lte\n\n\tend";
    assert_int_equal(hr_source_text(ctx, "t.yaml", text, strlen(text), &file), HR_OK);
    memset(text, '#', sizeof text); /* copied */
    assert_string_equal(hr_source_name(ctx, file), "t.yaml");
    hr_str body = hr_source_body(ctx, file);
    assert_int_equal(body.s[body.n], 0);
    assert_true(hr_str_is(body, "one\r\nK\xC3\xA4lte\n\n\tend"));
    assert_true(hr_str_is(hr_source_line(ctx, file, 1), "one"));
    assert_true(hr_str_is(hr_source_line(ctx, file, 2), "K\xC3\xA4lte"));
    assert_true(hr_str_is(hr_source_line(ctx, file, 3), ""));
    assert_true(hr_str_is(hr_source_line(ctx, file, 4), "\tend"));
    assert_int_equal(hr_source_line(ctx, file, 0).n, 0);
    assert_int_equal(hr_source_line(ctx, file, 5).n, 0);
    assert_int_equal(hr_source_offset(ctx, file, 1, 1), 0);
    assert_int_equal(hr_source_offset(ctx, file, 1, 4), 3); /* behind the line, before its end */
    assert_int_equal(hr_source_offset(ctx, file, 1, 99), 3);
    assert_int_equal(hr_source_offset(ctx, file, 2, 2), 6);
    assert_int_equal(hr_source_offset(ctx, file, 2, 3), 8); /* one character, two bytes */
    assert_int_equal(hr_source_offset(ctx, file, 4, 2), 14);
    assert_int_equal(hr_source_offset(ctx, file, 99, 1), body.n);
    assert_string_equal(hr_source_name(ctx, HR_NONE), "");
    assert_int_equal(hr_source_body(ctx, HR_NONE).n, 0);
    assert_int_equal(hr_source_line(ctx, 7, 1).n, 0);
    hr_ctx_free(ctx);
}

/* Splitting by hand must give the same lines, and offsets must lead back to their characters. */
static void random_texts_split_alike(void **state)
{
    (void)state;
    uint64_t seed = 31;
    static const char *const piece[] = {"a", "\n", "\r\n", "\xC3\xA4", "\t", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "b"};
    for (int round = 0; round < 500; round++) {
        hr_ctx *ctx = hr_ctx_new("2030-01-01");
        hr_buf b = {0};
        for (uint32_t i = random_below(&seed, 60); i-- > 0;) hr_buf_z(&b, piece[random_below(&seed, 8)]);
        hr_buf_z(&b, "");
        hr_id file;
        assert_int_equal(hr_source_text(ctx, "t", b.s, b.n, &file), HR_OK);
        uint32_t line = 1;
        size_t start = 0;
        for (size_t i = 0; i <= b.n; i++) {
            if (i < b.n && b.s[i] != '\n') continue;
            size_t end = i > start && b.s[i - 1] == '\r' ? i - 1 : i;
            hr_str got = hr_source_line(ctx, file, line);
            assert_int_equal(got.n, end - start);
            assert_memory_equal(got.s, b.s + start, end - start);
            uint32_t col = 1;
            for (size_t k = start; k < end; k++) {
                if (((unsigned char)b.s[k] & 0xC0) == 0x80) continue;
                assert_int_equal(hr_source_offset(ctx, file, line, col++), k);
            }
            line++;
            start = i + 1;
        }
        hr_buf_free(&b);
        hr_ctx_free(ctx);
    }
}

static void byte_order_mark_is_skipped(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    assert_int_equal(hr_source_text(ctx, "t", TEXT("\xEF\xBB\xBFheadroom: 1\n"), &file), HR_OK);
    assert_true(hr_str_is(hr_source_body(ctx, file), "headroom: 1\n"));
    assert_int_equal(hr_source_offset(ctx, file, 1, 2), 1);
    assert_int_equal(hr_source_text(ctx, "t", TEXT("\xEF\xBB\xBF"), &file), HR_OK);
    assert_int_equal(hr_source_body(ctx, file).n, 0);
    assert_int_equal(hr_source_text(ctx, "t", NULL, 0, &file), HR_OK);
    assert_int_equal(hr_source_line(ctx, file, 1).n, 0);
    hr_ctx_free(ctx);
}

static void refused(const char *text, size_t n, uint32_t line, uint32_t col, const char *what)
{
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file = 9;
    assert_int_equal(hr_source_text(ctx, "t", text, n, &file), HR_EINPUT);
    assert_int_equal(hr_diag_count(ctx), 1);
    const hr_diag *d = hr_diag_at(ctx, 0);
    assert_string_equal(d->code, "M102");
    assert_int_equal(d->at.file, file); /* the line can be shown */
    assert_int_equal(d->at.line, line);
    assert_int_equal(d->at.col, col);
    assert_non_null(strstr(d->message, what));
    hr_ctx_free(ctx);
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    refused(TEXT("a\nb: \xC3\xA4\xE4 z\n"), 2, 5, "0xE4"); /* columns count characters */
    refused(TEXT("\xFF"), 1, 1, "0xFF");
    refused(TEXT("ab\n\xC3"), 2, 1, "0xC3"); /* cut off */
    refused(TEXT("a\nb\0c\xFF"), 2, 2, "NUL");
    refused(TEXT("a\xFF\0"), 1, 2, "0xFF");                /* the first of both */
    refused(TEXT("\xEF\xBB\xBFxy\xC0\x80"), 1, 3, "0xC0"); /* the mark is no column */
    refused(TEXT("\xFF\xFEh\0"), 1, 1, "0xFF");
}

/* --- files --- */

static void files_are_read_once(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id first, second, other;
    const char *path = file_make("a.yaml", TEXT("site: x\nend"));
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &first), HR_OK);
    assert_string_equal(hr_source_name(ctx, first), path);
    assert_true(hr_str_is(hr_source_body(ctx, first), "site: x\nend"));
    unlink(path);
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &second), HR_OK); /* gone, but read already */
    assert_int_equal(second, first);
    path = file_make("empty.yaml", "", 0);
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &other), HR_OK);
    assert_int_not_equal(other, first);
    assert_int_equal(hr_source_body(ctx, other).n, 0);
    unlink(path);
    path = file_make("bad.yaml", TEXT("\xFF"));
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &first), HR_EINPUT);
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &second), HR_EINPUT); /* said once */
    assert_int_equal(hr_diag_count(ctx), 1);
    unlink(path);
    hr_ctx_free(ctx);
}

static void unreadable_files_are_named(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file = 9;
    hr_span at = {0, 4, 2, 7};
    const char *path = path_of("missing.yaml");
    assert_int_equal(hr_source_read(ctx, path, at, &file), HR_EIO);
    assert_int_equal(file, HR_NONE);
    const hr_diag *d = hr_diag_at(ctx, 0);
    assert_string_equal(d->code, "M101");
    assert_memory_equal(&d->at, &at, sizeof at); /* points at who asked for it */
    assert_non_null(strstr(d->message, path));
    assert_non_null(strstr(d->message, strerror(ENOENT)));
    assert_int_equal(hr_source_read(ctx, folder, at, &file), HR_EIO);
    assert_int_equal(hr_diag_count(ctx), 1); /* the same code at the same place is told once */
    at.line = 5;
    assert_int_equal(hr_source_read(ctx, folder, at, &file), HR_EIO);
    assert_string_equal(hr_diag_at(ctx, 1)->code, "M101");
    assert_non_null(strstr(hr_diag_at(ctx, 1)->message, strerror(EISDIR)));
    assert_int_equal(hr_diag_errors(ctx), 2);
    hr_ctx_free(ctx);
}

static void large_files_are_refused(void **state)
{
    (void)state;
    enum { LIMIT = 64 << 20 };
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    const char *path = file_make("large.yaml", "", 0);
    assert_int_equal(truncate(path, (off_t)LIMIT + 1), 0); /* sparse: costs nothing */
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &file), HR_EINPUT);
    assert_string_equal(hr_diag_at(ctx, 0)->code, "M106");
    assert_int_equal(file, HR_NONE);
    unlink(path);
    assert_int_equal(hr_source_read(ctx, "/dev/zero", HR_NOWHERE, &file), HR_EINPUT); /* has no size and no end */
    assert_string_equal(hr_diag_at(ctx, 1)->code, "M106");
    char *text = malloc(LIMIT + 1);
    assert_non_null(text);
    memset(text, 'a', LIMIT + 1);
    assert_int_equal(hr_source_text(ctx, "t", text, LIMIT + 1, &file), HR_EINPUT);
    assert_string_equal(hr_diag_at(ctx, 2)->code, "M106");
    assert_int_equal(hr_source_text(ctx, "t", text, LIMIT, &file), HR_OK);
    assert_int_equal(hr_source_body(ctx, file).n, LIMIT);
    free(text);
    hr_ctx_free(ctx);
}

static void pipes_are_read_to_the_end(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    static char text[50000]; /* more than the first read, less than a pipe holds */
    memset(text, 'p', sizeof text);
    assert_int_equal(write(ends[1], text, sizeof text), sizeof text);
    close(ends[1]);
    char path[64];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_id file;
    assert_int_equal(hr_source_read(ctx, path, HR_NOWHERE, &file), HR_OK);
    assert_int_equal(hr_source_body(ctx, file).n, sizeof text);
    hr_ctx_free(ctx);
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today_is_given_or_the_clocks),     cmocka_unit_test(catalogues_are_copied_in_order),
        cmocka_unit_test(diagnostics_are_kept_and_counted), cmocka_unit_test(lines_and_offsets),
        cmocka_unit_test(random_texts_split_alike),         cmocka_unit_test(byte_order_mark_is_skipped),
        cmocka_unit_test(what_is_no_text_is_refused),       cmocka_unit_test(files_are_read_once),
        cmocka_unit_test(unreadable_files_are_named),       cmocka_unit_test(large_files_are_refused),
        cmocka_unit_test(pipes_are_read_to_the_end),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
