using System.Text.RegularExpressions;
using Mono.Cecil;

namespace GigaChat.Usage.Tests.Architecture;

/// <summary>The folders of the core and which of them use which, read from the compiled assembly.</summary>
internal sealed partial class Rooms
{
    private readonly Dictionary<string, string> _roomOf = new(StringComparer.Ordinal);

    /// <summary>The uses of one room by another, with the types that make them.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Arrows { get; }

    /// <summary>The internal types that do not live in the namespace of their folder.</summary>
    public IReadOnlyList<string> Strangers { get; }

    public Rooms()
    {
        var folder = Path.Combine(RepositoryFolder.Find().FullName, "src", "GigaChat.Usage");
        foreach (var file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
            foreach (Match declared in Declaration().Matches(File.ReadAllText(file)))
                _roomOf.TryAdd(declared.Groups["name"].Value, parts.Length > 1 ? parts[0] : "");
        }

        var arrows = new Dictionary<(string, string), SortedSet<string>>();
        var strangers = new List<string>();
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(UsageRecord).Assembly.Location);
        foreach (var type in assembly.MainModule.Types)
        {
            if (RoomOf(type) is not { } from)
                continue;
            if (type.IsNotPublic && type.Namespace != (from.Length > 0 ? $"GigaChat.Usage.{from}" : "GigaChat.Usage"))
                strangers.Add(type.FullName);
            foreach (var used in Uses(type))
            {
                if (RoomOf(used) is not { } to || to == from)
                    continue;
                if (!arrows.TryGetValue((from, to), out var types))
                    arrows.Add((from, to), types = new SortedSet<string>(StringComparer.Ordinal));
                types.Add($"{type.Name} -> {used.Name}");
            }
        }

        (Arrows, Strangers) = (arrows, strangers);
    }

    /// <returns><c>null</c> for a type of another assembly, and for one that the compiler has made.</returns>
    private string? RoomOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return
            type.Namespace.StartsWith("GigaChat.Usage", StringComparison.Ordinal)
            || type.Namespace == "Microsoft.Extensions.DependencyInjection"
            ? _roomOf.GetValueOrDefault(type.Name.Split('`')[0])
            : null;
    }

    private static IEnumerable<TypeReference> Uses(TypeDefinition type)
    {
        var found = new List<TypeReference>();
        if (type.BaseType is { } parent)
            found.Add(parent);
        found.AddRange(type.Interfaces.Select(static one => one.InterfaceType));
        found.AddRange(type.Fields.Select(static field => field.FieldType));
        foreach (var method in type.Methods)
        {
            found.Add(method.ReturnType);
            found.AddRange(method.Parameters.Select(static parameter => parameter.ParameterType));
            if (!method.HasBody)
                continue;
            found.AddRange(method.Body.Variables.Select(static variable => variable.VariableType));
            foreach (var operand in method.Body.Instructions.Select(static instruction => instruction.Operand))
            {
                switch (operand)
                {
                    case TypeReference used:
                        found.Add(used);
                        break;
                    case MethodReference used:
                        found.Add(used.DeclaringType);
                        found.Add(used.ReturnType);
                        if (used is GenericInstanceMethod generic)
                            found.AddRange(generic.GenericArguments);
                        break;
                    case FieldReference used:
                        found.Add(used.DeclaringType);
                        break;
                }
            }
        }

        return found.SelectMany(Parts).Concat(type.NestedTypes.SelectMany(Uses)).ToList();
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification special => Parts(special.ElementType),
            _ => [type],
        };

    [GeneratedRegex(
        @"^(?:public |internal )(?:[\w ]+ )?(?:class|struct|record|interface|enum|delegate [\w<>\[\], ]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Declaration();
}
