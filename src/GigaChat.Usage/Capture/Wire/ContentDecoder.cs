using System.Buffers;
using System.IO.Compression;

namespace GigaChat.Usage.Capture;

/// <summary>Decodes on the side a body that nobody below decompressed, piece by piece, in bounded memory.</summary>
internal abstract class ContentDecoder : IDisposable
{
    /// <summary>A body that unpacks to more than this is not an answer of the API.</summary>
    private const long MaxDecoded = 256L * 1024 * 1024;

    private const int BufferSize = 4096;

    private long _decoded;

    /// <summary>The decoder of a <c>Content-Encoding</c>; null when the encoding is not known.</summary>
    public static ContentDecoder? TryCreate(string encoding) =>
        encoding.Trim().ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new PullDecoder(static source => new GZipStream(source, CompressionMode.Decompress)),
            "DEFLATE" => new PullDecoder(static source => new ZLibStream(source, CompressionMode.Decompress)),
            "BR" => new BrotliBodyDecoder(),
            _ => null,
        };

    /// <summary>Decodes the next piece into a reader.</summary>
    /// <exception cref="InvalidDataException">The body is not what its encoding says, or is too large.</exception>
    public void Decode(ReadOnlySpan<byte> encoded, BodyReader target)
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

    protected abstract void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, BodyReader target);

    private void Deliver(ReadOnlySpan<byte> decoded, BodyReader target)
    {
        _decoded += decoded.Length;
        if (_decoded > MaxDecoded)
            throw new InvalidDataException("The answer unpacks to more than an answer can hold.");
        target.Read(decoded);
    }

    private sealed class BrotliBodyDecoder : ContentDecoder
    {
        private BrotliDecoder _decoder;

        public override void Dispose() => _decoder.Dispose();

        protected override void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, BodyReader target)
        {
            while (true)
            {
                var status = _decoder.Decompress(encoded, buffer, out var consumed, out var written);
                Deliver(buffer.AsSpan(0, written), target);
                encoded = encoded[consumed..];
                if (status == OperationStatus.InvalidData)
                    throw new InvalidDataException("The answer is not Brotli.");
                if (status != OperationStatus.DestinationTooSmall)
                    return;
            }
        }
    }

    /// <summary>Feeds a pulling stream: its source says "nothing yet" by ending, and goes on when there is
    /// more.</summary>
    private sealed class PullDecoder : ContentDecoder
    {
        private readonly Source _source = new();
        private readonly Stream _decoder;

        public PullDecoder(Func<Stream, Stream> open) => _decoder = open(_source);

        public override void Dispose() => _decoder.Dispose();

        protected override void Decode(ReadOnlySpan<byte> encoded, byte[] buffer, BodyReader target)
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
                // Under System.IO.Compression.UseStrictValidation a source that has nothing yet counts as cut. The
                // decoder goes on when there is
                // more; a body that really is damaged is noticed on bytes it has, before it asks for others.
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

            /// <summary>Whether it was asked for more than it has.</summary>
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
