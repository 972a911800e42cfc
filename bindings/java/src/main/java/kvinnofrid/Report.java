package kvinnofrid;

/**
 * The figures of everything counted. They are exact, and may be about few people, unless {@link Options#protect} was set.
 *
 * @param json the report, as {@code kvinnofrid report --format json} writes it: {@code receipt}, {@code rows} and {@code missing}
 * @param rejected the records that the call skipped; of a report of a partial none, since its additions said so
 */
public record Report(String json, Rejected rejected) {
    /** Returns the JSON. */
    @Override
    public String toString() {
        return json;
    }
}
