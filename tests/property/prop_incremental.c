/* prop_incremental.c - proves on 1,000 random halls that solving a case from the normal state, touching only what the
 * outage reaches, gives the same bits as solving it from nothing:
 *
 *   - the whole check: worst case of every limit, losses with their blame, rows, what is missing;
 *   - the engine: every reading at every point in every case, in any order of cases on the same work, and the normal
 *     state restored exactly after each;
 *   - ports that the engine does not name as touched read as in the normal state;
 *   - an element taken out of the base (--out) reads as the same element taken out by a case. */
#include "property/halls.h"

/* --- the whole check -------------------------------------------------------------------------------------------- */

static bool same_str(hr_str a, hr_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }

static void point_text(const hall *x, hr_id point, char *text, size_t n)
{
    hr_buf b = {0};
    hr_point_name(x->site, point, &b);
    snprintf(text, n, "%s", b.s ? b.s : "?");
    hr_buf_free(&b);
}

static void compare_worst(const hall *x, const hr_check *brute)
{
    const hr_check *c = x->check;
    assert_int_equal(c->limits.n, brute->limits.n);
    for (uint32_t i = 0; i < c->limits.n; i++) {
        const hr_worst *a = &c->worst[i], *b = &brute->worst[i];
        bool same = same_bits(a->load, b->load) && same_bits(a->limit, b->limit) && same_bits(a->ratio, b->ratio) &&
                    a->case_ == b->case_ && a->verdict == b->verdict && a->load_state == b->load_state &&
                    a->corner == b->corner;
        if (same) continue;
        char point[512];
        point_text(x, c->limits.item[i].point, point, sizeof point);
        fail_msg(
            "seed %u, %s at %s: load %.17g, limit %.17g, ratio %.17g, case %u, verdict %u; from nothing: load %.17g, "
            "limit %.17g, ratio %.17g, case %u, verdict %u",
            x->seed, hr_rules[c->limits.item[i].rule]->code, point, a->load, a->limit, a->ratio, a->case_, a->verdict,
            b->load, b->limit, b->ratio, b->case_, b->verdict);
    }
}

static void compare_losses(const hall *x, const hr_check *brute)
{
    const hr_check *c = x->check;
    if (c->n_loss != brute->n_loss || c->n_blame != brute->n_blame)
        fail_msg("seed %u: %u losses, %u blames; from nothing: %u, %u", x->seed, c->n_loss, c->n_blame, brute->n_loss,
                 brute->n_blame);
    for (uint32_t i = 0; i < c->n_loss; i++) {
        const hr_loss *a = &c->loss[i], *b = &brute->loss[i];
        if (a->case_ != b->case_ || a->unit != b->unit || a->members != b->members || !same_bits(a->w, b->w) ||
            a->unknown != b->unknown || a->blame != b->blame)
            fail_msg("seed %u, %s: loss %u differs: %u members, %.17g W; from nothing: %u members, %.17g W", x->seed,
                     case_text(x, a->case_), i, a->members, a->w, b->members, b->w);
    }
    for (uint32_t i = 0; i < c->n_blame; i++)
        if (!same_str(c->blame[i].text, brute->blame[i].text)) fail_msg("seed %u: blame %u differs", x->seed, i);
}

static void compare_rows(const hall *x, const hr_check *brute)
{
    const hr_check *c = x->check;
    if (c->n_row != brute->n_row || c->n_gap != brute->n_gap)
        fail_msg("seed %u: %u rows, %u gaps; from nothing: %u, %u", x->seed, c->n_row, c->n_gap, brute->n_row,
                 brute->n_gap);
    for (uint32_t i = 0; i < c->n_row; i++) {
        const hr_row *a = &c->row[i], *b = &brute->row[i];
        if (a->limit != b->limit || a->case_ != b->case_ || a->verdict != b->verdict || a->members != b->members ||
            !same_str(a->element, b->element))
            fail_msg("seed %u: row %u (%.*s) differs", x->seed, i, HR_STR_FMT(a->element));
    }
    for (uint32_t i = 0; i < c->n_gap; i++) {
        const hr_gap *a = &c->gap[i], *b = &brute->gap[i];
        if (a->decl != b->decl || !same_str(a->field, b->field) || a->rules != b->rules || a->rows != b->rows)
            fail_msg("seed %u: gap %u (%.*s) differs", x->seed, i, HR_STR_FMT(a->field));
    }
}

static void check_from_nothing_is_the_same(void **state)
{
    const halls *h = *state;
    for (uint32_t seed = 0; seed < h->n; seed++) {
        hall x = open_hall(h, seed);
        hr_check *brute = run_check(&x, true);
        compare_worst(&x, brute);
        compare_losses(&x, brute);
        compare_rows(&x, brute);
        hr_check_free(brute);
        close_hall(&x);
    }
}

/* --- the engine --------------------------------------------------------------------------------------------------- */

static bool same_reading(hr_reading a, hr_reading b) { return a.state == b.state && same_bits(a.v, b.v); }

static void compare_readings(const hall *x, const hr_work *a, const hr_work *b, const char *what, const char *case_)
{
    for (hr_id p = 0; p < x->site->n_port * HR_Q_COUNT; p++) {
        hr_reading u = hr_power_engine.reading(a, p), v = hr_power_engine.reading(b, p);
        if (same_reading(u, v)) continue;
        char point[512];
        point_text(x, p, point, sizeof point);
        fail_msg("seed %u, %s: %s reads %.17g (state %u), %s %.17g (state %u)", x->seed, case_, point, u.v, u.state,
                 what, v.v, v.state);
    }
}

/* Ports not named as touched must read as in the base. */
static void check_touched(const hall *x, const hr_work *w, const hr_work *base, bool *named, const char *case_)
{
    uint32_t n;
    const hr_id *port = hr_power_engine.touched(w, &n);
    memset(named, 0, x->site->n_port * sizeof *named);
    for (uint32_t i = 0; i < n; i++) {
        if (named[port[i]]) fail_msg("seed %u, %s: port %u is named twice", x->seed, case_, port[i]);
        named[port[i]] = true;
    }
    for (hr_id p = 0; p < x->site->n_port * HR_Q_COUNT; p++)
        if (!named[hr_point_port(p)] && !same_reading(hr_power_engine.reading(w, p), hr_power_engine.reading(base, p)))
            fail_msg("seed %u, %s: point %u changed and its port is not named", x->seed, case_, p);
}

static void every_reading_is_the_same(void **state)
{
    const halls *h = *state;
    static const hr_case normal = {.kind = HR_CASE_NORMAL};
    for (uint32_t seed = 0; seed < h->n; seed++) {
        hall x = open_hall(h, seed);
        hr_work *base = new_work(&x), *quick = new_work(&x), *full = new_work(&x);
        bool *named = calloc(x.site->n_port + 1, sizeof *named);
        uint64_t random = seed;
        assert_non_null(named);
        hr_power_engine.solve_all(full, &normal);
        compare_readings(&x, base, full, "from nothing", "normal");
        for (uint32_t i = 0; i < x.check->n_cases; i++) { /* in any order, the same again now and then */
            uint32_t case_ = random_below(&random, x.check->n_cases);
            const hr_case *c = &x.check->cases[case_];
            const char *text = case_text(&x, case_);
            hr_power_engine.solve(quick, c);
            hr_power_engine.solve_all(full, c);
            compare_readings(&x, quick, full, "from nothing", text);
            check_touched(&x, quick, base, named, text);
            if (random_below(&random, 4)) continue;
            hr_power_engine.solve(random_below(&random, 2) ? quick : full, &normal);
            hr_power_engine.solve(quick, &normal);
            hr_power_engine.solve(full, &normal);
            compare_readings(&x, quick, base, "before", text);
            compare_readings(&x, full, base, "before", text);
        }
        free(named);
        hr_power_engine.work_free(base);
        hr_power_engine.work_free(quick);
        hr_power_engine.work_free(full);
        close_hall(&x);
    }
}

/* The first half of what a case takes out stands in the base, the rest comes with the case. */
static void check_base_out(const hall *x, const hr_case *c, hr_work *w)
{
    static const hr_case normal = {.kind = HR_CASE_NORMAL};
    hr_engine *e;
    hr_work *on;
    uint32_t part = (c->n_out + 1u) / 2;
    assert_int_equal(hr_power_engine.build(&e, x->ctx, x->site, HR_NOMINAL, c->out, part), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&on, e), HR_OK);
    hr_case rest = *c;
    rest.out += part;
    rest.n_out = (uint16_t)(c->n_out - part);
    const char *text = case_text(x, (uint32_t)(c - x->check->cases));
    for (int times = 0; times < 2; times++) {
        hr_power_engine.solve(on, &rest);
        compare_readings(x, on, w, "as one case", text);
        hr_power_engine.solve_all(on, &rest);
        compare_readings(x, on, w, "as one case", text);
        hr_power_engine.solve(on, &normal); /* what is out in the base stays out */
    }
    hr_power_engine.work_free(on);
    hr_power_engine.free(e);
}

static void out_in_the_base_is_out_in_a_case(void **state)
{
    const halls *h = *state;
    for (uint32_t seed = 0; seed < h->n; seed++) {
        hall x = open_hall(h, seed);
        hr_work *w = new_work(&x);
        uint64_t random = seed;
        for (uint32_t i = 0; i < x.check->n_cases; i++) {
            const hr_case *c = &x.check->cases[i];
            if (c->n_out == 0 || (c->n_out == 1 && random_below(&random, 8))) continue;
            hr_power_engine.solve(w, c);
            check_base_out(&x, c, w);
        }
        hr_power_engine.work_free(w);
        close_hall(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_from_nothing_is_the_same),
        cmocka_unit_test(every_reading_is_the_same),
        cmocka_unit_test(out_in_the_base_is_out_in_a_case),
    };
    return cmocka_run_group_tests(tests, make_halls, remove_halls);
}
