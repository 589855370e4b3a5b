/* hostlist.c - one pattern for many names, and back.
 *
 * A pattern is literal text with brackets in between; name i is i written in a number system whose digits are the items
 * of the brackets, the last one fastest. So a list of a million names is a few ranges, and any of its names is made on
 * demand. Folding goes the other way: names that differ only in their last run of digits become one pattern with a
 * bracket; the patterns that remain are folded at the run before it, and so on to the front. */
#include "model/hostlist.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define NAME_MAX_BYTES 255u /* of one name: bounds what 4 million of them take */
#define NUMBER_DIGITS 18u   /* what surely fits 64 bits */

typedef struct hr_range range;
typedef struct hr_bracket bracket;

/* --- reading a pattern ------------------------------------------------------------------------------------- */

typedef struct reader {
    hr_hostlist *out;
    hr_ctx *ctx;
    hr_arena *arena;
    hr_str text;
    hr_span at;
    bool dots, globs;
    uint32_t i;      /* where it stands */
    uint64_t length; /* of the longest name so far */
} reader;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

static bool is_literal(const reader *r, char c)
{
    return is_word(c) || (r->dots && c == '.') || (r->globs && (c == '*' || c == '?'));
}

/* Where the bytes from..to of the pattern stand. The text is the scalar itself, with or without quotes; when it is
 * neither (it had escapes, it was put together from captures) the whole scalar is named. */
static hr_span span_of(const reader *r, uint32_t from, uint32_t to)
{
    hr_span at = r->at;
    uint32_t quotes = at.len - r->text.n;
    if (at.file == HR_NONE || at.len < r->text.n || (quotes != 0 && quotes != 2)) return at;
    at.col += quotes / 2;
    for (uint32_t i = 0; i < from; i++) at.col += ((unsigned char)r->text.s[i] & 0xC0) != 0x80;
    at.len = to - from;
    return at;
}

static hr_err refuse(const reader *r, uint32_t from, uint32_t to, const char *help, const char *message)
{
    if (r->ctx == NULL) return HR_EINPUT;
    return hr_diag_add(r->ctx, HR_ERROR, "M301", span_of(r, from, to), help, "%s", message);
}

/* The same, of a piece of text that is shown: the message goes around it. */
static hr_err refuse_piece(const reader *r, uint32_t from, uint32_t to, const char *help, const char *message)
{
    if (r->ctx == NULL) return HR_EINPUT;
    hr_buf shown = {0};
    hr_buf_safe(&shown, (hr_str){r->text.s + from, to - from});
    hr_err e = shown.failed ? HR_ENOMEM
                            : hr_diag_add(r->ctx, HR_ERROR, "M301", span_of(r, from, to), help, "`%s` %s",
                                          shown.s != NULL ? shown.s : "", message);
    hr_buf_free(&shown);
    return e;
}

static hr_err refuse_character(const reader *r)
{
    unsigned char c = (unsigned char)r->text.s[r->i];
    unsigned length = hr_utf8_decode(r->text.s + r->i, r->text.n - r->i, NULL);
    uint32_t end = r->i + (length != 0 ? length : 1);
    if (c == ',') return refuse(r, r->i, end, "put the list in brackets: tx-[A,B]", "a comma outside brackets");
    if (c == ']') return refuse(r, r->i, end, "open it: tx-[A,B]", "a `]` without a `[` before it");
    if (c == ' ' || c == '\t')
        return refuse(r, r->i, end, "take it out, or put - or _ in its place", "a blank in a name or its brackets");
    if (c == '.')
        return refuse(r, r->i, end, "what an element holds is declared under its `holds:`", "a dot in a name");
    if (c == '*' || c == '?')
        return refuse(r, r->i, end, "write the names out: rack-[1-8]", "a pattern where a name is expected");
    return refuse_piece(r, r->i, end, "spell the name with those",
                        c < 0x80 ? "is not allowed in a name: names are letters, digits, - and _"
                                 : "is not allowed in a name: names are the letters a-z and A-Z, digits, - and _");
}

/* Text up to the next bracket or the end. Dots part names, none of which is empty. */
static hr_err read_literal(reader *r, hr_str *out)
{
    uint32_t from = r->i;
    for (; r->i < r->text.n && r->text.s[r->i] != '['; r->i++) {
        if (!is_literal(r, r->text.s[r->i])) return refuse_character(r);
        if (r->text.s[r->i] != '.') continue;
        if (r->i == 0 || r->i + 1 == r->text.n || r->text.s[r->i + 1] == '.')
            return refuse(r, r->i, r->i + 1, "write HOLDER.HELD: rack-1.node2", "a dot with no name on one side");
    }
    *out = (hr_str){r->text.s + from, r->i - from};
    r->length += out->n;
    return HR_OK;
}

/* --- one item of a bracket: 7, 01-12, A -------------------------------------------------------------------- */

static bool all_digits(hr_str v)
{
    for (uint32_t i = 0; i < v.n; i++) {
        if (!is_digit(v.s[i])) return false;
    }
    return v.n > 0;
}

static uint64_t number_of(hr_str digits)
{
    uint64_t v = 0;
    for (uint32_t i = 0; i < digits.n; i++) v = v * 10 + (uint64_t)(digits.s[i] - '0');
    return v;
}

static bool is_padded(hr_str digits) { return digits.n > 1 && digits.s[0] == '0'; }

static hr_err read_range(const reader *r, hr_str lo, hr_str hi, uint32_t from, uint32_t to, range *out)
{
    if (lo.n > NUMBER_DIGITS || hi.n > NUMBER_DIGITS)
        return refuse_piece(r, from, to, NULL, "is too large a number: 18 digits are the most");
    bool padded = is_padded(lo) || is_padded(hi);
    if (padded && lo.n != hi.n)
        return refuse_piece(r, from, to, "write both ends with as many digits: 01-12, 001-100",
                            "is a range whose ends are padded differently");
    *out = (range){.lo = number_of(lo), .hi = number_of(hi), .width = padded ? lo.n : 0};
    if (out->lo > out->hi)
        return refuse_piece(r, from, to, "write the smaller number first", "is a range from high to low");
    return HR_OK;
}

static bool is_letter_range(hr_str v)
{
    return v.n == 3 && v.s[1] == '-' && v.s[0] < v.s[2] &&
           ((v.s[0] >= 'A' && v.s[2] <= 'Z') || (v.s[0] >= 'a' && v.s[2] <= 'z'));
}

static hr_err refuse_letters(const reader *r, uint32_t from, uint32_t to)
{
    char help[80] = "list them one by one: ";
    size_t n = strlen(help);
    for (char c = r->text.s[from]; c <= r->text.s[to - 1] && n + 2 < sizeof help; c++) {
        help[n++] = c;
        help[n++] = ',';
    }
    help[n - 1] = '\0';
    return refuse_piece(r, from, to, help, "is a range of letters: a dash in brackets stands between two numbers");
}

static hr_err read_item(const reader *r, uint32_t from, uint32_t to, range *out)
{
    hr_str item = {r->text.s + from, to - from};
    if (item.n == 0) return refuse(r, from > 0 ? from - 1 : 0, to, "take the comma out", "an empty item in brackets");
    if (is_letter_range(item)) return refuse_letters(r, from, to);
    const char *dash = memchr(item.s, '-', item.n);
    if (dash == NULL) {
        if (all_digits(item) && item.n <= NUMBER_DIGITS) return read_range(r, item, item, from, to, out);
        *out = (range){.word = item};
        return HR_OK;
    }
    hr_str lo = {item.s, (uint32_t)(dash - item.s)};
    hr_str hi = {dash + 1, item.n - lo.n - 1};
    if (!all_digits(lo) || !all_digits(hi))
        return refuse_piece(r, from, to, "list words one by one: A,B,C",
                            "is no range: a dash in brackets stands between two numbers");
    return read_range(r, lo, hi, from, to, out);
}

static uint64_t range_count(const range *g) { return g->word.s != NULL ? 1 : g->hi - g->lo + 1; }

static uint32_t range_length(const range *g)
{
    if (g->word.s != NULL) return g->word.n;
    uint32_t n = 1;
    for (uint64_t v = g->hi; v >= 10; v /= 10) n++;
    return n > g->width ? n : g->width;
}

/* --- a bracket --------------------------------------------------------------------------------------------- */

/* Finds the closing bracket and counts the items. */
static hr_err find_items(reader *r, uint32_t *end, uint32_t *items)
{
    *items = 1;
    uint32_t open = r->i;
    for (uint32_t i = open + 1; i < r->text.n; i++) {
        char c = r->text.s[i];
        if (c == ']') {
            *end = i;
            if (i == open + 1)
                return refuse(r, open, i + 1, "put numbers or words in it: [1-4], [A,B]", "empty brackets");
            return HR_OK;
        }
        if (c == '[')
            return refuse(r, i, i + 1, "write the brackets one behind the other: [1-2][A,B]",
                          "a bracket inside brackets");
        r->i = i;
        if (c == ',') ++*items;
        else if (c == '.' || c == '*' || c == '?')
            return refuse(r, i, i + 1, "brackets hold numbers and words only", "a dot or pattern inside brackets");
        else if (!is_word(c)) return refuse_character(r);
    }
    return refuse(r, open, open + 1, "close it: [1-4], [A,B]", "the `[` is never closed");
}

static hr_err too_many(const reader *r)
{
    char message[80];
    snprintf(message, sizeof message, "more than %u names in one list", HR_HOSTLIST_MAX);
    return refuse(r, 0, r->text.n, "split it into several", message);
}

static hr_err add_bracket(reader *r, hr_str before)
{
    hr_hostlist *out = r->out;
    if (out->brackets == HR_HOSTLIST_BRACKETS)
        return refuse(r, r->i, r->i + 1, "split the list into several", "more than 8 brackets in one name");
    uint32_t end = 0, items = 0, from = r->i + 1, longest = 0;
    hr_err e = find_items(r, &end, &items);
    if (e != HR_OK) return e;
    bracket *b = &out->bracket[out->brackets++];
    *b = (bracket){.before = before, .range = HR_NEW_ARRAY(r->arena, range, items)};
    if (b->range == NULL) return HR_ENOMEM;
    uint64_t count = 0;
    for (uint32_t i = from; i <= end; i++) {
        if (i < end && r->text.s[i] != ',') continue;
        range *g = &b->range[b->n_range++];
        if ((e = read_item(r, from, i, g)) != HR_OK) return e;
        g->first = (uint32_t)count;
        count += range_count(g);
        if (count > HR_HOSTLIST_MAX) return too_many(r);
        if (range_length(g) > longest) longest = range_length(g);
        from = i + 1;
    }
    if ((uint64_t)out->count * count > HR_HOSTLIST_MAX) return too_many(r);
    b->count = (uint32_t)count;
    out->count *= b->count;
    r->length += longest;
    r->i = end + 1;
    return HR_OK;
}

hr_err hr_hostlist_parse(hr_hostlist *out, hr_ctx *ctx, hr_arena *arena, hr_str text, hr_span at, bool dots, bool globs)
{
    *out = (hr_hostlist){.text = text, .count = 1};
    reader r = {.out = out, .ctx = ctx, .arena = arena, .text = text, .at = at, .dots = dots, .globs = globs};
    if (text.n == 0) return refuse(&r, 0, 0, "names are letters, digits, - and _", "an empty name");
    for (;;) {
        hr_str literal;
        hr_err e = read_literal(&r, &literal);
        if (e != HR_OK) return e;
        if (r.i == text.n) {
            out->after = literal;
            break;
        }
        if ((e = add_bracket(&r, literal)) != HR_OK) return e;
    }
    if (r.length > NAME_MAX_BYTES) return refuse(&r, 0, text.n, "shorten it", "a name of more than 255 characters");
    return HR_OK;
}

/* --- names ------------------------------------------------------------------------------------------------- */

static void add_number(hr_buf *out, uint64_t v, uint32_t width)
{
    char digit[NUMBER_DIGITS + 2];
    uint32_t n = 0;
    do {
        digit[sizeof digit - ++n] = (char)('0' + v % 10);
        v /= 10;
    } while (v != 0);
    while (n < width) digit[sizeof digit - ++n] = '0';
    hr_buf_add(out, digit + sizeof digit - n, n);
}

static void add_item(const bracket *b, uint32_t item, hr_buf *out)
{
    uint32_t lo = 0, hi = b->n_range; /* range[lo].first <= item < range[hi].first */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (b->range[mid].first <= item) lo = mid;
        else hi = mid;
    }
    const range *g = &b->range[lo];
    if (g->word.s != NULL) hr_buf_str(out, g->word);
    else add_number(out, g->lo + (item - g->first), g->width);
}

/* Which item of each bracket name i takes. */
static void items_of(const hr_hostlist *h, uint32_t i, uint32_t item[HR_HOSTLIST_BRACKETS])
{
    for (uint32_t k = h->brackets; k-- > 0;) {
        item[k] = i % h->bracket[k].count;
        i /= h->bracket[k].count;
    }
}

void hr_hostlist_name(const hr_hostlist *h, uint32_t i, hr_buf *out)
{
    uint32_t item[HR_HOSTLIST_BRACKETS];
    items_of(h, i, item);
    for (uint32_t k = 0; k < h->brackets; k++) {
        hr_buf_str(out, h->bracket[k].before);
        add_item(&h->bracket[k], item[k], out);
    }
    hr_buf_str(out, h->after);
}

bool hr_hostlist_capture(const hr_hostlist *h, uint32_t i, uint32_t k, hr_buf *out)
{
    if (k == 0 || k > h->brackets) return false;
    uint32_t item[HR_HOSTLIST_BRACKETS];
    items_of(h, i, item);
    add_item(&h->bracket[k - 1], item[k - 1], out);
    return true;
}
