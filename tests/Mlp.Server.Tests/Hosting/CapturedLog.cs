using System.Collections.Concurrent;
using System.Text;

namespace Mlp.Server.Tests.Hosting;

/// <summary>Keeps the lines that a registry tells, while others write.</summary>
internal sealed class CapturedLog : TextWriter
{
    private readonly ConcurrentQueue<string> _lines = new();

    public override Encoding Encoding => Encoding.UTF8;

    public string Text => string.Join('\n', _lines);

    public override void WriteLine(string? value) => _lines.Enqueue(value ?? "");
}
