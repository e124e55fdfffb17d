using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Mlp.Server.Tests.Hosting;

namespace Mlp.Server.Tests.Serving;

/// <summary>Bodies come through as they come, in both directions; and what becomes of a request where one of the three goes away.</summary>
public sealed class GatewayStreamingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Large = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_part_of_a_body_arrives_before_the_next_is_written()
    {
        var (heard, said) = (Channel.CreateUnbounded<string?>(), Channel.CreateUnbounded<string>());
        var (model, path) = await gateway.Serve(async context =>
        {
            using var lines = new StreamReader(context.Request.Body);
            while (await lines.ReadLineAsync() is { } line)
            {
                await heard.Writer.WriteAsync(line);
            }

            await foreach (var line in said.Reader.ReadAllAsync())
            {
                await context.Response.WriteAsync(line + "\n");
            }
        });
        await using var running = model;
        var upload = new Conversation();
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = upload };
        var sending = gateway.Reader.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        foreach (var line in new[] { "one", "two" })
        {
            await upload.Say(line).WaitAsync(Patience);
            Assert.Equal(line, await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }

        upload.End();
        await said.Writer.WriteAsync("three");
        using var answer = await sending.WaitAsync(Patience);
        using var answers = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("three", await answers.ReadLineAsync().WaitAsync(Patience));
        await said.Writer.WriteAsync("four");
        Assert.Equal("four", await answers.ReadLineAsync().WaitAsync(Patience));
        said.Writer.Complete();
        Assert.Null(await answers.ReadLineAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_model_that_refuses_a_body_before_it_has_read_it_is_heard()
    {
        var (model, path) = await gateway.Serve(async context =>
        {
            context.Response.StatusCode = 413;
            context.Response.Headers.Connection = "close";
            await context.Response.WriteAsync("too large");
        });
        await using var running = model;
        using var answer = await gateway.Reader.PostAsync(path, new ByteArrayContent(new byte[Large]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too large"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_body_that_its_sender_waits_with_is_sent_when_the_model_wants_it()
    {
        var (model, path) = await gateway.Serve(async context => await context.Response.WriteAsync(await new StreamReader(context.Request.Body).ReadToEndAsync()));
        await using var running = model;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("waited") };
        request.Headers.ExpectContinue = true;
        using var answer = await gateway.Reader.SendAsync(request);
        Assert.Equal("waited", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_told_to_the_model()
    {
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (model, path) = await gateway.Serve(async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            began.TrySetResult();
            await ended.Task;
        });
        await using var running = model;
        using var cancel = new CancellationTokenSource();
        var asking = gateway.Reader.GetAsync(path, cancel.Token);
        await began.Task.WaitAsync(Patience);
        Assert.Equal(1, model.Backend.InFlight);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await ended.Task.WaitAsync(Patience);
        await Until(() => model.Backend.InFlight == 0);
    }

    [Fact]
    public async Task A_caller_who_goes_away_in_the_middle_of_the_answer_is_told_to_the_model()
    {
        var ended = new TaskCompletionSource();
        var (model, path) = await gateway.Serve(async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            while (!ended.Task.IsCompleted)
            {
                await context.Response.WriteAsync("more and more\n");
            }
        });
        await using var running = model;
        using (var answer = await gateway.Reader.GetAsync(path, HttpCompletionOption.ResponseHeadersRead))
        {
            await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1000]);
        }

        await ended.Task.WaitAsync(Patience);
        await Until(() => model.Backend.InFlight == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_dies_before_it_has_answered_is_told_as_502_with_a_code(bool afterHeaders)
    {
        TinyModel? model = null;
        (model, var path) = await gateway.Serve(async context =>
        {
            if (afterHeaders)
            {
                context.Response.ContentLength = 10;
                await context.Response.StartAsync();
                await Task.Delay(100);
            }

            context.Abort();
        });
        await using var running = model;
        using var answer = await gateway.Reader.PostAsync(path, new StringContent("[1]"));
        await answer.Refuses(HttpStatusCode.BadGateway, "MLP5105");
        Assert.Equal(0, model.Backend.InFlight);
    }

    [Fact]
    public async Task A_model_that_dies_in_the_middle_of_its_answer_leaves_no_answer_that_looks_whole()
    {
        var die = new TaskCompletionSource();
        var (model, path) = await gateway.Serve(async context =>
        {
            await context.Response.WriteAsync("half of it\n");
            await die.Task;
            context.Abort();
        });
        await using var running = model;
        using var answer = await gateway.Reader.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("half of it", await lines.ReadLineAsync());
        die.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(() => lines.ReadToEndAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task What_the_caller_sends_wrongly_is_the_callers_fault_and_not_the_models()
    {
        var (model, path) = await gateway.Serve(async context => await context.Request.Body.CopyToAsync(Stream.Null));
        await using var running = model;
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Registry.BaseUrl.Host, gateway.Registry.BaseUrl.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {gateway.Reader.DefaultRequestHeaders.Authorization}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\nno chunk\r\n"));
        var status = await new StreamReader(stream).ReadLineAsync().WaitAsync(Patience);
        Assert.StartsWith("HTTP/1.1 400 ", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_a_dead_process_has_not_seen_is_answered_by_the_next_one()
    {
        var pair = gateway.Expect();
        var dead = await TinyModel.Start(context => context.Response.WriteAsync("dead"));
        gateway.Backends.Switch(pair, dead.Backend);
        await dead.Die();
        var asking = gateway.Reader.PostAsync($"serve/{pair}/predict", new StringContent("[1]"));
        await Until(() => dead.Backend.InFlight == 1);
        await using var next = await TinyModel.Start(async context => await context.Response.WriteAsync($"next {await new StreamReader(context.Request.Body).ReadToEndAsync()}"));
        gateway.Backends.Remove(pair, dead.Backend);
        _ = dead.Backend.Retire();
        await Task.Delay(100);
        Assert.False(asking.IsCompleted);
        gateway.Backends.Switch(pair, next.Backend);
        using var answer = await asking.WaitAsync(Patience);
        Assert.Equal("next [1]", await answer.Content.ReadAsStringAsync());
    }

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
