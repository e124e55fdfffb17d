using System.Globalization;
using Mlp.Server.Access;
using Mlp.Server.Database;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Events;

internal static class WebhookEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/webhooks", Create).Require(Role.Admin).Produces<Webhook>(StatusCodes.Status201Created).WithSummary("Creates a webhook, to which events are posted from now on");
        api.MapGet("/webhooks", List).Require(Role.Admin).WithSummary("Lists the webhooks, without their secrets");
        api.MapDelete("/webhooks/{id:long}", Delete).Require(Role.Admin).Produces(StatusCodes.Status204NoContent).WithSummary("Deletes a webhook; what was not delivered is given up");
        api.MapGet("/webhooks/{id:long}/deliveries", Deliveries).Require(Role.Admin).WithSummary("Lists what was sent to a webhook, the newest first");
        api.MapPost("/webhooks/{id:long}/test", Test).Require(Role.Admin).WithSummary("Sends an event to a webhook, once, now");
    }

    private static Task<IResult> Create(CreateWebhook body, Changes changes, HttpContext context)
    {
        var webhook = NewWebhook.Check(body);
        return changes.Run(context, body, async session => (await Webhooks.Create(session, webhook)).ToWire(), StatusCodes.Status201Created);
    }

    private static async Task<Page<Webhook>> List(Paging paging, Store store, Ct ct)
    {
        var rows = await store.Read(session => Webhooks.List(session, paging.AfterId ?? 0, paging.Rows), ct);
        return paging.Cut(rows, row => row.ToWire(), row => row.Id.ToString(CultureInfo.InvariantCulture));
    }

    private static Task<IResult> Delete(long id, Changes changes, HttpContext context) =>
        changes.Run(
            context,
            new { id },
            async session =>
            {
                await Webhooks.Delete(session, id);
                return id;
            },
            StatusCodes.Status204NoContent);

    private static async Task<Page<WebhookDelivery>> Deliveries(long id, Paging paging, Store store, Ct ct)
    {
        var rows = await store.Read(session => Webhooks.Deliveries(session, id, paging.AfterId ?? long.MaxValue, paging.Rows), ct);
        return paging.Cut(rows, row => row.ToWire(), row => row.Id.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<WebhookDelivery> Test(long id, HttpContext context, Caller caller, Store store, WebhookSender sender, TimeProvider clock)
    {
        Changes.RefuseKey(context.Request, "every test is a new one, and none is answered from the record");
        var due = await store.Write(caller.Name, session => Webhooks.BeginTest(session, id), context.RequestAborted);
        var attempt = await sender.Send(due, context.RequestAborted);
        var tried = due.Delivery with
        {
            State = attempt.Succeeded ? DeliveryRow.Delivered : DeliveryRow.GivenUp,
            Attempts = 1,
            StatusCode = attempt.StatusCode,
            Error = attempt.Error,
            LastAttemptAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await store.Write(caller.Name, session => Webhooks.SaveAttempt(session, tried), Ct.None);
        return tried.ToWire();
    }
}
