/* sarif.c - violated, unknown and waived rows as SARIF 2.1.0: for editors, code review and CI, which show findings at the
 * lines of the model. A row that holds is no result.
 *
 * A fingerprint is made of rule and point and not of the line, so a finding keeps its identity while the text around it
 * changes. Waived rows are results that are suppressed, with the reason, at the waiver's own place. */
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "report/lines.h"
#include "report/report.h"

typedef struct writer {
    hr_json *j;
    const hr_check *c;
    hr_work *work;
    hr_buf text;
    hr_err err;
} writer;

static void note(writer *w, hr_err e)
{
    if (w->err == HR_OK) w->err = e;
}

static void begin(writer *w, const char *key)
{
    hr_json_key(w->j, key);
    hr_json_object(w->j);
}

static void end(writer *w) { hr_json_object_end(w->j); }

static void begin_list(writer *w, const char *key)
{
    hr_json_key(w->j, key);
    hr_json_array(w->j);
}

static void key_buffer(writer *w, const char *key)
{
    if (w->text.failed) note(w, HR_ENOMEM);
    hr_json_key_str(w->j, key, hr_buf_text(&w->text));
    w->text.n = 0;
}

static void key_num(writer *w, const char *key, bool known, double v)
{
    hr_json_key(w->j, key);
    if (known) hr_json_num(w->j, v);
    else hr_json_null(w->j);
}

/* {"text": ...} under a key. */
static void message(writer *w, const char *key, const char *text)
{
    begin(w, key);
    hr_json_key_z(w->j, "text", text);
    end(w);
}

/* --- places --------------------------------------------------------------------------------------------------------- */

/* A path as URI reference: file:// where it is absolute, and what no URI may hold in percent. */
static void add_uri(hr_buf *out, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@";
    if (path[0] == '/') hr_buf_z(out, "file://");
    for (; *path; path++) {
        if (strchr(plain, *path)) hr_buf_c(out, *path);
        else hr_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*path);
    }
}

static void region(writer *w, hr_span at)
{
    hr_str line = hr_source_line(w->c->site->ctx, at.file, at.line);
    size_t from = hr_source_offset(w->c->site->ctx, at.file, at.line, at.col);
    hr_str body = hr_source_body(w->c->site->ctx, at.file);
    size_t left = (size_t)(line.s + line.n - body.s), last = from + at.len;
    uint32_t characters = 0;
    for (size_t i = from; i < last && i < left;) {
        unsigned length = hr_utf8_decode(body.s + i, body.n - i, NULL);
        i += length ? length : 1;
        characters++;
    }
    begin(w, "region");
    hr_json_key_int(w->j, "startLine", at.line);
    hr_json_key_int(w->j, "startColumn", at.col);
    if (characters) hr_json_key_int(w->j, "endColumn", (uint64_t)at.col + characters);
    end(w);
}

static void physical(writer *w, hr_span at)
{
    hr_id file = at.file != HR_NONE ? at.file : w->c->site->file;
    begin(w, "physicalLocation");
    begin(w, "artifactLocation");
    add_uri(&w->text, hr_source_name(w->c->site->ctx, file));
    key_buffer(w, "uri");
    end(w);
    if (at.file != HR_NONE && at.line) region(w, at);
    end(w);
}

static void locations(writer *w, const hr_view *v)
{
    begin_list(w, "locations");
    hr_json_object(w->j);
    physical(w, v->limit->at);
    begin_list(w, "logicalLocations");
    hr_json_object(w->j);
    hr_json_key_str(w->j, "name", v->row->element);
    hr_point_name(w->c->site, v->limit->point, &w->text);
    key_buffer(w, "fullyQualifiedName");
    hr_json_key_z(w->j, "kind", "resource");
    end(w);
    hr_json_array_end(w->j);
    end(w);
    hr_json_array_end(w->j);
}

/* --- results ----------------------------------------------------------------------------------------------------------- */

static void put_message(writer *w, const hr_view *v)
{
    char load[64], limit[64], ratio[64];
    hr_line_load(v, load, sizeof load);
    hr_line_limit(v, limit, sizeof limit);
    hr_line_percent(v, ratio, sizeof ratio);
    hr_buf_printf(&w->text, "%s: ", v->rule->title);
    hr_point_name(w->c->site, v->limit->point, &w->text);
    hr_buf_printf(&w->text, ", load %s, limit %s", load, limit);
    if (v->has_ratio) hr_buf_printf(&w->text, ", ratio %s", ratio);
    hr_buf_z(&w->text, ", ");
    hr_view_case_name(w->c, v->row->case_, &w->text);
    hr_buf_z(&w->text, "; ");
    note(w, hr_check_because(w->c, w->work, v->row, &w->text));
    begin(w, "message");
    key_buffer(w, "text");
    end(w);
}

static void put_fingerprint(writer *w, const hr_view *v)
{
    hr_buf_printf(&w->text, "%s ", v->rule->code);
    hr_point_name(w->c->site, v->limit->point, &w->text);
    if (v->row->members > w->c->site->unit[v->unit].count) {
        hr_buf_c(&w->text, ' ');
        hr_buf_str(&w->text, v->row->element);
    }
    uint64_t hash = hr_hash64(w->text.s, w->text.n, 0);
    w->text.n = 0;
    hr_buf_printf(&w->text, "%016llx", (unsigned long long)hash);
    begin(w, "partialFingerprints");
    key_buffer(w, "headroomPoint/v1");
    end(w);
}

static void put_suppression(writer *w, const hr_waiver *x)
{
    begin_list(w, "suppressions");
    hr_json_object(w->j);
    hr_json_key_z(w->j, "kind", "inSource");
    hr_json_key_z(w->j, "status", "accepted");
    if (x) {
        hr_buf_str(&w->text, x->because);
        hr_buf_printf(&w->text, " (until %.*s)", HR_STR_FMT(x->until));
        key_buffer(w, "justification");
        begin(w, "location");
        physical(w, x->at);
        end(w);
    }
    end(w);
    hr_json_array_end(w->j);
}

static void put_properties(writer *w, const hr_view *v)
{
    begin(w, "properties");
    hr_json_key_z(w->j, "state", hr_verdict_word[v->row->verdict]);
    hr_json_key_str(w->j, "element", v->row->element);
    hr_json_key_int(w->j, "members", v->row->members);
    hr_point_name(w->c->site, v->limit->point, &w->text);
    key_buffer(w, "point");
    hr_json_key_z(w->j, "unit", v->quantity->unit);
    key_num(w, "load", v->has_load, v->load);
    hr_json_key_z(w->j, "load_state", v->load_state);
    key_num(w, "limit", v->has_at, v->at);
    key_num(w, "ratio", v->has_ratio, v->ratio);
    key_num(w, "headroom", v->has_headroom, v->headroom);
    hr_view_case_name(w->c, v->row->case_, &w->text);
    key_buffer(w, "case");
    hr_json_key_z(w->j, "clause", v->rule->clause);
    hr_json_key_z(w->j, "edition", v->rule->edition);
    end(w);
}

static void put_result(writer *w, const hr_row *r)
{
    hr_view v = hr_view_of(w->c, r);
    hr_json_object(w->j);
    hr_json_key_z(w->j, "ruleId", v.rule->code);
    hr_json_key_int(w->j, "ruleIndex", v.limit->rule);
    hr_json_key_z(w->j, "level", r->verdict == HR_V_UNKNOWN ? "warning" : "error");
    put_message(w, &v);
    locations(w, &v);
    put_fingerprint(w, &v);
    if (r->verdict == HR_WAIVED) put_suppression(w, r->waiver);
    put_properties(w, &v);
    end(w);
}

/* --- the tool and the run -------------------------------------------------------------------------------------------------- */

static void put_rule(writer *w, const hr_rule *r)
{
    hr_json_object(w->j);
    hr_json_key_z(w->j, "id", r->code);
    message(w, "shortDescription", r->title);
    if (r->formula[0]) hr_buf_z(&w->text, r->formula);
    if (r->formula[0] && r->clause[0]) hr_buf_z(&w->text, "; ");
    if (r->clause[0]) hr_buf_printf(&w->text, "%s, %s", r->clause, r->edition);
    if (w->text.n == 0) hr_buf_z(&w->text, r->title);
    begin(w, "fullDescription");
    key_buffer(w, "text");
    end(w);
    message(w, "help", r->text);
    begin(w, "defaultConfiguration");
    hr_json_key_z(w->j, "level", "error");
    end(w);
    begin(w, "properties");
    hr_json_key_z(w->j, "clause", r->clause);
    hr_json_key_z(w->j, "edition", r->edition);
    hr_json_key_z(w->j, "formula", r->formula);
    end(w);
    end(w);
}

static void put_tool(writer *w)
{
    begin(w, "tool");
    begin(w, "driver");
    hr_json_key_z(w->j, "name", "headroom");
    hr_json_key_z(w->j, "version", HR_VERSION);
    hr_json_key_z(w->j, "semanticVersion", HR_VERSION);
    begin_list(w, "rules");
    for (uint16_t r = 0; r < hr_rule_count; r++) put_rule(w, hr_rules[r]);
    hr_json_array_end(w->j);
    end(w);
    end(w);
}

static void put_notification(writer *w, const hr_diag *d)
{
    static const char *const level[] = {[HR_ERROR] = "error", [HR_WARNING] = "warning", [HR_NOTE] = "note"};
    hr_json_object(w->j);
    begin(w, "descriptor");
    hr_json_key_z(w->j, "id", d->code);
    end(w);
    hr_json_key_z(w->j, "level", level[d->severity]);
    hr_buf_z(&w->text, d->message);
    if (d->help) hr_buf_printf(&w->text, "; %s", d->help);
    begin(w, "message");
    key_buffer(w, "text");
    end(w);
    if (d->at.file != HR_NONE) {
        begin_list(w, "locations");
        hr_json_object(w->j);
        physical(w, d->at);
        end(w);
        hr_json_array_end(w->j);
    }
    end(w);
}

static void put_invocation(writer *w)
{
    const hr_ctx *ctx = w->c->site->ctx;
    begin_list(w, "invocations");
    hr_json_object(w->j);
    hr_json_key_bool(w->j, "executionSuccessful", w->c->converged);
    begin_list(w, "toolExecutionNotifications");
    for (size_t i = 0; i < hr_diag_count(ctx); i++) put_notification(w, hr_diag_at(ctx, i));
    hr_json_array_end(w->j);
    end(w);
    hr_json_array_end(w->j);
}

static void put_run(writer *w)
{
    const hr_check *c = w->c;
    hr_json_object(w->j);
    put_tool(w);
    put_invocation(w);
    hr_json_key_z(w->j, "columnKind", "unicodeCodePoints");
    begin_list(w, "results");
    for (uint32_t i = 0; i < c->n_row && w->err == HR_OK; i++)
        if (c->row[i].verdict != HR_HOLDS) put_result(w, &c->row[i]);
    hr_json_array_end(w->j);
    begin(w, "properties");
    hr_json_key_str(w->j, "site", c->site->name);
    hr_json_key_z(w->j, "hash", c->site->hash);
    hr_json_key_int(w->j, "rows", c->n_row);
    for (int i = 0; i < HR_VERDICTS; i++) hr_json_key_int(w->j, hr_verdict_word[i], c->count[i]);
    hr_json_key_int(w->j, "cases", c->n_cases);
    end(w);
    end(w);
}

hr_err hr_report_sarif(const hr_check *c, hr_json_put *put, void *user)
{
    writer w = {.c = c, .j = hr_json_new(put, user, true)};
    note(&w, w.j ? HR_OK : HR_ENOMEM);
    note(&w, hr_power_engine.work_new(&w.work, c->engine[HR_NOMINAL]));
    if (w.err == HR_OK) {
        hr_json_object(w.j);
        hr_json_key_z(w.j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        hr_json_key_z(w.j, "version", "2.1.0");
        begin_list(&w, "runs");
        put_run(&w);
        hr_json_array_end(w.j);
        hr_json_object_end(w.j);
        hr_json_end_line(w.j);
    }
    hr_power_engine.work_free(w.work);
    hr_buf_free(&w.text);
    if (!hr_json_free(w.j)) note(&w, HR_EIO);
    return w.err;
}
