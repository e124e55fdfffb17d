using System.Text;
using System.Text.Json;
using Mlp.Training.Expressions;
using Mlp.Training.Inputs;

namespace Mlp.Training.Preprocessing;

/// <summary>Reads preproc.json as MLaaS4HEP writes it.</summary>
internal static class PreprocessingFile
{
    private const int Largest = 4 << 20;

    public static PreprocessingRules Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new TrainingInputException(path, "there is no such file", "name an existing preprocessing file");
        }

        if (file.Length > Largest)
        {
            throw new TrainingInputException(path, $"the file has {file.Length} bytes", $"a preprocessing file has at most {Largest}");
        }

        return Parse(File.ReadAllBytes(path), path);
    }

    /// <param name="name">What errors call the file.</param>
    public static PreprocessingRules Parse(ReadOnlySpan<byte> json, string name)
    {
        var root = JsonPlaces.Read(json, name);
        var newBranches = new List<NewBranch>();
        var cuts = new List<BranchCuts>();
        foreach (var (key, section) in Object(root))
        {
            switch (key)
            {
                case "new_branch":
                    newBranches.AddRange(Object(section).Select(entry => ReadNewBranch(entry.Key, entry.Value)));
                    break;
                case "flat_cut":
                    cuts.AddRange(Object(section).Select(entry => ReadCuts(entry.Key, entry.Value, isJagged: false)));
                    break;
                case "jagged_cut":
                    cuts.AddRange(Object(section).Select(entry => ReadCuts(entry.Key, entry.Value, isJagged: true)));
                    break;
                default:
                    throw UnknownKey(key, section, ["new_branch", "flat_cut", "jagged_cut"]);
            }
        }

        return new(newBranches, cuts, Encoding.UTF8.GetString(json));
    }

    private static NewBranch ReadNewBranch(string name, JsonPlace place)
    {
        if (name.Length == 0)
        {
            throw place.Error("a new branch has no name", "give it one");
        }

        if (name.Any(char.IsControl))
        {
            throw place.Error("the name of a new branch has a line break, or another control character", "leave it out");
        }

        var members = Object(place);
        foreach (var (key, value) in members)
        {
            if (key is not ("def" or "type" or "remove" or "keys_to_remove") && !IsCut(key))
            {
                throw UnknownKey(key, value, ["def", "type", "cut", "cut_1", "remove", "keys_to_remove"]);
            }
        }

        var isJagged = IsJaggedType(Required(place, "type"));
        var definition = Required(place, "def");
        return new(
            name,
            Expression.Parse(Text(definition, "an expression"), definition.Where),
            isJagged,
            Cuts(name, members, isJagged),
            Flag(Optional(place, "remove")),
            Optional(place, "keys_to_remove") is { } keys ? Keys(keys) : [],
            place);
    }

    private static BranchCuts ReadCuts(string name, JsonPlace place, bool isJagged)
    {
        var members = Object(place);
        foreach (var (key, value) in members)
        {
            if (key != "remove" && !IsCut(key))
            {
                throw UnknownKey(key, value, ["cut", "cut_1", "remove"]);
            }
        }

        return new(name, isJagged, Cuts(name, members, isJagged), Flag(Optional(place, "remove")), place);
    }

    private static List<Cut> Cuts(string branch, IReadOnlyList<(string Key, JsonPlace Value)> members, bool isJagged) =>
        [.. members.Where(member => IsCut(member.Key) && !member.Value.IsEmpty).Select(member => isJagged ? JaggedCut(branch, member.Value) : FlatCut(branch, member.Value))];

    private static Cut FlatCut(string branch, JsonPlace place) =>
        new(branch, Condition(branch, place, "an expression such as \"x > 1\", as cuts of a flat branch are"), CutOver.Event);

    private static Cut JaggedCut(string branch, JsonPlace place)
    {
        const string Wanted = "a pair such as [\"x > 1\", \"all\"], as cuts of a jagged branch are, with \"all\" or \"any\"";
        if (place.Kind != JsonValueKind.Array || place.Members.Count != 2)
        {
            throw place.WrongKind(Wanted);
        }

        var over = place.Members[1].Value;
        return new(branch, Condition(branch, place.Members[0].Value, Wanted), over switch
        {
            { Kind: JsonValueKind.String, Text: "all" } => CutOver.All,
            { Kind: JsonValueKind.String, Text: "any" } => CutOver.Any,
            _ => throw over.WrongKind("\"all\" or \"any\""),
        });
    }

    private static Expression Condition(string branch, JsonPlace place, string wanted)
    {
        var condition = Expression.Parse(Text(place, wanted), place.Where);
        if (!condition.Names.Contains(branch))
        {
            throw condition.Error($"the cut does not mention '{branch}', under which it stands,", "move it to a branch that it mentions");
        }

        return condition;
    }

    private static List<(string, JsonPlace)> Keys(JsonPlace place) => place.Kind switch
    {
        JsonValueKind.String => [.. place.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => (name, place))],
        JsonValueKind.Array => [.. place.Members.Select(item => (Text(item.Value, "the name of a branch"), item.Value))],
        _ => throw place.WrongKind("a list of branches, or their names with commas between them"),
    };

    private static bool Flag(JsonPlace? place) => place switch
    {
        null or { Kind: JsonValueKind.False } or { Kind: JsonValueKind.String, Text: "False" or "" } => false,
        { Kind: JsonValueKind.True } or { Kind: JsonValueKind.String, Text: "True" } => true,
        _ => throw place.WrongKind("\"True\" or \"False\""),
    };

    private static bool IsJaggedType(JsonPlace place) => place switch
    {
        { Kind: JsonValueKind.String, Text: "jagged" } => true,
        { Kind: JsonValueKind.String, Text: "flat" } => false,
        _ => throw place.WrongKind("\"flat\" or \"jagged\""),
    };

    private static bool IsCut(string key) =>
        key == "cut" || (key.StartsWith("cut_", StringComparison.Ordinal) && key.Length > 4 && key.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0);

    private static string Text(JsonPlace place, string wanted) => place.Kind == JsonValueKind.String ? place.Text : throw place.WrongKind(wanted);

    private static JsonPlace Required(JsonPlace place, string key) =>
        Optional(place, key) ?? throw place.Error($"there is no '{key}'", key == "def" ? "add the expression that makes the branch" : "add \"type\": \"flat\" or \"jagged\"");

    private static JsonPlace? Optional(JsonPlace place, string key) => place.Members.FirstOrDefault(member => member.Key == key).Value;

    private static IReadOnlyList<(string Key, JsonPlace Value)> Object(JsonPlace place) =>
        place.IsEmpty || place.Kind == JsonValueKind.Object ? place.Members : throw place.WrongKind("an object");

    private static TrainingInputException UnknownKey(string key, JsonPlace place, string[] known) =>
        place.Error($"there is no key '{key}'", Nearest.Remedy(key, known));
}
