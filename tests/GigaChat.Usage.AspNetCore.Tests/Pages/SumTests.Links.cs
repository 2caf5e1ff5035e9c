using System.Net;
using System.Text.RegularExpressions;

namespace GigaChat.Usage.AspNetCore;

/// <content>The links of a page and the sums that they lead to.</content>
internal sealed partial class SumTests
{
    /// <summary>Follows the links of a page's bars and numbers, and returns how many there were.</summary>
    private async Task<int> FollowAsync(DashboardHost host, string page, int most = 40)
    {
        var html = await host.TextAsync($"{page}&lang=en");
        var links = Bars()
            .Matches(html)
            .Select(static bar => (Href: bar.Groups["href"].Value, Texts: Parts(bar.Groups["tip"].Value)))
            .Concat(
                Numbers()
                    .Matches(html)
                    .Select(static number =>
                        (Href: number.Groups["href"].Value, Texts: new[] { number.Groups["text"].Value })
                    )
            )
            .Distinct()
            .ToList();
        foreach (var same in links.GroupBy(static link => link.Href, StringComparer.Ordinal).Take(most))
        {
            _ways.UnionWith(Ways().Matches(same.Key).Select(static match => match.Value));
            var list = await host.TextAsync(WebUtility.HtmlDecode(same.Key));
            var sum = Selections().Match(list) is { Success: true } selection
                ? selection.Value
                : Foot().Match(list).Value;
            foreach (var text in same.SelectMany(static link => link.Texts))
                Comparable(sum).Should().Contain(Comparable(text), "{0} leads to {1}", page, same.Key);
        }

        return links.Count;
    }

    /// <summary>The sums in a bar's tip: tokens, rubles, requests.</summary>
    private static string[] Parts(string tip)
    {
        var parts = tip.Split(';');
        return [.. WebUtility.HtmlDecode(parts.Length > 1 ? tip : "").Split(';').Skip(1).First().Split(", ")];
    }

    /// <summary>A sum without the nouns, which lists and tables write differently.</summary>
    private static string Comparable(string text) =>
        WebUtility
            .HtmlDecode(text)
            .Replace("\u00A0tokens", "", StringComparison.Ordinal)
            .Replace("\u00A0token", "", StringComparison.Ordinal)
            .Replace("—", "no price", StringComparison.Ordinal);

    [GeneratedRegex(
        "<a href=\"(?<href>[^\"]*)\" aria-label=\"(?<tip>[^\"]*)\"><g class=\"column\"",
        RegexOptions.None,
        10_000
    )]
    private static partial Regex Bars();

    [GeneratedRegex(
        "<a class=\"[^\"]*sum-link\" href=\"(?<href>[^\"]*)\">(?<text>[^<]*)</a>",
        RegexOptions.None,
        10_000
    )]
    private static partial Regex Numbers();

    [GeneratedRegex(
        "without(-tag)?=[a-z-]*|beyond=[0-9]*|tag=order%3D%28others%29",
        RegexOptions.ExplicitCapture,
        10_000
    )]
    private static partial Regex Ways();

    [GeneratedRegex("<p class=\"sum\" id=\"selection\">.*?</p>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Selections();

    [GeneratedRegex(
        "<tr><th scope=\"row\"[^>]*><a href=\"(?<href>[^\"]*)\"[^>]*>[^<]*</a></th>(?<rest>.*?)</tr>",
        RegexOptions.Singleline,
        10_000
    )]
    private static partial Regex NamedRows();

    [GeneratedRegex(
        "<a class=\"figure sum-link\" href=\"[^\"]*\">(?<sum>[^<]*)</a>",
        RegexOptions.ExplicitCapture,
        10_000
    )]
    private static partial Regex SumLink();

    [GeneratedRegex("<tfoot>.*?</tfoot>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Foot();
}
