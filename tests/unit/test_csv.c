/* test_csv.c - tables become the trees that YAML would give; what is wrong is named where it stands. */
#include "unit/cm.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/build.h"

typedef struct bench {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_id file;
    hr_ynode *rows;
    hr_err e;
} bench;

static bench read_bytes(const char *text, size_t n)
{
    bench b = {.ctx = hr_ctx_new("2026-01-01"), .arena = hr_arena_new()};
    assert_true(b.ctx && b.arena);
    hr_err e = hr_source_text(b.ctx, "t.csv", text, n, &b.file);
    assert_true(e == HR_OK || e == HR_EINPUT);
    b.e = hr_csv_read(b.ctx, b.arena, b.file, &b.rows);
    assert_true((b.e == HR_OK) == (b.rows != NULL));
    return b;
}

static bench read(const char *text) { return read_bytes(text, strlen(text)); }

static void done(bench *b)
{
    hr_arena_free(b->arena);
    hr_ctx_free(b->ctx);
}

static void tree_text(const hr_ynode *n, hr_buf *out)
{
    if (n->kind == HR_Y_SCALAR) hr_buf_printf(out, "%.*s", HR_STR_FMT(n->text));
    hr_buf_z(out, n->kind == HR_Y_MAP ? "{" : n->kind == HR_Y_SEQ ? "[" : "");
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) {
        if (i) hr_buf_z(out, " ");
        tree_text(n->u.item[i], out);
    }
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) {
        hr_buf_printf(out, "%s%.*s:", i ? "," : "", HR_STR_FMT(n->u.pair[i].key->text));
        tree_text(n->u.pair[i].value, out);
    }
    hr_buf_z(out, n->kind == HR_Y_MAP ? "}" : n->kind == HR_Y_SEQ ? "]" : "");
}

static void expect(const char *text, const char *tree)
{
    bench b = read(text);
    for (size_t i = 0; i < hr_diag_count(b.ctx); i++) print_message("%s\n", hr_diag_at(b.ctx, i)->message);
    assert_int_equal(b.e, HR_OK);
    hr_buf out = {0};
    tree_text(b.rows, &out);
    assert_string_equal(out.s, tree);
    hr_buf_free(&out);
    done(&b);
}

/* where: "M601 2:5" of the first diagnostic; words must stand in its message or help. */
static void refuse(const char *text, const char *where, const char *words)
{
    bench b = read(text);
    assert_int_equal(b.e, HR_EINPUT);
    assert_true(hr_diag_count(b.ctx) > 0);
    const hr_diag *d = hr_diag_at(b.ctx, 0);
    char is[64];
    snprintf(is, sizeof is, "%s %u:%u", d->code, d->at.line, d->at.col);
    if (strcmp(is, where) != 0) print_message("%s: %s\n", is, d->message);
    assert_string_equal(is, where);
    if (!strstr(d->message, words) && !(d->help && strstr(d->help, words))) {
        print_message("%s (%s)\n", d->message, d->help ? d->help : "");
        fail();
    }
    done(&b);
}

static void rows_are_mappings(void **state)
{
    (void)state;
    expect("name,type\na,rack\nb,load\n", "[{name:a,type:rack} {name:b,type:load}]");
    expect("name,type\r\na,rack\r\nb,load", "[{name:a,type:rack} {name:b,type:load}]");
    expect("name;type\na;rack\n", "[{name:a,type:rack}]");
    expect("name\na\n", "[{name:a}]");
    expect("name,type\n", "[]");
    expect(" name , type \n a ,\track \n", "[{name:a,type:rack}]");
    expect("\xEF\xBB\xBFname\na\n", "[{name:a}]");
}

static void empty_cells_are_absent(void **state)
{
    (void)state;
    expect("name,type,u\na,,4\nb\n,,\n\"\",\"\",\"\"\nc,  ,\n", "[{name:a,u:4} {name:b} {name:c}]");
    expect("name,from.A.to,from.B.to\na,x,\nb,,\n", "[{name:a,from:{A:{to:x}}} {name:b}]");
}

static void comments_and_blank_lines_are_skipped(void **state)
{
    (void)state;
    expect("# made by hand\n\n  # \"open\nname\n\n \t\n# x,y,z\na\n#", "[{name:a}]");
    expect("name\na#b\n\"#c\"\n", "[{name:a#b} {name:#c}]");
}

static void quotes(void **state)
{
    (void)state;
    expect("name,because\na,\"x, y\"\n", "[{name:a,because:x, y}]");
    expect("name,because\na,\"say \"\"no\"\"\"\n", "[{name:a,because:say \"no\"}]");
    expect("name,because\na,\"one\ntwo\"\nb,c\n", "[{name:a,because:one\ntwo} {name:b,because:c}]");
    expect("\"name\",\"because\"\n\"a\" , \" b \" \n", "[{name:a,because: b }]");
    expect("\"a,b;c\";d\n1;2\n", "[{a,b;c:1,d:2}]");
    expect("name,size\na,5\" pipe\n", "[{name:a,size:5\" pipe}]");
    refuse("name,because\na,\"x\n", "M601 2:3", "left open");
    refuse("name,because\na,\"x\"y\n", "M601 2:6", "behind the closing quote");
    refuse("name,\"because\na,x\n", "M601 1:6", "left open");
}

static void units_stand_in_the_header(void **state)
{
    (void)state;
    expect("name,power [kW],power_factor\na,5.6,0.9\nb,,\n", "[{name:a,power:5.6 kW,power_factor:0.9} {name:b}]");
    expect("name,power (kW)\na,5.6\n", "[{name:a,power:5.6 kW}]");
    expect("name,power[kW]\na,+5e3\n", "[{name:a,power:+5e3 kW}]");
    expect("name,liquid_share [%]\na,94\n", "[{name:a,liquid_share:94 %}]");
    expect("name,power\na,5.6 kW\n", "[{name:a,power:5.6 kW}]");
    expect("name,size [AWG]\na,4/0\nb,2\n", "[{name:a,size:4/0 AWG} {name:b,size:2 AWG}]");
    expect("name,power [W]\na,1_200\n", "[{name:a,power:1_200 W}]");
    refuse("name,power [kW]\na,5.6 kW\n", "M602 2:3", "not in both");
    refuse("name,power [kW]\na,tbd\n", "M602 2:3", "empty");
    refuse("name,power [kW]\na,1e999\n", "M602 2:3", "bare numbers");
    refuse("name,power [horse]\na,5\n", "M602 1:6", "unknown unit");
    refuse("name,power []\na,5\n", "M602 1:6", "unknown unit");
    refuse("name,power [kW] peak\na,5\n", "M602 1:6", "behind the unit");
    refuse("name,power (kW) peak\na,5\n", "M602 1:6", "behind the unit");
    refuse("name,power [kW\na,5\n", "M602 1:6", "left open");
    refuse("name,[kW]\na,5\n", "M602 1:6", "no name");
}

static void commas_in_numbers_are_refused(void **state)
{
    (void)state;
    refuse("name;power [kW]\na;5,6\n", "M602 2:3", "decimal point");
    refuse("name;power\na;5,6 kW\n", "M602 2:3", "decimal point");
    refuse("name,power [W]\na,\"1,200\"\n", "M602 2:3", "thousands");
    expect("name;because\na;1,2\nb;Racks 1, 2 A\n", "[{name:a,because:1,2} {name:b,because:Racks 1, 2 A}]");
}

static void dots_nest(void **state)
{
    (void)state;
    expect("name,from.A.to,psus.A,from.A.breaker [A],from.B.to,psus.needed\nr,x,2,100,y,2\n",
           "[{name:r,from:{A:{to:x,breaker:100 A},B:{to:y}},psus:{A:2,needed:2}}]");
    expect("name,holds.node[1-4].power [kW],holds.node[1-4].type\nr,5.6,node\n",
           "[{name:r,holds:{node[1-4]:{power:5.6 kW,type:node}}}]");
    expect("name,holds.n[1.5].u\nr,1\n", "[{name:r,holds:{n[1.5]:{u:1}}}]");
    expect("name,from,from.A.to\na,x,\nb,,y\n", "[{name:a,from:x} {name:b,from:{A:{to:y}}}]");
    refuse("name,from,from.A.to\na,x,y\n", "M601 2:5", "both");
    refuse("name,from..to\na,x\n", "M602 1:6", "no complete name");
    refuse("name,.to\na,x\n", "M602 1:6", "no complete name");
    refuse("name,to.\na,x\n", "M602 1:6", "no complete name");
}

static void headers_are_checked(void **state)
{
    (void)state;
    refuse("", "M601 1:1", "no header");
    refuse("\n# only this\n", "M601 1:1", "no header");
    refuse("name,,u\na,b,c\n", "M602 1:6", "column 2 has no name");
    refuse("name,u\na,b,c\n", "M601 2:5", "3 cells, the header has 2");
    refuse("name,u,name\n", "M601 1:8", "twice");
    refuse("name,power [kW],power\n", "M601 1:17", "twice");
    refuse("name,from.A.to, from . A . to\n", "M601 1:17", "twice");
    refuse("name,u\ra,b\r", "M601 1:6", "carriage return");
}

static void all_faults_are_reported(void **state)
{
    (void)state;
    bench b = read("name,power [kW]\na,x\nb,1,2\nc,3\nd,4 kW\n");
    assert_int_equal(b.e, HR_EINPUT);
    assert_int_equal(hr_diag_count(b.ctx), 3);
    done(&b);
}

static void bounds(void **state)
{
    (void)state;
    hr_buf text = {0};
    for (int i = 0; i < 257; i++) hr_buf_printf(&text, "%sc%d", i ? "," : "", i);
    refuse(text.s, "M106 1:1171", "columns");
    text.n = 0;
    hr_buf_z(&text, "name\n");
    for (int i = 0; i <= 1000000; i++) hr_buf_z(&text, "a\n");
    refuse(text.s, "M106 1000002:1", "rows");
    text.n = 0;
    for (int i = 0; i < 70; i++) hr_buf_z(&text, "a.");
    hr_buf_z(&text, "b\n1\n");
    refuse(text.s, "M106 1:1", "levels");
    text.n = 0;
    for (int i = 0; i < 256; i++) hr_buf_printf(&text, "%sc%d", i ? "," : "", i);
    hr_buf_z(&text, "\n");
    for (int i = 0; i < 40000; i++) {
        for (int k = 0; k < 256; k++) hr_buf_z(&text, k ? ",1" : "1");
        hr_buf_z(&text, "\n");
    }
    refuse(text.s, "M106 32642:1", "values");
    hr_buf_free(&text);
}

/* Every scalar's span leads to its text in the source. */
static void check_spans(const bench *b, const hr_ynode *n)
{
    hr_str body = hr_source_body(b->ctx, b->file);
    size_t at = hr_source_offset(b->ctx, b->file, n->at.line, n->at.col);
    assert_true(n->at.file == b->file && n->at.line > 0 && at + n->at.len <= body.n);
    if (n->kind == HR_Y_SCALAR && n->at.len > 0 && body.s[at] != '"') {
        assert_true(n->text.n >= n->at.len); /* longer where the unit was appended */
        assert_memory_equal(body.s + at, n->text.s, n->at.len);
    }
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) check_spans(b, n->u.item[i]);
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) check_spans(b, n->u.pair[i].value);
}

static void spans_point_into_the_table(void **state)
{
    (void)state;
    bench b = read("\xEF\xBB\xBF# \xC3\xA9\r\nname;n\xC3\xA4he;power [kW];from.A.to\r\n"
                   "  r\xC3\xA4"
                   "ck ; \xE2\x82\xAC ;5;\"x\ny\"\n;b;6;z\n");
    assert_int_equal(b.e, HR_OK);
    check_spans(&b, b.rows);
    const hr_ynode *row = b.rows->u.item[0];
    assert_int_equal(row->at.line, 3);
    assert_int_equal(row->at.col, 3);
    assert_int_equal(hr_yaml_get(row, "power")->at.col, 13);
    assert_int_equal(hr_yaml_get(row, "power")->at.len, 1);
    const hr_ynode *to = hr_yaml_get(hr_yaml_get(hr_yaml_get(row, "from"), "A"), "to");
    assert_int_equal(to->at.col, 15);
    assert_int_equal(to->at.len, 5);
    row = b.rows->u.item[1];
    assert_int_equal(row->at.line, 5);
    assert_int_equal(row->at.col, 1);
    done(&b);
}

static void anything_may_be_handed_in(void **state)
{
    (void)state;
    static const char bytes[] = "na\xFFme,\xC3\n\0,\xE2\x82\nb\0c,\"\x80\"";
    bench b = read_bytes(bytes, sizeof bytes - 1);
    if (b.e == HR_OK) check_spans(&b, b.rows);
    done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_mappings),
        cmocka_unit_test(empty_cells_are_absent),
        cmocka_unit_test(comments_and_blank_lines_are_skipped),
        cmocka_unit_test(quotes),
        cmocka_unit_test(units_stand_in_the_header),
        cmocka_unit_test(commas_in_numbers_are_refused),
        cmocka_unit_test(dots_nest),
        cmocka_unit_test(headers_are_checked),
        cmocka_unit_test(all_faults_are_reported),
        cmocka_unit_test(bounds),
        cmocka_unit_test(spans_point_into_the_table),
        cmocka_unit_test(anything_may_be_handed_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
