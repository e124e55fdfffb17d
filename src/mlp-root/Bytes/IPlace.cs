namespace Mlp.Root;

/// <summary>A source that knows what lies beside it: for files that name others.</summary>
internal interface IPlace
{
    /// <summary>Opens the file of a name as a file calls it: seen from the folder that holds this one.</summary>
    /// <exception cref="NotSupportedException">It is not opened from here; says why.</exception>
    IByteSource OpenBeside(string name);
}
