// Over 300 lines: what each field of a response means, in one place; the scanner below it knows only JSON.
using System.Buffers;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Reads the properties of a response: usage, model, finish reason, the size of its text, generated images.
/// </summary>
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

    private int _runs;
    private int _runStart;
    private int _runLength;
    private bool _runIsSide;

    public ResponseScanner()
        : base(ChatContract.Instance.Body) { }

    /// <summary>Specifies the kind of a message, by its role or the type of an output.</summary>
    private enum MessageKind : byte
    {
        Response,
        Reasoning,
        Progress,
    }

    public string? Model { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The id of the batch task, if the document is a line of a batch result.</summary>
    public string? TaskId { get; private set; }

    /// <summary>
    /// The creation time of a line of a batch result, in seconds since 1970; <c>null</c> if the line has none.
    /// </summary>
    public long? Created { get; private set; }

    /// <summary>The <c>status</c> of an error object, which a stream can contain after it began normally.</summary>
    public long? ErrorStatus { get; private set; }

    /// <summary>
    /// <c>true</c> if an error object, or an event with that meaning, has been received; otherwise, <c>false</c>.
    /// </summary>
    public bool HasError { get; private set; }

    /// <summary><c>true</c> if the response reports that the call has failed; otherwise, <c>false</c>.</summary>
    public bool IsError => HasError || ErrorStatus >= 400 || FinishReasons.IsError(FinishReason);

    /// <summary>The counts; <c>null</c> if the response reported none, or only implausible ones.</summary>
    public TokenCounts? Usage =>
        Reported is not { IsImplausible: false, IsEmpty: false } counts ? null
        : _cachedWithinPrompt ? counts.WithoutCachedInPrompt()
        : counts;

    /// <summary><c>true</c> if implausible counts were reported; otherwise, <c>false</c>.</summary>
    public bool IsUsageImplausible => Reported is { IsImplausible: true };

    /// <summary>
    /// The kind of file in the response: an image by the <c>img</c> tag of v1, others by their target in v2.
    /// </summary>
    public MadeFile Made => _imageMark.IsFound ? MadeFile.Image : _file;

    /// <summary>
    /// The kind of file that a tool has started to generate; an interrupted stream may contain no other sign of it.
    /// </summary>
    public MadeFile Began { get; private set; }

    /// <summary><c>true</c> if the response is a list of embeddings; otherwise, <c>false</c>.</summary>
    public bool IsEmbeddings => _isList || (_hasItems && !_hasUsage);

    /// <summary>
    /// <c>true</c> if any text, or the arguments of a function call, has been received; otherwise, <c>false</c>.
    /// </summary>
    public bool HasText => !Text.IsEmpty || !SideText.IsEmpty;

    /// <summary>
    /// <c>true</c> if the completely received events of a stream contain text; otherwise, <c>false</c>.
    /// </summary>
    public bool HasStreamedText { get; private set; }

    /// <summary>The last unknown key of a <c>usage</c> object; <c>null</c> if all keys were known.</summary>
    public string? UnknownUsageField { get; private set; }

    /// <summary>The last unknown target of a file; <c>null</c> if all targets were known.</summary>
    public string? UnknownFileTarget { get; private set; }

    /// <summary>The text of the response.</summary>
    public ObservedText Text { get; } = new();

    /// <summary>The number of function calls, each of which has additional tokens around its JSON.</summary>
    public int Calls { get; private set; }

    /// <summary>
    /// <c>true</c> if a tool has been used, which has steps that are billed and not shown; otherwise, <c>false</c>.
    /// </summary>
    public bool HasTool { get; private set; }

    /// <summary>
    /// The text that is billed as completion in addition to the response: function calls and reasoning.
    /// </summary>
    public ObservedText SideText { get; } = new();

    private TokenCounts? Reported =>
        _hasUsage ? _last
        : _hasItems ? _items
        : null;

    /// <summary>
    /// The range of the text in the current document, if it is one run and the document differs from similar ones only
    /// in this text; otherwise, <c>null</c>.
    /// </summary>
    public Range? OnlyText => _runs == 1 ? _runStart..(_runStart + _runLength) : null;

    /// <summary><c>true</c> if that text is side text; otherwise, <c>false</c>.</summary>
    public bool OnlyTextIsSide => _runIsSide;

    /// <summary>Starts the next document of the same response.</summary>
    public void StartDocument()
    {
        Restart();
        _runs = 0;
        _runIsSide = false;
        _kind = MessageKind.Response;
        _meaning = EventMeaning.None;
        _ofNamedTool = MadeFile.None;
        _hasOwnUsage = false;
        SetMarks(TextMark.Document);
    }

    /// <summary>Ends the document of one event, and starts the next.</summary>
    /// <param name="eventName">The name of the event outside of its data; empty if there is none.</param>
    /// <returns>The meaning of that name, or of the name within the data.</returns>
    public EventMeaning EndEvent(ReadOnlySpan<byte> eventName)
    {
        // A message that was cut by the end of the stream is still excluded from the response if its role excludes it.
        if (_kind != MessageKind.Response)
            EndMessage();
        var meaning = eventName.IsEmpty ? EventMeaning.None : _contract.Events.MeaningOf(eventName);
        if (meaning == EventMeaning.None)
            meaning = _meaning;
        switch (meaning)
        {
            case EventMeaning.Progress:
                ReturnTo(TextMark.Document);
                Began = Began.And(_ofNamedTool);
                break;
            case EventMeaning.SideText:
                Text.MoveSince(TextMark.Document, SideText);
                break;
            case EventMeaning.Error or EventMeaning.Failure:
                HasError = true;
                break;
        }

        HasStreamedText |= Text.HasTextSince(TextMark.Document) || SideText.HasTextSince(TextMark.Document);
        StartDocument();
        return meaning;
    }

    /// <summary>Adds the text of an event that is known to contain no other new value.</summary>
    public void AddText(ReadOnlySpan<byte> utf8, bool isSide)
    {
        if (isSide)
            SideText.Add(utf8);
        else
            AddText(utf8);
        HasStreamedText |= !utf8.IsEmpty;
        SetMarks(TextMark.Document);
    }

    /// <summary>Resets all values and starts another response, of one document.</summary>
    /// <param name="contract">The places of the values in the response.</param>
    /// <param name="cachedWithinPrompt"><c>true</c> if the host counts cached tokens as a part of the prompt;
    /// otherwise, <c>false</c>.</param>
    public void Reset(WireContract contract, bool cachedWithinPrompt = false)
    {
        Restart(contract.Body);
        _contract = contract;
        _cachedWithinPrompt = cachedWithinPrompt && !contract.CachedIsApart;
        _current = _last = _items = default;
        _hasUsage = _hasItems = _isList = false;
        _file = Began = MadeFile.None;
        _imageMark = default;
        Model = FinishReason = TaskId = UnknownUsageField = UnknownFileTarget = null;
        ErrorStatus = Created = null;
        HasError = HasStreamedText = HasTool = false;
        Calls = 0;
        Text.Clear();
        SideText.Clear();
        StartDocument();
    }

    /// <summary>Switches to a stream: the documents of the response are the data of events.</summary>
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
                TaskId = WireNames.GetOnce(value);
                break;
            case WireField.FileTarget:
                HasTool = true;
                _file = _file.And(MadeFiles.OfTarget(value));
                if (!MadeFiles.IsKnownTarget(value))
                    UnknownFileTarget = WireNames.GetOnce(value) ?? WireCanary.Unreadable;
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
                AddText(utf8);
                break;
            case WireField.Reasoning:
                AddRun(utf8, offset);
                _runIsSide = true;
                SideText.Add(utf8);
                break;
            default:
                if (field == WireField.CallName)
                    Calls++;
                _runs = NotOnlyText;
                SideText.Add(utf8);
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
        UnknownUsageField = WireNames.GetOnce(key) ?? WireCanary.Unreadable;

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
                SetMarks(TextMark.Message);
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

    private void AddText(ReadOnlySpan<byte> utf8)
    {
        Text.Add(utf8);
        _imageMark.Read(utf8);
    }

    /// <summary>
    /// Ends a message. The role may be written after the content, so the kind of a message is known only at its end.
    /// </summary>
    private void EndMessage()
    {
        if (_kind == MessageKind.Progress)
        {
            ReturnTo(TextMark.Message);
            _runs = NotOnlyText;
            Began = Began.And(_ofNamedTool);
        }
        else if (_kind == MessageKind.Reasoning)
        {
            Text.MoveSince(TextMark.Message, SideText);
            _runIsSide = true;
        }

        _kind = MessageKind.Response;
    }

    private void SetMarks(TextMark mark)
    {
        Text.SetMark(mark);
        SideText.SetMark(mark);
    }

    private void ReturnTo(TextMark mark)
    {
        Text.ReturnTo(mark);
        SideText.ReturnTo(mark);
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

    /// <summary>
    /// Uses the <c>status</c> of a response object as the finish reason if it is final and no more specific reason is
    /// named.
    /// </summary>
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
}
