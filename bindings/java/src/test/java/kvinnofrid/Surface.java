package kvinnofrid;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Answers the questions of the corpus of cases (tests/src/surface/process.rs), one after the other. */
final class Surface {
    /** An option of a question, with its values. */
    private record Option(String name, List<String> values) {
        String first() {
            return values.get(0);
        }
    }

    private Surface() { }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String verb; (verb = in.readLine()) != null;) {
            List<Option> asked = new ArrayList<>();
            for (String line; !(line = in.readLine()).isEmpty();) {
                String[] words = line.split(" ", -1);
                List<String> values = new ArrayList<>();
                for (int word = 1; word < words.length; word++) {
                    values.add(new String(HexFormat.of().parseHex(words[word]), StandardCharsets.UTF_8));
                }
                asked.add(new Option(words[0], values));
            }
            try {
                answer("ok", answer(verb, asked));
            } catch (KvinnofridException error) {
                answer("error", error.message(Language.ENGLISH));
            }
        }
    }

    private static void answer(String how, String text) {
        System.out.println(how + " " + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        System.out.flush();
    }

    private static String value(List<Option> asked, String name) {
        return asked.stream().filter(option -> option.name.equals(name)).findFirst().map(Option::first).orElse(null);
    }

    private static String answer(String verb, List<Option> asked) {
        String folder = value(asked, "rules");
        Language language = "sv".equals(value(asked, "lang")) ? Language.SWEDISH : Language.ENGLISH;
        try (Rules rules = folder == null ? Rules.embedded() : Rules.open(Path.of(folder))) {
            switch (verb) {
                case "check":
                    return rules.check(language);
                case "programmes":
                    return rules.programmes();
                case "diff":
                    try (Rules after = Rules.open(Path.of(value(asked, "after"))); Options options = options(asked)) {
                        return Kvinnofrid.diff(rules, after, value(asked, "programme"), options);
                    }
                default:
            }
            try (Programme programme = rules.programme(value(asked, "programme"), value(asked, "edition"), null);
                    Options options = options(asked)) {
                String given = value(asked, "records");
                Records records = given == null ? null : Records.ndjson(given);
                return switch (verb) {
                    case "report" -> programme.report(records, options).json();
                    case "classify" -> programme.classify(records, options).text();
                    case "members" -> programme.members(records, options).text();
                    case "worklist" -> programme.worklist(records, options).text();
                    case "validate" -> programme.validate(records, options, language);
                    case "baseline" -> baseline(programme, asked, options);
                    case "explain" -> programme.explain(given, options, language);
                    case "reasons" -> programme.reasons(options);
                    case "schema" -> programme.schema(options);
                    default -> throw new IllegalArgumentException(verb);
                };
            }
        }
    }

    /** Each source by itself, carried as bytes and merged: the same as all of them in one. */
    private static String baseline(Programme programme, List<Option> asked, Options options) {
        Baseline sum = null;
        try {
            for (Option source : asked.stream().filter(option -> option.name.equals("source")).toList()) {
                byte[] bytes;
                try (Baseline part = programme.baseline(options)) {
                    part.add(source.first(), Records.ndjson(source.values.get(1)));
                    bytes = part.serialize(true);
                }
                Baseline sent = Baseline.deserialize(bytes);
                if (sum == null) {
                    sum = sent;
                } else {
                    sum.merge(sent);
                    sent.close();
                }
            }
            return sum.finish(options, null, null);
        } finally {
            if (sum != null) {
                sum.close();
            }
        }
    }

    private static Options options(List<Option> asked) {
        Options options = new Options();
        for (Option option : asked) {
            switch (option.name) {
                case "programme", "edition", "rules", "records", "lang", "after", "source" -> { }
                case "period" -> options.period(option.first());
                case "on" -> options.on(option.first());
                case "by" -> options.by(option.first());
                case "indicator" -> options.indicator(option.first());
                case "where" -> options.where(option.first(), option.values.get(1));
                case "renamed" -> options.renamed(option.first(), option.values.get(1));
                case "reading" -> options.reading(option.first(), option.values.get(1));
                case "with" -> options.with(option.first());
                case "why" -> options.why(true);
                case "group" -> options.group(option.first());
                case "listed" -> options.listed(option.first());
                case "contacts" -> options.contacts(option.first());
                case "estimate" -> options.estimate(true);
                case "dependence" -> options.dependence(option.first());
                case "per" -> options.per(option.first());
                case "subject" -> options.subject(option.first());
                case "bridge" -> options.bridge(option.values.isEmpty() ? null : option.first());
                case "protect" -> options.protect(option.first(), option.values.get(1).getBytes(StandardCharsets.UTF_8),
                        Path.of(option.values.get(2)));
                default -> throw new IllegalArgumentException(option.name);
            }
        }
        return options;
    }
}
