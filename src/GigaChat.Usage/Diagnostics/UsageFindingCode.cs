namespace GigaChat.Usage;

/// <summary>The codes of findings, and in brackets the names of their <see cref="UsageFinding.Figures"/>. A code keeps
/// its meaning; new ones may be added.</summary>
public static class UsageFindingCode
{
    /// <summary>No GigaChat call has been seen: not by this process, and not by the store in the last days
    /// (<c>tracked</c>, <c>clients</c>, <c>days</c>).</summary>
    public const string NoCallSeen = "GCU001";

    /// <summary>The options of tracking are wrong (<c>problems</c>).</summary>
    public const string OptionsWrong = "GCU002";

    /// <summary>Tracking cannot be built from the application's services (<c>error</c>).</summary>
    public const string CannotBeBuilt = "GCU003";

    /// <summary>A retry stands inside the tracking of a client, so that its attempts are one record (<c>client</c>,
    /// <c>handler</c>).</summary>
    public const string RetryInside = "GCU010";

    /// <summary>Another handler stands inside the tracking of a client (<c>client</c>, <c>handler</c>).</summary>
    public const string HandlerInside = "GCU011";

    /// <summary>A client whose base address is one of the tracked hosts has no tracking (<c>client</c>,
    /// <c>host</c>).</summary>
    public const string ClientNotTracked = "GCU012";

    /// <summary>A client's base address looks like GigaChat's, but is none of the tracked hosts (<c>client</c>,
    /// <c>host</c>).</summary>
    public const string HostNotTracked = "GCU013";

    /// <summary>The tracking stands several times in a client; the innermost one records (<c>client</c>,
    /// <c>handlers</c>).</summary>
    public const string TrackedTwice = "GCU014";

    /// <summary>A client cannot be built, and could not be looked at (<c>client</c>, <c>error</c>).</summary>
    public const string ClientCannotBeBuilt = "GCU015";

    /// <summary>
    /// Calls of GigaChat's shape went to a host that is not tracked (<c>host</c>, <c>calls</c>); the host <c>*</c>
    /// stands for those beyond the first hosts.
    /// </summary>
    public const string CallsNotTracked = "GCU016";

    /// <summary>Answers reported a total that is not the sum of its parts (<c>answers</c>).</summary>
    public const string TotalDiffers = "GCU020";

    /// <summary>Answers had fields of <c>usage</c> that are not known (<c>answers</c>, <c>fields</c>).</summary>
    public const string UsageFieldUnknown = "GCU021";

    /// <summary>Answers had finish reasons that are not known (<c>answers</c>, <c>reasons</c>).</summary>
    public const string FinishReasonUnknown = "GCU022";

    /// <summary>Answers, or parts of them, could not be read (<c>answers</c>).</summary>
    public const string AnswersUnreadable = "GCU023";

    /// <summary>Something of tracking threw (<c>kind</c>, <c>calls</c>).</summary>
    public const string CaptureFailed = "GCU024";

    /// <summary>This machine's clock is not the API's (<c>offset</c>: the API's less this machine's).</summary>
    public const string ClockWrong = "GCU025";

    /// <summary>Requests to tracked hosts went to endpoints that are not known (<c>requests</c>,
    /// <c>paths</c>).</summary>
    public const string PathUnknown = "GCU026";

    /// <summary>Streams of resellers ended without usage (<c>streams</c>, <c>resellers</c>).</summary>
    public const string StreamsWithoutUsage = "GCU027";

    /// <summary>Records were dropped because the queue was full (<c>records</c>, <c>capacity</c>).</summary>
    public const string DroppedQueueFull = "GCU030";

    /// <summary>Records were dropped because journal and queue were full (<c>records</c>, <c>bytes</c>: the journal's
    /// limit).</summary>
    public const string DroppedJournalFull = "GCU031";

    /// <summary>Records were dropped because the recorder had stopped (<c>records</c>).</summary>
    public const string DroppedStopped = "GCU032";

    /// <summary>Records were accepted and lost (<c>records</c>).</summary>
    public const string RecordsLost = "GCU033";

    /// <summary>Records that the store refused wait to be looked at (<c>records</c>; when they are in a file its
    /// <c>file</c> name, and how many <c>further</c> bytes of it were not looked at).</summary>
    public const string RecordsRefused = "GCU034";

    /// <summary>The queue is nearly full (<c>records</c>, <c>capacity</c>).</summary>
    public const string QueueNearlyFull = "GCU035";

    /// <summary>The journal is nearly full (<c>bytes</c>, <c>capacity</c> in bytes).</summary>
    public const string JournalNearlyFull = "GCU036";

    /// <summary>Records could not be journaled, and waited in memory alone (<c>records</c>).</summary>
    public const string NotJournaled = "GCU037";

    /// <summary>The store takes no records at present (<c>failures</c>, <c>since</c>, <c>error</c>, <c>waiting</c>,
    /// <c>fault</c>: <c>timed-out</c>, <c>unavailable</c> or <c>unknown</c>).</summary>
    public const string StoreFails = "GCU038";

    /// <summary>The store is slower than the calls (<c>age</c> of the oldest record that waits,
    /// <c>waiting</c>).</summary>
    public const string StoreLags = "GCU039";

    /// <summary>No store was chosen, so that records are in memory alone.</summary>
    public const string NoStoreChosen = "GCU040";

    /// <summary>The store cannot be read (<c>error</c>, <c>fault</c> as of <see cref="StoreFails"/>).</summary>
    public const string StoreUnreadable = "GCU041";

    /// <summary>The store does not answer questions (<c>store</c>).</summary>
    public const string StoreAnswersNothing = "GCU042";

    /// <summary>The store's tables are missing.</summary>
    public const string SchemaMissing = "GCU043";

    /// <summary>The store's tables are of an older version.</summary>
    public const string SchemaOlder = "GCU044";

    /// <summary>The store's tables are of a newer version.</summary>
    public const string SchemaNewer = "GCU045";

    /// <summary>Queries are answered by a copy of the database that is behind it (<c>lag</c>).</summary>
    public const string ReplicaLags = "GCU046";

    /// <summary>Tokens of the last days have no price (<c>tokens</c>, <c>models</c>, <c>book</c>,
    /// <c>days</c>).</summary>
    public const string PriceMissing = "GCU050";

    /// <summary>Many of the tokens of the last days are estimates (<c>share</c>, <c>tokens</c>: the estimated ones,
    /// <c>days</c>).</summary>
    public const string ManyEstimates = "GCU051";

    /// <summary>The machine has no time zone data.</summary>
    public const string NoTimeZones = "GCU052";

    /// <summary>The store's days are those of another time zone.</summary>
    public const string OtherTimeZone = "GCU053";

    /// <summary>Calls go on although their budgets cannot be asked (<c>calls</c>, <c>since</c> the last one).</summary>
    public const string BudgetsOpen = "GCU060";

    /// <summary>Calls are refused because their budgets cannot be asked (<c>calls</c>, <c>since</c> the last
    /// one).</summary>
    public const string BudgetsClosed = "GCU061";

    /// <summary>Calls under a budget whose body or model could not be read before sending (<c>calls</c>, <c>since</c>
    /// the last one).</summary>
    public const string BudgetsBlind = "GCU062";

    /// <summary>A part of the examination failed (<c>part</c>, <c>error</c>).</summary>
    public const string ExaminationFailed = "GCU090";
}
