using System.Collections.Concurrent;
using Mlp.Server.Storage;

namespace Mlp.Server.Serving;

/// <summary>What a model's process says, in a file of its own that does not grow for ever; the last lines are at hand.</summary>
internal sealed class ServiceLog : IDisposable
{
    private const long Largest = 10 << 20;
    private const int Remembered = 5;
    private readonly ConcurrentQueue<string> _last = new();
    private readonly Lock _oneAtATime = new();
    private readonly string _path;
    private StreamWriter? _writer;

    public ServiceLog(string path)
    {
        _path = path;
        PrivateFolder.Create(System.IO.Path.GetDirectoryName(path)!);
        _writer = Open();
    }

    public string Path => _path;

    /// <summary>The last lines, as one.</summary>
    public string Last => string.Join(" | ", _last);

    public void Line(string? line)
    {
        if (line is null)
        {
            return;
        }

        _last.Enqueue(line);
        while (_last.Count > Remembered)
        {
            _last.TryDequeue(out _);
        }

        lock (_oneAtATime)
        {
            Write(line);
        }
    }

    public void Dispose()
    {
        lock (_oneAtATime)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    // A full disk is no reason for a model to stop serving: what it says is then lost.
    private void Write(string line)
    {
        try
        {
            if (_writer is { BaseStream.Length: > Largest })
            {
                _writer.Dispose();
                File.Move(_path, _path + ".1", overwrite: true);
                _writer = Open();
            }

            _writer?.WriteLine(line);
        }
        catch (IOException)
        {
        }
    }

    private StreamWriter Open() => new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
