/* test_loop_path.c - which way the worst circuit of a loop goes: networks small enough to be seen, with flows, losses and
 * pressures that are given and not solved. */
#include "engine/loop_path.h"

#include "cm.h"

enum { NODES = 8, LINKS = 12 };

typedef struct given {
    hr_hydraulic_node node[NODES];
    hr_hydraulic_link link[LINKS];
    hr_id node_unit[NODES], link_unit[LINKS], held_unit[2];
    uint8_t what[LINKS];
    double flow[LINKS], loss[LINKS], pressure[NODES], T[NODES];
    net_held held[2];
    hr_loop_view view;
    hr_arena *arena;
    hr_loop_path path;
} given;

static void begin(given *g, uint32_t nodes)
{
    *g = (given){.arena = hr_arena_new()};
    assert_non_null(g->arena);
    for (uint32_t i = 0; i < NODES; i++) g->node_unit[i] = i;
    g->view = (hr_loop_view){.node_unit = g->node_unit,
                             .link_unit = g->link_unit,
                             .what = g->what,
                             .held = g->held,
                             .held_unit = g->held_unit,
                             .flow = g->flow,
                             .loss = g->loss,
                             .pressure = g->pressure,
                             .T = g->T,
                             .rho = 1000,
                             .lacks = cool_known(0),
                             .net = {.node = g->node, .link = g->link, .n_node = nodes, .g = HR_STANDARD_GRAVITY}};
}

static hr_id add(given *g, net_what what, uint8_t kind, hr_id from, hr_id to, double flow)
{
    hr_id k = g->view.net.n_link++;
    g->link[k] = (hr_hydraulic_link){.from = from, .to = to, .kind = kind};
    g->link_unit[k] = 100 + k;
    g->what[k] = (uint8_t)what;
    g->flow[k] = flow;
    return k;
}

static hr_id pipe_of(given *g, hr_id from, hr_id to, double flow, double length)
{
    hr_id k = add(g, NET_PART, HR_LINK_PIPE, from, to, flow);
    g->link[k].u.pipe.length = length;
    return k;
}

static hr_id rack(given *g, hr_id from, hr_id to, double flow, double need)
{
    hr_id k = add(g, NET_RACK, HR_LINK_POWER, from, to, flow);
    g->link[k].u.power.m0 = need;
    return k;
}

static hr_id source(given *g, hr_id from, hr_id to, double flow)
{
    g->node[from].fixed = true;
    return add(g, NET_SOURCE, HR_LINK_PUMP, from, to, flow);
}

static void find(given *g) { assert_int_equal(hr_loop_path_find(&g->view, g->arena, &g->path), HR_OK); }

/* The nodes of the path, in their order. */
static void goes(const given *g, const uint32_t *node, uint32_t n)
{
    assert_int_equal(g->path.n_point, n);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(g->path.point[i].node, node[i]);
}
#define GOES(g, ...) \
    goes(g, (const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

/* 0 is the pump's suction, 1 its discharge; racks 1-3 and 2-4. The second has more flow and gets less of its need; pipes
 * are declared against their flow. */
static void least_of_its_need(void **state)
{
    (void)state;
    given g;
    begin(&g, 5);
    hr_id pump = source(&g, 0, 1, 5);
    g.loss[pump] = -100;
    (void)rack(&g, 1, 3, 2, 2);
    hr_id there = pipe_of(&g, 2, 1, -3, 10), worst = rack(&g, 2, 4, 3, 4), back = pipe_of(&g, 3, 4, -3, 20);
    (void)pipe_of(&g, 3, 0, 5, 30);
    g.loss[there] = -10, g.loss[worst] = 50, g.loss[back] = -15, g.loss[back + 1] = 25;
    find(&g);
    GOES(&g, 1, 2, 4, 3, 0);
    assert_int_equal(g.path.worst, worst);
    assert_true(g.path.part == 0.75 && g.path.n_load == 2);
    assert_true(g.path.source == g.link_unit[pump] && g.path.end == g.path.source);
    const double loss[] = {-100, 10, 50, 15, 25}, length[] = {0, 10, 10, 30, 60}, flow[] = {5, 3, 3, 3, 5};
    for (uint32_t i = 0; i < 5; i++)
        assert_true(g.path.point[i].loss == loss[i] && g.path.point[i].length == length[i] &&
                    g.path.point[i].flow == flow[i]);
    hr_arena_free(g.arena);
}

/* A mesh: of two ways the one with more flow; a dead end with what rounding leaves, and a rack that is off, are none. */
static void most_flow(void **state)
{
    (void)state;
    given g;
    begin(&g, 7);
    (void)source(&g, 0, 1, 5);
    (void)pipe_of(&g, 1, 2, 2, 1), (void)pipe_of(&g, 2, 3, 2, 1), (void)pipe_of(&g, 1, 3, 3, 1);
    (void)rack(&g, 3, 4, 5, 5), (void)rack(&g, 3, 4, 0, 1), (void)rack(&g, 3, 6, 1e-15, 1);
    (void)pipe_of(&g, 4, 5, 1, 1), (void)pipe_of(&g, 5, 0, 1, 1), (void)pipe_of(&g, 4, 0, 4, 1);
    find(&g);
    GOES(&g, 1, 3, 4, 0);
    assert_int_equal(g.path.n_load, 1);
    hr_arena_free(g.arena);
}

/* Two coolers that hold their junctions, 1 over 0 and 3 over 2. More of what the rack gives back goes to the second one,
 * the way back is to that from which it came. */
static void back_where_it_came_from(void **state)
{
    (void)state;
    given g;
    begin(&g, 6);
    g.held[0] = (net_held){0, 1, 0}, g.held[1] = (net_held){1, 3, 2};
    g.held_unit[0] = 200, g.held_unit[1] = 201, g.view.n_held = 2;
    g.pressure[1] = 150, g.pressure[0] = 50, g.pressure[3] = 150, g.pressure[2] = 50;
    (void)pipe_of(&g, 1, 4, 3, 1), (void)pipe_of(&g, 3, 4, 2, 1);
    (void)rack(&g, 4, 5, 5, 5);
    (void)pipe_of(&g, 5, 0, 1, 1), (void)pipe_of(&g, 5, 2, 4, 1);
    find(&g);
    GOES(&g, 1, 4, 5, 0);
    assert_true(g.path.source == 200 && g.path.end == 200);
    assert_true(g.path.point[0].link == HR_NONE && g.path.point[0].loss == -100 && g.path.point[0].flow == 3);
    /* where nothing goes back there, it ends at the other */
    g.flow[3] = 0;
    find(&g);
    GOES(&g, 1, 4, 5, 2);
    assert_true(g.path.source == 200 && g.path.end == 201);
    hr_arena_free(g.arena);
}

/* A pump on the way, in series with the cooler; and a circuit of a pump alone. */
static void pumps_on_the_way(void **state)
{
    (void)state;
    given g;
    begin(&g, 5);
    (void)source(&g, 0, 1, 5);
    (void)rack(&g, 1, 2, 5, 5);
    hr_id booster = add(&g, NET_PART, HR_LINK_PUMP, 2, 3, 5);
    g.loss[booster] = -7;
    (void)pipe_of(&g, 3, 0, 5, 1);
    find(&g);
    GOES(&g, 1, 2, 3, 0);
    assert_true(g.path.point[2].loss == -7);
    hr_arena_free(g.arena);

    begin(&g, 5); /* the pressure is known at a pump that helps the cooler: behind it, and ahead of it */
    (void)add(&g, NET_SOURCE, HR_LINK_PUMP, 0, 1, 5);
    g.node[1].fixed = true;
    (void)add(&g, NET_PART, HR_LINK_PUMP, 1, 2, 5);
    (void)rack(&g, 2, 3, 5, 5), (void)pipe_of(&g, 3, 0, 5, 1);
    find(&g);
    GOES(&g, 1, 2, 3, 0);
    assert_true(g.path.source == 100 && g.path.end == 100);
    g.node[1].fixed = false, g.node[3].fixed = true;
    g.link[1].from = 3, g.link[1].to = 0;
    g.link[2].from = 1, g.link[2].to = 2;
    g.link[3].from = 2, g.link[3].to = 3;
    find(&g);
    GOES(&g, 1, 2, 3, 0);
    assert_true(g.path.source == 100 && g.path.end == 100);
    hr_arena_free(g.arena);

    begin(&g, 3);
    g.node[0].fixed = true;
    (void)add(&g, NET_PART, HR_LINK_PUMP, 0, 1, 5);
    (void)pipe_of(&g, 1, 2, 5, 1), (void)pipe_of(&g, 2, 0, 5, 1);
    find(&g);
    GOES(&g, 1, 2, 0);
    assert_true(g.path.worst == HR_NONE && g.path.n_load == 0);
    hr_arena_free(g.arena);
}

static void no_path(void **state)
{
    (void)state;
    given g;
    begin(&g, 3);
    (void)source(&g, 0, 1, 0);
    (void)rack(&g, 1, 0, 0, 5);
    find(&g);
    assert_int_equal(g.path.n_point, 0); /* nothing flows */
    g.flow[0] = g.flow[1] = 5;
    g.view.lacks = cool_unknown(1, "dp");
    find(&g);
    assert_int_equal(g.path.n_point, 0); /* not solved */
    g.view.lacks = cool_known(0);
    find(&g);
    GOES(&g, 1, 0);
    hr_arena_free(g.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(least_of_its_need), cmocka_unit_test(most_flow),
                                       cmocka_unit_test(back_where_it_came_from), cmocka_unit_test(pumps_on_the_way),
                                       cmocka_unit_test(no_path)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
