// Asks a user of a realm for a code, with twilio-csharp as it is. Written by reading twilio-csharp 7.14.9, not run.
//
//   export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
//   export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=… FACTOR=YF… CODE=123456
using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Twilio.Clients;
using Twilio.Http;
using Twilio.Rest.Verify.V2;
using Twilio.Rest.Verify.V2.Service.Entity;

static string Variable(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"Set {name}");

var http = new System.Net.Http.HttpClient(new RealmHandler(Variable("BASE")));
var realm = new TwilioRestClient(
    Variable("CLIENT_ID"), Variable("CLIENT_SECRET"), httpClient: new SystemNetHttpClient(http));

var service = ServiceResource.Read(limit: 1, client: realm).First(); // the default Service is the first
var challenge = ChallengeResource.Create(
    service.Sid, Variable("USER_ID"), Variable("FACTOR"), authPayload: Variable("CODE"), client: realm);
Console.WriteLine($"{challenge.Sid} {challenge.Status}"); // approved, or pending after a wrong code

/// <summary>Sends to a realm what the SDK would send to Twilio.</summary>
sealed class RealmHandler : DelegatingHandler
{
    private const string Twilio = "https://verify.twilio.com";
    private readonly string _base;

    public RealmHandler(string realmBase) : base(new HttpClientHandler()) => _base = realmBase.TrimEnd('/');

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var address = request.RequestUri!.AbsoluteUri;
        if (address.StartsWith(Twilio + "/")) // the addresses of further pages are those of the realm already
            request.RequestUri = new Uri(_base + address.Substring(Twilio.Length));
        return base.SendAsync(request, token);
    }
}
