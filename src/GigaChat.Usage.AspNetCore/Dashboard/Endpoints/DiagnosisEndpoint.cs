using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The findings of the diagnostics, shared by all viewers, so that no single viewer's disconnect cancels
/// them.</summary>
internal sealed class DiagnosisEndpoint(DashboardSource source)
{
    private readonly Kept<string, UsageDiagnosis> _diagnoses = new(source.Time, TimeSpan.FromSeconds(5));

    public async Task AnswerAsync(HttpContext context)
    {
        var diagnosis = await ExamineAsync().ConfigureAwait(false);
        var view = source.View(context, diagnosis.ExaminedAt);
        await PageWriter
            .WriteAsync(context, StatusCodes.Status200OK, DiagnosisPage.Draw(view, diagnosis))
            .ConfigureAwait(false);
    }

    public Task<UsageDiagnosis> ExamineAsync() =>
        _diagnoses.GetAsync("", () => source.Doctor.ExamineAsync(CancellationToken.None));
}
