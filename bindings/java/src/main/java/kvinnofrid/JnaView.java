package kvinnofrid;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code kvf_text}. */
@FieldOrder({"data", "len"})
public class JnaView extends Structure {
    /** The first byte, or null. */
    public Pointer data;
    /** The length in bytes. */
    public long len;

    /** As C returns and passes it. JNA makes it, which is why it is public; it is no part of the interface. */
    public static final class ByValue extends JnaView implements Structure.ByValue, View {
        /** Creates an empty view. */
        public ByValue() { }

        @Override
        public byte[] bytes() {
            if (data == null) {
                return new byte[0];
            }
            if (len > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("a result of " + len + " bytes does not fit in an array: give fewer records at a time");
            }
            return data.getByteArray(0, (int) len);
        }
    }

    JnaView() { }
}
