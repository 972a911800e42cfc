using System;
using System.IO;
using System.Text;
using Kvinnofrid;

/// Classifies a person, and counts a file of persons by city district.
static class Count
{
    static void Main(string[] args)
    {
        var person = "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\": \"våldsutsatt\","
            + " \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}";
        using (var rules = Rules.Embedded())
        using (var programme = rules.Programme("stockholm/kvinnofrid"))
        using (var options = new Options().Period("2013").By("stadsdel"))
        using (var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)))
        {
            output.Write(programme.Classify(Records.Json(person), options));
            output.Write(programme.Report(Records.NdjsonFile(args[0]), options));
            try { programme.Classify(Records.Json("{\"id\": \"a2\", \"kön\": \"K\"}"), options); }
            catch (KvinnofridException error) { Console.Error.WriteLine($"{error.Status}, row {error.Row}, field {error.Field}"); }
        }
    }
}
