package kvinnofrid;

/** The language of messages. Names of indicators stay Swedish: they are quotations. */
public enum Language {
    /** Swedish. */
    SWEDISH(Numbers.KVF_LANG_SV),
    /** English. */
    ENGLISH(Numbers.KVF_LANG_EN);

    final int code;

    Language(int code) {
        this.code = code;
    }
}
