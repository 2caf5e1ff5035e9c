namespace GigaChat.Usage.Capture;

/// <summary>
/// The tokens of what a call holds beside texts. No estimator learns them, and none of what it learned applies to them.
/// </summary>
internal static class HiddenTokens
{
    // Two calls were reported with 27 and 31 tokens, whose name and arguments are some 14 and 18.
    private const long FunctionCallFrame = 13;

    // An image was reported with 1,000 to 1,350. Of a file of text only its reader knows more.
    private const long File = 1_175;

    // A one-line request to draw was reported with 999 where the tool was asked for, and with 626 where it was allowed
    // to (v1).
    private const long BuiltInTool = 950;
    private const long BuiltInFunctions = 600;

    public static long OfRequest(RequestScanner request) =>
        (FunctionCallFrame * request.Calls)
        + (File * request.Files)
        + (BuiltInTool * request.BuiltInTools)
        + (request is { MayCallFunctions: true, SideText.Characters: 0 } ? BuiltInFunctions : 0);

    public static long OfResponse(ResponseScanner response) => FunctionCallFrame * response.Calls;
}
