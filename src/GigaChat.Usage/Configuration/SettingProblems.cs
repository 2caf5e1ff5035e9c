using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Collects problems of settings, and throws all of them at once.</summary>
internal static class SettingProblems
{
    /// <param name="type">The type of the settings, for the error.</param>
    /// <param name="problems">The problems.</param>
    /// <exception cref="OptionsValidationException">There are problems.</exception>
    public static void ThrowIfAny(Type type, IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
            throw new OptionsValidationException(
                Options.DefaultName,
                type,
                problems.Select(static problem => problem.ReplaceLineEndings(" "))
            );
    }

    /// <summary>Reads settings with a reader written by hand, as the rules of alerts have.</summary>
    /// <param name="type">The type of the settings, for the error.</param>
    /// <param name="node">The source.</param>
    /// <param name="read">Reads the settings; its result is used only when there is no problem.</param>
    /// <exception cref="OptionsValidationException">There are problems.</exception>
    public static T Read<T>(Type type, SettingNode node, Func<SettingGroup, T> read)
    {
        var problems = new List<string>();
        var group = new SettingGroup(node, problems);
        T? result = default;
        if (problems.Count == 0)
            result = Guard(group, () => read(group));
        ThrowIfAny(type, problems);
        return result!;
    }

    /// <summary>Creates an object from a group's settings; a rejected argument is a problem of the group.</summary>
    public static T? Guard<T>(SettingGroup group, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            group.Problem($"{group.Here}: {error.Message}");
            return default;
        }
    }

    /// <summary>Creates an object from settings; a rejected argument is a problem of their group.</summary>
    /// <param name="path">The path of the group; empty for a whole configuration.</param>
    /// <param name="problems">Receives the problem.</param>
    /// <param name="make">Creates the object.</param>
    public static T? Guard<T>(string path, List<string> problems, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            problems.Add($"{Here(path)}: {error.Message}");
            return default;
        }
        catch (OptionsValidationException error)
        {
            problems.AddRange(error.Failures.Select(failure => $"{Here(path)}: {failure}"));
            return default;
        }
    }

    /// <summary>Gets the name of a group for messages.</summary>
    public static string Here(string path) => path.Length == 0 ? "The root" : path;

    /// <summary>Gets whether a text is set; a missing one is a problem.</summary>
    public static bool IsSet([NotNullWhen(true)] string? text, string path, string name, List<string> problems)
    {
        if (!string.IsNullOrWhiteSpace(text))
            return true;
        problems.Add($"{(path.Length == 0 ? name : $"{path}:{name}")} is missing.");
        return false;
    }
}
