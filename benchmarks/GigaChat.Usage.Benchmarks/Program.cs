using BenchmarkDotNet.Running;
using GigaChat.Usage.Benchmarks;
using GigaChat.Usage.Benchmarks.Load;
using GigaChat.Usage.Benchmarks.Store;

switch (args)
{
    case ["scanner"]:
        ScannerLoad.Run(Console.Out);
        return 0;
    case ["store-write" or "store-read" or "store-processes" or "store-writer", ..]:
        return await StoreLoad.RunAsync(args, Console.Out);
