package kvinnofrid;

import java.util.ArrayList;
import java.util.List;

/**
 * The records that a call skipped, with {@link OnError#SKIP}.
 *
 * @param count how many there were
 * @param reasons why, for the first twenty: each with its row and field where these are known, and without any value
 */
public record Rejected(long count, List<KvinnofridException> reasons) {
    /** Reads the skipped records of a call, and frees them. */
    static Rejected taken(long rejected) {
        Bridge c = Engine.c();
        try {
            List<KvinnofridException> reasons = new ArrayList<>();
            for (long reason; (reason = c.kvf_rejected_reason(rejected, reasons.size())) != 0;) {
                reasons.add(KvinnofridException.read(reason));
            }
            return new Rejected(c.kvf_rejected_count(rejected), List.copyOf(reasons));
        } finally {
            c.kvf_rejected_free(rejected);
        }
    }
}
