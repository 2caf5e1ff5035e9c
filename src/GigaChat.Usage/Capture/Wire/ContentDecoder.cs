using System.Buffers;
using System.IO.Compression;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Decodes a copy of a body that no inner handler has decompressed, incrementally and in bounded memory.
/// </summary>
internal abstract class ContentDecoder(long maxDecoded) : IDisposable
{
    /// <summary>The maximum decoded size of a response in bytes; a larger one is no response of the API.</summary>
    public const long MaxResponse = 256L * 1024 * 1024;

    private const int BufferSize = 4096;

    private long _decoded;

    /// <summary>Creates the decoder of a <c>Content-Encoding</c>; <c>null</c> if the encoding is not known.</summary>
    /// <param name="encoding">The value of the header.</param>
    /// <param name="maxDecoded">The maximum decoded size of a body in bytes.</param>
    public static ContentDecoder? TryCreate(string encoding, long maxDecoded) =>
        encoding.Trim().ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new PullDecoder(
                static source => new GZipStream(source, CompressionMode.Decompress),
                maxDecoded
            ),
            "DEFLATE" => new PullDecoder(
                static source => new ZLibStream(source, CompressionMode.Decompress),
                maxDecoded
            ),
            "BR" => new BrotliBodyDecoder(maxDecoded),
            _ => null,
        };

    /// <summary>Decodes the next bytes and passes them to an observer.</summary>
    /// <exception cref="InvalidDataException">The body does not match its encoding, or is too large.</exception>
    public void Decode(ReadOnlySpan<byte> encoded, IByteObserver target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Decode(encoded, buffer, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public abstract void Dispose();

    protected abstract void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, IByteObserver target);

    private void Deliver(ReadOnlySpan<byte> decoded, IByteObserver target)
    {
        _decoded += decoded.Length;
        if (_decoded > maxDecoded)
            throw new InvalidDataException("The decoded body exceeds the maximum size.");
        target.Observe(decoded);
    }

    private sealed class BrotliBodyDecoder(long maxDecoded) : ContentDecoder(maxDecoded)
    {
        private BrotliDecoder _decoder;

        public override void Dispose() => _decoder.Dispose();

        protected override void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, IByteObserver target)
        {
            while (true)
            {
                var status = _decoder.Decompress(encoded, buffer, out var consumed, out var written);
                Deliver(buffer.AsSpan(0, written), target);
                encoded = encoded[consumed..];
                if (status == OperationStatus.InvalidData)
                    throw new InvalidDataException("The body is not valid Brotli data.");
                if (status != OperationStatus.DestinationTooSmall)
                    return;
            }
        }
    }

    /// <summary>
    /// Provides input to a decompression stream that pulls: its source returns 0 when no bytes are available yet, and
    /// continues later.
    /// </summary>
    private sealed class PullDecoder : ContentDecoder
    {
        private readonly Source _source = new();
        private readonly Stream _decoder;

        public PullDecoder(Func<Stream, Stream> open, long maxDecoded)
            : base(maxDecoded) => _decoder = open(_source);

        public override void Dispose() => _decoder.Dispose();

        protected override void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, IByteObserver target)
        {
            _source.Set(encoded);
            try
            {
                int read;
                while ((read = Read(buffer)) > 0)
                    Deliver(buffer.AsSpan(0, read), target);
            }
            finally
            {
                _source.Clear();
            }
        }

        private int Read(byte[] buffer)
        {
            _source.IsDry = false;
            try
            {
                return _decoder.Read(buffer);
            }
            catch (InvalidDataException) when (_source.IsDry)
            {
                // Under System.IO.Compression.UseStrictValidation an empty source counts as truncated. The decoder
                // continues when more bytes arrive; damage in the body itself is detected in available bytes, before
                // more are requested.
                return 0;
            }
        }

        private sealed class Source : Stream
        {
            private byte[] _piece = [];
            private int _at;
            private int _end;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => false;

            public override long Length => throw new NotSupportedException();

            public override long Position
            {
                get => throw new NotSupportedException();
                set => throw new NotSupportedException();
            }

            /// <summary><c>true</c> if more bytes were requested than are available; otherwise, <c>false</c>.</summary>
            public bool IsDry { get; set; }

            public void Set(ReadOnlySpan<byte> piece)
            {
                _piece = ArrayPool<byte>.Shared.Rent(piece.Length);
                piece.CopyTo(_piece);
                _at = 0;
                _end = piece.Length;
            }

            public void Clear()
            {
                ArrayPool<byte>.Shared.Return(_piece);
                _piece = [];
                _at = _end = 0;
            }

            public override int Read(Span<byte> buffer)
            {
                var count = Math.Min(buffer.Length, _end - _at);
                _piece.AsSpan(_at, count).CopyTo(buffer);
                _at += count;
                IsDry |= count == 0;
                return count;
            }

            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

            public override void Flush() { }

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        }
    }
}
