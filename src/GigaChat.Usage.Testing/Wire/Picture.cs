using System.Security.Cryptography;
using System.Text;

namespace GigaChat.Usage.Testing;

/// <summary>Creates a picture: a JPEG of 8 by 8 pixels in one shade of grey chosen by the prompt.</summary>
internal static class Picture
{
    /// <summary>
    /// Gets the id of a picture. The same prompt has the same id, because the id is part of the response's text and so
    /// of its tokens.
    /// </summary>
    public static string IdOf(string prompt) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)).AsSpan(0, 16)).ToString();

    public static byte[] Of(string prompt)
    {
        // One block with a DC term of '0' and six bits, and AC terms that end at once: a single byte contains the
        // picture.
        var shade = (byte)((Replies.Hash(prompt) & 0x3F) << 1);
        return
        [
            0xFF,
            0xD8,
            0xFF,
            0xDB,
            0x00,
            0x43,
            0x00,
            .. Enumerable.Repeat((byte)16, 64),
            0xFF,
            0xC0,
            0x00,
            0x0B,
            0x08,
            0x00,
            0x08,
            0x00,
            0x08,
            0x01,
            0x01,
            0x11,
            0x00,
            .. HuffmanTable(id: 0x00, symbol: 0x06),
            .. HuffmanTable(id: 0x10, symbol: 0x00),
            0xFF,
            0xDA,
            0x00,
            0x08,
            0x01,
            0x01,
            0x00,
            0x00,
            0x3F,
            0x00,
            shade,
            0xFF,
            0xD9,
        ];
    }

    private static byte[] HuffmanTable(byte id, byte symbol) =>
        [0xFF, 0xC4, 0x00, 0x14, id, 0x01, .. new byte[15], symbol];
}
