/* place.c - where a value stands. */
#include "report/place.h"

void hr_json_key_at(hr_json *j, const hr_ctx *ctx, hr_span at)
{
    hr_json_key(j, "at");
    if (at.file == HR_NONE) {
        hr_json_null(j);
        return;
    }
    hr_json_object(j);
    hr_json_inline(j, true);
    hr_json_key_z(j, "file", hr_source_name(ctx, at.file));
    hr_json_key_int(j, "line", at.line);
    hr_json_key_int(j, "col", at.col);
    hr_json_object_end(j);
    hr_json_inline(j, false);
}
