/* xlsx_read.c - workbooks: which sheets there are, the texts they share, then their cells, each part through expat. */
#include "port/xlsx_read.h"

#include <expat.h>
#include <string.h>

#include "port/zip.h"

enum {
    MAX_ROW = 1048576,
    MAX_COL = 16384,
    MAX_CELLS = 8 << 20,
    MAX_TEXT = 1 << 20,
    MAX_SHEETS = 256,
    MAX_BYTES = 256 << 20
};

typedef struct reader reader;
typedef struct handlers {
    void (*begin)(reader *r, const char *name, const char **attribute);
    void (*end)(reader *r, const char *name);
} handlers;

typedef struct relation { /* an entry of workbook.xml.rels */
    hr_str id, target;
    bool strings; /* the texts that cells share */
} relation;

struct reader {
    hr_xlsx_book *book;
    hr_zip zip;
    XML_Parser parser;
    const handlers *on;
    hr_vec relation, string; /* of relation, of hr_str */
    hr_vec sheet_part;       /* of hr_str, the id of each sheet */
    hr_buf text;             /* of the element being read */
    bool keep, phonetic;     /* characters count; inside a reading aid, which does not */
    hr_xlsx_table *sheet;
    hr_xlsx_cell cell;
    char kind;   /* of the cell: n number, s shared, t text, b flag, e error */
    size_t left; /* bytes that may still be unpacked */
    const char *wrong;
    bool failed;
};

/* --- XML --------------------------------------------------------------------------------------------------- */

static void stop(reader *r, const char *wrong)
{
    if (!r->wrong) r->wrong = wrong;
    XML_StopParser(r->parser, XML_FALSE);
}

static void no_memory(reader *r)
{
    r->failed = true;
    stop(r, "memory ran out");
}

/* Names are compared without their prefix: makers differ in these. */
static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static const char *attribute_of(const char **attribute, const char *name)
{
    for (size_t i = 0; attribute[i]; i += 2)
        if (strcmp(local(attribute[i]), name) == 0) return attribute[i + 1];
    return NULL;
}

static void XMLCALL on_begin(void *user, const char *name, const char **attribute)
{
    reader *r = user;
    r->on->begin(r, local(name), attribute);
}

static void XMLCALL on_end(void *user, const char *name)
{
    reader *r = user;
    r->on->end(r, local(name));
}

static void XMLCALL on_text(void *user, const char *s, int n)
{
    reader *r = user;
    if (!r->keep || r->phonetic) return;
    if (r->text.n + (size_t)n > MAX_TEXT) stop(r, "a text is longer than a megabyte");
    else hr_buf_add(&r->text, s, (size_t)n);
    if (r->text.failed) no_memory(r);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    stop(user, "a document type, which no workbook has");
}

static hr_str kept(reader *r, const char *s, size_t n)
{
    hr_str v = hr_arena_str(r->book->arena, s ? s : "", n);
    if (!v.s) no_memory(r);
    return v.s ? v : HR_STR("");
}

/* The text gathered since the last one. */
static hr_str take_text(reader *r)
{
    hr_str v = kept(r, r->text.s, r->text.n);
    r->text.n = 0;
    r->keep = false;
    return v;
}

static hr_err fault(reader *r, hr_str part, const char *what)
{
    hr_buf_printf(&r->book->fault, "%.*s: %s", HR_STR_FMT(part), what);
    return r->failed || r->book->fault.failed ? HR_ENOMEM : HR_EINPUT;
}

static hr_err parse(reader *r, hr_str part, const hr_buf *xml, const handlers *on)
{
    r->parser = XML_ParserCreate(NULL);
    if (!r->parser) return HR_ENOMEM;
    r->on = on;
    r->text.n = 0;
    r->keep = r->phonetic = false;
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    enum XML_Status status = XML_Parse(r->parser, xml->s ? xml->s : "", (int)xml->n, 1);
    const char *what = r->wrong ? r->wrong : XML_ErrorString(XML_GetErrorCode(r->parser));
    hr_err e = status == XML_STATUS_OK && !r->wrong ? HR_OK : fault(r, part, what);
    if (XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY) e = HR_ENOMEM;
    XML_ParserFree(r->parser);
    r->parser = NULL;
    return e;
}

static hr_err read_part(reader *r, hr_str name, bool optional, const handlers *on)
{
    hr_zip_part part;
    hr_buf xml = {0};
    if (!hr_zip_find(&r->zip, name, &part)) return optional ? HR_OK : fault(r, name, "this part is missing");
    if (part.size > r->left) return fault(r, name, "the workbook is larger than 256 MiB unpacked");
    r->left -= part.size;
    const char *wrong = hr_zip_read(&r->zip, &part, &xml);
    hr_err e = wrong ? fault(r, name, wrong) : xml.failed ? HR_ENOMEM : parse(r, name, &xml, on);
    hr_buf_free(&xml);
    return e;
}

/* --- which sheets there are -------------------------------------------------------------------------------- */

static void ignore_end(reader *r, const char *name) { (void)r, (void)name; }

static void begin_workbook(reader *r, const char *name, const char **attribute)
{
    const char *title = attribute_of(attribute, "name"), *id = attribute_of(attribute, "id");
    if (strcmp(name, "sheet") != 0) return;
    if (!title || !id) {
        stop(r, "a sheet without a name or a part");
        return;
    }
    if (r->book->sheet.n == MAX_SHEETS) {
        stop(r, "more than 256 sheets");
        return;
    }
    hr_xlsx_table *t = hr_vec_push(&r->book->sheet, sizeof *t);
    hr_str *part = hr_vec_push(&r->sheet_part, sizeof *part);
    if (t) t->name = kept(r, title, strlen(title));
    if (part) *part = kept(r, id, strlen(id));
    if (!t || !part) no_memory(r);
}

static void begin_relation(reader *r, const char *name, const char **attribute)
{
    const char *id = attribute_of(attribute, "Id"), *target = attribute_of(attribute, "Target"),
               *type = attribute_of(attribute, "Type");
    if (strcmp(name, "Relationship") != 0 || !id || !target || !type) return;
    relation *x = hr_vec_push(&r->relation, sizeof *x);
    const char *path = target[0] == '/' ? hr_arena_printf(r->book->arena, "%s", target + 1)
                                        : hr_arena_printf(r->book->arena, "xl/%s", target);
    const char *last = strrchr(type, '/');
    if (!x || !path) {
        no_memory(r);
        return;
    }
    *x = (relation){.id = kept(r, id, strlen(id)),
                    .target = hr_str_of(path),
                    .strings = last && strcmp(last, "/sharedStrings") == 0};
}

/* --- texts ------------------------------------------------------------------------------------------------- */

static void begin_string(reader *r, const char *name, const char **attribute)
{
    (void)attribute;
    if (strcmp(name, "rPh") == 0) r->phonetic = true;
    if (strcmp(name, "t") == 0) r->keep = true;
}

static void end_string(reader *r, const char *name)
{
    if (strcmp(name, "rPh") == 0) r->phonetic = false;
    if (strcmp(name, "t") == 0) r->keep = false;
    if (strcmp(name, "si") != 0) return;
    hr_str *slot = r->string.n < MAX_CELLS ? hr_vec_push(&r->string, sizeof *slot) : NULL;
    if (slot) *slot = take_text(r);
    else no_memory(r);
}

/* --- cells ------------------------------------------------------------------------------------------------- */

/* "C5" -> column 3, row 5; false for anything else. */
static bool read_name(const char *s, uint32_t *row, uint32_t *col)
{
    *row = *col = 0;
    for (; *s >= 'A' && *s <= 'Z' && *col <= MAX_COL; s++) *col = *col * 26 + (uint32_t)(*s - 'A') + 1;
    for (; *s >= '0' && *s <= '9' && *row <= MAX_ROW; s++) *row = *row * 10 + (uint32_t)(*s - '0');
    return *s == '\0' && *col > 0 && *col <= MAX_COL && *row > 0 && *row <= MAX_ROW;
}

void hr_xlsx_cell_name(uint32_t row, uint32_t col, hr_buf *out)
{
    char letters[8];
    size_t n = 0;
    for (; col > 0 && n < sizeof letters; col = (col - 1) / 26) letters[n++] = (char)('A' + (col - 1) % 26);
    while (n > 0) hr_buf_c(out, letters[--n]);
    hr_buf_printf(out, "%u", row);
}

static void begin_cell(reader *r, const char **attribute)
{
    const char *name = attribute_of(attribute, "r"), *type = attribute_of(attribute, "t");
    uint32_t row = r->cell.row, col = r->cell.col + 1; /* without a name: behind the one before */
    if (name && (!read_name(name, &row, &col) || row != r->cell.row || col <= r->cell.col))
        stop(r, "a cell out of its place");
    else if (row == 0 || col > MAX_COL) stop(r, "a cell outside of rows or columns");
    r->cell.col = col;
    r->kind = 'n';
    if (!type || strcmp(type, "n") == 0) return;
    if (strcmp(type, "s") == 0) r->kind = 's';
    else if (strcmp(type, "b") == 0) r->kind = 'b';
    else if (strcmp(type, "e") == 0) r->kind = 'e';
    else if (strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0 || strcmp(type, "d") == 0) r->kind = 't';
    else stop(r, "a cell of an unknown type");
}

static void begin_row(reader *r, const char **attribute)
{
    const char *name = attribute_of(attribute, "r");
    uint32_t row = r->cell.row + 1;
    if (name) {
        row = 0;
        for (const char *s = name; *s && row <= MAX_ROW; s++)
            row = *s >= '0' && *s <= '9' ? row * 10 + (uint32_t)(*s - '0') : MAX_ROW + 1;
    }
    if (row <= r->cell.row || row > MAX_ROW) stop(r, "a row out of its place");
    r->cell.row = row;
    r->cell.col = 0;
}

static void begin_sheet(reader *r, const char *name, const char **attribute)
{
    if (strcmp(name, "row") == 0) begin_row(r, attribute);
    else if (strcmp(name, "c") == 0) begin_cell(r, attribute);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) r->keep = true;
    else if (strcmp(name, "rPh") == 0) r->phonetic = true;
}

static hr_str number_text(reader *r, hr_str raw)
{
    double v;
    char text[40];
    if (!hr_num_parse(raw, &v)) {
        stop(r, "a number that is none");
        return raw;
    }
    return kept(r, text, hr_num_text(text, sizeof text, v, 17));
}

static hr_str shared_text(reader *r, hr_str raw)
{
    double v = -1;
    if (hr_num_parse(raw, &v) && v >= 0 && v < (double)r->string.n && v == (double)(size_t)v)
        return ((const hr_str *)r->string.item)[(size_t)v];
    stop(r, "a text that is not in the list of texts");
    return raw;
}

static void end_cell(reader *r)
{
    hr_str raw = take_text(r);
    if (raw.n == 0) return;
    hr_xlsx_cell *slot = r->sheet->cell.n < MAX_CELLS ? hr_vec_push(&r->sheet->cell, sizeof *slot) : NULL;
    if (!slot) {
        no_memory(r);
        return;
    }
    *slot = r->cell;
    slot->error = r->kind == 'e';
    slot->text = r->kind == 'n'   ? number_text(r, raw)
                 : r->kind == 's' ? shared_text(r, raw)
                 : r->kind == 'b' ? (hr_str_is(raw, "1") ? HR_STR("true") : HR_STR("false"))
                                  : raw;
    if (slot->text.n == 0) r->sheet->cell.n--; /* a shared text may be empty */
}

static void end_sheet(reader *r, const char *name)
{
    if (strcmp(name, "c") == 0) end_cell(r);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) r->keep = false;
    else if (strcmp(name, "rPh") == 0) r->phonetic = false;
}

/* --- whole ------------------------------------------------------------------------------------------------- */

static hr_str part_of(const reader *r, hr_str id)
{
    const relation *x = r->relation.item;
    for (size_t i = 0; i < r->relation.n; i++)
        if (hr_str_eq(x[i].id, id)) return x[i].target;
    return HR_STR("a sheet");
}

static hr_err read_sheets(reader *r)
{
    static const handlers strings = {begin_string, end_string}, cells = {begin_sheet, end_sheet};
    hr_err e = HR_OK;
    const relation *x = r->relation.item;
    for (size_t i = 0; i < r->relation.n && e == HR_OK; i++)
        if (x[i].strings) e = read_part(r, x[i].target, true, &strings);
    for (size_t i = 0; i < r->book->sheet.n && e == HR_OK; i++) {
        r->sheet = &((hr_xlsx_table *)r->book->sheet.item)[i];
        r->cell = (hr_xlsx_cell){0};
        e = read_part(r, part_of(r, ((const hr_str *)r->sheet_part.item)[i]), false, &cells);
    }
    return e;
}

hr_err hr_xlsx_read(hr_xlsx_book *book, const void *bytes, size_t n)
{
    static const handlers relations = {begin_relation, ignore_end}, workbook = {begin_workbook, ignore_end};
    reader r = {.book = book, .left = MAX_BYTES};
    *book = (hr_xlsx_book){.arena = hr_arena_new()};
    if (!book->arena) return HR_ENOMEM;
    const char *wrong = hr_zip_open(&r.zip, bytes, n);
    hr_err e = HR_OK;
    if (wrong) {
        hr_buf_z(&book->fault, wrong);
        e = HR_EINPUT;
    }
    if (e == HR_OK) e = read_part(&r, HR_STR("xl/workbook.xml"), false, &workbook);
    if (e == HR_OK) e = read_part(&r, HR_STR("xl/_rels/workbook.xml.rels"), false, &relations);
    if (e == HR_OK) e = read_sheets(&r);
    hr_vec_free(&r.relation);
    hr_vec_free(&r.string);
    hr_vec_free(&r.sheet_part);
    hr_buf_free(&r.text);
    return e;
}

void hr_xlsx_book_free(hr_xlsx_book *book)
{
    hr_xlsx_table *t = book->sheet.item;
    for (size_t i = 0; i < book->sheet.n; i++) hr_vec_free(&t[i].cell);
    hr_vec_free(&book->sheet);
    hr_buf_free(&book->fault);
    hr_arena_free(book->arena);
    *book = (hr_xlsx_book){0};
}
