/* load.c - reads the files of a model: the root, what it includes, what is laid over it.
 *
 * Sections of all files are put together: an element, part, job or case may stand in any of them, and the order of
 * files means nothing. Only --with files are laid over: a mapping of the same name is merged, theirs wins. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "model/build.h"

static hr_err load_file(hr_build *b, hr_id file, hr_span asked_at);

static bool is_read(const hr_build *b, hr_id file)
{
    for (size_t i = 0; i < b->file.n; i++)
        if (((const hr_id *)b->file.item)[i] == file) return true;
    return false;
}

/* --- paths ---------------------------------------------------------------------------------------------------- */

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* `name` beside the file `from`, else in a folder of the catalogue; NULL when in neither. Catalogue folders are named
 * .../parts, and includes are written "parts/x.yaml", so both "parts/x.yaml" and "x.yaml" are found there. */
static char *find_beside(hr_build *b, hr_id from, hr_str name)
{
    hr_arena *a = b->site->arena;
    const char *base = hr_source_path(b->r.ctx, from), *slash = strrchr(base, '/');
    char *path = name.n && name.s[0] == '/' ? hr_arena_printf(a, "%.*s", HR_STR_FMT(name))
                 : slash ? hr_arena_printf(a, "%.*s/%.*s", (int)(slash - base), base, HR_STR_FMT(name))
                         : hr_arena_printf(a, "%.*s", HR_STR_FMT(name));
    if (!path || is_file(path)) return path;
    for (size_t i = 0; i < hr_ctx_catalogue_count(b->r.ctx); i++) {
        hr_str rest = name;
        if (rest.n > 6 && memcmp(rest.s, "parts/", 6) == 0) rest.s += 6, rest.n -= 6;
        path = hr_arena_printf(a, "%s/%.*s", hr_ctx_catalogue(b->r.ctx, i), HR_STR_FMT(rest));
        if (!path || is_file(path)) return path;
    }
    return NULL;
}

/* What came by --set stands in no file: it is looked for beside the root. */
char *hr_build_beside(hr_build *b, hr_id from, hr_str name)
{
    return find_beside(b, is_read(b, from) ? from : b->site->file, name);
}

/* --- sections ---------------------------------------------------------------------------------------------------- */

static hr_err add_entries(hr_build *b, hr_vec *list, const hr_ynode *map, const char *section)
{
    if (map->kind == HR_Y_NULL) return HR_OK;
    if (map->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, map, section, "a mapping of names");
    for (uint32_t i = 0; i < map->n; i++) {
        hr_entry *e = hr_vec_push(list, sizeof *e);
        if (!e) return HR_ENOMEM;
        *e = (hr_entry){map->u.pair[i].key, map->u.pair[i].value};
    }
    return HR_OK;
}

/* The row's `name` is its key, not one of its fields. */
static hr_ynode *take_name(hr_ynode *row)
{
    hr_ypair *p = hr_yaml_pair(row, HR_STR("name"));
    if (!p) return NULL;
    hr_ynode *name = p->value;
    size_t behind = (size_t)(row->u.pair + row->n - (p + 1));
    memmove(p, p + 1, behind * sizeof *p);
    row->n--;
    return name;
}

/* A table: every row is a declaration of its own, named by its `name` cell. */
static hr_err add_table(hr_build *b, const hr_ynode *name, hr_id from)
{
    if (name->kind != HR_Y_SCALAR) return hr_wrong_shape(b->r.ctx, name, "csv", "the name of a file");
    char *path = find_beside(b, from, name->text);
    if (!path)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M101", name->at,
                           "tables are looked for beside the file that names them", "no such file: %.*s",
                           HR_STR_FMT(name->text));
    hr_id file = HR_NONE;
    hr_ynode *rows = NULL;
    hr_err e = hr_source_read(b->r.ctx, path, name->at, &file);
    if (e == HR_OK) e = hr_csv_read(b->r.ctx, b->site->arena, file, &rows);
    if (e != HR_OK) return e;
    for (uint32_t i = 0; i < rows->n; i++) {
        hr_ynode *row = rows->u.item[i], *key = take_name(row);
        if (!key) {
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M210", row->at, "every row names its elements in the column `name`",
                            "the row has no `name`");
            continue;
        }
        hr_entry *entry = hr_vec_push(&b->element, sizeof *entry);
        if (!entry) return HR_ENOMEM;
        *entry = (hr_entry){key, row};
    }
    return e;
}

static hr_err add_elements(hr_build *b, hr_ynode *map, hr_id file)
{
    if (map->kind == HR_Y_NULL) return HR_OK;
    if (map->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, map, "elements", "a mapping of names");
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < map->n; i++) {
        hr_ypair *p = &map->u.pair[i];
        if (!hr_str_is(p->key->text, "csv")) {
            hr_entry *entry = hr_vec_push(&b->element, sizeof *entry);
            if (!entry) return HR_ENOMEM;
            *entry = (hr_entry){p->key, p->value};
            continue;
        }
        uint32_t n = p->value->kind == HR_Y_SEQ ? p->value->n : 1;
        for (uint32_t k = 0; k < n; k++)
            if ((e2 = add_table(b, p->value->kind == HR_Y_SEQ ? p->value->u.item[k] : p->value, file)) != HR_OK) e = e2;
    }
    return e;
}

static hr_err add_site(hr_build *b, hr_ynode *node)
{
    if (node->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, node, "site", "a mapping of fields");
    if (b->site_node) {
        bool swap = node->at.file == b->site->file; /* an include is read before what stands below it */
        hr_span first = swap ? node->at : b->site_node->at, again = swap ? b->site_node->at : node->at;
        return hr_diag_add(b->r.ctx, HR_ERROR, "M105", again,
                           "remove one of the two; --with lays a changed site over it",
                           "a second `site`; the first is at %s:%u", hr_source_name(b->r.ctx, first.file), first.line);
    }
    b->site_node = node;
    return HR_OK;
}

/* Does `file` include `from`, directly or by way of others, or is it the same? */
static bool includes(const hr_build *b, hr_id file, hr_id from)
{
    const hr_id *files = b->file.item;
    for (size_t i = b->file.n; i-- > 0;) { /* an including file stands before what it includes */
        if (files[i] != from) continue;
        if (from == file) return true;
        from = b->includer[i];
    }
    return false;
}

static bool in_catalogue(const hr_build *b, const char *path)
{
    for (size_t i = 0; i < hr_ctx_catalogue_count(b->r.ctx); i++) {
        const char *folder = hr_ctx_catalogue(b->r.ctx, i);
        if (strncmp(path, folder, strlen(folder)) == 0) return true;
    }
    return false;
}

static hr_err include_one(hr_build *b, const hr_ynode *n, hr_id from)
{
    if (n->kind != HR_Y_SCALAR) return hr_wrong_shape(b->r.ctx, n, "include", "the name of a file");
    char *path = find_beside(b, from, n->text);
    if (!path)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M109", n->at, "`headroom parts` lists what the catalogue has",
                           "include \"%.*s\" is neither beside this file nor in the catalogue", HR_STR_FMT(n->text));
    hr_id file = HR_NONE;
    hr_err e = hr_source_read(b->r.ctx, path, n->at, &file);
    if (e == HR_OK && in_catalogue(b, path)) e = hr_build_show_part(b, file);
    if (e != HR_OK) return e;
    if (includes(b, file, from))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M109", n->at, "remove this include",
                           file == from ? "\"%.*s\" includes itself" : "\"%.*s\" includes itself by way of this file",
                           HR_STR_FMT(n->text));
    if (is_read(b, file)) return HR_OK; /* two files may share a third */
    return load_file(b, file, n->at);
}

static hr_err add_includes(hr_build *b, const hr_ynode *n, hr_id from)
{
    hr_err e = HR_OK, e2;
    if (n->kind != HR_Y_SEQ) return include_one(b, n, from);
    for (uint32_t i = 0; i < n->n; i++)
        if ((e2 = include_one(b, n->u.item[i], from)) != HR_OK) e = e2;
    return e;
}

static hr_err check_version(hr_build *b, const hr_ynode *root)
{
    const hr_ynode *v = hr_yaml_get(root, "headroom");
    if (!v)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M107", root->at, "begin the file with `headroom: 1`",
                           "the format version is missing");
    if (v->kind != HR_Y_SCALAR || !hr_str_is(v->text, "1"))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M107", v->at, "write `headroom: 1`",
                           v->kind == HR_Y_SCALAR ? "the format version is %.*s; this program reads 1"
                                                  : "the format version is the number 1, found %.*s",
                           HR_STR_FMT(v->kind == HR_Y_SCALAR ? v->text : hr_str_of(hr_yaml_kind_word(v))));
    return HR_OK;
}

static hr_err add_section(hr_build *b, hr_ypair *p, hr_id file)
{
    static const char *const words[] = {"headroom", "include", "site", "elements", "parts", "jobs", "cases", "waive"};
    hr_str k = p->key->text;
    if (hr_str_is(k, "headroom")) return HR_OK;
    if (hr_str_is(k, "include")) return add_includes(b, p->value, file);
    if (hr_str_is(k, "site")) return add_site(b, p->value);
    if (hr_str_is(k, "elements")) return add_elements(b, p->value, file);
    if (hr_str_is(k, "parts")) return hr_build_add_parts(b, p->value, false);
    if (hr_str_is(k, "jobs")) return add_entries(b, &b->job, p->value, "jobs");
    if (hr_str_is(k, "cases")) return add_entries(b, &b->case_, p->value, "cases");
    if (hr_str_is(k, "waive")) return add_entries(b, &b->waive, p->value, "waive");
    const char *near = hr_str_closest(k, words, sizeof words / sizeof *words);
    char help[96];
    snprintf(help, sizeof help,
             near ? "did you mean `%s`?" : "sections: include, site, elements, parts, jobs, cases, waive", near);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M201", p->key->at, help, "a model has no section `%.*s`", HR_STR_FMT(k));
}

static hr_err add_document(hr_build *b, hr_ynode *root, hr_id file)
{
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < root->n; i++)
        if ((e2 = add_section(b, &root->u.pair[i], file)) != HR_OK) e = e2;
    return e;
}

static hr_err parse_document(hr_build *b, hr_id file, hr_span asked_at, hr_ynode **root)
{
    if (b->file.n == HR_MAX_FILES)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M106", asked_at, "put several of them into one file",
                           "more than %d files in one model", HR_MAX_FILES);
    hr_id *slot = hr_vec_push(&b->file, sizeof *slot);
    if (!slot) return HR_ENOMEM;
    *slot = file;
    b->includer[b->file.n - 1] = asked_at.file;
    hr_err e = hr_yaml_parse(root, b->r.ctx, b->site->arena, file);
    if (e != HR_OK) return e;
    if ((*root)->kind != HR_Y_MAP)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M107", (*root)->at, "begin the file with `headroom: 1`",
                           "a model is a mapping that begins with `headroom: 1`, found %s", hr_yaml_kind_word(*root));
    return check_version(b, *root);
}

static hr_err load_file(hr_build *b, hr_id file, hr_span asked_at)
{
    hr_ynode *root = NULL;
    hr_err e = parse_document(b, file, asked_at, &root);
    return e == HR_OK && root ? add_document(b, root, file) : e;
}

/* --- hash: of every text that made the model, whatever order they were read in ------------------------------------- */

static uint64_t hash_source(const hr_build *b, hr_id file)
{
    hr_str body = hr_source_body(b->r.ctx, file);
    return hr_hash64(body.s, body.n, 1);
}

void hr_build_hash(hr_build *b)
{
    uint64_t h = 0;
    hr_id last = HR_NONE;
    for (size_t i = 0; i < b->file.n; i++) h += hash_source(b, ((hr_id *)b->file.item)[i]);
    if (b->site->weather) h += hash_source(b, b->weather_file);
    for (size_t i = 0; i < b->part.n;
         i++) { /* the catalogue, where a part was looked for in it; files stand together */
        hr_id file = ((hr_part *)b->part.item)[i].key->at.file;
        if (file != last && !is_read(b, file)) h += hash_source(b, file);
        last = file;
    }
    for (uint32_t i = 0; i < b->n_set; i++) { /* with their paths; the later of two wins, so their order counts */
        const hr_set_path *p = &b->set[i];
        h += hr_hash64(p->value->text.s, p->value->text.n, 2 + i);
        for (uint32_t k = 0; k < p->n; k++) h += hr_hash64(p->comp[k].s, p->comp[k].n, 64 + 16 * (uint64_t)i + k);
    }
    snprintf(b->site->hash, sizeof b->site->hash, "%016llx", (unsigned long long)h);
}

hr_err hr_build_load(hr_build *b, const char *path)
{
    hr_arena *a = b->site->arena;
    const char *file_path =
        is_folder(path) ? hr_arena_printf(a, "%s%ssite.yaml", path, path[strlen(path) - 1] == '/' ? "" : "/") : path;
    if (!file_path) return HR_ENOMEM;
    if (file_path != path && !is_file(file_path))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M101", HR_NOWHERE,
                           "name the model file, or a folder that holds site.yaml",
                           "the folder \"%s\" holds no site.yaml", path);
    hr_err e = hr_source_read(b->r.ctx, file_path, HR_NOWHERE, &b->site->file);
    if (e != HR_OK) return e;
    hr_ynode *root = NULL;
    if ((e = parse_document(b, b->site->file, HR_NOWHERE, &root)) != HR_OK || !root) return e;
    for (size_t i = 0; i < b->opts->n_with; i++) {
        hr_id file = HR_NONE;
        hr_ynode *over = NULL;
        if ((e = hr_source_read(b->r.ctx, b->opts->with[i], HR_NOWHERE, &file)) != HR_OK) return e;
        if ((e = parse_document(b, file, HR_NOWHERE, &over)) != HR_OK) return e;
        if (!(root = hr_ynode_merge(a, root, over))) return HR_ENOMEM;
    }
    return add_document(b, root, b->site->file);
}
