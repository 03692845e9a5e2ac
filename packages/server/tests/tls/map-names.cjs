// Loaded into a client's process before anything else: every host under twilio.com is this machine, and its port 443
// the port of the server under test. It does what an entry in /etc/hosts does, for one process.
const tls = require('node:tls');

const port = Number(process.env.PARLEY_MAPPED_PORT);
const connect = tls.connect;

tls.connect = function connectMapped(options, ...rest) {
  const name = options?.host;
  if (typeof name !== 'string' || !name.endsWith('.twilio.com') || Number(options.port) !== 443) {
    return connect.call(this, options, ...rest);
  }
  return connect.call(
    this,
    { ...options, host: '127.0.0.1', port, servername: options.servername || name },
    ...rest,
  );
};
