using System.Text;
using Microsoft.ML.Tokenizers;

namespace GigaChat.Usage.Tokenizers;

/// <summary>Composes characters (Unicode's form C). A lone surrogate, which has no form, becomes U+FFFD, as it does on
/// the wire.</summary>
internal sealed class NfcNormalizer : Normalizer
{
    public override string Normalize(string original) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(original)).Normalize(NormalizationForm.FormC);

    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
}
