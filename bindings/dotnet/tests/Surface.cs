using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Kvinnofrid;

/// Answers the questions of the corpus of cases (tests/src/surface/process.rs), one after the other.
static class Surface
{
    private sealed class Question
    {
        internal readonly List<KeyValuePair<string, string[]>> Options = new List<KeyValuePair<string, string[]>>();

        internal string this[string name]
        {
            get
            {
                foreach (var option in Options)
                {
                    if (option.Key == name)
                    {
                        return option.Value[0];
                    }
                }
                return null;
            }
        }
    }

    static void Main()
    {
        for (string verb; (verb = Console.ReadLine()) != null;)
        {
            var question = new Question();
            for (string line; (line = Console.ReadLine()) != "";)
            {
                string[] words = line.Split(' ');
                var values = new string[words.Length - 1];
                for (int word = 1; word < words.Length; word++)
                {
                    values[word - 1] = Decoded(words[word]);
                }
                question.Options.Add(new KeyValuePair<string, string[]>(words[0], values));
            }
            try
            {
                Write("ok", Answer(verb, question));
            }
            catch (KvinnofridException error)
            {
                Write("error", error.MessageIn(Language.English));
            }
        }
    }

    private static string Decoded(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        for (int at = 0; at < bytes.Length; at++)
        {
            bytes[at] = byte.Parse(hex.Substring(2 * at, 2), NumberStyles.HexNumber);
        }
        return Encoding.UTF8.GetString(bytes);
    }

    private static void Write(string how, string text)
    {
        Console.WriteLine(how + " " + BitConverter.ToString(Encoding.UTF8.GetBytes(text)).Replace("-", ""));
        Console.Out.Flush();
    }

    private static string Answer(string verb, Question question)
    {
        string folder = question["rules"];
        var language = question["lang"] == "sv" ? Language.Swedish : Language.English;
        using (var rules = folder == null ? Rules.Embedded() : Rules.Open(folder))
        using (var options = Asked(question))
        {
            switch (verb)
            {
                case "check": return rules.Check(language);
                case "programmes": return rules.Programmes();
                case "diff":
                    using (var after = Rules.Open(question["after"]))
                    {
                        return rules.Diff(after, question["programme"], options);
                    }
            }
            using (var programme = rules.Programme(question["programme"], question["edition"]))
            {
                string given = question["records"];
                var records = given == null ? null : Records.Ndjson(given);
                switch (verb)
                {
                    case "report": return programme.Report(records, options).Json;
                    case "classify": return programme.Classify(records, options).Json;
                    case "members": return programme.Members(records, options).Json;
                    case "worklist": return programme.Worklist(records, options).Json;
                    case "validate": return programme.Validate(records, options, language);
                    case "baseline": return Linked(programme, question, options);
                    case "explain": return programme.Explain(given, options, language);
                    case "reasons": return programme.Reasons(options);
                    case "schema": return programme.Schema(options);
                    default: throw new ArgumentException(verb);
                }
            }
        }
    }

    /// Each source by itself, carried as bytes and merged: the same as all of them in one.
    private static string Linked(Programme programme, Question question, Options options)
    {
        Baseline sum = null;
        foreach (var option in question.Options)
        {
            if (option.Key != "source")
            {
                continue;
            }
            byte[] bytes;
            using (var part = programme.Baseline(options))
            {
                part.Add(option.Value[0], Records.Ndjson(option.Value[1]));
                bytes = part.Serialize(true);
            }
            var sent = Baseline.Deserialize(bytes);
            if (sum == null)
            {
                sum = sent;
            }
            else
            {
                sum.Merge(sent);
                sent.Dispose();
            }
        }
        using (sum)
        {
            return sum.Finish(options);
        }
    }

    private static Options Asked(Question question)
    {
        var options = new Options();
        foreach (var option in question.Options)
        {
            string[] values = option.Value;
            string first = values.Length == 0 ? null : values[0];
            switch (option.Key)
            {
                case "programme": case "edition": case "rules": case "records": case "lang": case "after": case "source": break;
                case "period": options.Period(first); break;
                case "on": options.On(first); break;
                case "by": options.By(first); break;
                case "indicator": options.Indicator(first); break;
                case "where": options.Where(first, values[1]); break;
                case "renamed": options.Renamed(first, values[1]); break;
                case "reading": options.Reading(first, values[1]); break;
                case "with": options.With(first); break;
                case "why": options.Why(true); break;
                case "group": options.Group(first); break;
                case "listed": options.Listed(first); break;
                case "contacts": options.Contacts(first); break;
                case "estimate": options.Estimate(true); break;
                case "dependence": options.Dependence(first); break;
                case "per": options.Per(first); break;
                case "subject": options.Subject(first); break;
                case "bridge": options.Bridge(true, first); break;
                case "protect": options.Protect(first, Encoding.UTF8.GetBytes(values[1]), values[2]); break;
                default: throw new ArgumentException(option.Key);
            }
        }
        return options;
    }
}
