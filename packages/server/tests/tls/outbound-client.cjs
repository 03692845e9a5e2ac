// The guide's steps through an unmodified SDK that calls its real host names: flow, channel, session, participant,
// attributes. Prints what it got as JSON.
const [, , sdk, wish] = process.argv;
const twilio = require(sdk);

async function run() {
  const { chatServiceSid, proxyServiceSid, workspaceSid, workflowSid, centre, customer } = JSON.parse(wish);
  const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
  const flow = await client.flexApi.v1.flexFlow.create({
    friendlyName: 'Outbound SMS',
    chatServiceSid,
    channelType: 'sms',
    contactIdentity: centre,
    enabled: false,
    integrationType: 'task',
    'integration.workspaceSid': workspaceSid,
    'integration.workflowSid': workflowSid,
    'integration.channel': 'sms',
  });
  const channel = await client.flexApi.v1.channel.create({
    flexFlowSid: flow.sid,
    identity: `sms_${customer}`,
    target: customer,
    chatFriendlyName: 'Chat',
    chatUserFriendlyName: 'Jane',
    taskAttributes: JSON.stringify({ name: 'Jane' }),
  });
  const service = client.proxy.v1.services(proxyServiceSid);
  const session = await service.sessions.create({
    uniqueName: channel.sid,
    mode: 'message-only',
    participants: [{ Identifier: customer }],
  });
  await service.sessions(session.sid).participants.create({
    friendlyName: customer,
    identifier: channel.sid,
    proxyIdentifier: centre,
  });
  const message = await client.chat.v2
    .services(chatServiceSid)
    .channels(channel.sid)
    .messages.create({ from: 'Anna', body: 'Hello over HTTPS' });
  const listed = await client.flexApi.v1.flexFlow.list({ pageSize: 1 });
  process.stdout.write(
    JSON.stringify({
      flow: { sid: flow.sid, url: flow.url },
      channel: { sid: channel.sid, url: channel.url },
      session: { sid: session.sid, url: session.url, status: session.status },
      message: { index: message.index },
      listed: listed.map(({ sid }) => sid),
    }),
  );
}

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
