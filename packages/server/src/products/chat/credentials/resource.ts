// The Credential resource of Programmable Chat.
import { pushCredentials } from '#threads/threads.ts';

export const credentials = pushCredentials({
  product: 'chat',
  path: '/v2/Credentials',
  isTypeChangeable: false,
});
