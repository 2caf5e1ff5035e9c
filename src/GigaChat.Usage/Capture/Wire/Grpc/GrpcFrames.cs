using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Splits a gRPC body into its messages: a flag, a length of four bytes, and the message, compressed or not.
/// </summary>
internal sealed class GrpcFrames(ProtoReader messages)
{
    /// <summary>
    /// The maximum length in bytes of a compressed message that is buffered: the default maximum of gRPC clients.
    /// </summary>
    private const int MostCompressed = 4 * 1024 * 1024;

    /// <summary>The maximum decoded length of a message in bytes; a longer one is no message of the API.</summary>
    private const int MostUnpacked = 64 * 1024 * 1024;

    private const int HeaderLength = 5;
    private const byte CompressedFlag = 1;

    /// <summary>The flag of the last frame of gRPC-Web, which contains the trailers as text.</summary>
    private const byte TrailersFlag = 0x80;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly ArrayBufferWriter<byte> _held = new();
    private string? _encoding;
    private int _headerLength;
    private long _left;
    private bool _isHeld;
    private byte[] _trailers = [];

    /// <summary><c>true</c> if a message, or the framing itself, could not be read; otherwise, <c>false</c>.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The trailers of gRPC-Web; empty before they have been received.</summary>
    public ReadOnlySpan<byte> Trailers => _trailers;

    /// <summary>Starts another body.</summary>
    /// <param name="encoding">The compression of messages that have the flag, <c>grpc-encoding</c>; <c>null</c> for
    /// none.</param>
    public void Start(string? encoding)
    {
        _encoding = encoding;
        _headerLength = 0;
        _left = 0;
        _trailers = [];
        IsMalformed = false;
        _held.ResetWrittenCount();
    }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_headerLength < HeaderLength)
            {
                _header[_headerLength++] = bytes[0];
                bytes = bytes[1..];
                if (_headerLength == HeaderLength)
                    Begin();
                continue;
            }

            var piece = bytes[..(int)Math.Min(_left, bytes.Length)];
            Take(piece);
            bytes = bytes[piece.Length..];
            _left -= piece.Length;
            if (_left == 0)
                End();
        }
    }

    private void Begin()
    {
        _left = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        _isHeld = _header[0] != 0;
        _held.ResetWrittenCount();
        messages.Start();
        if (_left == 0)
            End();
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        if (!_isHeld)
            messages.Read(piece);
        else if (_held.WrittenCount + piece.Length <= MostCompressed)
            _held.Write(piece);
        else
            IsMalformed = true;
    }

    private void End()
    {
        _headerLength = 0;
        if ((_header[0] & TrailersFlag) != 0)
        {
            _trailers = _held.WrittenSpan.ToArray();
            return;
        }

        if (_isHeld)
            Unpack();
        messages.End();
        IsMalformed |= messages.IsMalformed;
    }

    private void Unpack()
    {
        if (_header[0] != CompressedFlag || _held.WrittenCount == 0)
        {
            IsMalformed |= _header[0] != CompressedFlag;
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            MemoryMarshal.TryGetArray(_held.WrittenMemory, out var held);
            using var packed = new MemoryStream(held.Array!, held.Offset, held.Count, writable: false);
            using var unpacking = Decoder(packed);
            if (unpacking is null)
            {
                IsMalformed = true;
                return;
            }

            var total = 0L;
            int read;
            while ((read = unpacking.Read(buffer)) > 0 && (total += read) <= MostUnpacked)
                messages.Read(buffer.AsSpan(0, read));
            IsMalformed |= total > MostUnpacked;
        }
        catch (InvalidDataException)
        {
            IsMalformed = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Stream? Decoder(Stream packed) =>
        _encoding?.Trim().ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(packed, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => null,
        };
}
