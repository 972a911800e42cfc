/**
 * kvinnofrid: municipal programmes against violence in close relations as executable rule sets. Records in, their target groups
 * out; a population in, its figures out.
 *
 * <pre>{@code
 * try (Rules rules = Rules.embedded();
 *         Programme programme = rules.programme("stockholm/kvinnofrid");
 *         Options options = new Options().period("2013")) {
 *     System.out.print(programme.classify(Records.json("{\"id\": 1, \"kön\": \"kvinna\"}"), options));
 * }
 * }</pre>
 *
 * <p>All text is Unicode, and JSON the same to the byte, as UTF-8, as the command line writes it. No state but in the objects. What
 * cannot be done throws {@link kvinnofrid.KvinnofridException}, which never repeats a value of a record.
 */
package kvinnofrid;
