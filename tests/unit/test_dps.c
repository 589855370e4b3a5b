/* test_dps.c - DPS topologies become models that open; what is not as the schema says is named where it stands. */
#include "unit/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "headroom/site.h"
#include "model/fmt.h"
#include "model/yaml.h"
#include "port/dps.h"

static hr_err import(hr_ctx *ctx, const char *text, hr_buf *out)
{
    hr_id file;
    hr_err e = hr_source_text(ctx, "t.json", text, strlen(text), &file);
    return e == HR_OK ? hr_import_dps(ctx, file, out) : e;
}

/* The elements and notes of a model must hold all these lines. */
static void gives(const char *json, const char *const *lines)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_arena *arena = hr_arena_new();
    hr_buf out = {0}, again = {0};
    hr_id file;
    hr_ynode *root;
    hr_err e = import(ctx, json, &out);
    for (size_t i = 0; i < hr_diag_count(ctx); i++) print_message("%s\n", hr_diag_at(ctx, i)->message);
    assert_int_equal(e, HR_OK);
    for (; *lines != NULL; lines++) {
        if (strstr(out.s, *lines) == NULL) print_message("%s\nlacks:\n%s\n", out.s, *lines);
        assert_non_null(strstr(out.s, *lines));
    }
    assert_int_equal(hr_source_text(ctx, "m.yaml", out.s, out.n, &file), HR_OK);
    assert_int_equal(hr_yaml_parse(&root, ctx, arena, file), HR_OK);
    assert_int_equal(hr_fmt(ctx, file, &hr_builtin_types, &again), HR_OK);
    assert_string_equal(out.s, again.s); /* what is written is in canonical form */
    hr_buf_free(&out);
    hr_buf_free(&again);
    hr_arena_free(arena);
    hr_ctx_free(ctx);
}
#define GIVES(json, ...) gives(json, (const char *const[]){__VA_ARGS__, NULL})

/* at: the text from where the first diagnostic points on; its message holds the words. */
static void refuses(const char *json, const char *at, const char *words)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf out = {0};
    assert_int_equal(import(ctx, json, &out), HR_EINPUT);
    assert_int_equal(out.n, 0);
    assert_true(hr_diag_count(ctx) > 0);
    const hr_diag *d = hr_diag_at(ctx, 0);
    const char *is = json + hr_source_offset(ctx, d->at.file, d->at.line, d->at.col);
    assert_string_equal(d->code, "M701");
    if (strncmp(is, at, strlen(at)) != 0 || strstr(d->message, words) == NULL) {
        print_message("%s, at %s\n", d->message, is);
        fail();
    }
    hr_buf_free(&out);
    hr_ctx_free(ctx);
}

#define TREE(entities, places) \
    "{\"Entities\": [" entities "],\n\"Topology\": {\"Name\": \"t\", \"Entities\": [" places "]}}"
#define ENTITY(type, name, more) "{\"Type\": \"" type "\", \"Name\": \"" name "\"" more "}"
#define PLACE(name, children) "{\"Name\": \"" name "\", \"Children\": [" children "]}"
#define LIMIT(member, watts) ", \"" member "\": {\"PowerValue\": {\"Value\": " watts ", \"Type\": \"W\"}}"

static void the_tree_gives_the_types(void **state)
{
    (void)state;
    GIVES(
        TREE(ENTITY("PowerDomain", "u", LIMIT("Constraints", "750000")) "," ENTITY(
                 "PowerDistribution", "b",
                 LIMIT("OperatingLimit",
                       "500000")) "," ENTITY("PowerDistribution", "p",
                                             "") "," ENTITY("PowerSupply", "r",
                                                            LIMIT("Constraints",
                                                                  "20000")) "," ENTITY("ComputerSystem", "n1",
                                                                                       "") "," ENTITY("ComputerSystem",
                                                                                                      "n2", ""),
             PLACE("u", "\"b\"") "," PLACE("b", "\"p\"") "," PLACE("p", "\"r\"") "," PLACE(
                 "r", "\"n1\", {\"Name\": \"n2\"}")),
        "  u: {type: utility, power: 750 kW}\n", "  b: {type: switchboard, from: u, power: 500 kW}\n",
        "  p: {type: pdu, from: b}\n",
        "  r:\n    type: rack\n    rating: 20 kW\n    from: p\n    holds:\n      n[1-2]: {type: node}\n",
        "# Not in the file, so unknown:\n#   power of nodes without a policy: n[1-2]\n", "#   limit of power: p\n");
}

static void policies_give_the_power(void **state)
{
    (void)state;
    GIVES(
        "{\"Policies\": [{\"Name\": \"High\", \"Limits\": [{\"ElementType\": \"GPU\", \"PowerLimit\": {\"Watts\": 1}},"
        "{\"ElementType\": \"Node\", \"PowerLimit\": {\"Watts\": 5600.5}}]},"
        "{\"Name\": \"Half\", \"Limits\": [{\"ElementType\": \"Node\", \"PowerLimit\": {\"Percentage\": 50}}]},"
        "{\"Name\": \"GPUs\", \"Limits\": []}],"
        "\"Entities\": [" ENTITY("PowerSupply", "r", "") "," ENTITY("ComputerSystem", "a", ", \"Policy\": \"High\"") "," ENTITY("ComputerSystem", "b", ", \"Policy\": \"Half\"") "," ENTITY(
            "ComputerSystem", "c",
            ", \"Policy\": \"GPUs\"") "," ENTITY("ComputerSystem", "d",
                                                 ", \"Policy\": \"Low\"") "," ENTITY("ComputerSystem", "e",
                                                                                     ", \"StaticLoad\": "
                                                                                     "{\"Value\": 70, \"Type\": "
                                                                                     "\"W\"}") "], \"Topology\": "
                                                                                               "{\"Entities\": "
                                                                                               "[" PLACE("r",
                                                                                                         "\"a\","
                                                                                                         "\"b\","
                                                                                                         "\"c\","
                                                                                                         "\"d\","
                                                                                                         "\"e\"") "]}}",
        "      a: {type: node, power: 5.6005 kW}\n", "      b: {type: node}\n", "      e: {type: node, power: 70 W}\n",
        "nodes whose policy limits them by percentage: b\n", "nodes whose policy has no node limit: c\n",
        "nodes whose policy is not in the file: d\n", "power is the static load, for no policy limits the node: e\n",
        "#   feed of r\n", "name: \"unnamed\"\n");
}

static void gpus_are_counted_or_known(void **state)
{
    (void)state;
    GIVES(
        TREE(
            ENTITY("PowerSupply", "r", "") "," ENTITY("ComputerSystem", "a", ", \"Model\": \"DGX_GB300\"") "," ENTITY(
                "ComputerSystem", "b",
                ", \"Model\": \"DGX_H100\"") "," ENTITY("ComputerSystem", "c",
                                                        ", \"Model\": \"x\"") "," ENTITY("GPU", "g1",
                                                                                         "") "," ENTITY("GPU", "g2",
                                                                                                        "") "," ENTITY("CPU",
                                                                                                                       "p",
                                                                                                                       "") "," ENTITY("ComputerSystem",
                                                                                                                                      "d",
                                                                                                                                      ""),
            PLACE("r", "\"a\",\"b\",\"c\",\"d\"") "," PLACE("c", "\"g1\",\"p\",\"g2\"")),
        "      a: {type: node, gpus: 4}\n", "      b: {type: node, gpus: 8}\n", "      c: {type: node, gpus: 2}\n",
        "      d: {type: node}\n", "gpus by the model of the node: a,b\n", "gpus of nodes: d\n");
}

static void several_supplies_are_cords(void **state)
{
    (void)state;
    GIVES(
        TREE(
            ENTITY("PowerDistribution", "A", "") "," ENTITY("PowerDistribution", "B", "") "," ENTITY("PowerSupply", "n1a", LIMIT("Constraints", "3300")) "," ENTITY(
                "PowerSupply", "n1b",
                LIMIT(
                    "Constraints",
                    "3300")) "," ENTITY("PowerSupply", "n2a",
                                        LIMIT(
                                            "Constraints",
                                            "3300")) "," ENTITY("PowerSupply", "n2b",
                                                                LIMIT(
                                                                    "Constraints",
                                                                    "3300")) "," ENTITY("PowerSupply", "n2c",
                                                                                        LIMIT(
                                                                                            "Constraints",
                                                                                            "3000")) "," ENTITY("Comput"
                                                                                                                "erSyst"
                                                                                                                "em",
                                                                                                                "n1",
                                                                                                                "") "," ENTITY("ComputerSystem",
                                                                                                                               "n2",
                                                                                                                               "") "," ENTITY("ComputerSystem",
                                                                                                                                              "n3",
                                                                                                                                              "") "," ENTITY("ComputerSystem",
                                                                                                                                                             "n4",
                                                                                                                                                             ""),
            PLACE("A", "\"n1a\",\"n2a\",\"n3\",\"n4\"") "," PLACE("B", "\"n1b\",\"n2b\",\"n2c\",\"n3\"") "," PLACE(
                "n1a", "\"n1\"") "," PLACE("n1b",
                                           "\"n1\"") "," PLACE("n2a",
                                                               "\"n2\"") "," PLACE("n2b",
                                                                                   "\"n2\"") "," PLACE("n2c",
                                                                                                       "\"n2\"")),
        "  A: {type: utility}\n",
        "  n1-rack:\n    type: rack\n    from: {A: A, B: B}\n    holds:\n"
        "      n1: {type: node, psus: {A: 1, B: 1, rating: 3.3 kW}}\n      n2: {type: node, psus: {A: 1, B: 2}}\n",
        "  n3-rack:\n    type: rack\n    from: {A: A, B: B}\n    holds:\n      n3: {type: node}\n",
        "  A-rack:\n    type: rack\n    from: A\n    holds:\n      n4: {type: node}\n",
        "#   utility, for nothing feeds it: A,B\n");
}

static void static_loads_are_loads(void **state)
{
    (void)state;
    GIVES(TREE(ENTITY("PowerDomain", "u", ", \"StaticLoad\": 500") "," ENTITY(
                   "PowerSupply", "r",
                   ", \"StaticLoad\": {\"PowerValue\": {\"Value\": 1500, \"Type\": "
                   "\"W\"}, \"PowerFactor\": 1}") "," ENTITY("PowerDistribution", "u-static", ""),
               PLACE("u", "\"r\",\"u-static\"")),
          "  u-static-2: {type: load, from: u, power: 500 W}\n",
          "  r:\n    type: rack\n    from: u\n    holds:\n      r-static: {type: load, power: 1.5 kW}\n");
}

static void names_become_legal_and_stay_apart(void **state)
{
    (void)state;
    GIVES(TREE(ENTITY("PowerDomain", "a b", "") "," ENTITY("PowerDistribution", "a (b)", "") "," ENTITY(
                   "PowerDistribution", "a-b-2",
                   "") "," ENTITY("PowerDistribution", "csv",
                                  "") "," ENTITY("PowerDistribution", "\xC3\xA9",
                                                 "") "," ENTITY("PowerDistribution", "-",
                                                                "") "," ENTITY("PowerDistribution", "a\\nb: {}", ""),
               PLACE("a b", "\"a (b)\",\"a-b-2\",\"csv\",\"\xC3\xA9\",\"-\",\"a\\nb: {}\"")),
          "  a-b: {type: utility}\n", "  a-b-2: {type: pdu, from: a-b}\n", "  a-b-2-2: {type: pdu, from: a-b}\n",
          "  csv-2: {type: pdu, from: a-b}\n", "  x: {type: pdu, from: a-b}\n", "  x-: {type: pdu, from: a-b}\n",
          "  a-b-3: {type: pdu, from: a-b}\n", "#   \"a b\" is a-b\n", "#   \"a?b: {}\" is a-b-3\n");
}

static void what_is_left_out_is_listed(void **state)
{
    (void)state;
    GIVES(
        "{\"$schema\": \"x\", \"Version\": 3, \"Entities\": [" ENTITY(
            "PowerDomain", "u",
            ", \"UpdatedAt\": \"now\", \"Redfish\": {\"URL\": \"x\"}, \"TelemetryId\": \"s\"") "," ENTITY("PowerDomain",
                                                                                                          "v",
                                                                                                          ", "
                                                                                                          "\"UpdatedAt"
                                                                                                          "\": "
                                                                                                          "\"now\", "
                                                                                                          "\"Policy\": "
                                                                                                          "null") "],"
                                                                                                                  "\"To"
                                                                                                                  "polo"
                                                                                                                  "gy\""
                                                                                                                  ": "
                                                                                                                  "{\"N"
                                                                                                                  "ame"
                                                                                                                  "\": "
                                                                                                                  "\"a"
                                                                                                                  "\\u2"
                                                                                                                  "028b"
                                                                                                                  " \\"
                                                                                                                  "\"c"
                                                                                                                  "\\\""
                                                                                                                  " \\"
                                                                                                                  "\\\""
                                                                                                                  ", "
                                                                                                                  "\"En"
                                                                                                                  "titi"
                                                                                                                  "es\""
                                                                                                                  ": "
                                                                                                                  "[{"
                                                                                                                  "\"Na"
                                                                                                                  "me\""
                                                                                                                  ": "
                                                                                                                  "\"u"
                                                                                                                  "\", "
                                                                                                                  "\"Fe"
                                                                                                                  "edTa"
                                                                                                                  "g\":"
                                                                                                                  " \"x"
                                                                                                                  "\", "
                                                                                                                  "\"Ch"
                                                                                                                  "ildr"
                                                                                                                  "en\""
                                                                                                                  ": "
                                                                                                                  "null"
                                                                                                                  "}]},"
                                                                                                                  " \"P"
                                                                                                                  "olic"
                                                                                                                  "ies"
                                                                                                                  "\": "
                                                                                                                  "[]}",
        "#   not in the topology, left out: v\n", "#   the member \"UpdatedAt\"\n", "#   the member \"FeedTag\"\n",
        "#   the member \"Version\"\n", "#   sensors (TelemetryID)\n",
        "#   addresses of management controllers (Redfish)\n",
        "# Made from the NVIDIA DPS topology \"a?b \"c\" \\\": 1 PowerDomain.\n",
        "  name: \"a\\U00002028b \\\"c\\\" \\\\\"\n");
}

static void wrong_files_are_refused(void **state)
{
    (void)state;
    refuses("[]", "[]", "object with Entities and Topology");
    refuses("{}", "{}", "lacks `Entities`");
    refuses("{\"Entities\": {\"a\": 1}}", "{\"a\"", "list of objects");
    refuses("{\"Entities\": []}", "{\"Entities\"", "lacks `Topology`");
    refuses("{\"Entities\": [], \"Topology\": [1]}", "[1]", "object with Name");
    refuses("{\"Entities\": [], \"Topology\": {}}", "{}", "lacks `Entities`");
    refuses("{\"Entities\": [], \"Topology\": {\"Entities\": 1}}", "1", "list of objects");
    refuses(TREE("1", ""), "1]", "list of objects");
    refuses(TREE("{\"Type\": \"GPU\"}", ""), "{\"Type\"", "lacks `Name`");
    refuses(TREE("{\"Name\": \"a\"}", ""), "{\"Name\": \"a\"", "lacks `Type`");
    refuses(TREE(ENTITY("PowerSuply", "a", ""), ""), "\"PowerSuply\"", "PowerSupply");
    refuses(TREE(ENTITY("GPU", "", ""), ""), "\"\"}", "empty");
    refuses(TREE(ENTITY("GPU", "a", "") ",\n" ENTITY("CPU", "a", ", \"x\": 1"), ""), "\"a\", \"x\"",
            "the first is at 1:15");
    refuses(TREE(ENTITY("PowerDomain", "a", ", \"Model\": [1]"), ""), "[1]", "`Model` is a text");
    refuses(TREE(ENTITY("PowerDomain", "a", LIMIT("Constraints", "\"x\"")), ""), "\"x\"", "number");
    refuses(TREE(ENTITY("PowerDomain", "a", LIMIT("Constraints", "-1")), ""), "-1", "not negative");
    refuses(TREE(ENTITY("PowerDomain", "a", ", \"StaticLoad\": {\"Value\": 1, \"Type\": \"kW\"}"), ""), "\"kW\"",
            "is W");
    refuses(TREE(ENTITY("PowerDomain", "a", ", \"StaticLoad\": {\"PowerValue\": {}}"), ""), "{}", "lacks `Value`");
    refuses(TREE(ENTITY("PowerDomain", "a", ", \"OperatingLimit\": {\"PowerFactor\": 2}"), ""), "2}", "above 0");
    refuses(TREE("", "{\"Name\": \"a\"}"), "\"a\"", "no entity");
    refuses(TREE("", "1"), "1]", "no entity");
    refuses(TREE("", "{}"), "{}", "lacks `Name`");
    refuses(TREE(ENTITY("PowerDomain", "a", ""), PLACE("a", "\"b\"")), "\"b\"", "no entity");
    refuses(TREE(ENTITY("PowerDomain", "a", ""), PLACE("a", "") "," PLACE("a", "")), PLACE("a", "") "]", "twice");
    refuses(TREE(ENTITY("PowerDomain", "a", ""), "{\"Name\": \"a\", \"Children\": 1}"), "1}", "list of names");
    refuses(TREE(ENTITY("PowerDomain", "a", "") "," ENTITY("PowerSupply", "b", ""), PLACE("a", "\"b\", \"b\"")),
            "\"b\"]", "twice");
    refuses(TREE(ENTITY("ComputerSystem", "a", "") "," ENTITY("PowerSupply", "b", ""), PLACE("a", "\"b\"")), "\"b\"]",
            "cannot be a child");
    refuses(TREE(ENTITY("PowerDistribution", "a", "") "," ENTITY("PowerDistribution", "b", ""),
                 PLACE("a", "\"b\"") "," PLACE("b", "\"a\"")),
            ENTITY("PowerDistribution", "a", ""), "feeds itself");
#define POLICIES(list) "{\"Entities\": [], \"Topology\": {\"Entities\": []}, \"Policies\": " list "}"
    refuses(POLICIES("{}"), "{}", "list of objects");
    refuses(POLICIES("[1]"), "1]", "list of objects");
    refuses(POLICIES("[{}]"), "{}", "lacks `Name`");
    refuses(POLICIES("[{\"Name\": \"a\"}, {\"Name\": \"a\", \"x\": 1}]"), "\"a\", \"x\"", "second policy");
    refuses(POLICIES("[{\"Name\": \"a\", \"Limits\": 1}]"), "1}", "list of objects");
    refuses(
        POLICIES("[{\"Name\": \"a\", \"Limits\": [{\"ElementType\": \"Node\", \"PowerLimit\": {\"Watts\": \"x\"}}]}]"),
        "\"x\"", "number");
    refuses(POLICIES("[{\"Name\": \"a\", \"Limits\": [{\"ElementType\": \"Node\", \"PowerLimit\": 5}]}]"), "5}",
            "an object");
}

static void all_faults_are_reported(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf out = {0};
    assert_int_equal(import(ctx, TREE("{\"Type\": \"x\"}, {\"Name\": \"b\"}", ""), &out), HR_EINPUT);
    assert_int_equal(hr_diag_count(ctx), 3);
    hr_buf_free(&out);
    hr_ctx_free(ctx);
}

static void the_examples_open(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/golden/import-dps/simulator.json",
                                        "tests/golden/import-dps/two-sides.json"};
    static const uint32_t nodes[] = {144, 7}, racks[] = {8, 2};
    for (size_t i = 0; i < 2; i++) {
        hr_ctx *ctx = hr_ctx_new("2026-01-01");
        hr_buf out = {0};
        hr_id file;
        hr_site *site;
        char path[64] = P_tmpdir "/headroom-test-dps-XXXXXX";
        assert_int_equal(hr_source_read(ctx, paths[i], HR_NOWHERE, &file), HR_OK);
        assert_int_equal(hr_import_dps(ctx, file, &out), HR_OK);
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        FILE *f = fdopen(fd, "w");
        assert_int_equal(fwrite(out.s, 1, out.n, f), out.n);
        fclose(f);
        hr_open_opts opts = {.types = &hr_builtin_types};
        assert_int_equal(hr_site_open(&site, ctx, path, &opts), HR_OK);
        assert_int_equal(hr_diag_count(ctx), 0);
        assert_int_equal(site->n_nodes, nodes[i]);
        assert_int_equal(site->n_racks, racks[i]);
        remove(path);
        hr_site_free(site);
        hr_buf_free(&out);
        hr_ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tree_gives_the_types),   cmocka_unit_test(policies_give_the_power),
        cmocka_unit_test(gpus_are_counted_or_known),  cmocka_unit_test(several_supplies_are_cords),
        cmocka_unit_test(static_loads_are_loads),     cmocka_unit_test(names_become_legal_and_stay_apart),
        cmocka_unit_test(what_is_left_out_is_listed), cmocka_unit_test(wrong_files_are_refused),
        cmocka_unit_test(all_faults_are_reported),    cmocka_unit_test(the_examples_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
