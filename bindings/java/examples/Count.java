import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import kvinnofrid.*;

/** Classifies a person, and counts a file of persons by city district. */
class Count {
    public static void main(String[] args) throws java.io.IOException {
        String person = "{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\": \"våldsutsatt\","
                + " \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}";
        try (Rules rules = Rules.embedded();
                Programme programme = rules.programme("stockholm/kvinnofrid");
                Options options = new Options().period("2013").by("stadsdel")) {
            String groups = programme.classify(Records.json(person), options).text();
            String report = programme.report(Records.ndjson(Path.of(args[0])), options).json();
            System.out.write((groups + report).getBytes(StandardCharsets.UTF_8));
            programme.classify(Records.json("{\"id\": \"a2\", \"kön\": \"K\"}"), options);
        } catch (KvinnofridException error) {
            System.err.println(error.status() + ", row " + error.row().orElse(0) + ", field " + error.field().orElse("?"));
        }
        System.out.flush();
    }
}
