package kvinnofrid;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.LongConsumer;

/**
 * Something that the C library keeps. Close it when it is no longer needed, best by try-with-resources. What is forgotten is freed
 * after it was garbage collected, which may be late: Java does not know how much memory lies behind it.
 *
 * <p>Closing twice does nothing, and closing while another thread uses it waits for nothing: it is freed when that call returns.
 * Any later use throws {@link IllegalStateException}. The handles do not need each other: close them in any order.
 */
public abstract sealed class Handle implements AutoCloseable permits Rules, Programme, Options, Partial, Baseline,
        ArrowStream, ArrowSchema {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Native kept;
    private final Cleaner.Cleanable cleanable;

    /** Takes what lies at an address, and how it is freed, which must not refer to this object. */
    Handle(long address, LongConsumer free) {
        kept = new Native(address, free);
        cleanable = CLEANER.register(this, kept::close);
    }

    /** Frees it, or does so when the call that is using it returns. */
    @Override
    public final void close() {
        cleanable.clean();
    }

    /** Lets a call use it. */
    final Use use() {
        kept.enter(getClass().getSimpleName());
        return new Use(this);
    }

    /** Lets a call use it, or nothing if it is null. */
    static Use use(Handle handle) {
        return handle == null ? new Use(null) : handle.use();
    }

    /** A use of a handle, during which it is not freed. */
    static final class Use implements AutoCloseable {
        private final Handle handle;

        private Use(Handle handle) {
            this.handle = handle;
        }

        long address() {
            return handle == null ? 0 : handle.kept.address;
        }

        @Override
        public void close() {
            if (handle != null) {
                handle.kept.leave();
                // Also keeps callbacks of the handle alive until here.
                Reference.reachabilityFence(handle);
            }
        }
    }

    /** What is freed, when it is neither open nor in use. */
    private static final class Native {
        private final long address;
        private final LongConsumer free;
        private boolean open = true;
        private int users;

        Native(long address, LongConsumer free) {
            this.address = address;
            this.free = free;
        }

        synchronized void enter(String kind) {
            if (!open) {
                throw new IllegalStateException(kind + " is closed");
            }
            users++;
        }

        void leave() {
            boolean last;
            synchronized (this) {
                users--;
                last = !open && users == 0;
            }
            if (last) {
                free.accept(address);
            }
        }

        void close() {
            boolean last;
            synchronized (this) {
                last = open && users == 0;
                open = false;
            }
            if (last) {
                free.accept(address);
            }
        }
    }
}
