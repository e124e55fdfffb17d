namespace Mlp.Cli.Output;

/// <summary>Takes the rows of a list, one after the other.</summary>
internal interface IRowWriter<in T>
{
    void Add(T row);

    /// <summary>Has to be called behind the last row.</summary>
    void End();
}
