package kvinnofrid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records that go into a call, in UTF-8. A record has at most 16 MiB. For populations that do not fit in one array, add them to a
 * {@link Partial} piece by piece.
 */
public final class Records {
    final int format;
    final byte[] bytes;

    private Records(int format, byte[] bytes) {
        if (bytes == null) {
            throw new NullPointerException("there are no records");
        }
        this.format = format;
        this.bytes = bytes;
    }

    /**
     * Takes one record, a JSON object, or a JSON list of them.
     *
     * @param json the text
     * @return the records
     */
    public static Records json(String json) {
        return json(Engine.encoded(json));
    }

    /**
     * Takes one record, a JSON object, or a JSON list of them.
     *
     * @param utf8 the text in UTF-8; it is not copied, and must not change during a call
     * @return the records
     */
    public static Records json(byte[] utf8) {
        return new Records(Numbers.KVF_FORMAT_JSON, utf8);
    }

    /**
     * Takes one JSON object a line. Blank lines are skipped.
     *
     * @param lines the text
     * @return the records
     */
    public static Records ndjson(String lines) {
        return ndjson(Engine.encoded(lines));
    }

    /**
     * Takes one JSON object a line. Blank lines are skipped.
     *
     * @param utf8 the text in UTF-8; it is not copied, and must not change during a call
     * @return the records
     */
    public static Records ndjson(byte[] utf8) {
        return new Records(Numbers.KVF_FORMAT_NDJSON, utf8);
    }

    /**
     * Reads a file with one JSON object a line.
     *
     * @param file the file
     * @return the records
     * @throws IOException if the file cannot be read
     */
    public static Records ndjson(Path file) throws IOException {
        return ndjson(Files.readAllBytes(file));
    }
}
