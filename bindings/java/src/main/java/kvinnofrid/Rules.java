package kvinnofrid;

import java.nio.file.Path;

/** Rule sets: all programmes and their editions. They never change, and may be used by any number of threads. */
public final class Rules extends Handle {
    private Rules(long address) {
        super(address, Engine.c()::kvf_rules_free);
    }

    /**
     * Returns the rule sets that are embedded in the library.
     *
     * @return the rule sets
     */
    public static Rules embedded() {
        return new Rules(Engine.made(Engine.c()::kvf_rules_embedded));
    }

    /**
     * Reads the rule sets of a folder, or of a single rule file, which stands for its folder. Errors in them are found by
     * {@link #check} and by the calls that need them.
     *
     * @param folder the folder
     * @return the rule sets
     * @throws KvinnofridException {@link Status#INPUT} if it cannot be read, {@link Status#LIMIT}
     */
    public static Rules open(Path folder) {
        byte[] path = Engine.encoded(folder.toString());
        return new Rules(Engine.made((out, error) -> Engine.c().kvf_rules_open(path, path.length, out, error)));
    }

    /**
     * Reads the rule sets of a folder as {@link #open} does, if {@code kvinnofrid sign} signed it with the key and nothing was
     * changed since.
     *
     * @param folder the folder that was signed
     * @param key a public key of minisign: the text of its file, or its second line
     * @return the rule sets
     * @throws KvinnofridException {@link Status#INPUT} if the rules are not signed with the key, {@link Status#ARGUMENT} if it is
     *     none, {@link Status#LIMIT}
     */
    public static Rules openSigned(Path folder, String key) {
        byte[] path = Engine.encoded(folder.toString());
        byte[] trusted = Engine.encoded(key);
        return new Rules(Engine.made((out, error) ->
            Engine.c().kvf_rules_open_signed(path, path.length, trusted, trusted.length, out, error)));
    }

    /**
     * Reads the rule sets of a folder as {@link #open} does, or {@link #openSigned} if there is a key, within limits.
     *
     * @param folder the folder
     * @param key a public key of minisign, or null
     * @param options the {@link Options#limit limits} {@code rule_files} and {@code rule_bytes}; nothing else of them matters
     * @return the rule sets
     * @throws KvinnofridException as those two
     */
    public static Rules open(Path folder, String key, Options options) {
        byte[] path = Engine.encoded(folder.toString());
        byte[] trusted = Engine.encoded(key);
        try (Use o = options.use()) {
            return new Rules(Engine.made((out, error) ->
                Engine.c().kvf_rules_open_with(path, path.length, trusted, Engine.length(trusted), o.address(), out, error)));
        }
    }

    /**
     * Returns every error and warning in the rule files. They are a result and no failure.
     *
     * @param language the language of the messages
     * @return a JSON list, as {@code kvinnofrid check --format json} writes it; empty if there are none
     */
    public String check(Language language) {
        try (Use rules = use()) {
            return Engine.text((out, error) -> Engine.c().kvf_rules_check_json(rules.address(), language.code, out, error));
        }
    }

    /**
     * Lists the editions of all programmes that have no errors.
     *
     * @return a JSON list, as {@code kvinnofrid programmes --format json} writes it: {@code programme}, {@code edition},
     *     {@code title}, {@code from}, {@code to}, {@code status}, {@code revision}, {@code digest} and more of each
     */
    public String programmes() {
        try (Use rules = use()) {
            return Engine.text((out, error) -> Engine.c().kvf_programmes_json(rules.address(), out, error));
        }
    }

    /**
     * Loads a programme. Without an edition, each call uses the edition that is in force throughout its periods, and several periods
     * are a series over editions.
     *
     * @param id the programme, such as {@code stockholm/kvinnofrid}, or with its edition, {@code stockholm/kvinnofrid@2012-2014};
     *     null for the only programme there is
     * @return the programme
     * @throws KvinnofridException {@link Status#RULES} if its rule files have errors, {@link Status#ARGUMENT} if it does not exist
     */
    public Programme programme(String id) {
        return programme(id, null, null);
    }

    /**
     * Loads an edition of a programme.
     *
     * @param id the programme, or null for the only one there is
     * @param edition the edition, such as {@code 2012-2014}, or null
     * @param on a day, such as {@code 2013-06-30}, on which the edition is in force, or null
     * @return the programme
     * @throws KvinnofridException {@link Status#RULES} if its rule files have errors, {@link Status#ARGUMENT} if it does not exist
     */
    public Programme programme(String id, String edition, String on) {
        byte[] programme = Engine.encoded(id);
        byte[] named = Engine.encoded(edition);
        byte[] day = Engine.encoded(on);
        try (Use rules = use()) {
            return new Programme(Engine.made((out, error) -> Engine.c().kvf_programme_load(rules.address(), programme,
                    Engine.length(programme), named, Engine.length(named), day, Engine.length(day), out, error)));
        }
    }
}
