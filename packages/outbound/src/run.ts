// Runs one of the functions from a shell: `node src/run.ts <function> '<JSON>'`. The account and the server come from
// the environment: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, and BASE_URL (Twilio itself without it).
import type { Twilio } from 'twilio';
import {
  createDirectToTaskSmsChat,
  initiateOutboundTask,
  OutboundError,
  openNow,
  outboundClient,
  readOutboundRequest,
  readOutboundTaskRequest,
  sendAndWait,
  setUpDirectToTask,
} from './index.ts';

const proxyServiceSid = process.env['TWILIO_PROXY_SERVICE_SID'];
const settings = proxyServiceSid ? { proxyServiceSid } : {};

const FUNCTIONS: Readonly<Record<string, (client: Twilio, given: unknown) => Promise<unknown>>> = {
  'set-up': (client, given) => setUpDirectToTask(client, given as Parameters<typeof setUpDirectToTask>[1]),
  'create-direct-to-task-sms-chat': (client, given) =>
    createDirectToTaskSmsChat(client, readOutboundRequest(given), settings),
  'initiate-outbound-task': (client, given) =>
    initiateOutboundTask(client, readOutboundTaskRequest(given), settings),
  'open-now': (client, given) => openNow(client, given as Parameters<typeof openNow>[1]),
  'send-and-wait': (client, given) => sendAndWait(client, given as Parameters<typeof sendAndWait>[1]),
};

function usage(): never {
  const names = Object.keys(FUNCTIONS).join(', ');
  console.error(
    `node src/run.ts <function> '<JSON>'\nwith TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; ${names}`,
  );
  process.exit(2);
}

const [name = '', json = '{}'] = process.argv.slice(2);
const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: token, BASE_URL: baseUrl } = process.env;
const run = FUNCTIONS[name];
if (run === undefined || !accountSid || !token) usage();

try {
  const client = outboundClient(accountSid, token, baseUrl || undefined);
  console.log(JSON.stringify(await run(client, JSON.parse(json)), null, 2));
} catch (error) {
  if (!(error instanceof OutboundError)) throw error;
  const { status, code, message, details, errors, leftBehind } = error;
  console.error(JSON.stringify({ status, code, message, details, errors, leftBehind }, null, 2));
  process.exit(1);
}
