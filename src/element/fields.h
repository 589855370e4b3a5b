/* fields.h - how the files in this folder write their field tables, and the defaults that depend on other fields.
 *
 * Every file calls the struct its fields are parsed into `fields`, so a row names a member once and name, offset and
 * kind cannot drift apart. */
#ifndef HR_ELEMENT_FIELDS_H
#define HR_ELEMENT_FIELDS_H

#include <stddef.h>

#include "element/types.h"
#include "headroom/site.h"

#define HR_FIELD_IN(struct_, m, kind_, ...) \
    { \
        .name = #m, .kind = (kind_), .offset = offsetof(struct_, m), __VA_ARGS__ \
    }
#define HR_FIELD_(m, kind_, ...) HR_FIELD_IN(fields, m, kind_, __VA_ARGS__)

#define HR_FIELD_QUANTITY(m, dim_, harsh_, flags_, doc_) \
    HR_FIELD_(m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = (flags_), .doc = (doc_))
#define HR_FIELD_COUNT(m, flags_, doc_) HR_FIELD_(m, HR_F_COUNT, .flags = (flags_), .doc = (doc_))
#define HR_FIELD_FLAG(m, doc_) HR_FIELD_(m, HR_F_FLAG, .doc = (doc_))
#define HR_FIELD_CHOICE(m, words_, doc_) HR_FIELD_(m, HR_F_CHOICE, .words = (words_), .doc = (doc_))
#define HR_FIELD_TEXT(m, flags_, doc_) HR_FIELD_(m, HR_F_TEXT, .flags = (flags_), .doc = (doc_))
#define HR_FIELD_TEXTS(m, doc_) HR_FIELD_(m, HR_F_TEXTS, .doc = (doc_))
#define HR_FIELD_REF(m, medium_, doc_) HR_FIELD_(m, HR_F_REF, .medium = (medium_), .doc = (doc_))
/* A part of pipework without `between` is in no loop, and nothing else would say so: the file that it is in warns. */
void hr_warn_stands_alone(hr_site *site, const hr_decl *decl, const hr_texts *between, const char *help);
/* Of loads: `new_` of the struct. */
#define HR_FIELD_NEW \
    { \
        .name = "new", .kind = HR_F_FLAG, .offset = offsetof(fields, new_), \
        .doc = "not among what `measured` of its supply was measured with" \
    }
/* Of what is electrical and no load: the heat of its losses. */
#define HR_FIELD_ZONE HR_FIELD_REF(zone, HR_AIR, "zone whose air takes the heat of its losses")
#define HR_FIELD_FROM(doc_) HR_FIELD_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .flags = HR_NEED, .doc = (doc_))
#define HR_FIELD_PSUS(doc_) HR_FIELD_(psus, HR_F_PSUS, .doc = (doc_))
#define HR_FIELD_RECORD(m, table_, doc_) HR_FIELD_(m, HR_F_RECORD, .record = (table_), .doc = (doc_))
#define HR_FIELD_RECORDS(m, struct_, table_, doc_) \
    HR_FIELD_(m, HR_F_RECORDS, .record = (table_), .size = sizeof(struct_), .doc = (doc_))
#define HR_FIELD_OPEN(name_, doc_) \
    { \
        .name = (name_), .kind = HR_F_OPEN, .doc = (doc_) \
    }
#define HR_FIELD_END \
    { \
        .name = NULL \
    }

/* Shelves and bus bars say alike which open rack they are of; the member is class_, a word that C++ reserves. */
extern const char *const hr_rack_class_words[];
#define HR_FIELD_CLASS \
    { \
        .name = "class", .kind = HR_F_CHOICE, .offset = offsetof(fields, class_), .words = hr_rack_class_words, \
        .doc = "open rack it is built for: orv3, or hpr with high power" \
    }

/* Loads, racks and nodes say power_factor alike. Unity is not on the safe side for current, so it is always listed. */
#define HR_POWER_FACTOR_DEFAULT "1"
#define HR_POWER_FACTOR_SOURCE \
    "unity, as the feed tables of the trade assume; give power_factor to judge current on apparent power"

/* Fills a number and lists it; lists a default that is a word. All take the field's own name. One that is assumed within a
 * range makes the site one with ranges. */
void hr_default_num(hr_site *site, const hr_decl *decl, const char *field, hr_num *n, double v, hr_dim dim,
                    const char *source);
typedef struct hr_assumed {
    double v, lo, hi;
    hr_dim dim;
    const char *source;
} hr_assumed;
void hr_default_assumed(hr_site *site, const hr_decl *decl, const char *field, hr_num *n, const hr_assumed *a);
void hr_default_text(hr_site *site, const hr_decl *decl, const char *field, const char *text, const char *source);
/* Unity where there is power and no power factor was written. */
void hr_default_power_factor(hr_site *site, const hr_decl *decl, const hr_num *power, hr_num *power_factor);

#endif
