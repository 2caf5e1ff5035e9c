using System.Collections.Concurrent;
using GigaChat.Usage.Interop.Wire;
using Grpc.Core;

namespace GigaChat.Usage.Interop.Grpc;

/// <summary>A chat service that bills what it is told to, and writes it down.</summary>
internal sealed class ChatLedger
{
    public const string Model = "GigaChat-2-Max";
    public const string Build = "2.0.28.2";

    public static readonly string[] Words = ["У паука ", "восемь ног, ", "а у краба десять."];

    private readonly ConcurrentQueue<Wire.Usage> _billed = new();

    public IReadOnlyList<Wire.Usage> Billed => [.. _billed];

    /// <summary>What a call fails with after its first message; none when null.</summary>
    public Status? FailsWith { get; set; }

    /// <summary>Whether it fails before any message.</summary>
    public bool FailsAtOnce { get; set; }

    public bool ReportsUsage { get; set; } = true;

    /// <summary>Set by a stream that has sent its first message and waits.</summary>
    public TaskCompletionSource? Waits { get; set; }

    public ChatResponse Whole() => With(string.Concat(Words), "stop", Bill());

    public ChatResponse Piece(int index) =>
        index == Words.Length - 1 ? With(Words[index], "stop", Bill()) : With(Words[index], "", null);

    private Wire.Usage Bill()
    {
        var usage = new Wire.Usage
        {
            PromptTokens = 17 + _billed.Count,
            CompletionTokens = 23,
            TotalTokens = 40 + _billed.Count,
        };
        _billed.Enqueue(usage);
        return usage;
    }

    private ChatResponse With(string text, string finishReason, Wire.Usage? usage) =>
        new()
        {
            Alternatives =
            {
                new Alternative
                {
                    Message = new Message { Role = "assistant", Content = text },
                    FinishReason = finishReason,
                },
            },
            Usage = ReportsUsage ? usage : null,
            ModelInfo = new ModelInfo { Name = Model, Version = Build },
            Timestamp = 1_780_321_855,
            LaterNumber = 1.5,
            LaterBytes = Google.Protobuf.ByteString.CopyFromUtf8("later"),
        };
}
