using Mlp.Training.Events;

namespace Mlp.Training.Chunks;

/// <summary>How far a file has been made into rows.</summary>
internal sealed class EventCursor(EventFiles files, string name, float label, Ct ct) : IAsyncDisposable
{
    private IAsyncEnumerator<SelectedEvents>? _batches;
    private SelectedEvents _current;
    private int _place;

    /// <summary>Makes the next events into rows.</summary>
    /// <exception cref="TrainingInputException">The file has fewer events than the specs say.</exception>
    public async ValueTask Write(RowWriter writer, int count, Memory<float> features, Memory<byte> mask, Memory<float> labels)
    {
        var (done, width) = (0, count == 0 ? 0 : features.Length / count);
        while (done < count)
        {
            if (_batches is null || _place == _current.Count)
            {
                await Next();
                continue;
            }

            var taken = Math.Min(count - done, _current.Count - _place);
            writer.Write(_current, _place, taken, features.Span.Slice(done * width, taken * width), mask.Span.Slice(done * width, taken * width));
            WriteLabels(labels.Span.Slice(done, taken));
            _place += taken;
            done += taken;
        }
    }

    public ValueTask DisposeAsync() => _batches?.DisposeAsync() ?? default;

    private async ValueTask Next()
    {
        _batches ??= files.Read(name, ct).GetAsyncEnumerator(ct);
        _current = await _batches.MoveNextAsync()
            ? _batches.Current
            : throw new TrainingInputException(name, "has fewer events than the specs say", "compute the specs again from these files and settings; kept ones are found by the files' names, sizes and times: where these lie, delete the folder 'specs' of the cache");
        _place = 0;
    }

    private void WriteLabels(Span<float> labels)
    {
        if (_current.Label is not { } column)
        {
            labels.Fill(label);
            return;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            var place = _current.Passing is { } passing ? passing.Span[_place + i] : _place + i;
            labels[i] = (float)column[place];
        }
    }
}
