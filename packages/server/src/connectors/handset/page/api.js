// The server: requests, and the events it sends of its own accord.

const account = new URLSearchParams(location.search).get('account');

/** A request the server refused or did not get. The message is for people. */
export class RequestError extends Error {}

function addressOf(path, query) {
  const parameters = new URLSearchParams(query);
  if (account !== null) parameters.set('account', account);
  return `/handset/api/${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
}

async function ask(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new RequestError('The server cannot be reached.');
  }
}

async function request(url, options) {
  const answer = await ask(url, options);
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

export const remove = (path) => request(addressOf(path), { method: 'DELETE' });

/** Hands a file over and resolves with the name it has at the server. */
export const upload = (phone, file) =>
  request(addressOf('files', { phone, name: file.name, type: file.type }), {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  });

/** A file of a message: its answer, with the content or (`HEAD`) without. */
export async function fileOf(message, index, method) {
  const answer = await ask(addressOf('media', { message, index }), { method });
  if (!answer.ok) throw new RequestError('This file is not there any more.');
  return answer;
}

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
