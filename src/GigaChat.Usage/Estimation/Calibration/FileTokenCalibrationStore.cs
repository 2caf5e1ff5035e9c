namespace GigaChat.Usage;

/// <summary>Keeps what the estimator has learned in a file, which is replaced as a whole. Processes that share one overwrite one another.</summary>
public sealed class FileTokenCalibrationStore : ITokenCalibrationStore
{
    private readonly string _path;

    /// <summary>Makes the store.</summary>
    /// <param name="path">The file's path; its folder must exist.</param>
    public FileTokenCalibrationStore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc />
    public async Task<string?> LoadAsync(CancellationToken ct) => File.Exists(_path) ? await File.ReadAllTextAsync(_path, ct).ConfigureAwait(false) : null;

    /// <inheritdoc />
    public async Task SaveAsync(string json, CancellationToken ct)
    {
        var whole = $"{_path}.{Environment.ProcessId}.tmp";
        await File.WriteAllTextAsync(whole, json, ct).ConfigureAwait(false);
        File.Move(whole, _path, overwrite: true);
    }
}
