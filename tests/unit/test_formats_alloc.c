/* test_formats_alloc.c - tables, fmt, schema, DPS and NetBox with the n-th allocation failing, for every n: the
 * answer is HR_ENOMEM, nothing leaks, nothing crashes. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"

#include <string.h>

#include "element/types.h"
#include "model/build.h"
#include "model/fmt.h"
#include "model/schema.h"
#include "port/dps.h"
#include "port/epanet.h"
#include "port/netbox.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

static hr_ctx *ctx;

/* Runs `work` with the 1st, 2nd, ... allocation failing until one run needs fewer. */
static void fail_each(hr_err (*work)(hr_arena *arena, hr_buf *out), hr_err whole)
{
    for (long n = 0;; n++) {
        hr_arena *arena = hr_arena_new();
        hr_buf out = {0};
        assert_non_null(ctx = hr_ctx_new("2026-01-01"));
        assert_non_null(arena);
        hr_alloc_fail_after(n);
        hr_err e = work(arena, &out);
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        hr_buf_free(&out);
        hr_arena_free(arena);
        hr_ctx_free(ctx);
        assert_int_equal(e, failed ? HR_ENOMEM : whole);
        if (failed) continue;
        assert_true(n > 0);
        return;
    }
}

static hr_err source(const char *text, hr_id *file) { return hr_source_text(ctx, "test", text, strlen(text), file); }

static hr_err read_table(hr_arena *arena, const char *text)
{
    hr_id file;
    hr_ynode *rows;
    hr_err e = source(text, &file);
    return e == HR_OK ? hr_csv_read(ctx, arena, file, &rows) : e;
}

static hr_err work_table(hr_arena *arena, hr_buf *out)
{
    (void)out;
    return read_table(arena, "name,from.A.to,power [kW],because\na,x,5,\"say \"\"no\"\"\"\nb,y,6,\nc,,,\n");
}

static hr_err work_table_refused(hr_arena *arena, hr_buf *out)
{
    (void)out;
    return read_table(arena, "name,power [kW]\na,x\nb,1,2\nc,3 kW\n");
}

static hr_err work_header_refused(hr_arena *arena, hr_buf *out)
{
    (void)out;
    return read_table(arena, "name,,name,x [y]\n");
}

static hr_err work_fmt(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source("elements: {x: {type: load,power: 5kW}, r: {type: rack, from: [{to: x,time: 3s}]}}\n", &file);
    return e == HR_OK ? hr_fmt(ctx, file, &hr_builtin_types, out) : e;
}

static hr_err work_schema_types(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    return hr_schema_types(out, &hr_builtin_types);
}

static hr_err work_schema_type(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    return hr_schema_type(out, &hr_builtin_types, hr_schema_find(&hr_builtin_types, HR_STR("rack")));
}

static hr_err work_schema_site(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    return hr_schema_type(out, &hr_builtin_types, hr_builtin_types.site);
}

static hr_err work_dps(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source(
        "{\"Entities\": [{\"Type\": \"PowerDomain\", \"Name\": \"u v\", \"StaticLoad\": 5, \"x\": 1},"
        "{\"Type\": \"PowerSupply\", \"Name\": \"a\"}, {\"Type\": \"PowerSupply\", \"Name\": \"b\"},"
        "{\"Type\": \"PowerSupply\", \"Name\": \"u-v\", \"StaticLoad\": 5},"
        "{\"Type\": \"ComputerSystem\", \"Name\": \"n1\", \"Policy\": \"H\"},"
        "{\"Type\": \"ComputerSystem\", \"Name\": \"n2\"}, {\"Type\": \"ComputerSystem\", \"Name\": \"n3\"}],"
        "\"Topology\": {\"Name\": \"t\", \"Entities\": [{\"Name\": \"u v\", \"Children\": [\"a\", \"b\", \"u-v\"]},"
        "{\"Name\": \"a\", \"Children\": [\"n1\"]}, {\"Name\": \"b\", \"Children\": [\"n1\"]},"
        "{\"Name\": \"u-v\", \"Children\": [\"n2\", \"n3\"]}]},"
        "\"Policies\": [{\"Name\": \"H\", \"Limits\": [{\"ElementType\": \"Node\", \"PowerLimit\": {\"Watts\": 5}}]}]}",
        &file);
    return e == HR_OK ? hr_import_dps(ctx, file, out) : e;
}

static hr_err work_dps_refused(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source(
        "{\"Entities\": [{\"Type\": \"PowerDomain\", \"Name\": \"u\", \"StaticLoad\": -5}, {\"Type\": \"x\"}]}", &file);
    return e == HR_OK ? hr_import_dps(ctx, file, out) : e;
}

/* A pair of reservoirs, a check valve, curves, a part that is open. */
static hr_err work_epanet(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source(
        "[TITLE]\nt\nheadroom: fluid PG25\n[JUNCTIONS]\n \"a b\" 3\n c 0\n d 0\n e 0 1\n[RESERVOIRS]\n s 30\n r 10\n"
        " w 5\n[PIPES]\n p s \"a b\" 3 80 0.05 1 CV\n q w e 3 80 0.05\n[PUMPS]\n u c d HEAD h\n"
        "[VALVES]\n v \"a b\" r 80 GPV l\n t d c 80 TCV 4\n[CURVES]\n h 2 20\n l 0 0\n l 1 1\n l 2 4\n"
        "[TAGS]\n NODE s x@1\n NODE r x@2\n LINK v valve\n[RULES]\n x\n[OPTIONS]\n UNITS LPS\n"
        " HEADLOSS D-W\n VISCOSITY 1.2\n",
        &file);
    return e == HR_OK ? hr_import_epanet(ctx, file, out) : e;
}

static hr_err work_tree_refused(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source(
        "{\"Entities\": [{\"Type\": \"PowerDomain\", \"Name\": \"u\"}], \"Topology\": {\"Entities\": [{\"Name\": \"u\","
        " \"Children\": [\"u\", \"u\", \"v\"]}, \"x\", {\"Name\": \"u\"}]}, \"Policies\": [1, {}]}",
        &file);
    return e == HR_OK ? hr_import_dps(ctx, file, out) : e;
}

static hr_err work_netbox(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source("{\"sites\":[{\"id\":1,\"name\":\"h\"},{\"id\":2,\"name\":\"i\"}],\"power-panels\":[{\"id\":1,\"n"
                      "ame\":\"A\",\"site\":1}],\"power-feeds\":[{\"id\":1,\"name\":\"r1-A\",\"power_panel\":1,\"rack\""
                      ":1,\"phase\":\"three-phase\",\"voltage\":400,\"amperage\":32,\"cable\":1},{\"id\":2,\"name\":\"s"
                      "\",\"power_panel\":1,\"voltage\":110,\"amperage\":16,\"cable\":2},{\"id\":3,\"name\":\"u\",\"pow"
                      "er_panel\":1,\"rack\":2,\"voltage\":230},{\"id\":4,\"name\":\"off\",\"power_panel\":1,\"status\""
                      ":\"failed\"}],\"racks\":[{\"id\":1,\"name\":\"r1\",\"site\":1},{\"id\":2,\"name\":\"r1\",\"site"
                      "\":1}],\"device-types\":[{\"id\":1,\"model\":\"m\",\"u_height\":1,\"weight\":2,\"weight_unit\":"
                      "\"kg\"}],\"devices\":[{\"id\":1,\"name\":\"r1-p\",\"rack\":1},{\"id\":2,\"name\":\"n1\",\"rack\""
                      ":1,\"device_type\":1},{\"id\":3,\"name\":\"n2\",\"rack\":1},{\"id\":4,\"name\":\"n3\",\"rack\":2"
                      "},{\"id\":5}],\"power-ports\":[{\"id\":1,\"name\":\"in\",\"device\":1,\"cable\":1},{\"id\":2,\"n"
                      "ame\":\"a\",\"device\":2,\"cable\":3,\"allocated_draw\":5},{\"id\":3,\"name\":\"a\",\"device\":3"
                      ",\"cable\":4,\"maximum_draw\":6},{\"id\":4,\"name\":\"a\",\"device\":4,\"cable\":2},{\"id\":5,\""
                      "name\":\"b\",\"device\":5,\"cable\":2},{\"id\":6,\"name\":\"b\",\"device\":4,\"cable\":99}],\"po"
                      "wer-outlets\":[{\"id\":1,\"device\":1,\"power_port\":1,\"feed_leg\":\"A\",\"cable\":3},{\"id\":2"
                      ",\"device\":1,\"power_port\":1,\"feed_leg\":\"B\",\"cable\":4}],\"x\":[]}",
                      &file);
    return e == HR_OK ? hr_import_netbox_source(ctx, file, HR_NB_INFER, out) : e;
}

static hr_err work_netbox_refused(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e = source("{\"racks\": [{\"id\": 1}, {\"id\": 1}, {\"id\": \"x\"}], \"sites\": 5, \"y\": 1}", &file);
    return e == HR_OK ? hr_import_netbox_source(ctx, file, HR_NB_INFER, out) : e;
}

static hr_err work_device_type(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    hr_id file;
    hr_err e =
        source("{manufacturer: M, model: T, u_height: 2, power-ports: [{name: a, maximum_draw: 5}, {name: b}]}", &file);
    return e == HR_OK ? hr_import_netbox_type(ctx, file, HR_NB_INFER, out) : e;
}

static hr_site *exported; /* opened before allocations fail */

static hr_err work_export(hr_arena *arena, hr_buf *out)
{
    (void)arena;
    return hr_export_netbox(ctx, exported, out);
}

static void netbox_allocations_fail(void **state)
{
    (void)state;
    const hr_open_opts opts = {.types = &hr_builtin_types};
    hr_ctx *opened = hr_ctx_new("2026-01-01");
    assert_non_null(opened);
    assert_int_equal(hr_site_open(&exported, opened, "tests/golden/export-netbox/site.yaml", &opts), HR_OK);
    fail_each(work_export, HR_OK);
    hr_site_free(exported);
    hr_ctx_free(opened);
    fail_each(work_netbox, HR_OK);
    fail_each(work_netbox_refused, HR_EINPUT);
    fail_each(work_device_type, HR_OK);
}

static void each_allocation_fails(void **state)
{
    (void)state;
    fail_each(work_table, HR_OK);
    fail_each(work_table_refused, HR_EINPUT);
    fail_each(work_header_refused, HR_EINPUT);
    fail_each(work_fmt, HR_OK);
    fail_each(work_schema_types, HR_OK);
    fail_each(work_schema_type, HR_OK);
    fail_each(work_schema_site, HR_OK);
    fail_each(work_dps, HR_OK);
    fail_each(work_dps_refused, HR_EINPUT);
    fail_each(work_tree_refused, HR_EINPUT);
    fail_each(work_epanet, HR_OK);
}

/* The schema needs thousands of allocations: one in seven is enough. */
static void schema_allocations_fail(void **state)
{
    (void)state;
    for (long n = 0;; n += 7) {
        hr_buf out = {0};
        hr_alloc_fail_after(n);
        hr_err e = hr_schema_write(&out, &hr_builtin_types);
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        hr_buf_free(&out);
        assert_int_equal(e, failed ? HR_ENOMEM : HR_OK);
        if (!failed) return;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_fails),
        cmocka_unit_test(schema_allocations_fail),
        cmocka_unit_test(netbox_allocations_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
