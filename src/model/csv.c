/* csv.c - tables as spreadsheets write them -> the same tree that YAML gives, so that the rest knows no difference.
 *
 * RFC 4180 with the separators people meet, `,` and `;`: the first one outside quotes in the header line decides. A
 * header cell is a field name, with dots for what is nested (from.A.breaker) and, if its cells are bare numbers, their
 * unit: `power [kW]`. The columns make one tree; every row is that tree without its empty cells. Cells stay text and
 * keep their place, because the field tables check them as they check YAML.
 *
 * Numbers take a decimal point only. A comma in a number is a fraction to one reader and thousands to another, so it is
 * refused wherever it can be seen to stand in a number. */
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "model/build.h"
#include "model/units.h"

enum { MAX_ROWS = 1000000, MAX_COLUMNS = 256 };

/* One component of a column's name: "from", "A", "breaker". A column ends in one, several may go through one. */
typedef struct branch {
    hr_ynode *key;
    int column; /* whose name ends here, or -1 */
    struct branch *child, *last, *next;
} branch;

typedef struct cell {
    hr_str text;
    hr_span at;
} cell;

typedef struct column {
    hr_span at;
    hr_str path, unit; /* unit.n == 0: none in the header */
} column;

typedef struct place {
    uint32_t pos, line, col;
} place;

typedef struct table {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_id file;
    const char *s;
    uint32_t n;
    place at; /* of what is read next */
    char separator;
    column column[MAX_COLUMNS];
    uint32_t columns;
    branch root;
    cell cell[MAX_COLUMNS + 1]; /* of the row being read */
    uint32_t cells;             /* of that row, those not kept counted too */
    uint64_t nodes;
} table;

static hr_err fault(table *t, const char *code, hr_span at, const char *help, const char *message)
{
    return hr_diag_add(t->ctx, HR_ERROR, code, at, help, "%s", message);
}

/* The answer for both of two steps: memory that ran out is not forgotten for a fault that came behind. */
static hr_err both(hr_err e, hr_err then) { return then == HR_OK || e == HR_ENOMEM ? e : then; }

/* --- characters -------------------------------------------------------------------------------------------- */

static hr_span here(const table *t) { return (hr_span){t->file, t->at.line, t->at.col, 0}; }

/* Past one character; lines end in \n, a \r before it is their last character. */
static void step(table *t)
{
    if (t->s[t->at.pos] == '\n') {
        t->at.pos++;
        t->at.line++;
        t->at.col = 1;
        return;
    }
    unsigned length =
        (unsigned char)t->s[t->at.pos] < 0x80 ? 1 : hr_utf8_decode(t->s + t->at.pos, t->n - t->at.pos, NULL);
    t->at.pos += length != 0 ? length : 1;
    t->at.col++;
}

static bool at_line_end(const table *t)
{
    if (t->at.pos == t->n || t->s[t->at.pos] == '\n') return true;
    return t->s[t->at.pos] == '\r' && (t->at.pos + 1 == t->n || t->s[t->at.pos + 1] == '\n');
}

static bool at_cell_end(const table *t) { return at_line_end(t) || t->s[t->at.pos] == t->separator; }

static void skip_blanks(table *t)
{
    while (t->at.pos < t->n && (t->s[t->at.pos] == ' ' || t->s[t->at.pos] == '\t') && t->s[t->at.pos] != t->separator)
        step(t);
}

static void skip_line(table *t)
{
    while (t->at.pos < t->n && t->s[t->at.pos] != '\n') step(t);
    if (t->at.pos < t->n) step(t);
}

/* Past lines that are blank or begin with #; false at the end of the text. */
static bool find_line(table *t)
{
    while (t->at.pos < t->n) {
        place start = t->at;
        skip_blanks(t);
        if (!at_line_end(t) && t->s[t->at.pos] != '#') {
            t->at = start;
            return true;
        }
        skip_line(t);
    }
    return false;
}

/* --- cells ------------------------------------------------------------------------------------------------- */

/* The text between quotes, doubled ones made single. */
static hr_err unquote(table *t, uint32_t from, uint32_t to, uint32_t doubled, hr_str *out)
{
    *out = (hr_str){t->s + from, to - from};
    if (doubled == 0) return HR_OK;
    char *copy = hr_arena_alloc(t->arena, out->n);
    if (copy == NULL) return HR_ENOMEM;
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        copy[n++] = t->s[i];
        if (t->s[i] == '"') i++;
    }
    *out = (hr_str){copy, n};
    return HR_OK;
}

static hr_err read_quoted(table *t, cell *c)
{
    hr_span open = here(t);
    uint32_t start = t->at.pos, doubled = 0;
    open.len = 1;
    step(t);
    for (;; step(t)) {
        if (t->at.pos == t->n)
            return fault(t, "M601", open, "a quote inside quotes is written twice: \"\"", "the quote is left open");
        if (t->s[t->at.pos] != '"') continue;
        if (t->at.pos + 1 == t->n || t->s[t->at.pos + 1] != '"') break;
        doubled++;
        step(t);
    }
    hr_err e = unquote(t, start + 1, t->at.pos, doubled, &c->text);
    if (e != HR_OK) return e;
    step(t);
    c->at = open;
    c->at.len = t->at.pos - start;
    skip_blanks(t);
    if (at_cell_end(t)) return HR_OK;
    e = fault(t, "M601", here(t), "a quote inside quotes is written twice: \"\"", "text behind the closing quote");
    while (!at_cell_end(t)) step(t);
    return e;
}

static hr_err read_cell(table *t, cell *c)
{
    skip_blanks(t);
    c->at = here(t);
    if (t->at.pos < t->n && t->s[t->at.pos] == '"') return read_quoted(t, c);
    uint32_t start = t->at.pos;
    while (!at_cell_end(t)) step(t);
    c->text = hr_str_trim((hr_str){t->s + start, t->at.pos - start});
    c->at.len = c->text.n;
    if (c->text.n == 0 || memchr(c->text.s, '\r', c->text.n) == NULL) return HR_OK;
    return fault(t, "M601", c->at, "save the table with line ends \\n or \\r\\n", "a carriage return inside a cell");
}

/* One line of cells (several lines of text where a quoted cell holds newlines), its end included. */
static hr_err read_row(table *t)
{
    hr_err e = HR_OK;
    for (t->cells = 0;;) {
        cell c = {.text = {"", 0}};
        e = both(e, read_cell(t, &c));
        if (t->cells <= MAX_COLUMNS) t->cell[t->cells] = c;
        t->cells++;
        if (at_line_end(t)) break;
        step(t);
    }
    skip_line(t);
    return e;
}

/* --- the header -------------------------------------------------------------------------------------------- */

/* The first separator outside quotes; only the first cell can stand before it. */
static char find_separator(const table *t)
{
    bool quoted = false;
    for (uint32_t i = t->at.pos; i < t->n && (quoted || t->s[i] != '\n'); i++) {
        if (t->s[i] == '"') quoted = !quoted;
        if (!quoted && (t->s[i] == ',' || t->s[i] == ';')) return t->s[i];
    }
    return ',';
}

static bool is_known_unit(hr_str unit)
{
    char text[40];
    if (unit.n == 0 || unit.n > 32) return false;
    memcpy(text, "1 ", 2);
    memcpy(text + 2, unit.s, unit.n);
    return hr_unit_dim_of((hr_str){text, unit.n + 2}) != HR_DIM_COUNT_;
}

static hr_err unknown_unit(table *t, const column *c)
{
    return hr_diag_add(t->ctx, HR_ERROR, "M602", c->at, "write the unit as in the model: power [kW]",
                       "the column `%.*s` has an unknown unit \"%.*s\"", HR_STR_FMT(c->path), HR_STR_FMT(c->unit));
}

/* Where the unit's bracket opens: at the end (power[kW]), or behind a blank; others belong to a name (node[1-4].power). */
static uint32_t find_unit(hr_str text)
{
    for (uint32_t i = 0; i < text.n; i++) {
        bool behind_blank = i > 0 && (text.s[i - 1] == ' ' || text.s[i - 1] == '\t');
        if (text.s[i] == '(' || (text.s[i] == '[' && behind_blank)) return i;
    }
    if (text.n == 0 || text.s[text.n - 1] != ']') return text.n;
    for (uint32_t i = text.n; i > 0; i--)
        if (text.s[i - 1] == '[') return i - 1;
    return text.n;
}

static hr_err split_unit(table *t, column *c, hr_str text)
{
    uint32_t open = find_unit(text);
    c->path = text;
    if (open == text.n) return HR_OK;
    hr_str rest = {text.s + open + 1, text.n - open - 1};
    const char *close = memchr(rest.s, text.s[open] == '[' ? ']' : ')', rest.n);
    c->path = hr_str_trim((hr_str){text.s, open});
    if (close == NULL || close + 1 != rest.s + rest.n)
        return fault(t, "M602", c->at, "end the header with the unit: power [kW]",
                     close != NULL ? "text behind the unit of a column" : "the unit's bracket is left open");
    c->unit = hr_str_trim((hr_str){rest.s, rest.n - 1});
    return is_known_unit(c->unit) ? HR_OK : unknown_unit(t, c);
}

static branch *find_child(const branch *b, hr_str name)
{
    for (branch *c = b->child; c != NULL; c = c->next)
        if (hr_str_eq(c->key->text, name)) return c;
    return NULL;
}

static branch *add_child(table *t, branch *b, hr_str name, hr_span at)
{
    branch *c = HR_NEW(t->arena, branch);
    if (c == NULL || (c->key = HR_NEW(t->arena, hr_ynode)) == NULL) return NULL;
    *c->key = (hr_ynode){.kind = HR_Y_SCALAR, .at = at, .text = name};
    c->column = -1;
    if (b->last != NULL) b->last->next = c;
    else b->child = c;
    return b->last = c;
}

/* The next component of a path, up to a dot that stands in no bracket. */
static hr_str next_component(hr_str path, uint32_t *from)
{
    uint32_t start = *from, i = start, depth = 0;
    for (; i < path.n && (depth > 0 || path.s[i] != '.'); i++) {
        if (path.s[i] == '[') depth++;
        if (path.s[i] == ']' && depth > 0) depth--;
    }
    *from = i + 1;
    return hr_str_trim((hr_str){path.s + start, i - start});
}

static hr_err no_name(table *t, const column *c)
{
    return hr_diag_add(t->ctx, HR_ERROR, "M602", c->at, "name the field, or take the column out",
                       "column %u has no %sname", (unsigned)(c - t->column) + 1, c->path.n > 0 ? "complete " : "");
}

/* Hangs a column into the tree of names. */
static hr_err add_path(table *t, const column *c)
{
    branch *b = &t->root;
    uint32_t depth = 0;
    for (uint32_t from = 0; from <= c->path.n;) {
        hr_str name = next_component(c->path, &from);
        if (name.n == 0) return no_name(t, c);
        if (++depth > HR_YAML_MAX_DEPTH)
            return hr_diag_add(t->ctx, HR_ERROR, "M106", c->at, "take some of its dots out",
                               "a column nested more than %d levels deep", HR_YAML_MAX_DEPTH);
        branch *child = find_child(b, name);
        if (child == NULL && (child = add_child(t, b, name, c->at)) == NULL) return HR_ENOMEM;
        b = child;
    }
    int index = (int)(c - t->column);
    if (b->column >= 0) {
        hr_span first = t->column[b->column].at;
        return hr_diag_add(t->ctx, HR_ERROR, "M601", c->at, "take one of the two out",
                           "the column `%.*s` stands twice; the first is at %u:%u", HR_STR_FMT(c->path), first.line,
                           first.col);
    }
    b->column = index;
    return HR_OK;
}

static hr_err read_header(table *t)
{
    if (!find_line(t))
        return fault(t, "M601", (hr_span){t->file, 1, 1, 0}, "the first line names the fields: name,type,power [kW]",
                     "the table has no header");
    t->separator = find_separator(t);
    hr_err e = read_row(t);
    if (e != HR_OK) return e;
    if (t->cells > MAX_COLUMNS)
        return hr_diag_add(t->ctx, HR_ERROR, "M106", t->cell[MAX_COLUMNS].at, "split the table", "more than %d columns",
                           MAX_COLUMNS);
    t->columns = t->cells;
    for (uint32_t i = 0; i < t->columns; i++) {
        column *c = &t->column[i];
        *c = (column){.at = t->cell[i].at};
        hr_err own = split_unit(t, c, hr_str_trim(t->cell[i].text));
        e = both(e, own == HR_OK ? add_path(t, c) : own);
    }
    return e;
}

/* --- rows -------------------------------------------------------------------------------------------------- */

/* Whether the text would be a number, with or without a unit, if its comma were a point. */
static bool has_decimal_comma(hr_str text)
{
    char point[64];
    double v;
    const char *comma = memchr(text.s, ',', text.n);
    if (comma == NULL || text.n > sizeof point || comma + 1 == text.s + text.n || comma[1] < '0' || comma[1] > '9')
        return false;
    memcpy(point, text.s, text.n);
    point[comma - text.s] = '.';
    hr_str with_point = {point, text.n};
    return hr_num_parse(with_point, &v) || hr_unit_dim_of(with_point) != HR_DIM_COUNT_;
}

static hr_err decimal_comma(table *t, const cell *c)
{
    return hr_diag_add(t->ctx, HR_ERROR, "M602", c->at, "write a decimal point, and no commas between thousands",
                       "a comma in a number: \"%.*s\"", HR_STR_FMT(c->text));
}

/* A cell of a column without a unit: the field's table will check it. `1,2` may be a text, `1,2 kW` hardly. */
static hr_err check_plain(table *t, const cell *c)
{
    double v;
    hr_str head = c->text;
    const char *comma = memchr(head.s, ',', head.n);
    if (comma == NULL || !has_decimal_comma(c->text)) return HR_OK;
    hr_str tail = {comma + 1, (uint32_t)(head.s + head.n - comma - 1)};
    return hr_num_parse(tail, &v) ? HR_OK : decimal_comma(t, c);
}

static hr_err not_a_number(table *t, const column *column_, const cell *c)
{
    if (has_decimal_comma(c->text)) return decimal_comma(t, c);
    bool unit = hr_unit_dim_of(c->text) != HR_DIM_COUNT_;
    return hr_diag_add(t->ctx, HR_ERROR, "M602", c->at,
                       unit ? "write the unit in the header or in the cell, not in both"
                            : "leave the cell empty where the value is not known",
                       "the column `%.*s` is in %.*s, so its cells are bare numbers; found \"%.*s\"",
                       HR_STR_FMT(column_->path), HR_STR_FMT(column_->unit), HR_STR_FMT(c->text));
}

/* A cell of a column with a unit: together they are a quantity. */
static hr_err add_unit(table *t, const column *column_, const cell *c, hr_str *out)
{
    double v;
    const char *text = hr_arena_printf(t->arena, "%.*s %.*s", HR_STR_FMT(c->text), HR_STR_FMT(column_->unit));
    if (text == NULL) return HR_ENOMEM;
    *out = hr_str_of(text);
    bool quantity = hr_unit_parse(*out, hr_unit_dim_of(*out), &v) == HR_UNIT_OK;
    return quantity ? HR_OK : not_a_number(t, column_, c);
}

static hr_err make_scalar(table *t, const column *column_, const cell *c, hr_ynode **out)
{
    hr_str text = c->text;
    hr_err e = column_->unit.n > 0 ? add_unit(t, column_, c, &text) : check_plain(t, c);
    if (e != HR_OK) return e;
    if ((*out = HR_NEW(t->arena, hr_ynode)) == NULL) return HR_ENOMEM;
    **out = (hr_ynode){.kind = HR_Y_SCALAR, .at = c->at, .text = text};
    return HR_OK;
}

static const cell *filled(const table *t, const branch *b)
{
    return b->column >= 0 && (uint32_t)b->column < t->cells && t->cell[b->column].text.n > 0 ? &t->cell[b->column]
                                                                                             : NULL;
}

static hr_err make_map(table *t, const branch *b, hr_ynode **out);

/* The value of one component in this row: a cell, a mapping of what is nested in it, or NULL. */
static hr_err make_value(table *t, const branch *b, hr_ynode **out)
{
    const cell *c = filled(t, b);
    *out = NULL;
    if (c != NULL) {
        hr_err e = make_scalar(t, &t->column[b->column], c, out);
        if (e != HR_OK || b->child == NULL) return e;
    }
    hr_ynode *map = NULL;
    hr_err e = b->child != NULL ? make_map(t, b, &map) : HR_OK;
    if (e != HR_OK || map == NULL) return e;
    if (c != NULL)
        return hr_diag_add(t->ctx, HR_ERROR, "M601", map->at, "fill one of the two",
                           "this row fills both the column `%.*s` and one nested in it",
                           HR_STR_FMT(t->column[b->column].path));
    *out = map;
    return HR_OK;
}

/* NULL where all cells are empty. */
static hr_err make_map(table *t, const branch *b, hr_ynode **out)
{
    hr_ypair pair[MAX_COLUMNS];
    uint32_t n = 0;
    hr_err e = HR_OK;
    for (const branch *c = b->child; c != NULL; c = c->next) {
        hr_ynode *value = NULL;
        hr_err own = make_value(t, c, &value);
        if (own == HR_OK && value != NULL) pair[n++] = (hr_ypair){c->key, value};
        e = both(e, own);
    }
    *out = NULL;
    if (e != HR_OK || n == 0) return e;
    hr_ynode *map = HR_NEW(t->arena, hr_ynode);
    hr_ypair *kept = HR_NEW_ARRAY(t->arena, hr_ypair, n);
    if (map == NULL || kept == NULL) return HR_ENOMEM;
    memcpy(kept, pair, n * sizeof *kept);
    *map = (hr_ynode){.kind = HR_Y_MAP, .at = pair[0].value->at, .n = n};
    map->u.pair = kept;
    *out = map;
    t->nodes += (uint64_t)n + 1;
    return HR_OK;
}

static hr_err too_many_cells(table *t)
{
    return hr_diag_add(t->ctx, HR_ERROR, "M601", t->cell[t->columns].at,
                       "quote cells that hold the separator: \"a, b\"", "the row has %u cells, the header has %u",
                       t->cells, t->columns);
}

static hr_err add_row(table *t, hr_vec *rows)
{
    if (t->cells > t->columns) return too_many_cells(t);
    hr_ynode *map;
    hr_err e = make_map(t, &t->root, &map);
    if (e != HR_OK || map == NULL) return e; /* a row of empty cells is a blank line */
    map->at = t->cell[0].at;
    if (rows->n == MAX_ROWS || t->nodes > HR_YAML_MAX_NODES)
        return hr_diag_add(t->ctx, HR_ERROR, "M106", map->at, "split it into several tables",
                           rows->n == MAX_ROWS ? "more than %u rows" : "more than %u values",
                           rows->n == MAX_ROWS ? MAX_ROWS : HR_YAML_MAX_NODES);
    hr_ynode **slot = hr_vec_push(rows, sizeof *slot);
    if (slot == NULL) return HR_ENOMEM;
    *slot = map;
    return HR_OK;
}

/* All faults of a table are reported, but what exceeds a bound ends the reading. */
static hr_err read_rows(table *t, hr_vec *rows)
{
    hr_err e = HR_OK;
    while (e != HR_ENOMEM && find_line(t)) {
        hr_err own = read_row(t);
        if (own == HR_OK) own = add_row(t, rows);
        e = both(e, own);
        if (own != HR_OK && (rows->n == MAX_ROWS || t->nodes > HR_YAML_MAX_NODES)) break;
    }
    return e;
}

static hr_err keep_rows(table *t, const hr_vec *rows, hr_ynode **out)
{
    hr_ynode *n = HR_NEW(t->arena, hr_ynode);
    if (n == NULL) return HR_ENOMEM;
    *n = (hr_ynode){.kind = HR_Y_SEQ, .at = {t->file, 1, 1, 0}, .n = (uint32_t)rows->n};
    n->u.item = HR_NEW_ARRAY(t->arena, hr_ynode *, rows->n);
    if (n->u.item == NULL) return HR_ENOMEM;
    if (rows->n > 0) memcpy(n->u.item, rows->item, rows->n * sizeof *n->u.item);
    *out = n;
    return HR_OK;
}

hr_err hr_csv_read(hr_ctx *ctx, hr_arena *arena, hr_id file, hr_ynode **rows)
{
    hr_str body = hr_source_body(ctx, file);
    table *t = hr_calloc(1, sizeof *t);
    *rows = NULL;
    if (t == NULL) return HR_ENOMEM;
    *t = (table){.ctx = ctx, .arena = arena, .file = file, .s = body.s, .n = body.n, .at = {0, 1, 1}};
    t->root.column = -1;
    t->separator = ',';
    hr_vec list = {0};
    hr_err e = read_header(t);
    if (e == HR_OK) e = read_rows(t, &list);
    if (e == HR_OK) e = keep_rows(t, &list, rows);
    hr_vec_free(&list);
    hr_free(t);
    return e;
}
