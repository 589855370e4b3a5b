/* netbox_lost.c - what of a model NetBox has no place for, told in warnings, one for each declaration. */
#include <string.h>

#include "model/fields.h"
#include "port/netbox_export.h"

/* What is carried: fields of the types that become something, "" for those of a feed. */
static const struct {
    const char *type, *field;
} carried[] = {{"site", "name"}, {"infeed", "voltage"}, {"pdu", "from"},       {"rack", "from"},
               {"rack", "u"},    {"rack", "power"},     {"node", "power"},     {"node", "psus"},
               {"node", "u"},    {"rack-pdu", "from"},  {"rack-pdu", "banks"}, {"rack-pdu", "phases"}};

static bool is_carried(const char *type, const char *field)
{
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        if (strcmp(carried[i].type, type) == 0 && strcmp(carried[i].field, field) == 0) return true;
    return false;
}

static bool is_type(const char *type)
{
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        if (strcmp(carried[i].type, type) == 0) return true;
    return false;
}

static bool is_written(const hr_field *f, const void *at)
{
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: return ((const hr_num *)at)->presence == HR_PRESENT;
    case HR_F_FLAG: return ((const hr_flag *)at)->presence == HR_PRESENT;
    case HR_F_CHOICE: return ((const hr_choice *)at)->presence == HR_PRESENT;
    case HR_F_TEXT: return ((const hr_text *)at)->presence == HR_PRESENT;
    case HR_F_TEXTS:
    case HR_F_REF:
    case HR_F_BETWEEN: return ((const hr_texts *)at)->n > 0;
    case HR_F_CURVE: return ((const hr_curve *)at)->n > 0;
    case HR_F_FROM:
    case HR_F_BYPASS: return ((const hr_from *)at)->form != HR_FROM_NONE;
    case HR_F_PSUS: return ((const hr_psus *)at)->present;
    case HR_F_RECORDS: return ((const hr_records *)at)->n > 0;
    case HR_F_RECORD:
    case HR_F_HOLDS:
    case HR_F_OPEN: break;
    }
    return false;
}

static void add(hr_buf *list, const char *prefix, const char *field)
{
    hr_buf_printf(list, "%s`%s%s`", list->n > 0 ? ", " : "", prefix, field);
}

static void add_written(hr_buf *list, const char *prefix, const hr_field *f, const void *fields)
{
    for (; f->name != NULL; f++)
        if (is_written(f, (const char *)fields + f->offset)) add(list, prefix, f->name);
}

static bool is_unlike(const hr_field *f, const char *name) { return strcmp(f->name, name) != 0; }

/* Of feeds only where they come from, phases and the rating of their breaker are carried. */
static void add_feeds(hr_buf *list, const hr_from *from)
{
    bool cable = false, breaker = false, times = false;
    for (uint32_t i = 0; i < from->n; i++) {
        const hr_feed *x = &from->feed[i];
        cable |= x->cable != NULL;
        for (const hr_field *f = hr_breaker_fields; f->name != NULL; f++)
            breaker |= is_unlike(f, "rating") && is_written(f, (const char *)&x->breaker + f->offset);
        times |= x->time.presence == HR_PRESENT || x->priority.presence == HR_PRESENT;
    }
    if (cable) add(list, "from.", "cable");
    if (breaker) add(list, "from.", "breaker but its rating");
    if (times) add(list, "from.", "time, priority");
    if (from->form == HR_FROM_ALTERNATIVES && from->n > 1) add(list, "", "from beyond its first feed");
}

/* Of banks only the lines and what is plugged in. */
static void add_banks(hr_buf *list, const hr_field *f, const hr_records *banks)
{
    bool rating = false;
    for (uint32_t i = 0; i < banks->n; i++)
        for (const hr_field *x = f->record; x->name != NULL; x++)
            rating |= is_unlike(x, "phases") && is_unlike(x, "outlets") &&
                      is_written(x, (const char *)hr_record_at(banks, i) + x->offset);
    if (rating) add(list, "banks.", "rating");
}

static void add_lost(hr_buf *list, const hr_decl *d)
{
    for (const hr_field *f = d->type->fields; f->name != NULL; f++) {
        const void *at = (const char *)d->fields + f->offset;
        if (!is_written(f, at)) continue;
        if (!is_carried(d->type->name, f->name)) add(list, "", f->name);
        else if (f->kind == HR_F_FROM) add_feeds(list, at);
        else if (f->kind == HR_F_RECORDS) add_banks(list, f, at);
        else if (f->kind == HR_F_PSUS) add_written(list, "psus.", hr_psu_fields, at);
    }
    if (d->room.n > 0) add(list, "", "room");
    if (d->epo.n > 0) add(list, "", "epo");
    bool weighed = strcmp(d->type->name, "rack") == 0 || strcmp(d->type->name, "node") == 0;
    if (d->weight.presence == HR_PRESENT && !weighed) add(list, "", "weight");
}

static const char *const help = "`headroom export json` carries it";

static hr_err tell_left_out(hr_ctx *ctx, const hr_decl *d)
{
    bool rack = strcmp(d->type->name, "rack") == 0, strip = strcmp(d->type->name, "rack-pdu") == 0;
    const char *why = rack    ? "it has no feed and no device that draws which NetBox has a place for"
                      : strip ? "nothing feeds it; power supplies on it are left out too"
                              : "its power supplies are on nothing that NetBox has a place for";
    return hr_diag_add(ctx, HR_WARNING, "M610", d->at, help, "NetBox does not carry %.*s, a %s: %s",
                       HR_STR_FMT(d->name), d->type->name, why);
}

static hr_err tell(hr_ctx *ctx, const hr_decl *d, hr_nb_became became)
{
    hr_buf list = {0};
    hr_err e = HR_OK;
    bool panel = became == HR_NB_A_PANEL;
    if (became == HR_NB_LEFT_OUT) return tell_left_out(ctx, d);
    bool idle = strcmp(d->type->name, "infeed") == 0 && !panel; /* it feeds no rack */
    if (!is_type(d->type->name) || idle) {
        bool held = d->parent != HR_NONE && strcmp(d->type->name, "load") == 0;
        const char *how = held    ? "is a device there, and comes back as a node"
                          : panel ? "is a power panel there, without what feeds it and its fields"
                                  : "has no place there";
        return hr_diag_add(ctx, HR_WARNING, "M610", d->at, help, "NetBox does not carry type `%s`: %.*s %s",
                           d->type->name, HR_STR_FMT(d->name), how);
    }
    add_lost(&list, d);
    if (list.failed) e = HR_ENOMEM;
    else if (list.n > 0)
        e = hr_diag_add(ctx, HR_WARNING, "M610", d->at, help, "NetBox does not carry %s of %.*s", list.s,
                        HR_STR_FMT(d->name));
    hr_buf_free(&list);
    return e;
}

hr_err hr_nb_tell_lost(hr_ctx *ctx, const hr_site *site, const hr_nb_became *became)
{
    const hr_decl whole = {.type = site->types->site, .fields = site->fields, .name = site->name, .at = HR_NOWHERE};
    hr_err e = site->fields != NULL ? tell(ctx, &whole, HR_NB_BY_TYPE) : HR_OK;
    for (hr_id i = 0; i < site->n_decl && e == HR_OK; i++) e = tell(ctx, &site->decl[i], became[i]);
    if (e == HR_OK && site->n_job + site->n_cases + site->n_waiver > 0)
        e = hr_diag_add(ctx, HR_WARNING, "M610", HR_NOWHERE, NULL, "NetBox does not carry jobs, cases and waivers");
    return e;
}
