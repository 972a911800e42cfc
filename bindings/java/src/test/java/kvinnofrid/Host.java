package kvinnofrid;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a host may rely on: {@code Host CHECK PERSONS RULES} runs one of the checks, and prints {@code holds}. */
public final class Host {
    private static final String PERSON = "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\":"
            + " \"våldsutsatt\", \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}";
    private static final String ANSWER =
            "{\"id\":\"a1\",\"groups\":{\"kvinnor\":true,\"barn\":false,\"män\":false},\"missing\":{}}\n";

    private static Records persons;
    private static Path rules;

    private Host() { }

    /** A piece of a host's work. */
    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        persons = Records.ndjson(Path.of(args[1]));
        rules = Path.of(args[2]);
        switch (args[0]) {
            case "errors" -> errors();
            case "closing" -> closing();
            case "threads" -> threads();
            case "stack" -> stack();
            case "forgotten" -> forgotten();
            case "unloading" -> unloading();
            case "callbacks" -> callbacks();
            case "partials" -> partials();
            case "skipped" -> skipped();
            case "arrow" -> arrow();
            case "text" -> text();
            case "limits" -> limits();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("holds");
    }

    private static void check(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static KvinnofridException failure(Work work) throws Exception {
        try {
            work.run();
        } catch (KvinnofridException error) {
            return error;
        }
        throw new AssertionError("nothing failed");
    }

    private static void refused(Class<? extends Exception> how, Work work) throws Exception {
        try {
            work.run();
        } catch (Exception error) {
            check(how.isInstance(error), error);
            return;
        }
        throw new AssertionError("nothing was refused");
    }

    private static Programme programme() {
        try (Rules embedded = Rules.embedded()) {
            return embedded.programme("stockholm/kvinnofrid");
        }
    }

    private static Options year() {
        return new Options().period("2013");
    }

    /** The least that a host does, in whatever thread or loader. */
    public static void once() {
        try (Programme programme = programme(); Options options = year()) {
            check(programme.classify(Records.json(PERSON), options).text().equals(ANSWER), "another answer");
        }
    }

    private static void errors() throws Exception {
        try (Programme programme = programme(); Options options = year(); Rules embedded = Rules.embedded()) {
            KvinnofridException wrong = failure(() -> programme.classify(Records.json("{\"id\": 7, \"kön\": \"hemligt\"}"), options));
            check(wrong.status() == Status.INPUT && wrong.status().code() == 2, wrong.status());
            check(wrong.row().getAsLong() == 1 && wrong.field().get().equals("kön") && wrong.argument().isEmpty(), wrong.field());
            check(wrong.message(Language.SWEDISH).equals(wrong.getMessage()), wrong);
            check(!wrong.message(Language.ENGLISH).equals(wrong.getMessage()), wrong);
            check(!wrong.toString().contains("hemligt") && wrong.findings(Language.SWEDISH).isEmpty(), wrong);
            KvinnofridException unknown = failure(() -> embedded.programme("stockholm/finns-inte"));
            check(unknown.status() == Status.ARGUMENT, unknown);
            KvinnofridException period = failure(() -> new Options().period("i fjol"));
            check(period.status() == Status.ARGUMENT && period.argument().get().equals("period"), period.argument());
            refused(IllegalArgumentException.class, () -> new Options().first(-1));
            for (Language language : Language.values()) {
                check(embedded.check(language).startsWith("["), language);
            }
        }
        Path folder = Files.createTempDirectory("åäö");
        Files.writeString(folder.resolve("fel.rhai"), "programm(\"x\"\n");
        try (Rules broken = Rules.open(folder)) {
            check(broken.check(Language.ENGLISH).contains("\"code\""), broken.check(Language.ENGLISH));
            KvinnofridException faulty = failure(() -> broken.programme(null));
            check(faulty.status() == Status.RULES, faulty);
            check(!faulty.findings(Language.SWEDISH).equals(faulty.findings(Language.ENGLISH)), faulty.findings(Language.SWEDISH));
        }
        check(failure(() -> Rules.open(folder.resolve("saknas"))).status() == Status.INPUT, "a folder that is not there");
        check(failure(() -> Rules.openSigned(rules, "ingen nyckel")).status() == Status.ARGUMENT, "a key that is none");
        check(Kvinnofrid.version().matches("\\d+\\.\\d+\\.\\d+"), Kvinnofrid.version());
    }

    private static void closing() throws Exception {
        Programme programme = programme();
        Options options = year();
        Partial partial = programme.partial(options);
        programme.close();
        programme.close();
        options.close();
        // A partial needs neither.
        partial.add(persons);
        check(partial.report().json().contains("\"rows\""), "no report");
        partial.close();
        refused(IllegalStateException.class, () -> programme.classify(persons, year()));
        refused(IllegalStateException.class, partial::report);
        refused(IllegalStateException.class, () -> options.period("2014"));
        // What another thread uses is freed when that returns.
        for (int round = 0; round < 10; round++) {
            Programme shared = programme();
            Options own = year();
            Thread user = new Thread(() -> shared.report(persons, own));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            user.setUncaughtExceptionHandler((thread, error) -> thrown.set(error));
            user.start();
            Thread.sleep(3 * round);
            shared.close();
            own.close();
            user.join();
            check(thrown.get() == null || thrown.get() instanceof IllegalStateException, thrown.get());
        }
    }

    /** Runs work in threads, and throws what any of them throws. */
    private static void inThreads(int count, long stack, Work work) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Thread thread = new Thread(null, () -> {
                try {
                    work.run();
                } catch (Throwable error) {
                    thrown.set(error);
                }
            }, "host", stack);
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        if (thrown.get() != null) {
            throw new AssertionError(thrown.get());
        }
    }

    private static void threads() throws Exception {
        try (Programme programme = programme(); Options shared = year(); Options own = year()) {
            String expected = programme.classify(persons, own).text();
            AtomicInteger busy = new AtomicInteger();
            inThreads(8, 0, () -> {
                try (Options mine = year()) {
                    for (int round = 0; round < 3; round++) {
                        check(programme.classify(persons, mine).text().equals(expected), "another answer");
                        try {
                            check(programme.classify(persons, shared).text().equals(expected), "another answer");
                        } catch (KvinnofridException error) {
                            check(error.status() == Status.BUSY, error);
                            busy.incrementAndGet();
                        }
                    }
                }
            });
            check(busy.get() > 0, "options were never used by two threads at once");
            try (Options many = year().threads(4)) {
                check(programme.report(persons, many).json().equals(programme.report(persons, own).json()), "another report");
            }
        }
    }

    private static void stack() throws Exception {
        once();
        inThreads(2, 256 << 10, () -> {
            try (Rules opened = Rules.open(rules); Programme programme = opened.programme("stockholm/kvinnofrid");
                    Options options = year().map("[fält]\nkön = \"kön\"\n".repeat(1))) {
                check(opened.check(Language.SWEDISH).startsWith("["), "no findings");
                failure(() -> programme.classify(Records.json("[".repeat(1000)), options));
            }
            try (Programme programme = programme(); Options options = year()) {
                programme.report(persons, options);
                programme.explain(PERSON, options, Language.SWEDISH);
                programme.worklist(persons, options);
                check(programme.worklistHtml(persons, options, Language.ENGLISH, null).startsWith("<!doctype html>"), "no page");
                check(programme.worklistXlsx(persons, options, Language.SWEDISH, null)[0] == 'P', "no workbook");
            }
        });
    }

    private static long resident() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }

    private static void forget(int times) throws Exception {
        Records few = Records.ndjson(new String(persons.bytes, 0, 100_000, StandardCharsets.UTF_8).replaceAll("[^\n]*$", ""));
        for (int round = 0; round < times; round++) {
            Rules opened = Rules.open(rules);
            Programme programme = opened.programme("stockholm/kvinnofrid");
            Options options = year().log(Language.SWEDISH, (level, message) -> { }).cancel(() -> false);
            Partial partial = programme.partial(options);
            partial.add(few);
            partial.reportArrow();
            programme.classify(Records.json(PERSON), options);
            if (round % 4 == 0) {
                System.gc();
                Thread.sleep(20);
            }
        }
        System.gc();
        Thread.sleep(200);
    }

    private static void forgotten() throws Exception {
        forget(10);
        long before = resident();
        forget(40);
        long grown = resident() - before;
        System.out.println("resident set: " + (before >> 20) + " MiB, grown by " + (grown >> 20) + " MiB");
        check(grown < 40L << 20, "what is forgotten is not freed: " + grown);
    }

    /** Loads the binding anew, as a container does that deploys an application again. */
    private static final class Again extends ClassLoader {
        Again() {
            super(Host.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("kvinnofrid.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> there = findLoadedClass(name);
            if (there != null) {
                return there;
            }
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException error) {
                throw new ClassNotFoundException(name, error);
            }
        }
    }

    private static WeakReference<ClassLoader> loadedAgain() throws Exception {
        Again loader = new Again();
        Class<?> host = Class.forName("kvinnofrid.Host", true, loader);
        check(host != Host.class, "the same class");
        Thread thread = new Thread(() -> {
            try {
                host.getMethod("once").invoke(null);
            } catch (ReflectiveOperationException error) {
                throw new IllegalStateException(error);
            }
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        thread.setUncaughtExceptionHandler((of, error) -> thrown.set(error));
        thread.start();
        thread.join();
        check(thrown.get() == null, thrown.get());
        return new WeakReference<>(loader);
    }

    private static void unloading() throws Exception {
        once();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            loaders.add(loadedAgain());
        }
        System.gc();
        Thread.sleep(100);
        // JNA's tables of structures keep a class loader alive whose classes they describe.
        System.out.println(loaders.stream().filter(loader -> loader.get() != null).count() + " of 5 class loaders are still there");
        once();
    }

    private static void callbacks() throws Exception {
        List<String> said = new ArrayList<>();
        try (Programme programme = programme(); Options options = year()) {
            options.log(Language.ENGLISH, (level, message) -> said.add(level + ": " + message));
            programme.classify(Records.json("{\"id\": 1, \"finns_inte\": 1}"), options);
            check(said.size() == 1 && said.get(0).startsWith("WARNING: "), said);
            check(options.warnings(Language.SWEDISH).contains("unknown_field"), options.warnings(Language.SWEDISH));
            KvinnofridException wrong = failure(() -> programme.classify(Records.json("{\"id\": 1, \"kön\": 1}"), options));
            check(said.size() == 2 && said.get(1).equals("ERROR: " + wrong.message(Language.ENGLISH)), said);
            options.log(Language.SWEDISH, (level, message) -> {
                throw new IllegalStateException("a log that fails");
            });
            programme.classify(Records.json("{\"id\": 1, \"finns_inte\": 1}"), options);
            options.log(Language.SWEDISH, null);

            AtomicInteger asked = new AtomicInteger();
            options.cancel(() -> asked.incrementAndGet() > 1);
            check(failure(() -> programme.classify(persons, options)).status() == Status.CANCELLED, "not cancelled");
            options.cancel(() -> {
                throw new IllegalStateException("a function that fails");
            });
            check(failure(() -> programme.classify(persons, options)).status() == Status.CANCELLED, "not cancelled");
            // A callback may not use what is in use.
            List<Status> inside = new ArrayList<>();
            options.cancel(() -> {
                try {
                    options.period("2014");
                } catch (KvinnofridException error) {
                    inside.add(error.status());
                }
                return true;
            });
            failure(() -> programme.classify(persons, options));
            check(inside.equals(List.of(Status.BUSY)), inside);
            options.cancel(null);
            programme.classify(persons, options);
        }
        // A partial calls what its options had, though nothing else refers to it any more.
        AtomicInteger asked = new AtomicInteger();
        Partial partial = asking(asked);
        for (int round = 0; round < 5; round++) {
            System.gc();
        }
        partial.add(persons);
        partial.close();
        check(asked.get() > 0, "nobody asked");
    }

    private static Partial asking(AtomicInteger asked) {
        try (Programme programme = programme(); Options options = year()) {
            options.cancel(() -> {
                System.gc();
                return asked.incrementAndGet() < 0;
            });
            return programme.partial(options);
        }
    }

    private static void partials() throws Exception {
        String[] lines = new String(persons.bytes, StandardCharsets.UTF_8).split("(?<=\n)");
        try (Programme programme = programme(); Options options = year().by("stadsdel")) {
            Report whole = programme.report(persons, options);
            List<byte[]> parts = new ArrayList<>();
            for (int part = 0; part < 3; part++) {
                try (Partial counted = programme.partial(options)) {
                    for (int line = part; line < lines.length; line += 3) {
                        counted.add(Records.ndjson(lines[line]));
                    }
                    parts.add(counted.serialize());
                }
            }
            try (Partial sum = Partial.deserialize(parts.get(2)); Partial second = Partial.deserialize(parts.get(0));
                    Partial third = Partial.deserialize(parts.get(1))) {
                sum.merge(second);
                sum.merge(third);
                check(sum.report().json().equals(whole.json()), "another report");
                check(failure(() -> sum.merge(second)).status() == Status.INPUT, "persons twice");
                byte[] workbook = sum.reportXlsx(Language.SWEDISH);
                check(workbook[0] == 'P' && workbook[1] == 'K', "no workbook");
                check(sum.warnings(Language.ENGLISH).startsWith("["), sum.warnings(Language.ENGLISH));
                check(failure(() -> sum.add(persons)).status() == Status.ARGUMENT, "records after the report");
            }
            byte[] damaged = parts.get(0).clone();
            damaged[damaged.length / 2] ^= 1;
            check(failure(() -> Partial.deserialize(damaged)).status() == Status.INPUT, "damaged");
            check(failure(() -> Partial.deserialize(new byte[0])).status() == Status.INPUT, "nothing");
        }
    }

    private static void skipped() throws Exception {
        String wrong = "{\"id\": 1, \"kön\": \"hemligt\"}\n".repeat(30);
        try (Programme programme = programme(); Options options = year().onError(OnError.SKIP)) {
            Answers answers = programme.classify(Records.ndjson(wrong + PERSON.replace("\n", "")), options);
            check(answers.rejected().count() == 30 && answers.rejected().reasons().size() == 20, answers.rejected().count());
            KvinnofridException second = answers.rejected().reasons().get(1);
            check(second.row().getAsLong() == 2 && second.field().get().equals("kön") && second.status() == Status.INPUT, second);
            check(!second.toString().contains("hemligt"), second);
            check(answers.text().endsWith(ANSWER), answers);
            Report report = programme.report(Records.ndjson(wrong), options);
            check(report.rejected().count() == 30 && report.json().contains("\"rejected\":30"), report.json());
            options.onError(OnError.STOP);
            check(failure(() -> programme.report(Records.ndjson(wrong), options)).row().getAsLong() == 1, "the first row");
        }
    }

    /** Without a library of Arrow: a report's stream is a table of records of which nothing is known. */
    private static void arrow() throws Exception {
        try (Programme programme = programme(); Options options = year()) {
            try (Partial partial = programme.partial(options); ArrowStream figures = partial.reportArrow();
                    ArrowStream answers = programme.classifyArrow(figures, options, rejected -> check(rejected.count() == 0, rejected));
                    ArrowStream again = programme.classifyArrow(answers, options, null)) {
                check(figures.isReleased() && answers.isReleased() && !again.isReleased(), "a stream was not moved");
                // They have no key, and so cannot be counted.
                try (Partial counted = programme.partial(options)) {
                    check(failure(() -> counted.add(again)).field().get().equals("id"), "counted without a key");
                }
                check(again.isReleased(), "a stream was not released");
            }
            try (Partial partial = programme.partial(options); ArrowStream figures = partial.reportArrow();
                    ArrowStream table = partial.reportArrow(); ArrowStream other = partial.reportArrow()) {
                KvinnofridException none = failure(
                        () -> programme.classifyArrow(figures, Map.of("finns_inte", table, "våld", other), options, null));
                check(none.getMessage().contains("finns_inte"), none);
                check(figures.isReleased() && table.isReleased() && other.isReleased(), "a stream was not released");
            }
            try (ArrowSchema schema = programme.schemaArrow(options); ArrowStream empty = new ArrowStream()) {
                check(schema.address() != 0 && empty.isReleased(), "no schema");
                check(failure(() -> programme.classifyArrow(empty, options, null)).status() == Status.INPUT, "an empty stream");
            }
            check(failure(() -> programme.schemaArrow(null)).status() == Status.ARGUMENT, "which edition");
            for (int round = 0; round < 200; round++) {
                programme.schemaArrow(options).close();
            }
        }
    }

    private static void text() throws Exception {
        try (Programme programme = programme(); Options options = year()) {
            refused(IllegalArgumentException.class, () -> Records.json("{\"id\": \"\ud800\"}"));
            refused(IllegalArgumentException.class, () -> new Options().by("\udc00"));
            check(failure(() -> new Options().by("a\0b")).status() == Status.ARGUMENT, "NUL");
            check(failure(() -> new Options().period("")).status() == Status.ARGUMENT, "no period");
            String id = "å-😀-\u00a0";
            check(programme.classify(Records.json("{\"id\": \"" + id + "\"}"), options).text().contains(id), "another id");
            check(programme.classify(Records.ndjson(""), options).text().isEmpty(), "an answer about nobody");
            check(failure(() -> programme.classify(Records.json(new byte[] {(byte) 0xff}), options)).status() == Status.INPUT,
                    "not UTF-8");
            refused(NullPointerException.class, () -> Records.json((String) null));
        }
    }

    private static void limits() throws Exception {
        String[] names = {"record_bytes", "text_bytes", "elements", "visits", "rows", "categories"};
        // Each is too much of one kind for a limit of 1.
        Records two = Records.ndjson(PERSON.replace("}]}", "}], \"stadsdel\": \"Farsta\"}") + "\n"
                + PERSON.replace("a1", "a2").replace("}]}", "}, {\"roll\": \"våldsutsatt\"}], \"stadsdel\": \"Kista\"}"));
        try (Programme programme = programme()) {
            for (String name : names) {
                try (Options options = year().by("stadsdel")) {
                    programme.report(two, options);
                    options.limit(name, 1);
                    KvinnofridException beyond = failure(() -> programme.report(two, options));
                    check(beyond.status() == Status.LIMIT && beyond.message(Language.ENGLISH).contains("`" + name + "`"), beyond);
                    // The limit of a call can be raised again by the same options.
                    options.limit(name, 1_000_000);
                    programme.report(two, options);
                }
            }
        }
        try (Options options = new Options()) {
            for (long most : new long[] {0, -1, Long.MAX_VALUE}) {
                check(failure(() -> options.limit("rows", most)).status() == Status.ARGUMENT, most);
            }
            for (String name : new String[] {"rule_files", "rule_bytes"}) {
                options.limit(name, 1);
                KvinnofridException beyond = failure(() -> Rules.open(rules, null, options));
                check(beyond.status() == Status.LIMIT && beyond.getMessage().contains("`" + name + "`"), beyond);
                options.limit(name, name.equals("rule_files") ? 10_000 : 10_000_000);
                Rules.open(rules, null, options).close();
            }
            String key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
            check(failure(() -> Rules.open(rules, key, options)).status() == Status.INPUT, "not signed");
            KvinnofridException none = failure(() -> options.limit("nesting", 5));
            check(none.status() == Status.ARGUMENT && none.argument().get().equals("limits"), none);
        }
    }
}
