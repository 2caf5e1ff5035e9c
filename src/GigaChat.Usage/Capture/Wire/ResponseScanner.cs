using System.Buffers;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Capture;

/// <summary>What a response contains: usage, model, finish reason, the size of its text, whether it drew an
/// image.</summary>
internal sealed partial class ResponseScanner : JsonScanner
{
    private const int NotOnlyText = int.MinValue / 2;

    private static readonly SearchValues<byte> ReasonBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8
    );

    private WireContract _contract = ChatContract.Instance;
    private TokenCounts _current;
    private TokenCounts _last;
    private TokenCounts _items;
    private bool _cachedWithinPrompt;
    private bool _hasUsage;
    private bool _hasItems;
    private bool _isList;
    private bool _hasOwnUsage;
    private ImageMark _imageMark;
    private MadeFile _file;

    private MessageKind _kind;
    private EventMeaning _meaning;
    private MadeFile _ofNamedTool;
    private Texts _beforeMessage;
    private Texts _beforeDocument;

    private int _runs;
    private int _runStart;
    private int _runLength;
    private bool _runIsSide;

    public ResponseScanner()
        : base(ChatContract.Instance.Body) { }

    /// <summary>What a message is, by its role or the type of an output.</summary>
    private enum MessageKind : byte
    {
        Response,
        Reasoning,
        Progress,
    }

    public string? Model { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The id of a batch's task, when the document is a line of a batch's result.</summary>
    public string? TaskId { get; private set; }

    /// <summary>When a line of a batch's result was made, in seconds since 1970; null when it does not say.</summary>
    public long? Created { get; private set; }

    /// <summary>The <c>status</c> of an error object, which a stream can carry after it began well.</summary>
    public long? ErrorStatus { get; private set; }

    /// <summary>Whether an error object or an event of that meaning has come.</summary>
    public bool HasError { get; private set; }

    /// <summary>Whether the response reports that the call has failed.</summary>
    public bool IsError => HasError || ErrorStatus >= 400 || FinishReasons.IsError(FinishReason);

    /// <summary>The counts; null when the answer reported none, or none that can be believed.</summary>
    public TokenCounts? Usage =>
        Reported is not { IsImplausible: false, IsEmpty: false } counts ? null
        : _cachedWithinPrompt ? counts.WithoutCachedInPrompt()
        : counts;

    /// <summary>Whether counts were reported that cannot be believed.</summary>
    public bool IsUsageImplausible => Reported is { IsImplausible: true };

    /// <summary>The file that the response holds: an image by the <c>img</c> tag of v1, others by their target in
    /// v2.</summary>
    public MadeFile Made => _imageMark.IsFound ? MadeFile.Image : _file;

    /// <summary>The file that a tool has been making, which may be all that a stream that is cut has of it.</summary>
    public MadeFile Began { get; private set; }

    /// <summary>Whether the response is a list of embeddings.</summary>
    public bool IsEmbeddings => _isList || (_hasItems && !_hasUsage);

    /// <summary>Whether any text, or the arguments of a function call, has come.</summary>
    public bool HasText => Text.Characters > 0 || SideText.Characters > 0;

    /// <summary>The same of the events of a stream that have come whole.</summary>
    public bool HasStreamedText { get; private set; }

    /// <summary>The last key of a <c>usage</c> object that is not known; null when all were.</summary>
    public string? UnknownUsageField { get; private set; }

    /// <summary>The text of the response.</summary>
    public TextCounter Text;

    /// <summary>The function calls in it, each of which has a frame of tokens around its JSON.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether a tool has been at work, whose steps are billed and not shown.</summary>
    public bool HasTool { get; private set; }

    /// <summary>What is billed as completion beside the text: function calls and reasoning.</summary>
    public TextCounter SideText;

    private TokenCounts? Reported =>
        _hasUsage ? _last
        : _hasItems ? _items
        : null;

    /// <summary>Where in the present document its text stands, when it is one run and nothing but the text tells this
    /// document from others like it.</summary>
    public Range? OnlyText => _runs == 1 ? _runStart..(_runStart + _runLength) : null;

    /// <summary>Whether that text is side text.</summary>
    public bool OnlyTextIsSide => _runIsSide;

    /// <summary>Begins the next document of the same answer.</summary>
    public void StartDocument()
    {
        Restart();
        _runs = 0;
        _runIsSide = false;
        _kind = MessageKind.Response;
        _meaning = EventMeaning.None;
        _ofNamedTool = MadeFile.None;
        _hasOwnUsage = false;
        _beforeDocument = new Texts(Text, SideText);
    }

    /// <summary>Ends the document of one event, and begins the next.</summary>
    /// <param name="eventName">The name beside the data; empty when there is none.</param>
    /// <returns>The meaning of that name, or of the one within the data.</returns>
    public EventMeaning EndEvent(ReadOnlySpan<byte> eventName)
    {
        // A message that the end of the stream has cut is still none of the response where its role says so.
        if (_kind != MessageKind.Response)
            EndMessage();
        var meaning = eventName.IsEmpty ? EventMeaning.None : _contract.Events.MeaningOf(eventName);
        if (meaning == EventMeaning.None)
            meaning = _meaning;
        switch (meaning)
        {
            case EventMeaning.Progress:
                (Text, SideText) = _beforeDocument;
                Began = Began.And(_ofNamedTool);
                break;
            case EventMeaning.SideText:
                MoveTextSince(_beforeDocument);
                break;
            case EventMeaning.Error or EventMeaning.Failure:
                HasError = true;
                break;
        }

        HasStreamedText |=
            Text.Characters > _beforeDocument.Text.Characters
            || SideText.Characters > _beforeDocument.SideText.Characters;
        StartDocument();
        return meaning;
    }

    /// <summary>Takes the text of an event that is known to hold nothing else that is new.</summary>
    public void AddText(ReadOnlySpan<byte> utf8, bool isSide)
    {
        if (isSide)
            SideText.AddUtf8(utf8);
        else
            CountText(utf8);
        HasStreamedText |= !utf8.IsEmpty;
        _beforeDocument = new Texts(Text, SideText);
    }

    /// <summary>Forgets what was found and begins another answer, of one document.</summary>
    /// <param name="contract">Where it holds what is read.</param>
    /// <param name="cachedWithinPrompt">Whether its host counts cached tokens as a part of the prompt.</param>
    public void Reset(WireContract contract, bool cachedWithinPrompt = false)
    {
        Restart(contract.Body);
        _contract = contract;
        _cachedWithinPrompt = cachedWithinPrompt && !contract.CachedIsApart;
        _current = _last = _items = default;
        _hasUsage = _hasItems = _isList = false;
        _file = Began = MadeFile.None;
        _imageMark = default;
        Model = FinishReason = TaskId = UnknownUsageField = null;
        ErrorStatus = Created = null;
        HasError = HasStreamedText = HasTool = false;
        Calls = 0;
        Text = SideText = default;
        StartDocument();
    }

    /// <summary>The answer turns out to be a stream: its documents are the data of events.</summary>
    public void ReadEvents() => Restart(_contract.Event);

    protected override void OnString(WireField field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case WireField.Model:
                Model = WireNames.Get(value) ?? Model;
                break;
            case WireField.FinishReason when !value.ContainsAnyExcept(ReasonBytes):
                FinishReason = WireNames.Get(value) ?? FinishReason;
                break;
            case WireField.ResponseStatus:
                SetStatus(value);
                break;
            case WireField.TaskId:
                TaskId = WireNames.Get(value);
                break;
            case WireField.FileTarget:
                HasTool = true;
                _file = _file.And(MadeFiles.OfTarget(value));
                break;
            case WireField.ListObject:
                _isList |= value.SequenceEqual("list"u8);
                break;
            case WireField.Role:
                SetKind(value);
                break;
            case WireField.FunctionName:
                HasTool = true;
                _ofNamedTool = _ofNamedTool.And(MadeFiles.OfTool(value));
                break;
            case WireField.EventName:
                _meaning = _contract.Events.MeaningOf(value);
                break;
            case WireField.Error:
                HasError = true;
                break;
        }
    }

    protected override void OnNumber(WireField field, long? value)
    {
        switch (field)
        {
            case WireField.Status:
                ErrorStatus = value;
                break;
            case WireField.CheckedTokens:
                _current = default;
                _current.Set(WireField.PromptTokens, value);
                Commit();
                break;
            case WireField.Created:
                Created = value;
                break;
            default:
                _current.Set(field, value);
                break;
        }
    }

    protected override void OnBoolean(WireField field, bool value)
    {
        if (field == WireField.IsThought && value)
            _kind = MessageKind.Reasoning;
    }

    protected override void OnText(WireField field, ReadOnlySpan<byte> utf8, int offset)
    {
        switch (field)
        {
            case WireField.Text:
                AddRun(utf8, offset);
                CountText(utf8);
                break;
            case WireField.Reasoning:
                AddRun(utf8, offset);
                _runIsSide = true;
                SideText.AddUtf8(utf8);
                break;
            default:
                if (field == WireField.CallName)
                    Calls++;
                _runs = NotOnlyText;
                SideText.AddUtf8(utf8);
                break;
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

    protected override void OnUnknownKey(WireField parent, ReadOnlySpan<byte> key) =>
        UnknownUsageField = WireNames.Get(key) ?? WireCanary.Unreadable;

    protected override void OnBegin(WireField field)
    {
        switch (field)
        {
            case WireField.Usage or WireField.WrappedUsage or WireField.ItemUsage:
                _runs = NotOnlyText;
                _current = default;
                break;
            case WireField.Message:
                _kind = MessageKind.Response;
                _beforeMessage = new Texts(Text, SideText);
                break;
            case WireField.Error:
                _runs = NotOnlyText;
                HasError = true;
                break;
        }
    }

    protected override void OnEnd(WireField field)
    {
        switch (field)
        {
            case WireField.Usage:
                _hasOwnUsage = true;
                Commit();
                break;
            case WireField.WrappedUsage when !_hasOwnUsage:
                Commit();
                break;
            case WireField.ItemUsage when !_current.IsEmpty || _current.IsImplausible:
                _items.Add(_current);
                _hasItems = true;
                break;
            case WireField.Message:
                EndMessage();
                break;
        }
    }

    private void AddRun(ReadOnlySpan<byte> utf8, int offset)
    {
        _runs++;
        _runStart = offset;
        _runLength = utf8.Length;
    }

    private void CountText(ReadOnlySpan<byte> utf8)
    {
        Text.AddUtf8(utf8);
        _imageMark.Read(utf8);
    }

    /// <summary>The role may be written behind the content, so what a message is, is known at its end.</summary>
    private void EndMessage()
    {
        if (_kind == MessageKind.Progress)
        {
            (Text, SideText) = _beforeMessage;
            _runs = NotOnlyText;
            Began = Began.And(_ofNamedTool);
        }
        else if (_kind == MessageKind.Reasoning)
        {
            MoveTextSince(_beforeMessage);
            _runIsSide = true;
        }

        _kind = MessageKind.Response;
    }

    private void MoveTextSince(in Texts before)
    {
        SideText.Add(Text.Since(before.Text));
        Text = before.Text;
    }

    private void SetKind(ReadOnlySpan<byte> role)
    {
        if (role.SequenceEqual("function_in_progress"u8))
            (_kind, HasTool) = (MessageKind.Progress, true);
        else if (role.SequenceEqual("reasoning"u8))
            _kind = MessageKind.Reasoning;
        else if (role.SequenceEqual("image_generation_call"u8))
            _file = MadeFile.Image;
    }

    /// <summary>The <c>status</c> of a response object is a finish reason once it is final, where no better one is
    /// named.</summary>
    private void SetStatus(ReadOnlySpan<byte> status)
    {
        if (status.SequenceEqual("in_progress"u8) || status.SequenceEqual("queued"u8))
            return;
        if (!status.SequenceEqual("incomplete"u8) || FinishReason is null)
            OnString(WireField.FinishReason, status);
    }

    private void Commit()
    {
        _current.Settle();
        if (_current is { IsEmpty: true, IsImplausible: false })
            return;
        if (_hasUsage && _contract.Semantics == UsageSemantics.Increments)
            _last.Add(_current);
        else if (_hasUsage && _contract.Semantics == UsageSemantics.SoFar)
            _last.Update(_current);
        else
            _last = _current;
        _hasUsage = true;
    }

    private readonly record struct Texts(TextCounter Text, TextCounter SideText);
}
