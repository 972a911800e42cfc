package kvinnofrid;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a call failed, or a record was skipped. It never repeats a value of a record, so it may be logged. {@link #getMessage()} is
 * Swedish, as everywhere in kvinnofrid unless a language is chosen; {@link #message(Language)} has both.
 */
public final class KvinnofridException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    private final Status status;
    /** The same in English. */
    private final String english;
    /** The row, or 0. */
    private final long row;
    /** The path of the field, or the empty text. */
    private final String field;
    /** The name of the argument, or the empty text. */
    private final String argument;
    /** The findings in both languages, or empty texts. */
    private final String[] findings;

    private KvinnofridException(int status, long error) {
        super(Engine.decoded(Engine.c().kvf_error_message(error, Language.SWEDISH.code).bytes()));
        Bridge c = Engine.c();
        this.status = Status.of(status);
        english = Engine.decoded(c.kvf_error_message(error, Language.ENGLISH.code).bytes());
        row = c.kvf_error_row(error);
        field = Engine.decoded(c.kvf_error_field(error).bytes());
        argument = Engine.decoded(c.kvf_error_argument(error).bytes());
        findings = new String[] {
            Engine.decoded(c.kvf_error_findings_json(error, Language.SWEDISH.code).bytes()),
            Engine.decoded(c.kvf_error_findings_json(error, Language.ENGLISH.code).bytes())
        };
    }

    /** Reads an error of the library, and frees it. */
    static KvinnofridException taken(int status, long error) {
        try {
            return new KvinnofridException(status, error);
        } finally {
            Engine.c().kvf_error_free(error);
        }
    }

    /** Reads an error that belongs to something else. */
    static KvinnofridException read(long error) {
        return new KvinnofridException(Engine.c().kvf_error_status(error), error);
    }

    /**
     * Returns what kind of failure it is.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * Returns what is wrong and what to do about it.
     *
     * @param language the language
     * @return the message
     */
    public String message(Language language) {
        return language == Language.ENGLISH ? english : getMessage();
    }

    /**
     * Returns the row of the data.
     *
     * @return the row, counted from 1: the line in NDJSON, the position in a JSON list; empty if unknown
     */
    public OptionalLong row() {
        return row == 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /**
     * Returns the path of the field.
     *
     * @return the path, such as {@code insatser[2].erbjuden} (elements counted from 0); empty if unknown
     */
    public Optional<String> field() {
        return given(field);
    }

    /**
     * Returns the name of the invalid argument.
     *
     * @return the name, such as {@code period}; empty if unknown
     */
    public Optional<String> argument() {
        return given(argument);
    }

    /**
     * Returns every finding in the rule files, for {@link Status#RULES}.
     *
     * @param language the language of the messages
     * @return a JSON list as {@link Rules#check} returns it; empty for any other status
     */
    public Optional<String> findings(Language language) {
        return given(findings[language.code]);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
