namespace GigaChat.Usage.Capture;

/// <summary>What a request says of itself: model, streaming, the size of its text, whether it asks for an image.</summary>
#pragma warning disable CA1001 // The sink holds nothing to dispose: it leads to Stream.Null.
internal sealed class RequestScanner : JsonScanner, IByteObserver
#pragma warning restore CA1001
{
    private static readonly WireNode Shape = BuildShape();

    private readonly UsageCapture _capture;
    private readonly WriteTee _sink;

    public RequestScanner(UsageCapture capture)
        : base(Shape)
    {
        _capture = capture;
        _sink = new WriteTee(Stream.Null, this);
    }

    /// <summary>Reads content that lies in memory whole.</summary>
    public void ReadInMemory(HttpContent content) => content.CopyTo(_sink, context: null, CancellationToken.None);

    public string? Model { get; private set; }

    public bool IsStream { get; private set; }

    public bool AsksForImage { get; private set; }

    /// <summary>The most tokens the answer may have; null when the request does not say.</summary>
    public long? MaxTokens { get; private set; }

    /// <summary>Messages of a chat, or inputs of an embeddings request.</summary>
    public int Parts { get; private set; }

    /// <summary>The text of the messages or inputs.</summary>
    public TextCounter Text;

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
    public void Reset()
    {
        Restart();
        Model = null;
        IsStream = false;
        AsksForImage = false;
        MaxTokens = null;
        Parts = 0;
        Text = default;
        SideText = default;
    }

    protected override void OnString(WireField field, ReadOnlySpan<byte> value)
    {
        if (field == WireField.Model)
            Model = WireNames.Get(value);
        else if (field == WireField.FunctionName && value.SequenceEqual("text2image"u8))
            AsksForImage = true;
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
            Text.AddUtf8(utf8);
        else
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
        if (field == WireField.Part)
            Parts++;
        else if (field == WireField.ImageTool)
            AsksForImage = true;
    }

    private static WireNode BuildShape()
    {
        var text = new WireNode(WireField.Text);
        var content = new WireNode(WireField.Text).WithItems(new WireNode(WireField.Text).With("text", text));
        var message = new WireNode(WireField.Part)
            .With("content", content)
            .With("function_call", WireNode.Everything(WireField.SideText));
        var input = new WireNode(WireField.Text).WithItems(text);
        return new WireNode()
            .With("model", new WireNode(WireField.Model))
            .With("stream", new WireNode(WireField.Stream))
            .With("max_tokens", new WireNode(WireField.MaxTokens))
            .With("max_completion_tokens", new WireNode(WireField.MaxTokens))
            .With("model_options", new WireNode().With("max_tokens", new WireNode(WireField.MaxTokens)))
            .With("messages", new WireNode().WithItems(message))
            .With("input", input)
            .With("functions", WireNode.Everything(WireField.SideText))
            .With("function_call", new WireNode().With("name", new WireNode(WireField.FunctionName)))
            .With("tools", new WireNode().WithItems(new WireNode().With("image_generate", new WireNode(WireField.ImageTool))));
    }
}
