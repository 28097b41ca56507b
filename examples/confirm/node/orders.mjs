// The part of a back end that has users confirm their orders on Keycloak's page. What it does not do, on purpose: believe
// anything that comes back with the browser.
import { createInterface } from 'node:readline/promises';
import { stdin, argv, env } from 'node:process';

export class Orders {
  #orders = new Map(); // in your database: the Challenge of each order, with a unique constraint
  #realm;
  #client;

  constructor({ base, service, clientId, secret, webClient, redirectUri }) {
    this.#realm = { base, service, webClient, redirectUri };
    this.#client = 'Basic ' + btoa(`${clientId}:${secret}`);
  }

  /** Opens a Challenge about the order as it is stored, and returns the address to send the user to. */
  async begin(order, user, factor) {
    const form = new URLSearchParams({ FactorSid: factor, 'Details.Message': 'Confirm the order' });
    for (const [label, value] of Object.entries(order.lines)) {
      form.append('Details.Fields', JSON.stringify({ label, value }));
    }
    const { sid } = await this.#call(`/Entities/${encodeURIComponent(user)}/Challenges`, { method: 'POST', body: form });
    const state = crypto.randomUUID(); // in the user's session: it ties the answer to this order and this browser
    this.#orders.set(order.id, { ...order, user, challenge: sid, state, executed: 0 });
    const query = new URLSearchParams({
      client_id: this.#realm.webClient,
      redirect_uri: this.#realm.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state,
      kc_action: `verify-totp-confirm:${sid}`,
    });
    return `${this.#realm.base}/protocol/openid-connect/auth?${query}`;
  }

  /** The user is back. Asks the API about the Challenge of this order, whatever the address says, and executes once. */
  async finish(id, state) {
    const order = this.#orders.get(id);
    if (!order || order.state !== state) return 'unknown';
    const challenge = await this.#call(`/Entities/${encodeURIComponent(order.user)}/Challenges/${order.challenge}`);
    const approved =
      challenge.status === 'approved' &&
      challenge.sid === order.challenge &&
      challenge.identity === order.user &&
      JSON.stringify(challenge.details.fields) ===
        JSON.stringify(Object.entries(order.lines).map(([label, value]) => ({ label, value })));
    if (!approved) return challenge.status;
    if (order.executed === 0) order.executed++; // in your database: in the transaction that carries the order out
    return 'executed';
  }

  /** Fetches the receipt, to be kept with the order. */
  async receipt(id) {
    const order = this.#orders.get(id);
    const path = `/Entities/${encodeURIComponent(order.user)}/Challenges/${order.challenge}/Receipt`;
    return (await this.#call(path)).receipt;
  }

  executions(id) {
    return this.#orders.get(id)?.executed ?? 0;
  }

  async #call(path, options = {}) {
    const address = `${this.#realm.base}/verify-totp/v2/Services/${this.#realm.service}${path}`;
    const answer = await fetch(address, { ...options, headers: { Authorization: this.#client } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}

// node orders.mjs: reads a call in each line of the input, as ["finish", "order-1", "<state>"], and prints its result.
if (import.meta.filename === argv[1]) {
  const orders = new Orders({
    base: env.BASE,
    service: env.SERVICE,
    clientId: env.CLIENT_ID,
    secret: env.CLIENT_SECRET,
    webClient: env.WEB_CLIENT_ID,
    redirectUri: env.REDIRECT_URI,
  });
  for await (const line of createInterface({ input: stdin })) {
    const [call, ...values] = JSON.parse(line);
    console.log(JSON.stringify((await orders[call](...values)) ?? null));
  }
}
