namespace GigaChat.Usage;

/// <summary>A program compiled ahead of time counts its calls, and its compilation has nothing to say against the
/// libraries.</summary>
[TestFixture]
internal sealed class NativeAotTests
{
    [Test]
    public async Task A_native_program_records_its_call_and_is_compiled_without_a_warning()
    {
        RequireLinker();
        var folder = Path.Combine(PackedLibraries.Consumers.FullName, "Aot");

        // Warnings are errors there; that none is printed shows that none was held back either.
        var built = await DotNet.RunAsync(folder, "publish", "--use-current-runtime", "--output", "out");
        var program = new FileInfo(Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "Aot.exe" : "Aot"));
        var printed = await DotNet.RunProgramAsync(program.FullName, folder);

        TestContext.Out.WriteLine(
            $"{program.Length / 1_048_576d:0.0} MiB, every member of the libraries in it. {printed.Trim()}"
        );
        built.Should().NotContain("warning").And.Contain("Generating native code");
        printed
            .Should()
            .Be(
                "GigaChat-2-Max 2.0.28.2, user 42: 17 + 5 = 22 tokens, 3 cached, Reported, Completed\n0.0143 rubles\n".ReplaceLineEndings()
            );
    }

    private static void RequireLinker()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (
            !OperatingSystem.IsWindows()
            && folders
                .SelectMany(static folder => (string[])[Path.Combine(folder, "clang"), Path.Combine(folder, "gcc")])
                .Any(File.Exists)
        )
            return;
        const string Reason =
            "No compiler that links native programs. Install clang or gcc, and zlib's headers (zlib1g-dev).";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Reason);
        Assert.Ignore(Reason);
    }
}
