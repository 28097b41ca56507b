// Checks a receipt of a confirmed Challenge with jose: who signed it, for whom, about which Challenge.
import { createInterface } from 'node:readline/promises';
import { stdin, argv, exit } from 'node:process';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Returns what a receipt says. `challenge` is the id that you have stored with the order, not one from the receipt. */
export function receiptVerifier(issuer, audience) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/protocol/openid-connect/certs`));
  return async (receipt, challenge) => {
    const requiredClaims = ['iat', 'sub', 'jti', 'factor', 'details'];
    const expected = { issuer, audience, typ: 'verify-totp-receipt+jwt', algorithms: ALGORITHMS, requiredClaims };
    const { payload } = await jwtVerify(receipt, keys, expected);
    if (payload.jti !== challenge) throw new Error(`The receipt is about ${payload.jti}`);
    return payload;
  };
}

// node verify-receipt.mjs <issuer> <client id> <challenge>, with a receipt in each line of the input
if (import.meta.filename === argv[1]) {
  const [issuer, audience, challenge] = argv.slice(2);
  const verify = receiptVerifier(issuer, audience);
  for await (const receipt of createInterface({ input: stdin })) {
    console.log(await verify(receipt, challenge).then(JSON.stringify, (error) => `refused: ${error.message}`));
  }
  exit(0);
}
