/* template_xlsx.c - an empty workbook to fill in: a sheet for the site and for each type, with units in the headers,
 * the meaning of each field as a comment, lists to choose from, and an example row that begins with #. */
#include <stdio.h>
#include <string.h>

#include "port/template.h"
#include "port/xlsx.h"

enum { CHECKED_ROWS = 1000, LIST_CHARACTERS = 255 }; /* Excel takes no longer lists to choose from */

typedef struct writer {
    hr_xlsx x;
    hr_arena *a;
    const hr_types *types;
    hr_buf text;
} writer;

static void comment(writer *w, lxw_worksheet *sheet, uint16_t col)
{
    lxw_comment_options o = {.width = 320, .height = 120};
    bool written = !w->text.failed && worksheet_write_comment_opt(sheet, 0, col, w->text.s, &o) == LXW_NO_ERROR;
    if (!written) w->x.failed = true;
    w->text.n = 0;
}

static size_t list_length(const char *const *words)
{
    size_t n = 0;
    for (size_t i = 0; words[i]; i++) n += strlen(words[i]) + 1;
    return n;
}

static void validate(writer *w, lxw_worksheet *sheet, uint16_t col, const hr_template_column *c)
{
    lxw_data_validation v = {.show_input = LXW_VALIDATION_ON,
                             .show_error = LXW_VALIDATION_ON,
                             .ignore_blank = LXW_VALIDATION_ON,
                             .dropdown = LXW_VALIDATION_ON};
    if (c->words && list_length(c->words) <= LIST_CHARACTERS) {
        v.validate = LXW_VALIDATION_TYPE_LIST;
        memcpy(&v.value_list, &c->words, sizeof v.value_list); /* only read, though it is not declared so */
    } else if (c->number) {
        v.validate = c->whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
        v.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        v.value_number = c->negative ? -1e300 : 0;
        if (!c->unit && !c->whole) v.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING; /* a text "95 %" is read too */
    } else {
        return;
    }
    if (worksheet_data_validation_range(sheet, 1, col, CHECKED_ROWS, col, &v) != LXW_NO_ERROR) w->x.failed = true;
}

static void put_comment(writer *w, lxw_worksheet *sheet, uint16_t col, const hr_template_column *c,
                        const hr_buf *omitted)
{
    hr_buf *b = &w->text;
    hr_buf_z(b, c->doc);
    if (c->need[0]) hr_buf_printf(b, "\n%s", c->need);
    if (c->unit) hr_buf_printf(b, "\nbare numbers, in %s", c->unit);
    for (size_t i = 0; c->words && c->words[i]; i++) hr_buf_printf(b, "%s%s", i > 0 ? " | " : "\n", c->words[i]);
    if (col == 0 && omitted->n > 0) hr_buf_printf(b, "\nA table has no column for: %s", omitted->s);
    if (b->n > 0) comment(w, sheet, col);
}

/* Text stays text there: a date typed in would become a number else. */
static void put_column(writer *w, lxw_worksheet *sheet, uint16_t col, const hr_template_column *c,
                       const hr_buf *omitted)
{
    char head[256];
    double number;
    snprintf(head, sizeof head, c->unit ? "%s [%s]" : "%s", c->path, c->unit);
    double width = strlen(head) < 10 ? 12 : (double)strlen(head) + 2;
    worksheet_set_column(sheet, col, col, width, c->number ? NULL : w->x.text);
    hr_xlsx_z(&w->x, sheet, 0, col, head, w->x.head);
    put_comment(w, sheet, col, c, omitted);
    validate(w, sheet, col, c);
    if (col == 0) {
        hr_buf_printf(&w->text, "#%s", c->example[0] ? c->example : "example");
        if (w->text.failed) w->x.failed = true;
        else hr_xlsx_z(&w->x, sheet, 1, col, w->text.s, w->x.note);
        w->text.n = 0;
    } else if (c->number && hr_num_parse(hr_str_of(c->example), &number)) {
        hr_xlsx_num(&w->x, sheet, 1, col, number, w->x.note);
    } else {
        hr_xlsx_z(&w->x, sheet, 1, col, c->example, w->x.note);
    }
}

/* "the element that holds it: a rack"; NULL where nothing does. */
static const char *holders(writer *w, const hr_type *type)
{
    const char *text = NULL;
    for (size_t i = 0; i < w->types->n; i++)
        for (const char *const *h = w->types->type[i]->held; h && *h; h++) {
            if (strcmp(*h, type->name) != 0) continue;
            text = text ? hr_arena_printf(w->a, "%s or %s", text, w->types->type[i]->name)
                        : hr_arena_printf(w->a, "the name of what holds it, as it stands on its own sheet: a %s",
                                          w->types->type[i]->name);
        }
    return text;
}

static hr_err put_type(writer *w, const hr_type *type, bool section)
{
    hr_vec columns = {0};
    hr_buf omitted = {0};
    lxw_worksheet *sheet = hr_xlsx_sheet(&w->x, type->name);
    hr_err e = hr_template_columns(w->a, type, section, section ? NULL : holders(w, type), &columns, &omitted);
    const hr_template_column *c = columns.item;
    for (size_t i = 0; sheet && i < columns.n && e == HR_OK; i++) put_column(w, sheet, (uint16_t)i, &c[i], &omitted);
    if (sheet) worksheet_freeze_panes(sheet, 1, 1);
    hr_vec_free(&columns);
    hr_buf_free(&omitted);
    return e;
}

static void put_read_me(writer *w)
{
    static const char *const line[] = {
        "A model of a hall, to fill in. `headroom import xlsx FILE -o site.yaml` makes a model of it.",
        "A sheet stands for a type of element, its first row names fields and their units, each further row is one "
        "element, or many: rack-[1-8].",
        "Cells that are not known stay empty; columns that nobody needs can go. A unit in a cell (12 MW) is read where "
        "the header has none.",
        "Rows that begin with # are examples and are not read. Comments on the headers say what the fields mean.",
        "What others hold (nodes in a rack) names its holder under held_by: rack-[1-8].",
        "Sheets whose first header is not `name` are not read, nor is this one."};
    lxw_worksheet *sheet = hr_xlsx_sheet(&w->x, "Read me");
    if (!sheet) return;
    worksheet_set_column(sheet, 0, 0, 120, NULL);
    for (uint32_t i = 0; i < sizeof line / sizeof *line; i++) hr_xlsx_z(&w->x, sheet, i, 0, line[i], NULL);
}

hr_err hr_template_xlsx(hr_ctx *ctx, const hr_types *types, const hr_type *const *type, size_t n, hr_buf *out)
{
    writer w = {.types = types, .a = hr_arena_new()};
    hr_err e = w.a ? hr_xlsx_open(&w.x, ctx, "headroom model") : HR_ENOMEM;
    if (e != HR_OK) {
        hr_arena_free(w.a);
        return e;
    }
    put_read_me(&w);
    e = put_type(&w, types->site, true);
    for (size_t i = 0; i < n && e == HR_OK; i++) e = put_type(&w, type[i], false);
    if (e == HR_OK) e = hr_xlsx_close(&w.x, ctx, out);
    else hr_xlsx_drop(&w.x);
    hr_buf_free(&w.text);
    hr_arena_free(w.a);
    return e;
}
