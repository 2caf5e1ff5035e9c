using GigaChat.Usage.Interop.Wire;
using Grpc.Core;

namespace GigaChat.Usage.Interop.Grpc;

internal sealed class ChatServiceImplementation(ChatLedger ledger) : ChatService.ChatServiceBase
{
    public override async Task<ChatResponse> Chat(ChatRequest request, ServerCallContext context)
    {
        if (ledger.FailsWith is { } status)
            throw new RpcException(status);
        if (ledger.Waits is { } waits)
        {
            waits.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return ledger.Whole();
    }

    public override async Task ChatStream(
        ChatRequest request,
        IServerStreamWriter<ChatResponse> responseStream,
        ServerCallContext context
    )
    {
        for (var i = 0; i < ChatLedger.Words.Length; i++)
        {
            if (ledger.FailsWith is { } status && (i == 1 || ledger.FailsAtOnce))
                throw new RpcException(status);
            await responseStream.WriteAsync(ledger.Piece(i), context.CancellationToken);
            if (i == 0 && ledger.Waits is { } waits)
            {
                waits.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
        }
    }
}
