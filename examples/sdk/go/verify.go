// Asks a user of a realm for a code, with twilio-go as it is. Written by reading twilio-go 1.30.9, not run.
//
//	export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
//	export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=… FACTOR=YF… CODE=123456
//
// twilio-go takes only letters and digits in the client's id and secret.
package main

import (
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/twilio/twilio-go"
	"github.com/twilio/twilio-go/client"
	verify "github.com/twilio/twilio-go/rest/verify/v2"
)

// realmTransport sends to a realm what the SDK would send to Twilio.
type realmTransport struct{ base *url.URL }

func (t realmTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := request.Clone(request.Context())
	path := sent.URL.EscapedPath()
	if !strings.HasPrefix(path, t.base.Path) { // the addresses of further pages have it already
		path = t.base.Path + path
	}
	address, err := url.Parse(t.base.Scheme + "://" + t.base.Host + path)
	if err != nil {
		return nil, err
	}
	address.RawQuery = sent.URL.RawQuery
	sent.URL, sent.Host = address, address.Host
	return http.DefaultTransport.RoundTrip(sent)
}

func main() {
	base, err := url.Parse(strings.TrimRight(os.Getenv("BASE"), "/"))
	if err != nil {
		log.Fatal(err)
	}
	sdk := &client.Client{
		Credentials: client.NewCredentials(os.Getenv("CLIENT_ID"), os.Getenv("CLIENT_SECRET")),
		HTTPClient:  &http.Client{Transport: realmTransport{base}, Timeout: 10 * time.Second},
	}
	realm := twilio.NewRestClientWithParams(twilio.ClientParams{Client: sdk})

	services, err := realm.VerifyV2.ListService((&verify.ListServiceParams{}).SetLimit(1)) // the default Service is the first
	if err != nil {
		log.Fatal(err)
	}
	// The id of a user is put into the path as it is: percent-encode one that is no UUID.
	challenge, err := realm.VerifyV2.CreateChallenge(*services[0].Sid, os.Getenv("USER_ID"),
		(&verify.CreateChallengeParams{}).SetFactorSid(os.Getenv("FACTOR")).SetAuthPayload(os.Getenv("CODE")))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*challenge.Sid, *challenge.Status) // approved, or pending after a wrong code
}
