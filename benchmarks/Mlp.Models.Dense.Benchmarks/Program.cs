using System.Runtime.Intrinsics;
using Mlp.Models.Dense.Benchmarks;

// dotnet run -c Release --project benchmarks/Mlp.Models.Dense.Benchmarks
Console.WriteLine($"{Environment.ProcessorCount} cores, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits, .NET {Environment.Version}");
Console.WriteLine();
Console.WriteLine("| network | batch | threads | how | predictions/s | GFLOP/s |");
Console.WriteLine("|---|---:|---:|---|---:|---:|");
foreach (var widths in new int[][] { [27, 1024, 1024, 1], [27, 64, 32, 1], [784, 512, 10] })
{
    var prediction = new PredictionBenchmark(widths);
    foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
    {
        prediction.Print(1, threads, "dot products", prediction.DotProducts);
        foreach (var batch in new[] { 1, 2, 4, 8, 16, 32, 64, 256 })
        {
            prediction.Print(batch, threads, batch == 1 ? "Predict" : "PredictBatch", prediction.Batches(batch));
        }
    }
}

Console.WriteLine();
Console.WriteLine("| fitting | batch | rows/s | GFLOP/s |");
Console.WriteLine("|---|---:|---:|---:|");
new FittingBenchmark([27, 64, 32, 1], rows: 100_000, batchSize: 64).Print();
new FittingBenchmark([27, 64, 32, 1], rows: 100_000, batchSize: 256).Print();
new FittingBenchmark([27, 64, 32, 1], rows: 350_000, batchSize: 1_000).Print();
new FittingBenchmark([27, 1024, 1024, 1], rows: 4_096, batchSize: 256).Print();
