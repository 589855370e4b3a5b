/* cm.h - cmocka with the headers it wants before it. */
#ifndef HR_TESTS_UNIT_CM_H
#define HR_TESTS_UNIT_CM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
