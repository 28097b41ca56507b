"""Sets up an authenticator app for a user of a realm and confirms an order with it, with Twilio's SDK as it is.

    export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
    export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=…       # the client needs the role manage-verify-totp
    sudo apt-get install python3-twilio    # or: pip install twilio
    python3 quickstart.py
"""

import os
import sys

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client


def variable(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(f"Set the environment variable {name}")
    return value


def realm_client():
    # These two would put labels into the host's name.
    os.environ.pop("TWILIO_EDGE", None)
    os.environ.pop("TWILIO_REGION", None)
    client = Client(variable("CLIENT_ID"), variable("CLIENT_SECRET"))
    client.verify.base_url = variable("BASE").rstrip("/")  # the only change; the SDK appends /v2
    return client


def run():
    realm = realm_client()

    # The default Service is the first of the list.
    service = realm.verify.v2.services.list(limit=1)[0]
    print(f"Service {service.sid} ({service.friendly_name})")
    entity = realm.verify.v2.services(service.sid).entities(variable("USER_ID"))

    # The only answer with the seed. A web page would show the URI as a QR code.
    made = entity.new_factors.create(friendly_name="Demo phone", factor_type="totp")
    print(f"Factor {made.sid}\nAdd this to an authenticator app: {made.binding['uri']}")
    status = made.status
    while status != "verified":
        status = entity.factors(made.sid).update(auth_payload=input("Code of the app: ")).status
        print(f"The factor is {status}")

    challenge = entity.challenges.create(
        factor_sid=made.sid,
        details_message="Confirm the order",
        details_fields=[{"label": "Order", "value": "2026-1187"}, {"label": "Amount", "value": "129.90 EUR"}],
    )
    print(f"Challenge {challenge.sid}: {challenge.details}")
    while challenge.status == "pending":
        code = input("The next code of the app (each is good for one use): ")
        challenge = entity.challenges(challenge.sid).update(auth_payload=code)
        print(f"The challenge is {challenge.status}")

    # The SDK fetches page after page.
    for each in entity.challenges.stream(page_size=20):
        print(each.date_created.isoformat(), each.sid, each.status)


if __name__ == "__main__":
    try:
        run()
    except TwilioRestException as refused:
        sys.exit(f"Refused: HTTP {refused.status}, code {refused.code}, {refused.msg}")
    except TwilioException as refused:
        # A refused list has its status and code in the text only.
        sys.exit(f"Refused: {refused}")
