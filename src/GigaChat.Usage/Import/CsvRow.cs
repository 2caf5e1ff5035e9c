namespace GigaChat.Usage;

/// <summary>A row of a CSV file, and the line it begins on, from 1.</summary>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Fields);
