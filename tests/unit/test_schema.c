/* test_schema.c - what the schema says agrees with the field tables; tests/schema tries it on models. */
#include "unit/cm.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "element/types.h"
#include "model/fields.h"
#include "model/schema.h"
#include "model/units.h"
#include "model/yaml.h"

typedef struct bench {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_ynode *root;
} bench;

static int open_bench(void **state)
{
    static bench b;
    hr_buf out = {0};
    hr_id file;
    b = (bench){.ctx = hr_ctx_new("2026-01-01"), .arena = hr_arena_new()};
    if (hr_schema_write(&out, &hr_builtin_types) != HR_OK) return -1;
    if (hr_source_text(b.ctx, "schema.json", out.s, out.n, &file) != HR_OK) return -1;
    if (hr_yaml_parse(&b.root, b.ctx, b.arena, file) != HR_OK) return -1; /* refuses keys written twice */
    hr_buf_free(&out);
    *state = &b;
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    hr_arena_free(b->arena);
    hr_ctx_free(b->ctx);
    return 0;
}

static const hr_ynode *definition(const bench *b, const char *prefix, const char *name)
{
    char key[128];
    snprintf(key, sizeof key, "%s%s", prefix, name);
    return hr_yaml_get(hr_yaml_get(b->root, "definitions"), key);
}

static void every_field_of_every_type_is_there(void **state)
{
    const bench *b = *state;
    for (size_t i = 0; i < hr_builtin_types.n; i++) {
        const hr_type *type = hr_builtin_types.type[i];
        const hr_ynode *d = definition(b, "type-", type->name), *p = hr_yaml_get(d, "properties");
        assert_non_null(p);
        uint32_t n = 0;
        for (const hr_field *f = type->fields; f->name != NULL; f++, n++) assert_non_null(hr_yaml_get(p, f->name));
        for (const hr_field *f = hr_common_fields; f->name != NULL; f++) {
            bool there = hr_yaml_get(p, f->name) != NULL;
            assert_true(there || f->kind == HR_F_HOLDS);
            n += there;
        }
        assert_int_equal(p->n, n);
        assert_int_equal(hr_yaml_get(d, "additionalProperties") != NULL, type->modelled);
        assert_int_equal(hr_yaml_get(p, "holds") != NULL, !type->modelled || type->held != NULL);
    }
}

/* Every $ref leads to a definition, and every definition is referred to. */
static void count_references(const bench *b, const hr_ynode *n, uint32_t *used)
{
    const hr_ynode *all = hr_yaml_get(b->root, "definitions");
    const hr_ynode *ref = hr_yaml_get(n, "$ref");
    if (ref != NULL && ref->kind == HR_Y_SCALAR) {
        const char prefix[] = "#/definitions/";
        assert_true(ref->text.n > sizeof prefix - 1 && memcmp(ref->text.s, prefix, sizeof prefix - 1) == 0);
        hr_str name = {ref->text.s + sizeof prefix - 1, ref->text.n - (uint32_t)(sizeof prefix - 1)};
        const hr_ypair *p = hr_yaml_pair(all, name);
        assert_non_null(p);
        used[p - all->u.pair]++;
    }
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) count_references(b, n->u.item[i], used);
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) count_references(b, n->u.pair[i].value, used);
}

static void references_lead_somewhere(void **state)
{
    const bench *b = *state;
    const hr_ynode *all = hr_yaml_get(b->root, "definitions");
    uint32_t *used = hr_arena_alloc(b->arena, all->n * sizeof *used);
    count_references(b, b->root, used);
    for (uint32_t i = 0; i < all->n; i++) {
        bool number =
            hr_yaml_get(all->u.pair[i].value, "anyOf") != NULL; /* there for all dimensions, used or not yet */
        if (used[i] == 0 && !number) print_message("%.*s\n", HR_STR_FMT(all->u.pair[i].key->text));
        assert_true(used[i] > 0 || number);
    }
}

static void every_unit_is_in_a_pattern(void **state)
{
    const bench *b = *state;
    static const char *const names[] = {"voltage", "power", "apparent-power", "conductor-size"};
    static const hr_dim dims[] = {HR_DIM_VOLT, HR_DIM_WATT, HR_DIM_VA, HR_DIM_M2_CONDUCTOR};
    for (size_t i = 0; i < sizeof dims / sizeof *dims; i++) {
        const hr_ynode *pattern = hr_yaml_get(definition(b, "plain-", names[i]), "pattern");
        assert_non_null(pattern);
        const char *unit;
        double scale, offset;
        for (size_t k = 0; (unit = hr_unit_at(dims[i], k, &scale, &offset)) != NULL; k++) {
            if (strchr(unit, '^') == NULL) assert_non_null(strstr(pattern->text.s, unit));
        }
    }
}

static void types_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(hr_schema_find(&hr_builtin_types, HR_STR("rack")),
                     hr_types_find(&hr_builtin_types, HR_STR("rack")));
    assert_ptr_equal(hr_schema_find(&hr_builtin_types, HR_STR("site")), hr_builtin_types.site);
    assert_ptr_equal(hr_schema_find(&hr_builtin_types, HR_STR("job")), hr_builtin_types.job);
    assert_null(hr_schema_find(&hr_builtin_types, HR_STR("rakc")));
}

static void tables_name_every_field(void **state)
{
    (void)state;
    hr_buf out = {0};
    assert_int_equal(hr_schema_types(&out, &hr_builtin_types), HR_OK);
    for (size_t i = 0; i < hr_builtin_types.n; i++) {
        const hr_type *type = hr_builtin_types.type[i];
        hr_buf one = {0};
        assert_non_null(strstr(out.s, type->name));
        assert_int_equal(hr_schema_type(&one, &hr_builtin_types, type), HR_OK);
        assert_non_null(strstr(one.s, type->doc));
        for (const hr_field *f = type->fields; f->name != NULL; f++) assert_non_null(strstr(one.s, f->name));
        assert_non_null(strstr(one.s, "Fields of every element"));
        hr_buf_free(&one);
    }
    out.n = 0;
    assert_int_equal(hr_schema_type(&out, &hr_builtin_types, hr_builtin_types.site), HR_OK);
    assert_non_null(strstr(out.s, "outdoor.dry_bulb"));
    assert_null(strstr(out.s, "Fields of every element"));
    hr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_every_type_is_there),
        cmocka_unit_test(references_lead_somewhere),
        cmocka_unit_test(every_unit_is_in_a_pattern),
        cmocka_unit_test(types_are_found_by_name),
        cmocka_unit_test(tables_name_every_field),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
