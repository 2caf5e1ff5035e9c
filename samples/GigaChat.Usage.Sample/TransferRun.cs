using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sample;

/// <summary>Copies the records of the SQLite file to ClickHouse, and compares every total of the two.</summary>
internal static class TransferRun
{
    public static async Task<int> RunAsync(string database, string connectionString)
    {
        if (!File.Exists(database))
            throw new SampleException($"There is no database {database} to copy from.");
        using var stopping = new CancellationTokenSource();
        using var interrupted = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGINT,
            signal =>
            {
                signal.Cancel = true;
                stopping.Cancel();
            }
        );
        using var source = new SqliteUsageStore(
            new SqliteConnectionStringBuilder { DataSource = database }.ConnectionString
        );
        try
        {
            using var target = new ClickHouseUsageStore(connectionString);
            var result = await new UsageTransfer(source, target).RunAsync(
                new UsageTransferOptions { Progress = new Reports() },
                stopping.Token
            );
            Console.WriteLine($"Copied {result.Copied} records; {result.Differences.Count} totals differ.");
            foreach (var difference in result.Differences.Take(20))
                Console.WriteLine(
                    $"  by {difference.Dimension}: {difference.Source?.TotalTokens ?? 0} tokens here, {difference.Target?.TotalTokens ?? 0} there"
                );
            return result.Differences.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception error) when (error is UsageStoreException or ArgumentException)
        {
            throw new SampleException(error.Message, error);
        }
    }

    private sealed class Reports : IProgress<UsageTransferProgress>
    {
        public void Report(UsageTransferProgress value) =>
            Console.WriteLine($"{value.Day:yyyy-MM-dd}: {value.Copied} records, {value.DaysLeft} days left");
    }
}
