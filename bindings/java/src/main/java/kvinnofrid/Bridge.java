package kvinnofrid;

import java.util.function.BooleanSupplier;

/**
 * A way of calling C. All that is known of JNA stands behind it, so that Java's own foreign functions (final since Java 22) can
 * take its place: {@link Functions} has but primitive types.
 */
interface Bridge extends Functions {
    /** Returns the address of memory of so many bytes, all zero. */
    long allocate(long bytes);

    /** Frees such memory. */
    void free(long address);

    /** Returns the pointer that lies at an address. */
    long pointerAt(long address);

    /** Writes a pointer or a size to an address. */
    void pointerAt(long address, long value);

    /** Writes bytes to an address. */
    void write(long address, byte[] bytes);

    /** Calls a C function {@code void f(void *)}. */
    void call(long function, long argument);

    /** Makes a C function of the type {@code kvf_cancel}, which lives as long as the object returned. */
    Callback cancel(BooleanSupplier ask);

    /** Makes a C function of the type {@code kvf_log}, which lives as long as the object returned. */
    Callback log(Log log);

    /** A function of Java as C sees it. */
    interface Callback {
        /** Returns its address. */
        long address();
    }
}
