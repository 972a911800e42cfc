package kvinnofrid;

/** What happens with a record that cannot be read or evaluated. */
public enum OnError {
    /** The call fails. */
    STOP(Numbers.KVF_ON_ERROR_STOP),
    /** The record is skipped and counted among the {@link Rejected}, and the call goes on. */
    SKIP(Numbers.KVF_ON_ERROR_SKIP);

    final int code;

    OnError(int code) {
        this.code = code;
    }
}
