/* import_xlsx.c - a filled-in workbook as a model.
 *
 * Each sheet whose first header is `name` is a table of elements, the sheet `site` the site. A sheet goes through the
 * reader of CSV tables and the field tables, in a context of its own, so that what is refused is refused in the same
 * words; only the place is told as people see it there, rack!C5. The model is written in the canonical form. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "element/types.h"
#include "model/build.h"
#include "model/fmt.h"
#include "port/import.h"
#include "port/xlsx_read.h"

enum { MOST_BYTES = 64 << 20, MOST_HELD = 8 };

typedef struct item { /* a row: an element, or the site */
    hr_str name, holder;
    hr_span at, name_at, holder_at;
    hr_ynode *map;
    const hr_type *type; /* NULL: its part says */
    struct item *child, *last, *next;
} item;

typedef struct table { /* a sheet as a text of the inner context */
    hr_id file;
    hr_str sheet;
    const hr_xlsx_table *cells;
} table;

typedef struct importer {
    hr_ctx *ctx, *inner; /* the caller's, and the one in which sheets are read */
    const char *path;
    hr_arena *arena;
    hr_xlsx_book book;
    hr_vec table; /* of table */
    hr_vec row;   /* of item * */
    hr_map index; /* "holder.name" -> its number in row */
    item *site, top;
} importer;

static hr_err refused(importer *m, const char *what, const char *help)
{
    return hr_diag_add(m->ctx, HR_ERROR, "M720", HR_NOWHERE, help, "%s: %s", m->path, what);
}

static const char mend[] = "save it as .xlsx anew; `headroom template xlsx` writes one to fill in";

/* --- the file ---------------------------------------------------------------------------------------------- */

static hr_err unreadable(importer *m, int reason)
{
    (void)hr_diag_add(m->ctx, HR_ERROR, "M101", HR_NOWHERE, NULL, "can't read \"%s\": %s", m->path, strerror(reason));
    return HR_EIO;
}

static hr_err read_file(importer *m, hr_buf *out)
{
    char block[65536];
    int fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return unreadable(m, errno);
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) != 0 && out->n <= MOST_BYTES) {
        if (n > 0) hr_buf_add(out, block, (size_t)n);
        else if (errno != EINTR) break;
    }
    int reason = n < 0 ? errno : 0;
    close(fd);
    if (reason != 0) return unreadable(m, reason);
    if (out->n > MOST_BYTES) return refused(m, "it is larger than 64 MiB", "split it into several workbooks");
    return out->failed ? HR_ENOMEM : HR_OK;
}

/* --- sheets as tables -------------------------------------------------------------------------------------- */

static void add_cell(hr_buf *b, hr_str v)
{
    bool plain = v.n == 0 || (v.s[0] != '#' && v.s[0] != ' ' && v.s[v.n - 1] != ' ');
    for (uint32_t i = 0; i < v.n && plain; i++) plain = strchr(",;\"\n\r\t", v.s[i]) == NULL;
    if (plain) {
        hr_buf_str(b, v);
        return;
    }
    hr_buf_c(b, '"');
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.s[i] == '"') hr_buf_c(b, '"');
        hr_buf_c(b, v.s[i] == '\n' || v.s[i] == '\r' ? ' ' : v.s[i]); /* a row is a line */
    }
    hr_buf_c(b, '"');
}

/* Row r of the sheet is line r of the text. Rows whose first cell begins with # are comments there too. */
static void write_table(const hr_xlsx_table *t, hr_buf *b)
{
    const hr_xlsx_cell *c = t->cell.item;
    uint32_t row = 1, col = 1;
    bool comment = false;
    for (size_t i = 0; i < t->cell.n; i++) {
        for (; row < c[i].row; row++) hr_buf_c(b, '\n'), col = 1, comment = false;
        if (comment) continue;
        comment = c[i].col == 1 && c[i].text.s[0] == '#';
        if (comment) hr_buf_c(b, '#');
        for (; !comment && col < c[i].col; col++) hr_buf_c(b, ',');
        if (!comment) add_cell(b, c[i].text);
    }
    hr_buf_c(b, '\n');
}

static bool is_table(const hr_xlsx_table *t)
{
    const hr_xlsx_cell *c = t->cell.item;
    return t->cell.n > 0 && c->row == 1 && c->col == 1 && hr_str_is(c->text, "name");
}

static hr_err check_errors(importer *m, const hr_xlsx_table *t)
{
    hr_err e = HR_OK;
    const hr_xlsx_cell *c = t->cell.item;
    for (size_t i = 0; i < t->cell.n; i++) {
        if (!c[i].error) continue;
        hr_buf place = {0};
        hr_buf_printf(&place, "%.*s!", HR_STR_FMT(t->name));
        hr_xlsx_cell_name(c[i].row, c[i].col, &place);
        hr_buf_printf(&place, ": the cell holds an error, %.*s", HR_STR_FMT(c[i].text));
        e = place.failed ? HR_ENOMEM : refused(m, place.s, "mend its formula, or leave the cell empty");
        hr_buf_free(&place);
    }
    return e;
}

/* --- rows as elements -------------------------------------------------------------------------------------- */

/* Takes a key out of a mapping; NULL when it is not there. */
static hr_ynode *take(hr_ynode *map, const char *key)
{
    for (uint32_t i = 0; i < map->n; i++) {
        if (!hr_str_is(map->u.pair[i].key->text, key)) continue;
        hr_ynode *value = map->u.pair[i].value;
        memmove(&map->u.pair[i], &map->u.pair[i + 1], (map->n - i - 1) * sizeof *map->u.pair);
        map->n--;
        return value;
    }
    return NULL;
}

static hr_err take_name(importer *m, item *x)
{
    hr_hostlist list;
    hr_ynode *name = take(x->map, "name"), *holder = take(x->map, "held_by");
    if (!name || name->kind != HR_Y_SCALAR)
        return hr_diag_add(m->inner, HR_ERROR, "M210", x->at, "fill in the column `name`", "the row has no name");
    x->name = name->text;
    x->name_at = name->at;
    if (holder && holder->kind == HR_Y_SCALAR) {
        x->holder = holder->text;
        x->holder_at = holder->at;
    }
    return hr_hostlist_parse(&list, m->inner, m->arena, x->name, name->at, false, false);
}

/* The type that the row states, or the sheet's; none where a part says it. */
static hr_err find_type(importer *m, const table *t, item *x)
{
    const hr_ynode *type = hr_yaml_get(x->map, "type");
    if (type && type->kind == HR_Y_SCALAR) {
        x->type = hr_types_find(&hr_builtin_types, type->text);
        if (x->type) return HR_OK;
        return hr_diag_add(m->inner, HR_ERROR, "M207", type->at, "`headroom schema --types` lists the types",
                           "unknown type \"%.*s\"", HR_STR_FMT(type->text));
    }
    if (hr_yaml_get(x->map, "part")) return HR_OK;
    x->type = hr_types_find(&hr_builtin_types, t->sheet);
    if (x->type) return HR_OK;
    return hr_diag_add(m->inner, HR_ERROR, "M210", x->at, "fill in `type` or `part`, or call the sheet as the type",
                       "`%.*s` has no type", HR_STR_FMT(x->name));
}

/* Whether the field tables take what the row says. */
static hr_err check_fields(importer *m, const hr_type *type, const hr_ynode *map)
{
    static const char *const common[] = {"room",  "epo",     "position", "weight", "source", "as_of",
                                         "trust", "because", "type",     "part",   NULL};
    hr_site scratch = {.ctx = m->inner, .types = &hr_builtin_types, .arena = m->arena};
    hr_reader r = {.ctx = m->inner, .arena = m->arena, .site = &scratch};
    void *fields = hr_arena_alloc(m->arena, type->size);
    bool site = type == hr_builtin_types.site;
    hr_num weight;
    if (!fields) return HR_ENOMEM;
    hr_err e =
        hr_fields_read(&r, type->fields, fields, map, type->name, site ? NULL : common, !site && !type->modelled);
    const hr_ynode *kg = site ? NULL : hr_yaml_get(map, "weight");
    hr_err e2 = kg ? hr_read_num(&r, &hr_common_fields[3], kg, &weight) : HR_OK;
    return e != HR_OK ? e : e2;
}

static hr_str path_of(importer *m, hr_str holder, hr_str name)
{
    const char *path =
        hr_arena_printf(m->arena, "%.*s%s%.*s", HR_STR_FMT(holder), holder.n > 0 ? "." : "", HR_STR_FMT(name));
    return path ? hr_str_of(path) : (hr_str){NULL, 0};
}

static hr_err keep_row(importer *m, item *x)
{
    uint32_t old = HR_NONE;
    hr_str path = path_of(m, x->holder, x->name);
    if (!path.s || !hr_map_add(&m->index, path, (uint32_t)m->row.n, &old)) return HR_ENOMEM;
    if (old != HR_NONE) {
        const item *first = ((item **)m->row.item)[old];
        return hr_diag_add(m->inner, HR_ERROR, "M303", x->name_at, "take one of the two out",
                           "`%.*s` stands twice; the first is in row %u", HR_STR_FMT(x->name), first->at.line);
    }
    item **slot = hr_vec_push(&m->row, sizeof *slot);
    if (slot) *slot = x;
    return slot ? HR_OK : HR_ENOMEM;
}

static hr_err read_element(importer *m, const table *t, hr_ynode *map)
{
    item *x = HR_NEW(m->arena, item);
    if (!x) return HR_ENOMEM;
    *x = (item){.map = map, .at = map->at};
    hr_err e = take_name(m, x);
    if (e == HR_OK) e = find_type(m, t, x);
    if (e == HR_OK && x->type) e = check_fields(m, x->type, map);
    return e == HR_OK ? keep_row(m, x) : e;
}

static hr_err read_site(importer *m, hr_ynode *map)
{
    if (m->site) return hr_diag_add(m->inner, HR_ERROR, "M720", map->at, "take it out", "a second row for the site");
    m->site = HR_NEW(m->arena, item);
    if (!m->site) return HR_ENOMEM;
    m->site->map = map;
    return check_fields(m, hr_builtin_types.site, map);
}

static hr_err read_table(importer *m, const hr_xlsx_table *cells)
{
    hr_buf text = {0};
    table *t = hr_vec_push(&m->table, sizeof *t);
    if (!t) return HR_ENOMEM;
    write_table(cells, &text);
    *t = (table){.sheet = cells->name, .cells = cells};
    hr_err e = text.failed ? HR_ENOMEM : hr_source_text(m->inner, "sheet", text.s, text.n, &t->file);
    hr_buf_free(&text);
    hr_ynode *rows = NULL;
    if (e == HR_OK) e = hr_csv_read(m->inner, m->arena, t->file, &rows);
    const table own = *t;
    for (uint32_t i = 0; rows && i < rows->n && e != HR_ENOMEM; i++) {
        hr_err one =
            hr_str_is(cells->name, "site") ? read_site(m, rows->u.item[i]) : read_element(m, &own, rows->u.item[i]);
        if (one != HR_OK) e = one;
    }
    return e;
}

static hr_err read_tables(importer *m)
{
    hr_err e = HR_OK;
    const hr_xlsx_table *t = m->book.sheet.item;
    for (size_t i = 0; i < m->book.sheet.n && e != HR_ENOMEM; i++) {
        if (!is_table(&t[i])) continue;
        hr_err one = check_errors(m, &t[i]);
        if (one == HR_OK) one = read_table(m, &t[i]);
        if (one != HR_OK) e = one;
    }
    if (e == HR_OK && m->row.n == 0)
        e = refused(m, "no sheet holds elements",
                    "a sheet is read when its first cell is `name`; each row below is an element");
    return e;
}

/* --- who holds whom ---------------------------------------------------------------------------------------- */

static void append(item *holder, item *x)
{
    if (holder->last) holder->last->next = x;
    else holder->child = x;
    holder->last = x;
}

static hr_err find_holders(importer *m)
{
    hr_err e = HR_OK;
    item **x = m->row.item;
    for (size_t i = 0; i < m->row.n; i++) {
        uint32_t at = x[i]->holder.n > 0 ? hr_map_get(&m->index, x[i]->holder) : HR_NONE;
        uint32_t deep = 0;
        for (uint32_t k = 0; k < x[i]->holder.n; k++) deep += x[i]->holder.s[k] == '.';
        if (x[i]->holder.n == 0) append(&m->top, x[i]);
        else if (deep >= MOST_HELD)
            e = hr_diag_add(m->inner, HR_ERROR, "M309", x[i]->holder_at, NULL, "held more than 8 levels deep");
        else if (at != HR_NONE && x[at] != x[i]) append(x[at], x[i]);
        else
            e = hr_diag_add(m->inner, HR_ERROR, "M304", x[i]->holder_at,
                            "write the name as it stands on the holder's own sheet: rack-[1-8]",
                            "no element is called \"%.*s\"", HR_STR_FMT(x[i]->holder));
    }
    return e;
}

/* --- the model --------------------------------------------------------------------------------------------- */

/* Plain where nobody could read it otherwise. */
static void add_scalar(hr_buf *b, hr_str v)
{
    static const char also[] = " _-./%()$+[],*";
    bool plain = v.n > 0 && v.s[v.n - 1] != ' ';
    for (uint32_t i = 0; i < v.n && plain; i++) {
        char c = v.s[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        plain = word || (i > 0 && strchr(also, c)) || (i == 0 && (c == '.' || c == '-') && v.n > 1 && v.s[1] != ' ');
    }
    if (plain && v.s[0] == '-' && v.n > 1 && v.s[1] == '-') plain = false; /* --- begins a document */
    if (plain) {
        hr_buf_str(b, v);
        return;
    }
    hr_buf_c(b, '"');
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.s[i] == '"' || v.s[i] == '\\') hr_buf_c(b, '\\');
        if (v.s[i] == '\t') hr_buf_z(b, "\\t");
        else if ((unsigned char)v.s[i] < 0x20 || v.s[i] == 0x7f) hr_buf_printf(b, "\\x%02X", (unsigned)v.s[i]);
        else hr_buf_c(b, v.s[i]);
    }
    hr_buf_c(b, '"');
}

static void indent(hr_buf *b, uint32_t depth)
{
    while (depth-- > 0) hr_buf_z(b, "  ");
}

static void add_map(hr_buf *b, const hr_ynode *map, uint32_t depth)
{
    for (uint32_t i = 0; i < map->n; i++) {
        const hr_ypair *p = &map->u.pair[i];
        indent(b, depth);
        add_scalar(b, p->key->text);
        if (p->value->kind == HR_Y_MAP) {
            hr_buf_z(b, ":\n");
            add_map(b, p->value, depth + 1);
            continue;
        }
        hr_buf_z(b, ": ");
        add_scalar(b, p->value->text);
        hr_buf_c(b, '\n');
    }
}

static void add_item(hr_buf *b, const item *x, uint32_t depth)
{
    indent(b, depth);
    hr_buf_printf(b, "%.*s:\n", HR_STR_FMT(x->name));
    if (!hr_yaml_get(x->map, "type") && x->type) {
        indent(b, depth + 1);
        hr_buf_printf(b, "type: %s\n", x->type->name);
    }
    add_map(b, x->map, depth + 1);
    if (!x->child) return;
    indent(b, depth + 1);
    hr_buf_z(b, "holds:\n");
    for (const item *c = x->child; c; c = c->next) add_item(b, c, depth + 2);
}

static hr_err write_model(importer *m, hr_buf *out)
{
    hr_buf text = {0};
    hr_id file;
    hr_buf_z(&text, "headroom: 1\n");
    if (m->site && m->site->map->n > 0) {
        hr_buf_z(&text, "site:\n");
        add_map(&text, m->site->map, 1);
    }
    hr_buf_z(&text, "elements:\n");
    for (const item *x = m->top.child; x; x = x->next) add_item(&text, x, 1);
    hr_err e = text.failed ? HR_ENOMEM : hr_source_text(m->inner, "model", text.s, text.n, &file);
    if (e == HR_OK) e = hr_fmt(m->inner, file, &hr_builtin_types, out);
    hr_buf_free(&text);
    return e;
}

/* --- what was refused -------------------------------------------------------------------------------------- */

/* The number of the cell that a column of the text stands in. */
static uint32_t cell_at(hr_str line, uint32_t col)
{
    uint32_t cell = 1, at = 1;
    bool quoted = false;
    for (uint32_t i = 0; i < line.n && at < col; i++) {
        if (line.s[i] == '"') quoted = !quoted;
        if (line.s[i] == ',' && !quoted) cell++;
        if (((unsigned char)line.s[i] & 0xC0) != 0x80) at++; /* columns count characters */
    }
    return cell;
}

static const table *table_of(const importer *m, hr_id file)
{
    const table *t = m->table.item;
    for (size_t i = 0; i < m->table.n && file != HR_NONE; i++)
        if (t[i].file == file) return &t[i];
    return NULL;
}

/* Tells the caller's context what the inner one was told, with places as people see them. */
static hr_err tell(importer *m, hr_err e)
{
    for (size_t i = 0; i < hr_diag_count(m->inner); i++) {
        const hr_diag *d = hr_diag_at(m->inner, i);
        const table *t = table_of(m, d->at.file);
        hr_buf place = {0};
        if (t) {
            hr_buf_printf(&place, ": %.*s!", HR_STR_FMT(t->sheet));
            hr_xlsx_cell_name(d->at.line, cell_at(hr_source_line(m->inner, d->at.file, d->at.line), d->at.col), &place);
        }
        if (place.failed) e = HR_ENOMEM;
        (void)hr_diag_add(m->ctx, d->severity, d->code, HR_NOWHERE, d->help, "%s%s: %s", m->path,
                          place.s ? place.s : "", d->message);
        hr_buf_free(&place);
    }
    return e;
}

static hr_err read_book(importer *m, const void *bytes, size_t n)
{
    hr_err e = hr_xlsx_read(&m->book, bytes, n);
    return e == HR_EINPUT ? refused(m, m->book.fault.s, mend) : e;
}

hr_err hr_import_xlsx(hr_ctx *ctx, const char *path, const void *bytes, size_t n, hr_buf *out)
{
    importer m = {.ctx = ctx, .path = path, .inner = hr_ctx_new(hr_ctx_today(ctx)), .arena = hr_arena_new()};
    hr_err e = m.inner && m.arena ? read_book(&m, bytes, n) : HR_ENOMEM;
    if (e == HR_OK) e = read_tables(&m);
    if (e == HR_OK) e = find_holders(&m);
    if (e == HR_OK) e = write_model(&m, out);
    if (m.inner) e = tell(&m, e);
    hr_xlsx_book_free(&m.book);
    hr_vec_free(&m.table);
    hr_vec_free(&m.row);
    hr_map_free(&m.index);
    hr_ctx_free(m.inner);
    hr_arena_free(m.arena);
    return e;
}

hr_err hr_import_run_xlsx(const hr_import_in *in, hr_buf *out)
{
    hr_buf bytes = {0};
    hr_err e = read_file(&(importer){.ctx = in->ctx, .path = in->path}, &bytes);
    if (e == HR_OK) e = hr_import_xlsx(in->ctx, in->path, bytes.s ? bytes.s : "", bytes.n, out);
    hr_buf_free(&bytes);
    return e;
}
