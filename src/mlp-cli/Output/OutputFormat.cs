namespace Mlp.Cli.Output;

/// <summary>For whom a command answers: people, programs, or a page.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Markdown,
}
