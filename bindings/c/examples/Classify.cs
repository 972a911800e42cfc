// A record in, its target groups out, from C# by P/Invoke. Needs no package; text crosses as UTF-8 and length.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Classify {
    const string Library = "kvinnofrid";

    [StructLayout(LayoutKind.Sequential)]
    struct Text {
        public IntPtr Data;
        public UIntPtr Len;
        public override string ToString() {
            if (Data == IntPtr.Zero) return "";
            var bytes = new byte[(int)Len];
            Marshal.Copy(Data, bytes, 0, bytes.Length);
            return Encoding.UTF8.GetString(bytes);
        }
    }

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern int kvf_rules_embedded(out IntPtr rules, out IntPtr err);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void kvf_rules_free(IntPtr rules);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern int kvf_programme_load(IntPtr rules, byte[] id, UIntPtr idLen, byte[] edition,
        UIntPtr editionLen, byte[] on, UIntPtr onLen, out IntPtr programme, out IntPtr err);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void kvf_programme_free(IntPtr programme);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern int kvf_options_new(out IntPtr options, out IntPtr err);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern int kvf_options_add_period(IntPtr options, byte[] text, UIntPtr len, out IntPtr err);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void kvf_options_free(IntPtr options);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern int kvf_classify_json(IntPtr programme, IntPtr options, int format, byte[] json,
        UIntPtr len, out IntPtr bytes, IntPtr rejected, out IntPtr err);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern Text kvf_bytes_view(IntPtr bytes);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void kvf_bytes_free(IntPtr bytes);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern Text kvf_error_message(IntPtr err, int lang);
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void kvf_error_free(IntPtr err);

    static byte[] Utf8(string text) { return Encoding.UTF8.GetBytes(text); }
    static UIntPtr Len(byte[] bytes) { return (UIntPtr)(uint)bytes.Length; }

    static void Must(int status, IntPtr err) {
        if (status == 0) return;
        var message = kvf_error_message(err, 1).ToString();
        kvf_error_free(err);
        throw new InvalidOperationException(message);
    }

    static int Main() {
        IntPtr rules, programme, options, bytes, err;
        var id = Utf8("stockholm/kvinnofrid");
        var period = Utf8("2013");
        var person = Utf8("{\"id\": \"a1\", \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\": \"våldsutsatt\","
            + " \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]}");
        Must(kvf_rules_embedded(out rules, out err), err);
        Must(kvf_programme_load(rules, id, Len(id), null, UIntPtr.Zero, null, UIntPtr.Zero, out programme, out err), err);
        Must(kvf_options_new(out options, out err), err);
        Must(kvf_options_add_period(options, period, Len(period), out err), err);
        Must(kvf_classify_json(programme, options, 0, person, Len(person), out bytes, IntPtr.Zero, out err), err);
        Console.Write(kvf_bytes_view(bytes).ToString());
        kvf_bytes_free(bytes);
        var wrong = Utf8("{\"id\": \"a2\", \"kön\": \"K\"}");
        try {
            Must(kvf_classify_json(programme, options, 0, wrong, Len(wrong), out bytes, IntPtr.Zero, out err), err);
        } catch (InvalidOperationException error) {
            Console.WriteLine(error.Message);
        }
        kvf_options_free(options);
        kvf_programme_free(programme);
        kvf_rules_free(rules);
        return 0;
    }
}
