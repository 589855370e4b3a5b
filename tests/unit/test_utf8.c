/* test_utf8.c - valid and invalid UTF-8, columns, and what a terminal must not be handed. */
#include "base/utf8.h"

#include <string.h>

#include "cm.h"

/* Encodes without asking whether it may: so that what must be refused can be written too. */
static unsigned encode(uint32_t c, unsigned length, char *s)
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (length == 1) {
        s[0] = (char)c;
        return 1;
    }
    for (unsigned i = length; i-- > 1; c >>= 6) s[i] = (char)(0x80 | (c & 0x3F));
    s[0] = (char)(lead[length] | c);
    return length;
}

static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x1FFFFF; c++) {
        unsigned shortest = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        bool valid = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        for (unsigned length = shortest; length <= 4; length++) {
            char s[4];
            uint32_t got = 0;
            encode(c, length, s);
            unsigned want = valid && length == shortest ? length : 0;
            assert_int_equal(hr_utf8_decode(s, length, &got), want);
            if (want != 0) assert_int_equal(got, c);
            if (length > 1) assert_int_equal(hr_utf8_decode(s, length - 1, NULL), 0); /* cut off */
        }
    }
    assert_int_equal(hr_utf8_decode("x", 0, NULL), 0);
    assert_int_equal(hr_utf8_decode("\x80", 1, NULL), 0);
    assert_int_equal(hr_utf8_decode("\xFF", 1, NULL), 0);
}

static void first_bad_byte_is_found(void **state)
{
    (void)state;
    char text[64];
    for (size_t at = 0; at < 40; at++) { /* at every place relative to the blocks of eight */
        memset(text, 'a', sizeof text);
        text[at] = '\xE4';
        assert_int_equal(hr_utf8_check(text, 40), at);
        text[at] = '\xC3';
        text[at + 1] = '\xA4';
        assert_int_equal(hr_utf8_check(text, 42), 42);
        assert_int_equal(hr_utf8_check(text, at + 1), at);
    }
}

static void columns_are_counted(void **state)
{
    (void)state;
    assert_int_equal(hr_utf8_columns(HR_STR("bus-A")), 5);
    assert_int_equal(hr_utf8_columns(HR_STR("b\xC3\xA4r")), 3);
    assert_int_equal(hr_utf8_columns(HR_STR("a\xCC\x88")), 1);                /* a with a combining diaeresis */
    assert_int_equal(hr_utf8_columns(HR_STR("\xE9\x9B\xBB\xE5\x8A\x9B")), 4); /* two Han characters */
    assert_int_equal(hr_utf8_columns(HR_STR("\033\xFF")), 2);
}

static void controls_are_unsafe(void **state)
{
    (void)state;
    static const uint32_t bad[] = {0, 7, 9, 10, 27, 31, 127, 128, 0x9B, 0x9F, 0x202E, 0x2066, 0x2069, 0x200F, 0x2028};
    static const uint32_t good[] = {' ', '~', 0xA0, 0xB0, 0x3A9, 0x2013, 0x20AC, 0x1F600};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_true(hr_utf8_unsafe(bad[i]));
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) assert_false(hr_utf8_unsafe(good[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point),
        cmocka_unit_test(first_bad_byte_is_found),
        cmocka_unit_test(columns_are_counted),
        cmocka_unit_test(controls_are_unsafe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
