using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Reliability.Tests.Disk;

/// <summary>
/// SQLite's way to the disk, with a <see cref="SimulatedDisk"/> in between for the files below its folder: registered
/// as the default VFS, so that the journal opens its file as it always does. Reading is told of; everything but
/// reading, writing, cutting, syncing, deleting and closing is left to SQLite's own VFS; files of other folders are
/// left alone altogether.
/// </summary>
internal static unsafe class DiskVfs
{
    private const int MakeDefault = 1;
    private const int OpenMainFile = 0x100;
    private const int OpenRollbackJournal = 0x800;
    private const int OpenWriteAheadLog = 0x80000;
    private static readonly Lock Registering = new();
    private static readonly Dictionary<nint, nint> MethodsByOriginal = [];
    private static VfsLayout* original;
    private static VfsLayout* registered;

    public static void Register()
    {
        SqliteLibrary.Require();
        lock (Registering)
        {
            if (registered is not null)
            {
                return;
            }

            var library = NativeLibrary.Load("libsqlite3.so.0");
            var find = (delegate* unmanaged<byte*, VfsLayout*>)NativeLibrary.GetExport(library, "sqlite3_vfs_find");
            original = find(null);
            registered = (VfsLayout*)NativeMemory.AllocZeroed(VfsLayout.BytesOfVersion3);
            Unsafe.CopyBlock(registered, original, VfsLayout.BytesOfVersion3);
            registered->Next = null;
            registered->Name = (byte*)Marshal.StringToCoTaskMemUTF8("simulated-disk");
            registered->FileBytes = original->FileBytes + sizeof(nint);
            registered->Open = &Open;
            registered->Delete = &Delete;
            var register = (delegate* unmanaged<VfsLayout*, int, int>)
                NativeLibrary.GetExport(library, "sqlite3_vfs_register");
            Assert.Equal(0, register(registered, MakeDefault));
        }
    }

    [UnmanagedCallersOnly]
    private static int Open(VfsLayout* vfs, byte* name, FileLayout* file, int flags, int* flagsOut)
    {
        var kind = KindOf(flags);
        var disk = kind is null || name is null ? null : SimulatedDisk.Of(Text(name));
        var known = disk is not null && File.Exists(Text(name));
        var code = original->Open(original, name, file, flags, flagsOut);
        if (code == DiskCode.Ok && disk is not null)
        {
            var open = new OpenFile(disk, disk.Open(Text(name), kind!.Value, known), (nint)file->Methods);
            *Tag(file) = (nint)GCHandle.Alloc(open);
            file->Methods = Replaced(file->Methods);
        }

        return code;
    }

    [UnmanagedCallersOnly]
    private static int Delete(VfsLayout* vfs, byte* name, int syncFolder)
    {
        var code = SimulatedDisk.Of(Text(name))?.Delete(Text(name), syncFolder != 0) ?? DiskCode.Ok;
        return code == DiskCode.Ok ? original->Delete(original, name, syncFolder) : code;
    }

    [UnmanagedCallersOnly]
    private static int Close(FileLayout* file)
    {
        var handle = GCHandle.FromIntPtr(*Tag(file));
        var open = (OpenFile)handle.Target!;
        handle.Free();
        return ((FileMethods*)open.Methods)->Close(file);
    }

    [UnmanagedCallersOnly]
    private static int Read(FileLayout* file, void* bytes, int count, long offset)
    {
        var open = Of(file);
        open.Disk.Reads();
        return ((FileMethods*)open.Methods)->Read(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly]
    private static int Write(FileLayout* file, void* bytes, int count, long offset)
    {
        var open = Of(file);
        var code = open.Disk.Write(open.File, offset, new ReadOnlySpan<byte>(bytes, count));
        return code == DiskCode.Ok ? ((FileMethods*)open.Methods)->Write(file, bytes, count, offset) : code;
    }

    [UnmanagedCallersOnly]
    private static int Truncate(FileLayout* file, long length)
    {
        var open = Of(file);
        var code = open.Disk.Truncate(open.File, length);
        return code == DiskCode.Ok ? ((FileMethods*)open.Methods)->Truncate(file, length) : code;
    }

    /// <summary>The real file is only what a running process sees: it need not survive anything.</summary>
    [UnmanagedCallersOnly]
    private static int Sync(FileLayout* file, int flags)
    {
        var open = Of(file);
        return open.Disk.Sync(open.File);
    }

    private static DiskFileKind? KindOf(int flags) =>
        (flags & OpenMainFile) != 0 ? DiskFileKind.Main
        : (flags & OpenRollbackJournal) != 0 ? DiskFileKind.RollbackJournal
        : (flags & OpenWriteAheadLog) != 0 ? DiskFileKind.WriteAheadLog
        : null;

    private static string Text(byte* name) =>
        Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));

    /// <summary>Behind what SQLite's own VFS keeps of the file.</summary>
    private static nint* Tag(FileLayout* file) => (nint*)((byte*)file + original->FileBytes);

    private static OpenFile Of(FileLayout* file) => (OpenFile)GCHandle.FromIntPtr(*Tag(file)).Target!;

    private static FileMethods* Replaced(FileMethods* methods)
    {
        lock (Registering)
        {
            if (!MethodsByOriginal.TryGetValue((nint)methods, out var replaced))
            {
                replaced = (nint)NativeMemory.AllocZeroed(FileMethods.BytesOfVersion2);
                Unsafe.CopyBlock((void*)replaced, methods, FileMethods.BytesOfVersion2);
                var own = (FileMethods*)replaced;
                own->Version = 2;
                own->Close = &Close;
                own->Read = &Read;
                own->Write = &Write;
                own->Truncate = &Truncate;
                own->Sync = &Sync;
                MethodsByOriginal[(nint)methods] = replaced;
            }

            return (FileMethods*)replaced;
        }
    }

    private sealed record OpenFile(SimulatedDisk Disk, DiskFile File, nint Methods);
}
