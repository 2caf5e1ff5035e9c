using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Reads settings as a whole: all of them, or an error that lists every problem.</summary>
internal static class SettingProblems
{
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
        return problems.Count == 0
            ? result!
            : throw new OptionsValidationException(Options.DefaultName, type, problems);
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
}
