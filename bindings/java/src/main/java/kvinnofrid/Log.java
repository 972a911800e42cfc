package kvinnofrid;

/** Takes the messages of calls, for a host's log. They have no values of records. What it throws is dropped. */
@FunctionalInterface
public interface Log {
    /** What kind of message it is. */
    enum Level {
        /** A call failed; the exception has the same message. */
        ERROR(Numbers.KVF_LOG_ERROR),
        /** A call succeeded, but something looks wrong in the data, or records were skipped. */
        WARNING(Numbers.KVF_LOG_WARNING);

        private final int code;

        Level(int code) {
            this.code = code;
        }

        static Level of(int code) {
            return code == WARNING.code ? WARNING : ERROR;
        }
    }

    /**
     * Takes a message, in the thread of the call and before it returns. It may not use the options or partial of that call.
     *
     * @param level what kind of message it is
     * @param message the message
     */
    void log(Level level, String message);
}
