// Verifies webhooks with verifiers that others wrote: reads [{secret, headers, body}] from a file, prints for each of the packages and
// each webhook "ok", or why it was refused.
const { readFileSync } = require("node:fs");

for (const name of ["standardwebhooks", "svix"]) {
  const { Webhook } = require(name);
  for (const { secret, headers, body } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
    let verdict = "ok";
    try {
      new Webhook(secret).verify(body, headers);
    } catch (refused) {
      verdict = refused.message;
    }
    console.log(`${name}: ${verdict}`);
  }
}
