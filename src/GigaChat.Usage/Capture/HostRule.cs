using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.Capture;

/// <summary>What the host of a call means for its record.</summary>
internal sealed class HostRule
{
    private HostRule(bool sharesModels, string? reseller)
    {
        SharesModels = sharesModels;
        Reseller = reseller;
    }

    /// <summary>A host of GigaChat's, or of a gateway to it.</summary>
    public static HostRule GigaChat { get; } = new(sharesModels: false, reseller: null);

    /// <summary>A server of this machine, which may serve any model.</summary>
    public static HostRule Local { get; } = new(sharesModels: true, reseller: null);

    /// <summary>Whether models other than GigaChat's are served too, whose calls are not counted.</summary>
    public bool SharesModels { get; }

    /// <summary>Who bills the calls in place of Sber; null for Sber.</summary>
    public string? Reseller { get; }

    public static HostRule Of(string reseller) => new(sharesModels: true, reseller);

    /// <summary>Whether the host's responses count cached tokens as a part of the prompt: OpenAI's meaning, which
    /// resellers keep.</summary>
    public bool CachedWithinPrompt => Reseller is not null;

    /// <summary>Whether a call is not GigaChat's. A local server is believed to be GigaChat's where no model is named;
    /// a reseller is not.</summary>
    public bool IsForeign(string? model) =>
        SharesModels && (model is null ? Reseller is not null : !WireModel.IsGigaChat(model));

    /// <summary>The model's name in a record, which begins with the reseller's: prices of one seller never apply to
    /// calls to another.</summary>
    public string? NameOf(string? model) =>
        Reseller is null || model is null ? model : ModelName.OfReseller(Reseller, model);
}
