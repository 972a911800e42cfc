package kvinnofrid;

/** A view of text or bytes that a handle of the C library owns; invalid once that is freed. */
interface View {
    /** Returns a copy; empty if there is nothing. */
    byte[] bytes();
}
