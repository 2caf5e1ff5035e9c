using System.Reflection;
using BenchmarkDotNet.Attributes;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks;

/// <summary>Runs every benchmark once in this process and measures nothing, so that a test notices when one has
/// rotted.</summary>
public static class SmokeRun
{
    /// <summary>The benchmarks, each as <c>Class.Method</c>.</summary>
    public static IEnumerable<string> Names => Benchmarks.Select(NameOf);

    private static IEnumerable<MethodInfo> Benchmarks => BenchmarkTypes.All.SelectMany(MethodsWith<BenchmarkAttribute>);

    /// <summary>Runs one benchmark between its set-up and clean-up; whatever they throw comes out.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static async Task RunAsync(string name)
    {
        var benchmark = Benchmarks.Single(method => NameOf(method) == name);
        var type = benchmark.DeclaringType!;
        var instance = Activator.CreateInstance(type)!;
        var setUp = MethodsWith<GlobalSetupAttribute>(type)
            .Single(method => method.GetCustomAttribute<GlobalSetupAttribute>()!.Targets.Contains(benchmark.Name));
        await CallAsync(setUp, instance);
        await CallAsync(benchmark, instance);
        foreach (var cleanUp in MethodsWith<GlobalCleanupAttribute>(type))
            await CallAsync(cleanUp, instance);
    }

    /// <summary>Runs every benchmark, and writes each name.</summary>
    /// <param name="output">Where the names go.</param>
    public static async Task RunAllAsync(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var name in Names)
        {
            await RunAsync(name);
            await output.WriteLineAsync(name);
        }
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static IEnumerable<MethodInfo> MethodsWith<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));

    private static async Task CallAsync(MethodInfo method, object instance)
    {
        if (method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, null, null) is Task task)
            await task;
    }
}
