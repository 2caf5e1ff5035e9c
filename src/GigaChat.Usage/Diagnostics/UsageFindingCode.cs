namespace GigaChat.Usage;

/// <summary>
/// The codes of findings, and in brackets the names of their <see cref="UsageFinding.Figures"/>. The meaning of a code
/// never changes; new ones may be added.
/// </summary>
public static class UsageFindingCode
{
    /// <summary>
    /// No GigaChat call has been seen: neither by this process, nor by the store in the last days (<c>tracked</c>,
    /// <c>clients</c>, <c>days</c>).
    /// </summary>
    public const string NoCallSeen = "GCU001";

    /// <summary>The options of tracking are not valid (<c>problems</c>).</summary>
    public const string OptionsWrong = "GCU002";

    /// <summary>Tracking cannot be created from the application's services (<c>error</c>).</summary>
    public const string CannotBeBuilt = "GCU003";

    /// <summary>
    /// A retry is inside the tracking of a client, so that its attempts are one record (<c>client</c>, <c>handler</c>).
    /// </summary>
    public const string RetryInside = "GCU010";

    /// <summary>Another handler is inside the tracking of a client (<c>client</c>, <c>handler</c>).</summary>
    public const string HandlerInside = "GCU011";

    /// <summary>
    /// A client with the base address of a tracked host has no tracking (<c>client</c>, <c>host</c>).
    /// </summary>
    public const string ClientNotTracked = "GCU012";

    /// <summary>
    /// A client's base address looks like GigaChat's, but is none of the tracked hosts (<c>client</c>, <c>host</c>).
    /// </summary>
    public const string HostNotTracked = "GCU013";

    /// <summary>
    /// The tracking handler occurs several times in a client; the innermost one records (<c>client</c>,
    /// <c>handlers</c>).
    /// </summary>
    public const string TrackedTwice = "GCU014";

    /// <summary>A client cannot be created, and was not examined (<c>client</c>, <c>error</c>).</summary>
    public const string ClientCannotBeBuilt = "GCU015";

    /// <summary>
    /// Calls similar to GigaChat's were sent to a host that is not tracked (<c>host</c>, <c>calls</c>); the host
    /// <c>*</c> means those beyond the first hosts.
    /// </summary>
    public const string CallsNotTracked = "GCU016";

    /// <summary>Responses reported a total that is not the sum of its parts (<c>answers</c>).</summary>
    public const string TotalDiffers = "GCU020";

    /// <summary>Responses had unknown fields of <c>usage</c> (<c>answers</c>, <c>fields</c>).</summary>
    public const string UsageFieldUnknown = "GCU021";

    /// <summary>Responses had unknown finish reasons (<c>answers</c>, <c>reasons</c>).</summary>
    public const string FinishReasonUnknown = "GCU022";

    /// <summary>Responses, or parts of them, could not be read (<c>answers</c>).</summary>
    public const string AnswersUnreadable = "GCU023";

    /// <summary>A component of tracking threw an exception (<c>kind</c>, <c>calls</c>).</summary>
    public const string CaptureFailed = "GCU024";

    /// <summary>This machine's clock differs from the API's (<c>offset</c>: the API's minus this machine's).</summary>
    public const string ClockWrong = "GCU025";

    /// <summary>Requests to tracked hosts were sent to unknown endpoints (<c>requests</c>, <c>paths</c>).</summary>
    public const string PathUnknown = "GCU026";

    /// <summary>Streams of resellers ended without usage (<c>streams</c>, <c>resellers</c>).</summary>
    public const string StreamsWithoutUsage = "GCU027";

    /// <summary>
    /// Responses had files of an unknown kind, and are recorded as text generation (<c>answers</c>, <c>targets</c>).
    /// </summary>
    public const string FileTargetUnknown = "GCU028";

    /// <summary>Calls had more tags than a record can have (<c>calls</c>, <c>limit</c>).</summary>
    public const string TagsDropped = "GCU029";

    /// <summary>Records were dropped because the queue was full (<c>records</c>, <c>capacity</c>).</summary>
    public const string DroppedQueueFull = "GCU030";

    /// <summary>Records were dropped because journal and queue were full (<c>records</c>, <c>bytes</c>: the journal's
    /// limit).</summary>
    public const string DroppedJournalFull = "GCU031";

    /// <summary>Records were dropped because the recorder had stopped (<c>records</c>).</summary>
    public const string DroppedStopped = "GCU032";

    /// <summary>Records were accepted and lost (<c>records</c>).</summary>
    public const string RecordsLost = "GCU033";

    /// <summary>
    /// Records that the store rejected are dead letters (<c>records</c>; when they are in a file its <c>file</c> name,
    /// and the number of <c>further</c> bytes of it that were not read).
    /// </summary>
    public const string RecordsRefused = "GCU034";

    /// <summary>The queue is nearly full (<c>records</c>, <c>capacity</c>).</summary>
    public const string QueueNearlyFull = "GCU035";

    /// <summary>The journal is nearly full (<c>bytes</c>, <c>capacity</c> in bytes).</summary>
    public const string JournalNearlyFull = "GCU036";

    /// <summary>Records could not be journaled, and waited only in memory (<c>records</c>).</summary>
    public const string NotJournaled = "GCU037";

    /// <summary>
    /// The store accepts no records at present (<c>failures</c>, <c>since</c>, <c>error</c>, <c>waiting</c>,
    /// <c>fault</c>: <c>timed-out</c>, <c>unavailable</c> or <c>unknown</c>).
    /// </summary>
    public const string StoreFails = "GCU038";

    /// <summary>The store is slower than the calls (<c>age</c> of the oldest waiting record, <c>waiting</c>).</summary>
    public const string StoreLags = "GCU039";

    /// <summary>No store was chosen, so that records are only in memory.</summary>
    public const string NoStoreChosen = "GCU040";

    /// <summary>The store cannot be read (<c>error</c>, <c>fault</c> as of <see cref="StoreFails"/>).</summary>
    public const string StoreUnreadable = "GCU041";

    /// <summary>The store does not support queries (<c>store</c>).</summary>
    public const string StoreAnswersNothing = "GCU042";

    /// <summary>The store's tables are missing.</summary>
    public const string SchemaMissing = "GCU043";

    /// <summary>The store's tables are of an older version.</summary>
    public const string SchemaOlder = "GCU044";

    /// <summary>The store's tables are of a newer version.</summary>
    public const string SchemaNewer = "GCU045";

    /// <summary>Queries read a replica of the database that lags (<c>lag</c>).</summary>
    public const string ReplicaLags = "GCU046";

    /// <summary>Tokens of the last days have no price (<c>tokens</c>, <c>models</c>, <c>book</c>,
    /// <c>days</c>).</summary>
    public const string PriceMissing = "GCU050";

    /// <summary>Many of the tokens of the last days are estimates (<c>share</c>, <c>tokens</c>: the estimated ones,
    /// <c>days</c>).</summary>
    public const string ManyEstimates = "GCU051";

    /// <summary>
    /// A tag of the last days has more values than the store adds up one by one (<c>tag</c>, <c>days</c>).
    /// </summary>
    public const string TagValuesBeyondLimit = "GCU054";

    /// <summary>The machine has no time zone data.</summary>
    public const string NoTimeZones = "GCU052";

    /// <summary>The store's days are those of another time zone.</summary>
    public const string OtherTimeZone = "GCU053";

    /// <summary>
    /// Calls are sent although their budgets cannot be queried (<c>calls</c>, <c>since</c> the last one).
    /// </summary>
    public const string BudgetsOpen = "GCU060";

    /// <summary>
    /// Calls are refused because their budgets cannot be queried (<c>calls</c>, <c>since</c> the last one).
    /// </summary>
    public const string BudgetsClosed = "GCU061";

    /// <summary>
    /// Calls under a budget had a body or model that could not be read before sending (<c>calls</c>, <c>since</c> the
    /// last one).
    /// </summary>
    public const string BudgetsBlind = "GCU062";

    /// <summary>
    /// Notifications of alerts wait for a sink (<c>sink</c>, <c>waiting</c>, <c>since</c> the oldest, <c>error</c>).
    /// </summary>
    public const string AlertsNotDelivered = "GCU070";

    /// <summary>
    /// Alerts, or those of one rule, are not evaluated (<c>rule</c>: <c>*</c> for all, <c>since</c>, <c>error</c>).
    /// </summary>
    public const string AlertsNotEvaluated = "GCU071";

    /// <summary>A part of the examination failed (<c>part</c>, <c>error</c>).</summary>
    public const string ExaminationFailed = "GCU090";
}
