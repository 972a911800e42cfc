package kvinnofrid;

import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.function.BooleanSupplier;

/** Calls C by JNA. */
final class JnaBridge extends JnaFunctions implements Bridge {
    /** Loads the library; {@code name} is its name or the path of its file. */
    JnaBridge(String name) {
        NativeLibrary library = NativeLibrary.getInstance(name, JnaBridge.class.getClassLoader());
        // Before the functions are bound, of which an older library lacks some.
        Engine.check(number(library, "kvf_abi_version"), number(library, "kvf_version_number"));
        Native.register(JnaFunctions.class, library);
    }

    private static int number(NativeLibrary library, String function) {
        return library.getFunction(function).invokeInt(new Object[0]);
    }

    @Override
    public long allocate(long bytes) {
        long address = Native.malloc(bytes);
        if (address == 0) {
            throw new OutOfMemoryError(bytes + " bytes");
        }
        new Pointer(address).clear(bytes);
        return address;
    }

    @Override
    public void free(long address) {
        Native.free(address);
    }

    @Override
    public long pointerAt(long address) {
        return new Pointer(address).getLong(0);
    }

    @Override
    public void pointerAt(long address, long value) {
        new Pointer(address).setLong(0, value);
    }

    @Override
    public void write(long address, byte[] bytes) {
        new Pointer(address).write(0, bytes, 0, bytes.length);
    }

    @Override
    public void call(long function, long argument) {
        Function.getFunction(new Pointer(function)).invokeVoid(new Object[] {new Pointer(argument)});
    }

    @Override
    public Callback cancel(BooleanSupplier ask) {
        return new Made((CancelCallback) data -> {
            // An exception may not pass through C: it cancels.
            try {
                return ask.getAsBoolean() ? 1 : 0;
            } catch (Throwable thrown) {
                return 1;
            }
        });
    }

    @Override
    public Callback log(Log log) {
        return new Made((LogCallback) (data, level, message) -> {
            try {
                log.log(Log.Level.of(level), Engine.decoded(message.bytes()));
            } catch (Throwable thrown) {
                // A log that fails must not make the call fail.
            }
        });
    }

    /** As JNA calls it. */
    interface CancelCallback extends com.sun.jna.Callback {
        int invoke(Pointer data);
    }

    /** As JNA calls it. */
    interface LogCallback extends com.sun.jna.Callback {
        void invoke(Pointer data, int level, JnaView.ByValue message);
    }

    /** Keeps the object alive that JNA's function belongs to. */
    private record Made(com.sun.jna.Callback callback) implements Callback {
        @Override
        public long address() {
            return Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
        }
    }
}
