/* model.h - what every importer's model must be: YAML that parses, with these sections, in canonical form. */
#ifndef TESTS_FUZZ_MODEL_H
#define TESTS_FUZZ_MODEL_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "element/types.h"
#include "model/fmt.h"
#include "model/yaml.h"

static inline void check_model(hr_ctx *ctx, const hr_buf *model, const char *section)
{
    hr_arena *arena = hr_arena_new();
    hr_buf canonical = {0};
    hr_ynode *root;
    hr_id file;
    if (arena == NULL || model->failed || model->n == 0) abort();
    if (hr_source_text(ctx, "model.yaml", model->s, model->n, &file) != HR_OK) abort();
    if (hr_yaml_parse(&root, ctx, arena, file) != HR_OK) abort();
    if (hr_yaml_get(root, "headroom") == NULL || hr_yaml_get(root, section) == NULL) abort();
    if (hr_fmt(ctx, file, &hr_builtin_types, &canonical) != HR_OK) abort();
    if (canonical.n != model->n || memcmp(canonical.s, model->s, model->n) != 0) abort();
    hr_buf_free(&canonical);
    hr_arena_free(arena);
}

#endif
