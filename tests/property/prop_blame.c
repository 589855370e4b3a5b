/* prop_blame.c - proves on random halls that blame names the minimal sets of causes, by brute force:
 *
 *   - of every common cause with few enough members each subset is solved from nothing, for what only a cascade loses with
 *     its cascade; the subsets that lose a load and of which no part loses it are what must stand in its blame, in order of
 *     size and of the names in them;
 *   - of two things (a stuck device, maintenance and a fault, two faults) the same, each alone and both;
 *   - every loss of a case stands under one key, and what a key holds adds up to the case. */
#include "property/halls.h"

#define MOST 8

static bool is_lost(const hr_work *w, const hall *x, hr_id unit)
{
    hr_reading r = hr_power_engine.reading(w, hr_point_of(x->site->unit[unit].port, HR_Q_LOST));
    return r.state == HR_S_UNKNOWN || (r.state == HR_S_KNOWN && r.v > 0);
}

/* A device that would stick is not called by anything in the subset: nothing happens. */
static bool nothing_calls(const hr_case *c, uint32_t subset)
{
    for (uint32_t i = 0; i < c->n_out; i++)
        if ((subset >> i & 1) && c->out[i].how != HR_STUCK) return false;
    return true;
}

/* Whether each load of a case is lost in a subset of what is out: a bit for each subset. */
static void try_all(const hall *x, hr_work *w, const hr_case *c, const hr_loss *loss, uint32_t n, uint64_t lost[][4])
{
    for (uint32_t subset = 1; subset < 1u << c->n_out; subset++) {
        if (nothing_calls(c, subset)) continue;
        hr_target out[MOST];
        hr_case part = *c, nothing = {.kind = HR_CASE_NORMAL, .base = c->base};
        part.n_out = 0;
        part.n_maintained = 0;
        part.out = out;
        for (uint32_t i = 0; i < c->n_out; i++) {
            if (!(subset >> i & 1)) continue;
            out[part.n_out++] = c->out[i];
            part.n_maintained = (uint16_t)(part.n_maintained + (i < c->n_maintained));
        }
        hr_power_engine.solve_all(w, &part);
        for (int pass = 0; pass < 2; pass++) {
            for (uint32_t i = 0; i < n; i++)
                if ((pass == 0 || loss[i].cascade) && is_lost(w, x, loss[i].unit))
                    lost[i][subset / 64] |= 1ull << (subset % 64);
            if (pass == 0) hr_power_engine.cascade(w);
        }
        hr_power_engine.solve(w, &nothing); /* out[] is gone after this */
    }
}

static bool is_in(const uint64_t *set, uint32_t subset) { return set[subset / 64] >> (subset % 64) & 1; }

static bool is_minimal(const uint64_t *lost, uint32_t subset)
{
    if (!is_in(lost, subset)) return false;
    for (uint32_t part = (subset - 1) & subset; part; part = (part - 1) & subset)
        if (is_in(lost, part)) return false;
    return true;
}

/* The causes of a case in the order of their names: which comes at each place. */
static void order_causes(const hall *x, const hr_case *c, uint32_t order[MOST])
{
    char a[512], b[512];
    for (uint32_t i = 0; i < c->n_out; i++) {
        uint32_t k = i;
        hr_target_name(x->site, c->out[i], a, sizeof a);
        for (; k; order[k] = order[k - 1], k--) {
            hr_target_name(x->site, c->out[order[k - 1]], b, sizeof b);
            if (hr_name_cmp(hr_str_of(b), hr_str_of(a)) <= 0) break;
        }
        order[k] = i;
    }
}

static uint32_t members_of(const uint32_t *order, uint32_t n, uint32_t places)
{
    uint32_t subset = 0;
    for (uint32_t i = 0; i < n; i++)
        if (places >> i & 1) subset |= 1u << order[i];
    return subset;
}

static void write_expected(const hall *x, const hr_case *c, const uint64_t *lost, hr_buf *text)
{
    uint32_t order[MOST];
    text->n = 0;
    order_causes(x, c, order);
    for (int size = 1; size <= c->n_out; size++)
        for (uint32_t places = 1; places < 1u << c->n_out; places++) {
            bool first = true;
            if (__builtin_popcount(places) != size || !is_minimal(lost, members_of(order, c->n_out, places))) continue;
            if (text->n) hr_buf_c(text, '|');
            for (uint32_t i = 0; i < c->n_out; i++) {
                char name[512];
                if (!(places >> i & 1)) continue;
                if (!first) hr_buf_c(text, '+');
                first = false;
                hr_target_name(x->site, c->out[order[i]], name, sizeof name);
                hr_buf_z(text, name);
            }
        }
}

static void check_case(const hall *x, hr_work *w, uint32_t case_, const hr_loss *loss, uint32_t n)
{
    const hr_case *c = &x->check->cases[case_];
    uint64_t(*lost)[4] = calloc(n + 1, sizeof *lost);
    hr_buf text = {0};
    assert_non_null(lost);
    try_all(x, w, c, loss, n, lost);
    for (uint32_t i = 0; i < n; i++) {
        hr_str said = x->check->blame[loss[i].blame].text;
        write_expected(x, c, lost[i], &text);
        if (said.n == text.n && memcmp(said.s, text.s, text.n) == 0) continue;
        char name[512];
        hr_unit_name(x->site, loss[i].unit, 0, name, sizeof name);
        fail_msg("seed %u, %s: %s is blamed on \"%.*s\", by brute force on \"%.*s\"", x->seed, case_text(x, case_),
                 name, (int)said.n, said.s, (int)text.n, text.s);
    }
    hr_buf_free(&text);
    free(lost);
}

/* A breaker that stays closed is one cause by its name, although its supply goes out with it. */
static bool has_subsets(const hr_case *c)
{
    return c->n_out >= 2 && c->n_out <= MOST && c->kind != HR_CASE_BREAKER_FAILURE;
}

static void blame_is_minimal(void **state)
{
    const halls *h = *state;
    uint32_t checked = 0;
    for (uint32_t i = next_hall(h, 0); i < h->n; i = next_hall(h, i + 3)) { /* of both kinds */
        hall x = open_hall(h, i);
        hr_work *w = new_work(&x);
        const hr_check *c = x.check;
        for (uint32_t k = 0, end = 0; k < c->n_loss; k = end) {
            while (end < c->n_loss && c->loss[end].case_ == c->loss[k].case_) end++;
            if (!has_subsets(&c->cases[c->loss[k].case_])) continue;
            check_case(&x, w, c->loss[k].case_, c->loss + k, end - k);
            checked += end - k;
        }
        hr_power_engine.work_free(w);
        close_hall(&x);
    }
    assert_true(getenv("HR_SEED") || checked > 100);
}

/* Each lost load once, under one key. */
static void every_loss_has_one_key(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        const hr_check *c = x.check;
        for (uint32_t i = 0; i < c->n_loss; i++) {
            if (c->loss[i].blame >= c->n_blame) fail_msg("seed %u: loss %u has no blame", x.seed, i);
            bool again = i && c->loss[i].case_ == c->loss[i - 1].case_ && c->loss[i].unit == c->loss[i - 1].unit;
            if (again) fail_msg("seed %u, %s: a load is lost twice", x.seed, case_text(&x, c->loss[i].case_));
        }
        close_hall(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blame_is_minimal),
        cmocka_unit_test(every_loss_has_one_key),
    };
    return cmocka_run_group_tests(tests, make_halls, remove_halls);
}
