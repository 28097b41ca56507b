// Sets up an authenticator app for a user of a realm and confirms an order with it, with Twilio's SDK as it is.
//
//   export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
//   export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=…      # the client needs the role manage-verify-totp
//   npm install && node quickstart.mjs
import { createInterface } from 'node:readline/promises';
import { stdin, stdout } from 'node:process';
import twilio from 'twilio';

/** Sends to a realm what the SDK would send to Twilio. */
class RealmHttpClient extends twilio.RequestClient {
  static #twilio = /^https:\/\/verify(\.[a-z0-9-]+)*\.twilio\.com(?=\/)/;
  #base;

  /** @param base for example https://id.example.org/realms/shop/verify-totp; the SDK appends /v2 */
  constructor(base) {
    super();
    this.#base = base.replace(/\/+$/, '');
  }

  request(options) {
    // The addresses of further pages are those of the realm already.
    return super.request({ ...options, uri: options.uri.replace(RealmHttpClient.#twilio, this.#base) });
  }
}

function variable(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`Set the environment variable ${name}`);
    process.exit(2);
  }
  return value;
}

// The SDK insists on an account SID. The API does not use it: any text of this form will do.
const realm = twilio(variable('CLIENT_ID'), variable('CLIENT_SECRET'), {
  accountSid: 'AC' + '0'.repeat(32),
  httpClient: new RealmHttpClient(variable('BASE')),
});
const user = variable('USER_ID');
const keyboard = createInterface({ input: stdin, output: stdout });

try {
  // The default Service is the first of the list.
  const [service] = await realm.verify.v2.services.list({ limit: 1 });
  console.log(`Service ${service.sid} (${service.friendlyName})`);
  const entity = realm.verify.v2.services(service.sid).entities(user);

  // The only answer with the seed. A web page would show the URI as a QR code.
  const made = await entity.newFactors.create({ friendlyName: 'Demo phone', factorType: 'totp' });
  console.log(`Factor ${made.sid}\nAdd this to an authenticator app: ${made.binding.uri}`);
  let factor;
  do {
    const authPayload = await keyboard.question('Code of the app: ');
    factor = await entity.factors(made.sid).update({ authPayload });
    console.log(`The factor is ${factor.status}`);
  } while (factor.status !== 'verified');

  let challenge = await entity.challenges.create({
    factorSid: factor.sid,
    'details.message': 'Confirm the order',
    'details.fields': [
      { label: 'Order', value: '2026-1187' },
      { label: 'Amount', value: '129.90 EUR' },
    ],
  });
  console.log(`Challenge ${challenge.sid}: ${JSON.stringify(challenge.details)}`);
  while (challenge.status === 'pending') {
    const authPayload = await keyboard.question('The next code of the app (each is good for one use): ');
    challenge = await entity.challenges(challenge.sid).update({ authPayload });
    console.log(`The challenge is ${challenge.status}`);
  }

  // The SDK fetches page after page.
  for (const each of await entity.challenges.list({ pageSize: 20 })) {
    console.log(each.dateCreated.toISOString(), each.sid, each.status);
  }
} catch (refused) {
  if (!(refused instanceof twilio.RestException)) throw refused;
  console.error(`Refused: HTTP ${refused.status}, code ${refused.code}, ${refused.message}`);
  process.exitCode = 1;
} finally {
  keyboard.close();
}
