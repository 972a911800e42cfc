package kvinnofrid;

/** Why a call failed. The codes are those of the C library, and never reused. */
public enum Status {
    /** The rule files have errors: {@link KvinnofridException#findings(Language)} has all of them. */
    RULES(Numbers.KVF_RULES),
    /** A record, a map, a file or a partial is not valid: {@link KvinnofridException#row()} and {@code field()} say where. */
    INPUT(Numbers.KVF_INPUT),
    /** A rule could not be evaluated for a record: overflow or division by zero. */
    EVALUATE(Numbers.KVF_EVALUATE),
    /** A limit was exceeded, or there is not enough memory for the result. */
    LIMIT(Numbers.KVF_LIMIT),
    /** An argument is invalid: an unknown programme, reading or period, say. */
    ARGUMENT(Numbers.KVF_ARGUMENT),
    /** A fault of kvinnofrid. The message has no value of a record: please report it. The process can go on. */
    INTERNAL(Numbers.KVF_INTERNAL),
    /** The function of {@link Options#cancel} cancelled the call. */
    CANCELLED(Numbers.KVF_CANCELLED),
    /** Options or a partial are in use by another thread, or by the call whose callback made this call. */
    BUSY(Numbers.KVF_BUSY);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /**
     * Returns the number of the status in C.
     *
     * @return the number, such as 2 for {@link #INPUT}
     */
    public int code() {
        return code;
    }

    static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return INTERNAL;
    }
}
