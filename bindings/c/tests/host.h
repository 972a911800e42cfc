/* What programs that play a host assert. */

#include <kvinnofrid.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IS(call, expected)                                                                          \
    do {                                                                                            \
        int32_t is_ = (call);                                                                       \
        if (is_ != (expected)) {                                                                    \
            fprintf(stderr, "line %d: %s answers %d\n", __LINE__, #call, (int)is_);                 \
            exit(1);                                                                                \
        }                                                                                           \
    } while (0)
#define HOLDS(what)                                                                                 \
    do {                                                                                            \
        if (!(what)) {                                                                              \
            fprintf(stderr, "line %d: not so: %s\n", __LINE__, #what);                              \
            exit(1);                                                                                \
        }                                                                                           \
    } while (0)
/* The call fails as expected, `err` says why in both languages, and is freed. */
#define FAILS(call, expected)                                                                       \
    do {                                                                                            \
        err = (kvf_error *)(void *)garbage;                                                         \
        IS(call, expected);                                                                         \
        HOLDS(err != NULL && kvf_error_status(err) == (expected));                                  \
        HOLDS(kvf_error_message(err, KVF_LANG_SV).len > 0 && kvf_error_message(err, 77).len > 0);   \
        HOLDS(strlen(kvf_error_message(err, KVF_LANG_EN).data) == kvf_error_message(err, 1).len);   \
        kvf_error_free(err);                                                                        \
    } while (0)

/* What a pointer holds before a call. */
static char garbage[8];
