namespace GigaChat.Usage.Capture;

/// <summary>
/// Counts the tokens of the parts of a call that are not text. No estimator is calibrated with them or applied to them.
/// </summary>
internal static class HiddenTokens
{
    // Measured: two function calls were reported with 27 and 31 tokens; their names and arguments have about 14 and 18.
    private const long FunctionCallFrame = 13;

    // Measured: an image was reported with 1,000 to 1,350 tokens. The size of a text file is known only to its reader.
    private const long File = 1_175;

    // Measured: a one-line request to draw was reported with 999 tokens where the tool was required, and with 626 where
    // it was allowed (v1).
    private const long BuiltInTool = 950;
    private const long BuiltInFunctions = 600;

    public static long OfRequest(RequestScanner request) =>
        (FunctionCallFrame * request.Calls)
        + (File * request.Files)
        + (BuiltInTool * request.BuiltInTools)
        + (request is { MayCallFunctions: true, SideText.IsEmpty: true } ? BuiltInFunctions : 0);

    public static long OfResponse(ResponseScanner response) => FunctionCallFrame * response.Calls;
}
