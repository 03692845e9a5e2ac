// The unmodified browser SDK with nothing but a token: it finds its server by its own host names. Joins the
// conversation of the given SID, says something and prints what it heard.
const [, , token, conversationSid] = process.argv;
const { Client } = require('@twilio/conversations');

async function run() {
  const client = new Client(token);
  await new Promise((resolve, reject) => {
    client.on('initialized', resolve);
    client.on('initFailed', ({ error }) => reject(error));
  });
  const conversation = await client.getConversationBySid(conversationSid);
  // Reading the messages makes sure that the SDK follows them.
  await conversation.getMessages();
  const heard = new Promise((resolve) => conversation.once('messageAdded', resolve));
  await conversation.sendMessage('Hello over a WebSocket');
  const message = await heard;
  const { connectionState } = client;
  await client.shutdown();
  process.stdout.write(
    JSON.stringify({ connectionState, body: message.body, author: message.author, index: message.index }),
  );
  process.exit(0);
}

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
