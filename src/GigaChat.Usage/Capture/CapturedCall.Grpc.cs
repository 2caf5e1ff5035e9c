namespace GigaChat.Usage.Capture;

/// <content>Calls over gRPC.</content>
internal sealed partial class CapturedCall
{
    /// <summary><c>true</c> if the call uses gRPC; otherwise, <c>false</c>.</summary>
    public bool IsGrpc => GrpcExchange.Is(_endpoint);

    private GrpcRequest ReadGrpcRequest(RequestScanner request) => new(request, _nameInPath, _capture);

    private void StartGrpcResponse(BodyReader body, HttpResponseMessage response)
    {
        if (!GrpcExchange.IsContent(response.Content))
        {
            // A page of a proxy, which gRPC clients do not read.
            if (IsSuccess)
                body.SetUnreadable();
            End(CallEnd.EndOfBody);
            return;
        }

        body.ReadGrpc(response, _endpoint == CapturedEndpoint.GrpcChatStream);

        // A status among the headers is the whole response, and clients do not read further.
        if (GrpcStatus.In(response.Headers) is not null)
            End(CallEnd.EndOfBody);
    }
}
