// Generated from bindings/c/include/kvinnofrid.h: UPDATE=1 cargo test -p kvinnofrid-tests foreign::java
package kvinnofrid;

/** The numbers of the C library. */
final class Numbers {
    private Numbers() { }

    static final int KVF_VERSION_MAJOR = 0;
    static final int KVF_VERSION_MINOR = 1;
    static final int KVF_VERSION_PATCH = 0;
    static final int KVF_ABI_VERSION = 1;
    static final int KVF_OK = 0;
    static final int KVF_RULES = 1;
    static final int KVF_INPUT = 2;
    static final int KVF_EVALUATE = 3;
    static final int KVF_LIMIT = 4;
    static final int KVF_ARGUMENT = 5;
    static final int KVF_INTERNAL = 6;
    static final int KVF_CANCELLED = 7;
    static final int KVF_BUSY = 8;
    static final int KVF_LANG_SV = 0;
    static final int KVF_LANG_EN = 1;
    static final int KVF_FORMAT_JSON = 0;
    static final int KVF_FORMAT_NDJSON = 1;
    static final int KVF_LOG_ERROR = 0;
    static final int KVF_LOG_WARNING = 1;
    static final int KVF_ON_ERROR_STOP = 0;
    static final int KVF_ON_ERROR_SKIP = 1;

    static final int KVF_VERSION_NUMBER =
            KVF_VERSION_MAJOR * 1_000_000 + KVF_VERSION_MINOR * 1_000 + KVF_VERSION_PATCH;
}
