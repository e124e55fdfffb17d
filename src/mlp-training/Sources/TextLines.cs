namespace Mlp.Training.Sources;

/// <summary>The lines of a text file, plain or gzip, as bytes and without their ends.</summary>
internal sealed class TextLines : IDisposable
{
    private const int LongestLine = 64 << 20;
    private readonly string _path;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineLength;
    private bool _isAtEnd;

    private bool _wantsMark;

    private TextLines(string path, Stream stream, bool isMarked) => (_path, _stream, _wantsMark) = (path, stream, isMarked);

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <exception cref="TrainingInputException">The file cannot be opened.</exception>
    public static TextLines Open(string path)
    {
        try
        {
#pragma warning disable CA2000 // The lines own the file.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            var isPacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            return new(path, isPacked ? MarkedGzip.Open(file) : file, isPacked);
#pragma warning restore CA2000
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingInputException(path, $"cannot be read: {e.Message}", "correct the name in the list of files", e);
        }
    }

    /// <summary>Goes to the next line that is not empty.</summary>
    /// <exception cref="TrainingInputException">The file is damaged.</exception>
    public bool Next()
    {
        do
        {
            if (!NextLine())
            {
                return _wantsMark ? throw CutOff() : false;
            }

            if (_wantsMark && Current.SequenceEqual(MarkedGzip.Mark))
            {
                _wantsMark = false;
                return false;
            }

            Number++;
        }
        while (Current.Trim("\r \t"u8).Length == 0);
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private bool NextLine()
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || (_isAtEnd && _end > _start))
            {
                var length = found >= 0 ? searched + found : _end - _start;
                (_lineStart, _lineLength) = (_start, length);
                _start = Math.Min(_end, _start + length + 1);
                _lineLength -= length > 0 && _buffer[_lineStart + length - 1] == '\r' ? 1 : 0;
                return true;
            }

            if (_isAtEnd)
            {
                return false;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= LongestLine)
            {
                throw new TrainingInputException($"{_path}, line {Number + 1}", $"is longer than {LongestLine >> 20} MB", "write one event a line");
            }

            Array.Resize(ref _buffer, _end * 2);
        }

        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _isAtEnd = read == 0;
            _end += read;
        }
        catch (InvalidDataException e)
        {
            throw CutOff(e);
        }
    }

    private TrainingInputException CutOff(Exception? cause = null) => new($"{_path}, behind line {Number}", "is no whole gzip file: it is cut off or damaged", "write it again", cause);
}
