namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by operation. The known ones are always listed, with zeros where there is no usage.</summary>
internal sealed record OperationSpend(IReadOnlyList<Slice<UsageOperation>> Slices) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var used = Slice.By(await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false), static group =>
            group.Operation ?? default
        );
        var unused = UsageOperation.Known.Where(operation => used.All(slice => slice.Key != operation));
        return new OperationSpend([
            .. used,
            .. unused.Select(static operation => new Slice<UsageOperation>(operation, default)),
        ]);
    }

    public override DataTable Table(PageView view) =>
        SpendTable.Of(
            view,
            view.Text.OperationsTitle,
            new("operation", view.Text.OperationColumn, CellKind.Text),
            Slices,
            operation => new NamedKey(operation.Value, view.Text.Operation(operation)),
            static operation => new UsageFilter { Operation = operation },
            SeriesColour.Of
        );
}
