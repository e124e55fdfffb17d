using Mlp.Models;

namespace Mlp.Cli.Scaffolding;

/// <summary>Names that the compiler would take for something else in a new repository.</summary>
internal static class ReservedNames
{
    public static readonly IReadOnlySet<string> Projects = new HashSet<string>(StringComparer.Ordinal) { "Mlp", "System", "Microsoft", "Xunit" };

    // What Mlp.Models.Dense brings, which the tool does not reference.
    private static readonly string[] Dense =
        ["Activation", "DenseNetwork", "Layer", "LinearModel", "Loss", "TrainingData", "TrainingOptions", "TrainingProgress"];

    // The namespaces that every file of the repository sees.
    private static readonly string[] Seen =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    public static bool IsTaken(ClassName name) =>
        Dense.Contains(name.Text, StringComparer.Ordinal)
        || typeof(IModel).Assembly.GetType($"Mlp.Models.{name}") is not null
        || typeof(Client).Assembly.GetType($"Mlp.{name}") is { IsPublic: true }
        || new[] { typeof(object), typeof(Enumerable), typeof(HttpClient), typeof(Console) }.Any(known => Seen.Any(space => known.Assembly.GetType($"{space}.{name}") is { IsPublic: true }))
        || name.Text == "Assert";
}
