/* fields.c - defaults as a type's `complete` fills them in and lists them.
 *
 * The reader of fields puts the defaults of the tables into a declaration without a word, since most never enter a
 * result; a type lists its own where they can. */
#include "element/fields.h"

const char *const hr_rack_class_words[] = {"orv3", "hpr", NULL};

static hr_id decl_id(const hr_site *site, const hr_decl *decl) { return (hr_id)(decl - site->decl); }

void hr_default_num(hr_site *site, const hr_decl *decl, const char *field, hr_num *n, double v, hr_dim dim,
                    const char *source)
{
    *n = (hr_num){.v = v, .lo = v, .hi = v, .at = HR_NOWHERE};
    n->presence = HR_DEFAULTED;
    n->trust = HR_DEFAULT;
    n->provenance = HR_NONE;
    (void)hr_site_add_default(site, decl_id(site, decl), field, v, dim, NULL, source);
}

void hr_default_assumed(hr_site *site, const hr_decl *decl, const char *field, hr_num *n, const hr_assumed *a)
{
    if (n->presence != HR_ABSENT) return;
    hr_default_num(site, decl, field, n, a->v, a->dim, a->source);
    n->lo = a->lo;
    n->hi = a->hi;
    if (a->lo < a->hi) site->has_ranges = true;
}

void hr_default_text(hr_site *site, const hr_decl *decl, const char *field, const char *text, const char *source)
{
    (void)hr_site_add_default(site, decl_id(site, decl), field, 0, HR_DIM_NONE, text, source);
}

void hr_default_power_factor(hr_site *site, const hr_decl *decl, const hr_num *power, hr_num *power_factor)
{
    if (power->presence == HR_ABSENT || power_factor->presence == HR_PRESENT) return;
    hr_default_num(site, decl, "power_factor", power_factor, 1, HR_DIM_NONE, HR_POWER_FACTOR_SOURCE);
}

void hr_warn_stands_alone(hr_site *site, const hr_decl *decl, const hr_texts *between, const char *help)
{
    if (decl->parent != HR_NONE || between->n) return;
    (void)hr_diag_add(site->ctx, HR_WARNING, "M902", decl->at, help,
                      "`%.*s` stands by itself: what flows through it is not judged", HR_STR_FMT(decl->name));
}
