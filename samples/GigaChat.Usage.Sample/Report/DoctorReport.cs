using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Sample;

/// <summary>What is wrong with the tracking, and what to do about it.</summary>
internal static class DoctorReport
{
    /// <returns>The exit code: a failure when records are lost, or none can be kept or read.</returns>
    public static async Task<int> WriteAsync(
        IServiceProvider services,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var diagnosis = await services.GetRequiredService<GigaChatUsageDoctor>().ExamineAsync(cancellationToken);
        if (diagnosis.IsHealthy)
        {
            terminal.Note("Diagnosis: all is well.");
            return ExitCode.Success;
        }

        terminal.Table(
            "Diagnosis",
            ["Severity", "Code", "What was seen", "What to do"],
            diagnosis.Findings.Select(
                static IReadOnlyList<string> (finding) =>
                    [$"{finding.Severity}", finding.Code, finding.Seen, finding.Advice]
            ),
            textColumns: 4,
            wraps: true
        );
        return diagnosis.HasErrors ? ExitCode.Failure : ExitCode.Success;
    }
}
