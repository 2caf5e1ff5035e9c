using System.Globalization;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>Writes the errors of the estimators on texts they were not fitted to, and the weights that ship.</summary>
internal static class EstimateTable
{
    public static void Write(TextWriter output)
    {
        var errors = EstimateErrors.Measure();
        var rows = new List<(string Name, Func<TokenExample, bool>? Which)> { ("**all**", null) };
        foreach (var generation in Enum.GetValues<ModelGeneration>())
            rows.Add(($"{generation} generation", example => ModelBuild.GenerationOf(example.Model) == generation));
        foreach (var model in Distinct(errors, static example => example.Model))
            rows.Add((model, example => example.Model == model));
        foreach (var form in Distinct(errors, static example => example.Form))
            rows.Add((form, example => example.Form == form));

        output.WriteLine(
            $"| responses of {TokenExample.FewestCharacters} characters and more | n | {string.Join(" | ", EstimateErrors.Ways)} |"
        );
        output.WriteLine($"|---|---:|{string.Concat(EstimateErrors.Ways.Select(static _ => "---:|"))}");
        foreach (var (name, which) in rows)
        {
            var cells = EstimateErrors.Ways.Select(way => errors.Of(way, which)).ToList();
            if (cells[0].Count > 0)
                output.WriteLine(
                    $"| {name} | {cells[0].Count} | {string.Join(" | ", cells.Select(static cell => Invariant($"{cell.Error:P1} ({cell.Bias:+0.0 %;−0.0 %})")))} |"
                );
        }

        output.WriteLine();
        output.WriteLine("| text | model | tokens | default | vocabulary |");
        output.WriteLine("|---|---|---:|---:|---:|");
        foreach (var (i, example) in errors.Examples.Index().Where(static pair => pair.Item.IsMeasured))
        {
            output.WriteLine(
                Invariant(
                    $"| {example.Form}, {example.Text.Length} characters | {example.Model} | {example.ContentTokens} | {errors.At(EstimateErrors.Ways[0], i):+0.0 %;−0.0 %} | {errors.At(EstimateErrors.Ways[3], i):+0.0 %;−0.0 %} |"
                )
            );
        }

        output.WriteLine();
        WriteWeights(
            output,
            "default",
            WordModel.Names,
            CrossValidation.FitAll(errors.Examples, WordModel.NewFit(), WordModel.FeaturesOf)
        );
        WriteWeights(
            output,
            "vocabulary",
            VocabularyModel.Names,
            CrossValidation.FitAll(errors.Examples, VocabularyModel.NewFit(), VocabularyModel.FeaturesOf)
        );
    }

    private static IEnumerable<string> Distinct(EstimateErrors errors, Func<TokenExample, string> key) =>
        errors
            .Examples.Where(static example => example.IsMeasured)
            .Select(key)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static void WriteWeights(TextWriter output, string name, IEnumerable<string> names, double[] weights) =>
        output.WriteLine(
            $"Weights of {name}: {string.Join(", ", names.Zip(weights, static (name, weight) => Invariant($"{name} {weight:0.000}")))}."
        );

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
