using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sample;

/// <summary>Brings along what was spent before: the usage table of the Django application.</summary>
internal static class ImportRun
{
    public static async Task<int> RunAsync(string export, string database, DjangoUsageImportOptions options)
    {
        using var store = new SqliteUsageStore(
            new SqliteConnectionStringBuilder { DataSource = database }.ConnectionString
        );
        try
        {
            var imported = await DjangoUsageImport.ImportFileAsync(export, store, options);
            Console.WriteLine(
                $"Read {imported.Records} records with {imported.TotalTokens} tokens, from {imported.Earliest:u} to {imported.Latest:u}."
            );
            Console.WriteLine(
                $"{database} holds {await new GigaChatTokenUsage(store).GetTotalTokensAsync()} tokens now."
            );
            return ExitCode.Success;
        }
        catch (UsageImportException error)
        {
            throw new SampleException(error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"Cannot read {export}: {error.Message}", error);
        }
        catch (DbException error)
        {
            throw new SampleException($"Cannot open the database {database}: {error.Message}", error);
        }
    }
}
