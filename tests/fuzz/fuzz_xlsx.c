/* fuzz_xlsx.c - the readers of workbooks: no bytes may crash them, and a model they write must be canonical.
 *
 * Checksums would keep the fuzzer out of the XML, so all but inputs that are an archive already are put into one: the
 * part before a form feed is the list of texts, the part behind it a sheet. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "element/types.h"
#include "model/fmt.h"
#include "port/import.h"

static void put16(hr_buf *b, uint32_t v) { hr_buf_add(b, (const char[]){(char)v, (char)(v >> 8)}, 2); }
static void put32(hr_buf *b, uint32_t v) { put16(b, v & 0xffff), put16(b, v >> 16); }

/* The fields that a local header and an entry of the list share. */
static void head(hr_buf *b, const char *name, const char *s, size_t n)
{
    put16(b, 20), put16(b, 0), put16(b, 0), put32(b, 0);
    put32(b, (uint32_t)crc32(0, (const unsigned char *)s, (unsigned)n));
    put32(b, (uint32_t)n), put32(b, (uint32_t)n);
    put16(b, (uint32_t)strlen(name)), put16(b, 0);
}

static void part(hr_buf *zip, hr_buf *list, uint32_t *count, const char *name, const char *s, size_t n)
{
    uint32_t at = (uint32_t)zip->n;
    hr_buf_add(zip, "PK\3\4", 4);
    head(zip, name, s, n);
    hr_buf_z(zip, name);
    hr_buf_add(zip, s, n);
    hr_buf_add(list, "PK\1\2\24\0", 6);
    head(list, name, s, n);
    put16(list, 0), put16(list, 0), put16(list, 0), put32(list, 0), put32(list, at);
    hr_buf_z(list, name);
    ++*count;
}

static void archive(hr_buf *zip, const char *s, size_t n)
{
    static const char book[] = "<workbook><sheets><sheet name='rack' r:id='a'/></sheets></workbook>",
                      relations[] = "<R><Relationship Id='a' Target='a.xml' Type='x/worksheet'/>"
                                    "<Relationship Id='b' Target='b.xml' Type='x/sharedStrings'/></R>";
    hr_buf list = {0};
    uint32_t count = 0;
    const char *feed = n > 0 ? memchr(s, '\f', n) : NULL;
    size_t first = feed ? (size_t)(feed - s) : 0, skip = feed ? first + 1 : 0;
    part(zip, &list, &count, "xl/workbook.xml", book, sizeof book - 1);
    part(zip, &list, &count, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    if (feed) part(zip, &list, &count, "xl/b.xml", s, first);
    part(zip, &list, &count, "xl/a.xml", s + skip, n - skip);
    uint32_t at = (uint32_t)zip->n;
    hr_buf_add(zip, list.s, list.n);
    hr_buf_add(zip, "PK\5\6\0\0\0\0", 8);
    put16(zip, count), put16(zip, count), put32(zip, (uint32_t)list.n), put32(zip, at), put16(zip, 0);
    hr_buf_free(&list);
}

/* What is written opens as YAML in its canonical form. */
static void check_model(hr_ctx *ctx, const hr_buf *model)
{
    hr_buf again = {0};
    hr_id file;
    hr_err e = hr_source_text(ctx, "model", model->s, model->n, &file);
    if (e == HR_OK) e = hr_fmt(ctx, file, &hr_builtin_types, &again);
    if (e == HR_ENOMEM) return;
    if (e != HR_OK || again.n != model->n || memcmp(again.s, model->s, model->n) != 0) abort();
    hr_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_buf zip = {0}, out = {0};
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    if (!ctx) return 0;
    if (size > 2 && memcmp(data, "PK", 2) == 0) hr_buf_add(&zip, (const char *)data, size);
    else archive(&zip, (const char *)data, size);
    if (hr_import_xlsx(ctx, "x.xlsx", zip.s ? zip.s : "", zip.n, &out) == HR_OK) check_model(ctx, &out);
    else if (hr_diag_errors(ctx) == 0) abort(); /* refused without a word */
    hr_ctx_free(ctx);
    hr_buf_free(&zip);
    hr_buf_free(&out);
    return 0;
}
