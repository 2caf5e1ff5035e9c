namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by operation; every known operation has a row where nothing is filtered.</summary>
internal sealed record OperationSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var used = Slice.By(
            await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false),
            Dimension.Operation,
            questions.TimeZone
        );
        var unused = questions.Selection.IsFiltered
            ? []
            : UsageOperation
                .Known.Select(static operation => operation.Value)
                .Where(operation => used.All(slice => !string.Equals(slice.Key, operation, StringComparison.Ordinal)));
        return new OperationSpend([
            .. used,
            .. unused.Select(static operation => new Slice<string?>(operation, default)),
        ]);
    }

    public override DataTable Table(PageView view) =>
        SpendTable.Of(view, view.Text.OperationsTitle, Dimension.Operation, Slices, SpendTable.Most);

    public override DataTable ExportTable(PageView view) =>
        SpendTable.Of(view, view.Text.OperationsTitle, Dimension.Operation, Slices);
}
