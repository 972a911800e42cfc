package kvinnofrid;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The loaded C library, and what all calls of it have in common: text in, results out, errors as exceptions. */
final class Engine {
    private static volatile Bridge bridge;

    private Engine() { }

    /** Returns the library, loading it at the first call. */
    static Bridge c() {
        Bridge there = bridge;
        if (there != null) {
            return there;
        }
        synchronized (Engine.class) {
            if (bridge == null) {
                bridge = load();
            }
            return bridge;
        }
    }

    private static Bridge load() {
        if (com.sun.jna.Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("kvinnofrid needs a 64-bit process");
        }
        String name = System.getProperty("kvinnofrid.library", "kvinnofrid");
        try {
            return new JnaBridge(name);
        } catch (UnsatisfiedLinkError error) {
            UnsatisfiedLinkError clear = new UnsatisfiedLinkError("the library of kvinnofrid cannot be loaded: give the path of its "
                    + "file in the system property kvinnofrid.library, or its folder in jna.library.path; " + error.getMessage());
            clear.initCause(error);
            throw clear;
        }
    }

    /** Refuses a library that is not the one that this package was made for, or a newer one that works alike. */
    static void check(int abi, int version) {
        if (abi != Numbers.KVF_ABI_VERSION || version < Numbers.KVF_VERSION_NUMBER) {
            throw new UnsatisfiedLinkError("it is another than this package needs: ABI " + abi + ", version number "
                    + version + ", and not ABI " + Numbers.KVF_ABI_VERSION + ", version number " + Numbers.KVF_VERSION_NUMBER
                    + " or later");
        }
    }

    /** Returns text as UTF-8; null stays null, which is no text. */
    static byte[] encoded(String text) {
        if (text == null) {
            return null;
        }
        // getBytes() would write a question mark for half a surrogate pair, and so count another record than was given.
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException error) {
            throw new IllegalArgumentException("the text is not valid Unicode: it has half a surrogate pair");
        }
    }

    /** Returns the length of such text. */
    static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    static String decoded(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A call that can fail: it is handed where the error goes, and returns its status. */
    interface Call {
        int status(long[] error);
    }

    /** A call that makes something: it is also handed where that goes. */
    interface Making {
        int status(long[] out, long[] error);
    }

    /** Makes a call; throws what went wrong. */
    static void call(Call call) {
        long[] error = new long[1];
        int status = call.status(error);
        if (status != Numbers.KVF_OK) {
            throw KvinnofridException.taken(status, error[0]);
        }
    }

    /** Makes a call and returns the address of what it made. */
    static long made(Making making) {
        long[] out = new long[1];
        call(error -> making.status(out, error));
        return out[0];
    }

    /** Makes a call and returns the bytes that it made. */
    static byte[] bytes(Making making) {
        return taken(made(making));
    }

    /** Makes a call and returns the text that it made. */
    static String text(Making making) {
        return decoded(bytes(making));
    }

    /** Returns what a buffer of the library holds, and frees it. */
    static byte[] taken(long bytes) {
        try {
            return c().kvf_bytes_view(bytes).bytes();
        } finally {
            c().kvf_bytes_free(bytes);
        }
    }
}
