using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Capture;

/// <summary>What a request says of itself: model, streaming, the size of its text, whether it asks for an
/// image.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The sink holds nothing to dispose: it leads to Stream.Null.")]
internal sealed partial class RequestScanner : JsonScanner, IByteObserver
{
    private readonly UsageCapture _capture;
    private readonly WriteTee _sink;
    private bool _hasUncounted;

    public RequestScanner(UsageCapture capture)
        : base(ChatContract.Instance.Request)
    {
        _capture = capture;
        _sink = new WriteTee(Stream.Null, this);
    }

    /// <summary>Reads content that lies in memory whole.</summary>
    public void ReadInMemory(HttpContent content) => content.CopyTo(_sink, context: null, CancellationToken.None);

    /// <summary>Whether the body could not be decoded, so that nothing of the request is known.</summary>
    public bool IsUndecodable { get; private set; }

    public string? Model { get; private set; }

    public bool IsStream { get; private set; }

    /// <summary>The file that the request asks for.</summary>
    public MadeFile AsksFor { get; private set; }

    /// <summary>The most tokens the answer may have; null when the request does not say.</summary>
    public long? MaxTokens { get; private set; }

    /// <summary>Messages of a chat, or inputs of an embeddings request.</summary>
    public int Parts { get; private set; }

    /// <summary>The text of the messages or inputs.</summary>
    public TextCounter Text;

    /// <summary>Images and other files, whose tokens no request tells.</summary>
    public int Files { get; private set; }

    /// <summary>Function calls of the history.</summary>
    public int Calls { get; private set; }

    /// <summary>
    /// Tools that are built in and asked for: their descriptions are billed as prompt and written nowhere.
    /// </summary>
    public int BuiltInTools { get; private set; }

    /// <summary>
    /// Whether the model may call functions; those that are built in where the request describes none.
    /// </summary>
    public bool MayCallFunctions { get; private set; }

    /// <summary>
    /// Whether messages of a system, a user and an assistant are all there is: each token of the prompt belongs to a
    /// text that was counted (L35).
    /// </summary>
    public bool IsPlain =>
        !IsUndecodable
        && !_hasUncounted
        && AsksFor == MadeFile.None
        && !MayCallFunctions
        && Files == 0
        && BuiltInTools == 0
        && Calls == 0
        && SideText.Characters == 0;

    /// <summary>Function schemas and arguments, which are billed as prompt too.</summary>
    public TextCounter SideText;

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Internal, error);
        }
    }

    /// <summary>Forgets everything; a body may be sent again on another connection.</summary>
    /// <param name="contract">Where the next request holds what is read.</param>
    public void Reset(WireContract contract)
    {
        Restart(contract.Request);
        Clear();
    }

    /// <summary>Forgets what was read of a body that turns out not to be decodable.</summary>
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
            Text.AddUtf8(utf8);
            return;
        }

        if (field == WireField.CallName)
            Calls++;
        SideText.AddUtf8(utf8);
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
        Text = default;
        SideText = default;
    }

    /// <summary>
    /// The content of other roles is a result of a function or a document, with tokens around it that are not known.
    /// </summary>
    private static bool IsPlainRole(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("user"u8) || role.SequenceEqual("system"u8) || role.SequenceEqual("assistant"u8);
}
