/* zip.h - reading a zip archive that lies in memory: what workbooks need, and no more.
 *
 * Refused: what is encrypted, split over several files, larger than 4 GB (zip64), compressed otherwise than by deflate,
 * or beyond the bounds below; sizes and checksums have to be those that the archive says. */
#ifndef HR_PORT_ZIP_H
#define HR_PORT_ZIP_H

#include "base/str.h"

enum { HR_ZIP_PART = 64 << 20, HR_ZIP_PARTS = 4096 }; /* bytes of one part, unpacked; parts */

typedef struct hr_zip { /* a view: nothing to free */
    const unsigned char *s;
    size_t n, first; /* where its list of parts begins */
    uint32_t parts;
} hr_zip;

typedef struct hr_zip_part {
    hr_str name;
    uint32_t crc, packed, size, at; /* at: of its own header */
    bool deflated;
} hr_zip_part;

/* What is wrong with it, or NULL. */
const char *hr_zip_open(hr_zip *z, const void *bytes, size_t n);
/* The part of a name. False when there is none. */
bool hr_zip_find(const hr_zip *z, hr_str name, hr_zip_part *out);
/* Adds its bytes to out. What is wrong, or NULL; memory that ran out shows in out. */
const char *hr_zip_read(const hr_zip *z, const hr_zip_part *part, hr_buf *out);

#endif
