using System.Globalization;

namespace Mlp.Testing.Services;

/// <summary>The configuration of a Swift with one device: what its documentation asks of a single machine, and its S3 interface.</summary>
internal sealed record SwiftConfiguration(string Folder, string Secret, int Account, int Container, int Object, int Proxy, int Memcached)
{
    public const string AccessKey = "test:tester";

    public async Task Write(Ct ct)
    {
        await Write("swift", $"[swift-hash]\nswift_hash_path_suffix = tests\nswift_hash_path_prefix = tests\n", ct);
        await Write("account", Storage("account", Account), ct);
        await Write("container", Storage("container", Container), ct);
        await Write("object", Storage("object", Object), ct);
        await Write("proxy", ProxyServer(), ct);
    }

    private Task Write(string name, string text, Ct ct) => File.WriteAllTextAsync(Path.Combine(Folder, name + ".conf"), text, ct);

    private string Storage(string name, int port) => $"""
        {Defaults(port)}
        devices = {Folder}/devices
        mount_check = false

        [pipeline:main]
        pipeline = {name}-server

        [app:{name}-server]
        use = egg:swift#{name}

        """;

    private string ProxyServer() => $"""
        {Defaults(Proxy)}

        [pipeline:main]
        pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-server

        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true

        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_tester = {Secret} .admin

        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:{Memcached.ToString(CultureInfo.InvariantCulture)}

        {string.Concat(new[] { "catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "s3api", "copy", "slo", "dlo", "versioned_writes", "symlink" }
            .Select(f => $"[filter:{f}]\nuse = egg:swift#{f}\n\n"))}
        """;

    private string Defaults(int port) => $"""
        [DEFAULT]
        bind_ip = 127.0.0.1
        bind_port = {port.ToString(CultureInfo.InvariantCulture)}
        workers = 0
        user = {ServiceUser.NameOf(SwiftService.User)}
        swift_dir = {Folder}
        """;
}
