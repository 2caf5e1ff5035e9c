namespace GigaChat.Usage.Recording;

/// <summary>Why the store takes no records at present; holds nothing of the error's text, which may quote a connection
/// string.</summary>
/// <param name="Since">When the first of the failures in a row happened, in UTC.</param>
/// <param name="Failures">How many failures in a row.</param>
/// <param name="Fault">What the last one says about its cause.</param>
/// <param name="Error">The name of the last error's type.</param>
internal sealed record StoreTrouble(DateTimeOffset Since, int Failures, StoreFault Fault, string Error);
