// The configuration of one service, in its three parts: defaults, push notifications, webhooks.
import { read } from '#http/operations.ts';
import { action, type Route } from '#http/resource.ts';
import { findService } from '#threads/threads.ts';
import { presentNotifications, updateNotifications } from './notifications.ts';
import { presentServiceConfiguration, updateServiceConfiguration } from './settings.ts';
import { presentServiceWebhooks, updateServiceWebhooks } from './webhooks.ts';

const PATH = '/v1/Services/{ChatServiceSid}/Configuration';

const fetchService = read((db, { accountSid, params }) =>
  findService(db, accountSid, params['ChatServiceSid']!),
);

const at = (method: 'GET' | 'POST', path: string) => ({ product: 'conversations', method, path }) as const;

export const serviceConfiguration: readonly Route[] = [
  action(at('GET', PATH), fetchService, presentServiceConfiguration),
  action(at('POST', PATH), updateServiceConfiguration, presentServiceConfiguration),
  action(at('GET', `${PATH}/Notifications`), fetchService, presentNotifications),
  action(at('POST', `${PATH}/Notifications`), updateNotifications, presentNotifications),
  action(at('GET', `${PATH}/Webhooks`), fetchService, presentServiceWebhooks),
  action(at('POST', `${PATH}/Webhooks`), updateServiceWebhooks, presentServiceWebhooks),
];
