using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Mlp.Tool.Tests.Kubernetes.StandIn;

/// <summary>The objects of the stand-in, by kind and name, and who watches them.</summary>
internal sealed class ApiStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Plural, string Name), StoredObject> _objects = [];
    private readonly List<(string Namespace, string Plural, Channel<(string Type, JsonObject Object)> Events)> _watches = [];
    private long _version = 100;

    public long Version => Interlocked.Read(ref _version);

    public JsonObject? Get(string ns, string plural, string name)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault((ns, plural, name))?.Content.DeepClone().AsObject();
        }
    }

    public IReadOnlyList<JsonObject> List(string ns, string plural)
    {
        lock (_lock)
        {
            return [.. _objects.Where(entry => (entry.Key.Namespace, entry.Key.Plural) == (ns, plural)).OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).Select(entry => entry.Value.Content.DeepClone().AsObject())];
        }
    }

    /// <summary>Everything there is, as <c>plural/name</c>.</summary>
    public IReadOnlyList<string> Names()
    {
        lock (_lock)
        {
            return [.. _objects.Keys.Where(key => key.Plural is not ("pods" or "events")).Select(key => $"{key.Plural}/{key.Name}").Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Changes an object, or makes it; answers what the change does. Watchers are told.</summary>
    public T Change<T>(string ns, string plural, string name, Func<StoredObject, T> change, Func<T, bool>? isDone = null)
    {
        lock (_lock)
        {
            var isNew = !_objects.TryGetValue((ns, plural, name), out var stored);
            stored ??= new(new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = "2026-01-01T00:00:00Z" } });
            var result = change(stored);
            if (isDone?.Invoke(result) != false)
            {
                stored.Content["metadata"]!["resourceVersion"] = $"{++_version}";
                _objects[(ns, plural, name)] = stored;
                Tell(ns, plural, isNew ? "ADDED" : "MODIFIED", stored.Content);
            }

            return result;
        }
    }

    public bool Delete(string ns, string plural, string name)
    {
        lock (_lock)
        {
            if (!_objects.Remove((ns, plural, name), out var stored))
            {
                return false;
            }

            _version++;
            Tell(ns, plural, "DELETED", stored.Content);
            return true;
        }
    }

    /// <summary>What has changed since a version, and what happens from now on.</summary>
    public ChannelReader<(string Type, JsonObject Object)> Watch(string ns, string plural, long since)
    {
        lock (_lock)
        {
            var events = Channel.CreateUnbounded<(string, JsonObject)>();
            foreach (var item in List(ns, plural).Where(item => long.Parse(item["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture) > since))
            {
                events.Writer.TryWrite(("MODIFIED", item));
            }

            _watches.Add((ns, plural, events));
            return events.Reader;
        }
    }

    private void Tell(string ns, string plural, string type, JsonObject content)
    {
        foreach (var watch in _watches.Where(watch => (watch.Namespace, watch.Plural) == (ns, plural)))
        {
            watch.Events.Writer.TryWrite((type, content.DeepClone().AsObject()));
        }
    }
}
