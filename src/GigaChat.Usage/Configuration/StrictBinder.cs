using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Configuration;

/// <summary>Binds settings with the framework's generated binder, and collects all problems instead of the first.</summary>
/// <remarks>
/// The binder throws at the first value that it cannot convert. So each setting of a group is bound on its own, with
/// the path that it has; see decision record 28.
/// </remarks>
internal static class StrictBinder
{
    /// <summary>The options of the binder for <see cref="SettingBinder{T}"/>.</summary>
    public static Action<BinderOptions> Strict { get; } = static options => options.ErrorOnUnknownConfiguration = true;

    /// <summary>Sets the properties that a group has settings for.</summary>
    /// <param name="group">The group: a section, or a whole configuration.</param>
    /// <param name="target">The object to set.</param>
    /// <param name="forms">The known settings by name.</param>
    /// <param name="bind">Binds the object with <see cref="Strict"/>.</param>
    /// <param name="problems">Receives the problems, each with the path of its setting.</param>
    public static void Bind<T>(
        IConfiguration group,
        T target,
        SortedDictionary<string, SettingForm> forms,
        SettingBinder<T> bind,
        List<string> problems
    )
    {
        if (group is IConfigurationSection { Value.Length: > 0 } single)
            problems.Add($"{single.Path} is '{single.Value}'; it must be a group of settings.");
        foreach (var setting in group.GetChildren())
        {
            if (!forms.TryGetValue(setting.Key, out var form))
                problems.Add($"{setting.Path} is not a known setting; known here are {string.Join(", ", forms.Keys)}.");
            else if (form.ProblemOf(setting) is { } problem)
                problems.Add(problem);
            else if (!form.IsApart)
                Bind(group, setting, form, target, bind, problems);
        }
    }

    /// <summary>Reads the entries of a list of groups.</summary>
    /// <param name="list">The section of the list.</param>
    /// <param name="forms">The known settings of an entry by name.</param>
    /// <param name="bind">Binds an entry with <see cref="Strict"/>.</param>
    /// <param name="problems">Receives the problems.</param>
    public static List<(T Entry, string Path)> BindList<T>(
        IConfigurationSection list,
        SortedDictionary<string, SettingForm> forms,
        SettingBinder<T> bind,
        List<string> problems
    )
        where T : new()
    {
        var entries = new List<(T, string)>();
        if (SettingForm.Groups.ProblemOf(list) is { } problem)
        {
            problems.Add(problem);
            return entries;
        }

        foreach (var group in list.GetChildren())
        {
            var entry = new T();
            Bind(group, entry, forms, bind, problems);
            entries.Add((entry, group.Path));
        }

        return entries;
    }

    /// <summary>Creates the table of forms, not case-sensitive as configuration is.</summary>
    public static SortedDictionary<string, SettingForm> Forms(params (string Name, SettingForm Form)[] forms)
    {
        var table = new SortedDictionary<string, SettingForm>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, form) in forms)
            table.Add(name, form);
        return table;
    }

    private static void Bind<T>(
        IConfiguration group,
        IConfigurationSection setting,
        SettingForm form,
        T target,
        SettingBinder<T> bind,
        List<string> problems
    )
    {
        try
        {
            bind(Only(group, setting), target);
        }
        catch (InvalidOperationException)
        {
            problems.Add(form.Wrong(setting));
        }
    }

    /// <summary>Gets a group that has one of its settings, under the same path.</summary>
    private static IConfiguration Only(IConfiguration group, IConfigurationSection setting)
    {
        var values = setting.AsEnumerable().Where(it => it.Value is not null);
        var only = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return group is IConfigurationSection { Path: { Length: > 0 } path } ? only.GetSection(path) : only;
    }
}
