using System.Diagnostics;
using System.Globalization;

/// <summary>Tells what happens, as it happens.</summary>
internal sealed class Story(Place place)
{
    private const int ShownOfLog = 100;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _step = "";
    private string? _curl;

    public void Begin(string step) => _step = step;

    /// <summary>What has come about.</summary>
    public void Tell(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,5:F1} s  {text}"));

    /// <summary>What a program said of it.</summary>
    public static void Quote(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine($"         | {line}");
        }
    }

    /// <summary>How the model is called now.</summary>
    public void TellCall(string curl)
    {
        _curl = curl;
        Console.WriteLine($"         $ {curl}");
    }

    public void End(bool stays)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All of this took {_clock.Elapsed.TotalSeconds:F0} s."));
        Console.WriteLine(stays ? "It goes on. Call the model:" : "The model was called by:");
        Console.WriteLine($"  {_curl}");
        Console.WriteLine($"{(stays ? "Look" : "With --stay it goes on, and you can look")} at the registry's routes: {place.Registry}swagger, with the token in {place.Token}");
        Console.WriteLine(stays ? $"Work in {place.Code}; what you push is released. Stop all of it, and leave nothing behind:\n  {place.StopLine}" : "All is stopped and removed.");
    }

    public void Fail(StepFailedException failure)
    {
        Console.Error.WriteLine($"FAILED: {_step}: {failure.Message}");
        foreach (var line in File.Exists(failure.Log) ? File.ReadLines(failure.Log).TakeLast(ShownOfLog) : [])
        {
            Console.Error.WriteLine($"  {line}");
        }
    }
}
