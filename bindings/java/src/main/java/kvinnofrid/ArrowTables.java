package kvinnofrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of a call, as an array of {@code kvf_table}: the name of a list, its length, and its stream. */
final class ArrowTables implements AutoCloseable {
    private static final int SIZE = 24;

    private final List<Handle.Use> streams = new ArrayList<>();
    private final List<Long> names = new ArrayList<>();
    private final long array;

    ArrowTables(Map<String, ArrowStream> tables) {
        Bridge c = Engine.c();
        array = tables.isEmpty() ? 0 : c.allocate((long) SIZE * tables.size());
        try {
            long at = array;
            for (Map.Entry<String, ArrowStream> table : tables.entrySet()) {
                byte[] name = Engine.encoded(table.getKey());
                long text = c.allocate(name.length + 1L);
                names.add(text);
                c.write(text, name);
                Handle.Use stream = table.getValue().use();
                streams.add(stream);
                c.pointerAt(at, text);
                c.pointerAt(at + 8, name.length);
                c.pointerAt(at + 16, stream.address());
                at += SIZE;
            }
        } catch (RuntimeException error) {
            close();
            throw error;
        }
    }

    long address() {
        return array;
    }

    @Override
    public void close() {
        streams.forEach(Handle.Use::close);
        names.forEach(Engine.c()::free);
        if (array != 0) {
            Engine.c().free(array);
        }
    }
}
