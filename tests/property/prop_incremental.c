/* prop_incremental.c - proves on 1,000 random halls that solving a case from the base state, touching only what the
 * outage reaches, gives the same bits as solving it from nothing:
 *
 *   - the whole check: every case with its kind, worst case of every limit, losses with their blame, rows, what is
 *     missing;
 *   - the engine: every reading at every point in every kind of case, in any order of cases on the same work, whatever
 *     was asked in between (the cascade, the time before standby starts), and both base states restored exactly;
 *   - ports that the engine does not name as touched read as in the base state; of two things at once, as in the case
 *     of the first alone;
 *   - an element taken out of the base (--out) reads as the same element taken out by a case;
 *   - each case is found again by the name that it is printed with. */
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
                    a->corner == b->corner && a->cascade == b->cascade && a->stage == b->stage;
        if (same) continue;
        char point[512];
        point_text(x, c->limits.item[i].point, point, sizeof point);
        char case_[512];
        snprintf(case_, sizeof case_, "%s", case_text(x, a->case_));
        fail_msg("seed %u, %s at %s: load %.17g, limit %.17g, ratio %.17g, verdict %u in %s; from nothing: load %.17g, "
                 "limit "
                 "%.17g, ratio %.17g, verdict %u in %s",
                 x->seed, hr_rules[c->limits.item[i].rule]->code, point, a->load, a->limit, a->ratio, a->verdict, case_,
                 b->load, b->limit, b->ratio, b->verdict, case_text(x, b->case_));
    }
}

static void loss_text(const hall *x, const hr_check *c, const hr_loss *l, char *text, size_t n)
{
    char name[256];
    hr_unit_name(x->site, l->unit, 0, name, sizeof name);
    snprintf(text, n, "%s, %u members, %.17g W%s%s, blame %.*s", name, l->members, l->w, l->unknown ? ", unknown" : "",
             l->cascade ? ", by cascade" : "", HR_STR_FMT(c->blame[l->blame].text));
}

static void fail_loss(const hall *x, const hr_check *brute, const hr_loss *a, const hr_loss *b)
{
    char one[512], other[512];
    loss_text(x, x->check, a, one, sizeof one);
    loss_text(x, brute, b, other, sizeof other);
    fail_msg("seed %u, %s: lost is %s; from nothing: %s", x->seed, case_text(x, a->case_), one, other);
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
            a->unknown != b->unknown || a->cascade != b->cascade || a->blame != b->blame)
            fail_loss(x, brute, a, b);
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
        if (a->decl != b->decl || !same_str(a->field, b->field) || memcmp(a->rules, b->rules, sizeof a->rules) != 0 ||
            a->rows != b->rows)
            fail_msg("seed %u: gap %u (%.*s) differs", x->seed, i, HR_STR_FMT(a->field));
    }
}

/* Which devices are stuck at which fault comes out of solving the faults. */
static void compare_cases(const hall *x, const hr_check *brute)
{
    const hr_check *c = x->check;
    if (c->n_cases != brute->n_cases)
        fail_msg("seed %u: %u cases; from nothing: %u", x->seed, c->n_cases, brute->n_cases);
    for (uint32_t i = 0; i < c->n_cases; i++) {
        char other[512];
        hr_case_name(brute, i, other, sizeof other);
        if (strcmp(case_text(x, i), other) != 0)
            fail_msg("seed %u: case %u is \"%s\"; from nothing: \"%s\"", x->seed, i, case_text(x, i), other);
    }
}

static void check_from_nothing_is_the_same(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_check *brute = run_check(&x, true);
        compare_cases(&x, brute);
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

static bool is_nested(const hr_case *c) { return c->n_out == 2 && c->kind != HR_CASE_COMMON; }

/* What a case is told from: the base state, or of two things the first alone. */
static hr_case case_before(const hr_case *c)
{
    hr_case first = *c;
    first.n_out = 1;
    return is_nested(c) ? first : base_case[c->base];
}

/* Ports not named as touched must read as before. */
static void check_touched(const hall *x, const hr_work *w, hr_work *before, const hr_case *c, bool *named,
                          const char *case_)
{
    uint32_t n;
    hr_case first = case_before(c);
    const hr_id *port = hr_power_engine.touched(w, &n);
    memset(named, 0, x->site->n_port * sizeof *named);
    for (uint32_t i = 0; i < n; i++) {
        if (named[port[i]]) fail_msg("seed %u, %s: port %u is named twice", x->seed, case_, port[i]);
        named[port[i]] = true;
    }
    hr_power_engine.solve(before, &first);
    for (hr_id p = 0; p < x->site->n_port * HR_Q_COUNT; p++) {
        if (named[hr_point_port(p)] || same_reading(hr_power_engine.reading(w, p), hr_power_engine.reading(before, p)))
            continue;
        char point[512];
        point_text(x, p, point, sizeof point);
        hr_reading now = hr_power_engine.reading(w, p), then = hr_power_engine.reading(before, p);
        fail_msg("seed %u, %s: %s is %.17g (state %u), was %.17g (state %u), and its port is not named", x->seed, case_,
                 point, now.v, now.state, then.v, then.state);
    }
    hr_power_engine.solve(before, &base_case[c->base]); /* `first` is gone after this */
}

typedef struct engines { /* three works on one hall */
    const hall *x;
    hr_work *base, *quick, *full;
    bool *named;
    uint64_t random;
} engines;

static engines start_engines(const hall *x)
{
    engines e = {.x = x, .base = new_work(x), .quick = new_work(x), .full = new_work(x), .random = x->seed};
    e.named = calloc(x->site->n_port + 1, sizeof *e.named);
    assert_non_null(e.named);
    return e;
}

static void stop_engines(engines *e)
{
    free(e->named);
    hr_power_engine.work_free(e->base);
    hr_power_engine.work_free(e->quick);
    hr_power_engine.work_free(e->full);
}

/* Goes on from a solved case as the sweep does: the cascade, then the time before standby starts, each or none. */
static void go_on(engines *e, const char *text)
{
    uint32_t what = random_below(&e->random, 4);
    char more[600];
    if (what & 1) {
        uint32_t a = hr_power_engine.cascade(e->quick), b = hr_power_engine.cascade(e->full);
        if (a != b) fail_msg("seed %u, %s: %u devices open; from nothing: %u", e->x->seed, text, a, b);
        snprintf(more, sizeof more, "%s, after the cascade", text);
        compare_readings(e->x, e->quick, e->full, "from nothing", more);
    }
    if (what & 2) {
        bool a = hr_power_engine.before_standby(e->quick), b = hr_power_engine.before_standby(e->full);
        if (a != b) fail_msg("seed %u, %s: standby is called; from nothing: %d", e->x->seed, text, b);
        snprintf(more, sizeof more, "%s, before standby", text);
        compare_readings(e->x, e->quick, e->full, "from nothing", more);
    }
}

/* Both works back to one of the base states, by way of the other or not. */
static void go_back(engines *e, const char *text)
{
    uint32_t bases = hr_power_engine.bases(e->x->check->engine[HR_NOMINAL]);
    const hr_case *to = &base_case[random_below(&e->random, bases)];
    if (random_below(&e->random, 2)) hr_power_engine.solve(e->quick, &base_case[HR_BASE_UTILITY]);
    hr_power_engine.solve(e->quick, to);
    hr_power_engine.solve(e->full, to);
    hr_power_engine.solve(e->base, to);
    compare_readings(e->x, e->quick, e->base, "before", text);
    compare_readings(e->x, e->full, e->base, "before", text);
}

static void check_bases(engines *e)
{
    uint32_t bases = hr_power_engine.bases(e->x->check->engine[HR_NOMINAL]);
    for (uint8_t b = 0; b < bases; b++) {
        hr_power_engine.solve(e->base, &base_case[b]);
        hr_power_engine.solve_all(e->full, &base_case[b]);
        compare_readings(e->x, e->base, e->full, "from nothing", hr_base_word[b]);
    }
}

static void every_reading_is_the_same(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        engines e = start_engines(&x);
        uint32_t times = 10 + 6000 / x.site->n_port; /* each looks at every point several times */
        check_bases(&e);
        for (uint32_t i = 0; i < times; i++) { /* in any order, the same again now and then */
            uint32_t case_ = random_below(&e.random, x.check->n_cases);
            const hr_case *c = &x.check->cases[case_];
            const char *text = case_text(&x, case_);
            hr_power_engine.solve(e.quick, c);
            hr_power_engine.solve_all(e.full, c);
            compare_readings(&x, e.quick, e.full, "from nothing", text);
            check_touched(&x, e.quick, e.base, c, e.named, text);
            go_on(&e, text);
            if (random_below(&e.random, 4) == 0) go_back(&e, text);
        }
        stop_engines(&e);
        close_hall(&x);
    }
}

/* --- what is out in the base ----------------------------------------------------------------------------------------- */

/* Times without supply and steps are told from the base state, so they differ; what flows does not. */
static void compare_flows(const hall *x, const hr_work *a, const hr_work *b, const char *case_)
{
    for (hr_id p = 0; p < x->site->n_port * HR_Q_COUNT; p++) {
        hr_reading u = hr_power_engine.reading(a, p), v = hr_power_engine.reading(b, p);
        hr_quantity q = hr_point_quantity(p);
        if (q == HR_Q_GAP || q == HR_Q_BATTERY || q == HR_Q_STEP || same_reading(u, v)) continue;
        char point[512];
        point_text(x, p, point, sizeof point);
        fail_msg("seed %u, %s: %s reads %.17g (state %u), as one case %.17g (state %u)", x->seed, case_, point, u.v,
                 u.state, v.v, v.state);
    }
}

/* The first half of what a case takes out stands in the base, the rest comes with the case. */
static void check_base_out(const hall *x, const hr_case *c, hr_work *w)
{
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
        compare_flows(x, on, w, text);
        hr_power_engine.solve_all(on, &rest);
        compare_flows(x, on, w, text);
        hr_power_engine.solve(on, &base_case[c->base]); /* what is out in the base stays out */
    }
    hr_power_engine.work_free(on);
    hr_power_engine.free(e);
}

/* Hands act only for what lived in the base, a stuck device keeps the feed that it has there: those are other cases
 * once something is out in the base. */
static bool is_plain(const hr_case *c) { return c->kind == HR_CASE_FAULT || c->kind == HR_CASE_COMMON; }

static void out_in_the_base_is_out_in_a_case(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *w = new_work(&x);
        uint64_t random = x.seed;
        for (uint32_t i = 0; i < x.check->n_cases; i++) {
            const hr_case *c = &x.check->cases[i];
            if (!is_plain(c) || (c->n_out == 1 && random_below(&random, 8))) continue;
            hr_power_engine.solve(w, c);
            check_base_out(&x, c, w);
        }
        hr_power_engine.work_free(w);
        close_hall(&x);
    }
}

/* --- cases by their names -------------------------------------------------------------------------------------------- */

static bool same_case(const hr_case *a, const hr_case *b)
{
    if (a->base != b->base || a->n_out != b->n_out || a->n_maintained != b->n_maintained) return false;
    for (uint32_t i = 0; i < a->n_out; i++) {
        const hr_target *x = &a->out[i], *y = &b->out[i];
        if (x->unit != y->unit || x->member != y->member || x->wire != y->wire || x->how != y->how) return false;
    }
    return true;
}

static void each_case_is_found_by_its_name(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_arena *a = hr_arena_new();
        assert_non_null(a);
        for (uint32_t i = 0; i < x.check->n_cases; i++) {
            hr_case found;
            if (hr_case_find(x.ctx, x.site, a, case_text(&x, i), &found) != HR_OK ||
                !same_case(&found, &x.check->cases[i]))
                fail_msg("seed %u: \"%s\" is not found by its name", x.seed, case_text(&x, i));
        }
        hr_arena_free(a);
        close_hall(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_from_nothing_is_the_same),
        cmocka_unit_test(every_reading_is_the_same),
        cmocka_unit_test(out_in_the_base_is_out_in_a_case),
        cmocka_unit_test(each_case_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, make_halls, remove_halls);
}
