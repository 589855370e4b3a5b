/* unmodelled.c - words of the language whose types are still to come.
 *
 * A model may use them today: their feeds are read, so that what they draw shows as unknown where they hang, and
 * nothing behind them is called served. Their other fields are kept unread. types.def lists them, one line each. */
#include "element/fields.h"

typedef struct fields {
    hr_from from;
} fields;

static const hr_field table_fed[] = {HR_FIELD_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .doc = "where it is fed"),
                                     HR_FIELD_END};
static const hr_field table_passive[] = {HR_FIELD_END};

static const hr_power_ops unmodelled = {.kind = HR_P_UNMODELLED};
#define POWER_fed &unmodelled
#define POWER_passive NULL

#define HR_TYPE(id)
#define HR_SECTION(id)
#define HR_WORD(id, name_, medium, doc_) \
    const hr_type hr_type_##id = { \
        .name = (name_), .doc = (doc_), .fields = table_##medium, .size = sizeof(fields), .power = POWER_##medium};
#include "element/types.def"
