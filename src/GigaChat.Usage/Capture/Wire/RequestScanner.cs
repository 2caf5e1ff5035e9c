using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Capture;

/// <summary>Reads the properties of a request: the model, streaming, the size of its text, requested images.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The sink holds nothing to dispose: it leads to Stream.Null.")]
internal sealed partial class RequestScanner : JsonScanner, IByteObserver
{
    private readonly UsageCapture? _capture;
    private readonly WriteTee _sink;
    private bool _hasUncounted;

    /// <param name="capture">Counts failures; without it they are thrown.</param>
    public RequestScanner(UsageCapture? capture)
        : base(ChatContract.Instance.Request)
    {
        _capture = capture;
        _sink = new WriteTee(Stream.Null, this);
    }

    /// <summary>Reads content that is completely in memory.</summary>
    public void ReadInMemory(HttpContent content) => content.CopyTo(_sink, context: null, CancellationToken.None);

    /// <summary>
    /// <c>true</c> if the body could not be decoded, so that nothing is known of the request; otherwise, <c>false</c>.
    /// </summary>
    public bool IsUndecodable { get; private set; }

    public string? Model { get; private set; }

    public bool IsStream { get; private set; }

    /// <summary>The kind of file that the request demands.</summary>
    public MadeFile AsksFor { get; private set; }

    /// <summary>The maximum number of tokens of the response; <c>null</c> if the request sets none.</summary>
    public long? MaxTokens { get; private set; }

    /// <summary>The number of chat messages, or of inputs of an embeddings request.</summary>
    public int Parts { get; private set; }

    /// <summary>The text of the messages or inputs.</summary>
    public ObservedText Text { get; } = new();

    /// <summary>The number of images and other files; their tokens are not known from the request.</summary>
    public int Files { get; private set; }

    /// <summary>The number of function calls in the history.</summary>
    public int Calls { get; private set; }

    /// <summary>
    /// The number of enabled built-in tools: their descriptions are billed as prompt and are not part of the request.
    /// </summary>
    public int BuiltInTools { get; private set; }

    /// <summary>
    /// <c>true</c> if the model may call functions, built-in ones if the request describes none; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool MayCallFunctions { get; private set; }

    /// <summary>
    /// <c>true</c> if the request contains only messages of a system, a user and an assistant, so that each prompt
    /// token belongs to a text that was counted (L35); otherwise, <c>false</c>.
    /// </summary>
    public bool IsPlain =>
        !IsUndecodable
        && !_hasUncounted
        && AsksFor == MadeFile.None
        && !MayCallFunctions
        && Files == 0
        && BuiltInTools == 0
        && Calls == 0
        && SideText.IsEmpty;

    /// <summary>The function schemas and arguments, which are also billed as prompt.</summary>
    public ObservedText SideText { get; } = new();

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (Exception error) when (_capture is not null)
        {
            _capture.Failed(CaptureFailure.Internal, error);
        }
    }

    /// <summary>Resets all values; a body may be sent again on another connection.</summary>
    /// <param name="contract">The places of the values in the next request.</param>
    public void Reset(WireContract contract)
    {
        Restart(contract.Request);
        Clear();
    }

    /// <summary>Resets the values that were read from a body that cannot be decoded.</summary>
    public void SetUndecodable()
    {
        Clear();
        IsUndecodable = true;
    }

    protected override void OnString(WireField field, ReadOnlySpan<byte> value)
    {
        if (field == WireField.Model)
            Model = WireNames.Get(value);
        else if (field == WireField.FunctionName && value.SequenceEqual("text2image"u8))
            AsksFor = MadeFile.Image;
        else if (field == WireField.File)
            Files++;
        else if (field == WireField.Role)
            _hasUncounted |= !IsPlainRole(value);
        else if (field == WireField.FunctionMode && value.SequenceEqual("auto"u8))
            MayCallFunctions = true;
        else if (field is WireField.Uncounted or WireField.BuiltInTool or WireField.ImageTool or WireField.Model3DTool)
            _hasUncounted = true;
    }

    protected override void OnNumber(WireField field, long? value)
    {
        if (field == WireField.MaxTokens && value is > 0 and <= UsageRecordLimits.Tokens)
            MaxTokens = value;
    }

    protected override void OnBoolean(WireField field, bool value)
    {
        if (field == WireField.Stream)
            IsStream = value;
    }

    protected override void OnText(WireField field, ReadOnlySpan<byte> utf8, int offset)
    {
        if (field == WireField.Text)
        {
            Text.Add(utf8);
            return;
        }

        if (field == WireField.CallName)
            Calls++;
        SideText.Add(utf8);
    }

    protected override void OnTextEscape(WireField field, char character)
    {
        if (field == WireField.Text)
            Text.Add(character);
        else
            SideText.Add(character);
    }

    protected override void OnBegin(WireField field)
    {
        switch (field)
        {
            case WireField.Part:
                Parts++;
                Text.EndText();
                break;
            case WireField.ImageTool:
                AsksFor = MadeFile.Image;
                BuiltInTools++;
                break;
            case WireField.Model3DTool:
                AsksFor = AsksFor.And(MadeFile.Model3D);
                BuiltInTools++;
                break;
            case WireField.BuiltInTool:
                BuiltInTools++;
                break;
            case WireField.File:
                Files++;
                break;
            case WireField.Uncounted:
                _hasUncounted = true;
                break;
        }
    }

    protected override void OnUnknownKey(WireField parent, ReadOnlySpan<byte> key) => _hasUncounted = true;

    private void Clear()
    {
        IsUndecodable = false;
        Model = null;
        IsStream = false;
        AsksFor = MadeFile.None;
        MaxTokens = null;
        Parts = Files = Calls = BuiltInTools = 0;
        _hasUncounted = MayCallFunctions = false;
        Text.Clear();
        SideText.Clear();
    }

    /// <summary>
    /// Determines whether a role is plain. The content of other roles is a function result or a document, with an
    /// unknown number of additional tokens.
    /// </summary>
    private static bool IsPlainRole(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("user"u8) || role.SequenceEqual("system"u8) || role.SequenceEqual("assistant"u8);
}
