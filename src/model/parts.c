/* parts.c - presets with a source: found in the model, its includes, or the catalogue; merged under what is written.
 *
 * A value keeps the provenance of the part it came from: the lines a part stands on carry it (see hr_origin). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/build.h"

/* Fields that describe a part itself and are not handed down. */
static bool describes(hr_str key)
{
    static const char *const words[] = {"part", "source", "as_of", "trust", "because"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hr_str_is(key, words[i])) return true;
    return false;
}

static hr_ypair *find_pair(hr_ynode *map, uint32_t n, hr_str key)
{
    for (uint32_t i = 0; i < n; i++)
        if (hr_str_eq(map->u.pair[i].key->text, key)) return &map->u.pair[i];
    return NULL;
}

hr_ynode *hr_ynode_merge(hr_arena *a, hr_ynode *base, hr_ynode *over)
{
    if (base->kind != HR_Y_MAP || over->kind != HR_Y_MAP) return over;
    hr_ynode *m = HR_NEW(a, hr_ynode);
    hr_ypair *pair = HR_NEW_ARRAY(a, hr_ypair, (size_t)base->n + over->n);
    if (!m || !pair) return NULL;
    *m = *over;
    m->u.pair = pair;
    m->n = base->n;
    memcpy(pair, base->u.pair, base->n * sizeof *pair);
    for (uint32_t i = 0; i < over->n; i++) {
        hr_ypair *have = find_pair(m, base->n, over->u.pair[i].key->text);
        if (!have) {
            pair[m->n++] = over->u.pair[i];
            continue;
        }
        have->key = over->u.pair[i].key;
        if (!(have->value = hr_ynode_merge(a, have->value, over->u.pair[i].value))) return NULL;
    }
    return m;
}

/* The last place of `file` in it: values laid over from other files count for nothing. */
static uint64_t last_place(const hr_ynode *n, hr_id file)
{
    uint64_t last = n->at.file == file ? hr_place_of(n->at) : 0;
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) {
        uint64_t l = last_place(n->u.pair[i].value, file);
        if (l > last) last = l;
    }
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) {
        uint64_t l = last_place(n->u.item[i], file);
        if (l > last) last = l;
    }
    return last;
}

static hr_trust trust_of(const hr_ynode *node, hr_trust otherwise)
{
    const hr_ynode *t = hr_yaml_get(node, "trust");
    for (size_t i = 0; t && t->kind == HR_Y_SCALAR && hr_trust_words[i]; i++)
        if (hr_str_is(t->text, hr_trust_words[i])) return (hr_trust)i;
    return otherwise;
}

static hr_str text_of(const hr_ynode *node, const char *key)
{
    const hr_ynode *v = hr_yaml_get(node, key);
    return v && v->kind == HR_Y_SCALAR ? v->text : (hr_str){"", 0};
}

hr_err hr_build_origin(hr_build *b, hr_str name, const hr_ynode *key, const hr_ynode *node, hr_trust otherwise,
                       hr_id *provenance)
{
    hr_site *s = b->site;
    if ((s->n_provenance & (s->n_provenance + 1)) == 0) { /* full at 0, 1, 3, 7, ...: double */
        hr_provenance *grown = HR_NEW_ARRAY(s->arena, hr_provenance, 2 * (size_t)s->n_provenance + 1);
        if (!grown) return HR_ENOMEM;
        if (s->n_provenance) memcpy(grown, s->provenance, s->n_provenance * sizeof *grown);
        s->provenance = grown;
    }
    *provenance = s->n_provenance++;
    s->provenance[*provenance] =
        (hr_provenance){name, text_of(node, "source"), text_of(node, "as_of"), trust_of(node, otherwise)};
    hr_origin *o = hr_vec_push(&b->origin, sizeof *o);
    if (!o) return HR_ENOMEM;
    hr_id file = key->at.file;
    uint64_t first = hr_place_of(key->at), own = hr_place_of(node->at);
    if (node->at.file == file && own < first) first = own; /* a name may stand anywhere in its table row */
    *o = (hr_origin){file, first, last_place(node, file), *provenance, HR_NONE};
    return HR_OK;
}

hr_err hr_build_held_origins(hr_build *b, hr_str name, const hr_ynode *node, hr_trust otherwise)
{
    const hr_ynode *holds = hr_yaml_get(node, "holds");
    hr_err e = HR_OK;
    for (uint32_t i = 0; holds && holds->kind == HR_Y_MAP && i < holds->n && e == HR_OK; i++) {
        const hr_ynode *key = holds->u.pair[i].key, *held = holds->u.pair[i].value;
        hr_id ignored;
        if (hr_yaml_get(held, "source") || hr_yaml_get(held, "trust"))
            e = hr_build_origin(b, name, key, held, otherwise, &ignored);
        if (e == HR_OK) e = hr_build_held_origins(b, name, held, trust_of(held, otherwise));
    }
    return e;
}

static hr_err add_part(hr_build *b, hr_ypair *pair, bool catalogue)
{
    uint32_t old;
    if (!hr_map_add(&b->part_index, pair->key->text, (uint32_t)b->part.n, &old)) return HR_ENOMEM;
    if (old != HR_NONE) {
        if (catalogue) return HR_OK; /* the model's own part of that name goes first */
        hr_span at = ((hr_part *)b->part.item)[old].key->at;
        return hr_diag_add(b->r.ctx, HR_ERROR, "M105", pair->key->at, "rename one of the two",
                           "part `%.*s` is declared already at %s:%u", HR_STR_FMT(pair->key->text),
                           hr_source_name(b->r.ctx, at.file), at.line);
    }
    if (pair->value->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, pair->value, "parts", "a mapping of fields");
    hr_part *p = hr_vec_push(&b->part, sizeof *p);
    if (!p) return HR_ENOMEM;
    *p = (hr_part){.name = pair->key->text, .key = pair->key, .node = pair->value};
    const hr_ynode *trust = hr_yaml_get(pair->value, "trust");
    uint8_t word;
    hr_err e = trust ? hr_read_trust(&b->r, trust, &word) : HR_OK;
    if (e != HR_OK) return e;
    /* A catalogue value that states no trust is not presented as better than recalled. */
    hr_trust otherwise = catalogue ? HR_RECALLED : HR_GIVEN;
    e = hr_build_origin(b, p->name, p->key, p->node, otherwise, &p->provenance);
    return e == HR_OK ? hr_build_held_origins(b, p->name, p->node, trust_of(p->node, otherwise)) : e;
}

hr_err hr_build_add_parts(hr_build *b, const hr_ynode *parts, bool catalogue)
{
    if (parts->kind == HR_Y_NULL) return HR_OK;
    if (parts->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, parts, "parts", "a mapping of names");
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < parts->n; i++)
        if ((e2 = add_part(b, &parts->u.pair[i], catalogue)) != HR_OK) e = e2;
    return e;
}

/* --- the catalogue: every *.yaml of its folders, in order of name ---------------------------------------------------- */

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static hr_err list_folder(hr_build *b, const char *folder, hr_vec *paths)
{
    DIR *d = opendir(folder);
    if (!d) return HR_OK; /* a catalogue that is not there holds nothing; a missing part then says so */
    hr_err e = HR_OK;
    for (struct dirent *f; e == HR_OK && (f = readdir(d));) {
        size_t n = strlen(f->d_name);
        if (n < 6 || f->d_name[0] == '.' || strcmp(f->d_name + n - 5, ".yaml") != 0) continue;
        char **slot = hr_vec_push(paths, sizeof *slot);
        if (!slot || !(*slot = hr_arena_printf(b->site->arena, "%s/%s", folder, f->d_name))) e = HR_ENOMEM;
    }
    closedir(d);
    if (paths->n) qsort(paths->item, paths->n, sizeof(char *), by_name);
    return e;
}

/* Results name a catalogue file alike on every machine. */
hr_err hr_build_show_part(hr_build *b, hr_id file)
{
    const char *path = hr_source_path(b->r.ctx, file), *slash = strrchr(path, '/');
    char *name = hr_arena_printf(b->site->arena, "parts/%s", slash ? slash + 1 : path);
    return name ? hr_source_show_as(b->r.ctx, file, name) : HR_ENOMEM;
}

static hr_err read_catalogue_file(hr_build *b, const char *path)
{
    hr_id file;
    hr_ynode *root;
    hr_err e = hr_source_read(b->r.ctx, path, HR_NOWHERE, &file);
    if (e == HR_OK) e = hr_build_show_part(b, file);
    if (e == HR_OK) e = hr_yaml_parse(&root, b->r.ctx, b->site->arena, file);
    if (e != HR_OK) return e;
    const hr_ynode *parts = hr_yaml_get(root, "parts");
    return parts ? hr_build_add_parts(b, parts, true) : HR_OK;
}

static int by_place(const void *a, const void *b)
{
    const hr_origin *x = a, *y = b;
    if (x->file != y->file) return x->file < y->file ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->last > y->last ? -1 : x->last < y->last; /* the outer one first */
}

static void publish_origins(hr_build *b)
{
    if (b->origin.n) qsort(b->origin.item, b->origin.n, sizeof(hr_origin), by_place);
    hr_origin *o = b->origin.item;
    for (uint32_t i = 0; i < b->origin.n; i++) {
        uint32_t outer = i ? i - 1 : HR_NONE;
        while (outer != HR_NONE && (o[outer].file != o[i].file || o[outer].last < o[i].first)) outer = o[outer].outer;
        o[i].outer = outer;
    }
    b->r.origin = o;
    b->r.n_origin = (uint32_t)b->origin.n;
}

hr_err hr_build_catalogue(hr_build *b)
{
    if (b->catalogue_read) return HR_OK;
    b->catalogue_read = true;
    hr_err e = HR_OK;
    for (size_t i = 0; i < hr_ctx_catalogue_count(b->r.ctx) && e == HR_OK; i++) {
        hr_vec paths = {0};
        e = list_folder(b, hr_ctx_catalogue(b->r.ctx, i), &paths);
        for (size_t k = 0; k < paths.n && e == HR_OK; k++) e = read_catalogue_file(b, ((char **)paths.item)[k]);
        hr_vec_free(&paths);
    }
    publish_origins(b);
    return e;
}

/* --- looking up, merging ------------------------------------------------------------------------------------------------ */

static hr_err no_such_part(hr_build *b, const hr_ynode *name)
{
    const char **names =
        hr_diag_errors(b->r.ctx) < 100 ? calloc(b->part.n + 1, sizeof *names) : NULL; /* else not shown */
    size_t n = 0;
    for (size_t i = 0; names && i < b->part.n; i++) {
        hr_str v = ((hr_part *)b->part.item)[i].name;
        if (!(names[n] = hr_arena_printf(b->site->arena, "%.*s", HR_STR_FMT(v)))) break;
        n++;
    }
    const char *near = names ? hr_str_closest(name->text, names, n) : NULL;
    char help[128];
    snprintf(help, sizeof help, near ? "did you mean \"%s\"?" : "`headroom parts` lists the catalogue", near);
    free(names);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M208", name->at, help, "no part \"%.*s\"", HR_STR_FMT(name->text));
}

hr_err hr_build_part(hr_build *b, const hr_ynode *name, hr_part **out)
{
    if (name->kind != HR_Y_SCALAR) return hr_wrong_shape(b->r.ctx, name, "part", "the name of a part");
    uint32_t i = hr_map_get(&b->part_index, name->text);
    if (i == HR_NONE) {
        hr_err e = hr_build_catalogue(b);
        if (e != HR_OK) return e;
        i = hr_map_get(&b->part_index, name->text);
    }
    if (i == HR_NONE) return no_such_part(b, name);
    *out = &((hr_part *)b->part.item)[i];
    return HR_OK;
}

/* The part's mapping without what describes the part itself. */
static hr_ynode *handed_down(hr_build *b, const hr_ynode *node)
{
    hr_ynode *m = HR_NEW(b->site->arena, hr_ynode);
    if (!m) return NULL;
    *m = *node;
    m->u.pair = HR_NEW_ARRAY(b->site->arena, hr_ypair, node->n);
    if (!m->u.pair) return NULL;
    m->n = 0;
    for (uint32_t i = 0; i < node->n; i++)
        if (!describes(node->u.pair[i].key->text)) m->u.pair[m->n++] = node->u.pair[i];
    return m;
}

static hr_part *part_at(hr_build *b, size_t i) { return &((hr_part *)b->part.item)[i]; }

/* Parts are named by index here: looking one up may read the catalogue, and the list moves as it grows. */
static hr_err merge_part(hr_build *b, size_t i, uint32_t depth);

static hr_err merge_base(hr_build *b, size_t i, uint32_t depth, const hr_ynode *base_name, hr_ynode **own)
{
    hr_part *base = NULL;
    part_at(b, i)->visiting = true;
    hr_err e = hr_build_part(b, base_name, &base);
    size_t k = e == HR_OK ? (size_t)(base - part_at(b, 0)) : 0;
    if (e == HR_OK) e = merge_part(b, k, depth + 1);
    part_at(b, i)->visiting = false;
    if (e != HR_OK) return e;
    *own = hr_ynode_merge(b->site->arena, part_at(b, k)->merged, *own);
    return *own ? HR_OK : HR_ENOMEM;
}

static hr_err merge_part(hr_build *b, size_t i, uint32_t depth)
{
    const hr_part *p = part_at(b, i);
    if (p->merged) return HR_OK;
    if (p->visiting)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M209", p->key->at,
                           "one of the parts on the way has a `type:` instead of a `part:`",
                           "part `%.*s` is derived from itself", HR_STR_FMT(p->name));
    if (depth == HR_MAX_PART_DEPTH)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M106", p->key->at, "derive it from a part nearer to the first",
                           "part `%.*s` ends a line of more than %d parts, each derived from the next",
                           HR_STR_FMT(p->name), HR_MAX_PART_DEPTH);
    hr_ynode *own = handed_down(b, p->node);
    const hr_ynode *base_name = hr_yaml_get(p->node, "part");
    if (!own) return HR_ENOMEM;
    hr_err e = base_name ? merge_base(b, i, depth, base_name, &own) : HR_OK;
    if (e == HR_OK) part_at(b, i)->merged = own;
    return e;
}

hr_err hr_build_merged(hr_build *b, hr_ynode *own, hr_ynode **out, hr_id *provenance)
{
    *provenance = HR_NONE;
    *out = own;
    const hr_ynode *name = hr_yaml_get(own, "part");
    if (!b->r.origin) publish_origins(b);
    if (!name) return HR_OK;
    hr_part *p = NULL;
    hr_err e = hr_build_part(b, name, &p);
    if (e != HR_OK) return e;
    size_t i = (size_t)(p - part_at(b, 0));
    if ((e = merge_part(b, i, 0)) != HR_OK) return e;
    p = part_at(b, i);
    *provenance = p->provenance;
    *out = hr_ynode_merge(b->site->arena, p->merged, own);
    return *out ? HR_OK : HR_ENOMEM;
}
