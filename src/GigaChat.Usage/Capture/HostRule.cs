using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.Capture;

/// <summary>The effect of the host of a call on its record.</summary>
internal sealed class HostRule
{
    private HostRule(bool sharesModels, string? reseller)
    {
        SharesModels = sharesModels;
        Reseller = reseller;
    }

    /// <summary>A host of GigaChat, or of a gateway to it.</summary>
    public static HostRule GigaChat { get; } = new(sharesModels: false, reseller: null);

    /// <summary>A server on this machine, which may serve any model.</summary>
    public static HostRule Local { get; } = new(sharesModels: true, reseller: null);

    /// <summary>
    /// <c>true</c> if the host also serves models of others, which are not counted; otherwise, <c>false</c>.
    /// </summary>
    public bool SharesModels { get; }

    /// <summary>The name of the reseller that bills the calls; <c>null</c> for Sber.</summary>
    public string? Reseller { get; }

    public static HostRule Of(string reseller) => new(sharesModels: true, reseller);

    /// <summary>
    /// <c>true</c> if the responses of the host count cached tokens as a part of the prompt, as OpenAI and resellers
    /// do; otherwise, <c>false</c>.
    /// </summary>
    public bool CachedWithinPrompt => Reseller is not null;

    /// <summary>
    /// Determines whether a call does not go to GigaChat. If no model is named, a local server is assumed to serve
    /// GigaChat; a reseller is not.
    /// </summary>
    public bool IsForeign(string? model) =>
        SharesModels && (model is null ? Reseller is not null : !WireModel.IsGigaChat(model));

    /// <summary>
    /// Gets the model name for a record. It starts with the name of the reseller: the prices of one seller never apply
    /// to calls to another.
    /// </summary>
    public string? NameOf(string? model) =>
        Reseller is null || model is null ? model : ModelName.OfReseller(Reseller, model);
}
