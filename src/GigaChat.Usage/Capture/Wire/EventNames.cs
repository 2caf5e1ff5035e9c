using System.Text;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Capture;

/// <summary>The names of events that have a meaning in a contract.</summary>
internal sealed class EventNames
{
    private readonly (byte[] Name, bool IsPrefix, EventMeaning Meaning)[] _names;

    /// <summary>Initializes a new instance of the <see cref="EventNames"/> class.</summary>
    /// <param name="names">The names; a name that ends with <c>*</c> is a prefix.</param>
    public EventNames(params (string Name, EventMeaning Meaning)[] names) =>
        _names = [
            .. names.Select(static it =>
                (Encoding.UTF8.GetBytes(it.Name.TrimEnd('*')), it.Name.EndsWith('*'), it.Meaning)
            ),
        ];

    public static EventNames None { get; } = new();

    public EventMeaning MeaningOf(ReadOnlySpan<byte> name)
    {
        foreach (var (known, isPrefix, meaning) in _names)
        {
            if (isPrefix ? name.StartsWith(known) : name.SequenceEqual(known))
                return meaning;
        }

        return EventMeaning.None;
    }
}
