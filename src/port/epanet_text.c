/* epanet_text.c - an .inp file as lines of words: sections in brackets, comments behind a semicolon, words between blanks
 * or commas, a word with blanks in double quotes. */
#include "port/epanet_text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "port/members.h"

typedef struct section_row {
    const char *word;
    int use;
} section_row;

static const section_row sections[EPANET_SECTIONS] = {
#define EPANET_SECTION(id, text, how) [EPANET_##id] = {text, how},
#include "port/epanet_sections.def"
#undef EPANET_SECTION
};

const char *epanet_section_word(epanet_section s) { return sections[s].word; }

/* --- what is said ------------------------------------------------------------------------------------------ */

void epanet_no_memory(epanet_text *t) { t->e = HR_ENOMEM; }

/* The last argument of fmt's list is a text of any length from the file, so messages are cut, not refused. */
static hr_err say(epanet_text *t, hr_severity severity, const char *code, hr_span at, const char *fmt, va_list ap)
{
    char message[320];
    vsnprintf(message, sizeof message, fmt, ap);
    size_t whole = hr_utf8_check(message, strlen(message)); /* a character that was cut in two */
    message[whole] = '\0';
    return hr_diag_add(t->ctx, severity, code, at, NULL, "%s", message);
}

bool epanet_fault(epanet_text *t, hr_span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    t->e = hr_keep_worst(say(t, HR_ERROR, "M730", at, fmt, ap), t->e);
    va_end(ap);
    return false;
}

void epanet_note(epanet_text *t, hr_span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    t->e = hr_keep_worst(say(t, HR_NOTE, "M731", at, fmt, ap), t->e);
    va_end(ap);
}

/* --- words ------------------------------------------------------------------------------------------------- */

bool epanet_is(hr_str word, const char *literal)
{
    return word.n == strlen(literal) && strncasecmp(word.s, literal, word.n) == 0;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == ',' || c == '\r'; }

/* Columns count characters. */
static uint32_t columns(const char *s, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

bool epanet_split(epanet_text *t, const epanet_line *line, uint32_t least, epanet_words *out)
{
    const char *s = line->text.s;
    uint32_t i = 0, n = line->text.n, counted = 0, col = line->at.col;
    out->n = 0;
    for (;;) {
        while (i < n && is_blank(s[i])) i++;
        if (i == n) break;
        uint32_t start = i;
        bool quoted = s[i] == '"';
        for (i++; i < n && (quoted ? s[i] != '"' : !is_blank(s[i])); i++) {
        }
        if (quoted && i == n) return epanet_fault(t, line->at, "the quote is left open");
        if (out->n == EPANET_WORDS) return epanet_fault(t, line->at, "more than %d words on a line", EPANET_WORDS);
        col += columns(s + counted, start - counted);
        counted = start;
        out->word[out->n] = (hr_str){s + start + quoted, i - start - quoted};
        out->at[out->n++] = (hr_span){line->at.file, line->at.line, col, i - start + quoted};
        i += quoted;
    }
    if (out->n >= least) return true;
    return epanet_fault(t, line->at, "a line of [%s] has at least %u words; found %u", sections[line->section].word,
                        least, out->n);
}

bool epanet_number(epanet_text *t, const epanet_words *w, uint32_t i, const char *what, double least, double *out)
{
    if (!hr_num_parse(w->word[i], out))
        return epanet_fault(t, w->at[i], "%s is a number; found `%.*s`", what, HR_STR_FMT(w->word[i]));
    if (*out >= least) return true;
    return epanet_fault(t, w->at[i], "%s is at least %g; found `%.*s`", what, least, HR_STR_FMT(w->word[i]));
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static void open_section(epanet_text *t, const epanet_line *line, int *section)
{
    epanet_words w;
    *section = -1;
    if (!epanet_split(t, line, 1, &w)) return;
    hr_str name = w.word[0];
    for (int i = 0; i < EPANET_SECTIONS; i++) {
        size_t n = strlen(sections[i].word);
        if (name.n == n + 2 && name.s[n + 1] == ']' && strncasecmp(name.s + 1, sections[i].word, n) == 0) *section = i;
    }
    if (*section < 0) {
        (void)epanet_fault(t, w.at[0], "`%.*s` is no section of an .inp file", HR_STR_FMT(name));
        return;
    }
    if (sections[*section].use == 1 || *section == EPANET_TITLE || *section == EPANET_END) return;
    epanet_note(t, w.at[0], "[%s] is passed over: %s", sections[*section].word,
                sections[*section].use == 2 ? "every link is taken as it stands at first, whatever switches it later"
                                            : "it has no part in flows and heads of the first moment");
}

static void pass_over(epanet_text *t, hr_str text, int section)
{
    if (section != EPANET_TITLE) t->passed[section]++;
    else if (t->titles < HR_EPANET_TITLES) t->title[t->titles++] = text;
}

static void add_line(epanet_text *t, epanet_line line, int *section)
{
    uint32_t blank = 0;
    while (blank < line.text.n && is_blank(line.text.s[blank])) blank++;
    if (blank == line.text.n) return;
    if (line.text.s[blank] == '[') {
        line.section = EPANET_TITLE;
        open_section(t, &line, section);
        return;
    }
    if (*section == EPANET_SECTIONS) {
        (void)epanet_fault(t, line.at, "a line before the first section");
        *section = -1;
    }
    if (*section < 0) return;
    if (sections[*section].use != 1) {
        pass_over(t, line.text, *section);
        return;
    }
    line.section = (uint8_t)*section;
    epanet_line *slot = hr_vec_push(&t->line, sizeof *slot);
    if (slot == NULL) epanet_no_memory(t);
    else *slot = line;
}

hr_err epanet_text_read(epanet_text *t, hr_ctx *ctx, hr_id file)
{
    *t = (epanet_text){.ctx = ctx, .file = file};
    hr_str body = hr_source_body(ctx, file);
    int section = EPANET_SECTIONS;
    uint32_t number = 1;
    for (uint32_t i = 0; i < body.n && t->e != HR_ENOMEM && section != EPANET_END; number++) {
        const char *end = memchr(body.s + i, '\n', body.n - i);
        uint32_t n = end != NULL ? (uint32_t)(end - body.s) - i : body.n - i;
        const char *comment = memchr(body.s + i, ';', n);
        uint32_t kept = comment != NULL ? (uint32_t)(comment - body.s) - i : n;
        epanet_line line = {.at = {file, number, 1, kept}, .text = {body.s + i, kept}};
        add_line(t, line, &section);
        i += n + 1;
    }
    return t->e;
}
