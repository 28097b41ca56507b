<?php
// Asks a user of a realm for a code, with twilio-php as it is. Written by reading twilio-php 8.12.0, not run.
//
//   export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
//   export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=… FACTOR=YF… CODE=123456
//   composer require twilio/sdk && php verify.php

require __DIR__ . '/vendor/autoload.php';

use Twilio\AuthStrategy\AuthStrategy;
use Twilio\Http\Client as HttpClient;
use Twilio\Http\CurlClient;
use Twilio\Http\Response;
use Twilio\Rest\Client;

/** Sends to a realm what the SDK would send to Twilio. */
final class RealmHttpClient implements HttpClient
{
    private const TWILIO = 'https://verify.twilio.com/';
    private CurlClient $curl;

    public function __construct(private string $base)
    {
        $this->curl = new CurlClient();
    }

    public function request(string $method, string $url, array $params = [], array $data = [], array $headers = [],
        ?string $user = null, ?string $password = null, ?int $timeout = null, ?AuthStrategy $authStrategy = null): Response
    {
        if (str_starts_with($url, self::TWILIO)) { // the addresses of further pages are those of the realm already
            $url = rtrim($this->base, '/') . '/' . substr($url, strlen(self::TWILIO));
        }
        return $this->curl->request($method, $url, $params, $data, $headers, $user, $password, $timeout, $authStrategy);
    }
}

$http = new RealmHttpClient(getenv('BASE'));
$realm = new Client(getenv('CLIENT_ID'), getenv('CLIENT_SECRET'), null, null, $http);

$service = $realm->verify->v2->services->read(1)[0]; // the default Service is the first
$challenge = $realm->verify->v2->services($service->sid)->entities(getenv('USER_ID'))
    ->challenges->create(getenv('FACTOR'), ['authPayload' => getenv('CODE')]);
echo "{$challenge->sid} {$challenge->status}\n"; // approved, or pending after a wrong code
