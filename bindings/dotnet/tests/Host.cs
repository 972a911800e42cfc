using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using Kvinnofrid;

/// What a host may rely on: `Host CHECK PERSONS RULES` runs one of the checks, and prints `holds`.
static class Host
{
    const string Person = "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\":"
        + " \"våldsutsatt\", \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}";
    const string Answer = "{\"id\":\"a1\",\"groups\":{\"kvinnor\":true,\"barn\":false,\"män\":false},\"missing\":{}}\n";

    static string file, rules;

    static Records Persons() => Records.NdjsonFile(file);

    static int Main(string[] args)
    {
        file = args[1];
        rules = args[2];
        switch (args[0])
        {
            case "errors": Errors(); break;
            case "closing": Closing(); break;
            case "threads": Threads(); break;
            case "stack": Stack(); break;
            case "forgotten": Forgotten(); break;
            case "unloading": Unloading(); break;
            case "callbacks": Callbacks(); break;
            case "partials": Partials(); break;
            case "skipped": Skipped(); break;
            case "arrow": Arrow(); break;
            case "text": Texts(); break;
            case "limits": Limits(); break;
            default: throw new ArgumentException(args[0]);
        }
        Console.WriteLine("holds");
        return 0;
    }

    static void Check(bool holds, object what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("does not hold: " + what);
        }
    }

    static KvinnofridException Failure(Action work)
    {
        try
        {
            work();
        }
        catch (KvinnofridException error)
        {
            return error;
        }
        throw new InvalidOperationException("nothing failed");
    }

    static void Refused<T>(Action work) where T : Exception
    {
        try
        {
            work();
        }
        catch (T)
        {
            return;
        }
        throw new InvalidOperationException("nothing was refused");
    }

    static Programme Loaded()
    {
        using (var embedded = Rules.Embedded())
        {
            return embedded.Programme("stockholm/kvinnofrid");
        }
    }

    static Options Year() => new Options().Period("2013");

    /// The least that a host does, in whatever thread or domain.
    static void Once()
    {
        using (var programme = Loaded())
        using (var options = Year())
        {
            Check(programme.Classify(Records.Json(Person), options).Json == Answer, "another answer");
        }
    }

    static void Errors()
    {
        using (var programme = Loaded())
        using (var options = Year())
        using (var embedded = Rules.Embedded())
        {
            var wrong = Failure(() => programme.Classify(Records.Json("{\"id\": 7, \"kön\": \"hemligt\"}"), options));
            Check(wrong.Status == Status.Input && (int)wrong.Status == 2, wrong.Status);
            Check(wrong.Row == 1 && wrong.Field == "kön" && wrong.Argument == null, wrong.Field);
            Check(wrong.MessageIn(Language.Swedish) == wrong.Message, wrong);
            Check(wrong.MessageIn(Language.English) != wrong.Message, wrong);
            Check(!wrong.ToString().Contains("hemligt") && wrong.Findings(Language.Swedish) == null, wrong);
            var unknown = Failure(() => embedded.Programme("stockholm/finns-inte"));
            Check(unknown.Status == Status.Argument, unknown);
            var period = Failure(() => new Options().Period("i fjol"));
            Check(period.Status == Status.Argument && period.Argument == "period", period.Argument);
            Refused<ArgumentOutOfRangeException>(() => new Options().First(-1));
            Check(embedded.Check(Language.Swedish).StartsWith("["), "no findings");
        }
        string folder = Path.Combine(Path.GetTempPath(), "åäö" + Guid.NewGuid());
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, "fel.rhai"), "programm(\"x\"\n");
            using (var broken = Rules.Open(folder))
            {
                Check(broken.Check(Language.English).Contains("\"code\""), broken.Check(Language.English));
                var faulty = Failure(() => broken.Programme());
                Check(faulty.Status == Status.Rules, faulty);
                Check(faulty.Findings(Language.Swedish) != faulty.Findings(Language.English), faulty.Findings(Language.Swedish));
            }
            Check(Failure(() => Rules.Open(Path.Combine(folder, "saknas"))).Status == Status.Input, "a folder that is not there");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
        Check(Failure(() => Rules.OpenSigned(rules, "ingen nyckel")).Status == Status.Argument, "a key that is none");
        Check(Rules.EngineVersion.Split('.').Length == 3, Rules.EngineVersion);
    }

    static void Closing()
    {
        var programme = Loaded();
        var options = Year();
        var partial = programme.Partial(options);
        programme.Dispose();
        programme.Dispose();
        options.Dispose();
        // A partial needs neither.
        partial.Add(Persons());
        Check(partial.Report().Json.Contains("\"rows\""), "no report");
        partial.Dispose();
        Refused<ObjectDisposedException>(() => programme.Classify(Persons(), Year()));
        Refused<ObjectDisposedException>(() => partial.Report());
        Refused<ObjectDisposedException>(() => options.Period("2014"));
        // What another thread uses is freed when that returns.
        for (int round = 0; round < 10; round++)
        {
            var shared = Loaded();
            var own = Year();
            Exception thrown = null;
            var user = new Thread(() =>
            {
                try
                {
                    shared.Report(Persons(), own);
                }
                catch (ObjectDisposedException)
                {
                }
                catch (Exception error)
                {
                    thrown = error;
                }
            });
            user.Start();
            Thread.Sleep(3 * round);
            shared.Dispose();
            own.Dispose();
            user.Join();
            Check(thrown == null, thrown);
        }
    }

    /// Runs work in threads, and throws what any of them throws.
    static void InThreads(int count, int stack, Action work)
    {
        Exception thrown = null;
        var all = new List<Thread>();
        for (int number = 0; number < count; number++)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    work();
                }
                catch (Exception error)
                {
                    thrown = error;
                }
            }, stack);
            all.Add(thread);
            thread.Start();
        }
        foreach (var thread in all)
        {
            thread.Join();
        }
        Check(thrown == null, thrown);
    }

    static void Threads()
    {
        using (var programme = Loaded())
        using (var shared = Year())
        using (var own = Year())
        {
            string expected = programme.Classify(Persons(), own).Json;
            int busy = 0;
            InThreads(8, 0, () =>
            {
                using (var mine = Year())
                {
                    for (int round = 0; round < 3; round++)
                    {
                        Check(programme.Classify(Persons(), mine).Json == expected, "another answer");
                        try
                        {
                            Check(programme.Classify(Persons(), shared).Json == expected, "another answer");
                        }
                        catch (KvinnofridException error)
                        {
                            Check(error.Status == Status.Busy, error);
                            Interlocked.Increment(ref busy);
                        }
                    }
                }
            });
            Check(busy > 0, "options were never used by two threads at once");
            using (var many = Year().Threads(4))
            {
                Check(programme.Report(Persons(), many).Json == programme.Report(Persons(), own).Json, "another report");
            }
        }
    }

    static void Stack()
    {
        Once();
        InThreads(2, 256 * 1024, () =>
        {
            using (var opened = Rules.Open(rules))
            using (var programme = opened.Programme("stockholm/kvinnofrid"))
            using (var options = Year())
            {
                Check(opened.Check(Language.Swedish).StartsWith("["), "no findings");
                Failure(() => programme.Classify(Records.Json(new string('[', 1000)), options));
                programme.Report(Persons(), options);
                programme.Explain(Person, options, Language.Swedish);
                programme.Worklist(Persons(), options);
                string page = programme.WorklistHtml(Persons(), options, Language.English, out Rejected skipped);
                Check(page.StartsWith("<!doctype html>") && skipped.Count == 0, "no page");
                Check(programme.WorklistXlsx(Persons(), options, Language.Swedish, out skipped)[0] == 'P', "no workbook");
            }
        });
    }

    static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * 4096;

    static string[] few;

    static void Forget(int times)
    {
        few = new List<string>(File.ReadLines(file, Encoding.UTF8)).GetRange(0, 100).ToArray();
        for (int round = 0; round < times; round++)
        {
            ForgetOnce();
            if (round % 4 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    static void ForgetOnce()
    {
        var opened = Rules.Open(rules);
        var programme = opened.Programme("stockholm/kvinnofrid");
        var options = Year().Log(Language.Swedish, (level, message) => { }).Cancel(() => false);
        var partial = programme.Partial(options);
        partial.Add(Records.Ndjson(string.Join("\n", few)));
        partial.ReportArrow();
        programme.Classify(Records.Json(Person), options);
    }

    static void Forgotten()
    {
        Forget(10);
        long before = Resident();
        Forget(40);
        long grown = Resident() - before;
        Console.WriteLine("resident set: " + (before >> 20) + " MiB, grown by " + (grown >> 20) + " MiB");
        Check(grown < 40L << 20, "what is forgotten is not freed: " + grown);
    }

    static void Unloading()
    {
        Once();
        for (int round = 0; round < 5; round++)
        {
            var domain = AppDomain.CreateDomain("plug-in");
            domain.DoCallBack(Once);
            AppDomain.Unload(domain);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Once();
    }

    static void Callbacks()
    {
        var said = new List<string>();
        using (var programme = Loaded())
        using (var options = Year())
        {
            options.Log(Language.English, (level, message) => said.Add(level + ": " + message));
            programme.Classify(Records.Json("{\"id\": 1, \"finns_inte\": 1}"), options);
            Check(said.Count == 1 && said[0].StartsWith("Warning: "), string.Join("\n", said));
            Check(options.Warnings(Language.Swedish).Contains("unknown_field"), options.Warnings(Language.Swedish));
            var wrong = Failure(() => programme.Classify(Records.Json("{\"id\": 1, \"kön\": 1}"), options));
            Check(said.Count == 2 && said[1] == "Error: " + wrong.MessageIn(Language.English), string.Join("\n", said));
            options.Log(Language.Swedish, (level, message) => throw new InvalidOperationException("a log that fails"));
            programme.Classify(Records.Json("{\"id\": 1, \"finns_inte\": 1}"), options);
            options.Log(Language.Swedish, null);

            int asked = 0;
            options.Cancel(() => ++asked > 1);
            Check(Failure(() => programme.Classify(Persons(), options)).Status == Status.Cancelled, "not cancelled");
            options.Cancel(() => throw new InvalidOperationException("a function that fails"));
            Check(Failure(() => programme.Classify(Persons(), options)).Status == Status.Cancelled, "not cancelled");
            using (var source = new CancellationTokenSource())
            {
                options.Cancel(source.Token);
                programme.Classify(Persons(), options);
                source.Cancel();
                Check(Failure(() => programme.Classify(Persons(), options)).Status == Status.Cancelled, "not cancelled");
            }
            // A callback may not use what is in use.
            var inside = new List<Status>();
            options.Cancel(() =>
            {
                inside.Add(Failure(() => options.Period("2014")).Status);
                return true;
            });
            Failure(() => programme.Classify(Persons(), options));
            Check(inside.Count == 1 && inside[0] == Status.Busy, inside.Count);
            options.Cancel(null);
            programme.Classify(Persons(), options);
        }
        // A partial calls what its options had, though nothing else refers to it any more.
        var times = new int[1];
        using (var partial = Asking(times))
        {
            for (int round = 0; round < 5; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            partial.Add(Persons());
        }
        Check(times[0] > 0, "nobody asked");
    }

    static Partial Asking(int[] times)
    {
        using (var programme = Loaded())
        using (var options = Year())
        {
            options.Cancel(() =>
            {
                GC.Collect();
                return ++times[0] < 0;
            });
            return programme.Partial(options);
        }
    }

    static void Partials()
    {
        string[] lines = File.ReadAllLines(file, Encoding.UTF8);
        using (var programme = Loaded())
        using (var options = Year().By("stadsdel"))
        {
            string whole = programme.Report(Persons(), options).Json;
            var parts = new List<byte[]>();
            for (int part = 0; part < 3; part++)
            {
                using (var counted = programme.Partial(options))
                {
                    for (int line = part; line < lines.Length; line += 3)
                    {
                        counted.Add(Records.Ndjson(lines[line]));
                    }
                    parts.Add(counted.Serialize());
                }
            }
            using (var sum = Partial.Deserialize(parts[2]))
            using (var second = Partial.Deserialize(parts[0]))
            using (var third = Partial.Deserialize(parts[1]))
            {
                sum.Merge(second);
                sum.Merge(third);
                Check(sum.Report().Json == whole, "another report");
                Check(Failure(() => sum.Merge(second)).Status == Status.Input, "persons twice");
                byte[] workbook = sum.ReportXlsx(Language.Swedish);
                Check(workbook[0] == 'P' && workbook[1] == 'K', "no workbook");
                Check(sum.Warnings(Language.English).StartsWith("["), sum.Warnings(Language.English));
                Check(Failure(() => sum.Add(Persons())).Status == Status.Argument, "records after the report");
            }
            byte[] damaged = (byte[])parts[0].Clone();
            damaged[damaged.Length / 2] ^= 1;
            Check(Failure(() => Partial.Deserialize(damaged)).Status == Status.Input, "damaged");
            Check(Failure(() => Partial.Deserialize(new byte[0])).Status == Status.Input, "nothing");
        }
    }

    static void Skipped()
    {
        var wrong = new StringBuilder();
        for (int line = 0; line < 30; line++)
        {
            wrong.Append("{\"id\": 1, \"kön\": \"hemligt\"}\n");
        }
        using (var programme = Loaded())
        using (var options = Year().OnError(OnError.Skip))
        {
            var answers = programme.Classify(Records.Ndjson(wrong + Person), options);
            Check(answers.Rejected.Count == 30 && answers.Rejected.Reasons.Count == 20, answers.Rejected.Count);
            var second = answers.Rejected.Reasons[1];
            Check(second.Row == 2 && second.Field == "kön" && second.Status == Status.Input, second);
            Check(!second.ToString().Contains("hemligt"), second);
            Check(answers.Json.EndsWith(Answer), answers);
            var report = programme.Report(Records.Ndjson(wrong.ToString()), options);
            Check(report.Rejected.Count == 30 && report.Json.Contains("\"rejected\":30"), report);
            options.OnError(OnError.Stop);
            Check(Failure(() => programme.Report(Records.Ndjson(wrong.ToString()), options)).Row == 1, "the first row");
        }
    }

    /// Without a library of Arrow: a report's stream is a table of records of which nothing is known.
    static void Arrow()
    {
        using (var programme = Loaded())
        using (var options = Year())
        {
            Rejected rejected;
            using (var partial = programme.Partial(options))
            using (var figures = partial.ReportArrow())
            using (var answers = programme.ClassifyArrow(figures, options, out rejected))
            using (var again = programme.ClassifyArrow(answers, options, out rejected))
            using (var counted = programme.Partial(options))
            {
                Check(figures.IsReleased && answers.IsReleased && !again.IsReleased, "a stream was not moved");
                // They have no key, and so cannot be counted.
                Check(Failure(() => counted.Add(again)).Field == "id", "counted without a key");
                Check(again.IsReleased && rejected.Count == 0, "a stream was not released");
            }
            using (var partial = programme.Partial(options))
            using (var figures = partial.ReportArrow())
            using (var table = partial.ReportArrow())
            using (var other = partial.ReportArrow())
            {
                var tables = new Dictionary<string, ArrowStream> { { "finns_inte", table }, { "våld", other } };
                var none = Failure(() => programme.ClassifyArrow(figures, options, out rejected, tables));
                Check(none.Message.Contains("finns_inte"), none);
                Check(figures.IsReleased && table.IsReleased && other.IsReleased, "a stream was not released");
            }
            using (var schema = programme.SchemaArrow(options))
            using (var empty = new ArrowStream())
            {
                Check(schema.Address != IntPtr.Zero && empty.IsReleased, "no schema");
                Check(Failure(() => programme.ClassifyArrow(empty, options, out rejected)).Status == Status.Input, "an empty stream");
            }
            Check(Failure(() => programme.SchemaArrow()).Status == Status.Argument, "which edition");
            for (int round = 0; round < 200; round++)
            {
                programme.SchemaArrow(options).Dispose();
            }
        }
    }

    static void Texts()
    {
        using (var programme = Loaded())
        using (var options = Year())
        {
            Refused<ArgumentException>(() => Records.Json("{\"id\": \"\ud800\"}"));
            Refused<ArgumentException>(() => new Options().By("\udc00"));
            Check(Failure(() => new Options().By("a\0b")).Status == Status.Argument, "NUL");
            Check(Failure(() => new Options().Period("")).Status == Status.Argument, "no period");
            string id = "å-😀-\u00a0";
            Check(programme.Classify(Records.Json("{\"id\": \"" + id + "\"}"), options).Json.Contains(id), "another id");
            Check(programme.Classify(Records.Ndjson(""), options).Json == "", "an answer about nobody");
            Check(Failure(() => programme.Classify(Records.Json(new byte[] { 0xff }), options)).Status == Status.Input, "not UTF-8");
            Refused<ArgumentNullException>(() => Records.Json((string)null));
        }
    }

    static void Limits()
    {
        string[] names = { "record_bytes", "text_bytes", "elements", "visits", "rows", "categories" };
        // Each is too much of one kind for a limit of 1.
        var two = Records.Ndjson(Person.Replace("}]}", "}], \"stadsdel\": \"Farsta\"}") + "\n"
            + Person.Replace("a1", "a2").Replace("}]}", "}, {\"roll\": \"våldsutsatt\"}], \"stadsdel\": \"Kista\"}"));
        using (var programme = Loaded())
        {
            foreach (string name in names)
            {
                using (var options = Year().By("stadsdel"))
                {
                    programme.Report(two, options);
                    options.Limit(name, 1);
                    var beyond = Failure(() => programme.Report(two, options));
                    Check(beyond.Status == Status.Limit && beyond.MessageIn(Language.English).Contains("`" + name + "`"), beyond);
                    // The limit of a call can be raised again by the same options.
                    options.Limit(name, 1000000);
                    programme.Report(two, options);
                }
            }
        }
        using (var options = new Options())
        {
            foreach (long most in new[] { 0, -1, long.MaxValue })
            {
                Check(Failure(() => options.Limit("rows", most)).Status == Status.Argument, most);
            }
            foreach (string name in new[] { "rule_files", "rule_bytes" })
            {
                options.Limit(name, 1);
                var beyond = Failure(() => Rules.Open(rules, null, options));
                Check(beyond.Status == Status.Limit && beyond.Message.Contains("`" + name + "`"), beyond);
                options.Limit(name, 10000000 / (name == "rule_files" ? 1000 : 1));
                Rules.Open(rules, null, options).Dispose();
            }
            const string key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
            Check(Failure(() => Rules.Open(rules, key, options)).Status == Status.Input, "not signed");
            var none = Failure(() => options.Limit("nesting", 5));
            Check(none.Status == Status.Argument && none.Argument == "limits", none);
        }
    }
}
