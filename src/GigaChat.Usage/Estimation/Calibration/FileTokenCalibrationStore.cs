using System.Text;
using GigaChat.Usage.Files;

namespace GigaChat.Usage;

/// <summary>
/// Stores the learned factors of the estimator in a file, which is replaced as a whole. Processes that share a file
/// overwrite the factors of one another.
/// </summary>
public sealed class FileTokenCalibrationStore : ITokenCalibrationStore
{
    private readonly string _path;

    /// <summary>Initializes a new instance of the <see cref="FileTokenCalibrationStore"/> class.</summary>
    /// <param name="path">The path of the file. Only the user of the process can read it; a missing folder is created
    /// with the same restriction.</param>
    public FileTokenCalibrationStore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
        PrivateFiles.TightenFile(_path);
    }

    /// <inheritdoc />
    public async Task<string?> LoadAsync(CancellationToken cancellationToken) =>
        File.Exists(_path) ? await File.ReadAllTextAsync(_path, cancellationToken).ConfigureAwait(false) : null;

    /// <inheritdoc />
    public async Task SaveAsync(string json, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(_path) is { } folder)
            PrivateFiles.CreateFolder(folder);
        await PrivateFiles.ReplaceAsync(_path, Encoding.UTF8.GetBytes(json), cancellationToken).ConfigureAwait(false);
    }
}
