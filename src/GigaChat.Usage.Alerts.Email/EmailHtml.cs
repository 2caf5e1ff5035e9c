using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace GigaChat.Usage.Alerts;

/// <summary>Writes a notification as HTML that mail programs draw alike: tables and inline styles alone.</summary>
internal static class EmailHtml
{
    private const string Font = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Write(UsageAlertNotification notification)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"")
            .Append(notification.Language == UsageAlertLanguage.Russian ? "ru" : "en")
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Text(notification.Title))
            .Append("</title></head><body style=\"margin:0;padding:16px;background:#f4f5f7;color:#1d2129;")
            .Append(Font)
            .Append(
                ";font-size:15px;line-height:1.5\"><div style=\"max-width:680px;margin:0 auto;background:#ffffff;border:1px solid #dde1e6;border-radius:8px;overflow:hidden\">"
            );
        Head(html, notification);
        foreach (var alert in notification.Alerts)
            Alert(html, notification, alert);
        html.Append("</div></body></html>");
        return html.ToString();
    }

    private static void Head(StringBuilder html, UsageAlertNotification notification)
    {
        var words = AlertWords.In(notification.Language);
        var label = notification.Kind switch
        {
            UsageAlertNotificationKind.Digest => words.Of("Digest", "Сводка"),
            UsageAlertNotificationKind.Resolved => words.Of("Resolved", "Закончилось"),
            _ => words.Severity(notification.Severity),
        };
        html.Append("<div style=\"padding:16px 24px;border-top:4px solid ")
            .Append(ColourOf(notification))
            .Append(
                ";border-bottom:1px solid #dde1e6\"><div style=\"font-size:12px;letter-spacing:.04em;color:#5c6470\">GigaChat · "
            )
            .Append(Text(label))
            .Append("</div><h1 style=\"margin:4px 0 0;font-size:20px;line-height:1.3\">")
            .Append(Text(notification.Title))
            .Append("</h1></div>");
    }

    private static void Alert(StringBuilder html, UsageAlertNotification notification, UsageAlert alert)
    {
        var (words, text) = (AlertWords.In(notification.Language), notification.TextOf(alert));
        html.Append("<div style=\"padding:8px 24px 16px\">");
        if (notification.Kind == UsageAlertNotificationKind.Joined)
            html.Append("<h2 style=\"margin:8px 0 0;font-size:16px\">")
                .Append(alert.IsOpen ? "" : Text(words.Of("Resolved: ", "Закончилось: ")))
                .Append(Text(text.Title))
                .Append("</h2>");
        foreach (var line in text.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            html.Append("<p style=\"margin:8px 0\">").Append(Text(line)).Append("</p>");
        foreach (var table in text.Tables.Where(static table => table.Rows.Count > 0))
            Table(html, table);
        if (notification.LinkOf(alert) is { } link)
            html.Append("<p style=\"margin:12px 0 0\"><a style=\"color:#1a5fb4\" href=\"")
                .Append(Text(link.AbsoluteUri))
                .Append("\">")
                .Append(Text(words.Of("Show the records", "Показать записи")))
                .Append("</a></p>");
        html.Append("</div>");
    }

    private static void Table(StringBuilder html, UsageAlertTable table)
    {
        html.Append(
                "<table style=\"border-collapse:collapse;width:100%;margin:16px 0 0;font-size:14px\"><caption style=\"text-align:left;font-weight:600;padding:4px 0\">"
            )
            .Append(Text(table.Caption))
            .Append("</caption><thead><tr>");
        for (var i = 0; i < table.Columns.Count; i++)
            Cell(html, "th", table.Columns[i], table, i, "color:#5c6470;font-weight:600");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
                Cell(html, "td", row[i], table, i, "");
            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
    }

    private static void Cell(
        StringBuilder html,
        string tag,
        string text,
        UsageAlertTable table,
        int column,
        string style
    ) =>
        html.Append('<')
            .Append(tag)
            .Append(" style=\"padding:6px ")
            .Append(column == table.Columns.Count - 1 ? "0" : "8px") // The texts of the ends are in line with the others.
            .Append(" 6px ")
            .Append(column == 0 ? "0" : "8px")
            .Append(";border-bottom:1px solid #e8eaed;text-align:")
            .Append(IsNumber(table, column) ? "right;white-space:nowrap" : "left")
            .Append(style.Length > 0 ? ";" : "")
            .Append(style)
            .Append("\">")
            .Append(Text(text))
            .Append("</")
            .Append(tag)
            .Append('>');

    /// <summary>A column is one of numbers if each of its texts begins with one.</summary>
    private static bool IsNumber(UsageAlertTable table, int column) =>
        table.Rows.All(row =>
            row[column].TrimStart('+', '−', '-') is { Length: > 0 } text && char.IsAsciiDigit(text[0])
        );

    private static string ColourOf(UsageAlertNotification notification) =>
        notification switch
        {
            { Kind: UsageAlertNotificationKind.Resolved } => "#26a269",
            { Severity: UsageAlertSeverity.Critical } => "#c01c28",
            { Severity: UsageAlertSeverity.Warning } => "#e5a50a",
            _ => "#1a5fb4",
        };

    private static string Text(string text) => Encoder.Encode(text);
}
