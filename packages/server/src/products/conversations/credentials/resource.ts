// The Credential resource of Conversations.
import { pushCredentials } from '#threads/threads.ts';

export const credentials = pushCredentials({
  product: 'conversations',
  path: '/v1/Credentials',
  isTypeChangeable: true,
});
