package kvinnofrid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The options of calls: periods, breakdowns, readings. They also keep what was compiled for the last question, so that a record costs
 * microseconds from the second on: keep them. They belong to one thread at a time; a second gets {@link Status#BUSY}.
 *
 * <p>Each method returns the same options. Most calls need a period or a day. What does not fit the programme is thrown by the call
 * that uses the options.
 */
public final class Options extends Handle {
    private Bridge.Callback cancel;
    private Bridge.Callback log;

    /** Creates options with every default. */
    public Options() {
        super(Engine.made(Engine.c()::kvf_options_new), Engine.c()::kvf_options_free);
    }

    /**
     * Adds a period. Several are a series.
     *
     * @param period {@code 2013}, {@code 2013-T1} (a third of a year), {@code 2013-Q2} or {@code 2013-01-01/2013-06-30}
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is none
     */
    public Options period(String period) {
        return text(Engine.c()::kvf_options_add_period, period);
    }

    /**
     * Sets the day that selects the edition and, without a period, is the period.
     *
     * @param day the day, such as {@code 2013-06-30}; null unsets it
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is none
     */
    public Options on(String day) {
        return text(Engine.c()::kvf_options_set_on, day);
    }

    /**
     * Adds a field or grouping that figures are broken down by, at most six.
     *
     * @param field the field, such as {@code stadsdel}
     * @return the options
     */
    public Options by(String field) {
        return text(Engine.c()::kvf_options_add_by, field);
    }

    /**
     * Adds an indicator to show; with none, all are shown. All are counted in any case.
     *
     * @param id the indicator, such as {@code kvinnor-kända}
     * @return the options
     */
    public Options indicator(String id) {
        return text(Engine.c()::kvf_options_add_indicator, id);
    }

    /**
     * Limits {@link Programme#members} and {@link Programme#worklist} to one cell of a report. Several fields may be set.
     *
     * @param field the field or grouping, such as {@code stadsdel}
     * @param category its category, such as {@code Farsta}; {@code okänt} for those whose value is missing
     * @return the options
     */
    public Options where(String field, String category) {
        return texts(Engine.c()::kvf_options_set_where, field, category);
    }

    /**
     * Adds, for {@link Kvinnofrid#diff}, what something of the old rules is called in the new ones. The last call for one name
     * counts.
     *
     * @param oldName a field ({@code känd_sedan}), a code ({@code kön:kvinna}) or an id
     * @param newName its new name
     * @return the options
     */
    public Options renamed(String oldName, String newName) {
        return texts(Engine.c()::kvf_options_add_renamed, oldName, newName);
    }

    /**
     * Sets whether a report has rows that are totals over a breakdown, {@code Totalt}.
     *
     * @param yes true (the default), or false so that rows can be summed
     * @return the options
     */
    public Options totals(boolean yes) {
        return flag(Engine.c()::kvf_options_set_totals, yes);
    }

    /**
     * Sets a reading to one of its alternatives. The last call wins.
     *
     * @param reading the reading, such as {@code åldersgräns}
     * @param alternative the alternative, such as {@code alla}
     * @return the options
     */
    public Options reading(String reading, String alternative) {
        return texts(Engine.c()::kvf_options_set_reading, reading, alternative);
    }

    /**
     * Sets what a classification returns beside the target groups.
     *
     * @param what {@code routines}, {@code instruments}, {@code activities} and {@code resources}, separated by commas; null for
     *     nothing (the default)
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is something else
     */
    public Options with(String what) {
        return text(Engine.c()::kvf_options_set_with, what);
    }

    /**
     * Sets whether a report also evaluates every other alternative of every reading, one at a time.
     *
     * @param yes whether it does; false by default
     * @return the options
     */
    public Options everyAlternative(boolean yes) {
        return flag(Engine.c()::kvf_options_set_every_alternative, yes);
    }

    /**
     * Lets each two consecutive editions of a series both count one period, which shows what the changed definitions do.
     *
     * @param period that period; null for the last of the earlier edition
     * @return the options
     */
    public Options bridge(String period) {
        byte[] utf8 = Engine.encoded(period);
        return set((options, error) -> Engine.c().kvf_options_set_bridge(options, 1, utf8, Engine.length(utf8), error));
    }

    /**
     * Unsets {@link #bridge}.
     *
     * @return the options
     */
    public Options noBridge() {
        return set((options, error) -> Engine.c().kvf_options_set_bridge(options, 0, null, 0, error));
    }

    /**
     * Sets how reports are protected for publication. It applies to partials created with these options.
     *
     * @param method {@code round:5}, {@code round:3}, {@code round:10} or {@code suppress:5}; null for exact figures (the default)
     * @param key the secret, 16 to 4096 bytes of random data, such as a key from a key store; it is stored until options and
     *     partials are closed
     * @param ledger the file that records what was published, which is created if it does not exist
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if the method or key is none
     */
    public Options protect(String method, byte[] key, Path ledger) {
        byte[] how = Engine.encoded(method);
        byte[] file = Engine.encoded(ledger == null ? null : ledger.toString());
        return set((options, error) -> Engine.c().kvf_options_set_protect(options, how, Engine.length(how), key, Engine.length(key),
                file, Engine.length(file), error));
    }

    /**
     * Sets whether duplicate keys are not looked for, so that no keys are stored. A duplicate record is then counted twice.
     *
     * @param yes whether every record is trusted to be there once; false by default
     * @return the options
     */
    public Options assumeUnique(boolean yes) {
        return flag(Engine.c()::kvf_options_set_assume_unique, yes);
    }

    /**
     * Sets whether every field of the records is checked, and not only those that a call asks.
     *
     * @param yes whether everything is checked; false by default
     * @return the options
     */
    public Options checkAll(boolean yes) {
        return flag(Engine.c()::kvf_options_set_check_all, yes);
    }

    /**
     * Sets a limit instead of its default.
     *
     * @param name {@code record_bytes}, {@code text_bytes}, {@code elements}, {@code visits}, {@code rows}, {@code categories},
     *     or for {@link Rules#open(java.nio.file.Path, String, Options)} {@code rule_files} or {@code rule_bytes}
     * @param most the most that is accepted; what is beyond it is {@link Status#LIMIT}
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if there is no such limit, or it cannot be that
     */
    public Options limit(String name, long most) {
        byte[] utf8 = Engine.encoded(name);
        return set((options, error) -> Engine.c().kvf_options_set_limit(options, utf8, Engine.length(utf8), most, error));
    }

    /**
     * Sets what happens with a record that cannot be read or evaluated.
     *
     * @param what {@link OnError#STOP} by default
     * @return the options
     */
    public Options onError(OnError what) {
        return set((options, error) -> Engine.c().kvf_options_set_on_error(options, what.code, error));
    }

    /**
     * Adds something that {@link Programme#explain} explains; with none, all target groups are.
     *
     * @param id a target group, indicator, routine, instrument, activity or resource
     * @return the options
     */
    public Options subject(String id) {
        return text(Engine.c()::kvf_options_add_subject, id);
    }

    /**
     * Sets what a row of {@link Programme#worklist} is about.
     *
     * @param what {@code field} (the default) or {@code record}
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is something else
     */
    public Options per(String what) {
        return text(Engine.c()::kvf_options_set_per, what);
    }

    /**
     * Sets how many rows {@link Programme#worklist} returns.
     *
     * @param rows how many, 20 by default
     * @return the options
     */
    public Options first(int rows) {
        return set((options, error) -> Engine.c().kvf_options_set_first(options, natural(rows), error));
    }

    /**
     * Sets the target group of a {@link Baseline}, whose condition is evaluated in each source that has the fields.
     *
     * @param group the group, such as {@code kvinnor}; null (the default) for everyone in the sources
     * @return the options
     */
    public Options group(String group) {
        return text(Engine.c()::kvf_options_set_group, group);
    }

    /**
     * Sets the list whose elements are a person's contacts with a source of a {@link Baseline}, for estimates from how often
     * persons recur.
     *
     * @param list the list, such as {@code insatser}; null (the default) where each row is a contact
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT}
     */
    public Options contacts(String list) {
        return text(Engine.c()::kvf_options_set_contacts, list);
    }

    /**
     * Adds a source of a {@link Baseline} that holds members of the group only.
     *
     * @param source the source
     * @return the options
     */
    public Options listed(String source) {
        return text(Engine.c()::kvf_options_add_listed, source);
    }

    /**
     * Sets whether a {@link Baseline} also estimates how many persons no source knows, beside those known.
     *
     * @param yes whether it does; false by default
     * @return the options
     */
    public Options estimate(boolean yes) {
        return flag(Engine.c()::kvf_options_set_estimate, yes);
    }

    /**
     * Sets how the sources of a {@link Baseline} depend on each other.
     *
     * @param how {@code unknown} (the default), {@code referral} or {@code avoidance}
     * @return the options
     * @throws KvinnofridException {@link Status#ARGUMENT} if it is something else
     */
    public Options dependence(String how) {
        return text(Engine.c()::kvf_options_set_dependence, how);
    }

    /**
     * Sets whether {@link Programme#explain} shows values of sensitive fields, and {@link Programme#members} the keys of records.
     *
     * @param yes whether they do; false by default
     * @return the options
     */
    public Options showSensitive(boolean yes) {
        return flag(Engine.c()::kvf_options_set_show_sensitive, yes);
    }

    /**
     * Sets whether {@link Programme#classifyArrow} returns the missing fields of each target group. JSON always has them.
     *
     * @param yes whether it does; false by default
     * @return the options
     */
    public Options missing(boolean yes) {
        return flag(Engine.c()::kvf_options_set_missing, yes);
    }

    /**
     * Sets whether a classification returns, for each target group, the code of the part of its condition that decides.
     *
     * @param yes whether it does; false by default
     * @return the options
     */
    public Options why(boolean yes) {
        return flag(Engine.c()::kvf_options_set_why, yes);
    }

    /**
     * Sets how many threads a call may use. The results are the same to the byte.
     *
     * @param threads how many, with the calling one: 1 by default, 0 for as many as the machine has; more than 256 are 256
     * @return the options
     */
    public Options threads(int threads) {
        return set((options, error) -> Engine.c().kvf_options_set_threads(options, natural(threads), error));
    }

    /**
     * Sets which columns and codes of the data are which fields and codes of the programme.
     *
     * @param toml the map; null unsets it
     * @return the options
     * @throws KvinnofridException {@link Status#LIMIT} if it is longer than 1 MiB
     */
    public Options map(String toml) {
        return text(Engine.c()::kvf_options_set_map, toml);
    }

    /**
     * Sets a function that long calls ask whether to go on, in their own thread. A cancelled call throws {@link Status#CANCELLED};
     * so does one whose function throws. Partials created with the options ask it too.
     *
     * @param ask returns true to cancel; null unsets it. It may not use the options or partial of that call
     * @return the options
     */
    public Options cancel(BooleanSupplier ask) {
        Bridge.Callback made = ask == null ? null : Engine.c().cancel(ask);
        set((options, error) -> Engine.c().kvf_options_set_cancel(options, address(made), 0, error));
        cancel = made;
        return this;
    }

    /**
     * Sets a log that takes failures and warnings of the calls that use the options, and of partials created with them.
     *
     * @param language the language of its messages
     * @param to the log; null unsets it
     * @return the options
     */
    public Options log(Language language, Log to) {
        Bridge.Callback made = to == null ? null : Engine.c().log(to);
        set((options, error) -> Engine.c().kvf_options_set_log(options, language.code, address(made), 0, error));
        log = made;
        return this;
    }

    /**
     * Returns what was odd about the records of the last classification with these options.
     *
     * @param language the language of the messages
     * @return a JSON list of objects with {@code code}, {@code field}, {@code count} and {@code message}
     */
    public String warnings(Language language) {
        try (Use options = use()) {
            return Engine.text((out, error) -> Engine.c().kvf_options_warnings_json(options.address(), language.code, out, error));
        }
    }

    /** Returns what the library may call as long as a partial created with the options is not freed. */
    List<Bridge.Callback> callbacks() {
        List<Bridge.Callback> callbacks = new ArrayList<>(2);
        callbacks.add(cancel);
        callbacks.add(log);
        return callbacks;
    }

    private static long address(Bridge.Callback callback) {
        return callback == null ? 0 : callback.address();
    }

    /** Java has no unsigned numbers: a negative one would be thousands of millions. */
    private static int natural(int number) {
        if (number < 0) {
            throw new IllegalArgumentException(number + " is negative");
        }
        return number;
    }

    /** A setter of anything. */
    private interface Setter {
        int status(long options, long[] error);
    }

    /** A setter of yes or no. */
    private interface OfFlag {
        int status(long options, int yes, long[] error);
    }

    /** A setter of a text. */
    private interface OfText {
        int status(long options, byte[] text, long len, long[] error);
    }

    /** A setter of two texts. */
    private interface OfTexts {
        int status(long options, byte[] first, long firstLen, byte[] second, long secondLen, long[] error);
    }

    private Options set(Setter setter) {
        try (Use options = use()) {
            Engine.call(error -> setter.status(options.address(), error));
        }
        return this;
    }

    private Options flag(OfFlag setter, boolean yes) {
        return set((options, error) -> setter.status(options, yes ? 1 : 0, error));
    }

    private Options text(OfText setter, String text) {
        byte[] utf8 = Engine.encoded(text);
        return set((options, error) -> setter.status(options, utf8, Engine.length(utf8), error));
    }

    private Options texts(OfTexts setter, String first, String second) {
        byte[] one = Engine.encoded(first);
        byte[] two = Engine.encoded(second);
        return set((options, error) -> setter.status(options, one, Engine.length(one), two, Engine.length(two), error));
    }
}
