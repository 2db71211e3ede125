using System.Runtime.InteropServices;

namespace Rewards.Reliability.Tests.Disk;

/// <summary>sqlite3_vfs as far as it is replaced here; sqlite.org/c3ref/vfs.html.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsLayout
{
    /// <summary>Version 3: version, size of a file, longest path, four pointers, 15 functions.</summary>
    public const int BytesOfVersion3 = 168;

    public int Version;
    public int FileBytes;
    public int PathBytesMax;
    public VfsLayout* Next;
    public byte* Name;
    public nint AppData;
    public delegate* unmanaged<VfsLayout*, byte*, FileLayout*, int, int*, int> Open;
    public delegate* unmanaged<VfsLayout*, byte*, int, int> Delete;
}

/// <summary>The head of every open file: the table of what can be done with it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileLayout
{
    public FileMethods* Methods;
}

/// <summary>sqlite3_io_methods as far as it is replaced here; sqlite.org/c3ref/io_methods.html.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileMethods
{
    /// <summary>Version 2: version, 12 functions, four for shared memory. Version 3 would map files.</summary>
    public const int BytesOfVersion2 = 8 + (16 * 8);

    public int Version;
    public delegate* unmanaged<FileLayout*, int> Close;
    public delegate* unmanaged<FileLayout*, void*, int, long, int> Read;
    public delegate* unmanaged<FileLayout*, void*, int, long, int> Write;
    public delegate* unmanaged<FileLayout*, long, int> Truncate;
    public delegate* unmanaged<FileLayout*, int, int> Sync;
}
