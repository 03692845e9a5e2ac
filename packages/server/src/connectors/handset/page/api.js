// The server: requests, and the events it sends of its own accord.

const account = new URLSearchParams(location.search).get('account');

/** A request the server refused or did not get. The message is for people. */
export class RequestError extends Error {}

function addressOf(path, query) {
  const parameters = new URLSearchParams(query);
  if (account !== null) parameters.set('account', account);
  return `/handset/api/${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
}

async function request(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new RequestError('The server cannot be reached.');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new RequestError(readable(body.message) ?? 'The server could not do that.');
  return body;
}

/** The server's sentence without the name of the parameter it speaks of. */
function readable(message) {
  if (typeof message !== 'string') return null;
  const reason = message.replace(/^Invalid value for parameter \w+: it /, 'This ');
  return reason.endsWith('.') ? reason : `${reason}.`;
}

export const read = (path, query = {}) => request(addressOf(path, query));

export const write = (path, body) =>
  request(addressOf(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(account === null ? body : { ...body, account }),
  });

/** Listens to the server: `onPhone` hears which phone changed, `onState` whether we hear anything at all. */
export function listen({ onPhone, onReady, onState }) {
  const stream = new EventSource(addressOf('events'));
  onState('connecting');
  stream.addEventListener('ready', () => {
    onState('live');
    onReady();
  });
  stream.addEventListener('phone', (event) => onPhone(JSON.parse(event.data).address));
  stream.addEventListener('error', () => {
    onState('lost');
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen({ onPhone, onReady, onState }), 2_000);
  });
}

/** A name for a text, so that sending it again does not send it twice. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
