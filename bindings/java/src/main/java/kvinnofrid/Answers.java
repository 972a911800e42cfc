package kvinnofrid;

/**
 * What a call says about records, and which it skipped. It is personal data.
 *
 * @param text lines of JSON, or a JSON object of a worklist; the same bytes in UTF-8 as the command line writes
 * @param rejected the records skipped, with {@link OnError#SKIP}
 */
public record Answers(String text, Rejected rejected) {
    /** A call that answers about records. */
    interface Call {
        int status(long[] out, long[] rejected, long[] error);
    }

    /** Makes a call that answers about records. */
    static Answers of(Call call) {
        long[] skipped = new long[1];
        String text = Engine.text((out, error) -> call.status(out, skipped, error));
        return new Answers(text, Rejected.taken(skipped[0]));
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
