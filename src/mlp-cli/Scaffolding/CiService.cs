namespace Mlp.Cli.Scaffolding;

/// <summary>Whose pipelines a new repository is to run in.</summary>
internal enum CiService
{
    None,
    Gitlab,
    Github,
}
