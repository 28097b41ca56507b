// A website whose users log in at a Keycloak realm with a code, and confirm an operation there.
//
//   export ISSUER=https://id.example.org/realms/shop
//   export CLIENT_ID=shop-web CLIENT_SECRET=…
//   export WEBSITE=http://127.0.0.1:3000      # its /callback is a redirect URI of the client
//   npm install && node website.mjs
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as client from 'openid-client';

function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`Set the environment variable ${name}`);
  return value;
}

const website = new URL(variable('WEBSITE'));
const issuer = new URL(variable('ISSUER'));
// Plain HTTP is for a Keycloak on your own machine only.
const options = issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
const realm = await client.discovery(issuer, variable('CLIENT_ID'), variable('CLIENT_SECRET'), undefined, options);

const sessions = new Map(); // cookie -> { pending, claims }

/** Sends the browser to Keycloak; what comes back has to fit to what is stored here. */
async function sendToKeycloak(session, parameters) {
  const verifier = client.randomPKCECodeVerifier();
  session.pending = { verifier, state: client.randomState(), nonce: client.randomNonce(), parameters };
  return client.buildAuthorizationUrl(realm, {
    redirect_uri: new URL('/callback', website).href,
    scope: 'openid',
    state: session.pending.state,
    nonce: session.pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
}

/** The claims of the ID token, which openid-client has checked: signature, issuer, audience, nonce, times. */
async function claimsOf(session, address) {
  const { verifier, state, nonce, parameters } = session.pending;
  session.pending = undefined; // good for one answer
  const tokens = await client.authorizationCodeGrant(realm, address, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  // Keycloak may answer with a lower level than was asked for, so the level has to be read.
  if (parameters.acr_values && claims.acr !== parameters.acr_values) throw new Error(`Only level ${claims.acr}`);
  return claims;
}

const pages = {
  '/login': async (session) => ({ location: await sendToKeycloak(session, { acr_values: '2' }) }),

  // The back end has opened the Challenge before, and has stored its id with the operation.
  '/confirm': async (session, address) => ({
    location: await sendToKeycloak(session, {
      kc_action: `verify-totp-confirm:${address.searchParams.get('challenge')}`,
    }),
  }),

  '/callback': async (session, address) => {
    if (!session.pending) return { status: 400, body: { error: 'Nothing was asked' } };
    const confirming = session.pending.parameters.kc_action !== undefined;
    const claims = await claimsOf(session, address);
    if (session.claims && session.claims.sub !== claims.sub) throw new Error('Another user came back');
    session.claims = claims;
    const { sub, acr, amr } = claims;
    // A text for the user. Whether it was approved says the Challenge, which the back end fetches now.
    const told = confirming ? { kc_action_status: address.searchParams.get('kc_action_status') } : {};
    return { body: { sub, acr, amr, ...told } };
  },
};

function sessionOf(request, response) {
  const cookie = /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (sessions.has(cookie)) return sessions.get(cookie);
  const id = randomUUID();
  sessions.set(id, {});
  const secure = website.protocol === 'https:' ? '; Secure' : '';
  response.setHeader('Set-Cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`);
  return sessions.get(id);
}

const server = createServer(async (request, response) => {
  try {
    const address = new URL(request.url, website);
    const page = pages[address.pathname] ?? (() => ({ status: 404, body: { error: 'Not found' } }));
    const { status = 200, location, body } = await page(sessionOf(request, response), address);
    if (location) response.writeHead(302, { Location: location.href }).end();
    else response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  } catch (refused) {
    console.error(refused.code ?? refused.name, refused.message);
    response.writeHead(403, { 'Content-Type': 'application/json' }).end('{"error":"Not logged in"}');
  }
});
server.listen(Number(website.port), website.hostname, () => console.log(`Listening at ${website.origin}`));
