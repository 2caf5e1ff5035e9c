namespace GigaChat.Usage.Testing;

/// <summary>
/// Splits a reply into the pieces of a stream; an exchange that ends at a piece bills the tokens generated up to it.
/// </summary>
internal static class ReplyPieces
{
    public static IEnumerable<string> OfReasoning(Exchange exchange, ChatReply reply) =>
        Of(exchange, reply, reply.Reasoning, before: 0, isReasoning: true);

    public static IEnumerable<string> OfText(Exchange exchange, ChatReply reply) =>
        Of(exchange, reply, reply.Text, Tokenizer.Count(reply.Reasoning), isReasoning: false);

    private static IEnumerable<string> Of(
        Exchange exchange,
        ChatReply reply,
        string text,
        long before,
        bool isReasoning
    )
    {
        var sent = 0;
        foreach (var piece in TextPieces.Of(text, exchange.Backend.Options.CharactersPerChunk))
        {
            sent += piece.Length;
            var completion = before + Tokenizer.Count(text.AsSpan(0, sent));
            exchange.Generated = reply.Tokens with
            {
                Completion = completion,
                Reasoning = isReasoning ? completion : before,
            };
            yield return piece;
        }
    }
}
