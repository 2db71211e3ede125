using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Rewards.Journal.Sqlite.Native;

/// <summary>Binds the provider to the SQLite library of the system it runs on.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Bound = new(Bind);

    /// <exception cref="JournalOpenException">The system has no SQLite library.</exception>
    public static void Require() => _ = Bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            return true;
        }
        catch (DllNotFoundException e)
        {
            throw new JournalOpenException(
                $"SQLite is not installed: {SystemName()} was not found. On Debian: apt-get install libsqlite3-0.", e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" ? NativeLibrary.Load(SystemName(), assembly, path) : 0;

    private static string SystemName() =>
        OperatingSystem.IsWindows() ? "winsqlite3.dll"
        : OperatingSystem.IsMacOS() ? "libsqlite3.dylib"
        : "libsqlite3.so.0";
}
