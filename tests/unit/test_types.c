/* test_types.c - the tables of element types are consistent, and the losses they fall back on are those of the law. */
#include "element/types.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/redundancy.h"
#include "element/transformer_loss.h"
#include "model/units.h"

#include "cm.h"

/* cmocka compares single precision only */
#define assert_near(have, want, within) assert_true(fabs((have) - (want)) <= (within))

/* --- the table of types ------------------------------------------------------------ */

static void types_are_sorted_and_found(void **state)
{
    (void)state;
    const hr_types *t = &hr_builtin_types;
    for (size_t i = 0; i < t->n; i++) {
        if (i) assert_true(strcmp(t->type[i - 1]->name, t->type[i]->name) < 0);
        assert_ptr_equal(hr_types_find(t, hr_str_of(t->type[i]->name)), t->type[i]);
        assert_non_null(t->type[i]->doc);
        assert_non_null(t->type[i]->fields);
    }
}

static void other_words_are_not_found(void **state)
{
    (void)state;
    static const char *const words[] = {"", "a", "nod", "nodes", "zzz", "Node", "site", "job", "rack_pdu"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_null(hr_types_find(&hr_builtin_types, hr_str_of(words[i])));
    assert_non_null(hr_types_find(&hr_builtin_types, (hr_str){"node[1-4]", 4})); /* a view into a longer text */
}

static void held_words_are_types(void **state)
{
    (void)state;
    const hr_types *t = &hr_builtin_types;
    for (size_t i = 0; i < t->n; i++)
        for (const char *const *w = t->type[i]->held; w && *w; w++) assert_non_null(hr_types_find(t, hr_str_of(*w)));
}

/* --- field tables ------------------------------------------------------------ */

static size_t storage(hr_field_kind kind)
{
    static const size_t size[] = {
        [HR_F_QUANTITY] = sizeof(hr_num),
        [HR_F_COUNT] = sizeof(hr_num),
        [HR_F_FLAG] = sizeof(hr_flag),
        [HR_F_CHOICE] = sizeof(hr_choice),
        [HR_F_TEXT] = sizeof(hr_text),
        [HR_F_TEXTS] = sizeof(hr_texts),
        [HR_F_REF] = sizeof(hr_texts),
        [HR_F_CURVE] = sizeof(hr_curve),
        [HR_F_FROM] = sizeof(hr_from),
        [HR_F_PSUS] = sizeof(hr_psus),
        [HR_F_RECORD] = 0,
        [HR_F_RECORDS] = sizeof(hr_records),
        [HR_F_HOLDS] = 0,
        [HR_F_OPEN] = 0,
    };
    return size[kind];
}

static bool is_common(const char *name)
{
    static const char *const words[] = {"room",  "epo",     "position", "weight", "source", "as_of",
                                        "trust", "because", "type",     "part",   "holds"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0) return true;
    return false;
}

static void check_default(const hr_field *f)
{
    assert_non_null(f->dflt_source);
    if (f->kind == HR_F_CHOICE) {
        bool found = false;
        for (const char *const *w = f->words; *w; w++) found |= strcmp(*w, f->dflt) == 0;
        assert_true(found);
    } else {
        double v;
        assert_true(f->kind == HR_F_QUANTITY || f->kind == HR_F_COUNT);
        assert_int_equal(hr_unit_parse(hr_str_of(f->dflt), (hr_dim)f->dim, &v), HR_UNIT_OK);
    }
}

static void check_table(const hr_field *table, size_t size)
{
    for (const hr_field *f = table; f->name; f++) {
        assert_non_null(f->doc);
        assert_false(is_common(f->name));
        assert_true(f->offset + storage((hr_field_kind)f->kind) <= size);
        assert_true((f->kind == HR_F_CHOICE) == (f->words != NULL));
        bool many = f->kind == HR_F_RECORDS;
        assert_true((f->kind == HR_F_RECORD || many) == (f->record != NULL));
        assert_true(many == (f->size > 0));
        if (f->record) check_table(f->record, many ? f->size : size - f->offset);
        if (f->dflt) check_default(f);
        for (const hr_field *g = table; g < f; g++) { /* no name twice, no two fields in the same place */
            assert_string_not_equal(g->name, f->name);
            size_t gs = storage((hr_field_kind)g->kind), fs = storage((hr_field_kind)f->kind);
            assert_true(gs == 0 || fs == 0 || g->offset + gs <= f->offset || f->offset + fs <= g->offset);
        }
    }
}

static void field_tables_are_consistent(void **state)
{
    (void)state;
    const hr_types *t = &hr_builtin_types;
    for (size_t i = 0; i < t->n; i++) check_table(t->type[i]->fields, t->type[i]->size);
    check_table(t->site->fields, t->site->size);
    check_table(t->job->fields, t->job->size);
}

static void redundancy_words_match_their_numbers(void **state)
{
    (void)state;
    assert_string_equal(hr_redundancy_words[HR_REDUNDANCY_NONE], "none");
    assert_string_equal(hr_redundancy_words[HR_REDUNDANCY_ANY_ONE], "any-one");
    assert_string_equal(hr_redundancy_words[HR_REDUNDANCY_MAINTENANCE_FAULT], "maintenance+fault");
    assert_string_equal(hr_redundancy_words[HR_REDUNDANCY_ANY_TWO], "any-two");
    assert_null(hr_redundancy_words[HR_REDUNDANCY_ANY_TWO + 1]);
}

/* --- corners ------------------------------------------------------------ */

static void corners_take_the_right_end(void **state)
{
    (void)state;
    hr_num n = {.v = 2, .lo = 1, .hi = 4, .presence = HR_PRESENT};
    static const struct {
        hr_harsh harsh;
        double nominal, kind, harsh_v, kind_far, harsh_far;
    } want[] = {{HR_HARSH_NONE, 2, 2, 2, 2, 2},
                {HR_HARSH_HIGH, 2, 1, 4, 1, 4},
                {HR_HARSH_LOW, 2, 4, 1, 4, 1},
                {HR_HARSH_LOW_THEN_HIGH, 2, 4, 1, 1, 4},
                {HR_HARSH_HIGH_THEN_LOW, 2, 1, 4, 4, 1}};
    for (size_t i = 0; i < 5; i++) {
        assert_true(hr_num_at(&n, want[i].harsh, HR_NOMINAL) == want[i].nominal);
        assert_true(hr_num_at(&n, want[i].harsh, HR_KIND) == want[i].kind);
        assert_true(hr_num_at(&n, want[i].harsh, HR_HARSH) == want[i].harsh_v);
        assert_true(hr_num_at(&n, want[i].harsh, HR_KIND_FAR) == want[i].kind_far);
        assert_true(hr_num_at(&n, want[i].harsh, HR_HARSH_FAR) == want[i].harsh_far);
    }
}

/* --- losses ------------------------------------------------------------ */

static void dry_losses_reproduce_the_table(void **state)
{
    (void)state;
    static const struct {
        double kva, loss35, p0, pk; /* W; p0 and pk were worked out from the rounded loss35, hence their tolerances */
    } want[] = {
        {15, 113, 56, 461},      {30, 189, 94, 771},      {45, 256, 128, 1045},      {75, 373, 186, 1522},
        {112.5, 502, 251, 2049}, {150, 622, 311, 2539},   {225, 844, 422, 3445},     {300, 1039, 520, 4241},
        {500, 1518, 759, 6196},  {750, 2037, 1018, 8314}, {1000, 2538, 1269, 10359},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        hr_loss l;
        assert_true(hr_loss_minimum(HR_COOLING_DRY, want[i].kva * 1e3, &l));
        assert_near(l.no_load + 0.35 * 0.35 * l.load, want[i].loss35, 0.51);
        assert_near(l.no_load, want[i].p0, 0.25 + 0.51);
        assert_near(l.load, want[i].pk, 0.25 / (0.35 * 0.35) + 0.51);
    }
}

/* part of the rating lost at load x; the efficiency it means is that of the listed size */
static double efficiency(hr_cooling cooling, double rating, double x)
{
    hr_loss l;
    assert_true(hr_loss_minimum(cooling, rating, &l));
    return x * rating / (x * rating + l.no_load + x * x * l.load);
}

static void sizes_between_take_the_smaller_entry(void **state)
{
    (void)state;
    assert_near(efficiency(HR_COOLING_DRY, 299e3, 0.35), 0.9894, 1e-12);
    assert_near(efficiency(HR_COOLING_DRY, 300e3, 0.35), 0.9902, 1e-12);
    assert_near(efficiency(HR_COOLING_DRY, 2500e3, 0.35), 0.9928, 1e-12); /* above the list: its last */
    assert_near(efficiency(HR_COOLING_LIQUID, 2500e3, 0.50), 0.9953, 1e-12);
    assert_near(efficiency(HR_COOLING_LIQUID, 1250e3, 0.50), 0.9943, 1e-12);
    hr_loss l;
    assert_false(hr_loss_minimum(HR_COOLING_DRY, 10e3, &l));
    assert_false(hr_loss_minimum(HR_COOLING_LIQUID, 300e3, &l));
}

/* --- callbacks ------------------------------------------------------------ */

typedef struct bench { /* one declaration of a type in a site of its own */
    hr_site site;
    hr_decl decl;
} bench;

static void bench_open(bench *b, const hr_type *type)
{
    *b = (bench){.decl = {.type = type}};
    b->site.arena = hr_arena_new();
    assert_non_null(b->site.arena);
    b->decl.fields = hr_arena_alloc(b->site.arena, type->size);
    assert_non_null(b->decl.fields);
    b->site.decl = &b->decl;
    b->site.n_decl = 1;
}

static void *member(const bench *b, const char *name)
{
    for (const hr_field *f = b->decl.type->fields; f->name; f++)
        if (strcmp(f->name, name) == 0) return (char *)b->decl.fields + f->offset;
    fail_msg("no field %s", name);
    return NULL;
}

static void set(const bench *b, const char *name, double v)
{
    *(hr_num *)member(b, name) = (hr_num){.v = v, .lo = v, .hi = v, .presence = HR_PRESENT, .provenance = HR_NONE};
}

static bool listed(const bench *b, const char *field)
{
    for (uint32_t i = 0; i < b->site.n_dflt; i++)
        if (strcmp(b->site.dflt[i].field, field) == 0) return true;
    return false;
}

static hr_series_coef series(bench *b, hr_corner corner)
{
    hr_series_coef c = {.fixed = -1};
    b->decl.type->power->series(b->decl.fields, corner, 0, 0, &c);
    return c;
}

static void transformer_fills_and_lists_its_losses(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_transformer);
    set(&b, "rating", 300e3);
    b.decl.type->complete(&b.site, &b.decl);
    const hr_num *p0 = member(&b, "no_load_loss");
    assert_int_equal(p0->presence, HR_DEFAULTED);
    assert_int_equal(p0->trust, HR_DEFAULT);
    assert_int_equal(p0->at.file, HR_NONE);
    assert_true(listed(&b, "no_load_loss") && listed(&b, "load_loss") && listed(&b, "cooling"));
    hr_series_coef c = series(&b, HR_NOMINAL);
    assert_false(c.unknown);
    assert_near(c.fixed, 520, 0.76);
    assert_near(c.per_va2 * 300e3 * 300e3, 4241, 2.6);
    hr_arena_free(b.site.arena);
}

static void given_losses_stay(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_transformer);
    set(&b, "rating", 1000e3);
    set(&b, "no_load_loss", 1500);
    set(&b, "load_loss", 9000);
    ((hr_num *)member(&b, "load_loss"))->hi = 9900;
    b.decl.type->complete(&b.site, &b.decl);
    assert_int_equal(b.site.n_dflt, 0);
    hr_series_coef c = series(&b, HR_NOMINAL), h = series(&b, HR_HARSH);
    assert_near(c.fixed, 1500, 1e-9);
    assert_near(c.per_va2 * 1e12, 9000, 1e-6);
    assert_near(h.per_va2 * 1e12, 9900, 1e-6);
    hr_arena_free(b.site.arena);
}

static void loss_without_rating_is_unknown(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_transformer);
    b.decl.type->complete(&b.site, &b.decl);
    hr_series_coef c = series(&b, HR_NOMINAL);
    assert_true(c.unknown);
    assert_string_equal(c.field, "rating");
    hr_arena_free(b.site.arena);
}

static void windings_cross_the_right_phases(void **state)
{
    (void)state;
    static const int want[] = {2, 1, 0, 0}; /* Dyn1, Dyn11, Yyn0, Dd0 */
    bench b;
    bench_open(&b, &hr_type_transformer);
    for (int16_t i = 0; i < 4; i++) {
        ((hr_choice *)member(&b, "winding"))->v = i;
        assert_int_equal(b.decl.type->power->winding(b.decl.fields), want[i]);
    }
    assert_string_equal(hr_winding_words[0], "Dyn1");
    assert_string_equal(hr_winding_words[1], "Dyn11");
    hr_arena_free(b.site.arena);
}

static void pdu_is_a_transformer_only_with_a_secondary(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_pdu);
    set(&b, "rating", 300e3);
    b.decl.type->complete(&b.site, &b.decl);
    hr_series_coef c = series(&b, HR_NOMINAL);
    assert_true(c.fixed == 0 && c.per_va2 == 0 && !c.unknown);
    assert_null(b.decl.type->power->voltage(b.decl.fields));
    assert_int_equal(b.site.n_dflt, 0);
    assert_int_equal(b.decl.type->power->winding(b.decl.fields), 0);

    set(&b, "secondary", 208);
    b.decl.type->complete(&b.site, &b.decl);
    assert_near(series(&b, HR_NOMINAL).fixed, 520, 0.76);
    assert_near(b.decl.type->power->voltage(b.decl.fields)->v, 208, 0);
    assert_int_equal(b.decl.type->power->winding(b.decl.fields), 2);
    hr_arena_free(b.site.arena);
}

static void pdu_without_kva_lists_what_it_leaves_out(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_pdu);
    set(&b, "power", 300e3);
    set(&b, "secondary", 208);
    b.decl.type->complete(&b.site, &b.decl);
    assert_true(listed(&b, "rating"));
    assert_true(series(&b, HR_NOMINAL).fixed == 0 && !series(&b, HR_NOMINAL).unknown);
    hr_arena_free(b.site.arena);
}

static void busway_loss_needs_resistance_and_length(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_busway);
    set(&b, "length", 20);
    b.decl.type->complete(&b.site, &b.decl);
    assert_true(listed(&b, "resistance"));
    assert_true(series(&b, HR_NOMINAL).per_a2 == 0);
    set(&b, "resistance", 50e-6);
    ((hr_num *)member(&b, "length"))->hi = 24;
    assert_near(series(&b, HR_NOMINAL).per_a2, 1e-3, 1e-12);
    assert_near(series(&b, HR_HARSH).per_a2, 1.2e-3, 1e-12);
    hr_arena_free(b.site.arena);
}

static void rack_assumes_a_power_factor_only_for_power_of_its_own(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_rack);
    b.decl.type->complete(&b.site, &b.decl);
    assert_int_equal(b.site.n_dflt, 0);
    set(&b, "power", 132e3);
    b.decl.type->complete(&b.site, &b.decl);
    assert_true(listed(&b, "power_factor"));
    assert_near(b.decl.type->power->power_factor(b.decl.fields)->v, 1, 0);
    hr_arena_free(b.site.arena);
}

/* --- what cools ------------------------------------------------------------ */

static void a_cdu_gives_its_heat_to_a_loop_or_to_air(void **state)
{
    (void)state;
    bench b;
    hr_cooler_fields f;
    bench_open(&b, &hr_type_cdu);
    ((hr_texts *)member(&b, "zone"))->n = 1;
    b.decl.type->cooling->cooler(b.decl.fields, &f);
    assert_int_equal(f.law, HR_LAW_TO_AIR);
    ((hr_texts *)member(&b, "primary"))->n = 1;
    b.decl.type->cooling->cooler(b.decl.fields, &f);
    assert_int_equal(f.law, HR_LAW_EXCHANGER);
    hr_arena_free(b.site.arena);
}

static void fans_draw_a_part_of_the_heat_where_no_power_is_given(void **state)
{
    (void)state;
    static const struct {
        const hr_type *type;
        double power, lo, hi; /* W of 1 MW */
    } want[] = {{&hr_type_crah, 30e3, 20e3, 50e3},
                {&hr_type_dry_cooler, 25e3, 15e3, 40e3},
                {&hr_type_cooling_tower, 15e3, 10e3, 25e3}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        bench b;
        bench_open(&b, want[i].type);
        b.decl.type->complete(&b.site, &b.decl);
        const hr_num *power = b.decl.type->power->load(b.decl.fields);
        assert_int_equal(power->presence, HR_ABSENT);
        set(&b, "cooling", 1e6);
        b.decl.type->complete(&b.site, &b.decl);
        assert_true(listed(&b, "fan") && b.site.has_ranges);
        assert_near(power->v, want[i].power, 1e-9);
        assert_near(hr_num_at(power, HR_HARSH_HIGH, HR_KIND), want[i].lo, 1e-9);
        assert_near(hr_num_at(power, HR_HARSH_HIGH, HR_HARSH), want[i].hi, 1e-9);
        hr_arena_free(b.site.arena);
        bench_open(&b, want[i].type);
        set(&b, "cooling", 1e6);
        set(&b, "power", 7e3);
        b.decl.type->complete(&b.site, &b.decl);
        assert_false(listed(&b, "fan"));
        assert_near(b.decl.type->power->load(b.decl.fields)->v, 7e3, 0);
        hr_arena_free(b.site.arena);
    }
}

static void what_cools_has_to_survive_nothing_unless_it_says_so(void **state)
{
    (void)state;
    const hr_types *t = &hr_builtin_types;
    for (size_t i = 0; i < t->n; i++) {
        const hr_cooling_ops *ops = t->type[i]->cooling;
        bool cools = ops && (ops->kind == HR_COOLING_COOLER || ops->kind == HR_COOLING_PUMP) && t->type[i]->power;
        if (!cools) continue;
        bench b;
        bench_open(&b, t->type[i]);
        const hr_choice *c = b.decl.type->power->redundancy(b.decl.fields);
        assert_true(c->presence && c->v == HR_REDUNDANCY_NONE);
        *(hr_choice *)member(&b, "redundancy") = (hr_choice){.v = HR_REDUNDANCY_ANY_ONE, .presence = HR_PRESENT};
        assert_int_equal(b.decl.type->power->redundancy(b.decl.fields)->v, HR_REDUNDANCY_ANY_ONE);
        hr_arena_free(b.site.arena);
    }
}

static void a_load_is_of_information_technology_where_a_rack_holds_it(void **state)
{
    (void)state;
    for (hr_id parent = 0; parent < 2; parent++) {
        bench b;
        hr_heat_fields f;
        bench_open(&b, &hr_type_load);
        b.decl.parent = parent ? 0 : HR_NONE;
        b.decl.type->complete(&b.site, &b.decl);
        b.decl.type->cooling->heat(b.decl.fields, &f);
        assert_int_equal(f.it, parent != 0);
        hr_arena_free(b.site.arena);
    }
}

static void a_pump_turns_unless_it_stands_by(void **state)
{
    (void)state;
    bench b;
    bench_open(&b, &hr_type_pump);
    assert_true(b.decl.type->cooling->runs(b.decl.fields));
    *(hr_choice *)member(&b, "standby") = (hr_choice){.v = 0, .presence = HR_PRESENT};
    assert_true(b.decl.type->cooling->runs(b.decl.fields));
    *(hr_choice *)member(&b, "standby") = (hr_choice){.v = 1, .presence = HR_PRESENT};
    assert_false(b.decl.type->cooling->runs(b.decl.fields));
    hr_arena_free(b.site.arena);
}

static void plates_assume_a_die_resistance(void **state)
{
    (void)state;
    bench b;
    hr_heat_fields f;
    bench_open(&b, &hr_type_node);
    b.decl.type->cooling->heat(b.decl.fields, &f);
    b.decl.type->complete(&b.site, &b.decl);
    assert_false(f.plate->present || listed(&b, "plate.die_resistance"));
    ((hr_plate_rec *)member(&b, "plate"))->count = (hr_num){.v = 8, .lo = 8, .hi = 8, .presence = HR_PRESENT};
    b.decl.type->complete(&b.site, &b.decl);
    assert_true(f.plate->present && listed(&b, "plate.die_resistance"));
    assert_near(f.plate->die_resistance.v, 0.015, 0);
    assert_near(f.plate->die_resistance.lo, 0.008, 0);
    assert_near(f.plate->die_resistance.hi, 0.025, 0);
    hr_arena_free(b.site.arena);
}

/* A store has no part of its own in any engine: what holds it lives on it. */
static bool is_store(const hr_type *x) { return strcmp(x->name, "battery") == 0 || strcmp(x->name, "bbu") == 0; }

static void words_to_come_are_unknown_to_the_engine(void **state)
{
    (void)state;
    const hr_types *t = &hr_builtin_types;
    for (size_t i = 0; i < t->n; i++) {
        const hr_type *x = t->type[i];
        if (!x->modelled && x->power) assert_int_equal(x->power->kind, HR_P_UNMODELLED);
        bool inside =
            x->power || x->structure || x->cooling || is_store(x); /* some engine knows it, or what holds it */
        if (x->modelled) assert_true(inside);
        if (x->modelled && x->power) assert_true(x->power->kind != HR_P_UNMODELLED && x->power->kind != HR_P_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_sorted_and_found),
        cmocka_unit_test(other_words_are_not_found),
        cmocka_unit_test(held_words_are_types),
        cmocka_unit_test(field_tables_are_consistent),
        cmocka_unit_test(redundancy_words_match_their_numbers),
        cmocka_unit_test(corners_take_the_right_end),
        cmocka_unit_test(dry_losses_reproduce_the_table),
        cmocka_unit_test(sizes_between_take_the_smaller_entry),
        cmocka_unit_test(transformer_fills_and_lists_its_losses),
        cmocka_unit_test(given_losses_stay),
        cmocka_unit_test(loss_without_rating_is_unknown),
        cmocka_unit_test(windings_cross_the_right_phases),
        cmocka_unit_test(pdu_is_a_transformer_only_with_a_secondary),
        cmocka_unit_test(pdu_without_kva_lists_what_it_leaves_out),
        cmocka_unit_test(busway_loss_needs_resistance_and_length),
        cmocka_unit_test(rack_assumes_a_power_factor_only_for_power_of_its_own),
        cmocka_unit_test(a_cdu_gives_its_heat_to_a_loop_or_to_air),
        cmocka_unit_test(fans_draw_a_part_of_the_heat_where_no_power_is_given),
        cmocka_unit_test(what_cools_has_to_survive_nothing_unless_it_says_so),
        cmocka_unit_test(a_load_is_of_information_technology_where_a_rack_holds_it),
        cmocka_unit_test(a_pump_turns_unless_it_stands_by),
        cmocka_unit_test(plates_assume_a_die_resistance),
        cmocka_unit_test(words_to_come_are_unknown_to_the_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
