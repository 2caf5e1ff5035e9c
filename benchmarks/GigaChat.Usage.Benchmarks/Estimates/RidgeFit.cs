namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>
/// Least squares that are drawn towards what is expected of each coefficient, so that few examples can fit many.
/// </summary>
internal sealed class RidgeFit(double[] expected, double[] spread)
{
    // What an estimate by features misses is some 4 % of a text's tokens, and never less than one token.
    private const double RelativeError = 0.04;

    /// <summary>The coefficients of rows of features for their tokens.</summary>
    public double[] Fit(IReadOnlyList<(double[] Features, double Tokens)> rows)
    {
        var size = expected.Length;
        var matrix = new double[size, size + 1];
        for (var i = 0; i < size; i++)
            matrix[i, i] = 1 / (spread[i] * spread[i]);
        foreach (var (features, tokens) in rows)
        {
            var weight = 1 / Math.Pow((RelativeError * tokens) + 1, 2);
            var rest = tokens - Product(features, expected);
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    matrix[i, j] += weight * features[i] * features[j];
                matrix[i, size] += weight * features[i] * rest;
            }
        }

        var solved = Solve(matrix, size);
        return [.. expected.Zip(solved, static (mean, off) => mean + off)];
    }

    public static double Product(double[] features, double[] coefficients) =>
        features.Zip(coefficients, static (x, b) => x * b).Sum();

    /// <summary>Elimination with pivots; the matrix is positive definite.</summary>
    private static double[] Solve(double[,] matrix, int size)
    {
        for (var column = 0; column < size; column++)
        {
            for (var row = 0; row < size; row++)
            {
                if (row == column)
                    continue;
                var factor = matrix[row, column] / matrix[column, column];
                for (var k = column; k <= size; k++)
                    matrix[row, k] -= factor * matrix[column, k];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => matrix[i, size] / matrix[i, i])];
    }
}
