/* zip.c - the parts of a zip archive (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16; RFC 1951 by zlib).
 *
 * The list at the end of the archive is what counts; the headers before the parts are only stepped over. Nothing that
 * the archive says is trusted before it was compared with the bytes that are there. */
#include "port/zip.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/alloc.h"

enum { END = 22, ENTRY = 46, LOCAL = 30, COMMENT = 65535 }; /* bytes of the fixed records; most of a comment */

static uint32_t u16(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const unsigned char *p) { return u16(p) | u16(p + 2) << 16; }

/* The record at the end, looked for from the back: a comment may stand behind it. */
static const unsigned char *find_end(const unsigned char *s, size_t n)
{
    for (size_t back = END; back <= n && back <= END + COMMENT; back++) {
        const unsigned char *p = s + n - back;
        if (memcmp(p, "PK\5\6", 4) == 0 && u16(p + 20) == back - END) return p;
    }
    return NULL;
}

/* The entry at `at`, and where the next one begins. */
static bool read_entry(const hr_zip *z, size_t at, hr_zip_part *out, size_t *next)
{
    const unsigned char *p = z->s + at;
    if (at > z->n || z->n - at < ENTRY || memcmp(p, "PK\1\2", 4) != 0) return false;
    uint32_t name = u16(p + 28), rest = u16(p + 30) + u16(p + 32);
    if (z->n - at - ENTRY < name + rest) return false;
    *out = (hr_zip_part){.name = {(const char *)p + ENTRY, name},
                         .crc = u32(p + 16),
                         .packed = u32(p + 20),
                         .size = u32(p + 24),
                         .at = u32(p + 42),
                         .deflated = u16(p + 10) == 8};
    *next = at + ENTRY + name + rest;
    return (u16(p + 10) == 0 || u16(p + 10) == 8) && !(u16(p + 8) & 1); /* stored or deflated, not encrypted */
}

const char *hr_zip_open(hr_zip *z, const void *bytes, size_t n)
{
    *z = (hr_zip){.s = bytes, .n = n};
    const unsigned char *end = n >= END ? find_end(bytes, n) : NULL;
    if (!end) return "it is no zip archive";
    z->parts = u16(end + 10);
    z->first = u32(end + 16);
    if (u16(end + 4) != 0 || u16(end + 8) != z->parts) return "the archive is split over several files";
    if (z->parts == 0xffff || z->first == 0xffffffff) return "the archive is larger than this program reads (zip64)";
    if (z->parts > HR_ZIP_PARTS) return "the archive has too many parts";
    size_t at = z->first;
    hr_zip_part part;
    for (uint32_t i = 0; i < z->parts; i++)
        if (!read_entry(z, at, &part, &at)) return "the list of the archive's parts is damaged, or one is encrypted";
    return NULL;
}

bool hr_zip_find(const hr_zip *z, hr_str name, hr_zip_part *out)
{
    size_t at = z->first;
    for (uint32_t i = 0; i < z->parts && read_entry(z, at, out, &at); i++)
        if (hr_str_eq(out->name, name)) return true;
    return false;
}

/* Unpacks into exactly part->size bytes. */
static const char *inflate_part(const unsigned char *packed, const hr_zip_part *part, unsigned char *to)
{
    z_stream s = {.next_in = packed, .avail_in = part->packed};
    s.next_out = to;
    s.avail_out = part->size;
    if (inflateInit2(&s, -MAX_WBITS) != Z_OK) return "memory ran out";
    int done = inflate(&s, Z_FINISH);
    bool whole = done == Z_STREAM_END && s.avail_out == 0 && s.avail_in == 0;
    inflateEnd(&s);
    return whole ? NULL : "a part of the archive is damaged";
}

const char *hr_zip_read(const hr_zip *z, const hr_zip_part *part, hr_buf *out)
{
    const unsigned char *p = z->s + part->at;
    if (part->size > HR_ZIP_PART) return "a part of the archive is larger than 64 MiB";
    if (part->at > z->n || z->n - part->at < LOCAL || memcmp(p, "PK\3\4", 4) != 0) return "a part has no header";
    size_t skip = LOCAL + (size_t)u16(p + 26) + u16(p + 28), left = z->n - part->at;
    if (left < skip || left - skip < part->packed) return "the archive ends inside a part";
    if (!part->deflated && part->packed != part->size) return "the sizes of a part contradict each other";
    unsigned char *bytes = hr_malloc((size_t)part->size + 1);
    if (!bytes) {
        out->failed = true;
        return NULL;
    }
    const char *wrong = NULL;
    if (part->deflated) wrong = inflate_part(p + skip, part, bytes);
    else memcpy(bytes, p + skip, part->size);
    if (!wrong && crc32(0, bytes, part->size) != part->crc) wrong = "the checksum of a part is wrong";
    if (!wrong) hr_buf_add(out, (const char *)bytes, part->size);
    hr_free(bytes);
    return wrong;
}
