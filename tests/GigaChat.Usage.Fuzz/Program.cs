using GigaChat.Usage.Fuzz;
using SharpFuzz;

// With files: each is tried once, as the fuzzer would, so that what it found can be debugged. Without: a target of
// AFL++, see eng/fuzz.sh.
if (args.Length == 0)
{
    Fuzzer.OutOfProcess.Run(static input =>
    {
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        AnswerTarget.Try(bytes.ToArray());
    });
}

foreach (var path in args)
    Console.WriteLine($"{path}: {AnswerTarget.Try(File.ReadAllBytes(path))}");
