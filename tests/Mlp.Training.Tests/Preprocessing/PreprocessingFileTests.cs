using System.Text;
using Mlp.Training.Columns;
using Mlp.Training.Preprocessing;

namespace Mlp.Training.Tests.Preprocessing;

public sealed class PreprocessingFileTests
{
    private static readonly EventBranch[] Branches =
        [new("nJets", false), new("nLeptons", false), new("partonE", true), new("partonPt", true), new("flag", false, IsLogical: true)];

    private const string Whole = """
        {
          "new_branch": {
            "log_partonE": { "def": "log(partonE)", "type": "jagged", "cut_1": ["log_partonE<6.31", "all"], "cut_2": ["log_partonE>5.85", "any"], "remove": "False", "keys_to_remove": ["partonE"] },
            "sum": { "def": "nJets_square + nLeptons", "type": "flat", "remove": "True", "keys_to_remove": "" },
            "nJets_square": { "def": "nJets**2", "type": "flat", "cut": "1<=nJets_square<=16", "remove": false, "keys_to_remove": "nJets, flag" }
          },
          "flat_cut": { "nLeptons": { "cut": "0<=nLeptons<=2", "remove": true }, "flag": { "cut": "flag" } },
          "jagged_cut": { "partonPt": { "cut": ["partonPt>200", "all"], "remove": "False" } }
        }
        """;

    [Fact]
    public void Every_key_of_the_file_has_its_effect()
    {
        var rules = PreprocessingFile.Parse(Encoding.UTF8.GetBytes(Whole), "preproc.json");
        var compiled = rules.Compile(Branches);
        Assert.Equal([new("log_partonE", true), new("sum", false), new("nJets_square", false)], compiled.NewBranches);
        Assert.Equal(["flag", "nJets", "nLeptons", "partonE", "sum"], compiled.Removed.Order(StringComparer.Ordinal));
        Assert.Equal(["flag", "nJets", "nLeptons", "partonE", "partonPt"], compiled.RequiredBranches.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["log_partonE<6.31 All", "log_partonE>5.85 Any", "1<=nJets_square<=16 Event", "0<=nLeptons<=2 Event", "flag Event", "partonPt>200 All"],
            rules.AllCuts.Select(cut => $"{cut.Condition.Text} {cut.Over}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("\ufeff{ \"new_branch\": \"\", \"flat_cut\": {}, \"jagged_cut\": [] }")]
    [InlineData("{ \"flat_cut\": { \"nJets\": { \"cut\": \"\", \"remove\": \"\" } }, \"jagged_cut\": { \"partonE\": \"\" } }")]
    public void Nothing_may_be_said(string json)
    {
        var compiled = PreprocessingFile.Parse(Encoding.UTF8.GetBytes(json), "preproc.json").Compile(Branches);
        Assert.Empty(compiled.RequiredBranches);
        Assert.Empty(compiled.NewBranches);
        Assert.Empty(compiled.Removed);
    }

    [Theory]
    [InlineData("{", "line 1, column 2", "the file is not JSON")]
    [InlineData("{} {}", "line 1, column 4", "the file is not JSON")]
    [InlineData("", "line 1, column 1", "the file is not JSON")]
    [InlineData("{\n // no\n}", "line 2, column 2", "the file is not JSON")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", "line 1, column 9", "the file is not JSON")]
    [InlineData("[1]", "line 1, column 1", "a list is not an object")]
    [InlineData("{\"flat_cuts\": {}}", "flat_cuts, line 1, column 15", "there is no key 'flat_cuts'")]
    [InlineData("{\"flat_cut\": {},\n  \"flat_cut\": {}}", "flat_cut, line 2, column 3", "the key 'flat_cut' stands there twice")]
    [InlineData("{\"flat_cut\": 3}", "flat_cut, line 1, column 14", "3 is not an object")]
    [InlineData("{\"flat_cut\": {\"nJets\": \"nJets>1\"}}", "flat_cut.nJets, line 1, column 24", "\"nJets>1\" is not an object")]
    [InlineData("{\"flat_cut\": {\"é\": {\"cat\": 1}}}", "flat_cut.é.cat, line 1, column 28", "there is no key 'cat'")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut_a\": \"nJets>1\"}}}", "flat_cut.nJets.cut_a, line 1, column 34", "there is no key 'cut_a'")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut\": [\"nJets>1\", \"all\"]}}}", "flat_cut.nJets.cut, line 1, column 32", "a list is not an expression")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut\": \"nJets>\"}}}", "flat_cut.nJets.cut, line 1, column 32, column 7", "the end stands where")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut\": \"nLeptons>1\"}}}", "flat_cut.nJets.cut, line 1, column 32, column 1", "the cut does not mention 'nJets'")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"remove\": \"yes\"}}}", "flat_cut.nJets.remove, line 1, column 35", "\"yes\" is not \"True\" or \"False\"")]
    [InlineData("{\"flat_cut\": {\"nJet\": {\"cut\": \"nJet>1\"}}}", "flat_cut.nJet, line 1, column 23", "there is no branch 'nJet'")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut\": \"nJets+1\"}}}", "flat_cut.nJets.cut, line 1, column 32, column 1", "a cut is a number")]
    [InlineData("{\"flat_cut\": {\"nJets\": {\"cut\": \"nJets>partonE\"}}}", "flat_cut.nJets.cut, line 1, column 32, column 1", "a flat cut has a list of values")]
    [InlineData("{\"flat_cut\": {\"partonE\": {\"cut\": \"partonE>1\"}}}", "flat_cut.partonE, line 1, column 26", "'partonE' is jagged")]
    [InlineData("{\"jagged_cut\": {\"nJets\": {\"cut\": [\"nJets>1\", \"all\"]}}}", "jagged_cut.nJets, line 1, column 26", "'nJets' is flat")]
    [InlineData("{\"jagged_cut\": {\"partonE\": {\"cut\": \"partonE>1\"}}}", "jagged_cut.partonE.cut, line 1, column 36", "\"partonE>1\" is not a pair")]
    [InlineData("{\"jagged_cut\": {\"partonE\": {\"cut\": [\"partonE>1\", \"some\"]}}}", "jagged_cut.partonE.cut[1], line 1, column 50", "\"some\" is not \"all\" or \"any\"")]
    [InlineData("{\"jagged_cut\": {\"partonE\": {\"cut\": [1, \"all\"]}}}", "jagged_cut.partonE.cut[0], line 1, column 37", "1 is not a pair")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"nJets\"}}}", "new_branch.x, line 1, column 22", "there is no 'type'")]
    [InlineData("{\"new_branch\": {\"x\": {\"type\": \"flat\"}}}", "new_branch.x, line 1, column 22", "there is no 'def'")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"nJets\", \"type\": \"round\"}}}", "new_branch.x.type, line 1, column 47", "\"round\" is not \"flat\" or \"jagged\"")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": 5, \"type\": \"flat\"}}}", "new_branch.x.def, line 1, column 30", "5 is not an expression")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"nJets\", \"type\": \"jagged\"}}}", "new_branch.x.def, line 1, column 30, column 1", "'x' is declared jagged")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"2*partonE\", \"type\": \"flat\"}}}", "new_branch.x.def, line 1, column 30, column 1", "'x' is declared flat")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"2*nope\", \"type\": \"flat\"}}}", "new_branch.x.def, line 1, column 30, column 3", "there is no branch 'nope'")]
    [InlineData("{\"new_branch\": {\"nJets\": {\"def\": \"1\", \"type\": \"flat\"}}}", "new_branch.nJets, line 1, column 26", "there is a branch 'nJets' already")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"1+x\", \"type\": \"flat\"}}}", "new_branch.x.def, line 1, column 30, column 3", "new branches need each other: x → x")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"1\", \"type\": \"flat\", \"keys_to_remove\": [\"nJet\"]}}}", "new_branch.x.keys_to_remove[0], line 1, column 70", "there is no branch 'nJet' to remove")]
    [InlineData("{\"new_branch\": {\"x\": {\"def\": \"1\", \"type\": \"flat\", \"keys_to_remove\": 7}}}", "new_branch.x.keys_to_remove, line 1, column 69", "7 is not a list of branches")]
    [InlineData("{\"new_branch\": {\"a\\nb\": {\"def\": \"1\", \"type\": \"flat\"}}}", "new_branch.a\nb, line 1, column 25", "has a line break")]
    [InlineData("{\"new_branch\": {\"\": {\"def\": \"1\", \"type\": \"flat\"}}}", "new_branch., line 1, column 21", "a new branch has no name")]
    [InlineData("{\"flat_cut\": {\"\\ud800\": {}}}", "flat_cut, line 1, column 15", "a text is not valid Unicode")]
    public void What_is_wrong_is_named_with_key_and_position(string json, string where, string fact)
    {
        var exception = Assert.Throws<TrainingInputException>(() => PreprocessingFile.Parse(Encoding.UTF8.GetBytes(json), "preproc.json").Compile(Branches));
        Assert.Equal($"preproc.json: {where}", exception.Where);
        Assert.Contains(fact, exception.Fact, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Remedy);
    }

    [Fact]
    public void A_cycle_is_told_in_full()
    {
        const string Json = """
            { "new_branch": {
              "before": { "def": "a + 1", "type": "flat" }, "a": { "def": "nJets + b", "type": "flat" },
              "b": { "def": "2 * c", "type": "flat" }, "c": { "def": "a", "type": "flat" } } }
            """;
        var exception = Assert.Throws<TrainingInputException>(() => PreprocessingFile.Parse(Encoding.UTF8.GetBytes(Json), "preproc.json").Compile(Branches));
        Assert.StartsWith("new branches need each other: a → b → c → a,", exception.Fact, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var exception = Assert.Throws<TrainingInputException>(() => PreprocessingFile.Read("/nowhere/preproc.json"));
        Assert.Equal(("/nowhere/preproc.json", "there is no such file"), (exception.Where, exception.Fact));
    }

    [Fact]
    public void A_spoilt_file_is_refused_or_read()
    {
        var random = new Random(5);
        var whole = Encoding.UTF8.GetBytes(Whole);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var spoilt = whole.AsSpan(0, random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length).ToArray();
            for (var j = random.Next(4); j > 0 && spoilt.Length > 0; j--)
            {
                spoilt[random.Next(spoilt.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];
            }

            try
            {
                PreprocessingFile.Parse(spoilt, "preproc.json").Compile(Branches);
                read++;
            }
            catch (TrainingInputException exception)
            {
                Assert.StartsWith("preproc.json: ", exception.Where, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 1_000, 15_000);
    }
}
