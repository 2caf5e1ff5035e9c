using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GigaChat.Usage;

/// <summary>
/// Creates UUIDv7 ids without a system call each: random bytes are generated a block at a time, per thread.
/// </summary>
internal static class RecordId
{
    private const int RandomBytesPerId = 10;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    public static Guid Create(DateTimeOffset createdAt)
    {
        var random = _random;
        if (random is null || _used + RandomBytesPerId > random.Length)
        {
            _random = random ??= new byte[RandomBytesPerId * 100];
            RandomNumberGenerator.Fill(random);
            _used = 0;
        }

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, createdAt.ToUnixTimeMilliseconds() << 16);
        random.AsSpan(_used, RandomBytesPerId).CopyTo(id[6..]);
        _used += RandomBytesPerId;
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>
    /// Creates an id that is always the same for the same names (UUIDv8), for records that can be read from responses
    /// more than once.
    /// </summary>
    public static Guid FromNames(ReadOnlySpan<byte> names)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(names, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
