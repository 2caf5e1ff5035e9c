namespace GigaChat.Usage.Recording;

/// <summary>
/// The reason why the store accepts no records at present. It contains nothing of the text of the error, which may
/// quote a connection string.
/// </summary>
/// <param name="Since">The time of the first of the consecutive failures, in UTC.</param>
/// <param name="Failures">The number of consecutive failures.</param>
/// <param name="Fault">The cause that the last failure shows.</param>
/// <param name="Error">The name of the type of the last error.</param>
internal sealed record StoreTrouble(DateTimeOffset Since, int Failures, StoreFault Fault, string Error);
