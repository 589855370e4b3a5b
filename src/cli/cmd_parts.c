/* cmd_parts.c - `headroom parts`: the catalogue as a list, one part with every value, or all of it as JSON.
 *
 * Read as the YAML it is, without an element type: what a type does not know yet is shown too. A part that is derived
 * from another shows what it takes over, with that part's source. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/json.h"
#include "cli/cli.h"
#include "element/types.h"
#include "model/fields.h"

#define MAIN_FIGURES 3
#define MAX_DERIVED 16

typedef struct part {
    hr_str name;
    const hr_ynode *node;
} part;

typedef struct catalogue {
    hr_cli *cli;
    hr_arena *arena;
    hr_vec part; /* in order of folders, files, lines; the first of a name counts */
} catalogue;

/* --- reading ----------------------------------------------------------------------------------------------- */

static hr_str text_of(const hr_ynode *node, const char *key)
{
    const hr_ynode *v = node->kind == HR_Y_MAP ? hr_yaml_get(node, key) : NULL;
    return v && v->kind == HR_Y_SCALAR ? v->text : HR_STR("");
}

static const part *find(const catalogue *c, hr_str name)
{
    const part *p = c->part.item;
    for (size_t i = 0; i < c->part.n; i++)
        if (hr_str_eq(p[i].name, name)) return &p[i];
    return NULL;
}

static hr_err read_file(catalogue *c, const char *path)
{
    hr_id file;
    hr_ynode *root;
    hr_err e = hr_source_read(c->cli->ctx, path, HR_NOWHERE, &file);
    if (e == HR_OK) e = hr_yaml_parse(&root, c->cli->ctx, c->arena, file);
    if (e != HR_OK) return e;
    const hr_ynode *parts = root->kind == HR_Y_MAP ? hr_yaml_get(root, "parts") : NULL;
    for (uint32_t i = 0; parts && parts->kind == HR_Y_MAP && i < parts->n; i++) {
        if (find(c, parts->u.pair[i].key->text)) continue;
        part *p = hr_vec_push(&c->part, sizeof *p);
        if (!p) return HR_ENOMEM;
        *p = (part){parts->u.pair[i].key->text, parts->u.pair[i].value};
    }
    return HR_OK;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static hr_err read_folder(catalogue *c, const char *folder)
{
    hr_vec paths = {0};
    hr_err e = HR_OK;
    DIR *d = opendir(folder);
    for (struct dirent *f; d && e == HR_OK && (f = readdir(d)) != NULL;) {
        size_t n = strlen(f->d_name);
        if (f->d_name[0] == '.' || n < 6 || strcmp(f->d_name + n - 5, ".yaml") != 0) continue;
        char **slot = hr_vec_push(&paths, sizeof *slot);
        if (!slot || !(*slot = hr_arena_printf(c->arena, "%s/%s", folder, f->d_name))) e = HR_ENOMEM;
    }
    if (d) closedir(d);
    if (paths.n > 0) qsort(paths.item, paths.n, sizeof(char *), by_text);
    for (size_t i = 0; i < paths.n && e == HR_OK; i++) e = read_file(c, ((char **)paths.item)[i]);
    hr_vec_free(&paths);
    return e;
}

static hr_err read_all(catalogue *c)
{
    hr_err e = HR_OK;
    for (size_t i = 0; i < hr_ctx_catalogue_count(c->cli->ctx) && e == HR_OK; i++)
        e = read_folder(c, hr_ctx_catalogue(c->cli->ctx, i));
    return e;
}

/* What it is derived from, or NULL. */
static const part *base_of(const catalogue *c, const part *p)
{
    hr_str name = text_of(p->node, "part");
    return name.n > 0 ? find(c, name) : NULL;
}

/* A text that describes the part; taken over from what it is derived from. */
static hr_str inherited(const catalogue *c, const part *p, const char *key)
{
    hr_str v = HR_STR("");
    for (int depth = 0; p && v.n == 0 && depth < MAX_DERIVED; p = base_of(c, p), depth++) v = text_of(p->node, key);
    return v;
}

static bool describes(hr_str key)
{
    static const char *const words[] = {"type", "part", "source", "as_of", "trust", "because"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hr_str_is(key, words[i])) return true;
    return false;
}

/* The text of a value, in its short or its long form; empty for anything else. */
static hr_str value_of(const hr_ynode *n) { return n->kind == HR_Y_SCALAR ? n->text : text_of(n, "value"); }

/* --- the values of a part ---------------------------------------------------------------------------------- */

typedef struct sheet sheet;

typedef struct part_value {
    const char *path; /* "psus.rating" */
    const hr_ynode *node;
    hr_str text, trust, as_of, source;
} part_value;

struct sheet {
    const catalogue *c;
    const part *of; /* whose value is shown */
    void (*take)(sheet *s, const part_value *v);
    hr_table *table; /* of value_row */
    hr_json *json;   /* of value_json */
    int weakest;     /* of value_trust */
    hr_vec seen;     /* of char *: fields shown, "psus.rating" */
    bool failed;
};

/* Its place in the list of trust words, weakest last. A catalogue value that states none counts as recalled, as it does
 * in a model. */
static int trust_rank(hr_str word)
{
    for (int i = 0; hr_trust_words[i]; i++)
        if (hr_str_is(word, hr_trust_words[i])) return i;
    return HR_RECALLED;
}

static hr_str trust_of(const catalogue *c, const part *p, const hr_ynode *value)
{
    hr_str own = text_of(value, "trust");
    if (own.n == 0) own = inherited(c, p, "trust");
    return own.n > 0 ? own : hr_str_of(hr_trust_words[HR_RECALLED]);
}

static bool is_seen(sheet *s, const char *path)
{
    for (size_t i = 0; i < s->seen.n; i++)
        if (strcmp(((char **)s->seen.item)[i], path) == 0) return true;
    char **slot = hr_vec_push(&s->seen, sizeof *slot);
    if (slot) *slot = hr_arena_printf(s->c->arena, "%s", path);
    s->failed = s->failed || !slot || !*slot;
    return s->failed;
}

static hr_str own_or(const hr_ynode *n, const sheet *s, const char *key)
{
    hr_str own = text_of(n, key);
    return own.n > 0 ? own : inherited(s->c, s->of, key);
}

static void take(sheet *s, const char *path, const hr_ynode *n)
{
    part_value v = {.path = path,
                    .node = n,
                    .text = value_of(n),
                    .trust = trust_of(s->c, s->of, n),
                    .as_of = own_or(n, s, "as_of"),
                    .source = own_or(n, s, "source")};
    s->take(s, &v);
}

static void values_add(sheet *s, const hr_ynode *n, const char *path)
{
    if (n->kind == HR_Y_SCALAR || (n->kind == HR_Y_MAP && hr_yaml_get(n, "value"))) {
        if (!is_seen(s, path)) take(s, path, n);
        return;
    }
    for (uint32_t i = 0; i < n->n && (n->kind == HR_Y_MAP || n->kind == HR_Y_SEQ) && !s->failed; i++) {
        const hr_ypair *pair = n->kind == HR_Y_MAP ? &n->u.pair[i] : NULL;
        if (pair && describes(pair->key->text) && !path[0]) continue;
        char *below =
            pair ? hr_arena_printf(s->c->arena, "%s%s%.*s", path, path[0] ? "." : "", HR_STR_FMT(pair->key->text))
                 : hr_arena_printf(s->c->arena, "%s[%u]", path, (unsigned)i + 1);
        s->failed = s->failed || !below;
        if (below) values_add(s, pair ? pair->value : n->u.item[i], below);
    }
}

/* Every value of a part, those first that it says itself. */
static bool each_value(sheet *s, const part *p)
{
    for (int depth = 0; p && depth < MAX_DERIVED; p = base_of(s->c, p), depth++) {
        s->of = p;
        values_add(s, p->node, "");
    }
    hr_vec_free(&s->seen);
    return !s->failed;
}

static void value_trust(sheet *s, const part_value *v)
{
    int rank = trust_rank(v->trust);
    if (rank > s->weakest) s->weakest = rank;
}

/* The weakest trust among its values: the list must not promise more than the part. A part without a value counts as
 * it says of itself. */
static int weakest_of(const catalogue *c, const part *p)
{
    sheet s = {.c = c, .take = value_trust, .weakest = -1};
    if (!each_value(&s, p)) return HR_DEFAULT;
    return s.weakest >= 0 ? s.weakest : trust_rank(trust_of(c, p, p->node));
}

/* --- the list ---------------------------------------------------------------------------------------------- */

/* The first figures of a part. */
static void figures_add(const catalogue *c, const part *p, hr_buf *out)
{
    size_t shown = 0;
    for (int depth = 0; p && depth < MAX_DERIVED; p = base_of(c, p), depth++) {
        for (uint32_t i = 0; p->node->kind == HR_Y_MAP && i < p->node->n && shown < MAIN_FIGURES; i++) {
            const hr_ypair *pair = &p->node->u.pair[i];
            hr_str v = value_of(pair->value);
            if (describes(pair->key->text) || v.n == 0) continue;
            hr_buf_printf(out, "%s%.*s %.*s", shown++ ? ", " : "", HR_STR_FMT(pair->key->text), HR_STR_FMT(v));
        }
    }
}

static void head(hr_table *t, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) hr_table_cell(t, HR_BOLD, "%s", words[i]);
    hr_table_row(t);
}

static void list_row(const catalogue *c, const part *p, hr_table *t)
{
    hr_buf figures = {0};
    hr_str type = inherited(c, p, "type"), source = inherited(c, p, "source");
    figures_add(c, p, &figures);
    hr_table_cell(t, HR_PLAIN, "%.*s", HR_STR_FMT(p->name));
    hr_table_cell(t, HR_PLAIN, "%.*s", HR_STR_FMT(type));
    hr_table_cell(t, HR_PLAIN, "%s", figures.s ? figures.s : "");
    hr_table_cell(t, HR_PLAIN, "%s", hr_trust_words[weakest_of(c, p)]);
    hr_table_cell(t, HR_DIM, "%.*s", HR_STR_FMT(source));
    hr_table_row(t);
    hr_buf_free(&figures);
}

static bool is_named(const part *p, const char *pattern)
{
    if (!pattern) return true;
    hr_str text = hr_str_of(pattern);
    if (strpbrk(pattern, "*?")) return hr_glob_match(text, p->name);
    for (uint32_t i = 0; i + text.n <= p->name.n; i++)
        if (memcmp(p->name.s + i, text.s, text.n) == 0) return true;
    return false;
}

/* Whether the command line asks for it. The full name of a part asks for that one alone. */
static bool selected(const catalogue *c, const part *p)
{
    const hr_args *a = &c->cli->args;
    const char *word = hr_args_at(a, 0), *type = hr_args_value(a, HR_OPT_type, NULL),
               *trust = hr_args_value(a, HR_OPT_trust, NULL);
    const part *one = word ? find(c, hr_str_of(word)) : NULL;
    if (one ? p != one : !is_named(p, word)) return false;
    if (type && !hr_str_is(inherited(c, p, "type"), type)) return false;
    return !trust || weakest_of(c, p) <= trust_rank(hr_str_of(trust));
}

static uint32_t list_add(const catalogue *c, hr_buf *out, bool color)
{
    static const char *const words[] = {"part", "type", "figures", "trust", "source"};
    hr_table *t = hr_table_new("lllll");
    uint32_t n = 0;
    head(t, words, sizeof words / sizeof *words);
    for (size_t i = 0; i < c->part.n; i++) {
        const part *p = &((const part *)c->part.item)[i];
        if (!selected(c, p)) continue;
        list_row(c, p, t);
        n++;
    }
    hr_table_write(t, out, "", color);
    hr_table_free(t);
    return n;
}

/* --- one part ---------------------------------------------------------------------------------------------- */

/* Both ends of the range of a value, or NULL. */
static hr_ynode *const *range_of(const hr_ynode *n)
{
    const hr_ynode *r = n->kind == HR_Y_MAP ? hr_yaml_get(n, "range") : NULL;
    if (!r || r->kind != HR_Y_SEQ || r->n != 2) return NULL;
    bool scalars = r->u.item[0]->kind == HR_Y_SCALAR && r->u.item[1]->kind == HR_Y_SCALAR;
    return scalars ? r->u.item : NULL;
}

static void value_row(sheet *s, const part_value *v)
{
    hr_ynode *const *range = range_of(v->node);
    hr_table_cell(s->table, HR_PLAIN, "%s", v->path);
    hr_table_cell(s->table, HR_PLAIN, "%.*s", HR_STR_FMT(v->text));
    if (range)
        hr_table_cell(s->table, HR_PLAIN, "[%.*s, %.*s]", HR_STR_FMT(range[0]->text), HR_STR_FMT(range[1]->text));
    else hr_table_cell(s->table, HR_PLAIN, "%s", "");
    hr_table_cell(s->table, HR_PLAIN, "%.*s", HR_STR_FMT(v->trust));
    hr_table_cell(s->table, HR_PLAIN, "%.*s", HR_STR_FMT(v->as_of));
    hr_table_cell(s->table, HR_DIM, "%.*s", HR_STR_FMT(v->source));
    hr_table_row(s->table);
}

static void part_head(const catalogue *c, const part *p, hr_buf *out, bool color)
{
    const hr_span at = p->node->at;
    hr_str type = inherited(c, p, "type"), from = text_of(p->node, "part"), because = text_of(p->node, "because");
    hr_buf name = {0};
    hr_buf_safe(&name, p->name);
    hr_paint_add(out, color, HR_BOLD, name.s ? name.s : "");
    hr_buf_z(out, ": ");
    hr_buf_safe(out, type.n > 0 ? type : HR_STR("no type"));
    if (from.n > 0) hr_buf_z(out, ", derived from "), hr_buf_safe(out, from);
    hr_buf_z(out, "\n  ");
    hr_buf_safe(out, hr_str_of(hr_source_name(c->cli->ctx, at.file)));
    hr_buf_printf(out, ":%u\n", (unsigned)at.line);
    if (because.n > 0) hr_buf_z(out, "  "), hr_buf_safe(out, because), hr_buf_c(out, '\n');
    hr_buf_c(out, '\n');
    out->failed = out->failed || name.failed;
    hr_buf_free(&name);
}

static void part_add(const catalogue *c, const part *p, hr_buf *out, bool color)
{
    static const char *const words[] = {"field", "value", "range", "trust", "as of", "source"};
    sheet s = {.c = c, .take = value_row, .table = hr_table_new("llllll")};
    part_head(c, p, out, color);
    head(s.table, words, sizeof words / sizeof *words);
    bool whole = each_value(&s, p);
    hr_table_write(s.table, out, "  ", color);
    out->failed = out->failed || !whole;
    hr_table_free(s.table);
}

/* --- JSON -------------------------------------------------------------------------------------------------- */

static bool put(void *user, const char *s, size_t n)
{
    hr_buf_add(user, s, n);
    return !((hr_buf *)user)->failed;
}

static void text_json(hr_json *j, const char *key, hr_str v)
{
    if (v.n > 0) hr_json_key_str(j, key, v);
}

static void value_json(sheet *s, const part_value *v)
{
    hr_ynode *const *range = range_of(v->node);
    hr_json_object(s->json);
    hr_json_inline(s->json, true);
    hr_json_key_z(s->json, "field", v->path);
    hr_json_key_str(s->json, "value", v->text);
    if (range) {
        hr_json_key(s->json, "range");
        hr_json_array(s->json);
        hr_json_str(s->json, range[0]->text);
        hr_json_str(s->json, range[1]->text);
        hr_json_array_end(s->json);
    }
    text_json(s->json, "trust", v->trust);
    text_json(s->json, "as_of", v->as_of);
    text_json(s->json, "source", v->source);
    hr_json_object_end(s->json);
    hr_json_inline(s->json, false);
}

static bool part_json(const catalogue *c, const part *p, hr_json *j)
{
    sheet s = {.c = c, .take = value_json, .json = j};
    hr_json_object(j);
    hr_json_key_str(j, "name", p->name);
    text_json(j, "type", inherited(c, p, "type"));
    text_json(j, "part", text_of(p->node, "part"));
    hr_json_key_z(j, "trust", hr_trust_words[weakest_of(c, p)]);
    text_json(j, "source", inherited(c, p, "source"));
    text_json(j, "because", inherited(c, p, "because"));
    hr_json_key_z(j, "file", hr_source_name(c->cli->ctx, p->node->at.file));
    hr_json_key_int(j, "line", p->node->at.line);
    hr_json_key(j, "values");
    hr_json_array(j);
    bool whole = each_value(&s, p);
    hr_json_array_end(j);
    hr_json_object_end(j);
    return whole;
}

static uint32_t json_add(const catalogue *c, hr_buf *out)
{
    hr_json *j = hr_json_new(put, out, true);
    uint32_t n = 0;
    bool whole = true;
    hr_json_object(j);
    hr_json_key(j, "parts");
    hr_json_array(j);
    for (size_t i = 0; i < c->part.n; i++) {
        const part *p = &((const part *)c->part.item)[i];
        if (!selected(c, p)) continue;
        whole = part_json(c, p, j) && whole;
        n++;
    }
    hr_json_array_end(j);
    hr_json_object_end(j);
    hr_json_end_line(j);
    if (!hr_json_free(j) || !whole) out->failed = true;
    return n;
}

/* --- the verb ---------------------------------------------------------------------------------------------- */

static int nothing_found(const catalogue *c)
{
    const char *word = hr_args_at(&c->cli->args, 0), *type = hr_args_value(&c->cli->args, HR_OPT_type, NULL),
               *trust = hr_args_value(&c->cli->args, HR_OPT_trust, NULL);
    if (trust)
        return hr_cli_fault(c->cli, "without --trust the list shows how far each part is backed",
                            "no such part is %s throughout, or better", trust);
    const char **names = hr_calloc(c->part.n + 1, sizeof *names);
    char help[160];
    for (size_t i = 0; names && i < c->part.n; i++)
        names[i] = hr_arena_printf(c->arena, "%.*s", HR_STR_FMT(((const part *)c->part.item)[i].name));
    const char *near = names && word ? hr_str_closest(hr_str_of(word), names, c->part.n) : NULL;
    snprintf(help, sizeof help, near ? "did you mean %s?" : "`headroom parts` lists the catalogue", near);
    hr_free(names);
    if (type && word) return hr_cli_fault(c->cli, NULL, "no part of type %s is called \"%s\"", type, word);
    if (type) return hr_cli_fault(c->cli, NULL, "the catalogue has no part of type %s", type);
    return hr_cli_fault(c->cli, help, "no part is called \"%s\"", word);
}

static int empty_catalogue(const hr_cli *cli)
{
    size_t n = hr_ctx_catalogue_count(cli->ctx);
    if (n == 0)
        return hr_cli_fault(cli, "HEADROOM_PARTS names folders of parts, between colons",
                            "there is no catalogue where the program is installed");
    return hr_cli_fault(cli, "a catalogue is a folder of files *.yaml with a section `parts:`",
                        "no part is found in \"%s\"", hr_ctx_catalogue(cli->ctx, 0));
}

static int show(const catalogue *c)
{
    const hr_args *a = &c->cli->args;
    const char *word = hr_args_at(a, 0);
    bool narrowed = hr_args_has(a, HR_OPT_type) || hr_args_has(a, HR_OPT_trust), color = hr_cli_paint(c->cli);
    bool json = strcmp(hr_args_value(a, HR_OPT_parts_format, "text"), "json") == 0;
    const part *one = word && !narrowed ? find(c, hr_str_of(word)) : NULL;
    hr_buf out = {0};
    uint32_t n = 1;
    if (c->part.n == 0) return empty_catalogue(c->cli);
    if (json) n = json_add(c, &out);
    else if (one) part_add(c, one, &out, color);
    else n = list_add(c, &out, color);
    if (n > 0 || out.failed) return hr_cli_deliver(c->cli, &out, HR_EXIT_OK);
    hr_buf_free(&out);
    return nothing_found(c);
}

static int check_type(const hr_cli *cli)
{
    const char *type = hr_args_value(&cli->args, HR_OPT_type, NULL);
    return !type || hr_types_find(&hr_builtin_types, hr_str_of(type)) ? HR_EXIT_OK : hr_cli_no_type(cli, type);
}

int hr_cmd_parts(hr_cli *cli)
{
    catalogue c = {.cli = cli};
    if (check_type(cli) != HR_EXIT_OK || !hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    c.arena = hr_arena_new();
    hr_err e = c.arena ? read_all(&c) : HR_ENOMEM;
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) code = show(&c);
    hr_vec_free(&c.part);
    hr_arena_free(c.arena);
    return code;
}
