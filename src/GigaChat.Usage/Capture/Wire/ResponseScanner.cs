namespace GigaChat.Usage.Capture;

/// <summary>What an answer says: usage, model, finish reason, the size of its text, whether it drew an image.</summary>
internal sealed class ResponseScanner : JsonScanner
{
    private const int NotOnlyText = int.MinValue / 2;

    private static readonly WireNode Shape = BuildShape();

    private UsageSemantics _semantics;
    private TokenCounts _current;
    private TokenCounts _last;
    private TokenCounts _items;
    private bool _hasUsage;
    private bool _hasItems;
    private ImageMark _imageMark;
    private bool _imageFile;

    private int _runs;
    private int _runStart;
    private int _runLength;

    public ResponseScanner()
        : base(Shape)
    {
    }

    public string? Model { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The id of a batch's task, when the document is a line of a batch's result.</summary>
    public string? TaskId { get; private set; }

    /// <summary>The <c>status</c> of an error object, which a stream can carry after it began well.</summary>
    public long? ErrorStatus { get; private set; }

    /// <summary>The counts; null when the answer reported none, or none that can be believed.</summary>
    public TokenCounts? Usage => Reported is not { IsImplausible: false, IsEmpty: false } counts ? null
        : _semantics == UsageSemantics.CachedWithinPrompt ? counts.WithoutCachedInPrompt() : counts;

    /// <summary>Whether counts were reported that cannot be believed.</summary>
    public bool IsUsageImplausible => Reported is { IsImplausible: true };

    /// <summary>Whether the answer holds a picture: the <c>img</c> tag of v1 or a file whose target is an image in v2.</summary>
    public bool DrewImage => _imageFile || _imageMark.IsFound;

    /// <summary>Whether any text, or the arguments of a function call, has come.</summary>
    public bool HasText => Text.Characters > 0 || SideText.Characters > 0;

    /// <summary>The last key of a <c>usage</c> object that is not known; null when all were.</summary>
    public string? UnknownUsageField { get; private set; }

    public TextCounter Text;

    public TextCounter SideText;

    private TokenCounts? Reported => _hasUsage ? _last : _hasItems ? _items : null;

    /// <summary>Where in the present document its text stands, when it is one run and nothing but the text tells this document from others like it.</summary>
    public Range? OnlyText => _runs == 1 ? _runStart..(_runStart + _runLength) : null;

    /// <summary>Begins the next document of the same answer.</summary>
    public void StartDocument()
    {
        Restart();
        _runs = 0;
    }

    /// <summary>Takes the text of a document that is known to hold nothing else that is new.</summary>
    public void AddText(ReadOnlySpan<byte> utf8) => CountText(utf8);

    /// <summary>Forgets what was found and begins another answer.</summary>
    public void Reset(UsageSemantics semantics)
    {
        StartDocument();
        _semantics = semantics;
        _current = _last = _items = default;
        _hasUsage = _hasItems = _imageFile = false;
        _imageMark = default;
        Model = FinishReason = TaskId = UnknownUsageField = null;
        ErrorStatus = null;
        Text = SideText = default;
    }

    protected override void OnString(WireField field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case WireField.Model:
                Model = WireNames.Get(value) ?? Model;
                break;
            case WireField.FinishReason when !value.ContainsAnyExceptInRange((byte)'_', (byte)'z'):
                FinishReason = WireNames.Get(value) ?? FinishReason;
                break;
            case WireField.TaskId:
                TaskId = WireNames.Get(value);
                break;
            case WireField.FileTarget:
                _imageFile |= value.SequenceEqual("image"u8);
                break;
        }
    }

    protected override void OnNumber(WireField field, long? value)
    {
        if (field == WireField.Status)
        {
            ErrorStatus = value;
        }
        else if (field == WireField.CheckedTokens)
        {
            _current = default;
            _current.Set(WireField.PromptTokens, value);
            Commit();
        }
        else
        {
            _current.Set(field, value);
        }
    }

    protected override void OnText(WireField field, ReadOnlySpan<byte> utf8, int offset)
    {
        if (field == WireField.Text)
        {
            _runs++;
            _runStart = offset;
            _runLength = utf8.Length;
            CountText(utf8);
        }
        else
        {
            _runs = NotOnlyText;
            SideText.AddUtf8(utf8);
        }
    }

    protected override void OnTextEscape(WireField field, char character)
    {
        _runs = NotOnlyText;
        if (field == WireField.Text)
        {
            Text.Add(character);
            _imageMark.Read(character);
        }
        else
        {
            SideText.Add(character);
        }
    }

    protected override void OnUnknownKey(ReadOnlySpan<byte> key) => UnknownUsageField = WireNames.Get(key) ?? WireCanary.Unreadable;

    protected override void OnBegin(WireField field)
    {
        if (field is not (WireField.Usage or WireField.ItemUsage))
            return;
        _runs = NotOnlyText;
        _current = default;
    }

    protected override void OnEnd(WireField field)
    {
        if (field == WireField.Usage)
        {
            Commit();
        }
        else if (field == WireField.ItemUsage && (!_current.IsEmpty || _current.IsImplausible))
        {
            _items.Add(_current);
            _hasItems = true;
        }
    }

    private void CountText(ReadOnlySpan<byte> utf8)
    {
        Text.AddUtf8(utf8);
        _imageMark.Read(utf8);
    }

    private void Commit()
    {
        if (_current is { IsEmpty: true, IsImplausible: false })
            return;
        if (_hasUsage && _semantics == UsageSemantics.Increments)
            _last.Add(_current);
        else
            _last = _current;
        _hasUsage = true;
    }

    private static WireNode BuildShape()
    {
        var count = (WireField field) => new WireNode(field);
        var ignored = new WireNode();
        var details = new WireNode { IsClosed = true }
            .With("prompt_tokens", count(WireField.FreshPromptTokens))
            .With("cached_tokens", count(WireField.CachedTokens));
        var openAiDetails = new WireNode().With("cached_tokens", count(WireField.CachedTokens));
        WireNode UsageOf(WireField field) => new WireNode(field) { IsClosed = true }
            .With("prompt_tokens", count(WireField.PromptTokens))
            .With("completion_tokens", count(WireField.CompletionTokens))
            .With("total_tokens", count(WireField.TotalTokens))
            .With("precached_prompt_tokens", count(WireField.CachedTokens))
            .With("input_tokens", count(WireField.PromptTokens))
            .With("output_tokens", count(WireField.CompletionTokens))
            .With("input_tokens_details", details)
            .With("prompt_tokens_details", openAiDetails)
            .With("filter_tokens", count(WireField.PromptTokens))
            .With("system_tokens", ignored)
            .With("completion_tokens_details", ignored)
            .With("output_tokens_details", ignored);

        var text = new WireNode(WireField.Text);
        var finishReason = new WireNode(WireField.FinishReason);
        var file = new WireNode().With("target", new WireNode(WireField.FileTarget));
        var part = new WireNode(WireField.Text)
            .With("text", text)
            .With("files", new WireNode().WithItems(file))
            .With("function_call", WireNode.Everything(WireField.SideText));
        var message = new WireNode(WireField.Text)
            .With("content", new WireNode(WireField.Text).WithItems(part))
            .With("function_call", WireNode.Everything(WireField.SideText))
            .With("tool_calls", WireNode.Everything(WireField.SideText))
            .With("finish_reason", finishReason);
        var choice = new WireNode()
            .With("delta", message)
            .With("message", message)
            .With("finish_reason", finishReason);

        WireNode AnswerOf(WireNode root) => root
            .With("choices", new WireNode().WithItems(choice))
            .With("model", new WireNode(WireField.Model))
            .With("usage", UsageOf(WireField.Usage))
            .With("messages", new WireNode().WithItems(message))
            .With("message", message)
            .With("finish_reason", finishReason)
            .With("data", new WireNode().WithItems(new WireNode().With("usage", UsageOf(WireField.ItemUsage))))
            .With("tokens", count(WireField.CheckedTokens))
            .With("status", count(WireField.Status));

        return AnswerOf(new WireNode())
            .With("id", new WireNode(WireField.TaskId))
            .With("result", AnswerOf(new WireNode()));
    }
}
