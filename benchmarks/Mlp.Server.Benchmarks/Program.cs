using Mlp.Server.Benchmarks;
using Mlp.Server.Database;
using Mlp.Testing;
using Mlp.Testing.Services;

// dotnet run -c Release --project benchmarks/Mlp.Server.Benchmarks [-- section…]
string[] sections = ["publish", "upload", "scale", "gateway"];
var chosen = args.Length == 0 ? sections : args;
if (chosen.Except(sections).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"unknown section '{unknown}'; sections are: {string.Join(", ", sections)}");
    return 2;
}

var table = new Table(Console.Out);
table.Head();
await using var services = new RealServices();
if (chosen.Contains("publish"))
{
    await new PublishBenchmark(table).Run("SQLite", new Dictionary<string, string>(), "1,000 per second");
    await new PublishBenchmark(table).Run("PostgreSQL", new Dictionary<string, string> { ["MLP_DATABASE"] = await (await services.Postgres).CreateDatabase() }, "");
}

if (chosen.Contains("upload"))
{
    await new UploadBenchmark(table).Run();
}

if (chosen.Contains("scale"))
{
    var data = new ScaleData(types: 1_000, mtvsPerType: 100, mpvsPerName: 1_000);
    var home = Directory.CreateTempSubdirectory("mlp-benchmark-");
    var file = Path.Combine(home.FullName, "registry.db");
    await new ScaleBenchmark(table, data).Run("SQLite", new SqliteDatabase(file), () => RegistryProcess.Start(home: home.FullName));
    table.Row("SQLite", "size of the database", $"{new FileInfo(file).Length / 1e6:N0} MB");
    home.Delete(recursive: true);
    var address = await (await services.Postgres).CreateDatabase();
    await new ScaleBenchmark(table, data).Run("PostgreSQL", new PostgresDatabase(address + ";Command Timeout=600"), () => RegistryProcess.Start(new Dictionary<string, string> { ["MLP_DATABASE"] = address }));
}

if (chosen.Contains("gateway"))
{
    await new GatewayBenchmark(table).Run("SQLite", new Dictionary<string, string>());
    await new GatewayBenchmark(table).Run("PostgreSQL", new Dictionary<string, string> { ["MLP_DATABASE"] = await (await services.Postgres).CreateDatabase() });
}

return 0;
