namespace Mlp.Training;

/// <summary>What a file of events is written in.</summary>
public enum SourceFormat
{
    /// <summary>A tree of a ROOT file.</summary>
    Root,

    /// <summary>Numbers with commas between, below a line of names; plain or gzip.</summary>
    Csv,

    /// <summary>A JSON object a line; plain or gzip.</summary>
    JsonLines,
}
