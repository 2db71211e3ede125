using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>Reads one event from its payload.</summary>
public delegate T EventReader<out T>(ref ByteReader reader);

/// <summary>How one kind of event is on disk.</summary>
public sealed class EventCodec
{
    private readonly EventReader<object> read;

    private EventCodec(int code, string name, Type type, Action<ByteWriter, object> write, EventReader<object> read)
    {
        Code = code;
        Name = name;
        Type = type;
        Write = write;
        this.read = read;
    }

    public int Code { get; }

    public string Name { get; }

    public Type Type { get; }

    public Action<ByteWriter, object> Write { get; }

    public static EventCodec Of<T>(int code, string name, Action<ByteWriter, T> write, EventReader<T> read)
        where T : class =>
        new(code, name, typeof(T), (writer, change) =>
            write(writer, (T)change), (ref ByteReader reader) => read(ref reader));

    public object Read(ref ByteReader reader) => read(ref reader);
}
