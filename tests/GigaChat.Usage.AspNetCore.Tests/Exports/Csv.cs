using System.Text;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Reads CSV as RFC 4180 says, with a separator of choice.</summary>
internal static class Csv
{
    public static List<string[]> Parse(string text, char separator)
    {
        var (rows, row, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (letter == '"')
                quoted = !quoted;
            else if (quoted || (letter != separator && letter is not ('\r' or '\n')))
                cell.Append(letter);
            else if (letter == separator)
                End(cell, row);
            else if (letter == '\n')
            {
                End(cell, row);
                rows.Add([.. row]);
                row.Clear();
            }
        }

        quoted.Should().BeFalse();
        return rows;
    }

    private static void End(StringBuilder cell, List<string> row)
    {
        row.Add(cell.ToString());
        cell.Clear();
    }
}
