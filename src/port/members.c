/* members.c - members of JSON objects, as the importers read them. */
#include "port/members.h"

#include "base/str.h"

const hr_ynode *hr_member(const hr_ynode *map, const char *name)
{
    const hr_ynode *n = hr_yaml_get(map, name);
    bool null = n != NULL && n->kind == HR_Y_SCALAR && !n->quoted && hr_str_is(n->text, "null");
    return n != NULL && n->kind != HR_Y_NULL && !null ? n : NULL;
}

hr_err hr_member_shape(const hr_members *m, const hr_ynode *n, const char *name, const char *expected)
{
    return hr_diag_add(m->ctx, HR_ERROR, m->code, n->at, NULL, "`%s` is %s, found %s", name, expected,
                       hr_yaml_kind_word(n));
}

hr_err hr_member_missing(const hr_members *m, const hr_ynode *n, const char *what, const char *name)
{
    return hr_diag_add(m->ctx, HR_ERROR, m->code, n->at, NULL, "%s lacks `%s`", what, name);
}

hr_err hr_member_text(const hr_members *m, const hr_ynode *map, const char *name, hr_str *out)
{
    const hr_ynode *n = hr_member(map, name);
    if (n == NULL) return HR_OK;
    if (n->kind != HR_Y_SCALAR) return hr_member_shape(m, n, name, "a text");
    *out = n->text;
    return HR_OK;
}

hr_err hr_member_number(const hr_members *m, const hr_ynode *n, const char *name, double *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_member_shape(m, n, name, "a number");
    if (hr_num_parse(n->text, out) && *out >= 0) return HR_OK;
    return hr_diag_add(m->ctx, HR_ERROR, m->code, n->at, NULL, "`%s` is a number that is not negative, found \"%.*s\"",
                       name, HR_STR_FMT(n->text));
}
